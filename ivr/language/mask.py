"""脱敏 masks: what a list, a log, a page or an export shows of a person by default.

Numbers, cards, plates, names and house numbers are masked as they are written (13900000000) and as
they are spoken (幺三九零零…). Rather one word too many than a person too few.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ivr.language.mask_names import mask_names, names_in
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
_TICKETS = frozenset({"number", "numbers", "tickets", "merged_into"})
_OWN = 10  # characters of a ticket's number


def mask_fields(data: Any) -> Any:
    """The fields of a journal entry or a ticket masked; our own numbers stay, in texts as well."""
    own = sorted({number for number in _own_numbers(data) if len(number) >= _OWN}, key=len)
    kept = re.compile("(" + "|".join(map(re.escape, reversed(own))) + ")") if own else None
    return _masked(data, kept)


def _masked(data: Any, own: re.Pattern[str] | None) -> Any:
    if isinstance(data, str):
        parts = own.split(data) if own else [data]
        return "".join(mask_text(part) if at % 2 == 0 else part for at, part in enumerate(parts))
    if isinstance(data, dict):
        shown = {key: v if key in _OURS else _masked(v, own) for key, v in data.items()}
        return _as_in_context(data, shown)
    if isinstance(data, list | tuple):
        return [_masked(value, own) for value in data]
    return data


def _as_in_context(data: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """What `text` hides every field hides: 国庆 of 患者是周国庆, 您叫… of a summary."""
    draft = data.get("draft")
    if isinstance(draft, dict) and isinstance(draft.get("text"), str):
        _hide_in_steps(names_in(draft["text"]), shown.get("history") or ())
    text, masked = data.get("text"), str(shown.get("text"))
    if not isinstance(text, str) or text == masked:
        return shown
    for name, hidden in names_in(text):
        for key, value in shown.items():
            if isinstance(value, str) and key not in _OURS and key != "text":
                shown[key] = value.replace(name, hidden)
    for key, value in data.items():
        cut_out = isinstance(value, str) and value == shown[key] and value in text
        if cut_out and value and value not in masked and key not in _OURS:
            shown[key] = "***"
    return shown


def _hide_in_steps(names: Iterable[tuple[str, str]], steps: Iterable[dict[str, Any]]) -> None:
    """A name that a ticket's words hide is hidden in what was said and done later."""
    for name, hidden in names:
        for step in steps:
            step["why"] = step["why"].replace(name, hidden)


def _own_numbers(data: Any) -> Iterator[str]:
    """The numbers of tickets that a record names: 并入 2611210001 can then be read."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in _TICKETS:
                yield from [value] if isinstance(value, str) else value or ()
            else:
                yield from _own_numbers(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _own_numbers(value)
