"""A caller who writes SIP by hand: odd offers, nonsense, CANCEL and BYE at odd moments."""

import asyncio
import re
import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class Media:
    """The answered m=audio line."""

    port: int
    formats: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """A response."""

    status: int
    text: str

    def header(self, name: str) -> str:
        found = re.search(rf"(?mi)^{name}\s*:\s*(.*?)\r?$", self.text)
        assert found, f"no {name} in {self.text}"
        return found[1]

    @property
    def media(self) -> Media:
        found = re.search(r"(?m)^m=audio (\d+) RTP/AVP ([\d ]+)\r?$", self.text)
        assert found, self.text
        return Media(int(found[1]), tuple(int(word) for word in found[2].split()))


NAMES = {0: "PCMU", 8: "PCMA", 18: "G729"}


def offer(port: int, *formats: int) -> bytes:
    """An SDP with these payload types."""
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
    lines += [f"m=audio {port} RTP/AVP {' '.join(map(str, formats))}"]
    lines += [f"a=rtpmap:{number} {NAMES[number]}/8000" for number in formats]
    return "\r\n".join([*lines, ""]).encode()


class SipCaller(asyncio.DatagramProtocol):
    """One UDP socket and at most one call."""

    def __init__(self, port: int, number: str = "02400000099", called: str = "12345") -> None:
        self._server = ("127.0.0.1", port)
        self._number = number
        self._called = called
        self.answers: list[Answer] = []
        self.requests: list[str] = []  # from the service, answered with 200
        self._changed = asyncio.Event()
        self._count = 0

    async def __aenter__(self) -> "SipCaller":
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        self._port = sock.getsockname()[1]
        self._key = f"{self._port}x{id(self):x}"
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=sock)
        return self

    async def __aexit__(self, *_failure: object) -> None:
        self._transport.close()

    def datagram_received(self, data: bytes, _source: object) -> None:
        text = data.decode("utf-8", "replace")
        if text.startswith("SIP/2.0 "):
            self.answers.append(Answer(int(text[8:11]), text))
        else:
            self.requests.append(text)
            if not text.startswith("ACK"):
                self._agree(text)
        self._changed.set()

    def send(self, data: bytes) -> None:
        """Anything at all."""
        self._transport.sendto(data, self._server)

    async def invite(self, body: bytes) -> Answer:
        """Call and wait for the final answer."""
        self.ring(body)
        return await self.final("INVITE")

    def ring(self, body: bytes) -> None:
        """Send the INVITE only."""
        self.send(self._message("INVITE", 1, body=body))

    def cancel(self) -> None:
        """CANCEL the INVITE."""
        self.send(self._message("CANCEL", 1))

    def acknowledge(self, answer: Answer) -> None:
        """ACK, in the INVITE's transaction unless it was a 200."""
        branch = "ack" if answer.status == 200 else "1"
        self.send(self._message("ACK", 1, to=answer.header("To"), branch=branch))

    async def bye(self, answer: Answer) -> None:
        """End the call."""
        self.send(self._message("BYE", 2, to=answer.header("To"), branch="bye"))
        assert (await self.final("BYE")).status == 200

    async def request(self, method: str) -> Answer:
        """Any other request."""
        self.send(self._message(method, 1))
        return await self.final(method)

    async def final(self, method: str, seconds: float = 20.0) -> Answer:
        """The final response to a method."""

        def found() -> Answer | None:
            return next(
                (a for a in self.answers if a.status >= 200 and method in a.header("CSeq")), None
            )

        await self._until(found, seconds)
        answer = found()
        assert answer
        return answer

    async def asked(self, method: str, seconds: float = 20.0) -> str:
        """Wait for a request of the service, BYE for one."""

        def found() -> str | None:
            return next((text for text in self.requests if text.startswith(method)), None)

        await self._until(found, seconds)
        return found() or ""

    async def _until(self, found: object, seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not found():  # type: ignore[operator]
                self._changed.clear()
                await self._changed.wait()

    def _message(
        self, method: str, number: int, *, to: str = "", branch: str = "1", body: bytes = b""
    ) -> bytes:
        host = f"127.0.0.1:{self._port}"
        lines = [
            f"{method} sip:{self._called}@127.0.0.1:{self._server[1]} SIP/2.0",
            f"Via: SIP/2.0/UDP {host};branch=z9hG4bK{self._key}{branch}",
            f"From: <sip:{self._number}@{host}>;tag={self._key}",
            f"To: {to or f'<sip:{self._called}@127.0.0.1>'}",
            f"Call-ID: {self._key}@127.0.0.1",
            f"CSeq: {number} {method}",
            f"Contact: <sip:{self._number}@{host}>",
            "Max-Forwards: 70",
        ]
        lines += ["Content-Type: application/sdp"] if body else []
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body

    def _agree(self, request: str) -> None:
        kept = re.findall(r"(?mi)^(?:Via|From|To|Call-ID|CSeq)\s*:.*?$", request)
        lines = ["SIP/2.0 200 OK", *(line.strip("\r") for line in kept), "Content-Length: 0"]
        self.send("\r\n".join([*lines, "", ""]).encode())
