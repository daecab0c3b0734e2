# ruff: noqa: E501 - a pattern reads better whole
"""自报家门: where callers say that they live (我是抚顺市顺城区的居民), or what city it is (沈阳的).

A place that is told later without its city (我们北台小区) lies there, unless another city stands
between the two. Who calls from a district may speak of a street in the next one: the district goes
with what is the caller's own (我们小区), and with a place that was only begun (沈阳铁西区的，兴华街).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ivr.tickets.address_pieces import BETWEEN, Piece
from ivr.tickets.gazetteer import Division, Named
from ivr.tickets.model import Evidence

_HELLO = "(?:喂|你们?好|您好|那个|这个|嗯|啊|呃|哎|就是|我?[想要]|反映|投诉|举报|咨询|一下)"
_CALLER = "(?:(?:我|本人)(?:叫|姓)[一-龥]{1,4}?|(?:我|咱|俺)们?(?:家|这边|这儿|这里|这)?|本人|家)"
_BEFORE = re.compile(
    f"(?:^|[，,。.；;！!？?：: ]){_HELLO}{{0,4}}(?:(?P<caller>{_CALLER})?(?:就?是|[家现]?住在?|来自)|(?:{_CALLER})?(?:[家现]?在|位于)?)$"
)
_AFTER = re.compile(
    "(?:的|[这那](?:边|儿|里|块)的?|本地的?)?(?:一?[名个位])?"
    "(?P<who>居民|市民|村民|业主|住户|老?百姓|群众|用户|租户|农民|退休(?:职工|工人|人员)?)?"
    "(?:(?:一?[个件])?(?:事儿?|问题|情况))?[啊呀呢吧哈]?(?:[，,。.；;！!？?：: ]+|$|(?=[我咱俺想要]))"
)
# 沈阳铁西区的路灯, 沈阳有个工地: so much of the matter lies there, but not of 大连的公司.
_GOES_ON = re.compile(
    "(?:[这那](?:边|儿|里|块))?(?:的(?!人|亲戚|朋友|同学|同事|老板|公司|厂|[大客货火]?车|航班|飞机|电话|号)|有(?:一?[个家条处座]|人))"
    "|[这那](?:边|儿|里|块)"
)
_OWN = re.compile("(?:我|咱|俺|本)(?:们|家|们家|住|们住|就住)?(?:在|的|这个?|那个?)*$")
_ALONE_BEFORE = re.compile("[，,。.；;！!？?：: ](?:就?[在是]|位于|地[点址]是?)?$")
_ALONE_BEHIND = re.compile("的?(?:[，,。.；;！!？?：: ]|$)")
_REACH = 24  # characters of a clause before the names
_STREET = 3  # the rank of a division


@dataclass(frozen=True, slots=True)
class Introduction:
    """The divisions that callers introduce themselves or the matter with."""

    span: Evidence
    until: int  # where the words end that go with it: 的居民，
    named: tuple[Named, ...]
    alone: bool = False  # nothing else is told in its clause
    of_towns: bool = True  # and of no street in them
    of_the_caller: bool = False  # 我是…的, …的居民; 沈阳铁西区的 may be the matter's

    def begins(self, text: str, span: Evidence) -> bool:
        """A stretch is its towns, or goes on from them (铁西区居民，北陵大街)."""
        start, end = self.span
        if not (self.alone and self.of_towns) or not start <= span[0] < self.until:
            return False
        return span[1] <= end or not BETWEEN.fullmatch(text, end, min(self.until, span[1]))

    def above(self, text: str, start: int) -> tuple[Named, ...]:
        """What of it lies above a place that begins there."""
        of_the_matter = self.of_towns and not self.of_the_caller
        if of_the_matter or _OWN.search(text, max(0, start - _REACH), start):
            return self.named
        return tuple(map(city_of, self.named))


def introductions(text: str, pieces: Sequence[Piece]) -> Iterator[Introduction]:
    """All of them, from left to right."""
    for at, piece in enumerate(pieces):
        if not names_a_town(piece):
            continue
        before = text[max(0, piece.span[0] - _REACH) : piece.span[0]]
        if (introduced := _BEFORE.search(before)) is None:
            continue
        run = list(_run(text, pieces[at:]))
        span = piece.span[0], run[-1].span[1]
        alone = _AFTER.match(text, span[1])
        after = alone or _GOES_ON.match(text, span[1])
        if after is not None:
            yield Introduction(
                span,
                after.end(),
                tuple(each.named for each in run if each.named is not None),
                alone=alone is not None,
                of_towns=all(map(names_a_town, run)),
                of_the_caller=bool(introduced["caller"] or (alone and alone["who"])),
            )


def towns(span: Evidence, pieces: Sequence[Piece]) -> Introduction | None:
    """A stretch of nothing but towns, which may lead to a place in them."""
    if not pieces or not all(map(names_a_town, pieces)):
        return None
    if (pieces[0].span[0], pieces[-1].span[1]) != span:
        return None
    return Introduction(span, span[1], tuple(p.named for p in pieces if p.named is not None))


def stands_alone(text: str, span: Evidence) -> bool:
    """In its clause is nothing else: …，在兴华街三号楼。"""
    before = _ALONE_BEFORE.search(text, max(0, span[0] - _REACH), span[0])
    return before is not None and _ALONE_BEHIND.match(text, span[1]) is not None


def names_a_town(piece: Piece) -> bool:
    """A city, a district or a county."""
    return piece.named is not None and all(
        d.rank < _STREET and not d.landmark for d in piece.named.places
    )


def _run(text: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces that follow each other directly."""
    end = pieces[0].span[0]
    for piece in pieces:
        if text[end : piece.span[0]] not in ("", "的"):
            return
        end = piece.span[1]
        yield piece


def city_of(named: Named) -> Named:
    """A city's district with the city alone; 兴城市 and 铁岭县 are towns of their own."""
    if not all((d.district or "").endswith("区") for d in named.places):
        return named
    return replace(named, places=tuple(dict.fromkeys(Division(1, d.city) for d in named.places)))
