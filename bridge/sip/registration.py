"""We register with a trunk (RFC 3261 §10.2): refreshed in time, tried again ever more slowly."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.sip.config import RegistrationConfig
from bridge.sip.core import Core, TimerOwner
from bridge.sip.digest import answer as digest_answer
from bridge.sip.events import TrunkChanged
from bridge.sip.machine import Machine
from bridge.sip.message import Headers, Request, Response
from bridge.sip.syntax import parse_name_addr
from bridge.sip.transactions import Hop, Transaction

FIRST_PAUSE: Final = 30.0  # RFC 5626 §4.5
LONGEST_PAUSE: Final = 1800.0
MAX_ROUNDS: Final = 4  # a challenge, a stale nonce, an interval that was too brief


class RegistrationState(Enum):
    """How we stand with one trunk."""

    OUT = auto()
    ASKING = auto()  # REGISTER is on its way (the earlier registration may still hold)
    IN = auto()
    WAITING = auto()  # refused or silent: tried again after a pause
    LEAVING = auto()  # REGISTER with Expires 0 is on its way


class RegistrationInput(Enum):
    """What can happen."""

    START = auto()
    STOP = auto()
    DUE = auto()
    GRANTED = auto()
    FAILED = auto()


class RegistrationAction(Enum):
    """What is done on the way."""

    ASK = auto()
    ASK_OUT = auto()
    PLAN_REFRESH = auto()
    PLAN_RETRY = auto()
    FORGET = auto()


_S, _I, _A = RegistrationState, RegistrationInput, RegistrationAction
REGISTRATION: Machine[RegistrationState, RegistrationInput, RegistrationAction] = Machine(
    "registration with a trunk",
    "RFC 3261 §10.2, RFC 5626 §4.5",
    _S.OUT,
    _S.OUT,
    {
        (_S.OUT, _I.START): (_S.ASKING, (_A.ASK,)),
        (_S.ASKING, _I.GRANTED): (_S.IN, (_A.PLAN_REFRESH,)),
        (_S.ASKING, _I.FAILED): (_S.WAITING, (_A.PLAN_RETRY,)),
        (_S.ASKING, _I.STOP): (_S.LEAVING, (_A.ASK_OUT,)),
        (_S.IN, _I.DUE): (_S.ASKING, (_A.ASK,)),
        (_S.IN, _I.STOP): (_S.LEAVING, (_A.ASK_OUT,)),
        (_S.WAITING, _I.DUE): (_S.ASKING, (_A.ASK,)),
        (_S.WAITING, _I.STOP): (_S.OUT, (_A.FORGET,)),
        (_S.LEAVING, _I.GRANTED): (_S.OUT, (_A.FORGET,)),
        (_S.LEAVING, _I.FAILED): (_S.OUT, (_A.FORGET,)),
    },
)


@dataclass(slots=True)
class _Ask:
    """One REGISTER until its outcome."""

    transaction: Transaction | None = None
    rounds: int = 0
    nonce_answered: bool = False


class Registration(TimerOwner):
    """One trunk."""

    def __init__(self, core: Core, config: RegistrationConfig) -> None:
        self._core = core
        self._config = config
        self.hop = config.hop()
        self.state = REGISTRATION.start
        self._call_id = f"{core.ids.token()}@{core.config.host}"
        self._tag = core.ids.token()
        self._cseq = 0
        self._seconds = config.seconds
        self._until = 0.0  # how long the trunk said it holds
        self._failures = 0
        self._retry_after = 0
        self._status: int | None = None
        self._ask = _Ask()
        self._told: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether the trunk sends us calls now."""
        return self._until > self._core.now

    def step(self, what: RegistrationInput) -> None:
        """Drive the table; what it lacks comes too late and means nothing."""
        if not REGISTRATION.allows(self.state, what):
            return
        self.state, actions = REGISTRATION.step(self.state, what)
        for action in actions:
            if action is _A.ASK:
                self._begin(self._seconds)
            elif action is _A.ASK_OUT:
                self._core.cancel_timer(self, "due")
                self._begin(0)
            elif action is _A.PLAN_REFRESH:
                self._plan_refresh()
            elif action is _A.PLAN_RETRY:
                self._plan_retry()
            else:
                self._core.cancel_timer(self, "due")
                self._until = 0.0
                self._tell()

    # -- asking --

    def _begin(self, seconds: int) -> None:
        self._ask = _Ask()
        self._send(seconds)

    def _send(self, seconds: int, given: tuple[str, str] | None = None) -> None:
        config, core = self._config, self._core
        self._cseq += 1
        self._ask.rounds += 1
        who = f"<sip:{config.user}@{_host(self.hop)}>"
        headers = Headers([("Via", ""), ("Max-Forwards", "70"), ("From", f"{who};tag={self._tag}")])
        headers.set("To", who)
        headers.set("Call-ID", self._call_id)
        headers.set("CSeq", f"{self._cseq} REGISTER")
        headers.set("Contact", core.contact(self.hop.transport, config.user))
        headers.set("Expires", str(seconds))
        headers.set("User-Agent", core.config.product)
        if given is not None:
            headers.set(*given)
        request = Request(headers, method="REGISTER", uri=config.server)
        request.call_id, request.cseq, request.cseq_method = self._call_id, self._cseq, "REGISTER"
        self._ask.transaction = core.send_request(request, self.hop, self)

    # -- answers --

    def on_ack(self, transaction: Transaction, ack: Request) -> None:
        """REGISTER has none."""

    def on_failed(self, transaction: Transaction, *, broken: bool) -> None:
        """The trunk is silent."""
        if transaction is self._ask.transaction:
            self._status = None
            self.step(_I.FAILED)

    def on_response(self, transaction: Transaction, response: Response) -> None:
        """What the trunk says."""
        if transaction is not self._ask.transaction or response.status < 200:
            return
        leaving = self.state is _S.LEAVING
        self._status = response.status
        if response.status < 300:
            self._until = 0.0 if leaving else self._core.now + self._granted(response)
            self.step(_I.GRANTED)
        elif self._ask.rounds >= MAX_ROUNDS or not self._try_otherwise(response, leaving):
            self._retry_after = _number(response.headers.get("Retry-After"))
            self.step(_I.FAILED)

    def _try_otherwise(self, response: Response, leaving: bool) -> bool:
        seconds = 0 if leaving else self._seconds
        if response.status == 423 and not leaving:
            least = _number(response.headers.get("Min-Expires"))
            if self._seconds < least <= 7 * 86400:
                self._seconds = least
                self._send(least)
                return True
        asked, given = {
            401: ("WWW-Authenticate", "Authorization"),
            407: ("Proxy-Authenticate", "Proxy-Authorization"),
        }.get(response.status, ("", ""))
        challenges = response.headers.all(asked) if asked else []
        stale = any("stale=true" in value.lower().replace('"', "") for value in challenges)
        if not self._config.password or (self._ask.nonce_answered and not stale):
            return False  # wrong password: asking at once again would be guessing
        value = digest_answer(
            challenges,
            user=self._config.user,
            secret=self._config.password,
            method="REGISTER",
            uri=self._config.server,
            cnonce=self._core.ids.token(),
        )
        if value is None:
            return False
        self._ask.nonce_answered = True
        self._send(seconds, (given, value))
        return True

    def _granted(self, response: Response) -> int:
        """The seconds the 200 grants our Contact (§10.2.4)."""
        ours = f"sip:{self._config.user}@{self._core.at(self.hop.transport)}"
        for value in response.headers.all("Contact"):
            try:
                contact = parse_name_addr(value, "Contact")
            except SipSyntaxError:
                continue
            if contact.uri.partition(";")[0] == ours and contact.params.get("expires"):
                return _number(contact.params["expires"] or "")
        return _number(response.headers.get("Expires")) or self._seconds

    # -- time --

    def on_timer(self, what: str) -> None:
        """To be refreshed, or tried again."""
        self.step(_I.DUE)

    def _plan_refresh(self) -> None:
        self._failures = 0
        granted = self._until - self._core.now
        self._core.set_timer(self, "due", max(1.0, 0.8 * granted))
        self._tell()

    def _plan_retry(self) -> None:
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures, 10))
        self._failures += 1
        spread = 0.5 + 0.5 * self._core.ids.fraction()  # or all of a trunk's customers come back
        pause = max(spread * pause, min(self._retry_after, LONGEST_PAUSE))
        self._retry_after = 0
        self._core.set_timer(self, "due", pause)
        self._tell()

    def _tell(self) -> None:
        if self._told is not self.holds:
            self._told = self.holds
            config = self._config
            self._core.emit(TrunkChanged(config.server, config.user, self.holds, self._status))


class Registrations:
    """All trunks we register with."""

    def __init__(self, core: Core) -> None:
        self._all = [Registration(core, config) for config in core.config.registrations]

    def start(self) -> None:
        """Register everywhere."""
        for one in self._all:
            one.step(_I.START)

    def stop(self) -> None:
        """Say goodbye everywhere."""
        for one in self._all:
            one.step(_I.STOP)

    def vouch_for(self, host: str) -> bool:
        """Whether a trunk that holds our registration sits there: its INVITEs become calls."""
        return any(one.hop.host == host and one.holds for one in self._all)

    def are_leaving(self) -> bool:
        """Whether a goodbye is not answered yet."""
        return any(one.state is _S.LEAVING for one in self._all)

    def standing(self) -> Iterable[tuple[str, bool]]:
        """Server and whether it holds our registration."""
        return [(one._config.server, one.holds) for one in self._all]


def _host(hop: Hop) -> str:
    return f"[{hop.host}]" if ":" in hop.host else hop.host


def _number(text: str) -> int:
    """The number a header begins with (Retry-After may carry a comment); 0: none."""
    digits = text.strip().split("(")[0].split(";")[0].strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
