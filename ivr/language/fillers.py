"""口头语: words of hesitation and courtesy that carry no fact."""

import re

# Only at the start of a phrase or doubled: 那个 in 那个小区 is not hesitation.
_FILLERS = re.compile(
    r"(?:(?<![那这])(?:嗯+|呃+|(?<![一-龥])额+(?=[，,。\s我])|唉+|哎呀?|诶|啊+(?=[，,。\s]|我|就)|喂+)"
    r"|那个那个|这个这个|就是说|怎么说呢|你知道吗|我跟你说(?:啊|呀)?|是这样(?:的|子)?(?:啊|哈)?"
    r"|那什么|^(?:那个|这个)(?=[，,])|(?<=[，,。\s])(?:那个|这个)(?=[，,。\s]|我))[，,、\s]*"
)
_GREETINGS = re.compile(
    r"^(?:[，,。\s]*(?:喂|你好|您好|你们好|(?:一二三四五|12345)(?:热线)?(?:吗|吧)?|是12345吗|师傅"
    r"|同志|(?:接线员)?(?:姑娘|小姐|女士|先生)))+[啊呀哈，,。！!\s]*"
)


# 这事儿说来话长我跟你说啊, 老太太跟你唠唠啊: that something is told, and nothing of it.
_TELLS_US = re.compile(
    r"(?:(?:这个?)?事儿?(?:吧|啊|呀)?)?说来话长(?:了|啊|呀)*[，,]?"
    r"|(?<![想要以])(?:我|(?:老太太|老头子?|老婆子))?跟[你您]们?(?:说说?|讲讲?|唠唠|念叨念叨|说道说道)"
    r"(?:一下)?(?:(?:啊|呀|哈)[，,]?|[，,])"
)


def without_telling_us(text: str) -> str:
    """What is told, without the words that it is; all of it where nothing else is said.

    >>> without_telling_us("说来话长我跟你说啊楼下有个废品站"), without_telling_us("我跟你说啊")
    ('楼下有个废品站', '我跟你说啊')
    """
    return _TELLS_US.sub("", text) or text


def is_greeting(text: str) -> bool:
    """喂，你好: whoever says no more than that has not begun yet.

    >>> is_greeting("喂，你好"), is_greeting("你好，我家停水了")
    (True, False)
    """
    bare = _GREETINGS.sub("", text)
    return bare != text and not bare.strip("喂，,。！!？? ")


def filler_spans(text: str) -> list[tuple[int, int]]:
    """Where the hesitation stands; 嗯 alone is an answer, not hesitation.

    >>> filler_spans("嗯，就是说，我家暖气不热")
    [(0, 1), (2, 5)]
    """
    spans = []
    for found in _FILLERS.finditer(text):
        words = found[0].rstrip(" ，,、\n\t")
        spans.append((found.start(), found.start() + len(words)))
    alone = sum(end - start for start, end in spans) >= len(re.sub(r"[，,、。\s]", "", text))
    return [] if alone else spans


def strip_fillers(text: str) -> str:
    """The text without greetings and hesitation; never longer, never with new words."""
    return _FILLERS.sub("", _GREETINGS.sub("", text)).strip(" ，,。")
