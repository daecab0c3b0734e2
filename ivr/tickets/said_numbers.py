# ruff: noqa: E501 - a pattern reads better whole
"""说出的号码: a telephone to call back, numbers of earlier tickets; digits spoken or written."""

import re

from ivr.language.return_number import LOCAL, TELEPHONE
from ivr.language.said_digits import SAID, in_figures
from ivr.tickets.model import Evidence

_RUN = re.compile(SAID)
_ASKED_TO_RING = re.compile(r"(?:电话|座机|打|号码|联系)[^，。]{0,6}$")
# 物业电话…没人接, 骗子用…打给我: somebody else's number is nobody to ring back.
_OF_OTHERS = re.compile(
    r"(?:物业|公司|单位|对方|骗子|商家|老板|房东|司机|师傅|中介|客服|热线|中心|店|厂|医院|学校|快递|派出所|他|她)(?:们|家)?(?:的|用|拿)?(?:一个)?(?:联系)?(?:电话|手机|座机|号码?)?(?:号码?)?(?:就?是|为|[:：])?[，, ]?$"
)
_OURS = re.compile(
    r"(?:身份证|户号|卡号|账号|编号|工单|单子|订单|车牌|证号|密码|尾号)[^，。]{0,6}$"
)
_REFERENCE = re.compile(
    rf"(?:工单|单子|单号|受理号|编号|(?:受理|投诉|诉求)(?:编号|号码?))(?:编?号码?)?(?:就?是|为)?[:：，, ]?(?P<letters>[A-Za-z]{{0,4}})(?P<run>{SAID})"
)
_LEAST, _MOST = 6, 20  # digits of a ticket's number


def find_telephone(words: str) -> Evidence | None:
    """Where a number to ring the caller at was said."""
    for found in _RUN.finditer(words):
        before = words[: found.start()]
        if _OF_OTHERS.search(before) or _OURS.search(before):
            continue
        number = in_figures(found.group())
        if TELEPHONE.fullmatch(number) or (
            LOCAL.fullmatch(number) and _ASKED_TO_RING.search(before)
        ):
            return found.span()
    return None


def find_references(words: str) -> tuple[str, ...]:
    """Earlier ticket numbers in figures."""
    found = ((m["letters"], in_figures(m["run"])) for m in _REFERENCE.finditer(words))
    return tuple(letters + number for letters, number in found if _LEAST <= len(number) <= _MOST)
