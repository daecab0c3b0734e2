"""问题表现: which manifestation of a type the words speak of, once type and kind are known.

By then fainter signs will do than those a type is known by (`signs.csv`): a word with a character
or two in between (没发 in 没给我发), two characters that only its name has. And the kind must fit:
who asks is given …咨询, who complains what goes wrong, 表扬 is for who praises.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ivr.tickets.model import Evidence, Kind
from ivr.tickets.taxonomy import Category, Manifestation, Taxonomy, TypeKey

_BETWEEN = r"[^，。；！？,;!? ]{0,%d}?"
_OF_TWO, _OF_MORE = 2, 1  # characters between those of a word
_LOOSE = 0.4  # what such a word counts
_PAIR = 0.4  # and two characters of a name
_OF_MANY = 25  # what is in the names of so many manifestations says nothing of one
_ASKED, _PROPOSED, _TROUBLED, _PRAISED = 1.0, 0.5, 2.0, 4.0
_A_WORD = 0.5  # less than that is hardly said
_TROUBLES = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.REPORT, Kind.BUSINESS_COMPLAINT})
_ASKS = re.compile(r"咨询$|手续$")
_PROPOSES = re.compile(r"建议$|^(?:增设|要求|开通|增加)")
_PRAISES = re.compile(r"表扬")

Heard = Mapping[str, tuple[Evidence, float]]  # words of the tree, also by sound: where, how surely


class _Said(NamedTuple):
    """A word of a manifestation that was said."""

    worth: float
    span: Evidence


class _Of(NamedTuple):
    """One manifestation, and what speaks for it."""

    category: Category
    words: Mapping[str, tuple[float, re.Pattern[str] | None]]  # what each is worth; said loosely
    pairs: Sequence[str]  # of characters, which only its name has

    def told(self, text: str, heard: Heard) -> float:
        said = [found for word in self.words if (found := self._said(word, text, heard))]
        return _together(said) + _PAIR * sum(pair in text for pair in self.pairs)

    def _said(self, word: str, text: str, heard: Heard) -> _Said | None:
        worth, loosely = self.words[word]
        if (at := text.find(word)) >= 0:
            return _Said(worth, (at, at + len(word)))
        if word in heard:
            span, share = heard[word]
            return _Said(worth * share, span)
        found = loosely.search(text) if loosely else None
        return _Said(worth * _LOOSE, found.span()) if found else None

    def fits(self, kind: Kind, told: float) -> float:
        """How much the kind speaks for it.

        Who complains wants no …咨询, but rather that than what he hardly said.
        """
        name = self.category[2]
        if _PRAISES.search(name):
            return _PRAISED if kind is Kind.PRAISE else -_PRAISED
        if kind in _TROUBLES:
            return _TROUBLED * (told >= _A_WORD and not _ASKS.search(name))
        if _ASKS.search(name):
            return _ASKED * (kind is Kind.INQUIRY)
        return _PROPOSED * (kind is Kind.SUGGESTION and _PROPOSES.search(name) is not None)


class Within:
    """表现 of each type."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        of_type: dict[TypeKey, list[Manifestation]] = defaultdict(list)
        for m in taxonomy.manifestations:
            of_type[m.industry, m.type].append(m)
        often = Counter(pair for m in taxonomy.manifestations for pair in _pairs(m))
        self._of_type = {
            key: [_of(m, its, taxonomy.signs, often) for m in its] for key, its in of_type.items()
        }

    def best(self, text: str, was: Category, kind: Kind, heard: Heard) -> Category:
        """Of the manifestations of a type, the one that fits; `was` where none fits better."""

        def fitting(one: _Of) -> tuple[float, bool]:
            told = one.told(text, heard)
            return told + one.fits(kind, told), one.category == was

        return max(self._of_type[was[:2]], key=fitting).category


def _of(
    m: Manifestation,
    siblings: Sequence[Manifestation],
    signs: Mapping[Category, tuple[str, ...]],
    often: Mapping[str, int],
) -> _Of:
    shared = Counter(word for s in siblings for word in _words(s, signs))
    taken = Counter(pair for s in siblings for pair in _pairs(s))
    words = {w: (_worth(w) / shared[w], _loosely(w)) for w in _words(m, signs)}
    pairs = [p for p in sorted(_pairs(m)) if taken[p] == 1 and often[p] < _OF_MANY]
    return _Of(m.category, words, pairs)


def _words(m: Manifestation, signs: Mapping[Category, tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys((m.name, *m.words, *signs.get(m.category, ()))))


def _worth(word: str) -> float:
    """The longer the more; a single character little."""
    return float((min(len(word), 5) - 0.5) ** 0.6)


def _pairs(m: Manifestation) -> set[str]:
    """Every two characters that stand together in its name."""
    return {m.name[at : at + 2] for at in range(len(m.name) - 1)}


def _loosely(word: str) -> re.Pattern[str] | None:
    """With characters in between."""
    if len(word) == 1:
        return None
    between = _BETWEEN % (_OF_TWO if len(word) == 2 else _OF_MORE)
    return re.compile(between.join(map(re.escape, word)))


def _together(said: Sequence[_Said]) -> float:
    """The weightiest word in full, further ones in part, what overlaps with it not at all."""
    kept: list[_Said] = []
    for one in sorted(said, key=lambda s: (-s.worth, s.span)):
        if all(one.span[1] <= k.span[0] or one.span[0] >= k.span[1] for k in kept):
            kept.append(one)
    return sum(one.worth * 0.5**at for at, one in enumerate(kept))
