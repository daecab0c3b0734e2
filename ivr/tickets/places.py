"""地点: the words for where the matter is, as far up as is certain and as far down as was said.

Which stretch of the words it is, is learnt (place_choice.py); the gazetteer puts the names in it
right, tells its parts and completes it: nothing is added but what lies above a name that only one
place bears; a name that several places bear stays as it was said.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.tickets.address_pieces import A_TIME, BETWEEN, Piece, Sort, find_pieces
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.gazetteer import Division, Gazetteer, Named
from ivr.tickets.model import Evidence, Kind, PlaceParts
from ivr.tickets.openings import COUNT
from ivr.tickets.place_choice import PlaceChoice, Spots
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
# 凤城三小 and 盛通银行铁西支行 are names: nothing is put into them.
_IN_A_NAME = re.compile("[一二三四五六七八九十]{1,3}[小中院幼]|(?:支行|分行|分公司|店)")
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
        text, (start, end) = told.text, span
        pieces = told.pieces_in(span)
        named = [p.named for p in pieces if p.named is not None]
        city, district, street, ambiguous = _agree(named, self._home)
        said, detail, at = "", "", start
        for piece in pieces:
            between = _told_between(text[at : piece.span[0]], first=at == start)
            words = text[slice(*piece.span)]
            at = piece.span[1]
            of_a_house = between[1:].isalnum() or _IN_A_NAME.match(text, at, end)
            right = words if of_a_house else _right_name(piece, words, (street, district, city))
            said += between + right
            detail += between + ("" if _is_division(piece) and not of_a_house else words)
        said, detail = (words + text[at:end] for words in (said, detail))
        above = "".join(n for n in (city, district) if n and n not in said)
        if above and said.startswith((city or "").removesuffix("市") or " "):  # 沈阳北站
            above = ""
        return Place(
            above + said, span, PlaceParts(city, district, street, detail or None, ambiguous)
        )


def _is_of_a_time(told: Told, span: Evidence) -> bool:
    """大前天广场上: a day and a common word, and no name."""
    return A_TIME.match(told.text, *span) is not None and not told.pieces_in(span)


def _behind_count(text: str, stretch: Evidence) -> Evidence:
    """第二大东区东站街路灯坏了: the place begins behind what counts."""
    start, end = stretch
    counted = COUNT.match(text, start, end)
    return (counted.end(), end) if counted and counted.end() < end else stretch


def _told_between(words: str, *, first: bool) -> str:
    """白塔区的八一街 is 白塔区八一街, but 中兴街和三纬路 are two."""
    if first or not BETWEEN.fullmatch(words):
        return words
    return words if words in ("和", "与", "跟", "交") else ""


def _is_division(piece: Piece) -> bool:
    return piece.named is not None and not _is_landmark(piece.named)


def _is_landmark(named: Named) -> bool:
    return all(d.landmark for d in named.places)


def _right_name(piece: Piece, words: str, agreed: Sequence[str | None]) -> str:
    """As it was said, or its right name when the gazetteer knows which it is."""
    if piece.sort is Sort.ROAD and words.endswith("陆"):
        return words[:-1] + "路"  # heard so
    if piece.named is None or _is_landmark(piece.named):
        return words
    names = {d.name for d in piece.named.places}
    if len(names) == 1:
        return names.pop()
    return next((name for name in agreed if name in names), None) or words


def _agree(
    found: list[Named], home: str | None
) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """The one reading in which all names fit together; what stays open is ambiguous."""
    if not found:
        return None, None, None, ()
    readings: list[tuple[Division, ...]] = [()]
    for named in found:
        fitting = [(*r, d) for r in readings for d in named.places if all(_fit(d, o) for o in r)]
        readings = fitting[:200] or readings
    if home and len(readings) > 1:
        at_home = [r for r in readings if all(d.city == home for d in r)]
        readings = at_home or readings
    lowest = [max(r, key=lambda d: d.rank) for r in readings]

    def only(values: set[str | None]) -> str | None:
        return values.pop() if len(values) == 1 else None

    city = only({d.city for d in lowest})
    district = only({d.district for d in lowest})
    street = only({d.street for d in lowest})
    several = {f"{d.city}{d.district or ''}{d.street or ''}" for d in lowest}
    return city, district, street, tuple(sorted(several))[:8] if len(several) > 1 else ()


def _fit(a: Division, b: Division) -> bool:
    """Two names can belong to one address."""
    if a.city != b.city:
        return False
    return not (a.district and b.district and a.district != b.district)
