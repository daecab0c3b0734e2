"""A telephone's sound on loopback, for tests: RTP both ways, shares no code with bridge."""

import asyncio
import socket
import struct
from collections.abc import Callable, Iterable

ALAW_SILENCE = b"\xd5" * 160


class RtpPeer:
    """One RTP socket. `sent` and `heard` packets are kept; waiting is by condition, not time."""

    def __init__(self, host: str = "127.0.0.1", payload_type: int = 8, ssrc: int = 0x1234) -> None:
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.setblocking(False)
        self.sock.bind((host, 0))
        self.host, self.port = self.sock.getsockname()
        self.remote: tuple[str, int] = ("", 0)
        self.payload_type, self.ssrc = payload_type, ssrc
        self.sequence, self.timestamp = 65530, 0xFFFFFE00  # both wrap soon
        self.packets: list[bytes] = []
        self._changed = asyncio.Event()
        asyncio.get_running_loop().add_reader(self.sock, self._read)

    def close(self) -> None:
        """Hang up."""
        asyncio.get_running_loop().remove_reader(self.sock)
        self.sock.close()

    def _read(self) -> None:
        try:
            while True:
                self.packets.append(self.sock.recvfrom(2048)[0])
                self._changed.set()
        except OSError:
            return

    def header(self, payload_type: int, marker: bool, timestamp: int) -> bytes:
        """Twelve bytes with the next sequence number."""
        self.sequence = self.sequence + 1 & 0xFFFF
        second = payload_type | marker << 7
        return struct.pack(">BBHII", 0x80, second, self.sequence, timestamp & 0xFFFFFFFF, self.ssrc)

    def send(self, payload: bytes) -> None:
        """One packet of sound now."""
        packet = self.header(self.payload_type, False, self.timestamp) + payload
        self.timestamp += len(payload)
        self.sock.sendto(packet, self.remote)

    def skip(self) -> None:
        """Lose one packet on the way."""
        self.header(self.payload_type, False, self.timestamp)
        self.timestamp += 160

    def send_event(
        self, code: int, duration: int, *, end: bool = False, marker: bool = False
    ) -> None:
        """One RFC 4733 packet of a press that began at the present timestamp."""
        packet = self.header(101, marker, self.timestamp)
        self.sock.sendto(packet + struct.pack(">BBH", code, end << 7 | 10, duration), self.remote)

    async def talk(self, sound: bytes, lose: Iterable[int] = ()) -> None:
        """Send a sound in real time; the packets numbered in `lose` are not sent."""
        lost = set(lose)
        loop = asyncio.get_running_loop()
        due = loop.time()
        for number, start in enumerate(range(0, len(sound), 160)):
            if number in lost:
                self.skip()
            else:
                self.send(sound[start : start + 160])
            due += 0.02
            await asyncio.sleep(due - loop.time())  # a telephone's pace, not a wait for something

    async def until(self, condition: Callable[["RtpPeer"], bool], seconds: float = 10) -> None:
        """Wait until what was received fulfils the condition."""
        async with asyncio.timeout(seconds):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    def payloads(self, payload_type: int | None = None) -> list[bytes]:
        """What was received of one payload type (the peer's own by default), in order."""
        wanted = self.payload_type if payload_type is None else payload_type
        return [p[12:] for p in self.packets if p[1] & 0x7F == wanted]

    def heard(self) -> bytes:
        """All sound received."""
        return b"".join(self.payloads())
