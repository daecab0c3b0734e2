"""A skill that a queue names and nobody has is said with its line, once operators are there."""

from ivr.app.skills import Unstaffed, unstaffed
from ivr.flow.model import Flow
from ivr.flow.steps.queue import Queue
from ivr.queueing.config import OperatorConfig

STEP = Queue(next="bye", skill="police", overflow="distrct")
FLOW = Flow(
    name="12345",
    title="",
    start="people",
    human="people",
    emergency="people",
    steps={"people": STEP},
    file="12345.yaml",
    lines={"steps.people": 7, "steps.people.overflow": 9},
)


def found(*skills: str) -> list[Unstaffed]:
    seat = OperatorConfig(name="坐席一", target="8001", skills=list(skills))
    return unstaffed({"12345": FLOW}, [seat])


def test_a_mistyped_overflow_is_named_with_its_line() -> None:
    (only,) = found("police", "district")
    assert (only.fault.file, only.fault.line) == ("12345.yaml", 9)
    assert "'distrct'" in only.fault.message
    assert "queue.toml" in only.fault.remedy
    assert "distrct" in only.words()
    assert "不会溢出" in only.words()


def test_a_skill_of_the_queue_itself_counts_too() -> None:
    (only,) = found("distrct")
    assert only.fault.line == 7
    assert "全部坐席" in only.words()


def test_nothing_is_said_where_somebody_has_them_or_nobody_is_configured() -> None:
    assert found("police", "distrct") == []
    assert unstaffed({"12345": FLOW}, []) == []
