"""What a question is about as a whole."""

from itertools import product
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ivr.knowledge import KnowledgeBase
from ivr.knowledge.article import asked_as
from ivr.knowledge.asks import Asks
from ivr.knowledge.folds import asking_texts
from ivr.knowledge.grasp import FILE, Grasp
from ivr.knowledge.grasp_fit import learn
from ivr.knowledge.labelled import Labelled
from ivr.knowledge.lexicon import Lexicon, LexiconFile
from ivr.knowledge.meant import NEVER
from ivr.knowledge.terms import Spoken, spoken
from tests.unit.knowledge.conftest import FOLDER

LEXICON = Lexicon(LexiconFile())
CARD, HEAT = ("身份证", "那张卡片", "证件"), ("暖气", "供热", "屋里管子")
LOST, WHEN, LENT = ("丢了咋补", "没了", "找不着了"), ("啥时候来", "几号给", "哪天有"), ("能借人不",)


def said(text: str) -> Spoken:
    return spoken(text, LEXICON)


def taught() -> Grasp:
    """What every matter and act together teach: lost cards, heat that begins, lent cards."""
    return learn(
        [
            *(Asks(said(a + b), "card-lost") for a, b in product(CARD, LOST) for _ in range(9)),
            *(Asks(said(a + b), "heat-on") for a, b in product(HEAT, WHEN) for _ in range(9)),
            *(Asks(said(a + b), None) for a, b in product(CARD, LENT) for _ in range(20)),
        ]
    )


def figures(grasp: Grasp, text: str) -> list[float]:
    return grasp.of(said(text)).figures.tolist()


GRASP = taught()


def test_words_that_no_way_holds_together_point_to_their_article() -> None:
    assert GRASP.of(said("我那张卡片昨天没了")).best == "card-lost"


def test_a_neighbouring_question_points_to_none() -> None:
    assert GRASP.of(said("身份证能借人不")).best is None


def test_the_same_examples_teach_the_same() -> None:
    assert figures(taught(), "供热哪天有") == figures(GRASP, "供热哪天有")


def test_it_is_kept(tmp_path: Path) -> None:
    GRASP.write(tmp_path / "kept.npz")
    again, faults = Grasp.load(tmp_path / "kept.npz")
    assert not faults
    assert figures(again, "供热哪天有") == figures(GRASP, "供热哪天有")


def test_parts_that_do_not_fit_are_a_fault(tmp_path: Path) -> None:
    unlike = Grasp(["u身"], np.zeros((1, 4), np.int8), np.ones(2), ["card-lost"], np.zeros((2, 5)))
    unlike.write(tmp_path / "unlike.npz")
    assert [f.message for f in Grasp.load(tmp_path / "unlike.npz")[1]]


@given(st.text(max_size=60))
def test_the_figures_lie_between_never_and_surely(text: str) -> None:
    grasped = GRASP.of(said(text))
    for article in ("card-lost", "heat-on", "written-since"):
        assert all(NEVER <= figure <= 0.0 for figure in grasped.of(article))


def test_what_is_kept_knows_the_articles_of_the_house(kb: KnowledgeBase) -> None:
    grasp, faults = Grasp.load(FOLDER / FILE)
    assert not faults
    best = [(a.id, grasp.of(kb.taken_apart(a.question)).best) for a in kb.articles]
    assert sum(own == found for own, found in best) >= 0.97 * len(best)


def test_ways_are_learnt_also_as_misheard_and_what_none_answers_too(kb: KnowledgeBase) -> None:
    article, asked = kb.article("id-card-lost"), Labelled("dev", frozenset(), "身份证是谁发明的")
    found = list(asking_texts([article], [asked], kb.lexicon))
    assert [e.article for e in found] == ["id-card-lost"] * 3 * len(asked_as(article)) + [None]
    assert len({e.said.text for e in found}) > 2 * len(asked_as(article))
