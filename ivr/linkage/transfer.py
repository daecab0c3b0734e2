"""转接 a caller from an operator to somebody else, as one table; pure.

Blind (直接转接): the caller hears it ring, the operator waits for the outcome or hangs up. Attended
(咨询转接): the operator speaks with the target first, then joins all three, leaves the two alone or
takes the caller back. Three-way (三方通话): the target comes into the talk.

What everybody hears follows from the stage alone (`SCENES`): no way through the table leaves the
caller in silence. Every failure ends in a defined place: with the operator again; with the target;
before the others in the queue when the operator is gone and the target did not come; or the caller
has hung up.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from ivr.linkage.machine import Machine


class Party(Enum):
    """Who takes part."""

    CALLER = "caller"
    OPERATOR = "operator"
    TARGET = "target"


class Stage(Enum):
    """Where the transfer stands."""

    NEW = "new"
    RINGING = "ringing"  # blind: the operator waits for the outcome
    RINGING_ALONE = "ringing_alone"  # the operator has hung up
    ASKING = "asking"  # attended: the operator hears it ring
    SPEAKING = "speaking"  # operator and target, the caller on hold
    INVITING = "inviting"  # three-way: caller and operator talk on
    THREE_WAY = "three_way"
    RETURNING = "returning"  # blind and in vain: with the operator again, if the phone stays
    PASSED = "passed"  # caller and target talk, the operator is free
    BACK = "back"  # caller and operator talk as before
    QUEUED = "queued"  # the caller waits for another operator, before the others
    OVER = "over"  # the caller hung up


class How(StrEnum):
    """Kinds of transfer."""

    BLIND = "blind"
    ATTENDED = "attended"
    THREE_WAY = "three_way"


class Input(Enum):
    """What happens to a transfer."""

    BLIND = "blind"
    ATTENDED = "attended"
    THREE_WAY = "three_way"
    # the operator's wishes
    JOIN = "join"  # all three together
    PASS = "pass"  # leave the two alone
    TAKE_BACK = "take_back"
    # what the telephone tells
    TARGET_ANSWERED = "target_answered"
    TARGET_FAILED = "target_failed"  # busy, no answer, refused, unreachable, lost
    TARGET_LEFT = "target_left"  # hung up after it had answered
    OPERATOR_LEFT = "operator_left"
    CALLER_LEFT = "caller_left"
    SETTLED = "settled"  # the operator's phone stayed


class Act(Enum):
    """What is to be done; who hears whom is said by `SCENES`."""

    DIAL = "dial"
    HANG_UP_TARGET = "hang_up_target"
    PASS_ON = "pass_on"  # the target is now who talks with the caller; the operator is released
    QUEUE = "queue"
    REPORT_DONE = "report_done"  # to the phone that asked
    REPORT_FAILED = "report_failed"
    SETTLE_SOON = "settle_soon"  # SETTLED follows in some seconds


class Sound(Enum):
    """What is played to somebody who talks with nobody."""

    MUSIC = "music"
    RINGING = "ringing"


class Refusal(StrEnum):
    """Why a transfer does not even begin, or a wish is not carried out."""

    NOT_TALKING = "not_talking"  # this operator does not talk with this caller
    UNKNOWN = "unknown"  # no operator, line or phone of that name, or not an allowed number
    BUSY = "busy"  # the operator asked for is not free
    ALREADY = "already"  # a transfer is under way
    NOT_NOW = "not_now"  # the stage does not know this wish


@dataclass(frozen=True, slots=True)
class Scene:
    """Who talks with whom, and what the others hear."""

    talking: frozenset[Party] = frozenset()
    caller_hears: Sound | None = None
    operator_hears: Sound | None = None


_C, _O, _T = Party.CALLER, Party.OPERATOR, Party.TARGET
_AS_BEFORE = Scene(frozenset((_C, _O)))

SCENES: dict[Stage, Scene] = {
    Stage.NEW: _AS_BEFORE,
    Stage.RINGING: Scene(caller_hears=Sound.RINGING),
    Stage.RINGING_ALONE: Scene(caller_hears=Sound.RINGING),
    Stage.ASKING: Scene(caller_hears=Sound.MUSIC, operator_hears=Sound.RINGING),
    Stage.SPEAKING: Scene(frozenset((_O, _T)), caller_hears=Sound.MUSIC),
    Stage.INVITING: _AS_BEFORE,
    Stage.THREE_WAY: Scene(frozenset((_C, _O, _T))),
    Stage.RETURNING: _AS_BEFORE,
    Stage.PASSED: Scene(frozenset((_C, _T))),
    Stage.BACK: _AS_BEFORE,
    Stage.QUEUED: Scene(caller_hears=Sound.MUSIC),
    Stage.OVER: Scene(),
}

ENDED = frozenset((Stage.PASSED, Stage.BACK, Stage.QUEUED, Stage.OVER))
WISHES = frozenset((Input.JOIN, Input.PASS, Input.TAKE_BACK))

_S, _I, _A = Stage, Input, Act
_GONE = (_S.OVER, (_A.HANG_UP_TARGET,))
_TAKEN_BACK = (_S.BACK, (_A.HANG_UP_TARGET, _A.REPORT_FAILED))
_FAILED = (_S.BACK, (_A.REPORT_FAILED,))
_PASSED = (_S.PASSED, (_A.REPORT_DONE, _A.PASS_ON))

TRANSFER: Machine[Stage, Input, Act] = Machine(
    Stage.NEW,
    ENDED,
    {
        (_S.NEW, _I.BLIND): (_S.RINGING, (_A.DIAL,)),
        (_S.NEW, _I.ATTENDED): (_S.ASKING, (_A.DIAL,)),
        (_S.NEW, _I.THREE_WAY): (_S.INVITING, (_A.DIAL,)),
        # blind
        (_S.RINGING, _I.TARGET_ANSWERED): _PASSED,
        (_S.RINGING, _I.TARGET_FAILED): (_S.RETURNING, (_A.REPORT_FAILED, _A.SETTLE_SOON)),
        (_S.RINGING, _I.TAKE_BACK): _TAKEN_BACK,
        (_S.RINGING, _I.OPERATOR_LEFT): (_S.RINGING_ALONE, ()),
        (_S.RINGING, _I.CALLER_LEFT): _GONE,
        (_S.RINGING_ALONE, _I.TARGET_ANSWERED): _PASSED,
        (_S.RINGING_ALONE, _I.TARGET_FAILED): (_S.QUEUED, (_A.QUEUE,)),
        (_S.RINGING_ALONE, _I.CALLER_LEFT): _GONE,
        # some phones hang up after a blind transfer whatever became of it
        (_S.RETURNING, _I.OPERATOR_LEFT): (_S.QUEUED, (_A.QUEUE,)),
        (_S.RETURNING, _I.SETTLED): (_S.BACK, ()),
        (_S.RETURNING, _I.CALLER_LEFT): (_S.OVER, ()),
        # attended
        (_S.ASKING, _I.TARGET_ANSWERED): (_S.SPEAKING, ()),
        (_S.ASKING, _I.TARGET_FAILED): _FAILED,
        (_S.ASKING, _I.JOIN): (_S.INVITING, ()),
        (_S.ASKING, _I.PASS): (_S.RINGING, ()),
        (_S.ASKING, _I.TAKE_BACK): _TAKEN_BACK,
        (_S.ASKING, _I.OPERATOR_LEFT): (_S.RINGING_ALONE, ()),
        (_S.ASKING, _I.CALLER_LEFT): _GONE,
        (_S.SPEAKING, _I.JOIN): (_S.THREE_WAY, ()),
        (_S.SPEAKING, _I.PASS): _PASSED,
        (_S.SPEAKING, _I.TAKE_BACK): _TAKEN_BACK,
        (_S.SPEAKING, _I.TARGET_LEFT): _FAILED,
        (_S.SPEAKING, _I.OPERATOR_LEFT): _PASSED,  # hanging up is the usual way to pass on
        (_S.SPEAKING, _I.CALLER_LEFT): _GONE,
        # three-way
        (_S.INVITING, _I.TARGET_ANSWERED): (_S.THREE_WAY, ()),
        (_S.INVITING, _I.TARGET_FAILED): _FAILED,
        (_S.INVITING, _I.PASS): (_S.RINGING, ()),
        (_S.INVITING, _I.TAKE_BACK): _TAKEN_BACK,
        (_S.INVITING, _I.OPERATOR_LEFT): (_S.RINGING_ALONE, ()),
        (_S.INVITING, _I.CALLER_LEFT): _GONE,
        (_S.THREE_WAY, _I.PASS): _PASSED,
        (_S.THREE_WAY, _I.TAKE_BACK): _TAKEN_BACK,
        (_S.THREE_WAY, _I.TARGET_LEFT): _FAILED,
        (_S.THREE_WAY, _I.OPERATOR_LEFT): _PASSED,
        (_S.THREE_WAY, _I.CALLER_LEFT): _GONE,
    },
    late=frozenset(_I) - WISHES - {_I.BLIND, _I.ATTENDED, _I.THREE_WAY},
)
