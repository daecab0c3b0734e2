"""What an article lacks of a question, and questions that no article answers."""

from pathlib import Path

import numpy as np
import pytest

from ivr.knowledge import Action, KnowledgeBase
from ivr.knowledge.article import asked_as
from ivr.knowledge.lexicon import Lexicon, LexiconFile
from ivr.knowledge.misfit import FILE, Misfit
from ivr.knowledge.misfit_fit import Pair, learn
from ivr.knowledge.postings import Array
from ivr.knowledge.terms import GRAMMAR, Spoken, spoken
from ivr.knowledge.unanswered import Unanswered, unanswered_of
from tests.unit.knowledge.conftest import FOLDER

LEXICON = Lexicon(LexiconFile())


def pair(text: str, lacks: str, *, right: bool) -> Pair:
    """A text, and an article that knows all of it but the terms of some of its characters."""
    said = spoken(text, LEXICON)
    return Pair(said, lacking(said, lacks), 1.0, right)


def lacking(said: Spoken, characters: str) -> Array:
    """Of each term whether one of the characters stands in it."""
    return np.array([any(c in term for c in characters) for term in said.terms])


def test_words_whose_lack_tells_are_told_from_those_that_are_missing_without_harm() -> None:
    whats = ("护照", "驾照", "执照", "房照", "牌照")
    misfit = learn(
        [
            *(pair(f"{what}加名字", "名字", right=False) for what in whats),
            *(pair(f"媳妇{what}", "媳妇", right=True) for what in whats),
        ]
    )
    said = spoken("媳妇护照加名字", LEXICON)
    values = misfit.values(said)
    names, wife = lacking(said, "名字"), lacking(said, "媳妇")
    assert Misfit.of(values, names) < Misfit.of(values, wife)
    assert Misfit.of(values, np.array([names, wife])).tolist() == [
        Misfit.of(values, names),
        Misfit.of(values, wife),
    ]
    assert Misfit.of(values, lacking(said, "")) == 0.0


def test_what_was_learnt_is_kept(tmp_path: Path) -> None:
    misfit = learn([pair("护照加名字", "名字", right=n % 2 == 0) for n in range(8)])
    misfit.write(tmp_path / "misfit.tsv")
    kept, faults = Misfit.load(tmp_path / "misfit.tsv")
    assert (kept.weights, faults) == (misfit.weights, [])


def test_nothing_to_learn_from_tells_nothing() -> None:
    said = spoken("护照怎么办理", LEXICON)
    assert Misfit.of(learn([]).values(said), lacking(said, "护照怎么办理")) == 0.0


@pytest.mark.parametrize("content", ["加名", "加名\tviel", "a\t1\t2"])
def test_a_broken_file_is_named_and_the_other_signals_decide(tmp_path: Path, content: str) -> None:
    (tmp_path / "misfit.tsv").write_text(content, encoding="utf-8")
    misfit, faults = Misfit.load(tmp_path / "misfit.tsv")
    assert misfit.weights == {}
    assert [fault.file for fault in faults] == [str(tmp_path / "misfit.tsv")]


def test_the_shipped_weights_are_read() -> None:
    misfit, faults = Misfit.load(FOLDER / FILE)
    assert faults == []
    assert len(misfit.weights) > 1000


def test_the_nearest_question_that_no_article_answers_is_found() -> None:
    unanswered = Unanswered(["身份证号码前六位是啥意思", "哪家医院看腰好"], LEXICON)
    near = [
        unanswered.near(spoken(text, LEXICON))[0]
        for text in ("身份证前六位啥意思", "今年几号来暖气", "")
    ]
    assert near[0] > 0.5
    assert near[1] < 0.2
    assert near[2] == 0.0
    assert unanswered.near(spoken("身份证号马前六位", LEXICON))[1] > 0.7
    assert Unanswered([], LEXICON).near(spoken("护照", LEXICON)) == (0.0, 0.0)
    assert "哪家医院看腰好" in unanswered_of(FOLDER)


@pytest.mark.parametrize(
    "text",
    [
        "北京的公积金怎么提取",
        "深圳最低工资是多少",
        "公司股东退股手续怎么办",
        "工伤期间单位能不能把我辞了",
        "身份证复印件让别人用了有没有法律效力",
        "水费发票怎么开",
        "退休金能不能转给孙子领",
        "房产证上加老婆名字得多少钱",
    ],
)
def test_a_neighbouring_matter_is_not_answered(kb: KnowledgeBase, text: str) -> None:
    assert kb.decide(text).action is not Action.ANSWER


def test_what_the_answer_speaks_of_is_told_though_no_way_asks_it(kb: KnowledgeBase) -> None:
    article = kb.article("id-card-lost")
    asked = "".join(asked_as(article))
    answer = article.answer
    spoken_of = next(
        answer[n : n + 2]
        for n in range(len(answer) - 1)
        if not {answer[n], answer[n + 1]} & GRAMMAR
        and answer[n : n + 2].isalnum()
        and answer[n : n + 2] not in asked
    )
    plain, told = (
        next(r for r in kb.search(text) if r.article.id == article.id).signals.told
        for text in (article.question, article.question + spoken_of)
    )
    assert plain < told <= 1.0
