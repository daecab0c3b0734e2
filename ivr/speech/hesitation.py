"""Marks the words of a turn that are hesitation. They stay in the text: evidence is what was said,
嗯 alone is an answer, and summaries leave them out by themselves."""

from collections.abc import Sequence
from dataclasses import replace

from ivr.language.fillers import filler_spans
from ivr.speech.results import Word

PAUSE = 0.24  # seconds between two words that part a sentence: 那个 between pauses is no pronoun


def with_fillers(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words, those of hesitation marked."""
    text = ""
    places: list[tuple[int, int]] = []  # of each word in `text`, which has commas for pauses
    for index, word in enumerate(words):
        if index and word.start - words[index - 1].end >= PAUSE:
            text += "，"
        places.append((len(text), len(text) + len(word.text)))
        text += word.text
    spans = filler_spans(text)
    if not spans:
        return tuple(words)
    return tuple(
        replace(word, filler=True) if any(a <= start and end <= b for a, b in spans) else word
        for word, (start, end) in zip(words, places, strict=True)
    )
