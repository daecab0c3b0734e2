"""A tiny far end on real sockets for the citizen: says what it heard of signalling and sound."""

import contextlib
import re
import socket
import struct
import threading

SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
    "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n"
)


class FarEnd:
    """Answers one call (`status` 200), refuses it, or only rings (`status` 180)."""

    def __init__(self, status: int = 200, *, lose_first_ack: bool = False) -> None:
        self.status = status
        self.messages: list[str] = []
        self.packets: list[bytes] = []
        self.acknowledged = threading.Event()
        self.got = threading.Condition()
        self._caller: tuple[str, int] | None = None
        self._invite = ""
        self._sip = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sip.bind(("127.0.0.1", 0))
        self._rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._rtp.bind(("127.0.0.1", 0))
        self.port: int = self._sip.getsockname()[1]
        self._running = True
        self._lose = lose_first_ack
        self._threads = [
            threading.Thread(target=self._serve_sip, daemon=True),
            threading.Thread(target=self._serve_rtp, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._running = False
        for thread in self._threads:
            thread.join(2)
        self._sip.close()
        self._rtp.close()

    def hang_up(self) -> None:
        """Send BYE as the called side."""
        lines = [f"BYE sip:x@{self._caller[0]}:{self._caller[1]} SIP/2.0"] if self._caller else []
        lines += [f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bKfarbye"]
        lines += [
            f"From: {self._field('To')};tag=far",
            f"To: {self._field('From')}",
            f"Call-ID: {self._field('Call-ID')}",
            "CSeq: 1 BYE",
            "Content-Length: 0",
        ]
        assert self._caller is not None
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), self._caller)

    def first(self, method: str, timeout: float = 5.0) -> str:
        """The first message that begins with `method`."""
        with self.got:
            self.got.wait_for(
                lambda: any(m.startswith(method) for m in self.messages), timeout=timeout
            )
        return next(m for m in self.messages if m.startswith(method))

    def _field(self, name: str, message: str = "") -> str:
        found = re.search(rf"(?m)^{name}: (.*?)\r?$", message or self._invite)
        assert found
        return found[1]

    def _serve_sip(self) -> None:
        self._sip.settimeout(0.1)
        while self._running:
            try:
                data, source = self._sip.recvfrom(65535)
            except TimeoutError:
                continue
            text = data.decode()
            self._caller = source
            with self.got:
                self.messages.append(text)
                self.got.notify_all()
            method = text.split(" ", 1)[0]
            if method == "INVITE":
                self._invite = text
                self._reply(text, "180 Ringing")
                if self.status == 200:
                    self._reply(text, "200 OK", SDP.format(port=self._rtp.getsockname()[1]))
                elif self.status != 180:
                    self._reply(text, f"{self.status} No")
            elif method == "ACK":
                if self._lose:
                    self._lose = False
                    self._reply(self._invite, "200 OK", SDP.format(port=self._rtp.getsockname()[1]))
                else:
                    self.acknowledged.set()
            elif method == "CANCEL":
                self._reply(text, "200 OK")
                self._reply(self._invite, "487 Request Terminated")
            elif method in ("BYE", "REGISTER"):
                self._reply(text, "200 OK")

    def _reply(self, request: str, status: str, body: str = "") -> None:
        assert self._caller is not None
        to = self._field("To", request)
        lines = [f"SIP/2.0 {status}"]
        for name in ("Via", "From", "Call-ID", "CSeq"):
            lines.append(f"{name}: {self._field(name, request)}")
        lines.append(f"To: {to if ';tag=' in to else to + ';tag=far'}")
        lines.append(f"Contact: <sip:far@127.0.0.1:{self.port}>")
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body)}")
        self._sip.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self._caller)

    def _serve_rtp(self) -> None:
        self._rtp.settimeout(0.1)
        while self._running:
            with contextlib.suppress(TimeoutError):
                packet, source = self._rtp.recvfrom(2048)
                self.packets.append(packet)
                # An echo that keeps the caller's own sequence and time.
                if packet[1] & 0x7F == 0:
                    self._rtp.sendto(packet, source)


def keys_of(packets: list[bytes]) -> list[tuple[int, int, bool, bool, int]]:
    """Of RFC 4733 packets: (timestamp, event, marker, end, duration)."""
    found = []
    for packet in packets:
        if packet[1] & 0x7F == 101:
            timestamp = struct.unpack_from("!I", packet, 4)[0]
            event, flags, duration = struct.unpack_from("!BBH", packet, 12)
            found.append((timestamp, event, bool(packet[1] & 0x80), bool(flags & 0x80), duration))
    return found
