"""What the telephone tells the rest of the house: ids and frozen events.

A *leg* is one SIP dialog with its sound: the caller is a leg, the operator's phone is a leg.
Every leg ends with exactly one `LegEnded`, whatever happened before it.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NewType

LegId = NewType("LegId", str)
PlayId = NewType("PlayId", int)

Key = str  # one of 0-9 * # A-D


class Cause(Enum):
    """Why a leg ended."""

    NORMAL = "normal"  # somebody hung up after the call was answered
    CANCELLED = "cancelled"  # the calling side gave up before the answer
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    MEDIA_LOST = "media_lost"  # no sound arrived for too long, or the media process died
    ERROR = "error"
    SHUTDOWN = "shutdown"


class Side(Enum):
    """Who ended a leg."""

    US = "us"
    THEM = "them"
    NOBODY = "nobody"  # a timer or a fault


@dataclass(frozen=True, slots=True)
class CallArrived:
    """An INVITE from a trusted source wants to become a call; answer, ring or refuse it."""

    leg: LegId
    caller: str  # user part of From: the citizen's number, "" when withheld
    called: str  # user part of the request URI: 12345, 8890
    source: str  # "address:port" the message came from
    sip_call_id: str
    phone: str = ""  # the registered user whose phone sent it; "": none of ours


@dataclass(frozen=True, slots=True)
class LegRinging:
    """A dialled leg rings at the far end (180 or 183)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """Sound flows: a dialled leg was picked up, or our own answer was acknowledged."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegEnded:
    """The leg is gone; nothing more comes from it."""

    leg: LegId
    cause: Cause
    by: Side
    status: int | None = None  # the SIP status, where one said so


@dataclass(frozen=True, slots=True)
class LegHeld:
    """The far end put us on hold (`held`) or took us back."""

    leg: LegId
    held: bool


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A telephone key, from RFC 4733 events or SIP INFO, once a press."""

    leg: LegId
    key: Key


@dataclass(frozen=True, slots=True)
class PlayEnded:
    """A clip came to its end, or was stopped (`completed` False)."""

    leg: LegId
    play: PlayId
    completed: bool


@dataclass(frozen=True, slots=True)
class LegSilent:
    """No RTP has arrived on the leg for `seconds`."""

    leg: LegId
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """The leg's recording ends here, because its file cannot be written; the call goes on."""

    leg: LegId
    reason: str


@dataclass(frozen=True, slots=True)
class RecordingBehind:
    """The disk does not keep up with the recordings of all legs; the calls go on."""

    seconds: float  # that the oldest sound has waited; 0: the disk has caught up
    lost: float  # seconds of sound that found no room since this was last told


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """An operator's phone sent REFER: connect the far side of `leg` to `target`."""

    leg: LegId
    target: str
    replaces: LegId | None  # attended transfer: the leg it wants replaced


@dataclass(frozen=True, slots=True)
class PhoneRegistered:
    """A phone registered (or, with `expires` 0, went away)."""

    user: str
    contact: str
    expires: int


@dataclass(frozen=True, slots=True)
class MediaRestarted:
    """The media process died and a new one runs; every leg's `LegEnded` came before this."""


TelephoneEvent = (
    CallArrived
    | LegRinging
    | LegAnswered
    | LegEnded
    | LegHeld
    | KeyPressed
    | PlayEnded
    | LegSilent
    | RecordingFailed
    | RecordingBehind
    | TransferAsked
    | PhoneRegistered
    | MediaRestarted
)
