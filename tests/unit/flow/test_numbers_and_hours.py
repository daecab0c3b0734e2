"""Several numbers run the same flow with their own words; closed hours lead to a message."""

from datetime import datetime
from pathlib import Path

import pytest

from ivr.clock import CHINA
from ivr.flow import actions as do
from ivr.flow.config import FlowConfig
from ivr.flow.interpreter import begin
from ivr.flow.loader import load_flow
from tests.unit.flow.talk import Talk, shipped

NIGHT = """\
flow: night
title: 夜间留言
start: hours
human: people
emergency: people
steps:
  hours:
    {kind: hours, begin: "08:30:00", end: "17:30:00", days: [1, 2, 3, 4, 5],
     open: people, closed: shut}
  shut: {kind: say, text: 现在是非工作时间。, next: message}
  message: {kind: leave_message, next: bye}
  people: {kind: queue, next: bye}
  bye: {kind: hang_up, text: 再见。}
"""


def test_each_number_has_its_own_greeting() -> None:
    config = FlowConfig(by_number={"8890": {"greeting": "您好，8890民生服务热线。请讲。"}})
    assert config.flow_of("12345") == config.flow_of("8890") == "12345"
    talk = Talk(shipped("12345"), called="8890")
    talk.state = begin(talk.flow, config.words("8890"))
    talk.start().hear_out()
    assert talk.last == "您好，8890民生服务热线。请讲。"
    assert config.words("12345")["greeting"].startswith("您好，12345政务服务便民热线平台")


@pytest.mark.parametrize(
    ("at", "is_open"),
    [("2026-11-20T09:00", True), ("2026-11-20T17:30", False), ("2026-11-21T09:00", False)],
)
def test_closed_hours_take_a_message(tmp_path: Path, at: str, is_open: bool) -> None:
    file = tmp_path / "night.yaml"
    file.write_text(NIGHT, encoding="utf-8")
    flow, faults = load_flow(file)
    assert flow is not None, faults
    talk = Talk(flow, now=datetime.fromisoformat(at).replace(tzinfo=CHINA)).start().hear_out()
    assert bool(talk.of(do.JoinQueue)) is is_open
    assert ("现在是非工作时间。" in talk.said) is not is_open
    assert talk.state.step == ("people" if is_open else "message")
