"""Where the house's phones are (RFC 3261 §10.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.events import PhoneRegistered
from bridge.sip.core import Core, TimerOwner
from bridge.sip.message import Request
from bridge.sip.syntax import parse_name_addr
from bridge.sip.transactions import Hop
from bridge.sip.uri import are_equal, parse_uri

MIN_SECONDS: Final = 10
MAX_USERS: Final = 10_000
MAX_CONTACTS: Final = 8
MOST_ASKED: Final = 32  # contacts of one REGISTER
Answer = tuple[int, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Binding:
    """One phone of a user: what it calls itself, and where its messages really come from."""

    contact: str
    hop: Hop
    expires_at: float
    call_id: str
    cseq: int


class Registrar(TimerOwner):
    """Bindings in memory; who may register was decided before."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._users: dict[str, dict[str, Binding]] = {}

    def find(self, user: str) -> Binding | None:
        """The phone that registered last."""
        live = [b for b in self._users.get(user, {}).values() if b.expires_at > self._core.now]
        return max(live, key=lambda b: b.expires_at, default=None)

    def phone_at(self, user: str, hop: Hop) -> str:
        """The user, when one of their phones sends from there; else ""."""
        now, bindings = self._core.now, self._users.get(user, {}).values()
        return user if any(b.hop == hop and b.expires_at > now for b in bindings) else ""

    def contacts(self) -> dict[str, str]:
        """User to contact of everybody reachable now."""
        found = ((user, self.find(user)) for user in self._users)
        return {user: binding.contact for user, binding in found if binding is not None}

    def register(self, request: Request, hop: Hop) -> Answer:
        """Carry out a REGISTER; the answer's status and headers."""
        if len(request.headers.all("Contact")) > MOST_ASKED:
            return 400, ()
        try:
            user = parse_uri(request.to.uri).user
            contacts = [parse_name_addr(value, "Contact") for value in self._plain(request)]
            for contact in contacts:
                parse_uri(contact.uri)
            wanted = [(c.uri, _seconds(c.params.get("expires"), request)) for c in contacts]
        except SipSyntaxError:
            return 400, ()
        if not user:
            return 404, ()
        if "*" in request.headers.all("Contact"):
            if contacts or request.headers.get("Expires") != "0":
                return 400, ()  # §10.3, step 6
            wanted = [(uri, 0) for uri in self._users.get(user, {})]
        if any(0 < seconds < MIN_SECONDS for _, seconds in wanted):
            return 423, (("Min-Expires", str(MIN_SECONDS)),)
        bindings = self._users.get(user, {})
        wanted = [(_known_as(uri, bindings), seconds) for uri, seconds in wanted]
        for uri, _ in wanted:
            known = bindings.get(uri)
            if known and known.call_id == request.call_id and request.cseq <= known.cseq:
                return 500, ()  # out of order (§10.3, step 7)
        if len(self._users) >= MAX_USERS and user not in self._users:
            return 503, (("Retry-After", "60"),)
        for uri, seconds in wanted:
            self._bind(user, uri, seconds, request, hop)
        return 200, self._listing(user)

    def _plain(self, request: Request) -> list[str]:
        return [value for value in request.headers.all("Contact") if value != "*"]

    def _bind(self, user: str, uri: str, seconds: int, request: Request, hop: Hop) -> None:
        bindings = self._users.setdefault(user, {})
        seconds = min(seconds, self._core.config.register_seconds)
        if seconds:
            at = self._core.now + seconds
            bindings[uri] = Binding(uri, hop, at, request.call_id, request.cseq)
            if len(bindings) > MAX_CONTACTS:
                del bindings[min(bindings, key=lambda key: bindings[key].expires_at)]
            self._core.set_timer(self, user, seconds)
        elif bindings.pop(uri, None) is None:
            self._drop_empty(user)
            return
        self._drop_empty(user)
        self._core.emit(PhoneRegistered(user, uri, seconds))

    def _drop_empty(self, user: str) -> None:
        if not self._users.get(user):
            self._users.pop(user, None)

    def on_timer(self, what: str) -> None:
        """Registrations of the user `what` may have run out."""
        bindings = self._users.get(what, {})
        now = self._core.now
        for uri in [uri for uri, binding in bindings.items() if binding.expires_at <= now]:
            del bindings[uri]
            self._core.emit(PhoneRegistered(what, uri, 0))
        if bindings:
            soonest = min(binding.expires_at for binding in bindings.values())
            self._core.set_timer(self, what, soonest - now)
        self._drop_empty(what)

    def _listing(self, user: str) -> tuple[tuple[str, str], ...]:
        now = self._core.now
        bindings = self._users.get(user, {}).values()
        return tuple(
            ("Contact", f"<{b.contact}>;expires={max(0, round(b.expires_at - now))}")
            for b in bindings
        )


def _known_as(uri: str, bindings: Mapping[str, Binding]) -> str:
    """How the same contact was written before (§10.3, step 7: compared as URIs)."""
    if uri in bindings:
        return uri
    wanted = parse_uri(uri)
    return next((known for known in bindings if are_equal(parse_uri(known), wanted)), uri)


def _seconds(param: str | None, request: Request) -> int:
    text = param or request.headers.get("Expires") or "3600"
    # §20.19: a malformed value counts as 3600
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 3600
