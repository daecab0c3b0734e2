"""What a simulated call was like, as the caller saw it."""

from dataclasses import dataclass
from enum import StrEnum


class EndedBy(StrEnum):
    """Who ended the call."""

    US = "us"
    THEM = "them"
    NOBODY = "nobody"  # it never came to a call


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said or pressed; seconds since the answer."""

    label: str
    started: float
    ended: float | None  # None: the call ended first


@dataclass(frozen=True, slots=True)
class CallReport:
    """One call. Times in seconds since the answer unless named otherwise."""

    number: str
    status: int  # final SIP status of the INVITE; 408: none came
    answered: bool
    answered_ms: float | None  # from the INVITE to its 200
    first_sound_ms: float | None  # from the 200 to the first packet of sound
    duration: float
    heard: float  # seconds of sound that was not silence
    utterances: tuple[Utterance, ...]
    unsaid: int  # things of the script that were not reached
    ended_by: EndedBy
    packets: int
    packets_lost: int
    registered: int | None  # status of the REGISTER; None: not asked for
    recording: str | None
    reason: str = ""  # in words, when it did not become a call


@dataclass(frozen=True, slots=True)
class PhoneEvent:
    """Told while the call runs, for whoever shows it live."""

    name: str  # registered, ringing, answered, says, said, presses, hung_up, failed
    at: float  # seconds since the INVITE
    detail: str = ""
