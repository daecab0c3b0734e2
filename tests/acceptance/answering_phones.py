"""Telephones on one UDP port, told apart by the user that is dialled: seats and citizens at home.

They write SIP by hand, make no sound, and remember when they were rung, let go and hung up on.
"""

import asyncio
import re
import socket
from dataclasses import dataclass, field
from datetime import datetime

from sip_caller import offer

from ivr.clock import now

TAG = "phone"


@dataclass(frozen=True)
class Manner:
    """How a phone behaves."""

    answers_after: float | None = 0.3  # None: rings and rings
    talks: float | None = None  # None: until the other side hangs up


@dataclass
class Rung:
    """One call to a phone."""

    user: str
    at: datetime
    answered: datetime | None = None
    let_go: datetime | None = None  # CANCEL came
    over: datetime | None = None
    invite: str = field(default="", repr=False)
    source: tuple[str, int] = ("", 0)
    timers: list[asyncio.TimerHandle] = field(default_factory=list, repr=False)


class AnsweringPhones(asyncio.DatagramProtocol):
    """`async with AnsweringPhones({"8001": Manner()}) as phones:`; unknown users ring and ring."""

    def __init__(self, manners: dict[str, Manner]) -> None:
        self.manners = manners
        self.calls: list[Rung] = []
        self.changed = asyncio.Event()
        self._by_id: dict[str, Rung] = {}

    async def __aenter__(self) -> "AnsweringPhones":
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 0))
        self.port = sock.getsockname()[1]
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=sock)
        return self

    async def __aexit__(self, *_failure: object) -> None:
        for call in self.calls:
            for timer in call.timers:
                timer.cancel()
        self._transport.close()

    def of(self, user: str) -> list[Rung]:
        """Every call to one phone."""
        return [call for call in self.calls if call.user == user]

    def datagram_received(self, data: bytes, source: tuple[str, int]) -> None:
        text = data.decode("utf-8", "replace")
        if text.startswith("SIP/2.0"):
            return
        method, _, rest = text.partition(" ")
        call = self._by_id.get(_header(text, "Call-ID"))
        if method == "INVITE" and call is None:
            self._invited(text, rest.removeprefix("sip:").partition("@")[0], source)
        elif method == "CANCEL" and call is not None:
            self._answer(text, source, "200 OK")
            if call.answered is None and call.let_go is None:
                call.let_go = now()
                self._answer(call.invite, source, "487 Request Terminated")
                self._ended(call)
        elif method == "BYE":
            self._answer(text, source, "200 OK")
            if call is not None:
                self._ended(call)
        elif method == "ACK" and call is not None:
            self._acknowledged(call)
        elif method not in ("ACK", "INVITE"):
            self._answer(text, source, "200 OK")
        self.changed.set()

    def _invited(self, text: str, user: str, source: tuple[str, int]) -> None:
        call = Rung(user, now(), invite=text, source=source)
        self._by_id[_header(text, "Call-ID")] = call
        self.calls.append(call)
        self._answer(text, source, "180 Ringing")
        wait = self.manners.get(user, Manner(None)).answers_after
        if wait is not None:
            self._after(call, wait, self._pick_up, call)

    def _pick_up(self, call: Rung) -> None:
        if call.over is not None:
            return
        if call.answered is None:
            call.answered = now()
        self._answer(call.invite, call.source, "200 OK", offer(9, 8))
        self._after(call, 1.0, self._pick_up, call)  # again until the ACK
        self.changed.set()

    def _acknowledged(self, call: Rung) -> None:
        for timer in call.timers:
            timer.cancel()
        call.timers.clear()
        talks = self.manners.get(call.user, Manner()).talks
        if talks is not None and call.over is None:
            self._after(call, talks, self._hang_up, call)

    def _hang_up(self, call: Rung) -> None:
        if call.over is not None:
            return
        invite = call.invite
        target = re.search(r"<([^>]+)>", _header(invite, "Contact"))
        lines = [
            f"BYE {target[1] if target else 'sip:127.0.0.1'} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bKbye{id(call):x}",
            f"From: {_header(invite, 'To')};tag={TAG}",
            f"To: {_header(invite, 'From')}",
            f"Call-ID: {_header(invite, 'Call-ID')}",
            "CSeq: 1 BYE",
            "Max-Forwards: 70",
            "Content-Length: 0",
        ]
        self._transport.sendto("\r\n".join([*lines, "", ""]).encode(), call.source)
        self._ended(call)

    def _ended(self, call: Rung) -> None:
        call.over = call.over or now()
        for timer in call.timers:
            timer.cancel()

    def _after(self, call: Rung, seconds: float, do: object, *about: object) -> None:
        loop = asyncio.get_running_loop()
        call.timers.append(loop.call_later(seconds, do, *about))  # type: ignore[arg-type]

    def _answer(
        self, request: str, source: tuple[str, int], status: str, body: bytes = b""
    ) -> None:
        lines = [f"SIP/2.0 {status}"]
        lines += [f"Via: {via}" for via in _headers(request, "Via")]
        to = _header(request, "To")
        lines += [
            f"From: {_header(request, 'From')}",
            f"To: {to if 'tag=' in to else f'{to};tag={TAG}'}",
            f"Call-ID: {_header(request, 'Call-ID')}",
            f"CSeq: {_header(request, 'CSeq')}",
            f"Contact: <sip:phone@127.0.0.1:{self.port}>",
        ]
        lines += ["Content-Type: application/sdp"] if body else []
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
        self._transport.sendto(head.encode() + body, source)


def _headers(text: str, name: str) -> list[str]:
    return re.findall(rf"(?mi)^{name}\s*:\s*(.*?)\r?$", text)


def _header(text: str, name: str) -> str:
    return next(iter(_headers(text, name)), "")
