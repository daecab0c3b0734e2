"""Learns the sense of danger: `python -m tools.danger_sense` writes the weights.

A logistic regression over characters and syllables. Dangers are told by many, in frightened words
(`vary`); the same dangers denied, past, feared, told of or asked about (`states.tsv`) are ordinary,
like what citizens say on every other day: `ordinary.tsv`, the taxonomy's sentences, and the
recogniser's. What the rules already know as danger among those is left out.
"""

import csv
import hashlib
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ivr.tickets.danger_sense import FILE, SERVICES, features
from ivr.tickets.emergency import find_emergency

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "knowledge_base" / "dangers"
SPEECH = ROOT / "tools" / "asr_train" / "text" / "free"
TABLES = ("dangers.tsv", "ordinary.tsv", "states.tsv", "voices.tsv")
DISTRESS = "17_emergencies.txt"


TOLD, VARIED, AROUND = 1.0, 0.6, 0.3  # what an example counts: as written, varied, in a state
STEPS, RATE, MOMENTUM, DECAY = 200, 20.0, 0.9, 3e-5
SEEN, SMALLEST = 3, 0.08  # rarer features and smaller weights are left out

Example = tuple[str, float, float, tuple[str, ...]]  # words, danger or not, counts, services


def digest() -> str:
    """Of the tables people edit: whether the weights were learnt from what they now say."""
    read = hashlib.sha256()
    for name in TABLES:
        read.update((FOLDER / name).read_bytes())
    return read.hexdigest()[:12]


def lines_of(file: Path) -> list[str]:
    """The lines of a table without its comments."""
    return [line for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"]


class Voices:
    """The same words in other mouths: who, where, a cry before or after."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        rows = (line.split("\t") for line in lines_of(FOLDER / "voices.tsv"))
        self.parts = {name: said.split() for name, said in rows}

    def vary(self, words: str) -> str:
        choice, parts = self._chance.choice, self.parts
        front, kind = choice([*parts["head"], ""]), self._chance.random()
        front += choice(parts["who"]) if kind < 0.4 else choice(parts["here"]) if kind < 0.7 else ""
        back = choice([*parts["tail"], ""]) if self._chance.random() < 0.6 else ""
        return front + words + back


def everyday() -> list[str]:
    """What citizens say that no rule takes for danger."""
    with (ROOT / "knowledge_base" / "taxonomy" / "examples.csv").open(encoding="utf-8") as file:
        said = [row["说法"] for row in csv.DictReader(file)]
    for spoken in sorted(SPEECH.glob("*.txt")):
        if spoken.name != DISTRESS:
            said += lines_of(spoken)
    return [words for words in said if find_emergency(words) is None]


def examples() -> Iterator[Example]:
    """Everything that is learnt from."""
    chance = random.Random(3)
    voices = Voices(chance)
    states = [line.split("\t")[1] for line in lines_of(FOLDER / "states.tsv")]
    said = everyday()
    dangers = [line.split("\t") for line in lines_of(FOLDER / "dangers.tsv")]
    for number, (_, services, words) in enumerate(dangers):
        whom = tuple(services.split())
        yield words, 1, TOLD, whom
        for _ in range(4):
            yield voices.vary(words), 1, VARIED, whom
        yield chance.choice(said) + words, 1, AROUND, whom
        for turn in range(4):
            around = states[(number * 7 + turn * 5) % len(states)]
            yield around.replace("{}", words), 0, AROUND, ()
    for words in lines_of(SPEECH / DISTRESS):
        found = find_emergency(words)
        if found is not None:
            yield words, 1, VARIED, found.services
    for words in lines_of(FOLDER / "ordinary.tsv"):
        yield words, 0, TOLD, ()
        for _ in range(4):
            yield voices.vary(words), 0, VARIED, ()
    for words in said:
        yield (words if chance.random() < 0.6 else voices.vary(words)), 0, VARIED, ()
    for words in itertools.chain(*voices.parts.values()):
        for _ in range(3):
            yield voices.vary(words), 0, TOLD, ()


Floats = npt.NDArray[np.float64]


class Learner:
    """Gradient descent with momentum over sparse rows."""

    def __init__(self, rows: list[dict[str, float]]) -> None:
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


def main() -> None:
    """Learn, and write the table."""
    learnt = list(examples())
    learner = Learner([features(words) for words, *_ in learnt])
    danger = np.array([its for _, its, _, _ in learnt])
    counts = np.array([weight for _, _, weight, _ in learnt])
    columns = [learner.learn(danger, counts)]
    for service in SERVICES:  # whom to call is learnt from the dangers alone
        whom = np.array([float(service in services) for *_, services in learnt])
        columns.append(learner.learn(whom, counts * danger))
    table = np.round(np.stack([weights for weights, _ in columns], 1) * 1000).astype(int)
    columns_of = f"feature, danger, {', '.join(SERVICES)}"
    lines = [f"# 由 python -m tools.danger_sense 生成，请勿手改（{digest()}）: {columns_of}"]
    lines.append("\t" + "\t".join(str(round(base * 1000)) for _, base in columns))
    for name, row in sorted(zip(learner.names, table, strict=True)):
        if abs(row[0]) >= SMALLEST * 1000:
            lines.append("\t".join([name, *map(str, row)]))
    (FOLDER / FILE).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(learnt)} examples, {len(lines) - 2} weights")


if __name__ == "__main__":
    main()
