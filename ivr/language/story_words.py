"""叙事词: words that tell a story (动词, 副词, 代词…) and so are no part of anybody's name.

From the dictionary that comes with jieba, which gives each word's part of speech; read once.
"""

from functools import lru_cache

import jieba

from ivr.language.common_words import LONGEST, OFTEN

# jieba's tags: verbs, adverbs, pronouns, prepositions, conjunctions, particles, numbers, times,
# states, idioms, adjectives, measures, exclamations.
_TELLING = frozenset(
    [
        "v",
        "d",
        "r",
        "p",
        "c",
        "u",
        "m",
        "t",
        "z",
        "i",
        "l",
        "a",
        "ad",
        "q",
        "e",
        "y",
        "o",
        "mq",
        "vd",
        "vi",
        "rr",
        "rz",
        "df",
    ]
)


@lru_cache(maxsize=1)
def story_words() -> frozenset[str]:
    """Words of two to four characters that tell.

    >>> "投诉" in story_words(), "宠物" in story_words()
    (True, False)
    """
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    found = set()
    for line in lines:
        word, often, kind = line.split(" ")
        if 2 <= len(word) <= LONGEST and kind in _TELLING and int(often) >= OFTEN:
            found.add(word)
    return frozenset(found)
