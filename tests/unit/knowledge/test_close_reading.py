"""What a question is about, by what stands beside what."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.knowledge import KnowledgeBase
from ivr.knowledge.asks import Asks
from ivr.knowledge.lexicon import Lexicon, LexiconFile
from ivr.knowledge.meant import NEVER
from ivr.knowledge.reading import FILE, LONGEST, NO_CHARACTER, SIGNS, Alphabet, Reading
from ivr.knowledge.reading_fit import Net, learn
from ivr.knowledge.terms import Spoken, spoken
from tests.unit.knowledge.conftest import FOLDER

LEXICON = Lexicon(LexiconFile())
WHO, END = ("户口", "我家户口", "我媳妇户口"), ("咋办", "要啥材料", "去哪儿办")
ENDS = [end + more for end, more in product(END, ("", "呀", "呢"))]


def said(text: str) -> Spoken:
    return spoken(text, LEXICON)


def taught() -> Reading:
    """Into the town and out of it: the same words in another order."""
    return learn(
        [
            *(Asks(said(a + "农村转城里" + b), "into") for a, b in product(WHO, ENDS)),
            *(Asks(said(a + "城里转农村" + b), "out-of") for a, b in product(WHO, ENDS)),
            *(Asks(said(a + "是谁发明的" + b), None) for a, b in product(WHO, ENDS)),
        ]
        * 12
    )


READING = taught()


def figures(reading: Reading, text: str) -> list[float]:
    return reading.of(said(text)).figures.tolist()


def test_what_stands_beside_what_is_told_apart() -> None:
    assert READING.of(said("俺家户口农村转城里要多久")).best == "into"
    assert READING.of(said("俺家户口城里转农村要多久")).best == "out-of"
    assert READING.of(said("户口是谁发明的")).best is None


def test_what_was_misheard_reads_as_it_sounds() -> None:
    assert READING.of(said("我家户口农村赚城力咋办")).best == "into"
    assert READING.of(said("我家户口城力赚农村咋办")).best == "out-of"


def test_the_same_texts_teach_the_same() -> None:
    assert figures(taught(), "户口农村转城里") == figures(READING, "户口农村转城里")


def test_it_is_kept(tmp_path: Path) -> None:
    READING.write(tmp_path / "kept.npz")
    again, faults = Reading.load(tmp_path / "kept.npz")
    assert not faults
    assert figures(again, "户口农村转城里") == pytest.approx(
        figures(READING, "户口农村转城里"), abs=0.01
    )


@pytest.mark.parametrize("part", ["signs", "filters", "out", "alphabet"])
def test_parts_that_do_not_fit_are_a_fault(tmp_path: Path, part: str) -> None:
    READING.write(tmp_path / "kept.npz")
    with np.load(tmp_path / "kept.npz") as kept:
        parts = dict(kept)
    parts[part] = parts[part][:-1]
    np.savez(tmp_path / "unlike.npz", **parts)
    unlike, faults = Reading.load(tmp_path / "unlike.npz")
    assert [f.message for f in faults]
    assert unlike.of(said("户口")).of("into")[0] == 0.0


@given(st.text(max_size=2 * LONGEST))
def test_the_figures_lie_between_never_and_surely(text: str) -> None:
    meant = READING.of(said(text))
    for article in ("into", "out-of", "written-since"):
        assert all(NEVER <= figure <= 0.0 for figure in meant.of(article))


def test_only_so_many_characters_are_read() -> None:
    long = "户口" * LONGEST
    assert figures(READING, long) == figures(READING, long[:LONGEST])


def test_every_slope_is_how_the_miss_grows() -> None:
    dice = np.random.default_rng(3)
    alphabet = Alphabet.of(["户口农村", "hkn", "uoe"])
    net = Net(alphabet.sizes, 3, figures_out=0.0, filters_out=0.0)
    ids = dice.integers(1, min(alphabet.sizes), (5, 6, SIGNS))
    ids[2, 4:] = NO_CHARACTER
    wanted = np.array([0, 1, 2, 1, 0])
    for number, own in enumerate(net.learnt):
        slope = net.slopes(ids, wanted)[1][number]
        steepest = np.unravel_index(np.abs(slope).argsort(axis=None)[-5:], own.shape)
        for at in zip(*steepest, strict=True):
            was = own[at]
            own[at] = was + 0.01
            above = net.slopes(ids, wanted)[0]
            own[at] = was - 0.01
            below = net.slopes(ids, wanted)[0]
            own[at] = was
            assert slope[at] == pytest.approx((above - below) / 0.02, rel=0.1, abs=1e-4)


def test_what_is_kept_knows_the_articles_of_the_house(kb: KnowledgeBase) -> None:
    reading, faults = Reading.load(FOLDER / FILE)
    assert not faults
    best = [(a.id, reading.of(kb.taken_apart(a.question)).best) for a in kb.articles]
    assert sum(own == found for own, found in best) >= 0.95 * len(best)
