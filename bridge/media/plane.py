"""The heart of the media process: what one tick makes of what arrived. No sockets, no clock.

All legs live in the rows of the same matrices, so a tick is a few dozen matrix operations
whatever the number of legs; only what is unusual (a clip, a key, a loss) is done leg by leg.
"""

from collections.abc import Callable, Mapping

import numpy as np

from bridge.events import LegId, PlayId
from bridge.media import comfort, g711, rtcp, rtp, tones
from bridge.media.clips import SILENCE, Clip
from bridge.media.g711 import FRAME, Pcm
from bridge.media.inbox import Inbox
from bridge.media.jitter import Flags, JitterBank, Rows
from bridge.media.keys import KeyPacket
from bridge.media.latch import Address, Latch
from bridge.media.leg import Leg
from bridge.media.messages import Connect
from bridge.media.mixer import Mixer, add
from bridge.media.reception import ReceptionBank

PACKET = rtp.HEADER_BYTES + FRAME
_SEARCH_TICKS = 50
_MARKER = 0x80  # in the two bytes in front of the sequence number
COMFORT_NOISE = 13  # RFC 3389
_LAWS = {0: True, 8: False}  # static payload types (RFC 3551): is it mu-law?

_STATIC = {ulaw: kind for kind, ulaw in _LAWS.items()}


class Plane:
    """The legs and their matrices."""

    def __init__(self, capacity: int, longest_delay_ms: int, number: Callable[[int], int]) -> None:
        self._number = number  # gives that many random bits
        self.jitter = JitterBank(capacity, longest_delay_ms)
        self.reception = ReceptionBank(capacity)
        self.mixer = Mixer()
        self.legs: dict[LegId, Leg] = {}
        self.by_row: list[Leg | None] = [None] * capacity
        self.rows: Rows = np.empty(0, np.intp)  # of every connected leg
        self._alone: Rows = self.rows  # of those who hear nobody
        self.pcm: Pcm = np.zeros((capacity, FRAME), np.int16)  # what each leg says
        self._stale = False
        self.made_up = np.ones(capacity, np.bool_)
        self.packets = np.zeros((capacity, PACKET), np.uint8)  # what goes to each leg
        self.packet_views = [row.data for row in self.packets]
        self.heard_at = np.zeros(capacity, np.int64)  # tick of the last valid packet
        self._told_at = np.zeros(capacity, np.int64)  # tick at which silence was told of
        self.ticks = 0
        self.pressing: dict[LegId, Leg] = {}
        self.playing: dict[LegId, Leg] = {}
        self.key_packets: dict[int, bytes] = {}  # by row: sent in place of sound in this tick
        self.pressed: list[tuple[LegId, str]] = []  # for the owner to take and tell
        self.finished: list[Leg] = []  # whose clips ended: for the owner to take and tell
        self.counters = {"packets_in": 0, "packets_bad": 0}
        self._usual = np.full(capacity, -1, np.int64)  # how packets of latched rows begin
        self._second = np.zeros(capacity, np.uint8)  # byte of the header, without marker
        self._ulaw = np.zeros(capacity, np.bool_)  # what goes out
        self._hears_ulaw = np.zeros(capacity, np.bool_)  # what comes in
        self._any_ulaw = self._any_hears_ulaw = False
        self._noisy: set[Leg] = set()  # who sends comfort noise in place of silence
        self._silence = np.full(capacity, g711.ALAW_SILENCE, np.uint8)
        self._sequence = np.zeros(capacity, np.int64)
        self._timestamp = np.zeros(capacity, np.int64)
        self._headers16 = self.packets.view(">u2")
        self._headers32 = self.packets.view(">u4")

    # -- legs -----------------------------------------------------------------------------

    def open(self, leg_id: LegId) -> Leg:
        """Give a new leg a row."""
        row = self.by_row.index(None)
        leg = Leg(leg_id, row, ssrc=self._number(32))
        self.legs[leg_id] = self.by_row[row] = leg
        self.jitter.reset(row)
        self.reception.begin(row, -1, 0)
        self.pcm[row] = 0
        self.packets[row, rtp.HEADER_BYTES :] = self._silence[row] = g711.ALAW_SILENCE
        self._sequence[row], self._timestamp[row] = self._number(15), self._number(32)
        self._headers32[row, :3] = 0x80000000, 0, leg.ssrc
        return leg

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
        leg.payload_type, leg.key_type = command.payload_type, command.dtmf_payload_type
        leg.ulaw = leg.clips.ulaw = leg.hears_ulaw = command.law == "PCMU"
        self._noisy.discard(leg)
        if moved and leg.payload_type < 0:
            leg.connected_at = self.ticks
        if command.receive and not leg.receive:
            self.heard_at[leg.row] = self.ticks
        leg.marker = leg.marker or (command.send and not leg.send)
        leg.send, leg.receive = command.send, command.receive
        self._second[leg.row] = leg.payload_type
        self.packets[leg.row, 1] = 0xFF  # to be written anew, with the marker where one is due
        self._ulaw[leg.row] = leg.ulaw
        self._silence[leg.row] = g711.ULAW_SILENCE if leg.ulaw else g711.ALAW_SILENCE
        self._settle(leg)
        return moved

    def _settle(self, leg: Leg) -> None:
        """Bring the matrices in step with the leg."""
        latched = leg.latch is not None and leg.latch.decided
        hears = leg.payload_type if leg.hears_ulaw == leg.ulaw else _STATIC[leg.hears_ulaw]
        self._usual[leg.row] = 0x8000 | hears if latched and leg.receive else -1
        self._hears_ulaw[leg.row] = leg.hears_ulaw
        self._stale = True

    def _arrange(self) -> None:
        """Which rows there are; once a tick, whatever came and went."""
        self._stale = False
        connected = [leg.row for leg in self.legs.values() if leg.latch is not None]
        self.rows = np.array(sorted(connected), np.intp)
        self._alone = np.setdiff1d(self.rows, self.mixer.hearers)
        self._any_ulaw = bool(self._ulaw[self.rows].any())
        self._any_hears_ulaw = bool(self._hears_ulaw[self.rows].any())

    def close(self, leg: Leg) -> None:
        """The leg is gone."""
        del self.legs[leg.id]
        self.by_row[leg.row] = None
        self.pressing.pop(leg.id, None)
        self.playing.pop(leg.id, None)
        self.key_packets.pop(leg.row, None)
        self.mixer.remove(leg.row)
        self.pcm[leg.row] = 0
        self.made_up[leg.row] = True
        leg.latch = None
        self._ulaw[leg.row] = leg.hears_ulaw = False
        self._noisy.discard(leg)
        self._settle(leg)

    def hear(self, leg: Leg, sources: Mapping[LegId, float]) -> None:
        """Replace whom a leg hears; sources that are gone are passed over."""
        known = {self.legs[s].row: gain for s, gain in sources.items() if s in self.legs}
        self.mixer.hear(leg.row, known)
        self._stale = True

    def play(self, leg: Leg, play: PlayId, loop: bool) -> None:
        """Queue a clip that is being read."""
        leg.clips.add(play, loop)
        self.playing[leg.id] = leg

    def loaded(self, leg_id: LegId, play: PlayId, clip: Clip | None) -> None:
        """A clip was read, or (None) cannot be."""
        if (leg := self.legs.get(leg_id)) is not None:
            leg.clips.loaded(play, clip)
            self.finished.append(leg)

    def stop_play(self, leg: Leg) -> None:
        """Stop all clips at once."""
        leg.clips.stop()
        self.finished.append(leg)
        self.playing.pop(leg.id, None)

    def press(self, leg: Leg, keys: str) -> None:
        """Press keys: as telephone events where the far end agreed on them, else as tones."""
        leg.keys_out.press(keys)
        self.pressing[leg.id] = leg

    def leave_out(self, ticks: int) -> None:
        """Time has passed in which nothing was made: the stamps of what follows say so."""
        self._timestamp[self.rows] += ticks * FRAME

    def silent(self, ticks: int) -> list[Leg]:
        """Legs that should speak but sent nothing for so long; each once in that time."""
        since = np.maximum(self.heard_at, self._told_at)[self.rows]
        rows = self.rows[self.ticks - since >= ticks]
        legs = [leg for row in rows if (leg := self.by_row[row]) is not None and leg.receive]
        for leg in legs:
            self._told_at[leg.row] = self.ticks
        return legs

    def lost_sources(self) -> list[Leg]:
        """Legs whose far end has just fallen silent: from now on it may speak from elsewhere."""
        rows = self.rows[self.ticks - self.heard_at[self.rows] >= _SEARCH_TICKS]
        lost = []
        for row in rows:
            leg = self.by_row[row]
            if leg is not None and leg.receive and leg.latch is not None and leg.latch.decided:
                leg.latch.search(int(self.reception.ssrc[row]), self.reception.last(row))
                self._settle(leg)
                lost.append(leg)
        return lost

    def sender_info(self, leg: Leg, ntp: int) -> rtcp.SenderInfo:
        """What RTCP says of the stream we send."""
        sent = self.ticks - leg.connected_at
        return rtcp.SenderInfo(ntp, int(self._timestamp[leg.row]), sent, sent * FRAME)

    # -- what comes in --------------------------------------------------------------------

    def receive(self, inbox: Inbox) -> None:
        """Take all datagrams of the latched legs since the last tick."""
        count = len(inbox.rows)
        if not count:
            return
        if self._stale:
            self._arrange()
        matrix = inbox.matrix[:count]
        rows, lengths = np.array(inbox.rows, np.intp), np.array(inbox.lengths)
        heads = matrix[:, : rtp.HEADER_BYTES].copy().view(">u4").astype(np.int64)
        first, timestamps, ssrcs = heads.T
        usual = first >> 16 & ~_MARKER == self._usual[rows]
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
        if self._any_hears_ulaw:
            ulaw = self._hears_ulaw[rows]
            pcm[ulaw] = g711.decode(codes[ulaw], ulaw=True)
        return pcm

    def receive_one(
        self, row: int, data: bytes, arrival: int, source: Address | None = None
    ) -> bool:
        """Take one datagram; `source` while the leg's is not decided. True when it now is."""
        leg, packet = self.by_row[row], rtp.parse(data)
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
            self._settle(leg)
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
            self._noisy.add(leg)
        elif packet.payload:
            self._sound(leg, packet, arrival)
        return decided

    def _sound(self, leg: Leg, packet: rtp.RtpPacket, arrival: int) -> None:
        """A packet of sound that is unusual: of another length or law, or of a new source."""
        row = leg.row
        ulaw = leg.ulaw if packet.payload_type == leg.payload_type else _LAWS[packet.payload_type]
        if ulaw != leg.hears_ulaw:
            leg.hears_ulaw = ulaw
            self._settle(leg)
        if packet.ssrc != self.reception.ssrc[row]:
            new = self.reception.ssrc[row] < 0
            if not new and leg.other_source != (packet.ssrc, packet.sequence):
                leg.other_source = (packet.ssrc, (packet.sequence + 1) & 0xFFFF)
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

    # -- what goes out --------------------------------------------------------------------

    def tick(self) -> None:
        """Make 20 ms: `pcm`, `made_up`, `packets` and `key_packets` are new afterwards."""
        self.ticks += 1
        if self._stale:
            self._arrange()
        rows = self.rows
        if not len(rows):
            return
        self.pcm[rows], self.made_up[rows] = self.jitter.take(rows)
        for leg in list(self._noisy):
            self._comfort(leg)
        self.packets[self._alone, rtp.HEADER_BYTES :] = self._silence[self._alone, None]
        if len(self.mixer.hearers):
            self._mix()
        for leg in list(self.playing.values()):
            self._play(leg)
        self._number_packets(rows)
        self.key_packets.clear()
        for leg in list(self.pressing.values()):
            self._press(leg)

    def _comfort(self, leg: Leg) -> None:
        """Noise while the far end sends no sound, as loud as it last said."""
        if not self.jitter.running(leg.row):
            self.pcm[leg.row] = comfort.noise(leg.noise, self.ticks)

    def _mix(self) -> None:
        rows, heard = self.mixer.hearers, self.mixer.mix(self.pcm)
        self.packets[rows, rtp.HEADER_BYTES :] = g711.encode(heard)
        if self._any_ulaw:
            ulaw = self._ulaw[rows]
            self.packets[rows[ulaw], rtp.HEADER_BYTES :] = g711.encode(heard[ulaw], ulaw=True)

    def _play(self, leg: Leg) -> None:
        frame = leg.clips.next_frame()
        if leg.clips.ended:
            self.finished.append(leg)
        if not leg.clips:
            del self.playing[leg.id]
        if frame is None:
            return
        view = self.packet_views[leg.row]
        if view[rtp.HEADER_BYTES :] == SILENCE[leg.ulaw]:
            view[rtp.HEADER_BYTES :] = frame
            return
        codes = np.frombuffer(frame, np.uint8)
        heard = self.packets[leg.row, rtp.HEADER_BYTES :]
        total = g711.decode(codes, leg.ulaw).astype(np.int32) + g711.decode(heard, leg.ulaw)
        self.packets[leg.row, rtp.HEADER_BYTES :] = g711.encode(add(total), leg.ulaw)

    def _number_packets(self, rows: Rows) -> None:
        self._sequence[rows] = self._sequence[rows] + 1 & 0xFFFF
        self._timestamp[rows] = self._timestamp[rows] + FRAME & 0xFFFFFFFF
        self._headers16[rows, 1] = self._sequence[rows]
        self._headers32[rows, 1] = self._timestamp[rows]
        for row in rows[self.packets[rows, 1] != self._second[rows]]:
            leg = self.by_row[row]
            if leg is not None:
                self.packets[row, 1] = (leg.marker and leg.send) << 7 | leg.payload_type
                leg.marker = leg.marker and not leg.send

    def _press(self, leg: Leg) -> None:
        packet = leg.keys_out.tick(int(self._timestamp[leg.row]))
        if not leg.keys_out:
            del self.pressing[leg.id]
        if leg.key_type is None:
            self._sound_key(leg, packet)
        elif packet is not None:
            self.key_packets[leg.row] = (
                rtp.header(
                    leg.key_type,
                    packet.marker,
                    int(self._sequence[leg.row]),
                    packet.timestamp,
                    leg.ssrc,
                )
                + packet.payload
            )

    def _sound_key(self, leg: Leg, packet: KeyPacket | None) -> None:
        """Tones and the pause behind them, in place of what the leg would hear."""
        view = self.packet_views[leg.row]
        if packet is None or packet.tick >= tones.TICKS:
            view[rtp.HEADER_BYTES :] = SILENCE[leg.ulaw]
        else:
            frame = tones.tone(packet.key)[packet.tick]
            self.packets[leg.row, rtp.HEADER_BYTES :] = g711.encode(frame, leg.ulaw)

    def recorded(self, leg: Leg) -> tuple[Pcm, Pcm]:
        """What the leg said and what it heard in this tick."""
        heard = self.packets[leg.row, rtp.HEADER_BYTES :]
        return self.pcm[leg.row], g711.decode(heard, leg.ulaw)
