"""The bars of `ivr bench kb`, and whether the rows of a run hold them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
SLOWEST = 5.0  # milliseconds: p99 of a decision, at the largest size
LEAD = 0.10  # R@1 above the better peer on noisy texts
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
    return [
        Bar(f"p99 at {most}", f"≤ {SLOWEST:g} ms", f"{slowest:.1f} ms", slowest <= SLOWEST),
        Bar(f"load at {most}", f"< {LOAD:g} s", f"{load:.1f} s", load < LOAD),
        *(bar for row in ours if row["size"] == least for bar in _quality(row, rows)),
    ]


def _quality(row: Row, rows: Sequence[Row]) -> Iterator[Bar]:
    kind = row["texts"]
    shares = (("right answers", "right", PRECISION), ("coverage", "cover", COVERAGE))
    for name, key, wanted in shares:
        yield Bar(f"{name}, {kind}", f"≥ {wanted:.0%}", f"{row[key]:.1%}", row[key] >= wanted)
    leaf = row["leaf"]
    yield Bar(f"answers to what none answers, {kind}", "0", str(leaf), leaf == 0)
    ece = row["ECE"]
    yield Bar(f"ECE, {kind}", f"≤ {CALIBRATION:g}", f"{ece:.3f}", ece <= CALIBRATION)
    same = [r["R@1"] for r in rows if (r["size"], r["texts"]) == (row["size"], kind)]
    if kind != "as said" and len(same) > 1:
        lead = row["R@1"] - max(same[1:])
        found = f"{100 * lead:+.1f} points"
        yield Bar(f"R@1 above the better peer, {kind}", "≥ +10 points", found, lead >= LEAD)
