"""Learns where a place begins, goes on and ends: `python -m tools.learn_places` writes the weights.

A softmax over every stretch of a matter's words and over none, with the features of
`ivr/tickets/place_features.py`, from the labelled utterances (never from `test.jsonl`). A matter
whose place was not said in its own words has none. `--check` learns without each author's
utterances and judges those; `--check NAME …` only the authors named. `--further` goes on from the
weights there are, which takes half the time after a small change of the labels.
"""

import argparse
import hashlib
import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from ivr.language.pinyin import syllables
from ivr.tickets.bench import CALLED_AT
from ivr.tickets.kept_weights import by_name, read_kept
from ivr.tickets.model import Evidence
from ivr.tickets.place_choice import FILE, LONGEST, SHORTEST, STEP, length_of
from ivr.tickets.place_features import Tagged, of_none, signs, told_of, windows, with_kind, within
from ivr.tickets.sameness import same
from ivr.tickets.understanding import Understanding
from tools.learn_respondents import FOLDER, LABELLED, as_if_unseen

FIRM = 0.3  # how far weights are held back
FEWEST = 3  # spots that hold a feature
SMALLEST = 2  # weights, in steps, that are kept
ROUNDS, FURTHER = 80, 25  # from nothing, and on from the weights there are

Weights = NDArray[np.float64]
Counts = NDArray[np.int64]
FEW, MANY = range(3, 11), range(12, 40)  # characters of a half-said matter
LENGTHS = range(SHORTEST, LONGEST + 1)
SPOTS = ("begins", "ends", "within")


@dataclass(frozen=True)
class Matter:
    """The words of one matter in its call, and the place it is labelled with."""

    group: str  # whose way of speaking it is
    text: str
    stretch: Evidence
    kind: Any
    pieces: tuple[Tagged, ...]
    place: str | None
    half: bool = False  # not yet said to its end

    @property
    def words(self) -> str:
        return self.text[slice(*self.stretch)]

    @property
    def right(self) -> list[tuple[int, int]]:
        """Where the place begins and how long it is, as often as it was said."""
        spans = said_in(self.words, self.place) if self.place else []
        return [(start, end - start) for start, end in spans if end - start in LENGTHS]


def half_said(understanding: Understanding, matter: Matter) -> Matter | None:
    """One in two as they are while the caller still speaks: a little behind the place, if any."""
    words, right = matter.words, matter.right
    chance = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
    end = right[0][0] + right[0][1] + FEW[chance % len(FEW)] if right else MANY[chance % len(MANY)]
    if end >= len(words) or chance // MANY.stop % 2:
        return None
    pieces = understanding.places.read(words[:end]).tagged
    place = matter.place if right else None
    return Matter(matter.group, words[:end], (0, end), matter.kind, pieces, place, half=True)


def said_in(words: str, place: str) -> list[Evidence]:
    """Where a place was said, or heard as other characters of the same sounds."""
    found = [match.span() for match in re.finditer(re.escape(place), words)]
    heard, sought = syllables(words), syllables(place)
    if found or len(heard) != len(words) or len(sought) != len(place):
        return found
    spots = range(len(words) - len(place) + 1)
    return [(at, at + len(place)) for at in spots if heard[at : at + len(place)] == sought]


def digest() -> str:
    """Of the labels: whether the weights were learnt from what the files now say."""
    told = hashlib.sha256()
    for case, _ in _cases():
        meant = [ticket["place"] for ticket in case["tickets"]]
        told.update(json.dumps([case["text"], meant], ensure_ascii=False).encode())
    return told.hexdigest()[:12]


def _cases() -> Iterator[tuple[dict[str, Any], str]]:
    for path in LABELLED:
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                case = json.loads(line)
                yield case, case.get("author", path.stem)


def matters(understanding: Understanding) -> Iterator[Matter]:
    """The matters of the utterances that are split as they should be."""
    for case, group in _cases():
        text = case["text"]
        drafts = understanding.draft(text, called_at=CALLED_AT).tickets
        if len(drafts) != len(case["tickets"]):
            continue
        pieces = understanding.places.read(text).tagged
        for draft, want in zip(drafts, case["tickets"], strict=True):
            start = text.index(draft.text)
            stretch = start, start + len(draft.text)
            kind = as_if_unseen(draft.kind, draft.text) if draft.kind else None
            yield Matter(group, text, stretch, kind, pieces, want["place"])


class Features:
    """The features of all spots of all matters as rows of numbers."""

    def __init__(self, read: Sequence[Matter]) -> None:
        self.names: dict[str, int] = {length_of(n): n - SHORTEST for n in LENGTHS}
        self._held = {name: array("i") for name in (*SPOTS, "none")}
        self._ends: dict[str, list[int]] = {name: [0] for name in self._held}
        self._counts: list[float] = []
        for matter in read:
            self._add(matter)
        sizes = [len(matter.words) + 1 for matter in read]
        self.starts = np.cumsum([0, *sizes])

    def _add(self, matter: Matter) -> None:
        start, end = matter.stretch
        found = [signs(window) for window in windows(matter.text, matter.pieces)]
        for column, (name, shorts, clauses) in enumerate(
            (("begins", "begins_as", "before"), ("ends", "ends_as", "behind"))
        ):
            spots = [
                [*names, with_kind(matter.kind, short), *(p[column] for p in part.pairs[a:b])]
                for part in found
                for names, short, (a, b) in zip(
                    getattr(part, name), getattr(part, shorts), getattr(part, clauses), strict=True
                )
            ]
            for names in spots[start : end + 1]:
                self._row(name, names)
        for names in [names for part in found for names in part.within][start : end + 1]:
            self._row("within", names)
        sorts = {sort for _, _, sort in within(matter.pieces, matter.stretch)}
        own = of_none(told_of(matter.words), matter.kind, sorted(sorts))
        self._row("none", own)
        self._counts += own.values()

    def _row(self, name: str, names: Sequence[str] | dict[str, float]) -> None:
        self._held[name].extend(self.names.setdefault(each, len(self.names)) for each in names)
        self._ends[name].append(len(self._held[name]))

    def table(self) -> "dict[str, sparse.csr_matrix]":
        """Rows of spots (and, for none, of matters) by features."""
        values = {name: np.ones(len(held), np.float32) for name, held in self._held.items()}
        values["none"] = np.array(self._counts, np.float32)
        return {
            name: sparse.csr_matrix(
                (values[name], np.array(held, np.int32), np.array(self._ends[name])),
                (len(self._ends[name]) - 1, len(self.names)),
            )
            for name, held in self._held.items()
        }


@dataclass(frozen=True)
class Table:
    """Some matters: the features of their spots, and their right places."""

    held: "dict[str, sparse.csr_matrix]"
    starts: Counts  # the first spot of each matter, and the end
    right: Sequence[Sequence[tuple[int, int]]]

    def part(self, chosen: NDArray[np.bool_]) -> "Table":
        sizes = np.diff(self.starts)
        spots = np.repeat(chosen, sizes)
        held = {name: rows[spots] for name, rows in self.held.items() if name != "none"}
        held["none"] = self.held["none"][chosen]
        right = [each for each, keep in zip(self.right, chosen, strict=True) if keep]
        return Table(held, np.cumsum([0, *sizes[chosen]]), right)

    def worth(self, weights: Weights) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Of each stretch by its first spot and its length, and of none."""
        small = weights.astype(np.float32)
        begins, ends, inside = (self.held[name] @ small for name in SPOTS)
        held = np.concatenate(([0.0], np.cumsum(inside, dtype=np.float64)))[:-1]
        last = np.repeat(self.starts[1:] - 1, np.diff(self.starts))
        spots = np.arange(len(last))
        worth = np.full((len(last), len(LENGTHS)), -1e9, np.float32)
        for column, length in enumerate(LENGTHS):
            at = spots[spots + length <= last]
            behind = at + length
            worth[at, column] = begins[at] + ends[behind] + held[behind] - held[at] + small[column]
        return worth, self.held["none"] @ small


def learn(table: Table, start: Weights | None = None) -> Weights:
    """The weights that put the right stretches first, no larger than they need be."""
    held, starts = table.held, table.starts
    often = sum(np.bincount(rows.indices, minlength=rows.shape[1]) for rows in held.values())
    known = (often >= FEWEST).astype(np.float64)
    known[: len(LENGTHS)] = 1.0
    turned = {name: rows.T.tocsr() for name, rows in held.items()}
    of = np.repeat(np.arange(len(table.right)), np.diff(starts))
    told = [
        (starts[n] + a, size - SHORTEST, n) for n, its in enumerate(table.right) for a, size in its
    ]
    first, length, matter = (np.array(each) for each in zip(*told, strict=True))
    without = np.bincount(matter, minlength=len(table.right)) == 0

    def loss(weights: Weights) -> tuple[float, Weights]:
        worth, none = table.worth(weights)
        most = np.maximum(np.maximum.reduceat(worth.max(1), starts[:-1]), none)
        share, of_none = np.exp(worth - most[of][:, None]), np.exp(none - most)
        whole = np.add.reduceat(share.sum(1), starts[:-1]) + of_none
        good = share[first, length]
        right = np.maximum(np.bincount(matter, good, len(whole)) + of_none * without, 1e-30)
        share /= whole[of][:, None]
        np.subtract.at(share, (first, length), good / right[matter])
        slope = _slope(share, turned)
        slope += turned["none"] @ (of_none / whole - of_none * without / right).astype(np.float32)
        slope = (slope + FIRM * weights) * known
        missed = float(np.log(whole / right).sum())
        return missed + FIRM / 2 * float(weights @ weights), slope

    found = optimize.minimize(
        loss, np.zeros(len(often)) if start is None else start, jac=True, method="L-BFGS-B",
        options={"maxiter": ROUNDS if start is None else FURTHER, "maxcor": 6},
    )  # fmt: skip
    learnt: Weights = found.x
    return learnt


def _slope(share: NDArray[np.float32], turned: "dict[str, sparse.csr_matrix]") -> Weights:
    """What the shares of all stretches say of each feature."""
    begins = share.sum(1)
    ends = np.zeros_like(begins)
    for column, length in enumerate(LENGTHS):
        ends[length:] += share[:-length, column]
    inside = np.cumsum(begins - ends, dtype=np.float64).astype(np.float32)
    parts = zip(SPOTS, (begins, ends, inside), strict=True)
    slope: Weights = sum(turned[name] @ values for name, values in parts).astype(np.float64)
    slope[: len(LENGTHS)] += share.sum(0)
    return slope


def chosen(table: Table, weights: Weights) -> list[Evidence | None]:
    """The place of each matter, counted from the beginning of its words."""
    worth, none = table.worth(weights)
    found: list[Evidence | None] = []
    for number, (start, end) in enumerate(zip(table.starts, table.starts[1:], strict=False)):
        at, column = divmod(int(worth[start:end].argmax()), len(LENGTHS))
        best = worth[start + at, column] > none[number]
        found.append((at, at + column + SHORTEST) if best else None)
    return found


def check(read: Sequence[Matter], names: Sequence[str]) -> None:
    """Judges each author's utterances by what was learnt without them."""
    table = table_of(read)[1]
    for name in names or sorted({matter.group for matter in read}):
        theirs = np.array([matter.group == name for matter in read])
        weights = learn(table.part(~theirs))
        own = theirs & np.array([not matter.half for matter in read])
        asked = [matter for matter, keep in zip(read, own, strict=True) if keep]
        right = [
            is_right(matter.words, matter.place, span)
            for matter, span in zip(asked, chosen(table.part(own), weights), strict=True)
        ]
        print(f"{name}: {sum(right)}/{len(right)} = {np.mean(right):.1%}", flush=True)


def is_right(words: str, place: str | None, span: Evidence | None) -> bool:
    """Whether a stretch of the words, or none, says the place as labelled."""
    said = said_in(words, place) if place else []
    want = words[slice(*said[0])] if said else None
    return same("place", want, words[slice(*span)] if span else None, CALLED_AT)


def table_of(read: Sequence[Matter]) -> tuple[Features, Table]:
    features = Features(read)
    return features, Table(features.table(), features.starts, [matter.right for matter in read])


def _before(names: Iterable[str]) -> Weights:
    """The weights there are."""
    known = read_kept(FOLDER / "taxonomy" / FILE, by_name) or {}
    return np.array([known.get(name, 0) / STEP for name in names])


def write(read: Sequence[Matter], *, further: bool) -> None:
    features, table = table_of(read)
    learnt = learn(table, _before(features.names) if further else None)
    steps = np.clip(np.round(learnt * STEP), -127, 127).astype(np.int8)
    kept = np.abs(steps) >= SMALLEST
    names = [name for name, keep in zip(features.names, kept, strict=True) if keep]
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
    parser.add_argument("--check", nargs="*", metavar="NAME", help="judge instead of writing")
    parser.add_argument("--further", action="store_true", help="go on from the weights there are")
    args = parser.parse_args()
    understanding, _ = Understanding.load(FOLDER)
    whole = list(matters(understanding))
    halves = (half_said(understanding, matter) for matter in whole)
    read = [*whole, *(half for half in halves if half is not None)]
    if args.check is None:
        write(read, further=args.further)
    else:
        check(read, args.check)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
