# ruff: noqa: E501 - a pattern reads better whole
"""名称的整词: the edges of a respondent's name that need no weighing (respondent_edges.py).

What leads to a name is no part of it (物业名称是|锦安物业), nor what begins the next word (快递|老给扔),
nor a time and what stands before it (丰庆小区昨天|物业); the name behind a post is (村书记张贵成). It is
not cut in the midst of a place's: 甘井子|区华北路的悦动健身 is 悦动健身, 中国联通丹|东分公司 all of the
branch.
"""

import re
from collections.abc import Sequence

from ivr.language.mask_names import names_in
from ivr.tickets.model import Evidence

# 物业名称是…, 老板叫…, 路边有个…, 平台“…: what a name is told by is no part of it.
_LEADS_TO_IT = re.compile(
    r".*(?:[“\"「](?=[^”\"」]+$)|(?<!不)(?:叫做?|名[称字]为|是)|(?<!没)有一?[个家座]|自称|那[块边儿]的?(?:一?个)?)(?=[一-龥]{2})(?!的)"
    r"|(?:一个|某个)(?=[一-龥]{2})"
)
# 快递老给扔驿站: what begins the next word.
_GOES_ON = re.compile("(?<=..)(?:(?<![养敬元])老|(?<!成)都|也|又|还)$")
# 村书记张贵成: who holds a post is known by his name.
_POST = re.compile(
    "(?:书记|主任|会计|[队组村镇乡校院局所科站店]长|经理|老板|候选人|包工头|代表)(?=[一-龥]{0,2}$)"
)
_A_NAME = re.compile("(?:从|通过|在|被)?(?=[一-龥]{2})")
_A_NUMBER = re.compile("[0-9零一二三四五六七八九十]{1,3}号")  # 十二号话务员
_SHORTEST = 2  # characters of a name
# What is called by the place it stands behind: 和平路派出所, 星火街道办事处.
_CALLED_BY_ITS_PLACE = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2})?(?:实验|中心|人民)?(?:派出所|办事处|供电所|小学|中学|医院|卫生院|幼儿园"
    r"|社区|法庭|工商所|税务所|司法所|分局|支行|分行|营业[厅部]|客运站|车站|[店站所局院])"
)
_BRANCH = re.compile(
    r"[省市区县]?(?:分公司|子公司|公司|分行|支行|分局|支局|营业[厅部]|营业所|分店|分院|办事处|店)"
)


def trimmed(text: str, span: Evidence) -> Evidence:
    """The name alone, and all of it."""
    start, end = span
    if leads_to_it := _LEADS_TO_IT.match(text, start, end):
        start = leads_to_it.end()
    if only_goes_on := _GOES_ON.search(text, start, end):
        end = only_goes_on.start()
    if post := _POST.search(text, start, end):
        names = (name for name, _ in names_in(text))
        ends = (post.end() + len(n) for n in names if text.startswith(n, post.end()))
        end = max([end, *ends])
    return start, end


def behind_times(words: str, times: Sequence[Evidence], name: Evidence | None) -> Evidence | None:
    """丰庆小区昨天|物业: a time parts whom it is about from what stands before it."""
    if name is None:
        return None
    start, end = name
    for first, last in times:
        a_name = _A_NAME.match(words, last, end)
        if a_name and start <= first and not _A_NUMBER.fullmatch(words, first, last):
            start = a_name.end()
    return start, end


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
