"""Sentences: cleaning, the grammar, and the wall between training text and examination."""

import random
from pathlib import Path

import pytest

from tools.asr_train import corpus
from tools.asr_train.grammar import Grammar
from tools.asr_train.settings import Places


def test_spoken_form_drops_pauses_and_spells_digits() -> None:
    assert corpus.spoken("你好，3号楼 停水了！") == "你好三号楼停水了"


def test_a_sentence_with_latin_letters_is_not_spoken() -> None:
    assert corpus.spoken("WIFI没信号") == ""


def test_examination_sentences_are_kept_out_whatever_their_punctuation() -> None:
    exam = {"free": ["我家停水了"]}
    assert corpus.without_examination(["我家，停水了。", "他家停水了"], exam) == ["他家停水了"]


def grammar(tmp_path: Path, text: str) -> Grammar:
    (tmp_path / "rules.txt").write_text(text, "utf-8")
    return Grammar(tmp_path)


def test_grammar_draws_choices_and_calls(tmp_path: Path) -> None:
    made = grammar(tmp_path, "[sentence]\n{place}(停水|停电)了\n[place]\n我家\n我们小区\n")
    drawn = set(made.sentences("sentence", 50, seed=1))
    assert drawn == {f"{a}{b}了" for a in ("我家", "我们小区") for b in ("停水", "停电")}


def test_weights_make_a_wording_more_frequent(tmp_path: Path) -> None:
    made = grammar(tmp_path, "[sentence]\n*9 常\n*1 少\n")
    dice = random.Random(2)
    drawn = [made.draw("sentence", dice) for _ in range(500)]
    assert drawn.count("常") > 5 * drawn.count("少")


def test_an_unknown_rule_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        grammar(tmp_path, "[sentence]\n{nowhere}\n")


def test_shipped_templates_yield_many_sentences_of_hanzi() -> None:
    drawn = Grammar(Places().templates).sentences("sentence", 500, seed=4)
    assert len(drawn) == 500
    assert all(corpus.spoken(sentence) == sentence for sentence in drawn)


def test_examination_is_large_and_of_hanzi() -> None:
    exam = corpus.examination(Places().exam)
    assert len(exam["domain"]) >= 150
    assert len(exam["free"]) >= 120
    assert all(corpus.spoken(line) for lines in exam.values() for line in lines)
