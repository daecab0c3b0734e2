"""`ivr purge`: ledger, recordings and clips that have been kept long enough, and the proof."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bridge.recording import FOLDER, expired, file_for
from ivr.settings.model import Settings
from ivr.store.ledger import open_engine
from ivr.store.purge import Purged, calls_of_open_tickets, purge


@dataclass(frozen=True, slots=True)
class Removed:
    """清除总账: what went, and whether anything of it is left."""

    ledger: Purged
    recording_days: tuple[str, ...]
    recordings: int
    recording_bytes: int
    clips: int  # spoken texts in the voice's cache
    files_left: int  # recordings and clips that could not be removed

    @property
    def proved(self) -> bool:
        """Nothing of what was removed is found any more."""
        return self.ledger.still_found == 0 and self.files_left == 0


def purge_site(settings: Settings, now: datetime, *, dry_run: bool = False) -> Removed:
    """Apply `[privacy]` to this site's data folder."""
    config = settings.tables.privacy
    engine = open_engine(settings.tables.store, settings.data, existing=True)
    try:
        ledger = purge(engine, config, now, dry_run=dry_run)
        needed = {file_for(call, now).name for call in calls_of_open_tickets(engine)}
    finally:
        engine.dispose()
    folder = settings.data / FOLDER
    days = _old_days(folder, now, config.keep_recordings_days)
    held = [file for day in days for file in (folder / day).rglob("*") if file.is_file()]
    files = [file for file in held if file.name not in needed]
    size = sum(file.stat().st_size for file in files)
    if not dry_run:
        _remove(files, [folder / day for day in days])
    clips = _old_clips(settings.tables.voice.cache, now, config.keep_clips_days)
    if not dry_run:
        for clip in clips:
            clip.unlink(missing_ok=True)  # the voice makes it anew when it is wanted again
    left = 0 if dry_run else sum(file.exists() for file in [*files, *clips])
    return Removed(ledger, tuple(days), len(files), size, len(clips), left)


def _remove(files: list[Path], days: list[Path]) -> None:
    for file in files:
        with suppress(OSError):  # what is left is counted and told
            file.unlink()
    for day in days:
        with suppress(OSError):  # the call of an open ticket is still in it
            day.rmdir()


def _old_clips(folder: Path, now: datetime, keep_days: int) -> list[Path]:
    if keep_days <= 0 or not folder.is_dir():
        return []
    oldest = (now - timedelta(days=keep_days)).timestamp()
    return [clip for clip in folder.glob("*.al") if clip.stat().st_mtime < oldest]


def _old_days(folder: Path, now: datetime, keep_days: int) -> list[str]:
    """The day folders to go."""
    if not folder.is_dir():
        return []
    days = (entry.name for entry in folder.iterdir() if entry.is_dir())
    return expired(days, now.date(), keep_days)
