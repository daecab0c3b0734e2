"""What `ivr bench kb` is made of."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from ivr.cli.bench_peers import peers
from ivr.cli.bench_plot import precision_against_coverage
from ivr.knowledge import KnowledgeBase
from ivr.knowledge.bench import (
    Guess,
    calibration_error,
    calibration_table,
    tradeoff,
)
from ivr.knowledge.labelled import read_labelled
from ivr.knowledge.synthetic import enlarged, multiplied
from tests.unit.knowledge.conftest import FOLDER, TODAY

GUESSES = [Guess(0.9, True, True), Guess(0.9, False, True), Guess(0.1, False, False)]


def test_calibration_compares_scores_with_the_share_that_is_right() -> None:
    assert calibration_table(GUESSES) == [
        (pytest.approx(0.1), 0.0, 1),
        (pytest.approx(0.9), 0.5, 2),
    ]
    assert calibration_error(GUESSES) == pytest.approx((0.4 * 2 + 0.1) / 3)
    assert calibration_error([]) == 0.0


def test_the_tradeoff_holds_only_what_may_be_read_out() -> None:
    assert tradeoff(GUESSES, 2) == [(0.5, 1.0), (0.5, 0.5)]


def test_the_picture_is_xml() -> None:
    ElementTree.fromstring(precision_against_coverage({"ours": tradeoff(GUESSES, 2)}))


def test_copies_have_their_own_names_and_do_not_answer_real_questions(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    ids = [a.id for a in multiplied(kb.articles, 1000)]
    assert len(set(ids)) == 1000
    large = enlarged(FOLDER, kb.articles, 1000, tmp_path, TODAY)
    again = enlarged(FOLDER, kb.articles, 1000, tmp_path, TODAY)
    assert len(large) == len(again) == 1000
    for text in ("身份证丢了咋整", "异地就一怎么备案"):
        assert large.decide(text).entry == kb.decide(text).entry
        assert again.decide(text) == large.decide(text)


@pytest.mark.filterwarnings("ignore")
def test_a_peer_finds_an_article_by_its_own_words(kb: KnowledgeBase) -> None:
    for name, search in peers(kb.articles).items():
        assert search("身份证丢了怎么补办", 10)[0][0] == "id-card-lost", name
        assert search("", 10) == [], name


def test_what_was_heard_belongs_to_what_was_said() -> None:
    said = read_labelled(FOLDER / "eval" / "questions.tsv")
    heard = read_labelled(FOLDER / "eval" / "heard.tsv")
    assert [(h.part, h.answers) for h in heard] == [(s.part, s.answers) for s in said]
