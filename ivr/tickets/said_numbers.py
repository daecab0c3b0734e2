"""说出的号码: a telephone to call back, numbers of earlier tickets; digits spoken or written."""

import re

from ivr.tickets.model import Evidence

_DIGIT = "0-9零〇一二三四五六七八九幺"
_TELEPHONE = re.compile(
    rf"(?<![{_DIGIT}])(?:1[3-9][0-9]{{9}}|[一幺][三四五六七八九][零〇一二三四五六七八九幺]{{9}})(?![{_DIGIT}])"
)
_REFERENCE = re.compile(
    rf"(?:工单|单子|受理|投诉|诉求)(?:编)?号码?(?:是|为)?[:： ]?([A-Za-z]{{0,4}}[{_DIGIT}]{{6,20}})"
)
_SPOKEN_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "0012345678" + "91")


def find_telephone(words: str) -> Evidence | None:
    """Where a mobile number was said."""
    found = _TELEPHONE.search(words)
    return found.span() if found else None


def find_references(words: str) -> tuple[str, ...]:
    """Earlier ticket numbers in figures."""
    return tuple(in_figures(m.group(1)) for m in _REFERENCE.finditer(words))


def in_figures(words: str) -> str:
    """幺三九 → 139."""
    return words.translate(_SPOKEN_DIGITS)
