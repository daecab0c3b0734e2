"""Who may speak to us at all, how often, and how long a guesser of passwords must wait."""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final

from bridge.sip.config import AgentConfig
from bridge.sip.message import Request
from bridge.sip.remember import remembered

MAX_SOURCES: Final = 10_000
FORGIVE_SECONDS: Final = 600.0
MAX_DELAY: Final = 30.0
MAX_TURNED_AWAY: Final = 20_000
BANNED_AFTER: Final = 10  # wrong passwords
SWEEP_AFTER: Final = 30  # calls and registrations that proved nothing: somebody tries numbers


@dataclass(slots=True)
class _Bucket:
    """Tokens of one address."""

    tokens: float
    at: float

    def take(self, rate: float, burst: float, now: float) -> bool:
        self.tokens = min(burst, self.tokens + (now - self.at) * rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass(slots=True)
class _Guesser:
    failures: int
    at: float
    unproven: int = 0

    @property
    def banned(self) -> bool:
        return self.failures >= BANNED_AFTER or self.unproven >= SWEEP_AFTER


class Admission:
    """Memory is bounded: the address heard of longest ago is forgotten first."""

    def __init__(self, config: AgentConfig) -> None:
        self._config = config
        self._strangers: OrderedDict[str, _Bucket] = OrderedDict()
        self._guessers: OrderedDict[str, _Guesser] = OrderedDict()
        burst = max(1.0, config.calls_per_second)
        self._calls = _Bucket(burst, 0.0)
        self._turned_away: OrderedDict[str, None] = OrderedDict()

    def hears(self, host: str, now: float) -> bool:
        """Whether an untrusted address is still within its rate; beyond it: silence."""
        host = network_of(host)
        guesser = self._guessers.get(host)
        if guesser and guesser.banned and now - guesser.at < FORGIVE_SECONDS:
            return False
        bucket = self._strangers.get(host)
        if bucket is None:
            bucket = self._strangers[host] = _Bucket(self._config.stranger_burst, now)
            if len(self._strangers) > MAX_SOURCES:
                self._strangers.popitem(last=False)
        self._strangers.move_to_end(host)
        return bucket.take(self._config.stranger_rate, self._config.stranger_burst, now)

    def is_scanner(self, request: Request) -> bool:
        """Whether the sender names itself as one of the known tools."""
        agent = request.headers.get("User-Agent").lower()
        return any(name in agent for name in self._config.scanners)

    def has_room(self, calls: int, now: float) -> bool:
        """Whether one more call can be carried (else 503)."""
        if calls >= self._config.max_calls:
            return False
        rate = self._config.calls_per_second
        return not rate or self._calls.take(rate, max(1.0, rate), now)

    def turn_away(self, invite: str) -> None:
        """There was no room for this INVITE."""
        self._turned_away[invite] = None
        if len(self._turned_away) > MAX_TURNED_AWAY:
            self._turned_away.popitem(last=False)

    def was_turned_away(self, invite: str) -> bool:
        """A repeat that crossed the 503: taken now, it would be a call that nobody is in."""
        return invite in self._turned_away

    def failed(self, host: str, now: float) -> float:
        """Wrong credentials came: how many seconds the answer is held back."""
        guesser = self._guesser(host, now)
        guesser.failures += 1
        return float(min(MAX_DELAY, 0.5 * 2 ** (guesser.failures - 1)))

    def proved_nothing(self, host: str, now: float) -> None:
        """A call or registration came without credentials; right ones make up for it."""
        self._guesser(host, now).unproven += 1

    def _guesser(self, host: str, now: float) -> _Guesser:
        host = network_of(host)
        guesser = self._guessers.setdefault(host, _Guesser(0, now))
        if now - guesser.at > FORGIVE_SECONDS:
            guesser.failures = guesser.unproven = 0
        guesser.at = now
        self._guessers.move_to_end(host)
        if len(self._guessers) > MAX_SOURCES:
            self._guessers.popitem(last=False)
        return guesser

    def succeeded(self, host: str) -> None:
        """Right credentials came: all is forgiven."""
        self._guessers.pop(network_of(host), None)


@remembered
def network_of(host: str) -> str:
    """Whom the limits hold for: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return host
