"""A pattern that is not tried would have found nothing."""

import json
import re
from pathlib import Path

import pytest

from ivr.tickets.alarms import ALARMS
from ivr.tickets.needed import Needed, needed

DATA = Path(__file__).parents[2] / "data" / "understanding"
PATTERNS = [alarm.words for alarm in ALARMS]


@pytest.mark.parametrize(
    ("pattern", "chars"),
    [
        ("着火|失火|起火", "着失起"),
        ("(?:快)?救[命人]", "救"),
        ("[0-9]", "0123456789"),
        ("(?:没|不)(?:有)?.{0,4}", "没不"),
        ("(?=火)[^水]", None),
        ("火*", None),
        ("火|", None),
        (r"\d", None),
        ("(?i)fire", None),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, chars: str | None) -> None:
    assert needed(re.compile(pattern)) == (None if chars is None else frozenset(chars))


def test_no_alarm_is_passed_over() -> None:
    which = Needed(PATTERNS)
    tried = passed = 0
    for line in (DATA / "emergencies.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        possible = set(which.possible(text))
        found = {at for at, pattern in enumerate(PATTERNS) if pattern.search(text)}
        assert found <= possible, text
        tried, passed = tried + len(possible), passed + len(PATTERNS) - len(possible)
    assert passed > tried  # it spares most of the work
