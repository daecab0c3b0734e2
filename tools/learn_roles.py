"""Learns what each clause of a matter does: `python -m tools.learn_roles` writes the weights.

A conditional random field, learnt by likelihood from the marked matters of `roles.tsv`, never from
those that are only measured. Whoever says little says the matter: short statements (`kinds.tsv`,
`dangers.tsv`) are keys and short questions are requests, alone and between the greetings, addresses
and wishes that were marked elsewhere. `--check` learns without some authors and judges theirs.
"""

import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from ivr.tickets.bench_fields import Matter, marked_matters, stretches_of
from ivr.tickets.model import Kind
from ivr.tickets.roles import FILE, ROLES, STEP, Role, Roles, Told, signs_of
from ivr.tickets.understanding import Understanding, blanked
from tools.labelled_matters import BY_KIND, told_by_kind
from tools.learning import FOLDER, run

MARKED = FOLDER.parent / "tests" / "data" / "understanding" / "roles.tsv"
LEARN = "learn"
FIRM, FIRM_FOLLOWS, FEWEST, ROUNDS = 1.5, 0.1, 2, 120
SMALLEST = 3  # the largest weight of a sign, in steps, that is kept
LEFT_OUT = 5  # of the authors, in a check

SHORT, SHORTEST = 24, 5  # characters of a statement that is the key by itself
COMPOSED = 2000
SEED = 20
_ASKS = re.compile(
    "[吗呢？?]|[想希盼]望?|请|能不能|怎|咋|多少|谁|啥|什么|哪|几|建议|要求|麻烦|给|帮|快|赶"
)
_QUESTION = re.compile("怎么|咋|多少|哪|什么|啥|几|吗|能不能")
DANGERS = FOLDER / "dangers" / "dangers.tsv"

Floats = NDArray[np.float64]


def digest() -> str:
    """Of what is learnt from: whether the weights are of what the file now says."""
    said = [path.read_bytes() for path in (MARKED, BY_KIND, DANGERS)]
    return hashlib.sha256(b"".join(said)).hexdigest()[:12]


def composed(matters: Sequence[Matter], understanding: Understanding) -> Iterator[Matter]:
    """Short matters: a statement or a question, with what people say before and behind it."""
    dice = random.Random(SEED)
    pieces: dict[str, list[str]] = defaultdict(list)
    for matter in matters:
        for letter, words in stretches_of(matter):
            if len(words) < SHORT:
                pieces[letter].append(words)
    said = [(w, kind) for w, _, kind in told_by_kind(understanding.classifier.taxonomy)]
    said += ((words, Kind.HELP) for words in _dangers())
    plain = [(w, k) for w, k in said if _is_key(w, k)]
    asked = [
        (w, k) for w, k in said if k is Kind.INQUIRY and _QUESTION.search(w) and len(w) < SHORT
    ]
    for at in range(COMPOSED):
        words, kind = dice.choice(asked if at % 4 == 0 else plain)
        told = [("R" if kind is Kind.INQUIRY else "K", words)]
        if dice.random() < 0.25:  # the address in front of the trouble, in one breath
            where = dice.choice(pieces["P"]).rstrip("，,。 ")
            told[0] = (told[0][0], where + words)
        if dice.random() < 0.4:
            told.insert(0, ("O", dice.choice(pieces["O"])))
        if dice.random() < 0.3:
            told.insert(dice.choice((0, len(told))), ("P", dice.choice(pieces["P"])))
        if kind is not Kind.INQUIRY and dice.random() < 0.4:
            told.append(("R", dice.choice(pieces["R"])))
        if dice.random() < 0.2:
            told.append(("O", "谢谢"))
        comma = "，" if dice.random() < 0.6 else ""
        stretches = [(letter, each.rstrip("，,。 ") + comma) for letter, each in told]
        letters = "".join(letter * len(each) for letter, each in stretches)
        yield Matter(LEARN, "", kind, "".join(each for _, each in stretches), letters)


def _dangers() -> Iterator[str]:
    for line in DANGERS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")[-1]


def _is_key(words: str, kind: Kind) -> bool:
    tells = kind in (Kind.HELP, Kind.COMPLAINT, Kind.REPORT)
    return tells and SHORTEST <= len(words) < SHORT and not _ASKS.search(words)


@dataclass(frozen=True)
class Lesson:
    """A matter as the field sees it."""

    told: Told
    signs: Sequence[Sequence[str]]
    roles: Sequence[int]


def lessons(matters: Sequence[Matter], understanding: Understanding) -> list[Lesson]:
    found = []
    for matter in matters:
        told = told_of(matter, understanding)
        if told.spans:
            roles = [_role_of(matter.letters[slice(*span)]) for span in told.spans]
            found.append(Lesson(told, list(signs_of(told)), roles))
    return found


def told_of(matter: Matter, understanding: Understanding) -> Told:
    words = matter.words
    bare = blanked(words, understanding.places.read(words).names)
    trouble = understanding.classifier.judge(bare).spans
    spans = understanding.reader.pauses.clauses(words)
    return Told(words, bare, spans, matter.kind, trouble)


def _role_of(letters: str) -> int:
    return ROLES.index(Role(Counter(letters).most_common(1)[0][0]))


class Field:
    """The likelihood of the marked roles, and its slope."""

    def __init__(self, taught: Sequence[Lesson]) -> None:
        often = Counter(name for each in taught for signs in each.signs for name in signs)
        self.names = [name for name, times in often.items() if times >= FEWEST]
        column = {name: at for at, name in enumerate(self.names)}
        rows = [
            [column[n] for n in signs if n in column] for each in taught for signs in each.signs
        ]
        starts = np.cumsum([0, *map(len, rows)])
        at = np.fromiter(chain.from_iterable(rows), np.int64, starts[-1])
        shape = len(rows), len(column)
        self._held = sparse.csr_matrix((np.ones(len(at)), at, starts), shape)
        self._turned = self._held.T.tocsr()
        self._lengths = np.array([len(each.roles) for each in taught])
        self._first = np.cumsum([0, *self._lengths[:-1]])
        self._right = np.eye(len(ROLES))[list(chain.from_iterable(t.roles for t in taught))]
        self._steps = np.zeros((len(ROLES), len(ROLES)))
        for each in taught:
            np.add.at(self._steps, (each.roles[:-1], each.roles[1:]), 1)

    def learn(self) -> tuple[Floats, Floats]:
        """Weights of signs, and of one role after another."""
        roles, size = len(ROLES), len(self.names)
        start, options = np.zeros((size + roles) * roles), {"maxiter": ROUNDS, "maxcor": 6}
        found = optimize.minimize(self._loss, start, jac=True, method="L-BFGS-B", options=options)
        both = found.x.reshape(-1, roles)
        return both[:size], both[size:]

    def _loss(self, flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(-1, len(ROLES))
        weights, follows = both[: len(self.names)], both[len(self.names) :]
        worths = self._held @ weights
        total, likely, steps = self._expected(worths, follows)
        missed = total - (worths * self._right).sum() - (follows * self._steps).sum()
        missed += FIRM / 2 * (weights**2).sum() + FIRM_FOLLOWS / 2 * (follows**2).sum()
        slope = self._turned @ (likely - self._right) + FIRM * weights
        slope_follows = steps - self._steps + FIRM_FOLLOWS * follows
        return float(missed), np.concatenate((slope, slope_follows)).ravel()

    def _expected(self, worths: Floats, follows: Floats) -> tuple[float, Floats, Floats]:
        """(log of all ways, how likely each role of each clause is, and each step between two)."""
        longest = int(self._lengths.max())
        ahead = np.zeros((longest, len(self._lengths), len(ROLES)))
        back = np.zeros_like(ahead)
        ahead[0] = worths[self._first]
        for at in range(1, longest):
            live = self._lengths > at
            ahead[at] = ahead[at - 1]
            ways = ahead[at - 1][live][:, :, None] + follows
            ahead[at][live] = _log_sum(ways, 1) + worths[self._first[live] + at]
        total = _log_sum(ahead[-1], 1)
        likely, steps = np.zeros_like(worths), np.zeros_like(follows)
        for at in range(longest - 1, -1, -1):
            live = self._lengths > at + 1
            if live.any():
                next_ = worths[self._first[live] + at + 1] + back[at + 1][live]
                ways = follows + next_[:, None]
                back[at][live] = _log_sum(ways, 2)
                known = ahead[at][live][:, :, None] + ways - total[live][:, None, None]
                steps += np.exp(known).sum(0)
            own = self._lengths > at
            known = ahead[at][own] + back[at][own] - total[own][:, None]
            likely[self._first[own] + at] = np.exp(known)
        return float(total.sum()), likely, steps


def _log_sum(values: Floats, axis: int) -> Floats:
    most = values.max(axis, keepdims=True)
    told: Floats = (most + np.log(np.exp(values - most).sum(axis, keepdims=True))).squeeze(axis)
    return told


def learn(taught: Sequence[Lesson]) -> Roles:
    """The weights as they are kept: rounded, and without signs that say little."""
    own = Field(taught)
    weights, follows = own.learn()
    steps = np.round(weights * STEP).clip(-127, 127)
    kept = np.flatnonzero(np.abs(steps).max(1) >= SMALLEST)
    column = {own.names[at]: number for number, at in enumerate(kept.tolist())}
    kept_weights = (steps[kept] / STEP).astype(np.float32)
    return Roles(column, kept_weights, follows.astype(np.float32), digest())


def check(matters: Sequence[Matter], understanding: Understanding) -> None:
    """Authors that were not learnt from: the share of clauses, by characters, with their role."""
    apart = frozenset(sorted({matter.author for matter in matters})[::LEFT_OUT])
    taught = [m for m in matters if m.author not in apart]
    roles = learn(lessons([*taught, *composed(taught, understanding)], understanding))
    hits: list[bool] = []
    for matter in (m for m in matters if m.author in apart):
        for clause in roles.of(told_of(matter, understanding)):
            letters = matter.letters[slice(*clause.span)]
            hits.extend(letter == clause.role.value for letter in letters)
    print(f"{', '.join(sorted(apart))}: {np.mean(hits):.1%} of the characters")


def write(roles: Roles) -> None:
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(roles.column)),
        weights=np.round(roles.weights * STEP).astype(np.int8),
        follows=roles.follows,
        digest=np.array(roles.digest),
    )
    print(f"{len(roles.column)} signs, {path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        matters = list(marked_matters(MARKED, LEARN))
        if check_only:
            check(matters, understanding)
        else:
            matters += composed(matters, understanding)
            write(learn(lessons(matters, understanding)))

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
