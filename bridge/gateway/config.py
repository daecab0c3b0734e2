"""What may be set about the telephone (`config/*.toml`, table `telephone`)."""

import msgspec

from bridge.sip.config import RegistrationConfig


class GatewayConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Addresses, trust and limits of the telephone.

    `trusted` lists networks whose INVITEs become calls and whose phones may register without
    credentials; everybody else needs an account (RFC 7616 digest) or is turned away.
    """

    sip_host: str = "127.0.0.1"
    sip_port: int = 5060  # 0: any free port
    tcp: bool = True
    tls_certificate: str = ""  # PEM file of a chain; empty: TLS is not spoken
    tls_key: str = ""  # PEM file; empty: it is in the certificate's file
    tls_port: int = 5061  # 0: any free port
    tls_authorities: str = ""  # PEM file: whose certificates we believe; empty: the system's
    media_host: str = "127.0.0.1"  # the address written into SDP
    trusted: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    accounts: dict[str, str] = msgspec.field(default_factory=dict)  # user -> password
    realm: str = "12345"
    credentials: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    """What trunks may ask us for when we dial: realm to user and password; realm "*" for any."""
    registrations: tuple[RegistrationConfig, ...] = ()  # trunks we register with
    max_calls: int = 500
    calls_per_second: float = 0.0  # more than these get 503; 0: no limit
    user_agent: str = "ivr12345"
    ring_seconds: float = 30.0  # how long a dialled phone may ring
    dead_seconds: float = 60.0  # a leg from which no sound came for so long is ended; 0: never
