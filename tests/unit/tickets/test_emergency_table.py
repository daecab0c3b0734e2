"""The table of dangers and of what only looks like one: recall first, every line counts."""

from collections.abc import Iterator
from pathlib import Path

from ivr.tickets.emergency import find_emergency

TABLE = Path(__file__).parents[2] / "data" / "understanding" / "emergencies.tsv"


def rows() -> Iterator[tuple[str, str]]:
    for line in TABLE.read_text("utf-8").splitlines():
        service, words = line.split("\t")
        yield service, words


def test_every_danger_of_the_table_is_found_and_goes_to_its_service() -> None:
    dangers = [(service, words) for service, words in rows() if service != "-"]
    assert len(dangers) >= 140
    missed = [words for _, words in dangers if find_emergency(words) is None]
    assert missed == []
    others = [
        (service, found.services, words)
        for service, words in dangers
        if (found := find_emergency(words)) and service not in found.services
    ]
    assert others == []


def test_no_look_alike_of_the_table_raises_an_alarm() -> None:
    alike = [words for service, words in rows() if service == "-"]
    assert len(alike) >= 150
    false = [(found.rule, words) for words in alike if (found := find_emergency(words))]
    assert false == []


def test_a_danger_is_found_while_it_is_still_being_said() -> None:
    """On the way of a growing text nothing found is lost again without a word that excuses it."""
    text = "我家孩子脑袋卡在栏杆里了快来人"
    found = [find_emergency(text[:end]) is not None for end in range(1, len(text) + 1)]
    assert found.index(True) <= text.index("了")
    assert all(found[found.index(True) :])
