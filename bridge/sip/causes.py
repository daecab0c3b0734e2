"""From SIP to the words of the house: why a leg ended, who called."""

from bridge.errors import PeerError
from bridge.events import Cause
from bridge.sip.uri import parse_uri

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


def clean(text: str) -> str:
    """Text of the far end, fit for our records: printable, of sane length."""
    text = text[:128].encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in text)


def user_of(uri: str) -> str:
    """The user part: a telephone number mostly; empty when withheld or unreadable."""
    try:
        user = parse_uri(uri).user
    except PeerError:
        return ""
    # A tel number inside a SIP URI may carry parameters (RFC 3261 §19.1.6).
    user = clean(user.partition(";")[0])
    return "" if user.lower() == "anonymous" else user
