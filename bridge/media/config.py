"""What a site may set about its sound."""

import msgspec


class MediaConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[media]` of the site's configuration."""

    host: str = "127.0.0.1"
    """Literal IP address the RTP ports are bound to and that SDP names."""

    rtp_ports: tuple[int, int] = (16384, 17583)
    """First and last UDP port; each leg takes an even one and the odd one behind it."""

    silence_seconds: float = 30.0
    """A leg on which no RTP arrives for so long is reported (again each time it passes)."""

    longest_delay_ms: int = 400
    """The jitter buffer never holds more than this."""

    rtcp_seconds: float = 5.0
    """A sender report goes to each leg this often."""

    clip_cache_mb: int = 64
    """Memory for clips in encoded form (8 kB a second)."""
