"""名称的整词: a respondent's name is not cut in the midst of a place's.

甘井子|区华北路的悦动健身 is 悦动健身, 中国联通丹|东分公司 all of the branch.
"""

import re
from collections.abc import Sequence

from ivr.tickets.model import Evidence

_SHORTEST = 2  # characters of a name
# What is called by the place it stands behind: 和平路派出所, 星火街道办事处.
_CALLED_BY_ITS_PLACE = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2})?(?:实验|中心|人民)?(?:派出所|办事处|供电所|小学|中学|医院|卫生院|幼儿园"
    r"|社区|法庭|工商所|税务所|司法所|分局|支行|分行|营业[厅部]|客运站|车站|[店站所局院])"
)
_BRANCH = re.compile(
    r"[省市区县]?(?:分公司|子公司|公司|分行|支行|分局|支局|营业[厅部]|营业所|分店|分院|办事处|店)"
)


def whole_name(text: str, span: Evidence, places: Sequence[Evidence]) -> Evidence:
    """The name from its first word to its last; `places`: the names of places, in their order."""
    start, end = span
    cut = next(((a, b) for a, b in places if a < start < b < end), None)
    if cut is not None:
        start = _begin(text, cut, end, places)
    cut = next(((a, b) for a, b in places if start < a < end < b), None)
    if cut is not None:
        branch = _BRANCH.match(text, cut[1])
        end = branch.end() if branch else cut[0] if cut[0] - start >= _SHORTEST else end
    return start, end


def _begin(text: str, cut: Evidence, end: int, places: Sequence[Evidence]) -> int:
    """Behind the address that is cut, or with the last place in it that the name is called by."""
    last, behind = cut
    for a, b in places:
        if a == behind and b < end:
            last, behind = a, b
    called = _CALLED_BY_ITS_PLACE.match(text, behind, end)
    if called or (last != cut[0] and text.startswith("物业", behind)):
        return last
    if text[behind : behind + 1] == "的":
        behind += 1
    return behind if end - behind >= _SHORTEST else last
