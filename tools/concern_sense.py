"""Learns what sensitive matters sound like: `python -m tools.concern_sense` writes the weights.

`--check` learns five times from four fifths of the table and judges the fifth it has not seen.
"""

import random
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ivr.tickets.concern_sense import FILE, SORTS, ConcernSense
from ivr.tickets.danger_features import Concepts, features, stretches
from tools.danger_examples import AUTHORS, FOLDER, ROOT, Voices, calls, everyday, lines_of
from tools.danger_sense import Learner

TABLE = "sensitive.tsv"
ROUNDS = ROOT / "tests" / "data" / "understanding" / TABLE
UNLEARNT = frozenset({"3", "4"})  # rounds that are only counted
ORDINARY = "-"
SELF_HARM = "self_harm"
VARIED = 4
OF_EVERYDAY = 3  # one of so many is enough
FOLDS = 5
SMALLEST = 0.1
TOLD, AROUND = 1.0, 0.3


class Row(NamedTuple):
    """Words to learn from, and the sort they are of; `source`: what they were made of."""

    words: str
    sort: str
    counts: float
    source: str


def table() -> list[tuple[str, str]]:
    """The sorts and words that are learnt from."""
    rows = [line.split("\t") for line in lines_of(ROUNDS)]
    told = [(sort, words) for turn, sort, words in rows if turn not in UNLEARNT]
    return told + [(s, words) for s, words in (li.split("\t") for li in lines_of(FOLDER / TABLE))]


def examples() -> list[Row]:
    """The table in many mouths, dangers, and what citizens say on every other day."""
    chance = random.Random(5)
    voices = Voices(chance)
    rows = []
    for sort, words in table():
        rows.append(Row(words, sort, TOLD, words))
        rows += [Row(voices.vary(words), sort, TOLD, words) for _ in range(VARIED)]
    for family, _, words in (line.split("\t") for line in lines_of(FOLDER / "dangers.tsv")):
        if family not in {"told", "crowd", "threatened", "plea"}:
            rows.append(Row(words, SELF_HARM if family == SELF_HARM else ORDINARY, AROUND, words))
    for words in [*lines_of(FOLDER / "ordinary.tsv"), *everyday()[::OF_EVERYDAY]]:
        rows.append(Row(words, ORDINARY, AROUND, words))
    for words in calls("dev.jsonl") + calls("letters.jsonl") + calls(AUTHORS)[::2]:
        rows += [Row(words[slice(*s)], ORDINARY, AROUND, words) for s in stretches(words)]
    return rows


def learnt_of(rows: Sequence[Row], concepts: Concepts) -> dict[str, tuple[int, ...]]:
    """The weights, in thousandths."""
    learner = Learner([features(row.words, concepts) for row in rows])
    counts = np.array([row.counts for row in rows])
    columns = [
        learner.learn(np.array([float(row.sort == sort) for row in rows]), counts) for sort in SORTS
    ]
    weights = {"": tuple(round(base * 1000) for _, base in columns)}
    for at, name in enumerate(learner.names):
        of = [float(column[at]) for column, _ in columns]
        if max(map(abs, of)) >= SMALLEST:
            weights[name] = tuple(round(weight * 1000) for weight in of)
    return weights


def check() -> None:
    """Judges of the table what was not learnt from."""
    concepts, rows = Concepts.load(FOLDER), examples()
    found: Counter[tuple[bool, bool]] = Counter()
    for part in range(FOLDS):
        unseen = {w for _, w in table() if zlib.crc32(w.encode()) % FOLDS == part}
        weights = learnt_of([row for row in rows if row.source not in unseen], concepts)
        sense = ConcernSense({n: tuple(v / 1000 for v in w) for n, w in weights.items()}, concepts)
        for sort, words in table():
            if words in unseen:
                found[sort != ORDINARY, sense.judge(words) is not None] += 1
    for (sensitive, told), count in sorted(found.items()):
        print(f"sensitive {sensitive}\tfound {told}\t{count}")


def main() -> None:
    """Learn, and write the table."""
    weights = learnt_of(examples(), Concepts.load(FOLDER))
    lines = [f"# 由 python -m tools.concern_sense 生成，请勿手改: feature, {', '.join(SORTS)}"]
    lines += ["\t".join([name, *map(str, row)]) for name, row in weights.items()]
    (FOLDER / FILE).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(weights) - 1} weights")


if __name__ == "__main__":
    check() if "--check" in sys.argv else main()
