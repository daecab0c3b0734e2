"""The life of a call (RFC 3261 §§9, 13, 15) as one table for both directions.

The house hears `LegEnded` once, as soon as the end is certain for it; the wire may need longer
(`ENDING`, `CANCELLING`): a 200 that crosses our CANCEL is acknowledged and ended with BYE.
"""

from enum import Enum, auto

from bridge.sip.machine import Machine


class CallState(Enum):
    """Where a call is."""

    NEW = auto()
    # they call us
    ARRIVED = auto()
    RINGING = auto()
    ACCEPTED = auto()  # 200 sent, no ACK yet
    LEAVING = auto()  # we hung up before the ACK: BYE must wait for it (§15)
    # we call them
    CALLING = auto()  # nothing heard yet
    PROCEEDING = auto()
    ALERTING = auto()
    WITHDRAWING = auto()  # to be cancelled, but CANCEL must wait for a first answer (§9.1)
    CANCELLING = auto()
    # both
    TALKING = auto()
    ENDING = auto()  # BYE sent
    ENDED = auto()


class CallInput(Enum):
    """What can happen: commands of the house, then messages, then timers."""

    OFFER = auto()  # an INVITE arrived
    DIAL = auto()
    RING = auto()
    ACCEPT = auto()
    REJECT = auto()
    HANG_UP = auto()
    GOT_TRYING = auto()
    GOT_RINGING = auto()
    GOT_SUCCESS = auto()
    GOT_FAILURE = auto()
    GOT_DETOUR = auto()  # who we are is asked, or we are sent elsewhere: another INVITE goes out
    GOT_ACK = auto()
    GOT_BAD_ACK = auto()  # an ACK whose answer cannot be used
    GOT_CANCEL = auto()
    GOT_BYE = auto()
    GOT_BYE_ANSWER = auto()
    LOST = auto()  # no answer at all, or the transport broke
    UNACKNOWLEDGED = auto()
    ABANDONED = auto()  # 64*T1 after CANCEL, still no final answer (§9.1)
    EXPIRED = auto()  # the house left an INVITE without an answer for too long (§13.3.1)


class CallAction(Enum):
    """What is done on the way."""

    SEND_TRYING = auto()
    SEND_RINGING = auto()
    SEND_SUCCESS = auto()
    SEND_REFUSAL = auto()
    SEND_TERMINATED = auto()  # 487
    SEND_INVITE = auto()
    SEND_CANCEL = auto()
    SEND_ACK = auto()
    SEND_BYE = auto()
    TELL_ARRIVED = auto()
    TELL_RINGING = auto()
    TELL_ANSWERED = auto()
    TELL_ENDED = auto()
    STOP_REPEATING = auto()  # the 200 needs no repeats any more
    ABANDON = auto()
    FORGET = auto()


_S, _I, _A = CallState, CallInput, CallAction
_OVER = (_A.TELL_ENDED, _A.FORGET)
_Table = dict[tuple[CallState, CallInput], tuple[CallState, tuple[CallAction, ...]]]

_INCOMING: _Table = {
    (_S.NEW, _I.OFFER): (_S.ARRIVED, (_A.SEND_TRYING, _A.TELL_ARRIVED)),
    (_S.ARRIVED, _I.RING): (_S.RINGING, (_A.SEND_RINGING,)),
    (_S.RINGING, _I.RING): (_S.RINGING, ()),
    (_S.ARRIVED, _I.ACCEPT): (_S.ACCEPTED, (_A.SEND_SUCCESS,)),
    (_S.RINGING, _I.ACCEPT): (_S.ACCEPTED, (_A.SEND_SUCCESS,)),
    (_S.ARRIVED, _I.REJECT): (_S.ENDED, (_A.SEND_REFUSAL, *_OVER)),
    (_S.RINGING, _I.REJECT): (_S.ENDED, (_A.SEND_REFUSAL, *_OVER)),
    (_S.ARRIVED, _I.HANG_UP): (_S.ENDED, (_A.SEND_REFUSAL, *_OVER)),
    (_S.RINGING, _I.HANG_UP): (_S.ENDED, (_A.SEND_REFUSAL, *_OVER)),
    (_S.ARRIVED, _I.GOT_CANCEL): (_S.ENDED, (_A.SEND_TERMINATED, *_OVER)),
    (_S.RINGING, _I.GOT_CANCEL): (_S.ENDED, (_A.SEND_TERMINATED, *_OVER)),
    # §15.1.2: a BYE within the early dialog ends it like a CANCEL.
    (_S.ARRIVED, _I.GOT_BYE): (_S.ENDED, (_A.SEND_TERMINATED, *_OVER)),
    (_S.RINGING, _I.GOT_BYE): (_S.ENDED, (_A.SEND_TERMINATED, *_OVER)),
    (_S.ARRIVED, _I.EXPIRED): (_S.ENDED, (_A.SEND_TERMINATED, *_OVER)),
    (_S.RINGING, _I.EXPIRED): (_S.ENDED, (_A.SEND_TERMINATED, *_OVER)),
    (_S.ARRIVED, _I.LOST): (_S.ENDED, _OVER),
    (_S.RINGING, _I.LOST): (_S.ENDED, _OVER),
    (_S.ACCEPTED, _I.GOT_ACK): (_S.TALKING, (_A.STOP_REPEATING, _A.TELL_ANSWERED)),
    (_S.ACCEPTED, _I.GOT_BAD_ACK): (
        _S.ENDING,
        (_A.STOP_REPEATING, _A.SEND_BYE, _A.TELL_ENDED),
    ),
    (_S.ACCEPTED, _I.GOT_CANCEL): (_S.ACCEPTED, ()),  # §9.2: too late, no effect
    (_S.ACCEPTED, _I.GOT_BYE): (_S.ENDED, (_A.STOP_REPEATING, *_OVER)),  # the ACK was lost
    (_S.ACCEPTED, _I.HANG_UP): (_S.LEAVING, (_A.TELL_ENDED,)),
    (_S.ACCEPTED, _I.UNACKNOWLEDGED): (_S.ENDING, (_A.SEND_BYE, _A.TELL_ENDED)),  # §13.3.1.4
    (_S.ACCEPTED, _I.LOST): (_S.ENDED, (_A.STOP_REPEATING, *_OVER)),
    (_S.LEAVING, _I.GOT_ACK): (_S.ENDING, (_A.STOP_REPEATING, _A.SEND_BYE)),
    (_S.LEAVING, _I.GOT_BAD_ACK): (_S.ENDING, (_A.STOP_REPEATING, _A.SEND_BYE)),
    (_S.LEAVING, _I.UNACKNOWLEDGED): (_S.ENDING, (_A.SEND_BYE,)),
    (_S.LEAVING, _I.GOT_BYE): (_S.ENDED, (_A.STOP_REPEATING, _A.FORGET)),
    (_S.LEAVING, _I.GOT_CANCEL): (_S.LEAVING, ()),
    (_S.LEAVING, _I.LOST): (_S.ENDED, (_A.STOP_REPEATING, _A.FORGET)),
    (_S.LEAVING, _I.HANG_UP): (_S.LEAVING, ()),
}

_OUTGOING: _Table = {
    (_S.NEW, _I.DIAL): (_S.CALLING, (_A.SEND_INVITE,)),
    (_S.CALLING, _I.GOT_TRYING): (_S.PROCEEDING, ()),
    (_S.CALLING, _I.GOT_RINGING): (_S.ALERTING, (_A.TELL_RINGING,)),
    (_S.CALLING, _I.GOT_SUCCESS): (_S.TALKING, (_A.SEND_ACK, _A.TELL_ANSWERED)),
    (_S.CALLING, _I.GOT_FAILURE): (_S.ENDED, _OVER),
    (_S.CALLING, _I.GOT_DETOUR): (_S.CALLING, (_A.SEND_INVITE,)),
    (_S.CALLING, _I.LOST): (_S.ENDED, _OVER),
    (_S.CALLING, _I.HANG_UP): (_S.WITHDRAWING, (_A.TELL_ENDED,)),
    (_S.PROCEEDING, _I.GOT_TRYING): (_S.PROCEEDING, ()),
    (_S.PROCEEDING, _I.GOT_RINGING): (_S.ALERTING, (_A.TELL_RINGING,)),
    (_S.PROCEEDING, _I.GOT_SUCCESS): (_S.TALKING, (_A.SEND_ACK, _A.TELL_ANSWERED)),
    (_S.PROCEEDING, _I.GOT_FAILURE): (_S.ENDED, _OVER),
    (_S.PROCEEDING, _I.GOT_DETOUR): (_S.CALLING, (_A.SEND_INVITE,)),
    (_S.PROCEEDING, _I.LOST): (_S.ENDED, _OVER),
    (_S.PROCEEDING, _I.HANG_UP): (_S.CANCELLING, (_A.SEND_CANCEL, _A.TELL_ENDED)),
    (_S.ALERTING, _I.GOT_TRYING): (_S.ALERTING, ()),
    (_S.ALERTING, _I.GOT_RINGING): (_S.ALERTING, ()),
    (_S.ALERTING, _I.GOT_SUCCESS): (_S.TALKING, (_A.SEND_ACK, _A.TELL_ANSWERED)),
    (_S.ALERTING, _I.GOT_FAILURE): (_S.ENDED, _OVER),
    (_S.ALERTING, _I.GOT_DETOUR): (_S.CALLING, (_A.SEND_INVITE,)),
    (_S.ALERTING, _I.LOST): (_S.ENDED, _OVER),
    (_S.ALERTING, _I.HANG_UP): (_S.CANCELLING, (_A.SEND_CANCEL, _A.TELL_ENDED)),
    (_S.WITHDRAWING, _I.GOT_TRYING): (_S.CANCELLING, (_A.SEND_CANCEL,)),
    (_S.WITHDRAWING, _I.GOT_RINGING): (_S.CANCELLING, (_A.SEND_CANCEL,)),
    (_S.WITHDRAWING, _I.GOT_SUCCESS): (_S.ENDING, (_A.SEND_ACK, _A.SEND_BYE)),
    (_S.WITHDRAWING, _I.GOT_FAILURE): (_S.ENDED, (_A.FORGET,)),
    (_S.WITHDRAWING, _I.LOST): (_S.ENDED, (_A.FORGET,)),
    (_S.WITHDRAWING, _I.HANG_UP): (_S.WITHDRAWING, ()),
    (_S.CANCELLING, _I.GOT_TRYING): (_S.CANCELLING, ()),
    (_S.CANCELLING, _I.GOT_RINGING): (_S.CANCELLING, ()),
    (_S.CANCELLING, _I.GOT_SUCCESS): (_S.ENDING, (_A.SEND_ACK, _A.SEND_BYE)),
    (_S.CANCELLING, _I.GOT_FAILURE): (_S.ENDED, (_A.FORGET,)),
    (_S.CANCELLING, _I.LOST): (_S.ENDED, (_A.ABANDON, _A.FORGET)),
    (_S.CANCELLING, _I.ABANDONED): (_S.ENDED, (_A.ABANDON, _A.FORGET)),
    (_S.CANCELLING, _I.HANG_UP): (_S.CANCELLING, ()),
}

_BOTH: _Table = {
    (_S.TALKING, _I.GOT_ACK): (_S.TALKING, ()),
    (_S.TALKING, _I.GOT_CANCEL): (_S.TALKING, ()),
    (_S.TALKING, _I.GOT_BYE): (_S.ENDED, _OVER),
    (_S.TALKING, _I.HANG_UP): (_S.ENDING, (_A.SEND_BYE, _A.TELL_ENDED)),
    (_S.TALKING, _I.LOST): (_S.ENDING, (_A.SEND_BYE, _A.TELL_ENDED)),
    (_S.ENDING, _I.GOT_ACK): (_S.ENDING, ()),
    (_S.ENDING, _I.GOT_CANCEL): (_S.ENDING, ()),
    (_S.ENDING, _I.GOT_BYE): (_S.ENDED, (_A.FORGET,)),  # both hung up at once
    (_S.ENDING, _I.GOT_BYE_ANSWER): (_S.ENDED, (_A.FORGET,)),
    (_S.ENDING, _I.LOST): (_S.ENDED, (_A.FORGET,)),
    (_S.ENDING, _I.HANG_UP): (_S.ENDING, ()),
    (_S.ENDED, _I.HANG_UP): (_S.ENDED, ()),
    (_S.ENDED, _I.GOT_ACK): (_S.ENDED, ()),
    (_S.ENDED, _I.GOT_CANCEL): (_S.ENDED, ()),
    (_S.ENDED, _I.GOT_BYE): (_S.ENDED, ()),
    (_S.ENDED, _I.GOT_BYE_ANSWER): (_S.ENDED, ()),
    (_S.ENDED, _I.LOST): (_S.ENDED, ()),
}

CALL: Machine[CallState, CallInput, CallAction] = Machine(
    "call",
    "RFC 3261 §§9, 13, 15",
    CallState.NEW,
    CallState.ENDED,
    {**_INCOMING, **_OUTGOING, **_BOTH},
)
