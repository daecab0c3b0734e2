"""How things are put so that they can be spoken."""

_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


def spoken_number(number: str, group: int = 4) -> str:
    """A ticket number digit by digit, in groups: 二六一一，二一零零，零一."""
    digits = number.translate(_DIGITS)
    return "，".join(digits[i : i + group] for i in range(0, len(digits), group))


def spoken_list(parts: list[str]) -> str:
    """甲、乙和丙."""
    if len(parts) <= 1:
        return "".join(parts)
    return "；".join(parts[:-1]) + "；和" + parts[-1]


def ordinal(index: int) -> str:
    """第一, 第二, ..."""
    return "第" + "一二三四五六七八九十"[min(index, 9)]


def sentence(text: str) -> str:
    """The text without its closing mark, to stand inside another sentence."""
    return text.strip().rstrip("。！？；，.!?;,")
