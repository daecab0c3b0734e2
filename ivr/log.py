"""Structured log to stderr: an English event name and marked fields, never personal data.

Fields named in `PERSONAL` are replaced by a mark before a line is written, and whatever looks like
a telephone, an identity or a card number in any line (an exception's text, a URI) loses all but its
beginning; callers are known in the log by their call id only.
"""

import contextlib
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog

PERSONAL = frozenset({"caller", "text", "name", "phone", "address", "number", "heard"})

# 13900000000, +8613900000000, 139-0000-0000, 024-00000000, 21010119900101123X, cards in fours,
# 幺三九零…, 幺三九，零…: not our own numbers, which are shorter or begin with the year, no date.
_SPOKEN = "[零〇一二三四五六七八九幺两洞拐勾]"
_PERSONAL_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])"
    r"((?:\+?(?:00)?86[- ]?)?[1１][3-9３-９]\d|0[1-9]\d|[1-9]\d{2}(?=\d{12,15}[\dXx]\b))"
    r"(?:\d{7,15}[\dXx]|[- ]\d{4}[- ]\d{4}|\d?[- ]\d{4}[- ]?\d{3,4})(?![0-9A-Za-z])"
    r"|(?<![\w.=:/-])([1-9]\d{2})\d(?:[- ]\d{4}){2,3}(?:[- ]\d{1,4})?(?![\w-])"
    r"|(?<![\w.=:/\-\"])(?<!: )([2-8]\d)\d{6}(?![\w./-])"
    rf"|({_SPOKEN}{{3}})(?:[，,、。\s…-]{{0,3}}(?:[二两三四五六七八]个|双)?{_SPOKEN}){{4,}}"
)


def without_personal_numbers(line: str) -> str:
    """A line whose personal numbers have lost all but their beginning."""
    return _PERSONAL_NUMBER.sub(lambda found: f"{found[found.lastindex or 0]}****", line)


def _mask_personal(
    _logger: Any, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for key in PERSONAL & fields.keys():
        fields[key] = "<masked>"
    return fields


class _Stderr:
    """Standard error as it is at each line; a log nobody can read never stops a call."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(without_personal_numbers(text))
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


def set_up(level: str = "info", *, as_json: bool = False) -> None:
    """Configure logging once, at the start of a process."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    logging.basicConfig(  # the telephone (`bridge`) uses the standard library's logging
        level=level.upper(),
        stream=_Stderr(),
        format="%(asctime)s [%(levelname)-8s] %(message)s component=%(name)s",
        force=True,
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            _mask_personal,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Stderr())),
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> Any:
    """A logger bound to a component's name."""
    return structlog.get_logger(component=name)


# Worker processes never fall back to structlog's own set-up, which prints local variables.
set_up("warning")
