"""同指: whether two wordings of a field name the same thing, for measuring drafts.

An operator signs 从上礼拜五 for 上礼拜五 and 楼下那个烧烤店 for 烧烤店, but not 饭店 for 鑫源饭店,
邻居 for 楼上邻居, 上个月 for 上个月十五号 or anything where nothing was said. So both are brought
to a normal form, without particles and pointing words; then they must be equal, or the one must
hold the other and add only little (`_MOSTLY`), or, for whom is meant, stand at the end of a fuller
name (出租车司机 for 司机), or, for a time, mean the same day of the calendar.
"""

import re
from datetime import datetime
from functools import lru_cache

from ivr.tickets.when import find_times

_MOSTLY = 0.6  # so much of the longer wording must be in the shorter one


def same(field: str, want: str | None, got: str | None, called_at: datetime) -> bool:
    """The two name the same thing; nothing is the same only as nothing."""
    if want is None or got is None:
        return want is None and got is None
    if field == "respondent":
        return same_respondent(want, got)
    bare_want, bare_got = _NORMAL[field](want), _NORMAL[field](got)
    if bare_want == bare_got or _mostly(want, got) or _mostly(bare_want, bare_got):
        return True
    return field == "time" and _same_days(want, got, called_at)


def same_respondent(want: str, got: str) -> bool:
    """Both say the same unit or person; `got` may be the fuller name."""
    bare_want, bare_got = _bare_respondent(want), _bare_respondent(got)
    if bare_want == bare_got or _mostly(want, got) or _mostly(bare_want, bare_got):
        return True
    return _is_fuller(bare_want, bare_got)


def _mostly(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    return bool(shorter) and shorter in longer and len(shorter) >= _MOSTLY * len(longer)


_POINTING = r"(?:那个|这个|那家|这家|那位|这位|那些|有家|有个|有一家|一家|一个|几个|某|该|的|叫)"
_BESIDE = re.compile(
    r"^(?!.*(?:邻居|住户|业主|那[家户]|老太太|老头|小伙|[男女]的))"
    rf"(?:(?:我们|咱们|咱|我家|俺们)?(?:小区|单元|村|镇|楼)?(?:楼下|楼上|旁边|对面|隔壁|对门|门口|附近|里|上)?{_POINTING}*)"
    r"(?=.{2})"
)
# 铁西区艳粉街道网格员小李: where they are is the ticket's place.
_DIVISIONS = re.compile(r"^(?:[一-龥]{2,4}?(?:省|市|区|县|旗|街道|镇|乡)){1,5}(?=.{2})")
_WHO_TAIL = re.compile(
    r"(?:的人|的?[那这][帮伙]人|那边|这边|方面|他们|那家|们|工作人员|有限公司|公司)$"
)


@lru_cache(maxsize=1024)
def _bare_respondent(words: str) -> str:
    stem = _BESIDE.sub("", _DIVISIONS.sub("", words))
    return re.sub(_POINTING, "", _WHO_TAIL.sub("", stem)) or words


# A fuller name: nothing that tells stands before the wanted words; or 聚福隆 and what it is, or
# 房东 and how they are called.
_TELLS = re.compile(r"[不没了在把被给找说买去来让打我他她]|[办开](?![事公发])")
_MORE_OF_IT = re.compile(
    r"[一-龥]{1,4}(?:店|馆|厂|行|厅|部|公司|学校|机构)|(?:是|叫)?姓[一-龥]的?|那小子"
)


def _is_fuller(want: str, got: str) -> bool:
    if len(want) < 2:
        return False
    if got.endswith(want):
        return not _TELLS.search(got.removesuffix(want))
    return got.startswith(want) and _MORE_OF_IT.fullmatch(got.removeprefix(want)) is not None


_TIME_EDGE = re.compile(
    r"^(?:自从|从|自|打从|打|由|于|在|大概|大约|差不多|已经|已|都|有|快|近|将近|连续|连着|到)++"
    r"|(?:开始|起|以来|以后|之后|后|左右|前后|了|来|的|就|那天|当天|期间|这段时间|到现在|至今|多|的时候)++$"
)


def _bare_time(words: str) -> str:
    return _TIME_EDGE.sub("", words).replace("个", "").replace("的", "") or words


def _same_days(want: str, got: str, called_at: datetime) -> bool:
    days = [
        found[0].resolved if (found := find_times(words, called_at)) else None
        for words in (want, got)
    ]
    return days[0] is not None and days[0] == days[1]


def _bare_place(words: str) -> str:
    """抚顺市顺城区这个长春街 is 抚顺顺城区长春街."""
    return re.sub(r"[省市]|这个|那个|的|那边|这边|那块儿?|里$", "", words)


_NORMAL = {"time": _bare_time, "place": _bare_place}
