"""How texts are read: pinyin from espeak-ng (for the audio) and from pypinyin (for the lexicon).

The synthesiser reads some polyphones wrongly.  Training labels must follow what was really said,
so espeak-ng's own phonemes are translated back to pinyin.  The translation table is learnt by
vote over all common characters; the few syllables that the vote cannot settle stand below.
"""

from collections import Counter, defaultdict
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin

from .espeak import Espeak, Syllable

Table = dict[tuple[str, ...], str]
UNREADABLE = ("@:",)
_SETTLED: Table = {
    ("N-",): "en",
    ("ei",): "ei",
    ("k", "ei"): "gei",
    ("l", "iA"): "lia",
    ("m", "o-"): "me",
    ("n", "@"): "ne",
    ("n", "@", "N"): "neng",
    ("s", "@", "n"): "sen",
    ("t", "@"): "de",
    ("t", "iA"): "dia",
    ("th", "@"): "te",
    ("ts.", "uai"): "zhuai",
    ("tsh", "@", "n"): "cen",
}


@cache
def character_readings(character: str) -> tuple[str, ...]:
    """Every reading that pypinyin knows, the commonest first, with tone digits."""
    found = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True)[0]
    return tuple(reading for reading in found if reading[-1].isdigit())


def word_reading(word: str) -> tuple[str, ...]:
    """Pypinyin's reading of a word, polyphones settled by its phrase list."""
    return tuple(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))


def learn_table(espeak: Espeak) -> Table:
    """Vote which pinyin syllable each of espeak-ng's phoneme groups stands for."""
    votes: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for code in range(0x4E00, 0x9FA6):
        character = chr(code)
        syllables = espeak.read(character)
        readings = character_readings(character)
        if len(syllables) != 1 or syllables[0].phonemes == UNREADABLE:
            continue
        for reading in readings:
            if reading[-1] == syllables[0].tone:
                votes[syllables[0].phonemes][reading[:-1]] += 1
    table = {phonemes: counter.most_common(1)[0][0] for phonemes, counter in votes.items()}
    return table | _SETTLED


def to_pinyin(syllables: list[Syllable], table: Table) -> list[str] | None:
    """Pinyin with tone digits, or None when something in it cannot be translated."""
    result = []
    for syllable in syllables:
        plain = table.get(syllable.phonemes)
        if plain is None:
            return None
        result.append(plain + syllable.tone)
    return result
