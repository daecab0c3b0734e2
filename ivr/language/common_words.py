"""常用词: the words of everyday Chinese, from the dictionary that comes with jieba.

Only the file is read: jieba itself would keep the whole dictionary in memory and write a cache
into the temporary folder.
"""

from functools import lru_cache

import jieba

OFTEN = 100  # how often a word occurs in the dictionary's corpus to be common
LONGEST = 4


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words of two to four characters that everybody uses.

    >>> "享受" in common_words(), "会元乡" in common_words()
    (True, False)
    """
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    found = set()
    for line in lines:
        word, often, _kind = line.split(" ")
        if 2 <= len(word) <= LONGEST and int(often) >= OFTEN:
            found.add(word)
    return frozenset(found)


_PROPER = frozenset(["nr", "ns", "nt", "nz", "nrt", "nrfg", "s", "z"])  # jieba's marks of names


@lru_cache(maxsize=2)
def proper_words(marks: frozenset[str] = _PROPER) -> frozenset[str]:
    """Everyday words that are names as well: 锦江, 阳光, 东方; of people only: marks {"nr"}."""
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    parts = (line.split(" ") for line in lines)
    return frozenset(
        word
        for word, often, mark in parts
        if mark in marks and 2 <= len(word) <= LONGEST and int(often) >= OFTEN
    )
