"""Transactions at work: matching, repeating, timing out (RFC 3261 §17), over the four tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bridge.sip.machine import Machine
from bridge.sip.message import Headers, Request, Response
from bridge.sip.timers import Timers
from bridge.sip.transaction_tables import (
    INVITE_CLIENT,
    INVITE_SERVER,
    OTHER_CLIENT,
    OTHER_SERVER,
    Action,
    Input,
    State,
)

T1: Final = 0.5
T2: Final = 4.0
T4: Final = 5.0
GIVE_UP: Final = 64 * T1


@dataclass(frozen=True, slots=True)
class Hop:
    """Where a message goes or came from: a literal IP address that was seen or that we chose."""

    host: str
    port: int
    transport: str = "UDP"

    @property
    def reliable(self) -> bool:
        """TCP and TLS do not lose; no repeats there (§17.1.1.2)."""
        return self.transport != "UDP"

    @property
    def address(self) -> tuple[str, int]:
        """As sockets want it."""
        return self.host, self.port


class TransactionUser(Protocol):
    """Who hears of a transaction: a call, a registration, or nobody much."""

    def on_response(self, transaction: "Transaction", response: Response) -> None:
        """A response the machine passes up."""

    def on_ack(self, transaction: "Transaction", ack: Request) -> None:
        """The ACK to our 2xx came with the INVITE's branch."""

    def on_failed(self, transaction: "Transaction", *, broken: bool) -> None:
        """No final response in time, or the transport is broken."""


class Nobody:
    """The user of transactions whose outcome changes nothing."""

    def on_response(self, transaction: "Transaction", response: Response) -> None:
        """Nothing."""

    def on_ack(self, transaction: "Transaction", ack: Request) -> None:
        """Nothing."""

    def on_failed(self, transaction: "Transaction", *, broken: bool) -> None:
        """Nothing."""


NOBODY: Final = Nobody()
_ANSWERED: Final = Request(Headers())  # stands for a request that nobody will read again
Key = tuple[str, ...]
_TIMERS: Final = (
    Input.A, Input.B, Input.D, Input.E, Input.F, Input.G, Input.H, Input.I, Input.J, Input.K,
    Input.L, Input.M,
)  # fmt: skip
_INTERVALS: Final = {
    Input.A: T1, Input.B: GIVE_UP, Input.D: GIVE_UP, Input.E: T1, Input.F: GIVE_UP, Input.G: T1,
    Input.H: GIVE_UP, Input.I: T4, Input.J: GIVE_UP, Input.K: T4, Input.L: GIVE_UP,
    Input.M: GIVE_UP,
}  # fmt: skip
_REPEATERS: Final = (Input.A, Input.E, Input.G)
_AT_ONCE_WHEN_RELIABLE: Final = (Input.D, Input.I, Input.J, Input.K)
_START: Final = {Action[f"START_{timer.name}"]: timer for timer in _TIMERS}
_SLOW: Final = {Action.SLOW_A: Input.A, Action.SLOW_E: Input.E, Action.SLOW_G: Input.G}


class Transaction:
    """One request and its responses.

    Once it is answered it only stays to recognise repeats, for 32 s mostly: what it held of the
    request and of the call it lets go.
    """

    __slots__ = (
        "client", "hop", "interval", "key", "last", "machine", "merge", "request", "state", "tag",
        "user",
    )  # fmt: skip

    def __init__(
        self, key: Key, request: Request, hop: Hop, user: TransactionUser, *, client: bool
    ) -> None:
        invite = request.method == "INVITE"
        self.machine: Machine[State, Input, Action]
        if client:
            self.machine = INVITE_CLIENT if invite else OTHER_CLIENT
        else:
            self.machine = INVITE_SERVER if invite else OTHER_SERVER
        self.key = key
        self.client = client
        self.request = request
        self.merge = None if client or request.to.tag else _merge_key(request)
        self.tag = ""  # of our answers (§9.2)
        self.hop = hop
        self.user = user
        self.state = self.machine.start
        self.last = b""
        self.interval = T1

    def forget(self) -> None:
        """Its user has no use for it any more."""
        if self.finished:
            self.user = NOBODY
            if not self.client:
                self.request = _ANSWERED
        if self.state is State.ACCEPTED:
            self.last = b""  # a 2xx is repeated by the call, not by its transaction

    @property
    def finished(self) -> bool:
        """Whether a final response was given or received."""
        return self.state not in (State.NEW, State.CALLING, State.TRYING, State.PROCEEDING)


class Transactions:
    """All transactions of one user agent. O(1) for each message."""

    def __init__(self, timers: Timers, send: Callable[[bytes, Hop], None]) -> None:
        self._timers = timers
        self._send = send
        self._clients: dict[Key, Transaction] = {}
        self._servers: dict[Key, Transaction] = {}
        self._merged: dict[Key, Key] = {}
        self.now = 0.0

    def __len__(self) -> int:
        return len(self._clients) + len(self._servers)

    # -- as server --

    @staticmethod
    def server_key(request: Request, method: str) -> Key:
        """§17.2.3, and Call-ID, CSeq and From tag too: some phones use a branch for two calls."""
        sent_by = request.via.sent_by if request.via else ""
        number, tag = str(request.cseq), request.from_.tag
        return request.branch, sent_by, method, request.call_id, number, tag

    def find_server(self, request: Request) -> Transaction | None:
        """The transaction a request belongs to: its repeat, or the ACK to a response."""
        method = "INVITE" if request.method == "ACK" else request.method
        return self._servers.get(self.server_key(request, method))

    def find_cancelled(self, cancel: Request) -> Transaction | None:
        """The INVITE a CANCEL means (§9.2)."""
        return self._servers.get(self.server_key(cancel, "INVITE"))

    def is_merged(self, request: Request) -> bool:
        """Whether the same request arrived by another path and is still open (§8.2.2.2)."""
        known = self._merged.get(_merge_key(request))
        return known is not None and known != self.server_key(request, request.method)

    def serve(self, request: Request, hop: Hop, user: TransactionUser) -> Transaction:
        """Begin a server transaction for a new request."""
        key = self.server_key(request, request.method)
        transaction = Transaction(key, request, hop, user, client=False)
        self._servers[key] = transaction
        if transaction.merge is not None:
            self._merged[transaction.merge] = key
        self._step(transaction, Input.BEGIN)
        return transaction

    def answer(self, transaction: Transaction, response: Response) -> None:
        """Give a response to the machine; after a final one no other is sent."""
        what = _class_of(response.status)
        if transaction.machine.allows(transaction.state, what):
            self._step(transaction, what, data=response.to_bytes())

    def repeat_request(self, transaction: Transaction, request: Request) -> None:
        """The request, or its ACK, came (again)."""
        if request.method == "ACK":
            self._step(transaction, Input.ACK, ack=request)
        elif transaction.machine.allows(transaction.state, Input.REQUEST):
            self._step(transaction, Input.REQUEST)

    # -- as client --

    def request(self, request: Request, hop: Hop, user: TransactionUser) -> Transaction:
        """Send a request and see it through."""
        key = (request.branch, request.method)
        transaction = Transaction(key, request, hop, user, client=True)
        self._clients[key] = transaction
        self._step(transaction, Input.BEGIN, data=request.to_bytes())
        return transaction

    def receive_response(self, response: Response) -> bool:
        """Hand a response to its transaction (§17.1.3); False: nobody asked."""
        transaction = self._clients.get((response.branch, response.cseq_method))
        if transaction is None or transaction.request.call_id != response.call_id:
            return False
        self._step(transaction, _class_of(response.status), response=response)
        return True

    def abandon(self, transaction: Transaction) -> None:
        """Forget a client transaction that will never end by itself (§9.1)."""
        self._end(transaction)

    def break_hop(self, hop: Hop) -> None:
        """The transport to `hop` does not deliver (§18.4)."""
        everything = list(self._clients.values()) + list(self._servers.values())
        for transaction in everything:
            if transaction.hop == hop and transaction.state is not State.TERMINATED:
                self._step(transaction, Input.BROKEN)

    def break_unheard(self, hop: Hop) -> None:
        """ICMP can be forged: believe it only of a request that nobody has answered yet."""
        for transaction in list(self._clients.values()):
            if transaction.hop == hop and transaction.state in (State.CALLING, State.TRYING):
                self._step(transaction, Input.BROKEN)

    # -- the machine --

    def fire(self, transaction: Transaction, timer: Input) -> None:
        """A timer of a transaction is due."""
        if transaction.machine.allows(transaction.state, timer):
            self._step(transaction, timer)

    def _step(
        self,
        transaction: Transaction,
        what: Input,
        *,
        data: bytes = b"",
        response: Response | None = None,
        ack: Request | None = None,
    ) -> None:
        transaction.state, actions = transaction.machine.step(transaction.state, what)
        for action in actions:
            if action is Action.SEND:
                transaction.last = data
                self._send(data, transaction.hop)
            elif action is Action.REPEAT:
                if transaction.last:
                    self._send(transaction.last, transaction.hop)
            elif action is Action.SEND_ACK and response is not None:
                self._send(ack_failure(transaction.request, response).to_bytes(), transaction.hop)
            elif action is Action.PASS and response is not None:
                transaction.user.on_response(transaction, response)
            elif action is Action.PASS and ack is not None:
                transaction.user.on_ack(transaction, ack)
            elif action is Action.TELL_TIMEOUT:
                transaction.user.on_failed(transaction, broken=False)
            elif action is Action.TELL_BROKEN:
                transaction.user.on_failed(transaction, broken=True)
            else:
                self._time(transaction, action)
        if transaction.state is State.TERMINATED:
            self._end(transaction)
        elif transaction.state is State.COMPLETED:
            transaction.forget()

    def _time(self, transaction: Transaction, action: Action) -> None:
        if action is Action.STOP:
            self._stop(transaction)
            return
        if action in _SLOW:
            timer = _SLOW[action]
            transaction.interval *= 2
            if timer is not Input.A:
                transaction.interval = min(transaction.interval, T2)
            self._timers.set((transaction, timer), self.now + transaction.interval)
            return
        timer = _START[action]
        if transaction.hop.reliable and timer in _REPEATERS:
            return
        if timer in _REPEATERS:
            transaction.interval = T1
        soon = transaction.hop.reliable and timer in _AT_ONCE_WHEN_RELIABLE
        self._timers.set((transaction, timer), self.now + (0 if soon else _INTERVALS[timer]))

    def _stop(self, transaction: Transaction) -> None:
        for timer in _TIMERS:
            self._timers.cancel((transaction, timer))

    def _end(self, transaction: Transaction) -> None:
        transaction.state = State.TERMINATED
        self._stop(transaction)
        table = self._clients if transaction.client else self._servers
        if table.get(transaction.key) is transaction:
            del table[transaction.key]
        merge = transaction.merge
        if merge is not None and self._merged.get(merge) == transaction.key:
            del self._merged[merge]


def _merge_key(request: Request) -> Key:
    return request.method, request.call_id, str(request.cseq), request.from_.tag


def _class_of(status: int) -> Input:
    if status < 200:
        return Input.PROVISIONAL
    return Input.SUCCESS if status < 300 else Input.FAILURE


def ack_failure(invite: Request, response: Response) -> Request:
    """The ACK a client transaction sends for 300 to 699 (§17.1.1.3)."""
    headers = Headers([("Via", invite.headers.get("Via"))])
    for name in ("From", "Call-ID", "Max-Forwards"):
        headers.set(name, invite.headers.get(name))
    headers.set("To", response.headers.get("To"))
    headers.set("CSeq", f"{invite.cseq} ACK")
    for route in invite.headers.all("Route"):
        headers.add("Route", route)
    return Request(headers, method="ACK", uri=invite.uri)
