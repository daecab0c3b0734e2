"""Whatever happens in a transfer, the caller talks with somebody, hears something, or has left."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ivr.linkage.machine import IllegalStepError
from ivr.linkage.transfer import ENDED, SCENES, TRANSFER, WISHES, Act, How, Input, Party, Stage

DOCS = Path(__file__).parents[3] / "docs" / "CALLS.md"


@dataclass(frozen=True)
class There:
    """Who is really on the line."""

    stage: Stage = Stage.NEW
    caller: bool = True
    operator: bool = True
    rings: bool = False  # the target's phone
    target: bool = False

    def present(self) -> set[Party]:
        given = {Party.CALLER: self.caller, Party.OPERATOR: self.operator}
        return {
            party for party, is_there in (given | {Party.TARGET: self.target}).items() if is_there
        }

    def possible(self) -> list[Input]:
        """What can happen to these people now: wishes and the wire, late messages left out."""
        if self.stage is Stage.NEW:
            return [Input(how.value) for how in How]
        inputs = [w for w in WISHES if self.operator and TRANSFER.allows(self.stage, w)]
        inputs += [Input.TARGET_ANSWERED, Input.TARGET_FAILED] if self.rings else []
        inputs += [Input.TARGET_LEFT] if self.target else []
        inputs += [Input.OPERATOR_LEFT] if self.operator else []
        inputs += [Input.SETTLED] if self.stage is Stage.RETURNING else []
        return [*inputs, Input.CALLER_LEFT]

    def after(self, given: Input) -> "tuple[There, tuple[Act, ...]]":
        stage, acts = TRANSFER.step(self.stage, given)
        now = replace(self, stage=stage)
        match given:
            case Input.TARGET_ANSWERED:
                now = replace(now, rings=False, target=True)
            case Input.TARGET_FAILED | Input.TARGET_LEFT:
                now = replace(now, rings=False, target=False)
            case Input.OPERATOR_LEFT:
                now = replace(now, operator=False)
            case Input.CALLER_LEFT:
                now = replace(now, caller=False)
            case _:
                pass
        for act in acts:
            match act:
                case Act.DIAL:
                    now = replace(now, rings=True)
                case Act.HANG_UP_TARGET:
                    now = replace(now, rings=False, target=False)
                case Act.PASS_ON:
                    now = replace(now, operator=False)
                case _:
                    pass
        return now, acts


def every_way() -> list[tuple[There, Input, There, tuple[Act, ...]]]:
    """Each step from each state that can be reached, whoever is there."""
    seen, found, todo = {There()}, [], [There()]
    while todo:
        before = todo.pop()
        if before.stage in ENDED:
            continue
        for given in before.possible():
            after, acts = before.after(given)
            found.append((before, given, after, acts))
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return found


WAYS = every_way()


@pytest.mark.parametrize(("before", "given", "after", "_acts"), WAYS, ids=str)
def test_the_caller_is_never_left_in_silence(before, given, after, _acts) -> None:
    scene = SCENES[after.stage]
    if not after.caller:
        assert after.stage is Stage.OVER
        assert not after.rings
        assert not after.target
    elif Party.CALLER in scene.talking:
        assert scene.talking <= after.present(), "talks with somebody who is gone"
        assert len(scene.talking) > 1
    else:
        assert scene.caller_hears is not None
        assert after.rings or after.target or after.stage is Stage.QUEUED, "waits for nobody"


def test_every_end_is_a_defined_place() -> None:
    for before, given, after, acts in WAYS:
        match after.stage:
            case Stage.BACK | Stage.RETURNING:
                assert after.operator, (before, given)
                assert not after.target
            case Stage.PASSED:
                assert after.target, (before, given)
                assert Act.PASS_ON in acts
            case Stage.QUEUED:
                assert (after.operator, acts) == (False, (Act.QUEUE,))
            case _:
                pass


def test_the_phone_that_asked_is_told_once_while_it_is_there() -> None:
    for before, given, after, acts in WAYS:
        told = [act for act in acts if act in (Act.REPORT_DONE, Act.REPORT_FAILED)]
        returned = before.stage is not Stage.RETURNING and after.stage in (
            Stage.RETURNING,
            Stage.BACK,
        )
        if returned or after.stage is Stage.PASSED:
            assert len(told) == 1, (before, given)
        else:
            assert told == []


def test_every_stage_and_every_row_is_used() -> None:
    assert {after.stage for _, _, after, _ in WAYS} == set(Stage) - {Stage.NEW}
    assert {(before.stage, given) for before, given, _, _ in WAYS} >= set(TRANSFER.table)
    assert set(SCENES) == set(Stage)


def test_somebody_is_always_able_to_end_it() -> None:
    """From every state that is no end, whatever the people do, an end can be reached."""
    ends = {after for _, _, after, _ in WAYS if after.stage in ENDED}
    for _ in WAYS:
        ends |= {before for before, _, after, _ in WAYS if after in ends}
    assert ends >= {before for before, _, _, _ in WAYS}


def test_late_messages_change_nothing_and_wrong_wishes_are_our_mistake() -> None:
    for stage in ENDED:
        for given in TRANSFER.late:
            assert TRANSFER.step(stage, given) == (stage, ())
    with pytest.raises(IllegalStepError):
        TRANSFER.step(Stage.RINGING, Input.JOIN)


def test_the_document_shows_the_table() -> None:
    assert TRANSFER.diagram() in DOCS.read_text("utf-8"), "put TRANSFER.diagram() into the document"
