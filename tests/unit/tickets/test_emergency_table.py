"""The table of dangers and of what only looks like one: recall first, every line counts."""

import json
from collections.abc import Iterator
from pathlib import Path

from ivr.tickets.danger_sense import DangerSense
from ivr.tickets.emergency import find_emergency

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "tests" / "data" / "understanding" / "emergencies.tsv"
FRIGHTENED = TABLE.with_suffix(".jsonl")  # 183 dangers as frightened people tell them, 309 others
UNSEEN = TABLE.with_name("emergencies_unseen.jsonl")  # 60 and 80: no rule was written for these


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


def told(file: Path = FRIGHTENED) -> list[tuple[str, str]]:
    rows = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    return [(row["text"], row["services"]) for row in rows]


def _whom(services: str, found: tuple[str, ...]) -> bool:
    """119/110+120: one of the first two, and the ambulance."""
    return all(set(either.split("/")) & set(found) for either in services.split("+"))


def test_frightened_people_are_understood_and_sent_to_whom_they_need() -> None:
    dangers = [(words, services) for words, services in told() if services]
    assert len(dangers) >= 180
    wrong = [
        (words, found and found.services)
        for words, services in dangers
        if (found := find_emergency(words)) is None or not _whom(services, found.services)
    ]
    assert wrong == []


def test_at_most_one_in_fifty_others_raises_an_alarm_and_one_in_twelve_is_asked_about() -> None:
    sense, faults = DangerSense.load(ROOT / "knowledge_base" / "dangers")
    assert sense is not None, faults
    others = [words for words, services in told() if not services]
    judged = [(words, find_emergency(words), sense.judge(words)) for words in others]
    false = [words for words, ruled, (certain, _) in judged if ruled or certain]
    assert len(false) <= len(others) / 50, false
    asked = [words for words, ruled, (_, doubt) in judged if doubt and not ruled]
    assert len(asked) <= len(others) / 12, asked


def test_half_a_sentence_waits_for_the_words_that_excuse_it() -> None:
    """As they are said, few others raise an alarm that the whole sentence would not."""
    others = [words for words, services in told() if not services]
    early = [
        words
        for words in others
        if find_emergency(words) is None
        and any(find_emergency(words[:end], going_on=True) for end in range(1, len(words)))
    ]
    assert len(early) <= len(others) / 50, early


def test_a_danger_in_half_a_sentence_is_found_before_its_end() -> None:
    text = "我家着火了你们快点派人过来吧"
    first = next(e for e in range(len(text)) if find_emergency(text[:e], going_on=True))
    assert first <= len("我家着火了你们快")
    assert find_emergency("我家着火了", going_on=True) is None
    assert find_emergency("我家着火了") is not None


def test_a_place_in_front_and_a_plea_behind_hide_nothing() -> None:
    front, behind = "喂你好我在沈阳市铁西区启工街这边，", "，你们快点派人过来看看吧我都不知道咋整了"
    hidden = [
        words
        for words, services in told()
        if services and find_emergency(front + words + behind) is None
    ]
    assert hidden == []


def test_most_dangers_that_nobody_wrote_a_rule_for_are_acted_on_or_asked_about() -> None:
    """A floor under what unseen words bring: never write a rule or an example for this file."""
    sense, faults = DangerSense.load(ROOT / "knowledge_base" / "dangers")
    assert sense is not None, faults
    heard = {words: find_emergency(words) or any(sense.judge(words)) for words, _ in told(UNSEEN)}
    dangers = [words for words, services in told(UNSEEN) if services]
    assert sum(bool(heard[words]) for words in dangers) >= 0.75 * len(dangers)
    others = [words for words, services in told(UNSEEN) if not services]
    assert sum(bool(heard[words]) for words in others) <= 0.1 * len(others)
