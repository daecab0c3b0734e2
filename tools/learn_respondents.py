"""Learns who is meant: `python -m tools.learn_respondents` writes the weights.

Logistic regression over everybody who may be meant in a matter, and nobody: what the features of
`ivr/tickets/respondent_features.py` say for each, from the labelled utterances (never from
`test.jsonl`). `--check` learns five times, each time without a fifth of the utterances and what is
nearly the same, and judges that fifth.
"""

import argparse
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
from ivr.tickets.kinds import Kinds
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.reading import Reader
from ivr.tickets.respondent import FILE, STEP, Respondents, options
from ivr.tickets.respondent_features import Features
from ivr.tickets.sameness import same
from ivr.tickets.understanding import Understanding

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "knowledge_base"
DATA = ROOT / "tests" / "data" / "understanding"
KEPT_APART = ("test", "kinds_unseen")  # only measured


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
ROUNDS = 120
PARTS = 5
ALIKE = 0.35  # of the triples of two texts in common: nearly the same
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


class _Asked(Respondents):
    """Keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: dict[str, tuple[Kind, str]] = {}

    def of(self, text: str, kind: Kind, blanked: str) -> Evidence | None:
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


def matters(understanding: Understanding) -> Iterator[Matter]:
    """The matters of the utterances that are split as they should be, none in danger."""
    classifier, asked = understanding.classifier, _Asked()
    reading = replace(understanding, reader=Reader(classifier, Kinds(classifier.taxonomy), asked))
    for path in LABELLED:
        for case in _cases(path):
            draft = reading.draft(case["text"], called_at=CALLED_AT)
            if len(draft.tickets) != len(case["tickets"]):
                continue
            group = case.get("author", path.stem)
            for ticket, want in zip(draft.tickets, case["tickets"], strict=True):
                if ticket.text in asked.asked:
                    yield _matter(group, case["text"], ticket.text, asked, want["respondent"])


def _matter(group: str, text: str, words: str, asked: _Asked, want: str | None) -> Matter:
    kind, blanked = asked.asked[words]
    kind = as_if_unseen(kind, words)
    found = options(words, kind, blanked)
    said = [name for name, _ in found]
    right = [same("respondent", want, name, CALLED_AT) for name in said]
    return Matter(group, text, said, [features for _, features in found], right)


def as_if_unseen(kind: Kind, words: str) -> Kind:
    """The kind, or what it may be taken for; always the same for the same words."""
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


def judged(asked: _Table, weights: Weights) -> NDArray[np.bool_]:
    """Whether the first option of each matter is right."""
    sums = asked.held @ weights
    order = np.lexsort((-sums, asked.of))
    first = order[np.searchsorted(asked.of, np.arange(asked.of.max() + 1))]
    return asked.right[first]


def check(read: Sequence[Matter]) -> None:
    """Judges each fifth of the utterances by what was learnt without it."""
    all_of = table(read)
    part = np.array(alike([matter.text for matter in read]))
    right: dict[str, list[bool]] = defaultdict(list)
    for number in range(PARTS):
        weights = learn(all_of.part(part != number))
        asked = np.flatnonzero(part == number)
        hits = judged(all_of.part(part == number), weights)
        for at, hit in zip(asked.tolist(), hits.tolist(), strict=True):
            right[read[at].group].append(hit)
    right["all"] = [hit for hits in right.values() for hit in hits]
    for name, hits in right.items():
        print(f"{name}: {sum(hits)}/{len(hits)} = {np.mean(hits):.1%}")
    found = [any(matter.right) for matter in read]
    print(f"the right one is among the options: {np.mean(found):.1%}")


def alike(texts: Sequence[str]) -> list[int]:
    """The part of each text; those that are nearly the same are in one part."""
    triples = [{text[at : at + 3] for at in range(len(text) - 2)} for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    leader = list(range(len(texts)))

    def lead(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for at, its in enumerate(triples):
        shared = Counter(other for triple in its for other in holders[triple])
        for other, common in shared.items():
            if common > ALIKE * len(its | triples[other]):
                leader[lead(at)] = lead(other)
        for triple in its:
            holders[triple].append(at)
    return [lead(at) % PARTS for at in range(len(texts))]


def write(read: Sequence[Matter]) -> None:
    asked = table(read)
    steps = np.clip(np.round(learn(asked) * STEP), -127, 127).astype(np.int8)
    kept = np.abs(steps) >= SMALLEST
    names = [name for name, keep in zip(asked.names, kept, strict=True) if keep]
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(names)),
        weights=steps[kept],
        digest=np.array(digest()),
    )
    print(f"{len(read)} matters, {len(names)} features, {path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="judge instead of writing")
    check_only = parser.parse_args().check
    understanding, _ = Understanding.load(FOLDER)
    read = list(matters(understanding))
    if check_only:
        check(read)
    else:
        write(read)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
