# ruff: noqa: E501 - a pattern reads better whole
"""一事一工单: where one matter ends and the next begins (DOMAIN.md S2).

A cut is tried wherever another matter may begin (`openings.py`), and stays where what follows is
judged to be another matter than what stands before it (`split_sense.py`).
"""

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from ivr.tickets.classify import Classifier
from ivr.tickets.demands import demands_at
from ivr.tickets.model import Evidence
from ivr.tickets.openings import COUNT, Opening, Sort, openings, topics
from ivr.tickets.split_sense import Settings, SplitSense, how_many, says_several

_TELLING = 24  # a matter shows in as many characters
TOPICS = 4  # characters within which two openings are the same
_FEW_WORDS = 400  # characters of a call that may hold no more than the caller says there are
_MARK = re.compile("[，,。；;！!？?：:、 ]")
_APART = 30  # characters between the marks of somebody who writes them: he begins no matter without
_PLAIN = 3.2  # so plainly a topic must be spoken of to begin a matter unannounced
# 厕所反味|物业也不管: who does nothing about a trouble is a part of it.
_NOBODY_CARES = re.compile(
    r"[，, □]*(?:可是?|但是?|结果|而且|完了|找)*(?:物业|社区|居委会|村委会|村里|村上|街道|城管|房东|派出所|厂家|商家|店家|老板|开发商|他们|谁|哪个部门|[一-龥]{2,4}(?:公司|局|部门))(?:公司|的人|那边)?(?:也|都|还|就|根本|一直|又|总)*(?:不管|不理|没人管|没管|不给(?:管|修|解决|处理)|不来人|不出面|不当回事|不作为|推(?:脱|诿|来推去))"
)


class Way(NamedTuple):
    """How readily a call is cut."""

    leaning: float = 0.0  # what speaks for another matter, whatever is said
    each_one: bool = False  # any 一个 may be the next


WAYS = [Way(0.5 * sign * times) for times in range(1, 7) for sign in (1, -1)]
WAYS += [Way(0.5 * times, each_one=True) for times in (0, -1, 1, -2, 2, -3, 3, -4)]


class Splitter:
    """Parts a call in its matters."""

    def __init__(self, classifier: Classifier, sense: SplitSense) -> None:
        self._classifier, self._sense = classifier, sense

    def split(self, plain: str, *, urgent: bool = False) -> tuple[Evidence | None, list[Evidence]]:
        """The preamble that all share, if any, and the stretches of the matters.

        `plain` is what was said with the names of places blanked: they are no topics. Where the
        caller says how many there are, it is cut as readily as gives so many.
        """
        many = how_many(plain)
        first = self._split(plain, many, Way(), urgent=urgent)
        if many is None or urgent or len(plain) > _FEW_WORDS:
            return first
        fewer = len(first[1]) < many
        ways = (way for way in WAYS if way.each_one or (way.leaning > 0) == fewer)
        tried = (self._split(plain, many, way, urgent=urgent) for way in ways)
        return next((found for found in chain([first], tried) if len(found[1]) == many), first)

    def _split(
        self, plain: str, many: int | None, way: Way, *, urgent: bool
    ) -> tuple[Evidence | None, list[Evidence]]:
        tried = openings(plain, several=says_several(plain), each_one=way.each_one)
        settings = Settings(plain, tried)
        shared = None
        counted = self._counts_as_said(plain, tried, many, way)
        if counted or may_introduce(plain, tried):
            opening, piece = pieces(tried, len(plain))[0]
            before, after = plain[: opening.start], plain[slice(*piece)]
            here = settings.at(opening.start)
            if counted or self._sense.introduces(before, after, opening, here):
                settings = Settings(plain, tried, told=True)
                shared, tried = (0, opening.start), tried[1:]
        whole = (shared[1] if shared else 0, len(plain))
        matters = self._parted(plain, whole, tried, settings, way.leaning)
        if urgent:  # 冰面塌了, 俩孩子掉下去了: one danger, however it is told
            return shared, matters
        return shared, [
            part
            for matter in matters
            for part in self._parted(
                plain, matter, self._unannounced(plain, matter, settings), settings, way.leaning
            )
        ]

    def _unannounced(self, plain: str, matter: Evidence, settings: Settings) -> list[Opening]:
        """Where the words go over to something else; who counts has told how many there are."""
        if settings.at(matter[0]).counted > 1:
            return []
        return topics_of(plain, matter, self._classifier)

    def _counts_as_said(
        self, plain: str, tried: Sequence[Opening], many: int | None, way: Way
    ) -> bool:
        """Whether as many are counted as the caller said, and no matter is told before them."""
        sorts = (Sort.COUNTED, Sort.ADDED_ONE) if way.each_one else (Sort.COUNTED,)
        counted = [opening.sort in sorts for opening in tried]
        if many is None or sum(counted) < many or not counted[0] or COUNT.match(plain):
            return False
        return not self._classifier.matters(plain[: tried[0].start])

    def _parted(
        self,
        plain: str,
        whole: Evidence,
        tried: list[Opening],
        settings: Settings,
        leaning: float,
    ) -> list[Evidence]:
        """A stretch in its matters: each piece joins what stands before it, or begins another."""
        start, end = whole
        cuts = [start]
        for opening, piece in pieces(tried, end):
            before = plain[cuts[-1] : piece[0]]
            here = settings.at(opening.start)
            if opening.sort is Sort.TOPIC and _NOBODY_CARES.match(plain, opening.start):
                continue
            if self._sense.apart(before, plain[slice(*piece)], opening, here, leaning):
                cuts.append(piece[0])
        return list(pairwise([*cuts, end]))


def may_introduce(plain: str, tried: Sequence[Opening]) -> bool:
    """Whether words stand before the first that is counted: 我家住铁西区…有两个事, 第一…"""
    return bool(tried) and tried[0].sort is Sort.COUNTED and not COUNT.match(plain)


def pieces(tried: list[Opening], end: int) -> list[tuple[Opening, Evidence]]:
    """Each opening with the words that are looked at behind it."""
    following = [*(o.start for o in tried[1:]), end]
    return [
        (o, (o.start, min(end, max(after, o.start + _TELLING))))
        for o, after in zip(tried, following, strict=False)
    ]


def topics_of(plain: str, matter: Evidence, classifier: Classifier) -> list[Opening]:
    start, end = matter
    words = plain[start : min(end, max(start, demands_at(plain)))]
    spoken_of = [m for m in classifier.matters(words) if m.score >= _PLAIN]
    found = [Opening(start + o.start, o.sort, o.words) for o in topics(words, spoken_of)]
    if len(_MARK.findall(words)) * _APART <= len(words):
        return found
    return [o for o in found if _MARK.match(plain, o.start) or _MARK.match(plain, o.start - 1)]
