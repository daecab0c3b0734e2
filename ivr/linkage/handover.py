"""一键转接 the steps of a warm hand-over, as one table; pure.

Dial the desk, tell it in a sentence what the matter is (the caller does not hear it), join all
three, and leave caller and desk to talk. Every failure ends in a defined place: the next line,
else our own people with priority (首接负责制: who took it first guides on). In danger the desk is
told even when the caller has hung up.
"""

from dataclasses import dataclass, replace
from enum import Enum

from ivr.linkage.machine import Machine


class Stage(Enum):
    """Where the hand-over stands."""

    NEW = "new"
    CHOOSING = "choosing"  # which line next
    DIALLING = "dialling"
    BRIEFING = "briefing"  # the desk alone hears the matter
    THREE_WAY = "three_way"  # 三方通话: desk, caller and we are introduced
    TALKING = "talking"  # caller and desk
    DIALLING_ALONE = "dialling_alone"  # the caller is gone, the danger is not
    CHOOSING_ALONE = "choosing_alone"
    BRIEFING_ALONE = "briefing_alone"
    DONE = "done"  # they talked
    REPORTED = "reported"  # the desk was told, the caller was gone
    ABANDONED = "abandoned"  # the caller hung up and there was no danger
    FAILED = "failed"  # no line took it: our own people do


class Input(Enum):
    """What happens to a hand-over."""

    BEGIN = "begin"
    LINE_FOUND = "line_found"  # from within: there is a next line
    NO_LINE = "no_line"  # from within: every line was tried
    DESK_ANSWERED = "desk_answered"
    DESK_FAILED = "desk_failed"  # busy, no answer, refused, unreachable, lost
    BRIEFED = "briefed"  # the sentence was heard, or could not be spoken
    INTRODUCED = "introduced"
    DESK_LEFT = "desk_left"  # hung up after it had answered
    CALLER_LEFT = "caller_left"
    CALLER_LEFT_IN_DANGER = "caller_left_in_danger"


class Act(Enum):
    """What is to be done."""

    CHOOSE = "choose"  # done within: LINE_FOUND or NO_LINE follows
    DIAL = "dial"
    BRIEF = "brief"
    BRIEF_ALONE = "brief_alone"  # with the number to call back
    JOIN = "join"  # caller and desk hear each other
    INTRODUCE = "introduce"
    TELL_TALKING = "tell_talking"
    TELL_DONE = "tell_done"
    TELL_FAILED = "tell_failed"
    TELL_MISSED = "tell_missed"  # nobody could be told: the duty manager must hear of it
    HANG_UP_DESK = "hang_up_desk"


ENDED = frozenset({Stage.DONE, Stage.REPORTED, Stage.ABANDONED, Stage.FAILED})

_S, _I, _A = Stage, Input, Act

_TABLE: dict[tuple[Stage, Input], tuple[Stage, tuple[Act, ...]]] = {
    (_S.NEW, _I.BEGIN): (_S.CHOOSING, (_A.CHOOSE,)),
    (_S.CHOOSING, _I.LINE_FOUND): (_S.DIALLING, (_A.DIAL,)),
    (_S.CHOOSING, _I.NO_LINE): (_S.FAILED, (_A.TELL_FAILED,)),
    (_S.DIALLING, _I.DESK_ANSWERED): (_S.BRIEFING, (_A.BRIEF,)),
    (_S.DIALLING, _I.DESK_FAILED): (_S.CHOOSING, (_A.CHOOSE,)),
    (_S.DIALLING, _I.CALLER_LEFT): (_S.ABANDONED, (_A.HANG_UP_DESK,)),
    (_S.DIALLING, _I.CALLER_LEFT_IN_DANGER): (_S.DIALLING_ALONE, ()),
    (_S.BRIEFING, _I.BRIEFED): (_S.THREE_WAY, (_A.JOIN, _A.TELL_TALKING, _A.INTRODUCE)),
    (_S.BRIEFING, _I.DESK_LEFT): (_S.CHOOSING, (_A.CHOOSE,)),
    (_S.BRIEFING, _I.CALLER_LEFT): (_S.ABANDONED, (_A.HANG_UP_DESK,)),
    (_S.BRIEFING, _I.CALLER_LEFT_IN_DANGER): (_S.BRIEFING_ALONE, (_A.BRIEF_ALONE,)),
    (_S.THREE_WAY, _I.INTRODUCED): (_S.TALKING, ()),
    (_S.THREE_WAY, _I.DESK_LEFT): (_S.CHOOSING, (_A.CHOOSE,)),
    (_S.THREE_WAY, _I.CALLER_LEFT): (_S.DONE, (_A.HANG_UP_DESK,)),
    (_S.THREE_WAY, _I.CALLER_LEFT_IN_DANGER): (_S.BRIEFING_ALONE, (_A.BRIEF_ALONE,)),
    (_S.TALKING, _I.DESK_LEFT): (_S.DONE, (_A.TELL_DONE,)),
    (_S.TALKING, _I.CALLER_LEFT): (_S.DONE, (_A.HANG_UP_DESK,)),
    (_S.TALKING, _I.CALLER_LEFT_IN_DANGER): (_S.DONE, (_A.HANG_UP_DESK,)),
    (_S.DIALLING_ALONE, _I.DESK_ANSWERED): (_S.BRIEFING_ALONE, (_A.BRIEF_ALONE,)),
    (_S.DIALLING_ALONE, _I.DESK_FAILED): (_S.CHOOSING_ALONE, (_A.CHOOSE,)),
    (_S.CHOOSING_ALONE, _I.LINE_FOUND): (_S.DIALLING_ALONE, (_A.DIAL,)),
    (_S.CHOOSING_ALONE, _I.NO_LINE): (_S.FAILED, (_A.TELL_MISSED,)),
    (_S.BRIEFING_ALONE, _I.BRIEFED): (_S.REPORTED, (_A.HANG_UP_DESK,)),
    (_S.BRIEFING_ALONE, _I.DESK_LEFT): (_S.REPORTED, ()),
}

# Crossing on the wire, or arriving after the end: nothing follows.
_LATE = frozenset(
    {
        _I.BRIEFED,
        _I.INTRODUCED,
        _I.DESK_LEFT,
        _I.DESK_FAILED,
        _I.CALLER_LEFT,
        _I.CALLER_LEFT_IN_DANGER,
    }
)


HANDOVER: Machine[Stage, Input, Act] = Machine(Stage.NEW, ENDED, _TABLE, _LATE)


@dataclass(frozen=True, slots=True)
class Handover:
    """One hand-over: where it stands and how many lines were tried."""

    lines: int  # how many there are to try
    stage: Stage = Stage.NEW
    line: int = -1  # index of the line that is tried


def advance(handover: Handover, given: Input) -> tuple[Handover, tuple[Act, ...]]:
    """Let one thing happen; CHOOSE is settled within."""
    stage, acts = HANDOVER.step(handover.stage, given)
    moved = replace(handover, stage=stage)
    if Act.CHOOSE not in acts:
        return moved, acts
    if moved.line + 1 < moved.lines:
        return advance(replace(moved, line=moved.line + 1), Input.LINE_FOUND)
    return advance(moved, Input.NO_LINE)
