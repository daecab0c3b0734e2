"""Learning and fitting from beginning to end, on the articles about heating alone."""

import shutil
from collections import Counter
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from ivr.knowledge import KnowledgeBase
from ivr.knowledge.fit import cross_validated, fit
from ivr.knowledge.folds import FOLDS, FRESH, Lessons, fold_of, seen_in_folds, worded_lines
from ivr.knowledge.judgement import Judgement
from ivr.knowledge.labelled import FILE, Labelled, read_labelled
from ivr.knowledge.loader import parse_articles
from tests.unit.knowledge.conftest import FOLDER, TODAY, local_values

MOST = 80  # lines that ask for nothing here, of each sort


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of one file of articles, in which nothing was learnt yet."""
    path = tmp_path_factory.mktemp("knowledge")
    for part in ("articles", "eval"):
        (path / part).mkdir()
    shutil.copytree(FOLDER / "lexicons", path / "lexicons")
    shutil.copy(FOLDER / "articles" / "heating.yaml", path / "articles")
    return path


@pytest.fixture(scope="module")
def lines(folder: Path) -> list[Labelled]:
    """What asks for its articles, and some that asks for none."""
    ids = {article.id for article in parse_articles(folder / "articles")[0]}
    every = [i for i in read_labelled(FOLDER / FILE) if i.part in ("dev", "fresh")]
    asking = [i for i in every if i.answers and i.answers <= ids]
    questions = [i for i in every if not i.answers and not i.appeal]
    fresh = [i for i in questions if i.part == "fresh"]
    others = [*questions[:MOST], *fresh[:MOST], *[i for i in every if i.appeal][:MOST]]
    return [*asking, *others]


def test_an_interrupt_ends_all_that_learns(folder: Path, lines: list[Labelled]) -> None:
    def interrupted(_said: str) -> None:
        raise KeyboardInterrupt

    few = [i for i in lines if i.part == "dev"][:40]
    lessons = Lessons(folder, local_values(), TODAY, [few], [], [])
    with pytest.raises(KeyboardInterrupt):
        seen_in_folds(lessons, interrupted)
    assert active_children() == []


def test_what_is_learnt_in_folds_is_kept_and_decides(folder: Path, lines: list[Labelled]) -> None:
    dev = [i for i in lines if i.part == "dev"]
    fresh = [i for i in lines if i.part == "fresh"]
    worded = worded_lines(folder, [dev], [], 0.2)
    shown: list[str] = []
    lessons = Lessons(folder, local_values(), TODAY, [dev], fresh, worded)
    seen, told, learnt = seen_in_folds(lessons, shown.append)
    assert len(shown) == FOLDS + 1
    assert Counter(one.item.text for one in seen) == Counter(i.text for i in lines)
    assert all(one.fold == fold_of(one.item.said) for one in seen if one.item.part == "dev")
    assert {one.fold for one in seen if one.item.part == "fresh"} == {FRESH}

    curve = fit(learnt.curve, seen, told)
    guesses = [guess for _one, guess in cross_validated(learnt.curve, seen, told)]
    assert len(guesses) == len(dev)

    replace(learnt, curve=curve).write(folder)
    kept, faults = Judgement.load(folder)
    assert not faults
    assert kept.curve == curve
    kb = KnowledgeBase.load(folder, local_values(), TODAY)[0]
    asked = [i for i in fresh if i.answers]
    found = [kb.search(i.text, 1)[0].article.id in i.answers for i in asked]
    assert sum(found) >= 0.85 * len(asked)
    sure = {i.text: kb.likely(i.text) for i in fresh}
    right = sum(sure[i.text] for i in asked) / len(asked)
    rest = [sure[i.text] for i in fresh if not i.answers]
    assert right > 2 * sum(rest) / len(rest)
