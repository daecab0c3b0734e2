"""The warm hand-over never leaves caller or danger without a defined place."""

import itertools
from pathlib import Path

import pytest

from ivr.linkage.config import LineConfig, LinkageConfig
from ivr.linkage.handover import (
    ENDED,
    HANDOVER,
    Act,
    Handover,
    Input,
    Stage,
    advance,
)
from ivr.linkage.lines import lines_for
from ivr.linkage.machine import IllegalStepError

OUTER = [i for i in Input if i not in (Input.LINE_FOUND, Input.NO_LINE)]


def run(lines: int, *inputs: Input) -> tuple[Handover, list[Act]]:
    handover, acts = Handover(lines), []
    for given in inputs:
        handover, more = advance(handover, given)
        acts += more
    return handover, acts


def test_the_usual_way() -> None:
    handover, acts = run(
        1, Input.BEGIN, Input.DESK_ANSWERED, Input.BRIEFED, Input.INTRODUCED, Input.DESK_LEFT
    )
    assert handover.stage is Stage.DONE
    assert acts == [
        Act.DIAL,
        Act.BRIEF,
        Act.JOIN,
        Act.TELL_TALKING,
        Act.INTRODUCE,
        Act.TELL_DONE,
    ]


def test_a_busy_desk_leads_to_the_next_line_then_to_our_people() -> None:
    handover, acts = run(2, Input.BEGIN, Input.DESK_FAILED, Input.DESK_FAILED)
    assert acts == [Act.DIAL, Act.DIAL, Act.TELL_FAILED]
    assert handover.stage is Stage.FAILED


def test_no_line_at_all_leads_to_our_people() -> None:
    assert run(0, Input.BEGIN)[1] == [Act.TELL_FAILED]


def test_a_desk_that_hangs_up_while_briefed_is_not_the_end() -> None:
    assert run(2, Input.BEGIN, Input.DESK_ANSWERED, Input.DESK_LEFT)[1][-1] is Act.DIAL
    assert run(1, Input.BEGIN, Input.DESK_ANSWERED, Input.DESK_LEFT)[1][-1] is Act.TELL_FAILED


def test_danger_is_reported_even_when_the_caller_is_gone() -> None:
    handover, acts = run(
        1, Input.BEGIN, Input.CALLER_LEFT_IN_DANGER, Input.DESK_ANSWERED, Input.BRIEFED
    )
    assert acts == [Act.DIAL, Act.BRIEF_ALONE, Act.HANG_UP_DESK]
    assert handover.stage is Stage.REPORTED


def test_danger_nobody_could_be_told_of_is_not_silent() -> None:
    acts = run(1, Input.BEGIN, Input.CALLER_LEFT_IN_DANGER, Input.DESK_FAILED)[1]
    assert acts[-1] is Act.TELL_MISSED


def test_every_schedule_ends_in_a_defined_place() -> None:
    """All sequences of seven inputs: no dead end while somebody still waits."""
    for inputs in itertools.product(OUTER[1:], repeat=6):
        handover, told = Handover(2), []
        handover, _ = advance(handover, Input.BEGIN)
        for given in inputs:
            try:
                handover, acts = advance(handover, given)
            except IllegalStepError:
                continue
            told += acts
        if handover.stage is Stage.FAILED:
            assert told[-1] in (Act.TELL_FAILED, Act.TELL_MISSED)
        elif handover.stage not in ENDED:
            assert any((handover.stage, i) in HANDOVER.table for i in OUTER)


def test_every_stage_can_be_left_and_reached() -> None:
    stages = {stage for stage, _ in HANDOVER.table}
    assert stages == set(Stage) - ENDED
    assert {stage for stage, _ in HANDOVER.table.values()} == set(Stage) - {Stage.NEW}


def test_an_illegal_input_raises() -> None:
    with pytest.raises(IllegalStepError):
        advance(Handover(1), Input.DESK_ANSWERED)


def test_lines_of_a_service_come_before_those_that_stand_in() -> None:
    fire = LineConfig(["119"], "消防", "sip:119@10.0.0.1")
    police = LineConfig(["110", "police", "122"], "公安警务台", "sip:110@10.0.0.1")
    config = LinkageConfig([police, fire], tries=1)
    assert lines_for(config, "119") == (fire, police)
    assert lines_for(config, "120") == (police,)
    assert lines_for(config, "police") == (police,)
    assert len(lines_for(LinkageConfig([police], tries=2), "110")) == 2


def test_the_document_shows_the_table() -> None:
    document = Path(__file__).parents[3] / "docs" / "CALLS.md"
    assert HANDOVER.diagram() in document.read_text("utf-8"), "put HANDOVER.diagram() into it"
