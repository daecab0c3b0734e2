"""Pinyin to sound units, and units to phones that know their place in a word."""

import pytest

from tools.asr_train import phones


@pytest.mark.parametrize(
    ("syllable", "units"),
    [
        ("nuan3", ("n", "uan3")),
        ("zhi1", ("zh", "iii1")),
        ("zi5", ("z", "ii5")),
        ("jiu3", ("j", "iou3")),
        ("qu4", ("q", "v4")),
        ("lve4", ("l", "ve4")),
        ("wu3", ("w", "u3")),
        ("yi1", ("y", "i1")),
        ("yuan2", ("yv", "van2")),
        ("er4", ("0", "er4")),
        ("an1", ("0", "an1")),
        ("ma", ("m", "a5")),
    ],
)
def test_a_syllable_is_an_initial_and_a_toned_final(syllable: str, units: tuple[str, str]) -> None:
    assert phones.split(syllable) == units


def test_an_impossible_syllable_is_refused() -> None:
    with pytest.raises(ValueError, match="no such sound unit"):
        phones.split("ma9")


def test_phones_share_the_output_of_their_unit() -> None:
    for index, unit in enumerate(phones.UNITS):
        for position in phones.POSITIONS:
            assert phones.unit_of_phone(phones.phone_id(unit, position)) == index


def test_word_phones_tell_begin_and_end() -> None:
    lines = dict(line.split() for line in phones.word_boundary_lines())
    roles = [lines[str(phone)] for phone in phones.word_phones(["n", "i3", "h", "ao3"])]
    assert roles == ["begin", "internal", "internal", "end"]
    assert lines["1"] == "nonword"
    assert len(lines) == phones.phone_count()
