"""Learns what begins another matter: `python -m tools.learn_splits` writes the weights.

Logistic regression over the features of `ivr/tickets/split_sense.py`, from labelled utterances
(never from `test.jsonl`). The labels say how many matters there are and what each is about, not
where it begins: of the places that may be cut those are taken whose matters fit the labels best.
What each side speaks of is judged by types that were learnt without the author, as it will be for
a caller nobody has heard; so this takes ten minutes. `--check` judges each author's utterances by
what was learnt without them.
"""

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize, sparse

from ivr.tickets.classify import Classifier
from ivr.tickets.openings import Opening, Sort, openings
from ivr.tickets.split_sense import (
    FILE,
    INTRODUCES,
    STEP,
    Features,
    Settings,
    SplitSense,
    features,
    says_several,
)
from ivr.tickets.splitting import TOPICS, Splitter, may_introduce, pieces, topics_of
from ivr.tickets.understanding import Understanding
from tools.labelled_matters import WITH_LETTERS, digest, without_places
from tools.learn_sentences import unlearnt
from tools.learning import FOLDER, run

FEWEST = 3  # pieces that hold a feature
HELD_BACK = 2.0
ROUNDS = 200
MOST_TRIED = 24  # places in one utterance; of longer ones nothing is learnt
FACTS = ("place", "time", "respondent")
JOINED = 2500  # pairs of calls told in one breath
OF_JOINED = 0.25  # what a place in them counts
LONGEST = 70  # characters of a call that is joined
BETWEEN = [  # before the first, before the second
    *(("", words) for words in ("，", "。", "，还有", "，另外", "。另外", "。还有就是")),
    *(("", words) for words in ("再有就是", "，再就是", "；还有", "，再一个", "还有一个事")),
    ("", "，顺便再说一个事，"), ("", "。对了"),
    ("第一", "第二"), ("第一个事是", "，第二个事是"), ("一是", "，二是"),
]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A labelled utterance."""

    text: str
    plain: str  # without names of places
    wanted: Sequence[Mapping[str, str | None]]
    author: str


@dataclass(frozen=True)
class Row:
    """One place where another matter may begin, and whether it does."""

    found: Features
    cut: bool
    introduces: bool  # whether it is about the words before the first that is counted
    author: str
    counts: float = 1.0


def joined(understanding: Understanding, told: Sequence[Told]) -> Iterator[tuple[Told, int]]:
    """Two calls of different types in one breath, and where the second begins."""
    chance = random.Random(7)
    short = [
        t for t in told if len(t.wanted) == 1 and t.wanted[0].get("type") and len(t.text) <= LONGEST
    ]
    short += _sentences(understanding)
    while short:
        first, second = chance.sample(short, 2)
        if first.author != second.author or first.wanted[0]["type"] == second.wanted[0]["type"]:
            continue
        opens, goes_on = chance.choice(BETWEEN)
        text, plain = (opens + words.rstrip("。！？!?") for words in (first.text, first.plain))
        yield (
            Told(
                text + goes_on + second.text,
                plain + goes_on + second.plain,
                (*first.wanted, *second.wanted),
                first.author,
            ),
            len(text),
        )


def _sentences(understanding: Understanding) -> list[Told]:
    """The shortest way to tell a matter."""
    nothing = dict.fromkeys(FACTS)
    return [
        Told(e.words, e.words, [nothing | {"type": e.type}], "sentences")
        for e in understanding.classifier.taxonomy.examples[::4]
    ]


def utterances(understanding: Understanding) -> Iterator[Told]:
    for path in WITH_LETTERS:
        for case in map(json.loads, path.read_text("utf-8").splitlines()):
            plain = without_places(understanding, case["text"])
            yield Told(case["text"], plain, case["tickets"], case.get("author", path.stem))


class Lesson:
    """What is learnt from."""

    def __init__(self, understanding: Understanding) -> None:
        self._classifiers, self._any = unlearnt(understanding), understanding.classifier
        self.told = list(utterances(understanding))
        self.rows = [row for told in self.told for row in self._rows(told)]
        for told, at in itertools.islice(joined(understanding, self.told), JOINED):
            self.rows += (replace(row, counts=OF_JOINED) for row in self._rows(told, at))

    def classifier(self, author: str) -> Classifier:
        return self._classifiers.get(author, self._any)

    def _rows(self, told: Told, known: int | None = None) -> Iterator[Row]:
        """`known`: where the second matter begins, if nobody need look for it."""
        plain, classifier = told.plain, self.classifier(told.author)
        said = openings(plain, several=says_several(plain))
        settings = Settings(plain, said)
        tried = sorted(
            {o.start: o for o in (*topics_of(plain, (0, len(plain)), classifier), *said)}.values(),
            key=lambda o: o.start,
        )
        tried = [
            o
            for o in tried
            if o.sort is not Sort.TOPIC or all(abs(o.start - s.start) > TOPICS for s in said)
        ]
        if not told.wanted or not tried or len(tried) > MOST_TRIED:
            return
        best = self._fitting(told, tried) if known is None else _nearest(tried, known)
        if best is None:
            return
        introduced, cuts = best
        looked_at = pieces(tried, len(plain))
        if may_introduce(plain, tried):
            (begin, end), opening = looked_at[0][1], tried[0]
            here = settings.at(begin)
            found = features(plain[:begin], plain[begin:end], opening, classifier, here)
            yield Row(found, introduced, True, told.author)
        start = 0
        for opening, (begin, end) in looked_at:
            if introduced and opening is tried[0]:
                start, settings = begin, Settings(plain, said, told=True)
                continue
            here = settings.at(begin)
            found = features(plain[start:begin], plain[begin:end], opening, classifier, here)
            yield Row(found, begin in cuts, False, told.author)
            if begin in cuts:
                start = begin

    def _fitting(self, told: Told, tried: Sequence[Opening]) -> tuple[bool, frozenset[int]] | None:
        """Whether there is a preamble, and the cuts whose matters fit the labels best."""
        wanted, starts = told.wanted, [o.start for o in tried]
        if len(wanted) == 1:
            return False, frozenset()
        ways = [(False, 0, c) for c in itertools.combinations(starts, len(wanted) - 1)]
        if may_introduce(told.plain, tried):
            ways += [
                (True, starts[0], c) for c in itertools.combinations(starts[1:], len(wanted) - 1)
            ]
        if not ways or len(ways) > 3000:
            return None
        worth = [self._worth(told, (first, *cuts, len(told.text))) for _, first, cuts in ways]
        best = max(range(len(ways)), key=lambda at: (worth[at], ways[at][0]))
        introduced, _, cuts = ways[best]
        return introduced, frozenset(cuts)

    def _worth(self, told: Told, edges: Sequence[int]) -> float:
        total = 0.0
        for (start, end), want in zip(itertools.pairwise(edges), told.wanted, strict=True):
            if want.get("type"):
                judged = self.classifier(told.author).judge(told.plain[start:end])
                total += sum(
                    c.confidence for c in judged.candidates if c.category[1] == want["type"]
                )
            total += sum(0.5 for fact in FACTS if want[fact] and want[fact] in told.text[start:end])
        return total


def _nearest(tried: Sequence[Opening], at: int) -> tuple[bool, frozenset[int]] | None:
    near = [o.start for o in tried if abs(o.start - at) <= TOPICS]
    return (False, frozenset(near[-1:])) if near else None


def learn(rows: Sequence[Row]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for introduces in (False, True):
        name = INTRODUCES if introduces else ""
        own = [row for row in rows if row.introduces is introduces]
        weights |= {name + n: w for n, w in _learn(own).items()}
    return weights


def _learn(rows: Sequence[Row]) -> dict[str, float]:
    times = Counter(name for row in rows for name in row.found)
    names = [name for name, n in times.items() if n >= FEWEST]
    column = {name: at for at, name in enumerate(names)}
    each = [[(column[n], v) for n, v in row.found.items() if n in column] for row in rows]
    edges = np.cumsum([0, *map(len, each)])
    columns = np.array([c for held in each for c, _ in held])
    values = np.array([v for held in each for _, v in held])
    held = sparse.csr_matrix((values, columns, edges), (len(each), len(names)))
    counts = np.array([row.counts for row in rows])
    sign = np.array([1.0 if row.cut else -1.0 for row in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (held @ weights)
        slope = held.T @ (-counts * sign / (1.0 + np.exp(margin)))
        missed = float(counts @ np.logaddexp(0.0, -margin))
        return missed + HELD_BACK * float(weights @ weights) / 2, slope + HELD_BACK * weights

    found = optimize.minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    return dict(zip(names, found.x.tolist(), strict=True))


def check(lesson: Lesson) -> None:
    for author in sorted({told.author for told in lesson.told}):
        classifier = lesson.classifier(author)
        sense = SplitSense(classifier, learn([r for r in lesson.rows if r.author != author]))
        splitter = Splitter(classifier, sense)
        own = [told for told in lesson.told if told.author == author and told.wanted]
        more = fewer = 0
        for told in own:
            got = len(splitter.split(told.plain)[1])
            more, fewer = more + (got > len(told.wanted)), fewer + (got < len(told.wanted))
        right = f"{1 - (more + fewer) / len(own):.1%} of {len(own)}"
        print(f"{author}: {right}; {more} too many, {fewer} too few")


def write(lesson: Lesson) -> None:
    learnt = learn(lesson.rows)
    steps = {n: round(w * STEP) for n, w in learnt.items() if abs(w * STEP) >= 1}
    path = FOLDER / "taxonomy" / FILE
    names, weights = np.array("\n".join(steps)), np.array(list(steps.values()), np.int16)
    np.savez_compressed(path, names=names, weights=weights, calls=np.array(digest()))
    cut = sum(row.cut for row in lesson.rows)
    print(f"{len(lesson.rows)} places, {cut} cut; {len(steps)} weights")
    print(f"{path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        (check if check_only else write)(Lesson(understanding))

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
