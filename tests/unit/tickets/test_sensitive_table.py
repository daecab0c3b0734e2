"""敏感事项: what the duty manager hears of at once, in the words of `sensitive.tsv`.

Three rounds; the first two shaped the rules, the third was only counted (4 of 15 at first sight).
"""

from pathlib import Path

from ivr.tickets.emergency import find_sensitive
from tools.danger_examples import calls, lines_of

FILE = Path(__file__).parents[2] / "data" / "understanding" / "sensitive.tsv"
ROWS = [line.split("\t") for line in lines_of(FILE)]


def test_what_endangers_many_or_oneself_is_told_by_its_sort() -> None:
    known = [(sort, words) for turn, sort, words in ROWS if turn != "3"]
    found = [(find_sensitive(words), sort) for sort, words in known]
    assert len(known) >= 60
    assert sum(hit is not None and hit.sort == sort for hit, sort in found) >= 0.9 * len(known)


def test_a_day_of_calls_alerts_nobody() -> None:
    ordinary = calls("dev.jsonl") + calls("dev.jsonl", kept=True)
    alerted = [words for words in ordinary if find_sensitive(words)]
    assert len(alerted) <= len(ordinary) / 100, alerted
