"""Learns who is meant: `python -m tools.learn_respondents` writes the weights.

First where names begin and end (`ivr/tickets/borders.py`); then, by logistic regression over
everybody who may be meant in a matter, and nobody, what the features of
`ivr/tickets/respondent_features.py` say for each. From the labelled utterances, never from
`test.jsonl`. The authors are dealt out to parts: who may be meant in the matters of one part is
found by the borders that the others teach, as with a text nobody has seen. `--check` judges each
part by what was learnt without it.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from ivr.tickets.bench import CALLED_AT
from ivr.tickets.borders import STEP as BORDER_STEP
from ivr.tickets.borders import Borders, signs_of
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.naming import find_named
from ivr.tickets.respondent import FILE, STEP, Respondents, choose, weighed
from ivr.tickets.respondent_features import Features
from ivr.tickets.sameness import same
from ivr.tickets.understanding import Understanding
from tools.learning import FOLDER, run

DATA = FOLDER.parent / "tests" / "data" / "understanding"
KEPT_APART = ("test", "ordinary", "kinds_unseen")  # only measured
OURS = "ours"  # written by who wrote the rules


def _says_whom(path: Path) -> bool:
    """Whether its utterances are labelled with whom they are about."""
    first = json.loads(path.read_text("utf-8").partition("\n")[0])
    return all("respondent" in ticket for ticket in first.get("tickets", [{}]))


LABELLED = [
    path
    for path in sorted(DATA.glob("*.jsonl"))
    if path.stem not in KEPT_APART and _says_whom(path)
]
FIRM = 0.4  # how far weights are held back
FEWEST = 2  # matters that hold a feature
SMALLEST = 2  # weights, in steps, that are kept
ROUNDS = 50
PARTS = 5
BORDER_FIRM, BORDER_FEWEST, BORDER_ROUNDS = 1.0, 3, 30
SPARED = 4  # of the borders where no name begins or ends one in so many is learnt from
# Kinds of labelled matters are known by heart; of others one in seven is taken for another.
MISTAKEN = 7
TAKEN_FOR = {
    Kind.COMPLAINT: (Kind.HELP, Kind.REPORT, Kind.INQUIRY),
    Kind.HELP: (Kind.COMPLAINT, Kind.INQUIRY, Kind.SUGGESTION),
    Kind.REPORT: (Kind.COMPLAINT, Kind.HELP),
    Kind.INQUIRY: (Kind.COMPLAINT, Kind.HELP),
    Kind.SUGGESTION: (Kind.HELP, Kind.COMPLAINT),
    Kind.PRAISE: (Kind.COMPLAINT,),
    Kind.SERVICE: (Kind.HELP,),
    Kind.BUSINESS_COMPLAINT: (Kind.COMPLAINT,),
}

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Matter:
    """Everybody who may be meant, nobody last, and who of them is right."""

    group: str  # whose way of speaking it is
    text: str  # the whole utterance
    said: Sequence[str | None]
    found: Sequence[Features]
    right: Sequence[bool]
    borders: Sequence[float] = ()  # what is added for them


@dataclass(frozen=True)
class Told:
    """A labelled matter, before anybody was looked for."""

    group: str
    text: str
    words: str
    kind: Kind | None  # None: it tells of a danger
    blanked: str
    want: str | None


class Listener(Respondents):
    """Keeps what it is asked; nobody is meant."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: dict[str, tuple[Kind | None, str]] = {}

    def of(self, text: str, kind: Kind | None, blanked: str) -> Evidence | None:
        self.asked[text] = kind, blanked
        return None


def digest() -> str:
    """Of the labels: whether the weights were learnt from what the files now say."""
    told = hashlib.sha256()
    for path in LABELLED:
        for case in _cases(path):
            meant = [ticket["respondent"] for ticket in case["tickets"]]
            told.update(json.dumps([case["text"], meant], ensure_ascii=False).encode())
    return told.hexdigest()[:12]


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def told_matters(understanding: Understanding) -> Iterator[Told]:
    """The matters of the utterances that are split as they should be."""
    asked = Listener()
    reading = replace(understanding, reader=understanding.reader.with_respondents(asked))
    for path in LABELLED:
        for case in _cases(path):
            draft = reading.draft(case["text"], called_at=CALLED_AT)
            if len(draft.tickets) != len(case["tickets"]):
                continue
            for ticket, want in zip(draft.tickets, case["tickets"], strict=True):
                if ticket.text in asked.asked:
                    kind, blanked = asked.asked[ticket.text]
                    kind = as_if_unseen(kind, ticket.text)
                    group, meant = case.get("author", OURS), want["respondent"]
                    yield Told(group, case["text"], ticket.text, kind, blanked, meant)


def unseen_borders(told: Sequence[Told], parts: Sequence[int]) -> list[Borders]:
    """For each matter what the other parts teach."""
    teacher = Teacher(told)
    taught = [teacher.without(part, parts) for part in range(PARTS)]
    return [taught[part] for part in parts]


def matters(told: Sequence[Told], borders: Sequence[Borders]) -> list[Matter]:
    """Each with everybody who may be meant."""
    return [_matter(one, own) for one, own in zip(told, borders, strict=True)]


def _matter(told: Told, borders: Borders) -> Matter:
    found = weighed(told.words, told.kind, told.blanked, borders)
    said = [option.said for option in found]
    right = [same("respondent", told.want, name, CALLED_AT) for name in said]
    features = [option.features for option in found]
    return Matter(told.group, told.text, said, features, right, [o.borders for o in found])


def part_of(groups: Sequence[str]) -> list[int]:
    """The part of each matter: all of one author are in one."""
    number = {group: at % PARTS for at, group in enumerate(sorted(set(groups)))}
    return [number[group] for group in groups]


class Teacher:
    """Learns where the names of those who are meant begin and end."""

    def __init__(self, told: Sequence[Told]) -> None:
        signs: list[list[str]] = []
        right: list[tuple[bool, bool]] = []
        of: list[int] = []
        for number, one in enumerate(told):
            named = [named.span for named in find_named(one.blanked)]
            each = zip(signs_of(one.blanked, named), _borders_of(one), strict=True)
            for at, (its, is_border) in enumerate(each):
                if any(is_border) or at % SPARED == number % SPARED:
                    signs.append(its)
                    right.append(is_border)
                    of.append(number)
        times = Counter(sign for its in signs for sign in its)
        self.names = [name for name, n in times.items() if n >= BORDER_FEWEST]
        column = {name: at for at, name in enumerate(self.names)}
        held = [[column[sign] for sign in its if sign in column] for its in signs]
        starts = np.cumsum([0, *map(len, held)])
        at = np.fromiter((c for each in held for c in each), np.int64, starts[-1])
        self.held = sparse.csr_matrix((np.ones(len(at)), at, starts), (len(held), len(self.names)))
        self.of, self.is_border = np.array(of), np.array(right, np.float64)

    def without(self, part: int | None, parts: Sequence[int]) -> Borders:
        """By all matters but those of a part."""
        kept = np.array([its != part for its in parts])[self.of]
        held, is_border = self.held[kept], self.is_border[kept]
        (begins, begin), (ends, end) = (_border_weights(held, is_border[:, n]) for n in (0, 1))
        steps = in_steps(np.stack([begins, ends], 1), BORDER_STEP)
        known = np.abs(steps).max(1) >= SMALLEST
        names = [name for name, keep in zip(self.names, known, strict=True) if keep]
        values = (steps[known] / BORDER_STEP).tolist()
        weights = {name: (first, last) for name, (first, last) in zip(names, values, strict=True)}
        return Borders(weights, (begin, end))


def _borders_of(told: Told) -> Iterator[tuple[bool, bool]]:
    """Of each border of the words whether the one who is meant begins there, or ends."""
    begins, ends = set(), set()
    if told.want:
        at = told.words.find(told.want)
        while at >= 0:
            begins.add(at)
            ends.add(at + len(told.want))
            at = told.words.find(told.want, at + 1)
    for at in range(len(told.words) + 1):
        yield at in begins, at in ends


def _border_weights(held: sparse.csr_matrix, right: NDArray[np.float64]) -> tuple[Weights, float]:
    """Of each sign, and of none: logistic regression over all borders."""
    back = held.T.tocsr()
    counts = np.where(right > 0, 1.0, SPARED)
    base = float(np.log(right.sum() / (counts * (1 - right)).sum()))

    def loss(weights: Weights) -> tuple[float, Weights]:
        sums = held @ weights + base
        slope = counts * (1 / (1 + np.exp(-sums)) - right)
        missed = float((counts * (np.logaddexp(0, sums) - right * sums)).sum())
        held_back = BORDER_FIRM / 2 * float(weights @ weights)
        return missed + held_back, back @ slope + BORDER_FIRM * weights

    start, options = np.zeros(held.shape[1]), {"maxiter": BORDER_ROUNDS}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return found.x, base


def in_steps(weights: Weights, step: float) -> NDArray[np.int8]:
    """Weights as they are kept."""
    return np.clip(np.round(weights * step), -127, 127).astype(np.int8)


def as_if_unseen(kind: Kind | None, words: str) -> Kind | None:
    """The kind, or what it may be taken for; always the same for the same words."""
    if kind is None:
        return None
    chance = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
    others = TAKEN_FOR[kind]
    return others[chance // MISTAKEN % len(others)] if chance % MISTAKEN == 0 else kind


@dataclass(frozen=True)
class _Table:
    """The options of all matters, one below the other."""

    held: sparse.csr_matrix
    names: Sequence[str]
    of: NDArray[np.int64]  # the matter of each option
    right: NDArray[np.bool_]

    def part(self, matters: NDArray[np.bool_]) -> "_Table":
        """Only some matters; those which have no right option teach nothing, but are judged."""
        kept = matters[self.of]
        number = np.cumsum(matters) - 1
        return _Table(self.held[kept], self.names, number[self.of[kept]], self.right[kept])


def table(read: Sequence[Matter]) -> _Table:
    times = Counter(name for matter in read for name in set().union(*matter.found))
    names = [name for name, n in times.items() if n >= FEWEST]
    column = {name: at for at, name in enumerate(names)}
    options = [found for matter in read for found in matter.found]
    held = [[(column[n], v) for n, v in found.items() if n in column] for found in options]
    starts = np.cumsum([0, *map(len, held)])
    at = np.array([c for each in held for c, _ in each])
    values = np.array([v for each in held for _, v in each])
    of = np.repeat(np.arange(len(read)), [len(matter.found) for matter in read])
    right = np.array([right for matter in read for right in matter.right])
    return _Table(
        sparse.csr_matrix((values, at, starts), (len(held), len(names))), names, of, right
    )


def learn(asked: _Table) -> Weights:
    """The weights that put the right options first, no larger than they need be."""
    has_right = np.bincount(asked.of, asked.right) > 0
    known = asked.part(has_right)
    starts = np.searchsorted(known.of, np.arange(known.of.max() + 1))
    back = known.held.T.tocsr()

    def loss(weights: Weights) -> tuple[float, Weights]:
        sums = known.held @ weights
        sums -= np.maximum.reduceat(sums, starts)[known.of]
        each = np.exp(sums)
        whole, right = np.add.reduceat(each, starts), np.add.reduceat(each * known.right, starts)
        slope = each / whole[known.of] - each * known.right / right[known.of]
        missed = float(np.log(whole / right).sum())
        return missed + FIRM / 2 * float(weights @ weights), back @ slope + FIRM * weights

    found = optimize.minimize(
        loss, np.zeros(len(asked.names)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}
    )
    learnt: Weights = found.x
    return learnt


def chosen(read: Sequence[Matter], asked: _Table, weights: Weights) -> list[int]:
    """Which of its options is chosen in each matter."""
    sums = np.split(asked.held @ weights, np.flatnonzero(np.diff(asked.of)) + 1)
    found = []
    for matter, told in zip(read, sums, strict=True):
        added = matter.borders or [0.0] * len(matter.said)
        found.append(
            choose(matter.said, [float(one) + more for one, more in zip(told, added, strict=True)])
        )
    return found


def unseen_choices(read: Sequence[Matter], parts: Sequence[int]) -> list[int]:
    """Which option is chosen in each matter by what is learnt without its part."""
    all_of, part, found = table(read), np.array(parts), np.zeros(len(read), np.int64)
    for number in range(PARTS):
        weights = learn(all_of.part(part != number))
        asked = [matter for matter, its in zip(read, parts, strict=True) if its == number]
        found[part == number] = chosen(asked, all_of.part(part == number), weights)
    return found.tolist()


def check(read: Sequence[Matter], parts: Sequence[int]) -> None:
    """Judges each author's matters by what was learnt without them."""
    right: dict[str, list[bool]] = defaultdict(list)
    for matter, at in zip(read, unseen_choices(read, parts), strict=True):
        right[matter.group].append(matter.right[at])
    authors = [hit for group, hits in right.items() if group != OURS for hit in hits]
    for name, hits in (*sorted(right.items()), ("authors", authors)):
        print(f"{name}: {sum(hits)}/{len(hits)} = {np.mean(hits):.1%}")
    found = [any(matter.right) for matter in read]
    print(f"the right one is among the options: {np.mean(found):.1%}")


def write(told: Sequence[Told], read: Sequence[Matter]) -> None:
    asked = table(read)
    steps = in_steps(learn(asked), STEP)
    kept = np.abs(steps) >= SMALLEST
    names = [name for name, keep in zip(asked.names, kept, strict=True) if keep]
    borders = Teacher(told).without(None, [0] * len(told))
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(names)),
        weights=steps[kept],
        signs=np.array("\n".join(borders.weights)),
        borders=in_steps(np.array(list(borders.weights.values())), BORDER_STEP),
        base=np.array(borders.base),
        digest=np.array(digest()),
    )
    size = path.stat().st_size / 1e3
    print(
        f"{len(read)} matters, {len(names)} features, {len(borders.weights)} signs, {size:.0f} kB"
    )


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        told = list(told_matters(understanding))
        parts = part_of([one.group for one in told])
        read = matters(told, unseen_borders(told, parts))
        if check_only:
            check(read, parts)
        else:
            write(told, read)

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
