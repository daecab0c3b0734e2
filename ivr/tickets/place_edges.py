"""地点的边: where a chosen stretch of words ends in the midst of a word, or goes on behind a name.

The choice (place_choice.py) weighs characters, and may take 3号 of 3号楼下水道, or 滨河路广场 where
there is 广场舞 in 滨河路.
"""

import re
from collections.abc import Sequence

from ivr.tickets.address_pieces import Sort
from ivr.tickets.model import Evidence
from ivr.tickets.place_choice import SHORTEST
from ivr.tickets.place_features import Tagged

_HALF_A_BUILDING = re.compile("[0-9零一二三四五六七八九十百号]")
# What is no part of a place at its end, and the piece that must stand before it.
_TAILS = (
    (re.compile("广场(?=舞)"), None),
    (re.compile("(?<=楼)下(?=水)"), None),
    (re.compile("(?<=[路街道巷])上"), Sort.ROAD.value),
    (re.compile("的?商品[房楼]"), Sort.ESTATE.value),
)
_LONGEST = 4  # characters of a tail


def whole_words(text: str, span: Evidence, pieces: Sequence[Tagged]) -> Evidence | None:
    """The stretch with its last building whole and without a tail; None when nothing is left."""
    start, end = span
    for first, last, sort in pieces:
        half = sort == Sort.BUILDING.value and start <= first < end < last
        if half and _HALF_A_BUILDING.match(text, end - 1):
            end = first + len(text[first:last].rstrip("的"))
    end -= _tail(text, (start, end), {last: sort for _, last, sort in pieces})
    return (start, end) if end - start >= SHORTEST else None


def _tail(text: str, span: Evidence, ends: dict[int, str]) -> int:
    """How many characters at the end belong to no place."""
    start, end = span
    for rule, piece in _TAILS:
        for at in range(max(start, end - _LONGEST), end):
            found = rule.match(text, at)
            if found and found.end() == end and piece in (None, ends.get(at)):
                return end - at
    return 0
