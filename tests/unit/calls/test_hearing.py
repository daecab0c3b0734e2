"""Breath parts clauses, numbers stay whole."""

from ivr.calls.hearing import with_pauses
from ivr.speech.results import Final, Word


def final(spoken: str) -> Final:
    """A final result; `|` is a pause."""
    words, at = [], 0.0
    for character in spoken:
        if character == "|":
            at += 0.4
            continue
        words.append(Word(character, at, at + 0.2, 0.9))
        at += 0.2
    raw = spoken.replace("|", "")
    return Final(1, f"<{raw}>", raw, tuple(words), 0.0, at, 0.01)


def test_a_breath_becomes_a_comma() -> None:
    assert with_pauses(final("暖气不热|路灯也坏了")) == "暖气不热，路灯也坏了"


def test_without_a_breath_the_written_form_stays() -> None:
    assert with_pauses(final("暖气不热")) == "<暖气不热>"


def test_a_number_read_in_groups_stays_whole() -> None:
    assert with_pauses(final("一三九|零零零零|零零零二")) == "<一三九零零零零零零零二>"


def test_corrected_words_are_what_is_read() -> None:
    heard = final("我住黄姑区|停水了")
    words = tuple(
        Word("皇", w.start, w.end, w.confidence) if w.text == "黄" else w for w in heard.words
    )
    named = Final(1, "我住皇姑区停水了", heard.raw, words, 0.0, heard.at, 0.01)
    assert with_pauses(named) == "我住皇姑区，停水了"
