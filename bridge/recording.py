"""Recordings on disk: where a call's file goes and which files have been kept long enough. Pure.

The sound itself is written by the media process (`bridge.media.recorder`).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import PurePath

import msgspec

_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})$")
_UNSAFE = re.compile(r"[^0-9A-Za-z._-]")


class RecordingConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[recording]` of the site's configuration."""

    enabled: bool = True
    """Whether calls are recorded; the greeting text has to announce it."""

    folder: str = "recordings"
    """Folder, relative to the data folder."""

    keep_days: int = 365
    """Days after which a recording may be deleted; 0 keeps all."""


def file_for(call: str, started: datetime) -> PurePath:
    """Path of a call's recording below the folder: one folder a day, the time first."""
    name = f"{started:%H%M%S}-{_UNSAFE.sub('_', call)}.wav"
    return PurePath(f"{started:%Y-%m-%d}") / name


def expired(days: Iterable[str], today: date, keep_days: int) -> list[str]:
    """Which of these day folders may be deleted; what is no day is left alone."""
    if keep_days <= 0:
        return []
    oldest = today - timedelta(days=keep_days)
    return sorted(d for d in days if (day := _day(d)) is not None and day < oldest)


def _day(name: str) -> date | None:
    if not _NAME.match(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
