"""脱敏 masks: what a list, a log, a page or an export shows of a person by default.

Numbers, cards, plates, names and house numbers are masked as they are written (13900000000) and as
they are spoken (幺三九零零…). Rather one word too many than a person too few.
"""

import re
from typing import Any

from ivr.language.mask_names import mask_names
from ivr.language.mask_numbers import mask_number, mask_numbers

__all__ = ["mask_digits", "mask_fields", "mask_number", "mask_text"]

_DIGITS = re.compile(r"\d{7,}")


def mask_digits(text: str) -> str:
    """Every long run of digits in a text masked: numbers, identity and bank cards."""
    return _DIGITS.sub(lambda found: mask_number(found[0]), text)


def mask_text(text: str) -> str:
    """A text with everything masked that tells who or exactly where somebody is."""
    return mask_names(mask_numbers(text))


_OURS = frozenset(
    {"number", "numbers", "tickets", "ticket", "call", "work", "entry", "deadline", "merged_into"}
)


def mask_fields(data: Any) -> Any:
    """The fields of a journal entry or a ticket masked; our own numbers stay."""
    if isinstance(data, str):
        return mask_text(data)
    if isinstance(data, dict):
        return {key: v if key in _OURS else mask_fields(v) for key, v in data.items()}
    if isinstance(data, list | tuple):
        return [mask_fields(value) for value in data]
    return data
