"""What a text is compared by: its concepts, characters in ones and twos, and syllables in twos.

A term's first letter says what it is: c concept, b two characters, w the same with grammar in it,
u one character, p two syllables (folded), q the same with grammar in it, s one syllable (folded).
"""

from dataclasses import dataclass

from ivr.knowledge.lexicon import Heard, Lexicon
from ivr.language.pinyin import folded

KIND_WEIGHT = {"c": 1.6, "b": 1.0, "w": 0.75, "p": 0.8, "q": 0.6, "u": 0.5, "s": 0.35}
GRAMMAR = frozenset(
    "的了吗呢啊吧呀嘛哈我你您他她它俺咱们这那个些是就在有也都和跟给把被让得着要想一不没么什怎啥咋"
    "办弄整搞到去上下来能行可以会应该需还再又先才只很太挺哪谁几多少样里边儿拿带用做叫说问"
)


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
        content = character not in GRAMMAR
        if content:
            terms["u" + character] = 1.0
            terms["s" + sounds[n]] = 1.0
        before = n > 0 and clean[n - 1] not in GRAMMAR
        if n:
            both = content and before
            terms[("b" if both else "w") + clean[n - 1] + character] = 1.0
            terms[("p" if both else "q") + sounds[n - 1] + " " + sounds[n]] = 1.0
    return Spoken(clean, sounds, heard, terms)
