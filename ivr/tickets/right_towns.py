"""哪个区: a district, a city or a township put right, in full or in short.

Callers leave out what is the same of both (鞍山市铁东区, 不是铁东是铁西): the short name stands for
the short name, and what stays behind it stays. Only what the gazetteer knows takes a town's place.
"""

import re

from ivr.tickets.model import Evidence
from ivr.tickets.put_right import TOWNS, Change, Fact, Right

_RANKS = ("自治县", "街道", "新区", "区", "县", "市", "镇", "乡")
_BEHIND = re.compile("(?:[那这](?:边|儿|块|头)|的)++$")


def instead_of_a_town(right: Right, wrong: Evidence) -> Change | None:
    """沈河 for the 皇姑 of 皇姑区, which was called wrong."""
    called = [t for t in _towns(right, wrong[1]) if wrong[0] <= t.span[0]]
    if not called or wrong[1] < called[-1].span[0] + 2:
        return None
    name = _name_of(right)
    spot = _spot_of(right, called[-1], name)
    if spot is None and name in right.towns:
        spot = called[-1].span  # 海城 for 铁东区
    return _everywhere(right, called[-1], spot, name)


def instead_of_the_last_town(right: Right, before: int) -> Change | None:
    """不对是铁西, where 鞍山市铁东区 was told: of the same rank."""
    name = _name_of(right)
    for town in reversed(_towns(right, before)):
        if spot := _spot_of(right, town, name):
            return _everywhere(right, town, spot, name)
    return None


def is_a_town(right: Right) -> bool:
    """铁西, 铁西区: nothing but the name of one."""
    name = _name_of(right)
    return name in right.towns or any(name + rank in right.towns for rank in _RANKS)


def _name_of(right: Right) -> str:
    return _BEHIND.sub("", right.said)


def _towns(right: Right, before: int) -> list[Fact]:
    """Those told before, in the order of the words."""
    told = (t for t in right.told if t.sort in TOWNS and t.span[0] < before)
    return sorted(told, key=lambda t: t.span)


def _rank_of(name: str) -> str:
    return next((r for r in _RANKS if name.endswith(r) and len(name) >= len(r) + 2), "")


def _spot_of(right: Right, town: Fact, name: str) -> Evidence | None:
    """What of a town that was told the name stands for, where both are of one rank."""
    start, end = town.span
    rank = _rank_of(right.words[start:end])
    if rank and not _rank_of(name):
        return (start, end - len(rank)) if name + rank in right.towns else None
    same = any(own.sort == town.sort for own in right.own)
    return town.span if same and name in right.towns else None


def _everywhere(right: Right, town: Fact, spot: Evidence | None, name: str) -> Change | None:
    """Wherever that town was told."""
    if spot is None or spot[0] >= right.span[0]:
        return None
    words, length = right.words, spot[1] - spot[0]
    said = words[slice(*town.span)]
    every = [t.span[0] for t in _towns(right, town.span[1]) if words[slice(*t.span)] == said]
    name_ends = right.span[0] + len(name)
    return Change(tuple((at, at + length) for at in every), (right.span[0], name_ends))
