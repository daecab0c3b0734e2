"""An operator's desk phone on one real UDP socket, written by hand: registers, answers by itself,
holds, calls a colleague, transfers with and without Replaces, and keeps what NOTIFY told it.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

SDP = (
    "v=0\r\no=- 1 {version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8\r\na={direction}\r\n"
)


@dataclass
class Dialog:
    """One call of the phone."""

    call_id: str
    local: str
    remote: str
    target: str
    cseq: int = 1
    ended: bool = False
    status: int = 0  # the final one, of a call it placed
    told: list[str] = field(default_factory=list)  # status lines of sipfrag bodies

    @property
    def replaces(self) -> str:
        """For a Refer-To: our dialog as the gateway must look it up."""
        tags = (self.remote.rpartition("tag=")[2], self.local.rpartition("tag=")[2])
        return quote(f"{self.call_id};to-tag={tags[0]};from-tag={tags[1]}", safe="")


class DeskPhone(asyncio.DatagramProtocol):
    """`await start()`, then the calls appear in `calls`, oldest first."""

    def __init__(self, user: str, server: tuple[str, int], *, answers: bool = True) -> None:
        self.user = user
        self.server = server
        self.answers = answers
        self.calls: list[Dialog] = []
        self._changed = asyncio.Event()
        self._number = 0

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._udp, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self.port = self._udp.get_extra_info("sockname")[1]
        self.contact = f"<sip:{self.user}@127.0.0.1:{self.port}>"
        me = f"<sip:{self.user}@127.0.0.1>"
        dialog = Dialog(f"reg-{self.port}", f"{me};tag=r{self.port}", me, self._uri())
        self._request("REGISTER", dialog, "Expires: 300\r\n")

    def close(self) -> None:
        self._udp.close()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until messages make it true."""
        async with asyncio.timeout(20):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    # -- what the operator does --

    def dial(self, user: str) -> Dialog:
        self._number += 1
        tag = f"d{self.port}x{self._number}"
        dialog = Dialog(
            f"{tag}@127.0.0.1",
            f"<sip:{self.user}@127.0.0.1>;tag={tag}",
            f"<sip:{user}@127.0.0.1>",
            self._uri(user),
        )
        self.calls.append(dialog)
        self._request("INVITE", dialog, body=self._sdp("sendrecv"))
        return dialog

    def hold(self, dialog: Dialog, *, held: bool = True) -> None:
        self._request("INVITE", dialog, body=self._sdp("sendonly" if held else "sendrecv"))

    def refer(self, dialog: Dialog, user: str, replaces: Dialog | None = None) -> None:
        target = self._uri(user) + (f"?Replaces={replaces.replaces}" if replaces else "")
        self._request("REFER", dialog, f"Refer-To: <{target}>\r\n")

    def hang_up(self, dialog: Dialog) -> None:
        dialog.ended = True
        self._request("BYE", dialog)

    # -- the wire --

    def _uri(self, user: str = "") -> str:
        return f"sip:{user}{'@' if user else ''}{self.server[0]}:{self.server[1]}"

    def _sdp(self, direction: str) -> str:
        self._number += 1
        return SDP.format(version=self._number, port=self.port + 1, direction=direction)

    def _request(self, method: str, dialog: Dialog, extra: str = "", body: str = "") -> None:
        dialog.cseq += method != "ACK"
        self._number += 1
        kind = "Content-Type: application/sdp\r\n" if body else ""
        self._send(
            f"{method} {dialog.target} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{self.port}x{self._number}\r\n"
            f"From: {dialog.local}\r\nTo: {dialog.remote}\r\nCall-ID: {dialog.call_id}\r\n"
            f"CSeq: {dialog.cseq} {method}\r\nMax-Forwards: 70\r\nContact: {self.contact}\r\n"
            f"{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        )

    def _send(self, text: str) -> None:
        self._udp.sendto(text.encode(), self.server)

    def datagram_received(self, data: bytes, _source: object) -> None:
        text = data.decode()
        if text.startswith("SIP/2.0"):
            self._take_response(text)
        else:
            self._take_request(text)
        self._changed.set()

    def _take_response(self, text: str) -> None:
        status, (_, method) = int(text.split()[1]), _field(text, "CSeq").split()
        dialog = self._find(text)
        if dialog is None or method != "INVITE" or status < 200:
            return
        dialog.remote = _field(text, "To")
        dialog.status = status
        if status == 200:
            self._request("ACK", dialog)

    def _take_request(self, text: str) -> None:
        method = text.split(" ", 1)[0]
        dialog = self._find(text)
        if method == "INVITE" and dialog is None:
            to = f"{_field(text, 'To')};tag=a{self.port}x{len(self.calls)}"
            contact = _field(text, "Contact").strip("<>")
            dialog = Dialog(_field(text, "Call-ID"), to, _field(text, "From"), contact)
            self.calls.append(dialog)
            if not self.answers:
                self._reply(text, "486 Busy Here", dialog)
                return
            self._reply(text, "180 Ringing", dialog)
            self._reply(text, "200 OK", dialog, self._sdp("sendrecv"))
        elif method != "ACK" and dialog is not None:
            self._reply(text, "200 OK", dialog)
            dialog.ended |= method == "BYE"
            if method == "NOTIFY":
                dialog.told.append(text.partition("\r\n\r\n")[2].strip())

    def _find(self, text: str) -> Dialog | None:
        call_id = _field(text, "Call-ID")
        return next((call for call in self.calls if call.call_id == call_id), None)

    def _reply(self, request: str, status: str, dialog: Dialog, body: str = "") -> None:
        copied = "".join(
            f"{name}: {value}\r\n"
            for name in ("Via", "From", "Call-ID", "CSeq")
            for value in re.findall(rf"(?m)^{name}: (.*?)\r?$", request)
        )
        kind = "Content-Type: application/sdp\r\n" if body else ""
        self._send(
            f"SIP/2.0 {status}\r\n{copied}To: {dialog.local}\r\nContact: {self.contact}\r\n"
            f"{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        )


def _field(text: str, name: str) -> str:
    found = re.search(rf"(?m)^{name}: (.*?)\r?$", text)
    assert found, f"no {name} in {text}"
    return found[1]
