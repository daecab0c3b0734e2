"""The stages and when each is up to date.

A stage is skipped while the fingerprint of what shaped it (its settings and input files) is the
one noted when it last finished.  New sentences change the language model, not the sound: what was
spoken stays valid until the speech settings change or ``--force`` is given.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Facts = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """One step: its name, what it does in a line, what shapes it, and the work itself."""

    name: str
    purpose: str
    shaped_by: Callable[[], str]
    work: Callable[[], Facts]


def fingerprint(parts: Iterable[object]) -> str:
    """A digest of settings (by their text) and files or folders (by their content)."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            files = sorted(part.rglob("*")) if part.is_dir() else [part]
            for path in files:
                if path.is_file():
                    digest.update(path.name.encode())
                    digest.update(path.read_bytes())
        else:
            digest.update(repr(part).encode())
    return digest.hexdigest()[:16]


class Ledger:
    """Notes in the work folder: which stage finished with which fingerprint and what it found."""

    def __init__(self, work: Path) -> None:
        """Notes live in ``work/notes``."""
        self._folder = work / "notes"

    def facts(self, name: str) -> Facts:
        """What a finished stage noted, or nothing."""
        path = self._folder / f"{name}.json"
        return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}

    def note(self, name: str, facts: Facts) -> None:
        """Write a stage's note at once or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        partial = self._folder / f"{name}.part"
        partial.write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")
        partial.rename(self._folder / f"{name}.json")


def run(stage: Stage, ledger: Ledger, force: bool) -> bool:
    """Do a stage unless it is up to date; tells whether it was done."""
    mark = stage.shaped_by()
    if not force and ledger.facts(stage.name).get("fingerprint") == mark:
        print(f"{stage.name}: up to date")
        return False
    print(f"{stage.name}: {stage.purpose}")
    begun = time.monotonic()
    facts = stage.work()
    facts |= {"fingerprint": mark, "seconds": round(time.monotonic() - begun, 1)}
    ledger.note(stage.name, facts)
    return True
