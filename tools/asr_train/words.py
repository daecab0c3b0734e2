"""Jieba's word list with frequencies: the general prior of the language model and of the script."""

import random
import re
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import jieba

jieba.setLogLevel(60)
_HANZI = re.compile(r"[一-龥]+")


@lru_cache(maxsize=1)
def frequencies() -> dict[str, int]:
    """Every word of hanzi only, with its count in jieba's corpus."""
    path = Path(jieba.__file__).with_name("dict.txt")
    found: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        word, count, *_ = line.split()
        if _HANZI.fullmatch(word):
            found[word] = int(count)
    return found


class WordDice:
    """Draws words by the square root of their frequency, so that rare ones are heard too."""

    def __init__(self, longest: int = 4, least: int = 15) -> None:
        """Prepare the table of words to draw from."""
        chosen = [
            (word, count)
            for word, count in frequencies().items()
            if count >= least and len(word) <= longest
        ]
        self._words = [word for word, _ in chosen]
        self._sums = list(accumulate(count**0.5 for _, count in chosen))

    def draw(self, dice: random.Random, count: int) -> str:
        """Some words in a row."""
        return "".join(dice.choices(self._words, cum_weights=self._sums, k=count))


def segment(sentence: str) -> list[str]:
    """Jieba's cut without guessing unknown words; unknown ones fall apart into characters."""
    return [str(word) for word in jieba.cut(sentence, HMM=False)]
