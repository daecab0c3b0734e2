"""Learns the sense of danger: `python -m tools.danger_sense` writes the weights.

A logistic regression over characters, syllables and concepts (`danger_examples.py` says of what).
`python -m tools.danger_sense --check` learns five times from four fifths and judges the fifth it
has not seen; words that are nearly the same (`families`) stay together.
"""

import sys
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ivr.tickets.danger_features import Concepts, Features, features
from ivr.tickets.danger_sense import FILE, SERVICES, DangerSense
from tools.danger_examples import FOLDER, Example, askings, dangers, digest, examples, lines_of

STEPS, RATE, MOMENTUM, DECAY = 600, 20.0, 0.9, 3e-6
SEEN, SMALLEST = 3, 0.2  # rarer features and smaller weights are left out
FOLDS = 5
ALIKE = 0.5  # of the pairs of characters of either

Floats = npt.NDArray[np.float64]
Table = dict[str, tuple[int, ...]]


class Learner:
    """Gradient descent with momentum over sparse rows."""

    def __init__(self, rows: list[Features]) -> None:
        times = Counter(name for row in rows for name in row)
        self.names = [name for name, count in times.items() if count >= SEEN]
        column = {name: at for at, name in enumerate(self.names)}
        cells = [
            (number, column[name], value)
            for number, row in enumerate(rows)
            for name, value in row.items()
            if name in column
        ]
        self._rows, self._columns = (np.array([c[i] for c in cells]) for i in (0, 1))
        self._values = np.array([c[2] for c in cells])
        self._count = len(rows)

    def learn(self, wanted: Floats, counts: Floats) -> tuple[Floats, float]:
        """The weights of the features, and of nothing at all."""
        weights = np.zeros(len(self.names))
        push, lift, base = weights.copy(), 0.0, 0.0
        counts = counts / counts.sum()
        for _ in range(STEPS):
            sums = np.bincount(
                self._rows, self._values * weights[self._columns], minlength=self._count
            )
            wrong = (1 / (1 + np.exp(-sums - base)) - wanted) * counts
            slope = np.bincount(
                self._columns, self._values * wrong[self._rows], minlength=len(weights)
            )
            push = MOMENTUM * push + slope + DECAY * weights
            lift = MOMENTUM * lift + wrong.sum()
            weights -= RATE * push
            base -= RATE * lift
        return weights, base


def learnt_of(given: Sequence[Example], concepts: Concepts) -> Table:
    """The weights, in thousandths."""
    learner = Learner([features(example.words, concepts) for example in given])
    danger = np.array([float(example.danger) for example in given])
    counts = np.array([example.counts for example in given])
    columns = [learner.learn(danger, counts)]
    of_danger = [example for example in given if example.danger]
    whom = Learner([features(example.words, concepts) for example in of_danger])
    counts = np.array([example.counts for example in of_danger])
    for service in SERVICES:  # whom to call is learnt from the dangers alone
        called = np.array([float(service in example.services) for example in of_danger])
        columns.append(whom.learn(called, counts))
    by_name = [dict(zip(learner.names, columns[0][0], strict=True))]
    by_name += [dict(zip(whom.names, weights, strict=True)) for weights, _ in columns[1:]]
    table: Table = {"": tuple(round(base * 1000) for _, base in columns)}
    for name in sorted(learner.names):
        if abs(by_name[0][name]) >= SMALLEST:
            table[name] = tuple(round(float(of.get(name, 0.0)) * 1000) for of in by_name)
    return table


def families(lines: Sequence[str]) -> list[int]:
    """For each line its family: lines that share half of their pairs of characters."""
    pairs = [{words[at : at + 2] for at in range(len(words) - 1)} for words in lines]
    holders: dict[str, list[int]] = {}
    family = list(range(len(lines)))
    for number, mine in enumerate(pairs):
        shared = Counter(other for pair in mine for other in holders.get(pair, ()))
        for other, both in shared.items():
            if both >= ALIKE * min(len(mine), len(pairs[other])):
                old, new = family[number], family[other]
                family = [new if its == old else its for its in family] if old != new else family
        for pair in mine:
            holders.setdefault(pair, []).append(number)
    return family


def check() -> None:
    """Judges what was not learnt from: of the dangers how many are noticed, of the rest too."""
    concepts = Concepts.load(FOLDER)
    given = list(examples())
    told = [words for words, _ in dangers()]
    plain = lines_of(FOLDER / "ordinary.tsv")
    asked = askings()
    fold = {
        words: zlib.crc32(str(family).encode()) % FOLDS
        for words, family in zip(told + plain, families(told + plain), strict=True)
    }
    for words in asked:
        fold.setdefault(words, zlib.crc32(words.encode()) % FOLDS)
    found: Counter[tuple[str, str]] = Counter()
    for part in range(FOLDS):
        table = learnt_of([e for e in given if fold.get(e.source) != part], concepts)
        sense = DangerSense({n: tuple(v / 1000 for v in row) for n, row in table.items()}, concepts)
        for name, lines in (("dangers", told), ("ordinary", plain), ("askings", asked)):
            for words in lines:
                if fold[words] == part:
                    certain, doubt = sense.judge(words)
                    found[name, "certain" if certain else "asked" if doubt else "calm"] += 1
    for (name, how), count in sorted(found.items()):
        print(f"{name}\t{how}\t{count}")


def main() -> None:
    """Learn, and write the table."""
    given = list(examples())
    table = learnt_of(given, Concepts.load(FOLDER))
    columns_of = f"feature, danger, {', '.join(SERVICES)}"
    lines = [f"# 由 python -m tools.danger_sense 生成，请勿手改（{digest()}）: {columns_of}"]
    lines += ["\t".join([name, *map(str, row)]) for name, row in table.items()]
    (FOLDER / FILE).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(given)} examples, {len(table) - 1} weights")


if __name__ == "__main__":
    check() if "--check" in sys.argv else main()
