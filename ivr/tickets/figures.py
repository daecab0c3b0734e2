"""数: small numbers in either form, 三十五 and 35, as they stand in dates and addresses."""

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "幺": 1,
    "两": 2,
    "俩": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}

# All of a number or none of it: what tries every part of a long one never comes to an end.
NUMBER = r"(?:[0-9]++|[零〇一二三四五六七八九十百千两俩幺]++)"


def number(words: str) -> int | None:
    """The value of 35, 三十五, 三五 (read digit by digit); None when it is no number.

    >>> number("三十五"), number("二零二六"), number("15"), number("几")
    (35, 2026, 15, None)
    """
    if re.fullmatch(r"[0-9]{1,12}", words):
        return int(words)
    if not words or len(words) > 12 or any(c not in _DIGITS and c not in _UNITS for c in words):
        return None
    if not any(c in _UNITS for c in words):
        return int("".join(str(_DIGITS[c]) for c in words))
    total, current = 0, 0
    for c in words:
        if c in _DIGITS:
            current = _DIGITS[c]
        elif c == "万":
            total, current = (total + current) * 10000, 0
        else:
            total, current = total + (current or 1) * _UNITS[c], 0
    return total + current
