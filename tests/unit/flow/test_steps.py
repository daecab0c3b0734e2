"""Kinds of step that the shipped flows use little."""

from datetime import time
from pathlib import Path

import pytest

from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.loader import load_flow
from ivr.flow.model import Flow
from ivr.flow.speak import ordinal, spoken_list, spoken_number
from ivr.flow.steps.survey import rating_of
from tests.unit.flow.talk import AT, Talk

HEAD = """flow: x
start: first
human: people
emergency: people
steps:
  people: {kind: queue, next: bye, nobody: message}
  message: {kind: leave_message, next: bye}
  bye: {kind: hang_up, text: 再见。}
"""


def flow_of(tmp_path: Path, first: str) -> Flow:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD + first, encoding="utf-8")
    flow, faults = load_flow(path)
    assert flow is not None, faults
    return flow


@pytest.mark.parametrize(
    ("begin", "end", "days", "open_now"),
    [
        ("08:00:00", "18:00:00", "[1, 2, 3, 4, 5]", True),
        ("10:00:00", "18:00:00", "[1, 2, 3, 4, 5]", False),
        ("20:00:00", "10:00:00", "[5]", True),  # over midnight
        ("08:00:00", "18:00:00", "[6, 7]", False),
    ],
)
def test_hours(tmp_path: Path, begin: str, end: str, days: str, open_now: bool) -> None:
    assert (AT.time(), AT.isoweekday()) == (time(9), 5)
    first = (
        f"  first: {{kind: hours, begin: '{begin}', end: '{end}', days: {days}, "
        "open: people, closed: message}\n"
    )
    talk = Talk(flow_of(tmp_path, first)).start()
    assert bool(talk.of(do.JoinQueue)) == open_now


def test_goto_by_number(tmp_path: Path) -> None:
    first = "  first: {kind: goto, next: bye, by_number: {'8890': people}}\n"
    assert not Talk(flow_of(tmp_path, first)).start().of(do.JoinQueue)
    assert Talk(flow_of(tmp_path, first), called="8890").start().of(do.JoinQueue)


def test_a_message_becomes_a_ticket(tmp_path: Path) -> None:
    talk = Talk(flow_of(tmp_path, "  first: {kind: goto, next: people}\n")).start()
    talk.feed(ev.NobodyThere())
    talk.say("我家没水了").say("一直没人来").say("就这些").hear_out()
    assert [t.whole for t in talk.opened] == ["我家没水了，一直没人来"]
    assert talk.ended


def test_a_message_is_kept_when_the_caller_hangs_up(tmp_path: Path) -> None:
    talk = Talk(flow_of(tmp_path, "  first: {kind: goto, next: message}\n")).start()
    talk.say("我家没水了")
    talk.feed(ev.CallerLeft())
    assert [t.whole for t in talk.opened] == ["我家没水了"]


def test_a_circle_of_silence_ends_with_people(tmp_path: Path) -> None:
    """A step entered too often gives the caller to a human."""
    first = (
        "  first: {kind: listen, text: 请讲。, give_up: first, tries: 0,"
        " routes: {answer: bye, draft: bye, done: bye}}\n"
    )
    talk = Talk(flow_of(tmp_path, first)).start()
    for _ in range(20):
        if talk.of(do.JoinQueue):
            break
        talk.silent()
    assert talk.of(do.JoinQueue)


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("很满意", 5),
        ("不太满意", 1),
        ("一般吧", 3),
        ("没人管", 1),
        ("修好了谢谢", 5),
        ("哦那个", None),
    ],
)
def test_ratings_by_word(words: str, rating: int | None) -> None:
    assert rating_of(words) == rating


def test_numbers_and_lists_are_put_as_people_speak() -> None:
    assert spoken_number("2611210001") == "二六一一，二一零零，零一"
    assert spoken_list(["甲"]) == "甲"
    assert spoken_list(["甲", "乙", "丙"]) == "甲；乙；和丙"
    assert ordinal(1) == "第二"
