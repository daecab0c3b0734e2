"""承前省略: a question that is whole only together with what was spoken of before. Pure.

多少钱 after 护照怎么办理 asks 护照多少钱, and 那港澳通行证呢 asks 港澳通行证怎么办理;
到期了 after 驾照 asks 驾照到期了.
"""

import re

# Where a title begins to ask: 护照|怎么办理, 低保|一个月多少钱.
_ASKED = re.compile(
    r"(?:一个月|一年|能|可以|需要|要)?(?:怎么|咋|如何|在哪|去哪|上哪|到哪|找谁|向谁|打什么|要[带交]|什么|多少|多久|多长|几|有没有|能不能|可不可以|要不要)"
    r"|(?:能|可以|需要|算|有|会)[一-龥]{0,6}吗"
)
_LEAD = re.compile(
    r"(?:[嗯呃啊哦哎，,。\s]|那个|那就?|就是|行|好的?|对了|对的?|是的?|知道了|明白了|请问|我?(?:还|就|再)?(?:想|要)?(?:问|咨询)(?:一下|问|下)?|还有)*+"
)
_MATTER = re.compile(r"的?(?:事儿?|事情|问题)$")
_ALSO = re.compile(r"(?:的)?(?:呢|咋样|怎么样)?[啊呀，。？?]*$")
_AND_THIS = re.compile(r"呢[啊呀，。？?]*$")


# 火星移民怎么申请 is whole by itself; 没有照片咋整 is not.
_WHOLE = re.compile(
    r"(?!没|有|要|如|不|那|我|孩子|老人|外地|别)[一-龥]{3,}(?:怎么|如何|咋)(?:申请|办|交|领|查|补|换|提|报|预约)"
)


# 那水电费有没有优惠, 新生儿的呢: it goes over to another matter.
_ANOTHER = re.compile(r"[嗯哦啊，]*那(?![个么些样我你他要得])(?=[一-龥]{3})|.*呢[啊呀，。？?]*$")


def goes_over(text: str) -> bool:
    """Whether a question turns to something other than what was just answered."""
    return _ANOTHER.match(text) is not None


# 租房的, 我媳妇74年的: of whom or what it is asked.
_NARROWS = re.compile(r"[^，。]{1,9}的[啊呀吧，。]*")


def narrows(text: str) -> bool:
    """Whether words only say of whom, or of what, the matter just answered is meant.

    >>> narrows("租房的"), narrows("那孩子的呢"), narrows("我去过了")
    (True, False, False)
    """
    return _NARROWS.fullmatch(text) is not None


def is_whole(text: str) -> bool:
    """Whether a question names its own matter."""
    return _WHOLE.match(_LEAD.sub("", text, count=1)) is not None


def subject_of(asked: str) -> str:
    """What a question is about, without what it asks of it.

    >>> subject_of("护照怎么办理"), subject_of("低保一个月多少钱"), subject_of("驾照")
    ('护照', '低保', '驾照')
    """
    found = _ASKED.search(asked)
    about = _LEAD.sub("", asked[: found.start()] if found else asked, count=1)
    return _MATTER.sub("", about)


# 我家停电了咋整, 停水了啥时候来, 家里还没供暖呢: at a loss, behind what has happened.
_AT_A_LOSS = re.compile(
    r"(?<=..)，?(?:这|那|该|得|都|可|你们?|我|到底)*(?:咋整|咋办|怎么整|怎么办|找谁(?:修|管|啊)?"
    r"|(?:啥|什么|多)(?:时候|久|会儿)(?:能|才|会|给)*(?:来|修|好|通|供|热|送)[一-龥]?)(?:啊|呀|呢|了)*[？?。]*$"
    r"|(?<=[没不][^，。])呢[？?。]*$|(?<=[没不][^，。]{2})呢[？?。]*$"
)


def stated(text: str) -> str:
    """What has happened, without the question what to do about it.

    >>> stated("我家停电了咋整"), stated("家里还没供暖呢"), stated("护照怎么办理")
    ('我家停电了', '家里还没供暖', '护照怎么办理')
    """
    return _AT_A_LOSS.sub("", text, count=1)


def in_topic(about: str, text: str) -> str:
    """What is spoken of after an incomplete question was asked of it.

    >>> in_topic("护照怎么办理", "那孩子的呢"), in_topic("", "驾照")
    ('护照孩子', '驾照')
    """
    words = _LEAD.sub("", text, count=1)
    return subject_of(about) + (_ALSO.sub("", words) or words) if about else text


def completed(about: str, text: str) -> tuple[str, ...]:
    """The whole questions that a text may mean after what was spoken of, the likeliest first.

    >>> completed("护照怎么办理", "那多少钱")
    ('护照多少钱', '护照怎么办理多少钱')
    >>> completed("护照怎么办理", "那港澳通行证呢")
    ('港澳通行证怎么办理', '护照港澳通行证', '护照怎么办理港澳通行证')
    """
    words = _LEAD.sub("", text, count=1)
    if not about or not words:
        return ()
    bare = _ALSO.sub("", words) or words
    asked = _ASKED.search(about)
    other = (bare + about[asked.start() :],) if asked and _AND_THIS.search(words) else ()
    if narrows(words):
        other = (words + about,)  # 租房的公积金怎么提取
    said = bare if other else words
    return tuple(dict.fromkeys((*other, subject_of(about) + said, about + said)))
