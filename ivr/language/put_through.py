"""转接 the answer to 需要为您转接人工话务员吗: whether people are wanted. Pure.

好谢谢 and 行麻烦你了 are goodbyes after an answer, but a yes to an offer; only a bare 谢谢, or who
knows or settles it and parts (行知道了, 好的再见), wants nobody.
"""

import re

from ivr.language.brief_replies import LEAVING, is_question

_PARTICLES = r"[吧啊呀呢的哈嘛咧呗哎诶哟啦喽昂呃嗯哦噢，,。！!\s嘞了]"
_AGREED = (
    r"(?:好(?!像|多|几|久|不)|行(?!不)|可以(?!不)|中|成(?!不)|得嘞|妥|需要|要(?!是|不)|对|是(?!不)|嗯+|昂"
    r"|同意|愿意|必须的|当然|ok|OK|yes)"
)
_PLEASE = (
    r"(?:谢谢|感谢|多谢|麻烦|辛苦|劳驾|有劳|费心|受累|打扰|拜托)"
    r"(?:你们?|您们?|咱们?|姑娘|同志|师傅)*"
)
_PUT = (
    r"(?:(?:给|帮|替|为|把|请|让|叫|找|换)?(?:我|俺|咱)?们?(?:接?转|转接|接)"
    r"(?:接|到|给|过去|过来|一?下|一转|人工|话务员|个?人)*)"
)
_BETWEEN = r"(?:那就|那|就|你们?|您们?|我|俺|咱|这|还是|快|赶紧|马上|直接|也|都|先|吧|想|能)"
_WORDS = re.compile(rf"(?:{_AGREED}|{_PLEASE}|{_PUT}|{_BETWEEN}|{_PARTICLES})++")
_WANTED = re.compile(rf"{_AGREED}|{_PUT}|麻烦|劳驾|有劳|费心|受累|拜托")
# 好了谢谢, 行了: it is enough.
_ENOUGH = re.compile(rf"(?:[好行对]|可以|中|成)[了啦](?!解)|{LEAVING}")


def wants_people(text: str) -> bool:
    """Said to an offer of people: that they are wanted.

    >>> wants_people("好谢谢"), wants_people("行麻烦你了"), wants_people("那你给我转吧")
    (True, True, True)
    >>> wants_people("谢谢"), wants_people("行知道了谢谢"), wants_people("好了谢谢")
    (False, False, False)
    """
    words = text.strip("，。 ")
    if is_question(words) or _WORDS.fullmatch(words) is None or _ENOUGH.search(words):
        return False
    return _WANTED.search(words) is not None
