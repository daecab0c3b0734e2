"""Names of the site put into what was heard; the words keep their times and confidence."""

from collections.abc import Sequence
from dataclasses import replace

from ivr.language.names import Names
from ivr.language.numbers import written
from ivr.speech.results import Final, Word


def with_names(words: Sequence[Word], names: Names) -> tuple[Word, ...]:
    """The words with names in place of what only sounds like them."""
    heard = "".join(word.text for word in words)
    confidence = [word.confidence for word in words for _ in word.text]
    said = heard
    for found in names.corrections(heard, confidence):
        said = said[: found.start] + found.name + said[found.end :]
    if said == heard:
        return tuple(words)
    corrected, at = [], 0
    for word in words:
        corrected.append(replace(word, text=said[at : at + len(word.text)]))
        at += len(word.text)
    return tuple(corrected)


def named(final: Final, names: Names) -> Final:
    """The same result with names; `raw` stays what the recogniser wrote."""
    words = with_names(final.words, names)
    if words == final.words:
        return final
    return replace(final, words=words, text=written("".join(word.text for word in words)))
