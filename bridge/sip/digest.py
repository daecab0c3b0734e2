"""Digest authentication (RFC 7616, RFC 8760): we ask phones for it; trunks may ask us."""

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bridge.sip.syntax import quote, unquote

ALGORITHMS: Final = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}  # the better first (RFC 8760)
NONCE_SECONDS: Final = 300
MAX_NONCES: Final = 4096
_FIELD = re.compile(r'([A-Za-z0-9\-_]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]+)\s*(?:,|$)\s*')


class Outcome(Enum):
    """What credentials are worth."""

    GOOD = auto()
    ABSENT = auto()
    STALE = auto()  # right, but for a nonce that is too old or was used: ask again
    WRONG = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome, and for whom."""

    outcome: Outcome
    user: str = ""


MAX_EQUALS: Final = 100  # RFC 7616 knows a dozen fields; base 64 may hold some more


def read_fields(header: str) -> dict[str, str] | None:
    """The fields of a Digest challenge or of credentials; None: another scheme, or unreadable."""
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() != "digest":
        return None
    fields: dict[str, str] = {}
    rest = rest.strip()
    if rest.count("=") > MAX_EQUALS:
        return None
    position = 0
    while position < len(rest):
        match = _FIELD.match(rest, position)
        if match is None:
            return None
        fields[match[1].lower()] = unquote(match[2])
        position = match.end()
    return fields


def _hash(algorithm: str, *parts: str) -> str:
    text = ":".join(parts).encode("utf-8", "surrogateescape")
    return ALGORITHMS[algorithm](text).hexdigest()


def compute(fields: Mapping[str, str], algorithm: str, secret: str, method: str) -> str:
    """The `response` these fields should carry (RFC 7616 §3.4.1; without qop RFC 2069)."""
    user, realm, nonce, uri = (fields.get(n, "") for n in ("username", "realm", "nonce", "uri"))
    first = _hash(algorithm, user, realm, secret)
    second = _hash(algorithm, method, uri)
    if "qop" in fields:
        nc, cnonce = fields.get("nc", ""), fields.get("cnonce", "")
        return _hash(algorithm, first, nonce, nc, cnonce, fields["qop"], second)
    return _hash(algorithm, first, nonce, second)


def answer(
    challenges: list[str], *, user: str, secret: str, method: str, uri: str, cnonce: str
) -> str | None:
    """Credentials for the best of the challenges; None: none that we understand."""
    read = [fields for fields in map(read_fields, challenges) if fields]
    for algorithm in ALGORITHMS:
        for fields in read:
            if fields.get("algorithm", "MD5").upper() != algorithm or "nonce" not in fields:
                continue
            ours = {"username": user, "realm": fields.get("realm", ""), "nonce": fields["nonce"]}
            ours["uri"] = uri
            if "auth" in [q.strip() for q in fields.get("qop", "").split(",")]:
                ours |= {"qop": "auth", "nc": "00000001", "cnonce": cnonce}
            ours["response"] = compute(ours, algorithm, secret, method)
            ours["algorithm"] = algorithm
            if "opaque" in fields:
                ours["opaque"] = fields["opaque"]
            bare = ("qop", "nc", "algorithm")
            text = ", ".join(f"{n}={v if n in bare else quote(v)}" for n, v in ours.items())
            return f"Digest {text}"
    return None


class DigestServer:
    """Challenges and checks. Nonces carry their own time and seal; only used ones are stored."""

    def __init__(self, realm: str, accounts: Mapping[str, str], seal: str) -> None:
        self._realm = realm
        self._accounts = accounts
        self._seal = seal.encode()
        self._used: OrderedDict[str, int] = OrderedDict()
        self._serial = 0

    def challenges(self, now: float, *, stale: bool = False, md5_only: bool = False) -> list[str]:
        """WWW-Authenticate values with one nonce: phones that read only the first still work."""
        self._serial += 1
        nonce = self._nonce(f"{int(now):x}", f"{self._serial:x}")
        extra = ", stale=true" if stale else ""
        return [
            f'Digest realm="{self._realm}", nonce="{nonce}", algorithm={name}, qop="auth"{extra}'
            for name in ALGORITHMS
            if name == "MD5" or not md5_only
        ]

    def check(self, credentials: list[str], method: str, now: float) -> Verdict:
        """Judge Authorization values."""
        for value in credentials:
            fields = read_fields(value)
            if fields and fields.get("realm") == self._realm:
                return self._check(fields, method, now)
        return Verdict(Outcome.ABSENT)

    def _check(self, fields: dict[str, str], method: str, now: float) -> Verdict:
        user, nonce = fields.get("username", ""), fields.get("nonce", "")
        algorithm = fields.get("algorithm", "MD5").upper()
        if algorithm not in ALGORITHMS or fields.get("qop", "auth") != "auth":
            return Verdict(Outcome.WRONG, user)
        secret = self._accounts.get(user)
        # The same work is done for unknown users: the time must not tell who exists.
        expected = compute(fields, algorithm, secret or "", method)
        given = fields.get("response", "").lower().encode("utf-8", "surrogateescape")
        right = hmac.compare_digest(expected.encode(), given)  # of str it would take ASCII only
        if not right or secret is None:
            return Verdict(Outcome.WRONG, user)
        return Verdict(Outcome.GOOD if self._fresh(nonce, fields, now) else Outcome.STALE, user)

    def _fresh(self, nonce: str, fields: dict[str, str], now: float) -> bool:
        match = re.fullmatch(r"([0-9a-f]{1,12})-([0-9a-f]{1,16})-[0-9a-f]{32}", nonce)
        if match is None or not hmac.compare_digest(nonce, self._nonce(match[1], match[2])):
            return False
        stamp = match[1]
        if not 0 <= now - int(stamp, 16) <= NONCE_SECONDS:
            return False
        count = fields.get("nc", "ffffffff")  # without qop a nonce serves once
        if not re.fullmatch(r"[0-9A-Fa-f]{8}", count) or int(count, 16) <= self._used.get(nonce, 0):
            return False
        self._used[nonce] = int(count, 16)
        self._used.move_to_end(nonce)
        if len(self._used) > MAX_NONCES:
            self._used.popitem(last=False)
        return True

    def _nonce(self, stamp: str, serial: str) -> str:
        text = f"{stamp}-{serial}"
        return f"{text}-{hmac.new(self._seal, text.encode(), 'sha256').hexdigest()[:32]}"
