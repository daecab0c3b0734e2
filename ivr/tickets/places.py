"""地点: the words for where the matter is, as far up as is certain and as far down as was said.

Which stretch of the words it is, is learnt (place_choice.py); the gazetteer puts the names in it
right, tells its parts and completes it: nothing is added but what lies above a name that only one
place bears; a name that several places bear stays as it was said.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ivr.tickets.address_pieces import A_TIME, Piece, find_pieces
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.full_address import fit_together, full_address
from ivr.tickets.gazetteer import Gazetteer, Named
from ivr.tickets.introductions import (
    Introduction,
    city_of,
    introductions,
    names_a_town,
    stands_alone,
    towns,
)
from ivr.tickets.model import Evidence, Kind, PlaceParts
from ivr.tickets.openings import COUNT
from ivr.tickets.place_choice import PlaceChoice, Spots
from ivr.tickets.place_edges import goes_on, whole_names, whole_words
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
    introductions: tuple[Introduction, ...] = ()

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
_CALLER_IS = re.compile("[我俺咱]们?(?:家|人)?(?:是|住在?|在)$")
# 沈阳到本溪的|高速公路上: what makes a road of two towns, and where on it.
_ROAD_OF_TWO = re.compile(
    r"的?(?:[那这]?[条段])?(?:高速公路|高速路?|国道|省道|县道|城际公路|公路|快速路|铁路|高铁)(?![费票站局]|公司)"
    r"(?:[一-龥]{2,4}?(?:段|出口|收费站|服务区))?(?:上(?!车)|旁边|边上|附近)?"
)
_TOWARDS = re.compile("方向")
_LONG_ROADS = ("高速", "国道", "省道")
# 铁岭师专, 第四小学: a name that holds no road and no estate.
_A_SPOT = re.compile(
    "[一-龥]{2}(?:小学|中学|高中|[一二三四五六七八九十]中|大学|学院|师专|师范|技校|职高|幼儿园|医院|卫生院|市场|商场|车站|公园|[东西南北]站)"
)
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
        found = self._chosen(told, asked, kind, blanked)
        if found is None and kind is not Kind.INQUIRY:
            found = self._town_answered(told, asked)
        road = None if kind is Kind.INQUIRY else _road_of_two_towns(told, asked)
        if road and (found is None or (road[0] < found.span[1] and found.span[0] < road[1])):
            words = text[slice(*road)].removesuffix("上")
            return Place(words, road, PlaceParts(detail=words))
        if found is None or found.parts.detail in _LEADS_TO or _is_of_a_time(told, found.span):
            return None
        if _TOWARDS.search(found.words):
            return _on_the_road(told, asked, found)
        return None if kind is Kind.INQUIRY and _only_lives_there(told, found.span) else found

    def _chosen(
        self, told: Told, asked: Sequence[Evidence], kind: Kind | None, blanked: str | None
    ) -> Place | None:
        """The likeliest place; of one that only begins another, the one told after it."""
        span = self._span(told, asked, kind, blanked)
        if span is None:
            return None
        if begun := _begun(told, span):
            whole = self._further(told, begun, _behind(asked, begun.until), kind)
            if whole is None and (begun.alone or stands_alone(told.text, span)):
                whole = self._further(told, begun, _before(asked, span[0]), kind)
            if whole is not None:
                return whole
        found = self._place(told, span)
        known = found.parts.city and found.parts.district
        return found if known else self._introduced(told, asked, found)

    def _further(
        self, told: Told, begun: Introduction, asked: Sequence[Evidence], kind: Kind | None
    ) -> Place | None:
        """The street or the estate that is told besides the towns it lies in."""
        span = self._span(told, asked, kind)
        if span is None or not _goes_further(told, begun, span):
            return None
        return self._place(told, span, begun.named)

    def _span(
        self,
        told: Told,
        asked: Sequence[Evidence],
        kind: Kind | None,
        blanked: str | None = None,
    ) -> Evidence | None:
        span = self._choice.of(told.text, asked, kind, told.tagged, told.spots, blanked)
        if span is None:
            return None
        span = whole_names(told.text, whole_words(told.text, span, told.tagged), told.tagged)
        return goes_on(told.text, span)

    def _town_answered(self, told: Told, asked: Sequence[Evidence]) -> Place | None:
        """沈阳的, said in a clause of its own behind the matter: the answer to 哪个市."""
        for each in told.introductions:
            later = told.text[: each.span[0]].rstrip().endswith(("，", ",", "。"))
            if each.alone and later and not each.of_the_caller and _is_in(each.span, asked):
                return self._place(told, each.span)
        return None

    def _introduced(self, told: Told, asked: Sequence[Evidence], place: Place) -> Place:
        """The place in the city that the caller named before, or when asked for it."""
        start, end = place.span
        said = [each for each in told.introductions if each.alone or _is_in(each.span, asked)]
        before = [each for each in said if each.until <= start]
        behind = [each for each in said if each.alone and each.span[0] >= end]
        for each in (*before[-1:], *behind[:1]):
            between = told.pieces_in((min(end, each.until), max(start, each.span[0])))
            others = [p.named for p in between if p.named is not None and names_a_town(p)]
            own = each.alone and not each.of_the_caller and stands_alone(told.text, place.span)
            above = each.named if own else each.above(told.text, start)
            if fit_together([*each.named, *others]) and _fits(told, place.span, above):
                found = self._place(told, place.span, above)
                if found.parts.city is not None:
                    return found
        return place

    def _anywhere(self, text: str, stretches: tuple[Evidence, ...]) -> Place | None:
        """The place told in any matter of a call, asked for once for all that tell none."""
        return self.find(text, stretches, Kind.HELP)

    def in_the_same_town(self, text: str, place: Place, told_before: str) -> Place:
        """A road without its town is in that of the matter told before, where it may be."""
        pieces = self.read(told_before).pieces
        above = [city_of(p.named) for p in pieces if p.named is not None and names_a_town(p)]
        told = self.read(text)
        return self._place(told, place.span, above) if _fits(told, place.span, above) else place

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
        spots = self._choice.spots(text, found)
        told = Told(text, tuple(pieces), tuple(found), spots)
        introduced = introductions(text, told.pieces_in((0, len(text))))
        return replace(told, introductions=tuple(introduced))

    def _begin_in(self, words: str, lead: int) -> tuple[tuple[Piece, Tagged], ...]:
        """The pieces that begin in one block; `lead` characters before it are only looked at."""
        found = find_pieces(words, self._gazetteer)
        return tuple((p, tagged(p)) for p in found if lead <= p.span[0] < lead + SIZE)

    def _place(self, told: Told, span: Evidence, above: Sequence[Named] = ()) -> Place:
        words, parts = full_address(told.text, span, told.pieces_in(span), self._home, above)
        return Place(words, span, parts)


def _is_of_a_time(told: Told, span: Evidence) -> bool:
    """大前天广场上: a day and a common word, and no name."""
    return A_TIME.match(told.text, *span) is not None and not told.pieces_in(span)


def _road_of_two_towns(told: Told, stretches: Sequence[Evidence]) -> Evidence | None:
    """沈阳到本溪的高速: a road that is called by the towns at its ends."""
    pieces = [p for stretch in stretches for p in told.pieces_in(stretch)]
    for first, last in pairwise(pieces):
        between = told.text[first.span[1] : last.span[0]]
        if between not in _LEADS_TO or not (names_a_town(first) and names_a_town(last)):
            continue
        if road := _ROAD_OF_TWO.match(told.text, last.span[1]):
            return first.span[0], road.end()
    return None


def _on_the_road(told: Told, stretches: Sequence[Evidence], place: Place) -> Place:
    """往本溪方向姚家那块, on the road that was told before: 沈本高速."""
    before = [p.span for s in _before(stretches, place.span[0]) for p in told.pieces_in(s)]
    roads = [told.text[slice(*span)] for span in before]
    road = next((name for name in reversed(roads) if name.endswith(_LONG_ROADS)), None)
    if road is None or road in place.words:
        return place
    return replace(place, words=road + place.words)


def _only_lives_there(told: Told, span: Evidence) -> bool:
    """我在北镇养了二百只羊，想问: where the caller is, and nothing is asked about it."""
    if towns(span, told.pieces_in(span)) is None or told.text.count(told.text[slice(*span)]) > 1:
        return False
    return _CALLER_IS.search(told.text, max(0, span[0] - 8), span[0]) is not None


def _begun(told: Told, span: Evidence) -> Introduction | None:
    """What the stretch begins, and no more: a caller's introduction, or towns alone."""
    introduced = (each for each in told.introductions if each.begins(told.text, span))
    return next(introduced, None) or towns(span, told.pieces_in(span))


def _goes_further(told: Told, begun: Introduction, span: Evidence) -> bool:
    """It names a street or an estate in those towns; the one or the other is all of a clause."""
    towns_only = all(map(names_a_town, told.pieces_in(span)))
    if towns_only and not _A_SPOT.search(told.text, *span):
        return False
    if not _fits(told, span, begun.named):
        return False
    return any(stands_alone(told.text, each) for each in (span, begun.span)) or begun.alone


def _fits(told: Told, span: Evidence, above: Sequence[Named]) -> bool:
    own = [p.named for p in told.pieces_in(span) if p.named is not None]
    return fit_together([*above, *own])


def _is_in(span: Evidence, stretches: Sequence[Evidence]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in stretches)


def _behind(stretches: Sequence[Evidence], at: int) -> list[Evidence]:
    """What of the stretches lies behind a spot."""
    return [(max(start, at), end) for start, end in stretches if end > at]


def _before(stretches: Sequence[Evidence], at: int) -> list[Evidence]:
    """What of the stretches lies before a spot."""
    return [(start, min(end, at)) for start, end in stretches if start < at]


def _behind_count(text: str, stretch: Evidence) -> Evidence:
    """第二大东区东站街路灯坏了: the place begins behind what counts."""
    start, end = stretch
    counted = COUNT.match(text, start, end)
    return (counted.end(), end) if counted and counted.end() < end else stretch
