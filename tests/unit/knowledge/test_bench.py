"""What `ivr bench kb` is made of."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ivr.app.parts import model_folder
from ivr.cli.bench_bars import held
from ivr.cli.bench_hearing import EARS, hear
from ivr.cli.bench_peers import peers
from ivr.cli.bench_plot import precision_against_coverage
from ivr.errors import UserError
from ivr.knowledge import KnowledgeBase
from ivr.knowledge.bench import (
    Guess,
    calibration_error,
    calibration_table,
    error_rate,
    tradeoff,
)
from ivr.knowledge.calibration import Curve, Signals, ordered
from ivr.knowledge.fit import OUTSIDE, beside, mixed
from ivr.knowledge.labelled import Labelled, heard_of, read_heard, read_labelled, write_heard
from ivr.knowledge.synthetic import enlarged, multiplied
from ivr.settings.load import load
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


def test_no_two_lines_of_the_plot_look_alike() -> None:
    names = [f"{engine}, {said}" for said in ("as said", "10 dB") for engine in ("ivr", "peer")]
    picture = precision_against_coverage(dict.fromkeys(names, tradeoff(GUESSES, 2)))
    drawn = [each.attrib for each in ElementTree.fromstring(picture).iterfind("{*}polyline")]
    looks = [(line["stroke"], line["stroke-dasharray"]) for line in drawn]
    assert len(set(looks)) == len(names)
    assert looks[0][0] == looks[2][0] != looks[1][0]  # one colour for an engine


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
        found = [entry for entry, _score in search("身份证丢了怎么补办", 10)]
        assert "id-card-lost" in found[:3], name
        assert search("", 10) == [], name


def test_the_measured_lines_were_heard_by_every_ear() -> None:
    said = read_labelled(FOLDER / "eval" / "questions.tsv")
    heard = heard_of(said, read_heard(FOLDER / "eval" / "heard.tsv"))
    assert list(heard) == [ear.name for ear in EARS]
    for lines in heard.values():
        for part in ("test", "blind"):
            wanted = [(s.text, s.answers) for s in said if s.part == part]
            assert [(h.said, h.answers) for h in lines if h.part == part] == wanted


def test_what_was_heard_is_kept_and_the_rest_is_heard_later(tmp_path: Path) -> None:
    heard = {"护照怎么办": {"near": "户照怎么办", "far": ""}, "几号来暖气": {"near": "几号来暖气"}}
    write_heard(tmp_path / "heard.tsv", ["near", "far"], heard)
    assert read_heard(tmp_path / "heard.tsv") == heard
    assert read_heard(tmp_path / "none.tsv") == {}
    said = [
        Labelled("dev", frozenset({"heat"}), "几号来暖气"),
        Labelled("dev", frozenset(), "新的"),
    ]
    assert heard_of(said, heard) == {
        "near": [Labelled("dev", frozenset({"heat"}), "几号来暖气", "几号来暖气")],
        "far": [],
    }


def _row(texts: str, engine: str, first: float, cer: float) -> dict[str, Any]:
    held = {"right": 1.0, "cover": 0.7, "leaf": 0, "ECE": 0.01, "p99": 1.0, "load": 1.0}
    return {"size": 3, "texts": texts, "engine": engine, "R@1": first, "CER": cer, **held}


def test_coverage_is_judged_on_every_row_and_the_lead_on_all_noisy_ones_together() -> None:
    firsts = {"as said": (0.9, 0.9, 0.0), "near": (0.9, 0.82, 0.06), "far": (0.8, 0.67, 0.2)}
    rows = []
    for texts, (own, peer, cer) in firsts.items():
        rows += [_row(texts, "ivr", own, cer), _row(texts, "FTS5", peer, cer)]
        rows.append(_row(texts, "bm25s", 0.5, cer))
    bars = {bar.name: bar for bar in held(rows)}
    assert bars["R@1 above the better peer, noisy texts"].found == "+10.5 points"
    assert bars["R@1 above the better peer, noisy texts"].held
    assert [name for name in bars if name.startswith("coverage")] == [
        f"coverage, {texts}" for texts in firsts
    ]
    assert not any(bar.held for name, bar in bars.items() if name.startswith("coverage"))
    assert all(bar.held for name, bar in bars.items() if not name.startswith("coverage"))


def test_hearing_one_part_keeps_what_is_known_of_the_others(tmp_path: Path) -> None:
    settings = load(FOLDER.parent / "config" / "hotline.toml")
    known = {"护照怎么办": {EARS[0].name: "户照怎么办"}}
    file, model = tmp_path / "heard.tsv", model_folder(settings)
    hear(settings, ["几号来暖气"], known, file, model, print)
    heard = read_heard(file)
    assert heard["护照怎么办"] == known["护照怎么办"]
    assert set(heard["几号来暖气"]) == {ear.name for ear in EARS}
    assert "暖气" in heard["几号来暖气"][EARS[0].name]
    with pytest.raises(UserError, match="1 lines wait for the untaught ear"):
        hear(settings, ["护照怎么办"], heard, file, None, print)


def test_the_share_of_misheard_characters_ignores_marks_and_figures() -> None:
    line = Labelled("dev", frozenset(), "医保叫费三十", "医保缴费，30？")
    assert error_rate([line]) == pytest.approx(1 / 6)
    assert error_rate([]) == 0.0


def test_questions_outside_the_articles_count_by_their_share() -> None:
    counts = mixed([True] * 6 + [False] * 4)
    assert sum(counts[:6]) / sum(counts) == pytest.approx(OUTSIDE)
    assert mixed([False]) == [1.0]


def test_the_order_puts_the_right_article_first_in_lists_of_any_length() -> None:
    def signals(cosine: float, keys: float) -> Signals:
        return Signals(cosine, 0.5, 0.5, keys, 1.0, 0.0, 0.5, 0.5, 0.0)

    lists = [
        ([signals(0.4, 1.0), signals(0.6, 0.0), signals(0.5, 0.0)], [True, False, False], 1.0),
        ([signals(0.6, 0.0), signals(0.5, 1.0)], [False, True], 2.0),
    ]
    order = ordered(lists * 20)
    assert order["keys"] > order["cosine"]
    curve = Curve(order=order)
    for rows, right, _counts in lists:
        ranks = [curve.rank(row) for row in rows]
        assert right[ranks.index(max(ranks))]


def test_fresh_lines_count_half_as_much_as_all_folds() -> None:
    counts = beside([True] * 6 + [False] * 40, [True, False])
    assert sum(counts[:46]) == pytest.approx(2 * sum(counts[46:]))
    assert sum(counts[:6]) / sum(counts[:46]) == pytest.approx(OUTSIDE)
    assert beside([False], []) == [1.0]
