"""Learns what tells a matter and what does not: `python -m tools.learn_matters` writes the weights.

Logistic regression over stretches of characters, from short statements, stories and whole calls on
the one side, and chatter, verse, thanks, scraps and wrong numbers (`no_matter.tsv`) on the other.
A greeting before a statement is a matter, too, so every short opening stands before some of them.
`--check` judges the parts of both tables that are kept apart.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator

import numpy as np
from scipy import optimize

from ivr.tickets.kind_sense import stretches
from ivr.tickets.matter_sense import BASE, FILE, STEP, MatterSense
from ivr.tickets.taxonomy import Taxonomy
from ivr.tickets.understanding import Understanding
from tools import labelled_matters
from tools.labelled_matters import CHATTER, PLAIN, said_in
from tools.learning import FOLDER, run
from tools.ridge import matrix

OPENINGS, CLOSINGS = frozenset(["1", "2", "5", "13"]), frozenset(["1", "2"])  # sorts of no_matter
OPENS, CLOSES = 25, 12  # characters at most
BEFORE, BEHIND = 4, 2  # statements that each is put to
SHORT = 22  # characters of such a statement
LONGEST = 160  # characters of a call that teaches
CHATTER_COUNTS, PLAIN_COUNTS = 6.0, 3.0  # how much more than a statement
FIRM, FEWEST, ROUNDS = 1.0, 2, 60
SMALLEST = 3  # weights, in steps, that are kept

Rows = list[tuple[str, bool, float]]  # words, whether they tell a matter, how much they count


def digest() -> str:
    """Of what is learnt from: whether the weights are of what the files now say."""
    parts = [CHATTER, PLAIN, labelled_matters.STATEMENTS, labelled_matters.BY_KIND]
    said = [path.read_text("utf-8") for path in parts]
    return hashlib.sha256("\n".join([*said, labelled_matters.digest()]).encode()).hexdigest()[:12]


def rows_of(understanding: Understanding) -> Rows:
    taxonomy = understanding.classifier.taxonomy
    nothing = list(said_in(CHATTER, apart=False))
    rows: Rows = [(words, False, CHATTER_COUNTS) for _, words in nothing]
    rows += [(words, True, PLAIN_COUNTS) for _, words in said_in(PLAIN, apart=False)]
    said = statements_of(taxonomy)
    rows += [(words, True, 1.0) for words in (*said, *opened(nothing, said))]
    for matter in labelled_matters.labelled_matters(understanding):
        if matter.kind is None and not matter.in_danger:
            rows.append((matter.words, False, CHATTER_COUNTS))
        elif matter.kind is not None and len(matter.words) < LONGEST:
            rows.append((matter.bare, True, 1.0))
    return rows


def statements_of(taxonomy: Taxonomy) -> list[str]:
    by_type = [words for words, _ in labelled_matters.statements(taxonomy)]
    return by_type + [words for words, _, _ in labelled_matters.told_by_kind(taxonomy)]


def opened(nothing: list[tuple[str, str]], said: list[str]) -> Iterator[str]:
    """Statements behind a greeting, a name or a broken beginning, and before a thank-you."""
    chance, short = random.Random(7), [words for words in said if len(words) <= SHORT]
    for sort, words in nothing:
        if sort in OPENINGS and len(words) <= OPENS:
            for _ in range(BEFORE):
                yield words + chance.choice(("，", "")) + chance.choice(short)
        if sort in CLOSINGS and len(words) <= CLOSES:
            yield from (chance.choice(short) + words for _ in range(BEHIND))


def learn(rows: Rows) -> dict[str, int]:
    """The weights in steps."""
    held = [stretches(words) for words, _, _ in rows]
    times = Counter(name for each in held for name in each)
    names = [name for name, n in times.items() if n >= FEWEST]
    table = matrix(held, {name: at for at, name in enumerate(names)}).astype(np.float64)
    back = table.T.tocsr()
    tells = np.array([float(tells) for _, tells, _ in rows])
    counts = np.array([counts for _, _, counts in rows])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, base = flat[:-1], flat[-1]
        sums = table @ weights + base
        slope = counts * (1 / (1 + np.exp(-sums)) - tells)
        missed = float((counts * (np.logaddexp(0, sums) - tells * sums)).sum())
        held_back = FIRM / 2 * float(weights @ weights)
        return missed + held_back, np.append(back @ slope + FIRM * weights, slope.sum())

    start, options = np.zeros(len(names) + 1), {"maxiter": ROUNDS}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    steps = np.round(found.x * STEP).astype(int).tolist()
    weights = zip([*names, BASE], steps, strict=True)
    return {name: step for name, step in weights if abs(step) >= SMALLEST or name == BASE}


def check(sense: MatterSense, understanding: Understanding) -> None:
    """How many lines of the parts kept apart are on the right side."""
    for path, tells in ((CHATTER, False), (PLAIN, True)):
        words = [words for _, words in said_in(path, apart=True)]
        score = understanding.classifier.judge
        hits = [(sense.of(stretches(w), score(w).score) > 0) is tells for w in words]
        print(f"{path.name}: {sum(hits)}/{len(hits)} = {np.mean(hits):.1%}")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        steps = learn(rows_of(understanding))
        if check_only:
            weights = {name: step / STEP for name, step in steps.items()}
            check(MatterSense(weights), understanding)
            return
        path = FOLDER / "taxonomy" / FILE
        np.savez_compressed(
            path,
            names=np.array("\n".join(steps)),
            weights=np.array(list(steps.values()), np.int16),
            digest=np.array(digest()),
        )
        print(f"{len(steps)} weights, {path.stat().st_size / 1e3:.0f} kB")

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
