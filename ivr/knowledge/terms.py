"""What a text is compared by: its concepts, characters in ones and twos, and syllables in twos.

A term's first letter says what it is: c concept, b two characters, u one character, p two
syllables (folded), s one syllable (folded).
"""

from dataclasses import dataclass

from ivr.knowledge.lexicon import Heard, Lexicon
from ivr.language.pinyin import folded

KIND_WEIGHT = {"c": 2.2, "b": 1.0, "p": 0.8, "u": 0.5, "s": 0.35}
_GRAMMAR = frozenset("的了吗呢啊吧呀我你他它这那个是就在有也都和给把被得着要想一不么什怎办到去上下")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A cleaned text with everything it is compared by."""

    text: str
    sounds: tuple[str, ...]
    heard: tuple[Heard, ...]
    terms: dict[str, float]  # term: surety

    @property
    def concepts(self) -> dict[str, float]:
        return {h.name: h.surety for h in self.heard}


def spoken(text: str, lexicon: Lexicon) -> Spoken:
    """Cleans a text and takes it apart."""
    clean = lexicon.clean(text)
    sounds = folded(clean)
    if len(sounds) != len(clean):  # a character without a reading of its own: compare as written
        sounds = tuple(clean)
    heard = tuple(lexicon.concepts(clean, sounds))
    terms: dict[str, float] = {}
    for found in heard:
        name = "c" + found.name
        terms[name] = max(terms.get(name, 0.0), found.surety)
    for n, character in enumerate(clean):
        if character not in _GRAMMAR:
            terms["u" + character] = 1.0
            terms["s" + sounds[n]] = 1.0
        if n:
            terms["b" + clean[n - 1] + character] = 1.0
            terms["p" + sounds[n - 1] + " " + sounds[n]] = 1.0
    return Spoken(clean, sounds, heard, terms)
