"""Where sounds start: espeak-ng's events turned into labels, without the library itself."""

import numpy as np

from tools.asr_train.espeak import Spoken, parse_reading
from tools.asr_train.readings import to_pinyin
from tools.asr_train.synth import align

QUIET = np.zeros(0, np.int16)


def test_a_reading_splits_into_syllables_with_tones() -> None:
    found = parse_reading("w 'o214 _|  tS; 'iA55 _|  t '@11 _|")
    assert [item.phonemes for item in found] == [("w", "o"), ("tS;", "iA"), ("t", "@")]
    assert [item.tone for item in found] == ["3", "1", "5"]
    table = {("w", "o"): "wo", ("tS;", "iA"): "jia", ("t", "@"): "de"}
    assert to_pinyin(found, table) == ["wo3", "jia1", "de5"]
    assert to_pinyin(found, {}) is None


def test_the_closure_before_an_initial_belongs_to_it_unless_a_pause_follows() -> None:
    events = [("w", 0), ("o", 80), ("_|", 200), ("tS;", 230), ("iA", 300), ("_|", 400)]
    events += [("_:", 400), ("t", 600), ("@", 620), ("_|", 700), ("_", 700)]
    labels = align(Spoken(QUIET, events), ["wo3", "jia1", "de5"])
    assert labels == [
        ("w", 0), ("uo3", 80), ("j", 200), ("ia1", 300), ("sil", 400),
        ("d", 600), ("e5", 620), ("sil", 700),
    ]  # fmt: skip


def test_labels_that_do_not_add_up_are_refused() -> None:
    events = [("w", 0), ("o", 80), ("_|", 200)]
    assert align(Spoken(QUIET, events), ["wo3", "jia1"]) is None
