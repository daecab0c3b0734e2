"""`UserAgent`: bytes and `now` in; events, bytes and the next timer out.

Nothing the network sends raises out of `receive`. Commands for a leg that is gone do nothing.
"""

from collections.abc import Mapping

from bridge.errors import SipSyntaxError, UsageError
from bridge.events import Cause, LegId, Side
from bridge.sip import offer
from bridge.sip.call import Call
from bridge.sip.callbook import CallBook
from bridge.sip.config import AgentConfig
from bridge.sip.core import Core, Outgoing, TimerKey
from bridge.sip.events import SipEvent
from bridge.sip.ids import IdSource
from bridge.sip.inbox import Inbox
from bridge.sip.message import Malformed, Request, Response
from bridge.sip.parser import parse
from bridge.sip.redirection import Redirection
from bridge.sip.registrar import Registrar
from bridge.sip.registration import Registrations
from bridge.sip.syntax import quote
from bridge.sip.transaction_tables import Input
from bridge.sip.transactions import Hop, Transaction
from bridge.sip.uri import parse_uri, transport_of


class UserAgent:
    """One SIP element: answers and places calls, registers phones."""

    def __init__(self, config: AgentConfig, ids: IdSource) -> None:
        self._core = Core(config, ids)
        self._calls = CallBook(self._core)
        self._registrar = Registrar(self._core)
        self._trunks = Registrations(self._core)
        self._inbox = Inbox(self._core, self._calls, self._registrar, self._trunks)

    # -- the wire --

    def receive(self, data: bytes, source: tuple[str, int], transport: str, now: float) -> None:
        """One datagram, or one message cut from a stream."""
        self._core.advance(now)
        hop = Hop(source[0], source[1], transport)
        self._core.closed.pop(hop, None)
        try:
            message = parse(data, stream=hop.reliable)
        except Malformed as fault:
            self._inbox.take_malformed(fault, hop)
            return
        except SipSyntaxError:
            return  # nothing in it that could be answered
        if isinstance(message, Request):
            self._inbox.take(message, self._core.way_back(message, hop))
        elif isinstance(message, Response):
            self._take_response(message)

    def _take_response(self, response: Response) -> None:
        # §18.1.2: a response whose topmost Via is not ours was not meant for us.
        if response.via is not None and len(response.headers.all("Via")) == 1:
            self._core.transactions.receive_response(response)

    def transport_failed(self, address: tuple[str, int], transport: str, now: float) -> None:
        """The shell could not deliver to that address (§18.4)."""
        self._core.advance(now)
        self._core.transactions.break_hop(Hop(address[0], address[1], transport))

    def connection_closed(self, address: tuple[str, int], transport: str) -> None:
        """A connection is no more: what comes next goes to the Contact."""
        self._core.close(Hop(address[0], address[1], transport))

    def unreachable(self, address: tuple[str, int], now: float) -> None:
        """ICMP says that nobody listens there; it ends only what had no answer at all yet."""
        self._core.advance(now)
        self._core.transactions.break_unheard(Hop(address[0], address[1]))

    def trusts(self, host: str) -> bool:
        """Whether the address lies in a trusted network, or is a trunk that holds us."""
        return self._core.trusts(host) or self._trunks.vouch_for(host)

    def report_load(self, waited: float, now: float) -> None:
        """How long datagrams wait in the shell's queue: when too long, some new calls get 503."""
        self._core.throttle.report(waited, now)

    def advance(self, now: float) -> None:
        """Let every timer fire that is due."""
        self._core.advance(now)
        for key in self._core.timers.take_due(now):
            if isinstance(key, TimerKey):
                key.owner.on_timer(key.what)
            elif isinstance(key, tuple) and isinstance(key[0], Transaction):
                assert isinstance(key[1], Input)
                self._core.transactions.fire(key[0], key[1])

    def next_timer(self) -> float | None:
        """When `advance` wants to be called next."""
        return self._core.timers.next_due()

    def take_events(self) -> list[SipEvent]:
        """What happened since the last call."""
        events = list(self._core.events)
        self._core.events.clear()
        return events

    def take_outgoing(self) -> list[Outgoing]:
        """What is to be sent."""
        outgoing = list(self._core.outgoing)
        self._core.outgoing.clear()
        return outgoing

    # -- commands --

    def _live(self, leg: LegId, now: float) -> Call | None:
        self._core.advance(now)
        return self._calls.leg(leg)

    def ring(self, leg: LegId, now: float) -> None:
        """Send 180."""
        if call := self._live(leg, now):
            call.ring()

    def accept(self, leg: LegId, host: str, port: int, now: float) -> None:
        """Send 200 with our media address."""
        if call := self._live(leg, now):
            call.accept(host, port)

    def refuse(self, leg: LegId, cause: Cause, now: float) -> None:
        """Turn an arrived call away."""
        if call := self._live(leg, now):
            call.refuse(cause)

    def hang_up(
        self, leg: LegId, now: float, cause: Cause = Cause.NORMAL, by: Side = Side.US
    ) -> None:
        """CANCEL, refuse or BYE, as the state needs."""
        if call := self._live(leg, now):
            call.hang_up(cause, by)

    def offer_again(self, leg: LegId, now: float) -> None:
        """Send a re-INVITE with our full offer."""
        if call := self._live(leg, now):
            call.renegotiation.offer_again()

    def report_transfer(self, leg: LegId, status: int, now: float) -> None:
        """Tell the phone that asked for a transfer what became of it."""
        call = self._live(leg, now)
        if call is not None and call.transfer is not None:
            call.transfer.report(status)

    def reachable(self, target: str) -> bool:
        """Whether `dial` would know where to send an INVITE."""
        return self._route(target) is not None

    def dial(
        self,
        leg: LegId,
        target: str,
        *,
        caller: str,
        display: str,
        media: tuple[str, int],
        headers: Mapping[str, str],
        now: float,
    ) -> None:
        """Call a registered user or `sip:user@literal-address`; raises `UsageError` otherwise."""
        self._core.advance(now)
        route = self._route(target)
        if route is None:
            raise UsageError(f"{target!r} is neither a registered phone nor a SIP URI with an IP")
        if self._calls.leg(leg) is not None:
            raise UsageError(f"leg {leg} exists already")
        uri, hop = route
        user = (
            "".join(c for c in caller if c.isascii() and (c.isalnum() or c in "+-._"))
            or "anonymous"
        )
        host = self._core.sent_by.rpartition(":")[0]
        name = "".join(c for c in display if c.isprintable())
        from_ = (f"{quote(name)} " if name else "") + f"<sip:{user or 'anonymous'}@{host}>"
        safe = {
            name: value
            for name, value in headers.items()
            if "\r" not in value and "\n" not in value and name.isascii()
        }
        call = self._calls.open(leg)
        session = int(call.tag[:8], 36) % 10**9
        local = offer.Local(media[0], media[1], session)
        call.prepare(uri, hop, local, from_, safe)
        call.redirection = Redirection(self._core, self._registrar.find, uri)
        self._calls.enter(call, call.key[0])
        call.start()

    def _route(self, target: str) -> tuple[str, Hop] | None:
        if not target.lower().startswith(("sip:", "sips:")):
            binding = self._registrar.find(target)
            return None if binding is None else (binding.contact, binding.hop)
        try:
            uri = parse_uri(target)
        except SipSyntaxError:
            return None
        if uri.literal is None:
            return None
        transport = transport_of(uri)
        if transport == "TLS" and not self._core.config.tls_port:
            return None  # never in the clear what was asked for under TLS
        return target, Hop(*uri.literal, transport)

    def registered(self) -> dict[str, str]:
        """User to contact of every phone registered now."""
        return self._registrar.contacts()

    def register(self, now: float) -> None:
        """Register with every trunk, and go on doing so."""
        self._core.advance(now)
        self._trunks.start()

    def unregister(self, now: float) -> None:
        """Say goodbye to the trunks."""
        self._core.advance(now)
        self._trunks.stop()

    def trunks(self) -> dict[str, bool]:
        """Server of every trunk and whether it holds our registration now."""
        return dict(self._trunks.standing())

    def is_quiet(self) -> bool:
        """Whether the wire needs us no longer."""
        return not len(self._calls) and not self._trunks.are_leaving()

    def legs(self) -> list[LegId]:
        """Every call the wire still needs, ended ones that wait for an answer included."""
        return [call.leg for call in self._calls]
