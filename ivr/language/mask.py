"""脱敏 masks: what a list, a page or an export shows of a person by default."""

import re
from typing import Any

_DIGITS = re.compile(r"\d{7,}")


def mask_number(number: str) -> str:
    """A telephone number with its middle hidden: 024****0001."""
    if len(number) < 7:
        return number
    return f"{number[:3]}{'*' * (len(number) - 7) or '*'}{number[-4:]}"


def mask_digits(text: str) -> str:
    """Every long run of digits in a text masked: numbers, identity and bank cards."""
    return _DIGITS.sub(lambda found: mask_number(found[0]), text)


_OURS = frozenset({"number", "numbers", "tickets", "ticket", "call", "work", "entry", "deadline"})


def mask_fields(data: Any) -> Any:
    """The fields of a journal entry with personal numbers masked; our own numbers stay."""
    if isinstance(data, str):
        return mask_digits(data)
    if isinstance(data, dict):
        return {key: v if key in _OURS else mask_fields(v) for key, v in data.items()}
    if isinstance(data, list | tuple):
        return [mask_fields(value) for value in data]
    return data
