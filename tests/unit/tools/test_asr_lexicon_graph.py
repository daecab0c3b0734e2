"""The lexicon's vocabulary and a whole small graph, searched by brute force."""

import math

import pytest

from tools.asr_train import lexicon, lm, phones
from tools.asr_train.transitions import enter, stay

kaldifst = pytest.importorskip("kaldifst")

from tools.asr_train import graph  # noqa: E402


def test_common_characters_are_those_of_the_national_standard() -> None:
    characters = lexicon.common_characters()
    assert len(characters) == 6763
    assert characters[0] == "啊"


def test_domain_words_and_characters_are_always_known() -> None:
    words = lexicon.vocabulary({"鲅鱼圈区"}, least=100000)
    assert "鲅鱼圈区" in words
    assert "圳" in words
    assert all(value > 0 for value in words.values())


def pronounce(word: str, *syllables: str) -> lexicon.Pronunciation:
    return lexicon.Pronunciation(word, tuple(phones.word_phones(phones.units_of(syllables))), 0.0)


LEXICON = [
    pronounce("停水", "ting2", "shui3"),
    pronounce("停", "ting2"),
    pronounce("亭", "ting2"),
    pronounce("水", "shui3"),
    pronounce("五", "wu3"),
]


def search(made: graph.Expansion, spoken: list[int]) -> tuple[float, list[int]]:
    """The cheapest words for a row of transition numbers."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}

    def close() -> None:
        waiting = list(best)
        while waiting:
            state = waiting.pop()
            for label, word, cost, target in made.arcs[state]:
                total = best[state][0] + cost
                if label == 0 and total < best.get(target, (math.inf, []))[0] - 1e-9:
                    best[target] = (total, best[state][1] + [word] * bool(word))
                    waiting.append(target)

    close()
    for wanted in spoken:
        moved: dict[int, tuple[float, list[int]]] = {}
        for state, (so_far, words) in best.items():
            for label, word, cost, target in made.arcs[state]:
                total = so_far + cost
                if label == wanted and total < moved.get(target, (math.inf, []))[0]:
                    moved[target] = (total, words + [word] * bool(word))
        best = moved
        close()
    ends = [
        (so_far + made.finals[state], words)
        for state, (so_far, words) in best.items()
        if math.isfinite(made.finals[state])
    ]
    return min(ends) if ends else (math.inf, [])


@pytest.fixture(scope="module")
def made() -> tuple[graph.Expansion, dict[str, int]]:
    counts = lm.count([["停水"], ["停水"], ["停", "水"], ["五", "五"]], 3)
    source = lm.Source(lm.continuations(counts, 3), 1.0)
    lowest = lm.unigrams(lm.joined([source])[()], {"亭": 1.0}, 0.1)
    model = lm.estimate([source], 3, lowest, (0.8, 0.8))
    numbers = graph.word_table([item.word for item in LEXICON])
    composed, mark = graph.compose(model, LEXICON, numbers)
    expansion = graph.Expansion(composed, mark)
    expansion.run()
    return expansion, numbers


def sound(word_phones: list[int], dwell: int = 1) -> list[int]:
    return [number for phone in word_phones for number in [enter(phone)] + [stay(phone)] * dwell]


def heard(made: tuple[graph.Expansion, dict[str, int]], numbers: list[int]) -> list[str]:
    expansion, table = made
    names = {number: word for word, number in table.items()}
    return [names[word] for word in search(expansion, numbers)[1]]


def test_a_word_of_two_syllables_is_found(
    made: tuple[graph.Expansion, dict[str, int]],
) -> None:
    assert heard(made, sound(list(LEXICON[0].phones), dwell=3)) == ["停水"]


def test_of_equal_sounds_the_likelier_wins(
    made: tuple[graph.Expansion, dict[str, int]],
) -> None:
    assert heard(made, sound(list(LEXICON[1].phones))) == ["停"]


def test_a_pause_may_stand_before_between_and_after_words(
    made: tuple[graph.Expansion, dict[str, int]],
) -> None:
    pause = [enter(1), stay(1), stay(1)]
    row = pause + sound(list(LEXICON[1].phones)) + pause + sound(list(LEXICON[3].phones)) + pause
    assert heard(made, row) == ["停", "水"]


def test_the_same_digit_twice_is_two_words(
    made: tuple[graph.Expansion, dict[str, int]],
) -> None:
    five = sound(list(LEXICON[4].phones), dwell=2)
    assert heard(made, five + five) == ["五", "五"]


def test_a_broken_row_of_sounds_is_no_sentence(
    made: tuple[graph.Expansion, dict[str, int]],
) -> None:
    assert search(made[0], sound(list(LEXICON[0].phones))[:3])[0] == math.inf
