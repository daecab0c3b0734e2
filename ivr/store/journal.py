"""流水 the journal: every step of a call is one entry, in order, and never changed afterwards.

A call is replayed from its entries; every page and figure is derived from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What an entry says happened."""

    # the call
    ARRIVED = "arrived"  # a caller's INVITE was taken
    DIALLED = "dialled"  # we ring somebody: operator, police desk, citizen
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"  # the caller's leg is gone: cause, by whom, how long
    LEG_ENDED = "leg_ended"  # another leg of the call is gone
    # what was said
    SAID = "said"  # the robot's words
    PARTIAL = "partial"  # recognised so far (kept only where it decided something)
    HEARD = "heard"  # a final result with words and confidence
    KEY = "key"
    # what was decided
    STEP = "step"  # the flow went to a step
    UNDERSTOOD = "understood"  # kind, decision and draft of an utterance
    INSTANT_ANSWER = "instant_answer"
    DRAFT = "draft"  # the draft ticket as it stands
    TICKET = "ticket"  # a ticket was written
    TICKET_STEP = "ticket_step"  # a ticket went a step on: who, what and why
    EMERGENCY = "emergency"
    DOUBT = "doubt"  # 疑似险情: the words, and whether the caller confirmed or denied it
    SENSITIVE = "sensitive"  # 敏感事项: the duty manager is told; who has seen it
    HELPED = "helped"  # whether an instant answer helped
    RATED = "rated"  # 评价 the citizen's rating and remark
    # people
    QUEUED = "queued"
    POSITION = "position"
    OFFERED = "offered"  # an operator's page shows the draft, the phone will ring
    CONNECTED = "connected"  # caller and operator, or caller and desk, talk
    RETURNED = "returned"  # nobody took it: back to the queue
    HANDOVER = "handover"  # a step of the warm hand-over
    TRANSFER = "transfer"  # a step of a transfer that an operator asked for
    # outbound work
    OUTBOUND_STARTED = "outbound_started"
    OUTBOUND_CANCELLED = "outbound_cancelled"
    OUTBOUND_DONE = "outbound_done"
    PARKED = "parked"  # 寄存: the operator serves a caller first
    # the board; these belong to no call
    SEAT = "seat"  # an operator's state: what and with whom
    BOARD = "board"  # a node cannot see the others, or can again
    STARVES = "starves"  # so many works have been due for too long; 0: no more
    # faults
    FAULT = "fault"
    LOST = "lost"  # entries the disk did not take: how many


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One step of one call."""

    call: str
    at: datetime  # aware
    kind: EventKind
    data: Mapping[str, object] = field(default_factory=dict)
    seq: int = 0  # given by the ledger, rising


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """Whether what happens is being written down."""

    ok: bool
    pending: int = 0  # entries waiting for the disk
    lost: int = 0  # entries given up since the start
    last_error: str | None = None
