"""What both nets have in common: how likely each article is meant, and how a net is kept."""

from pathlib import Path

import numpy as np
import pytest

from ivr.knowledge.grasp import Grasp
from ivr.knowledge.lexicon import Lexicon, LexiconFile
from ivr.knowledge.meant import NEVER, NOTHING, Meant, places_of
from ivr.knowledge.reading import Reading
from ivr.knowledge.terms import spoken

PLACES = places_of(["heat-on", "card-lost"])
SAID = spoken("暖气几号来", Lexicon(LexiconFile()))


def test_the_likeliest_is_meant_or_none() -> None:
    meant = Meant.told(PLACES, np.array([9.0, 0.0, 1.0]))
    assert meant.best == "heat-on"
    assert meant.of("heat-on")[0] > meant.of("card-lost")[1] > meant.of("card-lost")[0] >= NEVER
    assert Meant.told(PLACES, np.array([1.0, 0.0, 9.0])).best is None


def test_an_article_that_was_not_learnt_is_as_likely_as_any() -> None:
    meant = Meant.told(PLACES, np.array([4.0, 0.0, 2.0]))
    assert meant.of("written-since") == (meant.of("heat-on")[0], NEVER)
    meant = Meant.told(PLACES, np.array([2.0, 0.0, 4.0]))
    assert meant.of("written-since") == (meant.of("heat-on")[1], NEVER)


def test_what_is_told_surely_has_no_figure_beyond_the_ends() -> None:
    figures = Meant.told(PLACES, np.array([900.0, -900.0, 0.0])).figures
    assert figures.tolist() == [0.0, NEVER, NEVER]


@pytest.mark.parametrize("net", [Grasp, Reading])
def test_without_a_file_or_with_a_broken_one_the_others_decide(
    net: type[Grasp] | type[Reading], tmp_path: Path
) -> None:
    without, faults = net.load(tmp_path / "missing.npz")
    assert not faults
    assert without.of(SAID) is NOTHING
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 and no more")
    broken, faults = net.load(tmp_path / "broken.npz")
    assert [f.remedy for f in faults]
    assert broken.of(SAID) is NOTHING
