"""A call of ours that is sent elsewhere: 300, 301, 302 (RFC 3261 §§8.1.3.4, 21.3).

A telephone that forwards its calls to the other end of the world must not make the house pay.
Followed is only what leads to a telephone registered here, or leaves the number as it is and only
changes the place, to one we trust or that of whoever sends us on. TLS is never left.
"""

from collections.abc import Callable
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.sip.core import Core
from bridge.sip.message import Response
from bridge.sip.registrar import Binding
from bridge.sip.syntax import NameAddr, parse_name_addr
from bridge.sip.transactions import Hop
from bridge.sip.uri import parse_uri, transport_of

FOLLOWED: Final = (300, 301, 302)  # 305 and 380 ask for more than another place
MAX_PLACES: Final = 4  # that are called for one leg, the first included
MAX_CONTACTS: Final = 8  # of one answer
Place = tuple[str, Hop]


class Redirection:
    """Where one call may still go."""

    def __init__(self, core: Core, find: Callable[[str], Binding | None], target: str) -> None:
        self._core = core
        self._find = find
        self._user = parse_uri(target).user
        self._called = {target}
        self._waiting: list[Place] = []

    def next(self, response: Response, hop: Hop) -> Place | None:
        """What to call after this failure; None: nothing is left, or the failure is for all."""
        if response.status >= 600:
            return None
        if response.status in FOLLOWED:
            places = [self._place(contact, hop) for contact in _contacts(response)]
            self._waiting = [place for place in places if place is not None] + self._waiting
        while self._waiting and len(self._called) < MAX_PLACES:
            place = self._waiting.pop(0)
            if place[0] not in self._called:  # §8.1.3.4: no place twice
                self._called.add(place[0])
                return place
        return None

    def _place(self, contact: NameAddr, hop: Hop) -> Place | None:
        try:
            uri = parse_uri(contact.uri)
        except SipSyntaxError:
            return None
        ours = (self._core.sent_by, self._core.sent_by_tls)
        literal, transport = uri.literal, transport_of(uri)
        if literal is None or f"{uri.host}:{literal[1]}" in ours:  # no name is ever resolved
            phone = self._find(uri.user)
            place = None if phone is None else (phone.contact, phone.hop)
        elif uri.user == self._user and "?" not in uri.text and self._may_go(literal[0], hop):
            place = contact.uri, Hop(*literal, transport)
        else:
            return None
        if place is None or (place[1].transport != "TLS" and "TLS" in (hop.transport, transport)):
            return None
        return place if place[1].transport != "TLS" or self._core.config.tls_port else None

    def _may_go(self, host: str, hop: Hop) -> bool:
        return host == hop.host or (self._core.trusts(hop.host) and self._core.trusts(host))


def _contacts(response: Response) -> list[NameAddr]:
    """The Contacts that can be read, the most wanted first (§20.10, q)."""
    found = []
    for value in response.headers.all("Contact")[:MAX_CONTACTS]:
        try:
            found.append(parse_name_addr(value, "Contact"))
        except SipSyntaxError:
            continue
    return sorted(found, key=_wanted, reverse=True)


def _wanted(contact: NameAddr) -> float:
    try:
        return float(contact.params.get("q") or 1)
    except ValueError:
        return 0.0
