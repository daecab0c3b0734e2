"""分段: a growing text in stretches of a fixed length, so that what was read once is remembered.

While a call goes on only the last stretches change; each is looked at with some characters of its
neighbours, so that what crosses an edge is found where it begins.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from ivr.tickets.model import Evidence

SIZE = 96


class _Spanned(Protocol):
    @property
    def span(self) -> Evidence: ...


_S = TypeVar("_S", bound=_Spanned)


def blocks(text: str, before: int, after: int, size: int = SIZE) -> Iterator[tuple[str, int, int]]:
    """(words with their neighbours, how many of them stand before, where the block begins)."""
    for at in range(0, len(text), size):
        lead = min(at, before)
        yield text[at - lead : at + size + after], lead, at


def apart(found: Iterable[_S], length: int) -> list[_S]:
    """Those that overlap none before them: of what was found, the first is the best."""
    taken = bytearray(length)
    kept: list[_S] = []
    for one in found:
        start, end = one.span
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            kept.append(one)
    return kept
