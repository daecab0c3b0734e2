"""Which source a leg's RTP is taken from: symmetric RTP, decided once, then filtered.

A telephone behind a NAT sends from another address than its SDP says. The first valid packets
decide: one from the address of the SDP, or two in sequence from elsewhere (RFC 3550 appendix A.1,
MIN_SEQUENTIAL). From then on nobody else is heard or spoken to until the next offer and answer.
"""

from bridge.media.rtp import RtpPacket

Address = tuple[str, int]


class Latch:
    """The decision of one leg."""

    __slots__ = ("_candidate", "_expected", "expected_types", "remote", "signalled")

    def __init__(self, signalled: Address, payload_types: frozenset[int]) -> None:
        self.signalled = signalled
        self.expected_types = payload_types
        self.remote: Address | None = None
        self._candidate: Address | None = None
        self._expected = (0, 0)  # ssrc and sequence the candidate must go on with

    def offer(self, packet: RtpPacket, source: Address) -> bool:
        """Judge one packet; True when it may be used, and `remote` is set from then on."""
        if packet.payload_type not in self.expected_types:
            return False
        if self.remote is not None:
            return source == self.remote
        goes_on = (packet.ssrc, packet.sequence)
        if source == self.signalled or (source == self._candidate and goes_on == self._expected):
            self.remote = source
            return True
        self._candidate = source
        self._expected = (packet.ssrc, (packet.sequence + 1) & 0xFFFF)
        return False
