"""What calls, registrations and the agent share: ids, timers, transactions, the two queues."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from bridge.errors import SipSyntaxError
from bridge.sip.config import AgentConfig
from bridge.sip.dialog import Dialog
from bridge.sip.events import SipEvent
from bridge.sip.ids import IdSource
from bridge.sip.message import Request, Response, respond
from bridge.sip.syntax import parse_via
from bridge.sip.throttle import Throttle
from bridge.sip.timers import Timers
from bridge.sip.transactions import Hop, Transaction, Transactions, TransactionUser
from bridge.sip.uri import literal_address, parse_uri

METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY, PRACK, REGISTER"
MAX_CLOSED = 10_000
SUPPORTED = ("Supported", "timer, replaces, 100rel")


class Outgoing(NamedTuple):
    """A message for the shell to send."""

    data: bytes
    address: tuple[str, int]
    transport: str


@dataclass(frozen=True, slots=True)
class TimerKey:
    """A timer of something other than a transaction; `owner.on_timer(what)` is called."""

    owner: "TimerOwner"
    what: str


class TimerOwner:
    """Whoever sets timers through `Core.set_timer`."""

    def on_timer(self, what: str) -> None:
        """A timer is due."""


class Core:
    """The workbench of one user agent."""

    def __init__(self, config: AgentConfig, ids: IdSource) -> None:
        self.config = config
        self.ids = ids
        self.now = 0.0
        self.throttle = Throttle()
        self.timers = Timers()
        self.events: deque[SipEvent] = deque()
        self.outgoing: deque[Outgoing] = deque()
        self.transactions = Transactions(self.timers, self.send)
        self._networks = tuple(ip_network(text, strict=False) for text in config.trusted)
        self._trust: dict[str, bool] = {}
        self.closed: OrderedDict[Hop, None] = OrderedDict()  # connections that were
        host = f"[{config.host}]" if ":" in config.host else config.host
        self.media_host = config.media_host or config.host
        self.sent_by = f"{host}:{config.port}"
        self.sent_by_tls = f"{host}:{config.tls_port or config.port}"

    def advance(self, now: float) -> None:
        """Time never runs backwards here."""
        self.now = self.transactions.now = max(self.now, now)

    def emit(self, event: SipEvent) -> None:
        """Tell the house."""
        self.events.append(event)

    def send(self, data: bytes, hop: Hop) -> None:
        """Give a message to the shell."""
        self.outgoing.append(Outgoing(data, hop.address, hop.transport))

    def set_timer(self, owner: TimerOwner, what: str, seconds: float) -> None:
        """Call `owner.on_timer(what)` after that time."""
        self.timers.set(TimerKey(owner, what), self.now + seconds)

    def cancel_timer(self, owner: TimerOwner, what: str) -> None:
        """Forget that timer."""
        self.timers.cancel(TimerKey(owner, what))

    def trusts(self, host: str) -> bool:
        """Whether the address lies in a trusted network."""
        known = self._trust.get(host)
        if known is None:
            try:
                address = ip_address(host)
            except ValueError:
                return False
            known = any(address in network for network in self._networks)
            if len(self._trust) > 10_000:
                self._trust.clear()
            self._trust[host] = known
        return known

    def close(self, hop: Hop) -> None:
        """The connection with that address is no more."""
        self.closed[hop] = None
        if len(self.closed) > MAX_CLOSED:
            self.closed.popitem(last=False)

    def way_back(self, request: Request, hop: Hop) -> Hop:
        """Where answers to a request go: where it came from (RFC 3581), but for one case.

        Telephones without rport may send from one port and listen on another, the one of their
        Via (RFC 3261 §18.2.2). It is believed of whom we trust, for their own address alone.
        """
        via = request.via
        if hop.reliable or via is None or "rport" in via.params or not self.trusts(hop.host):
            return hop
        own = literal_address(via.host) == literal_address(hop.host)
        return Hop(hop.host, via.port or 5060) if own else hop

    def at(self, transport: str) -> str:
        """Our own address and port for that transport."""
        return self.sent_by_tls if transport == "TLS" else self.sent_by

    def contact(self, transport: str = "UDP", user: str = "") -> str:
        """Our Contact value."""
        suffix = "" if transport == "UDP" else f";transport={transport.lower()}"
        return f"<sip:{user or self.config.user}@{self.at(transport)}{suffix}>"

    def account_for(self, realm: str, host: str) -> tuple[str, str] | None:
        """User and password for whoever at `host` asks who we are."""
        known = self.config.credentials
        account = known.get(realm) or known.get("*")
        if account is not None:
            return account
        ours = (one for one in self.config.registrations if one.hop().host == host and one.password)
        return next(((one.user, one.password) for one in ours), None)

    def send_request(self, request: Request, hop: Hop, user: TransactionUser) -> Transaction:
        """Stamp our Via on the request and begin its client transaction."""
        self.stamp(request, hop)
        return self.transactions.request(request, hop, user)

    def stamp(self, request: Request, hop: Hop) -> None:
        """Put our own Via, with a fresh branch, on top (§8.1.1.7)."""
        branch = f"z9hG4bK{self.ids.token()}"
        text = f"SIP/2.0/{hop.transport} {self.at(hop.transport)};branch={branch};rport"
        request.headers.set("Via", text)
        request.via = parse_via(text)

    def reply(
        self,
        transaction: Transaction,
        status: int,
        *,
        tag: str = "",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
    ) -> Response:
        """Answer a request through its server transaction, to where it came from."""
        transaction.tag = tag or self.ids.token()
        response = respond(
            transaction.request,
            status,
            source=transaction.hop.address,
            tag=transaction.tag,
            headers=(*headers, ("Server", self.config.product)),
            body=body,
        )
        self.transactions.answer(transaction, response)
        return response

    def hop_for(self, dialog: Dialog) -> Hop:
        """Where the next request of a dialog goes: never to an address nobody of ours has seen.

        The route or Contact counts when it is a literal address that is either the one the far
        end really sends from or lies in a trusted network; otherwise (names, private addresses
        behind a NAT, third parties) the request goes where the far end's messages came from. An
        open connection is always used again (RFC 5626 in spirit).
        """
        seen = dialog.seen
        if seen.reliable and seen not in self.closed:
            return seen
        try:
            literal = parse_uri(dialog.first_uri()).literal
        except SipSyntaxError:
            literal = None
        if literal and literal[0] == literal_address(seen.host):
            return Hop(*literal, seen.transport)
        if literal and self.trusts(literal[0]) and self.trusts(seen.host):
            return Hop(*literal, seen.transport)
        return seen
