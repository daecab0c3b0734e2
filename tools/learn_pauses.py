"""Learns where speakers pause: `python -m tools.learn_pauses` writes the weights.

From the labelled utterances with punctuation, never from those that are only measured: the marks
are taken out, and logistic regression says after which characters one stood. `--check` learns
without some authors and finds the marks of theirs.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import numpy as np
from scipy import optimize, sparse

from ivr.tickets.pauses import BASE, END, FILE, LIKELY, STEP, signs_of, without_marks
from ivr.tickets.understanding import Understanding
from tools.learn_respondents import LABELLED
from tools.learning import FOLDER, run

FEWEST_MARKS = 2  # of an utterance that teaches
FIRM, FEWEST, ROUNDS = 0.5, 4, 60
SMALLEST = 4  # weights, in steps, that are kept
LEFT_OUT = 5  # of the authors, in a check

Texts = list[tuple[str, set[int]]]  # bare words, and before which characters a clause begins


def marked() -> Iterator[tuple[str, str]]:
    """(author, text) of what was written with its marks."""
    for path in LABELLED:
        for line in path.read_text("utf-8").splitlines():
            said = json.loads(line)
            if len(END.findall(said["text"])) >= FEWEST_MARKS:
                yield said.get("author", path.stem), said["text"]


def digest(said: list[tuple[str, str]]) -> str:
    """Of what is learnt from: whether the weights are of what the files now say."""
    return hashlib.sha256("\n".join(text for _, text in said).encode()).hexdigest()[:12]


def learn(texts: Texts) -> dict[str, int]:
    """The weights in steps."""
    signs = [list(signs_of(bare)) for bare, _ in texts]
    often = Counter(chain.from_iterable(chain.from_iterable(signs)))
    column = {
        name: at for at, name in enumerate(n for n, times in often.items() if times >= FEWEST)
    }
    rows = [[column[n] for n in held if n in column] for each in signs for held in each]
    starts = np.cumsum([0, *map(len, rows)])
    at = np.fromiter(chain.from_iterable(rows), np.int64, starts[-1])
    table = sparse.csr_matrix((np.ones(len(at), np.float32), at, starts), (len(rows), len(column)))
    turned = table.T.tocsr()
    ends = np.array([i in begins for bare, begins in texts for i in range(1, len(bare))], float)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, base = flat[:-1], flat[-1]
        sums = table @ weights + base
        slope = 1 / (1 + np.exp(-sums)) - ends
        missed = float((np.logaddexp(0, sums) - ends * sums).sum())
        held_back = FIRM / 2 * float(weights @ weights)
        return missed + held_back, np.append(turned @ slope + FIRM * weights, slope.sum())

    start, options = np.zeros(len(column) + 1), {"maxiter": ROUNDS}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    steps = np.round(found.x * STEP).astype(int).tolist()
    weights = zip([*column, BASE], steps, strict=True)
    return {name: step for name, step in weights if abs(step) >= SMALLEST or name == BASE}


def check(said: list[tuple[str, str]]) -> None:
    """The marks of authors that were not learnt from."""
    authors = sorted({author for author, _ in said})
    apart = frozenset(authors[::LEFT_OUT])
    steps = learn([without_marks(text) for author, text in said if author not in apart])
    hits, found, there = 0, 0, 0
    for bare, begins in (without_marks(text) for author, text in said if author in apart):
        worths = (sum(steps.get(n, 0) for n in (BASE, *held)) / STEP for held in signs_of(bare))
        likely = {at for at, worth in enumerate(worths, 1) if worth > LIKELY}
        hits, found, there = hits + len(likely & begins), found + len(likely), there + len(begins)
    print(f"{', '.join(sorted(apart))}: {hits / there:.1%} of the marks, {hits / found:.1%} right")


def main() -> int:
    def learnt(_: Understanding, check_only: bool) -> None:
        said = list(marked())
        if check_only:
            check(said)
            return
        steps = learn([without_marks(text) for _, text in said])
        path = FOLDER / "taxonomy" / FILE
        np.savez_compressed(
            path,
            names=np.array("\n".join(steps)),
            weights=np.array(list(steps.values()), np.int16),
            digest=np.array(digest(said)),
        )
        print(f"{len(steps)} weights, {path.stat().st_size / 1e3:.0f} kB")

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
