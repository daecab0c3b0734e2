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
from bridge.media.intake import PACKET, Intake
from bridge.media.jitter import Rows
from bridge.media.keys import KeyPacket
from bridge.media.leg import Leg
from bridge.media.messages import Connect
from bridge.media.mixer import Mixer, add


class Plane:
    """The legs and their matrices."""

    def __init__(self, capacity: int, longest_delay_ms: int, number: Callable[[int], int]) -> None:
        self._number = number  # gives that many random bits
        self.mixer = Mixer()
        self.legs: dict[LegId, Leg] = {}
        self.by_row: list[Leg | None] = [None] * capacity
        self.intake = Intake(self.by_row, longest_delay_ms)
        self.rows: Rows = np.empty(0, np.intp)  # of every connected leg
        self._alone: Rows = self.rows  # of those who hear nobody
        self.pcm: Pcm = np.zeros((capacity, FRAME), np.int16)  # what each leg says
        self._stale = False
        self.made_up = np.ones(capacity, np.bool_)
        self.packets = np.zeros((capacity, PACKET), np.uint8)  # what goes to each leg
        self.packet_views = [row.data for row in self.packets]
        self.ticks = 0
        self.pressing: dict[LegId, Leg] = {}
        self.playing: dict[LegId, Leg] = {}
        self.key_packets: dict[int, bytes] = {}  # by row: sent in place of sound in this tick
        self.finished: list[Leg] = []  # whose clips ended: for the owner to take and tell
        self._second = np.zeros(capacity, np.uint8)  # byte of the header, without marker
        self._ulaw = np.zeros(capacity, np.bool_)  # what goes out
        self._any_ulaw = False
        self._silence = np.full(capacity, g711.ALAW_SILENCE, np.uint8)
        self._sequence = np.zeros(capacity, np.int64)  # extended by the wraps
        self._sending = np.zeros(capacity, np.int64)  # 1: a packet goes out in every tick
        self._timestamp = np.zeros(capacity, np.int64)
        self._headers16 = self.packets.view(">u2")
        self._headers32 = self.packets.view(">u4")

    # -- legs -----------------------------------------------------------------------------

    def open(self, leg_id: LegId) -> Leg:
        """Give a new leg a row."""
        row = self.by_row.index(None)
        leg = Leg(leg_id, row, ssrc=self._number(32))
        self.legs[leg_id] = self.by_row[row] = leg
        self.intake.open(leg)
        self.pcm[row] = 0
        self.packets[row, rtp.HEADER_BYTES :] = self._silence[row] = g711.ALAW_SILENCE
        self._sequence[row] = leg.first_sequence = self._number(15)
        self._timestamp[row] = self._number(32)
        self._headers32[row, :3] = 0x80000000, 0, leg.ssrc
        return leg

    def connect(self, leg: Leg, command: Connect) -> bool:
        """Take what the SDP agreed on; True when the source has to be found anew."""
        leg.payload_type, leg.key_type = command.payload_type, command.dtmf_payload_type
        leg.ulaw = leg.clips.ulaw = command.law == "PCMU"
        moved = self.intake.connect(leg, command)
        leg.marker = leg.marker or (command.send and not leg.send)
        leg.send = command.send
        self._second[leg.row] = leg.payload_type
        self.packets[leg.row, 1] = 0xFF  # to be written anew, with the marker where one is due
        self._ulaw[leg.row] = leg.ulaw
        self._silence[leg.row] = g711.ULAW_SILENCE if leg.ulaw else g711.ALAW_SILENCE
        self._sending[leg.row] = command.send
        self._stale = True
        return moved

    def _arrange(self) -> None:
        """Which rows there are; once a tick, whatever came and went."""
        self._stale = False
        connected = [leg.row for leg in self.legs.values() if leg.latch is not None]
        self.rows = np.array(sorted(connected), np.intp)
        self._alone = np.setdiff1d(self.rows, self.mixer.hearers)
        self._any_ulaw = bool(self._ulaw[self.rows].any())

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
        self.intake.close(leg)
        self._ulaw[leg.row] = False
        self._sending[leg.row] = 0
        self._stale = True

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

    def sender_info(self, leg: Leg, ntp: int) -> rtcp.SenderInfo:
        """What RTCP says of the stream we send."""
        sent = int(self._sequence[leg.row]) - leg.first_sequence
        return rtcp.SenderInfo(ntp, int(self._timestamp[leg.row]), sent, sent * FRAME)

    # -- what goes out --------------------------------------------------------------------

    def tick(self) -> None:
        """Make 20 ms: `pcm`, `made_up`, `packets` and `key_packets` are new afterwards."""
        self.ticks += 1
        self.intake.ticks = self.ticks
        if self._stale:
            self._arrange()
        rows = self.rows
        if not len(rows):
            return
        self.pcm[rows], self.made_up[rows] = self.intake.jitter.take(rows)
        for leg in list(self.intake.noisy):
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
        if not self.intake.jitter.running(leg.row):
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
        sequence = self._sequence[rows] + self._sending[rows]  # counts packets, not time
        self._sequence[rows] = sequence
        self._timestamp[rows] = self._timestamp[rows] + FRAME & 0xFFFFFFFF
        self._headers16[rows, 1] = sequence & 0xFFFF
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
