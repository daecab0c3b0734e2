"""敏感事项: what the duty manager hears of at once, in the words of `sensitive.tsv`.

The first two rounds shaped the rules and were learnt from; the others are only counted.
"""

from pathlib import Path

from ivr.tickets.emergency import find_sensitive
from ivr.tickets.understanding import Understanding
from tools.concern_sense import UNLEARNT
from tools.danger_examples import calls, lines_of

FILE = Path(__file__).parents[2] / "data" / "understanding" / "sensitive.tsv"
ROWS = [line.split("\t") for line in lines_of(FILE)]


def test_what_endangers_many_or_oneself_is_told_by_its_sort() -> None:
    known = [(sort, words) for turn, sort, words in ROWS if turn not in UNLEARNT]
    found = [(find_sensitive(words), sort) for sort, words in known]
    assert len(known) >= 60
    assert sum(hit is not None and hit.sort == sort for hit, sort in found) >= 0.9 * len(known)


def test_a_day_of_calls_alerts_nobody(understanding: Understanding) -> None:
    ordinary = calls("dev.jsonl")[::4] + calls("dev.jsonl", kept=True)
    alerted = [words for words in ordinary if understanding.sensitive(words)]
    assert len(alerted) <= len(ordinary) / 50, alerted


def test_more_is_heard_of_words_nobody_learnt_from(understanding: Understanding) -> None:
    unseen = [words for turn, _, words in ROWS if turn in UNLEARNT]
    assert len(unseen) >= 50
    rules = sum(find_sensitive(words) is not None for words in unseen)
    assert sum(understanding.sensitive(words) is not None for words in unseen) >= 1.5 * rules
