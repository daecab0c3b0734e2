"""必有的字: which of many patterns a text can hold at all, by the characters each of them needs.

Whatever 失火|爆炸 finds holds 失 or 爆. A text that has none of the characters which a pattern
cannot do without need not be searched for it; most patterns are ruled out so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Chars = frozenset[str]
_FEW = 64  # characters of a range, like 0-9


class Needed:
    """What each of some patterns cannot do without."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        often = Counter(char for pattern in patterns for char in set(pattern.pattern))
        needs = [needed(pattern, lambda char: often[char]) for pattern in patterns]
        self._all = range(len(patterns))
        self._always = sum(1 << at for at, chars in enumerate(needs) if chars is None)
        self._with: dict[str, int] = {}
        for at, chars in enumerate(needs):
            for char in chars or ():
                self._with[char] = self._with.get(char, 0) | 1 << at

    def possible(self, text: str) -> Iterator[int]:
        """The numbers of the patterns that the text may hold."""
        found = self._always
        for char in set(text):
            found |= self._with.get(char, 0)
        return (at for at in self._all if found >> at & 1)


def needed(pattern: re.Pattern[str], often: Callable[[str], int] = lambda _: 1) -> Chars | None:
    """Characters one of which is in all that a pattern finds, the rarest; None: it is not known.

    >>> sorted(needed(re.compile("有人?(?:着火|失火)(?!点)")))
    ['有']
    """
    if pattern.flags & re.IGNORECASE:
        return None
    return _of_all(parser.parse(pattern.pattern, pattern.flags), often)


def _of_all(items: Any, often: Callable[[str], int]) -> Chars | None:
    """Of parts that follow each other any may be asked for: the one that is said least."""
    found = [chars for op, told in items if (chars := _of_one(op, told, often)) is not None]
    return min(found, key=lambda chars: sum(map(often, chars)), default=None)


def _of_one(op: Any, told: Any, often: Callable[[str], int]) -> Chars | None:
    if op is ops.LITERAL:
        return frozenset(chr(told))
    if op is ops.IN:
        return _of_any([_of_set(kind, value) for kind, value in told])
    if op is ops.BRANCH:
        return _of_any([_of_all(branch, often) for branch in told[1]])
    if op is ops.SUBPATTERN:
        return _of_all(told[-1], often)
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and told[0] > 0:
        return _of_all(told[2], often)
    return None  # what may be missing, what only looks around, and whatever else there is


def _of_set(kind: Any, value: Any) -> Chars | None:
    if kind is ops.LITERAL:
        return frozenset(chr(value))
    if kind is ops.RANGE and value[1] - value[0] < _FEW:
        return frozenset(map(chr, range(value[0], value[1] + 1)))
    return None


def _of_any(found: Sequence[Chars | None]) -> Chars | None:
    known = [chars for chars in found if chars is not None]
    return frozenset().union(*known) if len(known) == len(found) else None
