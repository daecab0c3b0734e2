"""What comes in on all legs: read by the hundred, into jitter buffers and statistics.

A usual packet (20 ms of the law and the source that the leg is known for) is one row in a few
matrix operations; whatever else a telephone sends is read one by one, by the plain classes.
"""

import numpy as np

from bridge.events import LegId
from bridge.media import comfort, g711, rtp
from bridge.media.g711 import FRAME, Pcm
from bridge.media.inbox import Inbox
from bridge.media.jitter import Flags, JitterBank, Rows
from bridge.media.latch import Address, Latch
from bridge.media.leg import Leg
from bridge.media.messages import Connect
from bridge.media.reception import ReceptionBank

PACKET = rtp.HEADER_BYTES + FRAME
COMFORT_NOISE = 13  # RFC 3389
_LAWS = {0: True, 8: False}  # static payload types (RFC 3551): is it mu-law?
_STATIC = {ulaw: kind for kind, ulaw in _LAWS.items()}
_KIND = 0xFF7F0000  # the two bytes in front of the sequence number, without the marker
_SEARCH_TICKS = 50


class Intake:
    """The receiving half of the plane, by row of the leg."""

    def __init__(self, by_row: list[Leg | None], longest_delay_ms: int) -> None:
        capacity = len(by_row)
        self._by_row = by_row
        self.jitter = JitterBank(capacity, longest_delay_ms)
        self.reception = ReceptionBank(capacity)
        self.pressed: list[tuple[LegId, str]] = []  # for the owner to take and tell
        self.noisy: set[Leg] = set()  # who sends comfort noise in place of silence
        self.counters = {"packets_in": 0, "packets_bad": 0}
        self.ticks = 0
        self.heard_at = np.zeros(capacity, np.int64)  # tick of the last valid packet
        self._told_at = np.zeros(capacity, np.int64)  # tick at which silence was told of
        self._usual = np.full(capacity, -1, np.int64)  # how packets of latched rows begin
        self._hears_ulaw = np.zeros(capacity, np.bool_)

    def open(self, leg: Leg) -> None:
        """A new leg on this row."""
        self.jitter.reset(leg.row)
        self.reception.begin(leg.row, -1, 0)

    def connect(self, leg: Leg, command: Connect) -> bool:
        """Take what the SDP agreed on; True when the source has to be found anew."""
        signalled: Address = (command.host, command.port)
        types = {command.payload_type, COMFORT_NOISE, *_LAWS}
        if command.dtmf_payload_type is not None:
            types.add(command.dtmf_payload_type)
        moved = leg.latch is None or leg.latch.signalled != signalled
        if moved or leg.latch is None:
            leg.latch = Latch(signalled, frozenset(types))
        leg.latch.expected_types = frozenset(types)
        leg.hears_ulaw = leg.ulaw
        self.noisy.discard(leg)
        if command.receive and not leg.receive:
            self.heard_at[leg.row] = self.ticks
        leg.receive = command.receive
        self.settle(leg)
        return moved

    def close(self, leg: Leg) -> None:
        """The leg is gone."""
        leg.latch = None
        self.noisy.discard(leg)
        self.settle(leg)

    def settle(self, leg: Leg) -> None:
        """Bring the matrices in step with the leg."""
        latched = leg.latch is not None and leg.latch.decided
        hears = leg.payload_type if leg.hears_ulaw == leg.ulaw else _STATIC[leg.hears_ulaw]
        self._usual[leg.row] = (0x8000 | hears) << 16 if latched and leg.receive else -1
        self._hears_ulaw[leg.row] = leg.hears_ulaw

    def silent(self, among: Rows, ticks: int) -> list[Leg]:
        """Legs that should speak but sent nothing for so long; each once in that time."""
        since = np.maximum(self.heard_at, self._told_at)[among]
        rows = among[self.ticks - since >= ticks]
        legs = [leg for row in rows if (leg := self._by_row[row]) is not None and leg.receive]
        for leg in legs:
            self._told_at[leg.row] = self.ticks
        return legs

    def lost_sources(self, among: Rows) -> list[Leg]:
        """Legs whose far end has just fallen silent: from now on it may speak from elsewhere."""
        rows = among[self.ticks - self.heard_at[among] >= _SEARCH_TICKS]
        lost = []
        for row in rows:
            leg = self._by_row[row]
            if leg is not None and leg.receive and leg.latch is not None and leg.latch.decided:
                leg.latch.search(int(self.reception.ssrc[row]), self.reception.last(row))
                self.settle(leg)
                lost.append(leg)
        return lost

    def receive(self, inbox: Inbox) -> None:
        """Take all datagrams of the latched legs since the last tick."""
        count = len(inbox.rows)
        if not count:
            return
        matrix = inbox.matrix[:count]
        rows, lengths = np.frombuffer(inbox.rows, np.int64), np.frombuffer(inbox.lengths, np.int64)
        first, timestamps, ssrcs = inbox.words[:count, :3].T.astype(np.int64, order="C")
        usual = first & _KIND == self._usual[rows]
        usual &= (ssrcs == self.reception.ssrc[rows]) & (lengths == PACKET)
        if not usual.all():
            for i in np.nonzero(~usual)[0]:
                data = bytes(inbox.views[i][: lengths[i]])
                self.receive_one(int(rows[i]), data, inbox.passes[0][1])
        arrivals = inbox.arrivals()
        for some in self._passes(rows, usual, inbox):
            whose = rows[some]
            pcm = self._decode(matrix[some, rtp.HEADER_BYTES : PACKET], whose)
            self.jitter.put_batch(whose, timestamps[some], pcm)
            self.reception.note(whose, first[some] & 0xFFFF, timestamps[some], arrivals[some])
            self.heard_at[whose] = self.ticks
            self.counters["packets_in"] += len(whose)

    def _passes(self, rows: Rows, usual: Flags, inbox: Inbox) -> list[slice | Rows]:
        """The usual packets, in parts within which no row comes twice."""
        if np.bincount(rows).max() == 1:
            return [slice(None)] if usual.all() else [np.nonzero(usual)[0]]
        borders = [begin for begin, _ in inbox.passes[1:]]
        chosen = np.nonzero(usual)[0]
        return [part for part in np.split(chosen, np.searchsorted(chosen, borders)) if len(part)]

    def _decode(self, codes: g711.Codes, rows: Rows) -> Pcm:
        pcm = g711.decode(codes)
        ulaw = self._hears_ulaw[rows]
        if ulaw.any():
            pcm[ulaw] = g711.decode(codes[ulaw], ulaw=True)
        return pcm

    def receive_one(
        self, row: int, data: bytes, arrival: int, source: Address | None = None
    ) -> bool:
        """Take one datagram; `source` while the leg's is not decided. True when it now is."""
        leg, packet = self._by_row[row], rtp.parse(data)
        if leg is None or leg.latch is None or not leg.receive:
            return False
        if packet is None or packet.payload_type not in leg.latch.expected_types:
            self.counters["packets_bad"] += 1
            return False
        decided = False
        if source is not None:
            if not leg.latch.offer(packet, source):
                return False
            decided = True
            self.settle(leg)
        self.counters["packets_in"] += 1
        self.heard_at[row] = self.ticks
        if packet.payload_type == leg.key_type:
            self.jitter.pause(row)
            key = leg.keys_in.receive(packet.timestamp, packet.payload, packet.marker)
            if key is not None:
                self.pressed.append((leg.id, key))
        elif packet.payload_type == COMFORT_NOISE:
            self.jitter.pause(row)
            leg.noise = comfort.amplitude(packet.payload)
            self.noisy.add(leg)
        elif packet.payload:
            self._sound(leg, packet, arrival)
        return decided

    def _sound(self, leg: Leg, packet: rtp.RtpPacket, arrival: int) -> None:
        """A packet of sound that is unusual: of another length or law, or of a new source."""
        row = leg.row
        ulaw = leg.ulaw if packet.payload_type == leg.payload_type else _LAWS[packet.payload_type]
        if ulaw != leg.hears_ulaw:
            leg.hears_ulaw = ulaw
            self.settle(leg)
        if packet.ssrc != self.reception.ssrc[row]:
            new = self.reception.ssrc[row] < 0
            at = self.reception.last(row)  # two that speak in turns do not take turns here
            if not new and leg.other_source != (packet.ssrc, packet.sequence, at):
                leg.other_source = (packet.ssrc, (packet.sequence + 1) & 0xFFFF, at)
                return
            self.reception.begin(row, packet.ssrc, packet.sequence)
            self.jitter.restart(row)
        codes = np.frombuffer(packet.payload, np.uint8)
        self.jitter.put(row, packet.timestamp, g711.decode(codes, ulaw))
        self.reception.note(
            np.array([row]),
            np.array([packet.sequence]),
            np.array([packet.timestamp]),
            np.array([arrival]),
        )
