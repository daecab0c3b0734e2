"""What the user agent is told about itself and about whom it trusts."""

import msgspec

from bridge.errors import SipSyntaxError
from bridge.sip.transactions import Hop
from bridge.sip.uri import parse_uri, transport_of

LOOPBACK = ("127.0.0.0/8", "::1/128")
# Programs that only look for telephones to steal calls from.
SCANNERS = (
    "friendly-scanner", "sipvicious", "sipcli", "sipsak", "sip-scan", "pplsip", "sundayddr",
    "iwar", "vaxsipuseragent", "sivus", "smap", "cosipy",
)  # fmt: skip
# Phones that fail at the sight of any challenge but MD5 (measured: libre 1.1 gives up, ENOSYS).
MD5_ONLY = ("baresip v0", "baresip v1", "pyvoip")


class RegistrationConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A trunk we register with, so that it sends us calls."""

    server: str  # sip:10.1.2.3, sip:10.1.2.3:5070;transport=tcp: a literal address
    user: str
    password: str = ""
    seconds: int = 3600  # asked for; the trunk may grant less

    def __post_init__(self) -> None:
        try:
            uri = parse_uri(self.server)
        except SipSyntaxError as error:
            raise ValueError(f"server: {error}") from None
        if uri.literal is None or uri.user:
            raise ValueError("server must be sip: and a literal address, like sip:10.1.2.3")
        if not self.user or self.seconds < 10:
            raise ValueError("a registration needs a user, and at least 10 seconds")

    def hop(self) -> Hop:
        """Where its REGISTER goes."""
        uri = parse_uri(self.server)
        assert uri.literal is not None
        return Hop(*uri.literal, transport_of(uri))


class AgentConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of `bridge.sip.agent.UserAgent`."""

    host: str = "127.0.0.1"  # our own literal IP address, for Via and Contact
    media_host: str = ""  # whence our sound comes; empty: from `host`
    port: int = 5060
    tls_port: int = 0  # 0: TLS is not spoken
    user: str = "12345"  # the user part of our Contact
    product: str = "ivr12345"
    realm: str = "12345"
    trusted: tuple[str, ...] = LOOPBACK
    accounts: dict[str, str] = msgspec.field(default_factory=dict)
    credentials: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    """What trunks may ask us for: realm to user and password; realm "*" for any."""
    registrations: tuple[RegistrationConfig, ...] = ()
    md5_only: tuple[str, ...] = MD5_ONLY
    scanners: tuple[str, ...] = SCANNERS
    max_calls: int = 500
    calls_per_second: float = 0.0  # of all trusted sources together; 0: no limit
    stranger_rate: float = 10.0  # messages a second one untrusted address may send
    stranger_burst: float = 20.0
    register_seconds: int = 3600  # the longest registration granted
    session_seconds: int = 1800  # RFC 4028; 0: no session timers
