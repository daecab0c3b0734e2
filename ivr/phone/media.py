"""The sound of one call: pyVoIP's RTP client with its media faults replaced.

Upstream decodes to 8 bits, sends A-law calls as mu-law, keeps everything it ever received, sends
packets a little faster or slower than time, breaks when the sequence number wraps, and leaves its
threads spinning on a closed socket. What stays: its packet parser, its place in the call.
"""

import contextlib
import random
import select
import socket
import struct
import threading
import time
from collections import deque

from ivr.phone.sound import FRAME, RATE, SECONDS, SILENCE, from_alaw, from_mulaw, to_mulaw
from ivr.phone.upstream import RTP

KEYS = "0123456789*#ABCD"
KEY_FRAMES = 6  # 120 ms of a key
KEY_GAP_FRAMES = 5
KEY_VOLUME = 10
LONGEST_JUMP = 5 * RATE  # a timestamp further off begins a new stream of sound


class Sound(RTP.RTPClient):
    """Sends what is queued, one packet each 20 ms; keeps what was heard."""

    def use(self, bound: socket.socket) -> None:
        """Take over the socket of the port that was offered."""
        self.sin = self.sout = bound
        self.sin.setblocking(False)

    def start(self) -> None:
        """Begin to send and receive."""
        self.out_ssrc = random.getrandbits(32)
        self.out_sequence = random.getrandbits(15)
        self.out_timestamp = random.getrandbits(31)
        self.lock = threading.Lock()
        self.to_send: deque[bytes] = deque()  # frames of 20 ms
        self.key_packets: deque[bytes | None] = deque()  # of RFC 4733, None: a silent frame
        self.fresh: deque[bytes] = deque(maxlen=250)  # heard and not looked at yet
        self.recording = bytearray()
        self.packets = 0
        self.lost = 0
        self.first_packet_at = 0.0  # monotonic
        self._last_sequence: int | None = None
        self._origin: int | None = None  # timestamp of the recording's first sample
        self._thread = threading.Thread(target=self._run, name="citizen sound", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the port; idempotent."""
        self.NSD = False
        thread = getattr(self, "_thread", None)
        if thread is not None and thread is not threading.current_thread():
            thread.join(1.0)
        with contextlib.suppress(OSError, AttributeError):
            self.sin.close()

    def say(self, pcm: bytes) -> None:
        """Queue 8 kHz 16-bit sound."""
        pcm += bytes(-len(pcm) % (2 * FRAME))
        with self.lock:
            self.to_send.extend(pcm[i : i + 2 * FRAME] for i in range(0, len(pcm), 2 * FRAME))

    def press(self, keys: str) -> bool:
        """Queue telephone keys (RFC 4733), sound waits; False: the far end takes none."""
        payload_type = next(
            (number for number, kind in self.assoc.items() if kind == RTP.PayloadType.EVENT), None
        )
        if payload_type is None:
            return False
        with self.lock:
            for key in keys.upper():
                self._queue_key(payload_type, KEYS.index(key))
        return True

    @property
    def busy(self) -> bool:
        """Something queued is not sent yet."""
        return bool(self.to_send or self.key_packets)

    def _queue_key(self, payload_type: int, event: int) -> None:
        for number in range(KEY_FRAMES + 2):  # the end is sent three times
            ends = number >= KEY_FRAMES - 1
            duration = min(number + 1, KEY_FRAMES) * FRAME
            body = struct.pack("!BBH", event, (0x80 if ends else 0) | KEY_VOLUME, duration)
            marker = 0x80 if number == 0 else 0
            self.key_packets.append(struct.pack("!BB", number, marker | payload_type) + body)
        self.key_packets.extend([None] * KEY_GAP_FRAMES)

    def _run(self) -> None:
        due = time.monotonic()
        while self.NSD:
            wait = due - time.monotonic()
            if wait > 0:
                with contextlib.suppress(OSError, ValueError):
                    if select.select([self.sin], [], [], wait)[0]:
                        self._receive()
                continue
            self._send_frame()
            due += SECONDS
            if time.monotonic() - due > 0.5:  # the machine slept: do not send a burst
                due = time.monotonic()

    def _send_frame(self) -> None:
        with self.lock:
            key = self.key_packets.popleft() if self.key_packets else b""
            pcm = SILENCE
            if not key and self.to_send:
                pcm = self.to_send.popleft()
        if key:
            # All packets of a key carry the timestamp of its beginning (RFC 4733, 2.5.1.2).
            timestamp = self.out_timestamp - key[0] * FRAME
            head, payload = key[1], key[2:]
        else:
            timestamp, head, payload = self.out_timestamp, 0, to_mulaw(pcm)
        packet = struct.pack(
            "!BBHII",
            0x80,
            head,
            self.out_sequence & 0xFFFF,
            timestamp & 0xFFFFFFFF,
            self.out_ssrc,
        )
        with contextlib.suppress(OSError):
            self.sout.sendto(packet + payload, (self.outIP, self.outPort))
        self.out_sequence += 1
        self.out_timestamp += FRAME

    def _receive(self) -> None:
        for _ in range(50):
            try:
                packet = self.sin.recv(2048)
            except OSError:
                return
            with contextlib.suppress(RTP.RTPParseError, IndexError, ValueError):
                self.parse_packet(packet)

    def parse_packet(self, packet: bytes) -> None:
        """Take one packet in; upstream reads its header."""
        message = RTP.RTPMessage(packet, self.assoc)
        if message.payload_type == RTP.PayloadType.PCMU:
            pcm = from_mulaw(message.payload)
        elif message.payload_type == RTP.PayloadType.PCMA:
            pcm = from_alaw(message.payload)
        else:
            return
        if not self.packets:
            self.first_packet_at = time.monotonic()
        self.packets += 1
        self._count_lost(message.sequence)
        self.fresh.append(pcm)
        self._record(message.timestamp, pcm)

    def _count_lost(self, sequence: int) -> None:
        if self._last_sequence is not None:
            gap = (sequence - self._last_sequence) & 0xFFFF
            if gap > 0x8000:  # late
                self.lost = max(0, self.lost - 1)
                return
            self.lost += max(0, gap - 1) if gap < 1000 else 0
        self._last_sequence = sequence

    def _record(self, timestamp: int, pcm: bytes) -> None:
        """Put it where its timestamp says, so that loss and disorder keep the time right."""
        here = len(self.recording) // 2
        if self._origin is None:
            self._origin = timestamp
        position = (timestamp - self._origin) & 0xFFFFFFFF
        if abs(position - here) > LONGEST_JUMP:
            self._origin = (timestamp - here) & 0xFFFFFFFF
            position = here
        if position > here:
            self.recording.extend(bytes(2 * (position - here)))
        self.recording[2 * position : 2 * position + len(pcm)] = pcm
