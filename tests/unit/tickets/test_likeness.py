"""What no word of a list foresees is found by its likeness to whole sentences."""

from pathlib import Path

import pytest

from ivr.tickets import Understanding
from ivr.tickets.learnt import Learnt, key_of, read_learnt
from ivr.tickets.likeness import Likeness, Vocabulary, features
from ivr.tickets.sentences import of_types

COLD, WATER = "cold", "water"
TOLD = (
    ("屋里冷得伸不出手", COLD),
    ("暖气片是冰凉的", COLD),
    ("水龙头里一滴水都没有", WATER),
    ("自来水放出来是黄的", WATER),
)
VOCABULARY = Vocabulary([words for words, _ in TOLD])
KNOWN = Likeness(VOCABULARY, [[(its, 0.5)] for _, its in TOLD])


def test_the_most_like_class_is_first() -> None:
    like = KNOWN.of("屋子里冰凉冰凉的手都伸不出来")
    assert like[COLD] > like[WATER]
    assert KNOWN.of("龙头没有水")[WATER] > KNOWN.of("龙头没有水")[COLD]


def test_what_only_sounds_alike_counts_too() -> None:
    assert KNOWN.of("暖其骗是冰良的")[COLD] > 0


def test_a_sentence_may_speak_against_a_class() -> None:
    against = [[(its, 0.5), *([(COLD, -0.5)] if "黄" in words else [])] for words, its in TOLD]
    assert Likeness(VOCABULARY, against).of("放出来是黄的")[COLD] < 0


def test_short_and_foreign_texts_are_like_nothing_much() -> None:
    assert KNOWN.of("") == {}
    assert KNOWN.of("hello") == {}
    assert max(KNOWN.of("水").values()) < max(KNOWN.of("水龙头里一滴水都没有").values())
    assert Likeness[str](Vocabulary([]), []).of("暖气") == {}


def test_features_stay_within_a_clause() -> None:
    assert "气水" not in features("暖气，水管")
    assert "暖气" in features("暖气，水管")


def test_a_sentence_that_was_not_learnt_speaks_for_its_class() -> None:
    learnt = Learnt(
        [["供热", "室温不达标"], ["供水", "停水"]], {key_of(TOLD[0]): [(0, 0.9), (1, -0.1)]}
    )
    assert learnt.of(TOLD[0]) == [(("供热", "室温不达标"), 0.9), (("供水", "停水"), -0.1)]
    ((its, weight),) = learnt.of(("没有热水", ("供水", "停水")))
    assert its == ("供水", "停水")
    assert 0 < weight < 1


@pytest.mark.parametrize("broken", [None, b"", b"no archive", b"PK\x03\x04 broken"])
def test_without_what_was_learnt_all_sentences_are_alike(
    tmp_path: Path, broken: bytes | None
) -> None:
    file = tmp_path / "learnt.npz"
    if broken is not None:
        file.write_bytes(broken)
    assert read_learnt(file) == Learnt()


def test_what_was_learnt_is_of_the_shipped_sentences(understanding: Understanding) -> None:
    """After a change of the tables: python -m tools.learn_sentences."""
    taxonomy = understanding.classifier.taxonomy
    assert taxonomy.learnt.knows(list(of_types(taxonomy)))
