"""The bars of `ivr bench kb`, and whether the rows of a run hold them.

All is judged on every row, however noisy its texts; only the lead on all noisy texts together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
SLOWEST = 5.0  # milliseconds: p99 of a decision, at the largest size
LEAD = 0.10  # R@1 above the better peer on noisy texts
NOISY = 0.05  # share of the characters that are others in texts of that sort
PRECISION = 0.98  # one answer in fifty may be wrong
COVERAGE = 0.75
CALIBRATION = 0.05
LOAD = 10.0  # seconds, at the largest size


@dataclass(frozen=True, slots=True)
class Bar:
    """What is wanted, what was found, and whether that is enough."""

    name: str
    wanted: str
    found: str
    held: bool


def held(rows: Sequence[Row]) -> list[Bar]:
    """Every bar that these rows can tell of: quality at the least size, time at the largest."""
    ours = [row for row in rows if row["engine"] == "ivr"]
    if not ours:
        return []
    least, most = min(r["size"] for r in ours), max(r["size"] for r in ours)
    large = [row for row in ours if row["size"] == most]
    slowest, load = max(r["p99"] for r in large), max(r["load"] for r in large)
    of_least = [row for row in rows if row["size"] == least]
    return [
        Bar(f"p99 at {most}", f"≤ {SLOWEST:g} ms", f"{slowest:.1f} ms", slowest <= SLOWEST),
        Bar(f"load at {most}", f"< {LOAD:g} s", f"{load:.1f} s", load < LOAD),
        *_lead(of_least),
        *(bar for row in of_least if row["engine"] == "ivr" for bar in _quality(row)),
    ]


def _lead(rows: Sequence[Row]) -> Iterator[Bar]:
    """How far ours is above the better peer, in the mean of all noisy texts."""
    leads = []
    for own in rows:
        if own["engine"] == "ivr" and own["CER"] >= NOISY:
            peers = [r["R@1"] for r in rows if r["texts"] == own["texts"] and r is not own]
            leads += [own["R@1"] - max(peers)] if peers else []
    if leads:
        lead = sum(leads) / len(leads)
        name, found = "R@1 above the better peer, noisy texts", f"{100 * lead:+.1f} points"
        yield Bar(name, "≥ +10 points", found, lead >= LEAD)


def _quality(row: Row) -> Iterator[Bar]:
    kind, right, cover = row["texts"], row["right"], row["cover"]
    yield Bar(f"right answers, {kind}", f"≥ {PRECISION:.0%}", f"{right:.1%}", right >= PRECISION)
    yield Bar(f"coverage, {kind}", f"≥ {COVERAGE:.0%}", f"{cover:.1%}", cover >= COVERAGE)
    leaf = row["leaf"]
    yield Bar(f"answers to what none answers, {kind}", "0", str(leaf), leaf == 0)
    ece = row["ECE"]
    yield Bar(f"ECE, {kind}", f"≤ {CALIBRATION:g}", f"{ece:.3f}", ece <= CALIBRATION)
