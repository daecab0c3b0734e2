"""SIP messages as values (RFC 3261 §7), and how they are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bridge.errors import SipSyntaxError
from bridge.sip.syntax import NameAddr, Via

_FULL = (
    "Accept", "Accept-Encoding", "Accept-Language", "Alert-Info", "Allow", "Allow-Events",
    "Authentication-Info", "Authorization", "Call-ID", "Call-Info", "Contact",
    "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length",
    "Content-Type", "CSeq", "Date", "Error-Info", "Event", "Expires", "From", "In-Reply-To",
    "Max-Forwards", "Min-Expires", "Min-SE", "MIME-Version", "Organization",
    "P-Asserted-Identity", "Priority", "Privacy", "Proxy-Authenticate", "Proxy-Authorization",
    "Proxy-Require", "RAck", "Reason", "Record-Route", "Refer-To", "Referred-By", "Replaces",
    "Reply-To", "Require", "Retry-After", "Route", "RSeq", "Server", "Session-Expires",
    "Subject", "Subscription-State", "Supported", "Timestamp", "To", "Unsupported",
    "User-Agent", "Via", "Warning", "WWW-Authenticate",
)  # fmt: skip
_COMPACT = {
    "a": "Accept-Contact", "b": "Referred-By", "c": "Content-Type", "d": "Request-Disposition",
    "e": "Content-Encoding", "f": "From", "i": "Call-ID", "j": "Reject-Contact",
    "k": "Supported", "l": "Content-Length", "m": "Contact", "o": "Event", "r": "Refer-To",
    "s": "Subject", "t": "To", "u": "Allow-Events", "v": "Via", "x": "Session-Expires",
}  # fmt: skip
CANONICAL = {name.lower(): name for name in _FULL} | _COMPACT

REASONS = {
    100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued",
    183: "Session Progress", 200: "OK", 202: "Accepted", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 407:
    "Proxy Authentication Required", 408: "Request Timeout", 413: "Request Entity Too Large",
    415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension",
    421: "Extension Required", 422: "Session Interval Too Small", 423: "Interval Too Brief",
    429: "Provide Referrer Identity", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops",
    484: "Address Incomplete", 486: "Busy Here", 487: "Request Terminated",
    488: "Not Acceptable Here", 489: "Bad Event", 491: "Request Pending",
    500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable",
    505: "Version Not Supported", 513: "Message Too Large", 600: "Busy Everywhere",
    603: "Decline",
}  # fmt: skip


class Headers:
    """Header fields by canonical name; several values of a name keep their order."""

    __slots__ = ("fields",)

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self.fields: dict[str, list[str]] = {}
        for name, value in fields:
            self.fields.setdefault(name, []).append(value)

    def copy(self) -> "Headers":
        """The same fields, free to change."""
        return Headers((name, value) for name, values in self.fields.items() for value in values)

    def get(self, name: str, default: str = "") -> str:
        """The first value of that name."""
        values = self.fields.get(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        """Every value of that name."""
        return self.fields.get(name, [])

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def add(self, name: str, value: str) -> None:
        """Put the value behind others of that name."""
        self.fields.setdefault(name, []).append(value)

    def set(self, name: str, value: str) -> None:
        """Replace whatever stood under that name."""
        self.fields[name] = [value]


def _write(start: str, headers: Headers, body: bytes) -> bytes:
    lines = [start]
    for name, values in headers.fields.items():
        if name != "Content-Length":
            lines.extend(f"{name}: {value}" for value in values)
    lines.append(f"Content-Length: {len(body)}\r\n\r\n")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + body


@dataclass(slots=True)
class Message:
    """What requests and responses share; the parsed fields are filled by the parser."""

    headers: Headers
    body: bytes = b""
    via: Via | None = None
    from_: NameAddr = field(default_factory=lambda: NameAddr(""))
    to: NameAddr = field(default_factory=lambda: NameAddr(""))
    call_id: str = ""
    cseq: int = 0
    cseq_method: str = ""

    @property
    def branch(self) -> str:
        """The transaction's id in the topmost Via."""
        return self.via.branch if self.via else ""


@dataclass(slots=True)
class Request(Message):
    """A request as received, or as built for sending."""

    method: str = ""
    uri: str = ""

    def to_bytes(self) -> bytes:
        """As it goes on the wire."""
        return _write(f"{self.method} {self.uri} SIP/2.0", self.headers, self.body)


@dataclass(slots=True)
class Response(Message):
    """A response as received, or as built for sending."""

    status: int = 0
    reason: str = ""

    def to_bytes(self) -> bytes:
        """As it goes on the wire."""
        return _write(f"SIP/2.0 {self.status} {self.reason}", self.headers, self.body)


class Malformed(SipSyntaxError):  # noqa: N818  (it is the name of the thing, not of a failure)
    """A request that cannot be accepted but can be answered: `status` with the text as reason."""

    def __init__(self, text: str, partial: Request, status: int = 400) -> None:
        super().__init__(text)
        self.partial = partial
        self.status = status


def respond(
    request: Request,
    status: int,
    *,
    source: tuple[str, int],
    tag: str = "",
    reason: str = "",
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> Response:
    """Build the response to a request (§8.2.6.2): Via list, From, To, Call-ID, CSeq are copied."""
    fields = request.headers
    vias = list(fields.all("Via"))
    if request.via is not None and vias:
        vias[0] = request.via.seen_from(*source)
    out = Headers()
    out.fields["Via"] = vias
    for name in ("From", "To", "Call-ID", "CSeq"):
        if name in fields:
            out.set(name, fields.get(name))
    if tag and status > 100 and "To" in out and not request.to.tag:
        out.set("To", f"{out.get('To')};tag={tag}")
    if status < 300 and "Record-Route" in fields:
        out.fields["Record-Route"] = list(fields.all("Record-Route"))  # §12.1.1
    if status == 100 and "Timestamp" in fields:
        out.set("Timestamp", fields.get("Timestamp"))  # §8.2.6.1
    for name, value in headers:
        out.add(name, value)
    return Response(
        headers=out, body=body, status=status, reason=reason or REASONS.get(status, "Unknown")
    )
