"""The four transaction machines of RFC 3261 §17 with the corrections of RFC 6026, one table each.

Timers (§17, table 4): A, B, D, M: INVITE client. E, F, K: other client. G, H, I, L: INVITE server.
J: other server. B, F and H are the give-up times of 64*T1.
"""

from enum import Enum, auto

from bridge.sip.machine import Machine


class State(Enum):
    """Where a transaction is."""

    NEW = auto()
    CALLING = auto()
    TRYING = auto()
    PROCEEDING = auto()
    COMPLETED = auto()
    CONFIRMED = auto()
    ACCEPTED = auto()
    TERMINATED = auto()


class Input(Enum):
    """What can happen; responses come from the wire (client) or from us (server)."""

    BEGIN = auto()
    PROVISIONAL = auto()
    SUCCESS = auto()
    FAILURE = auto()
    REQUEST = auto()  # the request again
    ACK = auto()
    BROKEN = auto()  # the transport cannot deliver
    A = auto()
    B = auto()
    D = auto()
    E = auto()
    F = auto()
    G = auto()
    H = auto()
    I = auto()  # noqa: E741
    J = auto()
    K = auto()
    L = auto()
    M = auto()


class Action(Enum):
    """What a transaction does."""

    SEND = auto()  # the request, or the response handed in
    REPEAT = auto()  # what was sent last
    SEND_ACK = auto()  # for a failure (§17.1.1.3)
    PASS = auto()  # the response or the ACK to the transaction's user
    TELL_TIMEOUT = auto()
    TELL_BROKEN = auto()
    START_A = auto()
    START_B = auto()
    START_D = auto()
    START_E = auto()
    START_F = auto()
    START_G = auto()
    START_H = auto()
    START_I = auto()
    START_J = auto()
    START_K = auto()
    START_L = auto()
    START_M = auto()
    SLOW_A = auto()  # twice the interval
    SLOW_E = auto()  # twice the interval, at most T2
    SLOW_G = auto()
    STOP = auto()  # every timer of this transaction


_S, _I, _A = State, Input, Action

INVITE_CLIENT: Machine[State, Input, Action] = Machine(
    "INVITE client transaction",
    "RFC 3261 §17.1.1, RFC 6026 §8.4",
    _S.NEW,
    _S.TERMINATED,
    {
        (_S.NEW, _I.BEGIN): (_S.CALLING, (_A.SEND, _A.START_A, _A.START_B)),
        (_S.CALLING, _I.A): (_S.CALLING, (_A.REPEAT, _A.SLOW_A)),
        (_S.CALLING, _I.B): (_S.TERMINATED, (_A.TELL_TIMEOUT,)),
        (_S.CALLING, _I.BROKEN): (_S.TERMINATED, (_A.TELL_BROKEN,)),
        (_S.CALLING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.STOP, _A.PASS)),
        (_S.CALLING, _I.SUCCESS): (_S.ACCEPTED, (_A.STOP, _A.START_M, _A.PASS)),
        (_S.CALLING, _I.FAILURE): (_S.COMPLETED, (_A.STOP, _A.SEND_ACK, _A.START_D, _A.PASS)),
        (_S.PROCEEDING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.PASS,)),
        (_S.PROCEEDING, _I.SUCCESS): (_S.ACCEPTED, (_A.START_M, _A.PASS)),
        (_S.PROCEEDING, _I.FAILURE): (_S.COMPLETED, (_A.SEND_ACK, _A.START_D, _A.PASS)),
        (_S.PROCEEDING, _I.BROKEN): (_S.TERMINATED, (_A.TELL_BROKEN,)),
        (_S.COMPLETED, _I.PROVISIONAL): (_S.COMPLETED, ()),
        (_S.COMPLETED, _I.SUCCESS): (_S.COMPLETED, ()),
        (_S.COMPLETED, _I.FAILURE): (_S.COMPLETED, (_A.SEND_ACK,)),
        (_S.COMPLETED, _I.BROKEN): (_S.TERMINATED, ()),
        (_S.COMPLETED, _I.D): (_S.TERMINATED, ()),
        (_S.ACCEPTED, _I.PROVISIONAL): (_S.ACCEPTED, ()),
        (_S.ACCEPTED, _I.SUCCESS): (_S.ACCEPTED, (_A.PASS,)),  # repeated, or a fork
        (_S.ACCEPTED, _I.FAILURE): (_S.ACCEPTED, ()),
        (_S.ACCEPTED, _I.BROKEN): (_S.ACCEPTED, ()),
        (_S.ACCEPTED, _I.M): (_S.TERMINATED, ()),
    },
)

OTHER_CLIENT: Machine[State, Input, Action] = Machine(
    "non-INVITE client transaction",
    "RFC 3261 §17.1.2",
    _S.NEW,
    _S.TERMINATED,
    {
        (_S.NEW, _I.BEGIN): (_S.TRYING, (_A.SEND, _A.START_E, _A.START_F)),
        (_S.TRYING, _I.E): (_S.TRYING, (_A.REPEAT, _A.SLOW_E)),
        (_S.TRYING, _I.F): (_S.TERMINATED, (_A.STOP, _A.TELL_TIMEOUT)),
        (_S.TRYING, _I.BROKEN): (_S.TERMINATED, (_A.STOP, _A.TELL_BROKEN)),
        (_S.TRYING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.PASS,)),
        (_S.TRYING, _I.SUCCESS): (_S.COMPLETED, (_A.STOP, _A.START_K, _A.PASS)),
        (_S.TRYING, _I.FAILURE): (_S.COMPLETED, (_A.STOP, _A.START_K, _A.PASS)),
        (_S.PROCEEDING, _I.E): (_S.PROCEEDING, (_A.REPEAT, _A.SLOW_E)),
        (_S.PROCEEDING, _I.F): (_S.TERMINATED, (_A.STOP, _A.TELL_TIMEOUT)),
        (_S.PROCEEDING, _I.BROKEN): (_S.TERMINATED, (_A.STOP, _A.TELL_BROKEN)),
        (_S.PROCEEDING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.PASS,)),
        (_S.PROCEEDING, _I.SUCCESS): (_S.COMPLETED, (_A.STOP, _A.START_K, _A.PASS)),
        (_S.PROCEEDING, _I.FAILURE): (_S.COMPLETED, (_A.STOP, _A.START_K, _A.PASS)),
        (_S.COMPLETED, _I.PROVISIONAL): (_S.COMPLETED, ()),
        (_S.COMPLETED, _I.SUCCESS): (_S.COMPLETED, ()),
        (_S.COMPLETED, _I.FAILURE): (_S.COMPLETED, ()),
        (_S.COMPLETED, _I.BROKEN): (_S.COMPLETED, ()),
        (_S.COMPLETED, _I.K): (_S.TERMINATED, ()),
    },
)

INVITE_SERVER: Machine[State, Input, Action] = Machine(
    "INVITE server transaction",
    "RFC 3261 §17.2.1, RFC 6026 §8.7",
    _S.NEW,
    _S.TERMINATED,
    {
        (_S.NEW, _I.BEGIN): (_S.PROCEEDING, ()),
        (_S.PROCEEDING, _I.REQUEST): (_S.PROCEEDING, (_A.REPEAT,)),
        (_S.PROCEEDING, _I.ACK): (_S.PROCEEDING, ()),
        (_S.PROCEEDING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.SEND,)),
        (_S.PROCEEDING, _I.SUCCESS): (_S.ACCEPTED, (_A.SEND, _A.START_L)),
        (_S.PROCEEDING, _I.FAILURE): (_S.COMPLETED, (_A.SEND, _A.START_G, _A.START_H)),
        (_S.PROCEEDING, _I.BROKEN): (_S.TERMINATED, (_A.TELL_BROKEN,)),
        (_S.COMPLETED, _I.REQUEST): (_S.COMPLETED, (_A.REPEAT,)),
        (_S.COMPLETED, _I.G): (_S.COMPLETED, (_A.REPEAT, _A.SLOW_G)),
        (_S.COMPLETED, _I.H): (_S.TERMINATED, (_A.STOP,)),  # nobody acknowledged; the call is over
        (_S.COMPLETED, _I.ACK): (_S.CONFIRMED, (_A.STOP, _A.START_I)),
        (_S.COMPLETED, _I.BROKEN): (_S.TERMINATED, (_A.STOP,)),
        (_S.CONFIRMED, _I.REQUEST): (_S.CONFIRMED, ()),
        (_S.CONFIRMED, _I.ACK): (_S.CONFIRMED, ()),
        (_S.CONFIRMED, _I.BROKEN): (_S.CONFIRMED, ()),
        (_S.CONFIRMED, _I.I): (_S.TERMINATED, ()),
        (_S.ACCEPTED, _I.REQUEST): (_S.ACCEPTED, ()),  # the 2xx is repeated by the call itself
        (_S.ACCEPTED, _I.SUCCESS): (_S.ACCEPTED, (_A.SEND,)),
        (_S.ACCEPTED, _I.ACK): (_S.ACCEPTED, (_A.PASS,)),
        (_S.ACCEPTED, _I.BROKEN): (_S.ACCEPTED, ()),
        (_S.ACCEPTED, _I.L): (_S.TERMINATED, ()),
    },
)

OTHER_SERVER: Machine[State, Input, Action] = Machine(
    "non-INVITE server transaction",
    "RFC 3261 §17.2.2",
    _S.NEW,
    _S.TERMINATED,
    {
        (_S.NEW, _I.BEGIN): (_S.TRYING, ()),
        (_S.TRYING, _I.REQUEST): (_S.TRYING, ()),
        (_S.TRYING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.SEND,)),
        (_S.TRYING, _I.SUCCESS): (_S.COMPLETED, (_A.SEND, _A.START_J)),
        (_S.TRYING, _I.FAILURE): (_S.COMPLETED, (_A.SEND, _A.START_J)),
        (_S.TRYING, _I.BROKEN): (_S.TERMINATED, ()),
        (_S.PROCEEDING, _I.REQUEST): (_S.PROCEEDING, (_A.REPEAT,)),
        (_S.PROCEEDING, _I.PROVISIONAL): (_S.PROCEEDING, (_A.SEND,)),
        (_S.PROCEEDING, _I.SUCCESS): (_S.COMPLETED, (_A.SEND, _A.START_J)),
        (_S.PROCEEDING, _I.FAILURE): (_S.COMPLETED, (_A.SEND, _A.START_J)),
        (_S.PROCEEDING, _I.BROKEN): (_S.TERMINATED, ()),
        (_S.COMPLETED, _I.REQUEST): (_S.COMPLETED, (_A.REPEAT,)),
        (_S.COMPLETED, _I.BROKEN): (_S.TERMINATED, (_A.STOP,)),
        (_S.COMPLETED, _I.J): (_S.TERMINATED, ()),
    },
)

TABLES = (INVITE_CLIENT, OTHER_CLIENT, INVITE_SERVER, OTHER_SERVER)
