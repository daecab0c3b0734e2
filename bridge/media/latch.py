"""Which source a leg's RTP is taken from: symmetric RTP, decided once, then filtered.

A telephone behind a NAT sends from another address than its SDP says. The first valid packets
decide: one from the address of the SDP, or two in sequence from elsewhere (RFC 3550 appendix A.1,
MIN_SEQUENTIAL). From then on nobody else is heard or spoken to until the next offer and answer,
with one exception: when the source has been silent for a second, the NAT may have given the
telephone another address. Then two packets that carry on the very stream, with its SSRC and the
next sequence numbers, move the leg to where they come from. A stranger does not know these.
"""

from bridge.media.rtp import RtpPacket

Address = tuple[str, int]
_WINDOW = 3000  # sequence numbers: a minute without a packet


class Latch:
    """The decision of one leg."""

    __slots__ = (
        "_candidate",
        "_expected",
        "_stream",
        "expected_types",
        "remote",
        "searching",
        "signalled",
    )

    def __init__(self, signalled: Address, payload_types: frozenset[int]) -> None:
        self.signalled = signalled
        self.expected_types = payload_types
        self.remote: Address | None = None  # where packets go
        self.searching = False  # the source is silent: its stream may go on from elsewhere
        self._stream = (-1, 0)  # ssrc and last sequence number of what was heard
        self._candidate: Address | None = None
        self._expected = (0, 0)  # ssrc and sequence the candidate must go on with

    @property
    def decided(self) -> bool:
        """Whether packets of one source only are taken."""
        return self.remote is not None and not self.searching

    @property
    def target(self) -> Address:
        """Where to send."""
        return self.remote or self.signalled

    def search(self, ssrc: int, sequence: int) -> None:
        """The source is silent; its stream stood at this sequence number."""
        self.searching = True
        self._stream = (ssrc, sequence & 0xFFFF)
        self._candidate = None

    def offer(self, packet: RtpPacket, source: Address) -> bool:
        """Judge one packet; True when it may be used, and `remote` is its source from then on."""
        if packet.payload_type not in self.expected_types:
            return False
        if self.decided:
            return source == self.remote
        if self.searching and source != self.remote and not self._carries_on(packet):
            return False
        goes_on = (packet.ssrc, packet.sequence)
        trusted = source in (self.signalled, self.remote)
        if trusted or (source == self._candidate and goes_on == self._expected):
            self.remote = source
            self.searching = False
            return True
        self._candidate = source
        self._expected = (packet.ssrc, (packet.sequence + 1) & 0xFFFF)
        return False

    def _carries_on(self, packet: RtpPacket) -> bool:
        ssrc, last = self._stream
        return packet.ssrc == ssrc and 0 < (packet.sequence - last) & 0xFFFF <= _WINDOW
