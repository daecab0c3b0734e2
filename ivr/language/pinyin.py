"""How Chinese text sounds: toneless syllables, and syllables a recogniser or an accent confuses.

A recogniser on a bad line writes 异地就一 for 异地就医: wrong characters, right sound. So text is
compared by sound as well. `fold` also drops the differences that northeastern speakers do not
make or that 8 kHz telephones lose: zh/z, ch/c, sh/s, n/l, -ing/-in, -eng/-en.
"""

from functools import lru_cache
from sys import intern
from typing import Any

from pypinyin import Style, pinyin
from pypinyin.seg.mmseg import seg
from rapidfuzz.distance import Levenshtein

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ing", "in"), ("eng", "en"))


_each: Any = list  # what has no sound stands for itself, character by character


@lru_cache(maxsize=8192)
def syllables(text: str) -> tuple[str, ...]:
    """Toneless syllables, one for each Chinese character; other characters stand for themselves.

    >>> syllables("社保卡")
    ('she', 'bao', 'ka')
    """
    return tuple(s for phrase in seg.cut(text) for s in _phrase(phrase))


@lru_cache(maxsize=32768)
def _phrase(text: str) -> tuple[str, ...]:
    """A phrase by itself: pypinyin reads texts phrase by phrase, slowly, and phrases return."""
    read = pinyin(text, style=Style.NORMAL, errors=_each)
    return tuple(options[0] for options in read)


@lru_cache(maxsize=2048)
def fold(syllable: str) -> str:
    """One name for all syllables that are easily confused.

    >>> fold("zheng"), fold("zen"), fold("ning")
    ('zen', 'zen', 'lin')
    """
    if len(syllable) < 2:
        return syllable
    for wide, narrow in _INITIALS:
        if syllable.startswith(wide):
            syllable = narrow + syllable[len(wide) :]
            break
    for wide, narrow in _FINALS:
        if syllable.endswith(wide):
            syllable = syllable[: -len(wide)] + narrow
            break
    return intern(syllable)  # one object each: words that are looked up compare at a glance


@lru_cache(maxsize=8192)
def folded(text: str) -> tuple[str, ...]:
    """The syllables of a text, each folded: what is equal here may sound equal on the line."""
    return tuple(fold(s) for s in syllables(text))


def sounds_alike(a: str, b: str) -> float:
    """From 0 (nothing alike) to 1 (the same sound), over folded syllables in their order.

    >>> sounds_alike("公积金提取", "公基金提去")
    1.0
    """
    return Levenshtein.normalized_similarity(folded(a), folded(b))
