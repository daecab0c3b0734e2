"""What the core tells its shell besides the house's own telephone events."""

from dataclasses import dataclass

from bridge.events import (
    CallArrived,
    KeyPressed,
    LegEnded,
    LegHeld,
    LegId,
    LegRinging,
    PhoneRegistered,
    TransferAsked,
)
from bridge.sip.offer import Session


@dataclass(frozen=True, slots=True)
class SessionAgreed:
    """Sound can flow (or flows differently now) as `session` says."""

    leg: LegId
    session: Session


@dataclass(frozen=True, slots=True)
class Answered:
    """The call stands: our 200 was acknowledged, or theirs came. Follows a `SessionAgreed`."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class TrunkChanged:
    """A trunk took our registration (`registered`), or holds it no longer."""

    server: str
    user: str
    registered: bool
    status: int | None  # its last answer; None: it was silent


SipEvent = (
    CallArrived
    | LegRinging
    | SessionAgreed
    | Answered
    | LegEnded
    | LegHeld
    | KeyPressed
    | TransferAsked
    | PhoneRegistered
    | TrunkChanged
)
