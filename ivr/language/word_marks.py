"""词性: what each word of a short stretch is, by the dictionary that comes with jieba."""

from collections.abc import Iterator
from functools import lru_cache

import jieba

from ivr.language.common_words import LONGEST, OFTEN

UNKNOWN = "?"


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    marks = (line.split(" ") for line in lines)
    return {w: mark for w, often, mark in marks if len(w) <= LONGEST and int(often) >= OFTEN}


def word_marks(text: str) -> Iterator[tuple[str, str]]:
    """Each word, the longest first from the left, and jieba's mark of it.

    >>> list(word_marks("开小超市"))
    [('开', 'v'), ('小', 'a'), ('超市', 'n')]
    """
    at, marks = 0, _marks()
    while at < len(text):
        length = LONGEST
        while length > 1 and text[at : at + length] not in marks:
            length -= 1
        word = text[at : at + length]
        yield word, marks.get(word, UNKNOWN)
        at += length
