"""The language model adds up to one, prefers what it saw, and keeps doing so when pruned."""

import math

import pytest

from tools.asr_train import lm

SENTENCES = [["我", "家", "停水"], ["我", "家", "停电"], ["你", "家", "停水"], ["停水", "了"]]


@pytest.fixture
def model() -> lm.Model:
    counts = lm.count(SENTENCES, 3)
    source = lm.Source(lm.continuations(counts, 3), 1.0)
    lowest = lm.unigrams(lm.joined([source])[()], {"水": 3.0, "停水": 1.0}, 0.3)
    return lm.estimate([source], 3, lowest, (0.8, 0.8))


def words(model: lm.Model) -> list[str]:
    return list(model.grams[()])


@pytest.mark.parametrize("history", [(), ("我",), ("我", "家"), (lm.BEGIN,), ("从未见过",)])
def test_probabilities_of_all_followers_sum_to_one(
    model: lm.Model, history: tuple[str, ...]
) -> None:
    total = sum(math.exp(model.score(history, word)) for word in words(model))
    assert total == pytest.approx(1.0, abs=1e-6)


def test_what_was_seen_is_likelier(model: lm.Model) -> None:
    assert model.sentence(["我", "家", "停水"]) > model.sentence(["家", "我", "停水"])


def test_a_general_word_is_possible_though_never_seen(model: lm.Model) -> None:
    assert math.isfinite(model.sentence(["水"]))
    assert math.isinf(model.sentence(["火星"]))


def test_pruning_shrinks_and_still_sums_to_one(model: lm.Model) -> None:
    pruned = lm.prune(model, lm.count(SENTENCES, 3), 0.9)
    assert pruned.size() < model.size()
    for history in pruned.grams:
        total = sum(math.exp(pruned.score(history, word)) for word in words(model))
        assert total == pytest.approx(1.0, abs=1e-6)


def test_continuations_count_contexts_not_occurrences() -> None:
    counts = lm.count([["在", "沈阳"], ["在", "沈阳"], ["去", "大连"], ["在", "大连"]], 2)
    lowest = lm.continuations(counts, 2)[()]
    assert lowest["沈阳"] == 1
    assert lowest["大连"] == 2


def test_a_heavier_source_counts_more() -> None:
    first, second = lm.count([["甲"]], 2), lm.count([["乙"]], 2)
    total = lm.joined([lm.Source(first, 2.0), lm.Source(second, 0.5)])
    assert total[()]["甲"] == pytest.approx(2.0)
    assert total[()]["乙"] == pytest.approx(0.5)
