"""Which words the model knows and how each may sound.

A word sounds as pypinyin reads it and, where that differs, as espeak-ng does: the synthesiser
misreads some polyphones, and sentences spoken by it must still be understood.  Single characters
that often stand alone in several readings have them listed here.
"""

from dataclasses import dataclass

from . import phones
from .espeak import Espeak
from .readings import Table, character_readings, learn_table, to_pinyin, word_reading
from .words import frequencies

_SEVERAL = {
    "的": "de5 di4", "地": "de5 di4", "得": "de5 de2 dei3", "着": "zhe5 zhao2", "了": "le5 liao3",
    "行": "xing2 hang2", "长": "chang2 zhang3", "重": "zhong4 chong2", "还": "hai2 huan2",
    "都": "dou1 du1", "干": "gan4 gan1", "为": "wei4 wei2", "少": "shao3 shao4",
    "种": "zhong3 zhong4", "调": "tiao2 diao4", "背": "bei4 bei1", "差": "cha4 cha1 chai1",
    "倒": "dao3 dao4", "供": "gong1 gong4", "和": "he2 huo4", "那": "na4 nei4", "这": "zhe4 zhei4",
    "哪": "na3 nei3", "一": "yi1 yi2 yi4 yao1", "不": "bu4 bu2", "嗯": "en2 en4 en1 en5",
    "啊": "a5 a1", "哎": "ai1 ai4", "呃": "e4 e1", "喂": "wei2 wei4", "谁": "shei2 shui2",
    "给": "gei3 ji3", "没": "mei2 mo4", "把": "ba3 ba4", "教": "jiao1 jiao4", "数": "shu4 shu3",
    "发": "fa1 fa4", "空": "kong1 kong4", "便": "bian4 pian2", "乐": "le4 yue4", "单": "dan1 shan4",
    "处": "chu4 chu3", "当": "dang1 dang4", "几": "ji3 ji1", "血": "xue4 xie3", "露": "lu4 lou4",
    "落": "luo4 la4", "降": "jiang4 xiang2", "藏": "cang2 zang4", "盛": "sheng4 cheng2",
}  # fmt: skip
_OTHER_READING_COST = 0.7


@dataclass(frozen=True)
class Pronunciation:
    """One way to say a word, as phones with positions, and what it costs to choose it."""

    word: str
    phones: tuple[int, ...]
    cost: float


def common_characters() -> list[str]:
    """The 6,763 characters of GB 2312."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def vocabulary(domain: set[str], least: int) -> dict[str, float]:
    """Every word the model shall know, with its general frequency (characters always get some)."""
    counts = frequencies()
    chosen = {word: float(count) for word, count in counts.items() if count >= least}
    for word in domain:
        chosen.setdefault(word, float(counts.get(word, 1)))
    for character in common_characters():
        chosen[character] = float(counts.get(character, 0)) * 0.5 + 1.0
    return chosen


def readings(word: str, espeak: Espeak, table: Table) -> list[tuple[str, ...]]:
    """All readings of a word, the usual one first."""
    found: list[tuple[str, ...]] = []
    if word in _SEVERAL:
        found += [(reading,) for reading in _SEVERAL[word].split()]
    elif len(word) == 1:
        found += [(reading,) for reading in character_readings(word)[:1]]
    else:
        found.append(word_reading(word))
    spoken = to_pinyin(espeak.read(word), table)
    if spoken and len(spoken) == len(word) and tuple(spoken) not in found:
        found.append(tuple(spoken))
    return found


def build(words: list[str]) -> list[Pronunciation]:
    """The pronunciations of all words; a word that cannot be read is left out."""
    espeak = Espeak()
    espeak.voice("", 175, 50)
    table = learn_table(espeak)
    result = []
    for word in words:
        seen: set[tuple[int, ...]] = set()
        for rank, reading in enumerate(readings(word, espeak, table)):
            try:
                sound = tuple(phones.word_phones(phones.units_of(reading)))
            except ValueError:
                continue
            if sound not in seen:
                seen.add(sound)
                result.append(Pronunciation(word, sound, _OTHER_READING_COST if rank else 0.0))
    return result
