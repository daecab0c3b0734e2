"""Matters of labelled utterances, as the service sees them: what kinds and types are learnt from.

Never from `test.jsonl`; `authors.jsonl` is only to learn from. An utterance says in `author` whose
way of speaking it is; what is learnt from one author's words is judged by another's.
Short statements of one matter teach most: `statements.tsv` has a hundred of each type in as many
different words as may be, `kinds.tsv` stories that are told several times, each time as another
kind.
The stories and the calls of one matter also teach the knowledge base who asks and who appeals
(`ivr.knowledge.appeals`), when it is fitted.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ivr.tickets.bench import CALLED_AT
from ivr.tickets.model import Kind
from ivr.tickets.taxonomy import Taxonomy, TypeKey
from ivr.tickets.understanding import Understanding, blanked

_FOLDER = Path(__file__).parents[1] / "tests" / "data" / "understanding"
LABELLED = [_FOLDER / f"{name}.jsonl" for name in ("dev", "authors", "fields")]
# The letters have no kinds and types.
WITH_LETTERS = [*LABELLED[:-1], _FOLDER / "letters.jsonl", LABELLED[-1]]
STATEMENTS, BY_KIND = _FOLDER / "statements.tsv", _FOLDER / "kinds.tsv"
CHATTER, PLAIN = _FOLDER / "no_matter.tsv", _FOLDER / "plain_matters.tsv"
APART = "apart"  # never learnt from
NO_MATTER = dict.fromkeys(("kind", "industry", "type"))  # hello, a wrong number, abuse


@dataclass(frozen=True)
class Matter:
    """One matter of a labelled utterance."""

    words: str
    bare: str  # the words without names of places
    kind: str | None
    type: tuple[str, str] | None
    in_danger: bool
    author: str
    utterance: str  # that it is from


def digest() -> str:
    """Of what is learnt from the utterances: whether the weights are of what they now say."""
    told = [
        (case["text"], case.get("emergency"), [(w["kind"], w["type"]) for w in case["tickets"]])
        for path in LABELLED
        for case in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def statements(taxonomy: Taxonomy) -> Iterator[tuple[str, TypeKey]]:
    """What citizens say in few words, with its type."""
    for its, (words,) in _told_in(STATEMENTS, taxonomy):
        yield words, its


def told_by_kind(taxonomy: Taxonomy) -> Iterator[tuple[str, TypeKey, Kind]]:
    """What citizens say in few words, with its type and kind."""
    for its, (kind, words) in _told_in(BY_KIND, taxonomy):
        yield words, its, Kind(kind)


def said_in(path: Path, *, apart: bool) -> Iterator[tuple[str, str]]:
    """Of `CHATTER` or `PLAIN` the sort and words of what is learnt, or of what is kept apart."""
    for line in path.read_text("utf-8").splitlines():
        author, sort, words = line.split("\t")
        if (author == APART) is apart:
            yield sort, words


def _told_in(path: Path, taxonomy: Taxonomy) -> Iterator[tuple[TypeKey, list[str]]]:
    """Of each line the type that it names, and the rest."""
    types = {key[1]: key for key in taxonomy.types}
    for line in path.read_text("utf-8").splitlines():
        name, *told = line.split("\t")
        yield types[name], told


def labelled_matters(understanding: Understanding) -> Iterator[Matter]:
    """The only matter of an utterance, or all of them where it is split as it should be."""
    for path in LABELLED:
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            case = json.loads(line)
            wanted = case["tickets"] or [NO_MATTER]
            told = [case["text"]]
            if len(wanted) > 1:
                draft = understanding.draft(case["text"], called_at=CALLED_AT)
                told = [ticket.text for ticket in draft.tickets]
            if len(told) != len(wanted):
                continue
            for words, want in zip(told, wanted, strict=True):
                type_ = (want["industry"], want["type"]) if want["type"] else None
                yield Matter(
                    words,
                    without_places(understanding, words),
                    want["kind"],
                    type_,
                    case.get("emergency") is not None,
                    case.get("author", path.stem),
                    f"{path.stem} {number}",
                )


def without_places(understanding: Understanding, words: str) -> str:
    return blanked(words, understanding.places.read(words).names)
