"""Hanzi to the tone-numbered pinyin that espeak-ng reads without guessing.

espeak's own Mandarin dictionary reads 长江 as zhang jiang, 为了 as wei4 le, 投诉 as tou2 su5 and
many single characters in the neutral tone; pypinyin knows words.
"""

import re
from functools import cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# What pypinyin itself gets wrong and a hotline says.
PHRASES = {
    "大夫": [["dài"], ["fu"]],
    "行走": [["xíng"], ["zǒu"]],
    "行道树": [["xíng"], ["dào"], ["shù"]],
    "还款": [["huán"], ["kuǎn"]],
    "还清": [["huán"], ["qīng"]],
    "重铺": [["chóng"], ["pū"]],
    "重修": [["chóng"], ["xiū"]],
    "应缴": [["yīng"], ["jiǎo"]],
    "调试": [["tiáo"], ["shì"]],
    "供热": [["gōng"], ["rè"]],
    "供电": [["gōng"], ["diàn"]],
    "供水": [["gōng"], ["shuǐ"]],
}
SYLLABLES = {"n2": "en1", "n4": "en4", "m2": "mu2", "ng2": "en1"}  # 嗯, 呣
HANZI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


@cache
def _prepare() -> None:
    load_phrases_dict(PHRASES)


def readable(text: str) -> str:
    """The text with every run of hanzi as pinyin; everything else stays."""
    _prepare()
    return HANZI.sub(lambda match: f" {_pinyin(match[0])} ", text).strip()


def _pinyin(hanzi: str) -> str:
    syllables = lazy_pinyin(hanzi, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True)
    return " ".join(SYLLABLES.get(syllable, syllable) for syllable in syllables)
