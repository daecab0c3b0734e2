"""流畅: what is said without its stammering, so that 我，我家进，进小偷了 sounds like 我家进小偷了.

Whoever is afraid says a word twice and fills the pauses (呃，那个，); a transcript writes them down
with commas or blanks. Danger is looked for in the words without them.
"""

import re
from itertools import compress

_PAUSE = re.compile(r"[，, ]+(?:(?:呃|嗯|啊|那个|这个|就是)[，, ]+)*")
_COMMA = re.compile("[，,]")
_LONGEST = 4  # characters that are said twice


def fluent(text: str) -> tuple[str, list[int]]:
    """The words without what was said twice around a pause, and where each character stood."""
    kept = bytearray(b"\1") * len(text)
    for pause in _PAUSE.finditer(text):
        start, end = pause.span()
        twice = _said_twice(text, start, end)
        stays = not twice and (_COMMA.search(pause[0]) or text[end : end + 1].isascii())
        first = start + 1 if stays else start - twice
        kept[first:end] = bytes(end - first)
    places = list(compress(range(len(text)), kept))
    return "".join(compress(text, kept)), places


def _said_twice(text: str, start: int, end: int) -> int:
    """How many characters before a pause are said again behind it."""
    lengths = range(min(_LONGEST, start), 0, -1)
    return next((n for n in lengths if text[start - n : start] == text[end : end + n]), 0)
