"""词汇: the strings of which something was learnt, numbered, so that a text is looked up once.

Several parts weigh the same terms of a text, each with figures of its own. They share a vocabulary:
the first that is asked looks the terms up, the others take their figures by the numbers found.
"""

from collections.abc import Collection, Mapping
from itertools import repeat
from typing import Any

import numpy as np

from ivr.knowledge.postings import Array

_UNKNOWN = np.iinfo(np.int32).max


class Vocabulary:
    """The numbers of strings; grows while parts are loaded, never by what callers say."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._found: tuple[Collection[str], Array] = ((), np.zeros(0, np.intp))  # the last

    def column(self, figures: Mapping[str, Any], otherwise: Any) -> "Column":
        """Figures by string; those of any other string are `otherwise`."""
        numbers = self._numbers
        places = [numbers.setdefault(name, len(numbers)) for name in figures]
        column = np.full(len(numbers) + 1, otherwise)
        column[places] = list(figures.values())
        self._found = (), np.zeros(0, np.intp)
        return Column(self, column)

    def numbers(self, strings: Collection[str]) -> Array:
        """The number of each; the same collection is asked for several times in a row."""
        last, numbers = self._found
        if last is not strings:
            each = map(self._numbers.get, strings, repeat(_UNKNOWN))
            numbers = np.fromiter(each, np.intp, len(strings))
            self._found = strings, numbers
        return numbers


class Column:
    """What one part has learnt of the strings of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, figures: Array) -> None:
        self._vocabulary, self._figures = vocabulary, figures

    def of(self, strings: Collection[str]) -> Array:
        """The figure of each string, in their order."""
        # What is unknown, or came in later, lies behind the last place: there stands `otherwise`.
        return self._figures.take(self._vocabulary.numbers(strings), mode="clip")
