"""Learns what each kind of appeal sounds like: `python -m tools.learn_kinds` writes the weights.

Multinomial logistic regression over the features of `ivr/tickets/kind_sense.py`, from the
sentences of the tables and the labelled utterances for tuning (never from `test.jsonl`). `--check`
learns five times, each time without a fifth of the labelled utterances and what is nearly the same,
and judges that fifth.
"""

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from ivr.tickets.bench import CALLED_AT
from ivr.tickets.kind_sense import FILE, KINDS, STEP, features
from ivr.tickets.model import Kind
from ivr.tickets.reading import BLANK
from ivr.tickets.taxonomy import Taxonomy
from ivr.tickets.understanding import Understanding

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "knowledge_base"
LABELLED = [
    ROOT / "tests" / "data" / "understanding" / f"{name}.jsonl" for name in ("dev", "fields")
]
LABEL_COUNTS = 12.0  # a labelled utterance, beside a sentence of the tables
EVEN = 0.3  # how far rare kinds count more
FEWEST = 2  # sentences that hold a feature
SMALLEST = 2  # weights, in steps, that are kept
FREE = {"#": 0.2}  # how little a feature's weight is held back, by its first character
ROUNDS = 80
PARTS = 5
ALIKE = 0.35  # of the triples of two texts in common: nearly the same

Rows = Sequence["Row"]
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One matter with its kind."""

    words: str
    kind: Kind
    found: dict[str, float]
    counts: float
    group: str = ""  # the labelled utterance it is from


def digest(taxonomy: Taxonomy) -> str:
    """Of the sentences: whether the weights were learnt from what the tables now say."""
    told = "\n".join(f"{e.industry},{e.type},{e.kind.value},{e.words}" for e in taxonomy.examples)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def of_tables(taxonomy: Taxonomy) -> Iterator[Row]:
    for e in taxonomy.examples:
        usual = taxonomy.usual.get((e.industry, e.type))
        found = features(e.words, e.words, (e.industry, e.type, ""), 1.0, usual)
        yield Row(e.words, e.kind, found, 1.0)


def of_labelled(understanding: Understanding, path: Path) -> Iterator[Row]:
    """The matters of the utterances that are split as they should be, emergencies left out."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        case = json.loads(line)
        draft = understanding.draft(case["text"], called_at=CALLED_AT)
        wanted = case["tickets"]
        if draft.emergency is not None or len(draft.tickets) != len(wanted):
            continue
        for ticket, want in zip(draft.tickets, wanted, strict=True):
            found = of_words(understanding, ticket.text)
            group = f"{path.stem} {number}"
            yield Row(ticket.text, Kind(want["kind"]), found, LABEL_COUNTS, group)


def of_words(understanding: Understanding, words: str) -> dict[str, float]:
    """The features as the service sees them."""
    letters = list(words)
    for place in understanding.places.find(words):
        for start, end in place.names:
            letters[start:end] = BLANK * (end - start)
    bare = "".join(letters)
    candidates = understanding.classifier.judge(bare).candidates
    if not candidates:
        return features(words, bare, None, 0.0, None)
    best = candidates[0]
    usual = understanding.classifier.taxonomy.usual.get(best.category[:2])
    return features(words, bare, best.category, best.confidence, usual)


def matrix(rows: Rows) -> tuple[sparse.csr_matrix, list[str]]:
    """What the rows hold, and the names of the columns."""
    times = Counter(name for row in rows for name in row.found)
    names = [name for name, n in times.items() if n >= FEWEST]
    column = {name: at for at, name in enumerate(names)}
    held = [[(column[n], v) for n, v in row.found.items() if n in column] for row in rows]
    starts = np.cumsum([0, *map(len, held)])
    at = np.array([c for each in held for c, _ in each])
    values = np.array([v for each in held for _, v in each])
    return sparse.csr_matrix((values, at, starts), (len(rows), len(names))), names


def learn(
    held: sparse.csr_matrix, kinds: NDArray[np.int64], counts: Weights, names: Sequence[str]
) -> Weights:
    """The weights that tell the kinds apart, no larger than they need be."""
    wanted = np.zeros((len(kinds), len(KINDS)))
    wanted[np.arange(len(kinds)), kinds] = 1.0
    counts = counts * (np.bincount(kinds).max() / np.bincount(kinds)[kinds]) ** EVEN
    counts = (counts / counts.mean())[:, None]
    back = held.T.tocsr()
    firm = np.array([FREE.get(name[:1], 1.0) for name in names])[:, None]

    def loss(flat: Weights) -> tuple[float, Weights]:
        weights = flat.reshape(len(names), len(KINDS))
        sums = held @ weights
        sums -= sums.max(axis=1, keepdims=True)
        logs = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        slope = back @ ((np.exp(logs) - wanted) * counts) + firm * weights
        return float((firm * weights**2).sum() / 2 - (counts * wanted * logs).sum()), slope.ravel()

    start = np.zeros(len(names) * len(KINDS))
    found = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8}
    )
    learnt: Weights = found.x.reshape(len(names), len(KINDS))
    return learnt


def check(rows: Rows) -> None:
    """Judges each fifth of the labelled utterances by what was learnt without it."""
    held, names = matrix(rows)
    kinds, counts = _kinds(rows), np.array([row.counts for row in rows])
    part = _parts(rows)
    right: dict[str, list[bool]] = defaultdict(list)
    sure: list[tuple[float, bool]] = []
    for number in range(PARTS):
        asked = np.array([p == number and bool(r.group) for p, r in zip(part, rows, strict=True)])
        known = np.array([p != number for p in part])
        weights = learn(held[known], kinds[known], counts[known], names)
        sums = held[asked] @ weights
        shares = np.exp(sums - sums.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        for at, its in zip(np.flatnonzero(asked).tolist(), shares, strict=True):
            hit = bool(its.argmax() == kinds[at])
            right[rows[at].group.split()[0]].append(hit)
            sure.append((float(its.max()), hit))
    for name, hits in right.items():
        print(f"{name}: {sum(hits)}/{len(hits)} = {np.mean(hits):.1%}")
    for low, high in ((0.0, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1.01)):
        said = [hit for share, hit in sure if low <= share < high]
        print(
            f"shown with {low:.1f} to {min(high, 1):.1f}: {np.mean(said):.1%} of {len(said)} right"
        )


def _parts(rows: Rows) -> list[int]:
    """The part of each row: what is nearly the same, or of one call, is in one part."""
    triples = [{row.words[at : at + 3] for at in range(len(row.words) - 2)} for row in rows]
    holders: dict[str, list[int]] = defaultdict(list)
    leader = list(range(len(rows)))
    first: dict[str, int] = {}

    def lead(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for at, (row, its) in enumerate(zip(rows, triples, strict=True)):
        shared = Counter(other for triple in its for other in holders[triple])
        near = [o for o, n in shared.items() if n > ALIKE * len(its | triples[o])]
        if row.group:
            near.append(first.setdefault(row.group, at))
        for other in near:
            leader[lead(at)] = lead(other)
        for triple in its:
            holders[triple].append(at)
    groups = [lead(at) for at in range(len(rows))]
    return [hash((group * 2654435761) % 997) % PARTS for group in groups]


def _kinds(rows: Rows) -> NDArray[np.int64]:
    return np.array([KINDS.index(row.kind) for row in rows])


def write(rows: Rows, taxonomy: Taxonomy) -> None:
    held, names = matrix(rows)
    weights = learn(held, _kinds(rows), np.array([row.counts for row in rows]), names)
    steps = np.clip(np.round(weights * STEP), -127, 127).astype(np.int8)
    kept = (np.abs(weights * STEP).max(axis=1) >= SMALLEST) & (np.abs(steps).max(axis=1) > 0)
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(name for name, keep in zip(names, kept, strict=True) if keep)),
        weights=steps[kept],
        digest=np.array(digest(taxonomy)),
    )
    print(f"{len(rows)} sentences, {kept.sum()} features, {path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="judge instead of writing")
    check_only = parser.parse_args().check
    understanding, faults = Understanding.load(FOLDER)
    if faults:
        print(*faults, sep="\n")
        return 1
    taxonomy = understanding.classifier.taxonomy
    rows = list(of_tables(taxonomy))
    for path in LABELLED:
        rows.extend(of_labelled(understanding, path))
    if check_only:
        check(rows)
    else:
        write(rows, taxonomy)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
