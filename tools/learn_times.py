"""Learns which of several times is the matter's: `python -m tools.learn_times`.

A softmax over the times that were said and over none, with the features of
`ivr/tickets/time_choice.py`, from the labelled utterances for tuning (never from `test.jsonl`).
`--check` learns five times, each time without a fifth of the utterances, and judges that fifth,
beside taking the heaviest time.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import optimize, sparse

from ivr.tickets.bench import CALLED_AT
from ivr.tickets.sameness import same
from ivr.tickets.time_choice import FILE, STEP, Features, TimeChoice, Told
from ivr.tickets.understanding import Understanding
from tools.labelled_matters import WITH_LETTERS
from tools.learning import FOLDER, run

FEWEST = 2  # utterances that hold a feature
HELD_BACK = 1.0
ROUNDS = 200
PARTS = 5


@dataclass(frozen=True)
class Row:
    """One matter: what may be chosen, and which choices are right."""

    part: str
    told: Told
    choices: list[Features]
    right: list[bool]
    group: str


class Listener(TimeChoice):
    """Hears of each matter what there is to choose from; chooses none."""

    heard: dict[str, Told]

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "heard", {})

    def of(self, told: Told) -> None:
        self.heard[told.words] = told


def rows_of(understanding: Understanding, path: Path) -> Iterator[Row]:
    """The matters of the utterances that are split as they should be."""
    listener = Listener()
    object.__setattr__(understanding, "choice", listener)
    understanding.__dict__.pop("assembler", None)
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        case = json.loads(line)
        listener.heard.clear()
        understanding.assembler._time.cache_clear()
        drafts = understanding.draft(case["text"], called_at=CALLED_AT).tickets
        if len(drafts) != len(case["tickets"]):
            continue
        for draft, want in zip(drafts, case["tickets"], strict=True):
            told = listener.heard.get(draft.text)
            if told is not None and told.times:
                words = [told.words[slice(*time.span)] for time in told.times]
                right = [same("time", want["time"], said, CALLED_AT) for said in words]
                right.append(want["time"] is None)
                yield Row(path.stem, told, told.choices(), right, f"{path.stem} {number}")


def learn(rows: Sequence[Row]) -> TimeChoice:
    """The weights that choose rightly, no larger than they need be."""
    rows = [row for row in rows if any(row.right)]
    times = Counter(name for row in rows for choice in row.choices for name in choice)
    names = [name for name, n in times.items() if n >= FEWEST]
    column = {name: at for at, name in enumerate(names)}
    each = [
        [(column[n], v) for n, v in choice.items() if n in column]
        for row in rows
        for choice in row.choices
    ]
    edges = np.cumsum([0, *map(len, each)])
    columns = np.array([c for held in each for c, _ in held])
    values = np.array([v for held in each for _, v in held])
    held = sparse.csr_matrix((values, columns, edges), (len(each), len(names)))
    back = held.T.tocsr()
    starts = np.cumsum([0, *(len(row.choices) for row in rows)])[:-1]
    of = np.repeat(np.arange(len(rows)), [len(row.choices) for row in rows])
    right = np.array([float(r) for row in rows for r in row.right])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = held @ weights
        powers = np.exp(sums - np.maximum.reduceat(sums, starts)[of])
        every, those = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        slope = back @ (powers / every[of] - powers * right / those[of])
        missed = float((np.log(every) - np.log(those)).sum())
        return missed + HELD_BACK * float(weights @ weights) / 2, slope + HELD_BACK * weights

    found = optimize.minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    return TimeChoice(dict(zip(names, found.x.tolist(), strict=True)))


def hits(choice: TimeChoice, row: Row) -> bool:
    chosen = choice.of(row.told)
    return row.right[row.told.times.index(chosen) if chosen else -1]


def check(rows: Sequence[Row]) -> None:
    """Judges each fifth of the utterances by what was learnt without it."""
    groups = sorted({row.group for row in rows})
    random.Random(0).shuffle(groups)
    part = {group: at % PARTS for at, group in enumerate(groups)}
    learnt: dict[str, list[bool]] = defaultdict(list)
    before: dict[str, list[bool]] = defaultdict(list)
    for number in range(PARTS):
        choice = learn([row for row in rows if part[row.group] != number])
        for row in rows:
            if part[row.group] == number:
                learnt[row.part].append(hits(choice, row))
                before[row.part].append(hits(TimeChoice(), row))
    for name, those in learnt.items():
        print(f"{name}: {np.mean(those):.1%} of {len(those)}, heaviest {np.mean(before[name]):.1%}")


def write(rows: Sequence[Row]) -> None:
    learnt = learn(rows).weights
    steps = {n: round(w * STEP) for n, w in learnt.items() if abs(w * STEP) >= 1}
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(steps)),
        weights=np.clip(np.array(list(steps.values())), -127, 127).astype(np.int8),
    )
    print(f"{len(rows)} matters, {len(steps)} features, {path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        rows = [row for path in WITH_LETTERS for row in rows_of(understanding, path)]
        (check if check_only else write)(rows)

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
