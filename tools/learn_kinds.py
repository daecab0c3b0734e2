"""Learns what each kind of appeal sounds like: `python -m tools.learn_kinds` writes the weights.

Ridge regression over the features of `ivr/tickets/kind_sense.py`, from the sentences of the tables,
stories that are told by kind, and the labelled utterances for tuning (never from `test.jsonl`).
`--check` judges each author's matters by what was learnt without them.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ivr.tickets.kind_sense import FILE, KINDS, SHARP, STEP, features, likely, stretches
from ivr.tickets.model import Kind
from ivr.tickets.taxonomy import Taxonomy
from ivr.tickets.understanding import Understanding
from tools import labelled_matters
from tools.learning import FOLDER, run
from tools.ridge import Floats, matrix, solve

TRUST = 0.03  # in a sentence of the tables
STORIES, MATTERS = 2.0, 4.0  # how much more a story told by kind, or a labelled matter, is trusted
EVEN = 0.3  # how far rare kinds count more
FEWEST = 2  # texts that hold a feature
SMALLEST = 2  # weights, in steps, that are kept


@dataclass(frozen=True)
class Row:
    """One matter with its kind."""

    kind: Kind | None  # None: no matter is told
    found: dict[str, float]
    author: str = ""
    counts: float = 1.0  # how far it is trusted beside a sentence of the tables


def digest(taxonomy: Taxonomy) -> str:
    """Of the sentences and utterances: whether the weights are of what they now say."""
    told = [f"{e.industry},{e.type},{e.kind.value},{e.words}" for e in taxonomy.examples]
    told += [labelled_matters.digest(), labelled_matters.BY_KIND.read_text("utf-8")]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


def rows_of(understanding: Understanding) -> Iterator[Row]:
    """Sentences of the tables, stories by kind, and labelled matters that tell of no danger."""
    taxonomy = understanding.classifier.taxonomy
    for e in taxonomy.examples:
        yield Row(e.kind, _features(taxonomy, e.words, e.words, (e.industry, e.type)))
    for words, its, kind in labelled_matters.told_by_kind(taxonomy):
        yield Row(kind, _features(taxonomy, words, words, its), counts=STORIES)
    for m in labelled_matters.labelled_matters(understanding):
        if not m.in_danger:
            yield Row(
                Kind(m.kind) if m.kind else None,
                _features(taxonomy, m.words, m.bare, m.type),
                m.author,
                MATTERS,
            )


def _features(
    taxonomy: Taxonomy, words: str, bare: str, type_: tuple[str, str] | None
) -> dict[str, float]:
    return features(words, stretches(bare), {type_: 1.0} if type_ else {}, taxonomy.usual)


class Lesson:
    """What is learnt from."""

    def __init__(self, understanding: Understanding) -> None:
        rows = list(rows_of(understanding))
        times = Counter(name for row in rows for name in row.found)
        self.names = [name for name, n in times.items() if n >= FEWEST]
        self.held = matrix([r.found for r in rows], {n: at for at, n in enumerate(self.names)})
        self.of = np.array([KINDS.index(row.kind) for row in rows])
        self.authors = np.array([row.author for row in rows])
        counts = np.array([row.counts for row in rows])
        often = np.bincount(self.of, counts, minlength=len(KINDS))
        self.trust = TRUST * counts * (often.max() / often[self.of]) ** EVEN

    def weights(self, apart: str | None = None) -> Floats:
        """Of each feature, by the texts that are not of one author."""
        known = np.flatnonzero(self.authors != apart)
        held = self.held[known]
        found: Floats = held.T @ solve(held, self.of[known], len(KINDS), self.trust[known])
        return found

    def judged(self, author: str) -> tuple[Floats, list[int]]:
        """An author's matters by what all others say, and what they are."""
        own = np.flatnonzero(self.authors == author)
        said = self.held[own] @ self.weights(author)
        return np.asarray(said), self.of[own].tolist()


def check(lesson: Lesson) -> None:
    sure: list[tuple[float, bool]] = []
    for author in sorted(set(lesson.authors) - {""}):
        said, of = lesson.judged(author)
        hits = []
        for sums, its in zip(said, of, strict=True):
            shares = likely(sums)
            best = max(shares, key=lambda kind: shares[kind])
            hits.append(best is KINDS[its])
            sure.append((shares[best], hits[-1]))
        print(f"{author}: {sum(hits)}/{len(hits)} = {np.mean(hits):.1%}")
    print(f"sharpness {SHARP}")
    for low, high in ((0.0, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
        told = [(share, hit) for share, hit in sure if low <= share < high]
        if told:
            share, hit = np.mean(told, axis=0)
            print(f"shown with {share:.2f}: {hit:.1%} of {len(told)} right")


def write(lesson: Lesson, taxonomy: Taxonomy) -> None:
    weights = lesson.weights() * STEP
    kept = np.abs(weights).max(axis=1) >= SMALLEST
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(n for n, keep in zip(lesson.names, kept, strict=True) if keep)),
        weights=np.round(weights[kept]).astype(np.int16),
        digest=np.array(digest(taxonomy)),
    )
    print(f"{len(lesson.of)} texts, {kept.sum()} features")
    print(f"{path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        lesson = Lesson(understanding)
        if check_only:
            check(lesson)
        else:
            write(lesson, understanding.classifier.taxonomy)

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
