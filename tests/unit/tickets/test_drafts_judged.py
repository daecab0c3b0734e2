"""How drafts are held against labels: a cut too many is a miss of the splitting alone."""

from typing import Any

from ivr.tickets.bench import FACTS, judge
from ivr.tickets.understanding import Understanding

COUNTED = "第一我家暖气不热屋里才十二度，第二门口的路灯坏了，第三垃圾桶满了没人收"
MATTERS = {"heating": "暖气不热", "lamp": "路灯坏了", "rubbish": "垃圾桶满了没人收"}


def _labels(understanding: Understanding, names: list[str]) -> list[dict[str, Any]]:
    """What the three are, as they are understood alone."""
    found = []
    for name in names:
        judged = understanding.classifier.judge(MATTERS[name]).candidates[0].category
        nothing = dict.fromkeys(FACTS)
        found.append({"kind": "help", "industry": judged[0], "type": judged[1], **nothing})
    return found


def _types_right(understanding: Understanding, wanted: list[str]) -> tuple[int, int]:
    case = {"text": COUNTED, "tickets": _labels(understanding, wanted)}
    measures = judge(understanding, "test", [case]).measures
    assert measures["split"].right == (len(wanted) == 3)
    return measures["type"].right, measures["type"].judged


def test_what_is_cut_too_often_shifts_nothing(understanding: Understanding) -> None:
    assert _types_right(understanding, ["heating", "lamp", "rubbish"]) == (3, 3)
    assert _types_right(understanding, ["heating", "rubbish"]) == (2, 2)
    assert _types_right(understanding, ["lamp"]) == (1, 1)


def test_a_matter_without_a_draft_is_missed_and_the_others_are_not(
    understanding: Understanding,
) -> None:
    wanted = ["heating", "heating", "lamp", "rubbish"]
    assert _types_right(understanding, wanted) == (3, 4)


def test_drafts_are_paired_in_the_order_of_the_call(understanding: Understanding) -> None:
    right, judged = _types_right(understanding, ["rubbish", "heating"])
    assert right < judged
