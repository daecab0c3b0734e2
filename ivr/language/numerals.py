"""Chinese numerals and their values: 两千八百零五 and 2805, 幺三九 and 139."""

import re

DIGITS = {"零": 0, "〇": 0, "幺": 1, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
BIG_UNITS = {"万": 10_000, "亿": 100_000_000}
NUMERALS = "".join(DIGITS) + "十百千万亿"

_READ = "零一二三四五六七八九"
_TELEPHONE = "零幺二三四五六七八九"

# One group of up to four places. A unit with one digit after it and no 零 between is counted in
# tenths of that unit: 三百五 is 350, 一万二 is 12000.
_ONE = "[一二三四五六七八九]"
_LEAD = "[一二两三四五六七八九]"
_GROUP = (
    f"(?:{_LEAD}千(?:零{_ONE}十{_ONE}?|零{_ONE}|{_LEAD}百(?:{_ONE}十{_ONE}?|零{_ONE}|{_ONE})?|{_ONE})?"
    f"|{_LEAD}百(?:{_ONE}十{_ONE}?|零{_ONE}|{_ONE})?"
    f"|{_ONE}?十{_ONE}?"
    f"|{_LEAD})"
)
VALUE = re.compile(f"(?:{_GROUP}亿零?)?(?:{_GROUP}万(?:零(?={_ONE}))?)?(?:{_GROUP})?")


def digits(numerals: str) -> str:
    """Digit by digit: 四零二 is 402."""
    return "".join(str(DIGITS[c]) for c in numerals)


def is_digits(numerals: str) -> bool:
    """Only digits, no 十 百 千 and no 两."""
    return bool(numerals) and all(c in DIGITS and c != "两" for c in numerals)


def value(numerals: str) -> int | None:
    """The value of a well-formed numeral, else None."""
    if not numerals or not VALUE.fullmatch(numerals):
        return None
    total = 0
    last_big = 1
    rest = numerals
    for unit, factor in (("亿", BIG_UNITS["亿"]), ("万", BIG_UNITS["万"])):
        head, found, tail = rest.partition(unit)
        if found:
            total += _group(head) * factor
            rest, last_big = tail, factor
    if rest.startswith("零"):
        return total + _group(rest[1:])
    if len(rest) == 1 and rest in DIGITS and last_big > 1:  # 一万二
        return total + DIGITS[rest] * last_big // 10
    return total + _group(rest)


def _group(numerals: str) -> int:
    total, digit, last_unit = 0, 0, 1
    for c in numerals:
        if c in SMALL_UNITS:
            total += (digit or 1) * SMALL_UNITS[c]
            digit, last_unit = 0, SMALL_UNITS[c]
        elif c == "零":
            last_unit = 10
        else:
            digit = DIGITS[c]
    return total + digit * (last_unit // 10 if last_unit > 10 else 1)


def say_digits(number: str, *, telephone: bool = False) -> str:
    """Digit by digit; on the telephone 1 is 幺."""
    table = _TELEPHONE if telephone else _READ
    return "".join(table[int(c)] for c in number)


def say_value(number: int, *, two: str = "二") -> str:
    """A whole number as it is read; `two` is how a lone 2 is read (两 before measure words)."""
    if number < 0:
        return "负" + say_value(-number)
    if number == 2:
        return two
    if number >= 10**16:
        return say_digits(str(number))
    groups = []
    for unit in ("", "万", "亿", "万亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    said = ""
    gap = False
    for group, unit in reversed(groups):
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += "零"
        said += ("两" if group == 2 and unit else _say_group(group, first=not said)) + unit
        gap = False
    return said or "零"


def _say_group(group: int, *, first: bool) -> str:
    said = ""
    gap = False
    for unit, factor in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = group // factor % 10
        if not digit:
            gap = bool(said)
            continue
        if gap:
            said += "零"
            gap = False
        if unit == "十" and digit == 1 and first and not said:
            said += "十"
        else:
            said += ("两" if digit == 2 and unit == "千" and first else _READ[digit]) + unit
    return said
