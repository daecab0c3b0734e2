"""原文查看 personal data unmasked: only by right (`[privacy] raw_by`), and never unnoticed."""

import json
from datetime import datetime
from pathlib import Path

from ivr.store.config import PrivacyConfig

RECORD = "raw-access.jsonl"  # in the data folder: who asked, when, for what, whether allowed


def may_see_raw(
    privacy: PrivacyConfig, data: Path, *, by: str, why: str, what: str, at: datetime
) -> bool:
    """Write the wish down and say whether it is granted; no record, no sight (OSError)."""
    allowed = by in privacy.raw_by
    line = {"at": at.isoformat(), "by": by, "why": why, "what": what, "allowed": allowed}
    data.mkdir(parents=True, exist_ok=True)
    with (data / RECORD).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return allowed
