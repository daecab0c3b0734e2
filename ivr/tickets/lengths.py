"""首字索引: how long the words are that begin with a character or a syllable, to try only those."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence


def lengths_by_first(words: Iterable[Sequence[str]]) -> Mapping[str, frozenset[int]]:
    """First character or syllable → lengths.

    >>> sorted(lengths_by_first(["路灯", "路面", "路灯坏"])["路"])
    [2, 3]
    """
    found: dict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[0]].add(len(word))
    return {first: frozenset(lengths) for first, lengths in found.items()}
