"""From SIP status codes to why a leg ended, and back."""

from bridge.events import Cause

_CAUSES = {
    404: Cause.UNREACHABLE, 408: Cause.NO_ANSWER, 410: Cause.UNREACHABLE, 480: Cause.NO_ANSWER,
    484: Cause.UNREACHABLE, 485: Cause.UNREACHABLE, 486: Cause.BUSY, 487: Cause.CANCELLED,
    502: Cause.UNREACHABLE, 503: Cause.UNREACHABLE, 504: Cause.UNREACHABLE, 600: Cause.BUSY,
    604: Cause.UNREACHABLE,
}  # fmt: skip
_STATUSES = {
    Cause.BUSY: 486,
    Cause.NO_ANSWER: 480,
    Cause.UNREACHABLE: 480,
    Cause.ERROR: 500,
    Cause.MEDIA_LOST: 500,
    Cause.SHUTDOWN: 503,
}


def cause_of(status: int) -> Cause:
    """What a final failure means for the house."""
    return _CAUSES.get(status) or (Cause.ERROR if 500 <= status < 600 else Cause.REFUSED)


def status_for(cause: Cause) -> int:
    """How we refuse for that reason."""
    return _STATUSES.get(cause, 603)
