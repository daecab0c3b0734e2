"""How things are put so that they can be spoken."""

_DIGIT = "零一二三四五六七八九"
_DIGITS = str.maketrans("0123456789", _DIGIT)


def spoken_number(number: str, group: int = 4) -> str:
    """A ticket number digit by digit, in groups: 二六一一，二一零零，零一."""
    digits = number.translate(_DIGITS)
    return "，".join(digits[i : i + group] for i in range(0, len(digits), group))


def spoken_list(parts: list[str]) -> str:
    """甲、乙和丙."""
    if len(parts) <= 1:
        return "".join(parts)
    return "；".join(parts[:-1]) + "；和" + parts[-1]


def spoken_count(number: int) -> str:
    """五, 十五, 二十; whatever needs more is said in figures.

    >>> spoken_count(5), spoken_count(10), spoken_count(15), spoken_count(40)
    ('五', '十', '十五', '四十')
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if tens < 2 else _DIGIT[tens]
    return lead + ("十" if tens else "") + (_DIGIT[ones] if ones else "")


def ordinal(index: int) -> str:
    """第一, 第二, ..."""
    return "第" + "一二三四五六七八九十"[min(index, 9)]


def sentence(text: str) -> str:
    """The text without its closing mark, to stand inside another sentence."""
    return text.strip().rstrip("。！？；，.!?;,")
