"""地点: the words for where the matter is, as far up as is certain and as far down as was said.

Which stretch of the words it is, is learnt (place_choice.py); the gazetteer puts the names in it
right, tells its parts and completes it: nothing is added but what lies above a name that only one
place bears; a name that several places bear stays as it was said.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.tickets.address_pieces import A_TIME, Piece, find_pieces
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.full_address import full_address
from ivr.tickets.gazetteer import Gazetteer
from ivr.tickets.model import Evidence, Kind, PlaceParts
from ivr.tickets.openings import COUNT
from ivr.tickets.place_choice import PlaceChoice, Spots
from ivr.tickets.place_edges import whole_words
from ivr.tickets.place_features import Tagged, tagged


@dataclass(frozen=True, slots=True)
class Place:
    """地点: what was said, completed and taken apart."""

    words: str
    span: Evidence
    parts: PlaceParts


@dataclass(frozen=True, slots=True)
class Told:
    """A text with the pieces of addresses in it, and what speaks for a place at each spot."""

    text: str
    pieces: tuple[Piece, ...]  # their spans count from where they were found
    tagged: tuple[Tagged, ...]
    spots: Spots

    def pieces_in(self, span: Evidence) -> list[Piece]:
        """The pieces of a stretch, where they stand in the text."""
        near = slice(bisect_left(self.tagged, span[:1]), bisect_right(self.tagged, span[1:]))
        return [
            Piece((start, end), piece.sort, piece.named)
            for piece, (start, end, _) in zip(self.pieces[near], self.tagged[near], strict=True)
            if end <= span[1]
        ]

    @property
    def names(self) -> list[Evidence]:
        """The proper names in it, which say nothing of the matter: 建设 in 建设大道."""
        return [(start, end) for start, end, _ in self.tagged]


_LEADS_TO = ("到", "至")  # 凤城到丹东 is a way and no place
_BEFORE, _AFTER = 48, 80  # a longer name is told in two pieces


class PlaceFinder:
    """Finds places; what one block of a growing text holds is remembered."""

    def __init__(self, gazetteer: Gazetteer, choice: PlaceChoice, home: str | None = None) -> None:
        self._gazetteer, self._choice, self._home = gazetteer, choice, home
        self._block = lru_cache(maxsize=128)(self._begin_in)
        self.read = lru_cache(maxsize=4)(self._read)
        self.anywhere = lru_cache(maxsize=4)(self._anywhere)

    def find(
        self,
        text: str,
        stretches: Sequence[Evidence] = (),
        kind: Kind | None = None,
        blanked: str | None = None,
    ) -> Place | None:
        """The place of a matter that is told in some stretches of a text, or in all of it.

        `blanked`: the words of the one stretch without places and times, where the net is asked.
        """
        told = self.read(text)
        asked = [_behind_count(text, each) for each in stretches or [(0, len(text))]]
        if blanked is not None:
            blanked = blanked[asked[0][0] - stretches[0][0] :]
        span = self._choice.of(text, asked, kind, told.tagged, told.spots, blanked)
        span = whole_words(text, span, told.tagged) if span else None
        found = self._place(told, span) if span else None
        if found and (found.parts.detail in _LEADS_TO or _is_of_a_time(told, found.span)):
            return None
        return found

    def _anywhere(self, text: str, stretches: tuple[Evidence, ...]) -> Place | None:
        """The place told in any matter of a call, asked for once for all that tell none."""
        return self.find(text, stretches, Kind.HELP)

    def of(self, words: str) -> Place | None:
        """Words that are a place, taken apart."""
        return self._place(self.read(words), (0, len(words))) if words else None

    def _read(self, text: str) -> Told:
        """What the words of a call say of places, whatever its matters are."""
        pieces: list[Piece] = []
        found: list[Tagged] = []
        end = 0
        for words, lead, at in blocks(text, _BEFORE, _AFTER):
            for piece, (first, last, sort) in self._block(words, lead):
                start = first + at - lead
                if start >= end:
                    end = last + at - lead
                    pieces.append(piece)
                    found.append((start, end, sort))
        return Told(text, tuple(pieces), tuple(found), self._choice.spots(text, found))

    def _begin_in(self, words: str, lead: int) -> tuple[tuple[Piece, Tagged], ...]:
        """The pieces that begin in one block; `lead` characters before it are only looked at."""
        found = find_pieces(words, self._gazetteer)
        return tuple((p, tagged(p)) for p in found if lead <= p.span[0] < lead + SIZE)

    def _place(self, told: Told, span: Evidence) -> Place:
        words, parts = full_address(told.text, span, told.pieces_in(span), self._home)
        return Place(words, span, parts)


def _is_of_a_time(told: Told, span: Evidence) -> bool:
    """大前天广场上: a day and a common word, and no name."""
    return A_TIME.match(told.text, *span) is not None and not told.pieces_in(span)


def _behind_count(text: str, stretch: Evidence) -> Evidence:
    """第二大东区东站街路灯坏了: the place begins behind what counts."""
    start, end = stretch
    counted = COUNT.match(text, start, end)
    return (counted.end(), end) if counted and counted.end() < end else stretch
