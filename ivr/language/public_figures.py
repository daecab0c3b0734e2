"""不属于任何人的数字: runs of digits that are nobody's number.

Hotlines, years, dates, hours, prices, standards and storeys counted out (一二三四五六七层) stay
readable however many digits stand in a row.
"""

import re

from ivr.language.said_digits import groups_of, in_figures

_DATE = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{2}:\d{2})?)?"
_DAY = r"(?:19|20)\d{2}(?P<mark>[./-])(?:0?[1-9]|1[0-2])(?P=mark)(?:[0-2]?\d|3[01])(?!\d)"
_HOUR = r"(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)"
# What is nobody's number wherever it begins.
PLAIN = rf"{_DATE}|{_DAY}|{_HOUR}|三三两两|一五一十"

_HOTLINE = re.compile(
    r"1(?:1[0-9]|2[0-2])|12[0-9]{3}|100[0-9]{2,3}|11[0-9]{3}|9[56][0-9]{3,4}|8890|2345|[48]00[0-9]{7}"
)
_YEAR = re.compile(r"(?:(?:19|20)[0-9]{2}){1,2}")
_YEARS_FOLLOW = re.compile(r"[两三四]?年|[供采]暖|学年|年度|赛季")
_WRITTEN_DAY = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_DAY_STANDS = re.compile(r"(?:[那当这]天|[之以]?[前后]|日|起|开始)")
_DAY_LEADS = re.compile(r"(?:从|到|至|在|于|截止)$")
_SUM = re.compile(r"(?:[1-9]\d{0,2}(?:[,，]\d{3})+|[1-9]\d{0,9}|0)(?:\.\d{1,2})?")
_SUM_FOLLOWS = re.compile(r"多?(?:元|块|万|亿|美元|平米|平方)")
_SUM_LEADS = re.compile(
    r"(?:人民币|[￥¥$]|价格?|收费|费用|金额|账单|总计|合计|涨到)(?:就?是|为|了|从|[:：])?\s?$"
)
_SUMS = re.compile(r"[1-9]\d{0,8}(?:\.\d{1,2})?(?:[，、\s]+[1-9]\d{0,5}(?:\.\d{1,2})?)*")
_STANDARD_LEADS = re.compile(r"(?:[A-Z]{2,4}[0-9]{0,2}(?:[/／]?T)?)[\s-]?$")
_STANDARD = re.compile(r"\d{3,6}(?:\.\d{1,2})?[-—–](?:19|20)\d{2}")
_OF_A_PAPER = re.compile(r"号(?:文|令|公告|决定|通知)")
_COUNTED = re.compile(r"十?(?:[层楼栋排期]|单元|年级|号楼)")


def is_hotline(said: str) -> bool:
    """12345, 110, 400…, one or many: numbers that everybody may know."""
    groups = groups_of(said)
    return all(map(_HOTLINE.fullmatch, groups)) or _HOTLINE.fullmatch("".join(groups)) is not None


def is_public(found: re.Match[str]) -> bool:
    """Whether a run of digits, with what stands around it, belongs to nobody."""
    said, before, after = found[0], found.string[: found.start()][-12:], found.string[found.end() :]
    if is_hotline(said):
        return True
    if all(map(_YEAR.fullmatch, groups_of(said))) and _YEARS_FOLLOW.match(after):
        return True
    if _WRITTEN_DAY.fullmatch(said) and (_DAY_STANDS.match(after) or _DAY_LEADS.search(before)):
        return True
    if _COUNTED.match(after) and in_figures(said) in "1234567890":
        return True
    if before.endswith("第") and _OF_A_PAPER.match(after):
        return True
    if _STANDARD.fullmatch(said) and _STANDARD_LEADS.search(before):
        return True
    return _is_money(said, before, after)


def _is_money(said: str, before: str, after: str) -> bool:
    if _SUM.fullmatch(said) and (_SUM_FOLLOWS.match(after) or _SUM_LEADS.search(before)):
        return True
    return _SUMS.fullmatch(said) is not None and _SUM_LEADS.search(before) is not None
