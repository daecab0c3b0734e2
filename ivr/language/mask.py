"""脱敏 masks: what a list, a page or an export shows of a person by default."""

import re

_DIGITS = re.compile(r"\d{7,}")


def mask_number(number: str) -> str:
    """A telephone number with its middle hidden: 024****0001."""
    if len(number) < 7:
        return number
    return f"{number[:3]}{'*' * (len(number) - 7) or '*'}{number[-4:]}"


def mask_digits(text: str) -> str:
    """Every long run of digits in a text masked: numbers, identity and bank cards."""
    return _DIGITS.sub(lambda found: mask_number(found[0]), text)
