"""Sound units: a pinyin syllable is an initial and a toned final (声母, 韵母带调).

``nuan3`` becomes ``n`` + ``uan3``.  A syllable without an initial gets an onset unit instead, the
first part of its final (``wu3`` is ``w`` + ``u3``): else nothing would mark where 五五 has its
second syllable.  Tones stay in the units because a telephone caller's tones
tell homophones apart that the language model could only guess.  Unit 0 is silence.  In the graph
every unit exists in four positions of a word, which share one network output; Kaldi needs the
positions to cut words apart in time.
"""

from functools import cache

from pypinyin.contrib.tone_convert import to_finals, to_initials

SILENCE = "sil"
ONSETS = ("0", "y", "w", "yv")
_INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s"
INITIALS = _INITIALS.split()
_FINALS = (
    "a o e ai ei ao ou an en ang eng er i ia ie iao iou ian in iang ing u ua uo uai uei uan uen "
    "uang ueng ong iong v ve van vn ii iii io ê"
)
FINALS = _FINALS.split()
TONES = "12345"
POSITIONS = ("begin", "internal", "end", "singleton")
_ODD = {"n": "en", "ng": "en", "m": "mu", "hm": "hen", "hng": "heng", "yo": "io", "yai": "ya"}

UNITS = [SILENCE, *ONSETS, *INITIALS, *(final + tone for final in FINALS for tone in TONES)]
UNIT_INDEX = {unit: index for index, unit in enumerate(UNITS)}


@cache
def split(syllable: str) -> tuple[str, str]:
    """The units of one syllable in pinyin with a tone digit; ``ma`` without one has tone 5."""
    plain, tone = (syllable[:-1], syllable[-1]) if syllable[-1].isdigit() else (syllable, "5")
    plain = _ODD.get(plain, plain).replace("ü", "v")
    if plain in FINALS:
        return _onset(plain), _known(plain + tone)
    initial = to_initials(plain, strict=True)
    final = to_finals(plain, strict=True, v_to_u=False)
    if final in ("i", "-i") and initial in ("z", "c", "s"):
        final = "ii"
    elif final in ("i", "-i") and initial in ("zh", "ch", "sh", "r"):
        final = "iii"
    return initial or _onset(final or "?"), _known(final + tone)


def _onset(final: str) -> str:
    return {"i": "y", "u": "w", "v": "yv"}.get(final[0], "0")


def _known(unit: str) -> str:
    if unit not in UNIT_INDEX:
        raise ValueError(f"no such sound unit: {unit}")
    return unit


def units_of(syllables: tuple[str, ...]) -> list[str]:
    """The units of several syllables in a row."""
    return [unit for syllable in syllables for unit in split(syllable)]


def phone_id(unit: str, position: str) -> int:
    """Kaldi's phone number of a unit at a place in a word; silence is 1 wherever it stands."""
    index = UNIT_INDEX[unit]
    return 1 if index == 0 else 2 + 4 * (index - 1) + POSITIONS.index(position)


def phone_count() -> int:
    """How many phones the transition model describes."""
    return 1 + 4 * (len(UNITS) - 1)


def unit_of_phone(phone: int) -> int:
    """The network output that a phone shares with its other positions."""
    return 0 if phone == 1 else 1 + (phone - 2) // 4


def word_phones(units: list[str]) -> list[int]:
    """A word's units as phones that tell where in the word they stand."""
    if len(units) == 1:
        return [phone_id(units[0], "singleton")]
    middle = [phone_id(unit, "internal") for unit in units[1:-1]]
    return [phone_id(units[0], "begin"), *middle, phone_id(units[-1], "end")]


def word_boundary_lines() -> list[str]:
    """The lines of ``word_boundary.int``."""
    lines = ["1 nonword"]
    for unit in UNITS[1:]:
        lines += [f"{phone_id(unit, position)} {position}" for position in POSITIONS]
    return lines
