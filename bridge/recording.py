"""Recordings on disk: where a call's file goes and which days have been kept long enough. Pure.

The sound itself is written by the media process (`bridge.media.recorder`).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Final

FOLDER: Final = "recordings"  # below the data folder
_DAY = re.compile(r"\d{8}|\d{4}-\d{2}-\d{2}")  # 20261121, and 2026-11-21 where someone made it
_UNSAFE = re.compile(r"[^0-9A-Za-z._-]")


def file_for(call: str, started: datetime) -> PurePath:
    """Path of a call's recording below the data folder: one folder a day, named by the call."""
    return PurePath(FOLDER, f"{started:%Y%m%d}", f"{_UNSAFE.sub('_', call)}.wav")


def expired(days: Iterable[str], today: date, keep_days: int) -> list[str]:
    """Which of these day folders may be deleted; what is no day is left alone."""
    if keep_days <= 0:
        return []
    oldest = today - timedelta(days=keep_days)
    return sorted(d for d in days if (day := _day(d)) is not None and day < oldest)


def _day(name: str) -> date | None:
    if not _DAY.fullmatch(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
