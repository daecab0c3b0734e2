"""What no word of a list foresees is found by its likeness to whole sentences."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ivr.tickets import Understanding
from ivr.tickets.learnt import Learnt, as_kept, key_of, read_learnt
from ivr.tickets.likeness import features
from ivr.tickets.sentences import likeness_of, of_types
from tools.learn_sentences import lessons_digest

COLD, WATER = ("供热", "室温不达标"), ("供水", "停水")
TOLD = (
    ("屋里冷得伸不出手", COLD),
    ("暖气片是冰凉的", COLD),
    ("水龙头里一滴水都没有", WATER),
    ("自来水放出来是黄的", WATER),
)
KNOWN = likeness_of(Learnt(), (COLD, WATER), TOLD)


def test_the_most_like_class_is_first() -> None:
    like = KNOWN.of("屋子里冰凉冰凉的手都伸不出来")
    assert like[COLD] > like[WATER]
    assert KNOWN.of("龙头没有水")[WATER] > KNOWN.of("龙头没有水")[COLD]


def test_what_only_sounds_alike_counts_too() -> None:
    assert KNOWN.of("暖其骗是冰良的")[COLD] > 0


def _learnt(name: str, weights: list[float]) -> Learnt:
    steps, worth = as_kept(np.array([weights], np.float32))
    return Learnt(
        names=[name],
        rare=np.ones(1, np.float32),
        usual=1.0,
        classes=[COLD, WATER],
        weights=steps,
        worth=worth,
        keys=frozenset(map(key_of, TOLD[:2])),
    )


def test_a_stretch_may_speak_against_a_class() -> None:
    like = likeness_of(_learnt("黄", [-0.2, 0.3]), (COLD, WATER), TOLD[:2]).of("黄")
    assert like[COLD] == pytest.approx(-0.2, abs=0.003)
    assert like[WATER] == pytest.approx(0.3, abs=0.003)


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 6), st.integers(1, 6)),
        elements=st.floats(-8, 8, width=32),
    )
)
def test_no_weight_is_cut_short(weights: NDArray[np.float32]) -> None:
    """Weights above 0.3 once were, and six in a hundred types were misjudged for it."""
    steps, worth = as_kept(weights)
    kept = steps * worth[:, None]
    strongest = np.abs(weights).max(axis=1, keepdims=True)
    assert (np.abs(kept - weights) <= np.maximum(strongest / 127, 3 / 400)).all()


def test_short_and_foreign_texts_are_like_nothing_much() -> None:
    assert KNOWN.of("") == {}
    assert KNOWN.of("hello") == {}
    assert max(KNOWN.of("水").values()) < max(KNOWN.of("水龙头里一滴水都没有").values())
    assert likeness_of(Learnt(), (COLD,), []).of("暖气") == {}


def test_features_stay_within_a_clause() -> None:
    assert "气水" not in features("暖气，水管")
    assert "暖气" in features("暖气，水管")


def test_a_sentence_that_was_not_learnt_speaks_for_its_class() -> None:
    like = likeness_of(_learnt("黄", [-0.2, 0.3]), (COLD, WATER), TOLD)
    assert like.of("水龙头里没有水")[WATER] > 0.1
    assert like.of("水龙头里没有水")[COLD] == 0.0


def test_a_list_without_a_learnt_type_does_without_it() -> None:
    like = likeness_of(_learnt("黄", [-0.2, 0.3]), (WATER,), [])
    assert set(like.of("黄")) == {WATER}
    assert like.of("黄")[WATER] > 0


@pytest.mark.parametrize("broken", [None, b"", b"no archive", b"PK\x03\x04 broken"])
def test_without_what_was_learnt_all_sentences_are_alike(
    tmp_path: Path, broken: bytes | None
) -> None:
    file = tmp_path / "types.npz"
    if broken is not None:
        file.write_bytes(broken)
    assert read_learnt(file).classes == ()


def test_what_was_learnt_is_of_the_shipped_sentences(understanding: Understanding) -> None:
    """After a change of the tables or the labels: python -m tools.learn_sentences."""
    taxonomy = understanding.classifier.taxonomy
    assert taxonomy.learnt.knows(list(of_types(taxonomy)))
    assert taxonomy.learnt.calls == lessons_digest()
