"""A dialog (RFC 3261 §12): who talks to whom by which route, and in which order."""

from dataclasses import dataclass, field

from bridge.errors import SipSyntaxError
from bridge.sip.message import Headers, Request, Response
from bridge.sip.syntax import parse_name_addr
from bridge.sip.transactions import Hop
from bridge.sip.uri import parse_uri


@dataclass(slots=True)
class Dialog:
    """State shared by the two ends; `local` and `remote` are From/To values without their tags."""

    call_id: str
    local: str
    local_tag: str
    remote: str
    remote_tag: str
    target: str  # the far end's Contact, where requests go
    seen: Hop  # where the far end's messages really come from
    routes: list[str] = field(default_factory=list)
    local_cseq: int = 0
    remote_cseq: int | None = None

    @classmethod
    def as_server(cls, invite: Request, tag: str, source: Hop, cseq: int) -> "Dialog":
        """From an INVITE we answer (§12.1.1)."""
        return cls(
            call_id=invite.call_id,
            local=strip_tag(invite.headers.get("To")),
            local_tag=tag,
            remote=strip_tag(invite.headers.get("From")),
            remote_tag=invite.from_.tag,
            target=contact_of(invite.headers) or invite.from_.uri,
            routes=list(invite.headers.all("Record-Route")),
            local_cseq=cseq,
            remote_cseq=invite.cseq,
            seen=source,
        )

    @classmethod
    def as_client(cls, invite: Request, response: Response, source: Hop) -> "Dialog":
        """From a response to our INVITE (§12.1.2)."""
        return cls(
            call_id=invite.call_id,
            local=strip_tag(invite.headers.get("From")),
            local_tag=invite.from_.tag,
            remote=strip_tag(response.headers.get("To")),
            remote_tag=response.to.tag,
            target=contact_of(response.headers) or invite.uri,
            routes=list(reversed(response.headers.all("Record-Route"))),
            local_cseq=invite.cseq,
            seen=source,
        )

    def refresh_target(self, headers: Headers) -> None:
        """A re-INVITE, UPDATE or their 2xx may name a new Contact (§12.2)."""
        contact = contact_of(headers)
        if contact:
            self.target = contact

    def in_order(self, request: Request) -> bool:
        """Whether the request is not older than one we had (§12.2.2); remembers its number."""
        if self.remote_cseq is not None and request.cseq < self.remote_cseq:
            return False
        self.remote_cseq = request.cseq
        return True

    def request(self, method: str, *, cseq: int | None = None) -> Request:
        """A request within the dialog (§12.2.1.1), without its Via."""
        if cseq is None:
            self.local_cseq += 1
            cseq = self.local_cseq
        uri, routes = self.target, self.routes
        if routes and not _is_loose(routes[0]):  # a strict router: it wants to be the request URI
            uri = parse_name_addr(routes[0], "Route").uri
            routes = [*routes[1:], f"<{self.target}>"]
        headers = Headers([("Via", "")])
        for route in routes:
            headers.add("Route", route)
        headers.set("Max-Forwards", "70")
        headers.set("From", f"{self.local};tag={self.local_tag}")
        headers.set("To", self.remote + (f";tag={self.remote_tag}" if self.remote_tag else ""))
        headers.set("Call-ID", self.call_id)
        headers.set("CSeq", f"{cseq} {method}")
        request = Request(headers, method=method, uri=uri)
        request.call_id, request.cseq, request.cseq_method = self.call_id, cseq, method
        return request

    def first_uri(self) -> str:
        """The URI the next request is sent towards: the first route, else the target (§8.1.2)."""
        return parse_name_addr(self.routes[0], "Route").uri if self.routes else self.target


def strip_tag(value: str) -> str:
    """A From or To value without its tag, as it was written otherwise."""
    head, bracket, tail = value.rpartition(">")
    if not bracket:
        head, tail = "", value
    parts = [p for p in tail.split(";") if not p.strip().lower().startswith("tag")]
    return head + bracket + ";".join(parts)


def contact_of(headers: Headers) -> str:
    """The URI of the one Contact; empty when there is none we could use."""
    values = headers.all("Contact")
    if len(values) != 1 or values[0] == "*":
        return ""
    try:
        uri = parse_name_addr(values[0], "Contact").uri
        parse_uri(uri)
    except SipSyntaxError:
        return ""
    return uri


def _is_loose(route: str) -> bool:
    try:
        return parse_uri(parse_name_addr(route, "Route").uri).loose
    except SipSyntaxError:
        return True
