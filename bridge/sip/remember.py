"""Reading the same short text again costs nothing; what a stranger can fill is bounded in bytes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar, TypeVarTuple

LONGEST: Final = 256  # characters; ENTRIES of them with their result stay under 4 MB a reader
ENTRIES: Final = 2048

MoreT = TypeVarTuple("MoreT")
ReadT = TypeVar("ReadT")
_forget: list[Callable[[], None]] = []


def remembered(
    read: Callable[[str, *MoreT], ReadT],
) -> Callable[[str, *MoreT], ReadT]:
    """Keep what `read` made of short texts; longer ones are read each time."""
    kept = lru_cache(maxsize=ENTRIES)(read)
    _forget.append(kept.cache_clear)

    def reader(text: str, *more: *MoreT) -> ReadT:
        return read(text, *more) if len(text) > LONGEST else kept(text, *more)

    reader.__doc__ = read.__doc__
    return reader


def forget_all() -> None:
    """Begin anew: for whoever counts memory."""
    for forget in _forget:
        forget()
