"""The signalling of one call: pyVoIP's SIP client, made able to end.

Upstream writes the messages. Replaced are: waiting for ever for one particular answer, Call-IDs
and branches that repeat in every process, the ACK's tag (upstream invents one), every final
status but 200, 404 and 503, giving up a call that still rings (CANCEL), and the one-second pauses.
"""

import contextlib
import re
import select
import socket
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, cast

from ivr.phone.media import Sound
from ivr.phone.upstream import RTP, SIP, CallState, VoIPCall, VoIPPhone

T1 = 0.5  # RFC 3261 §17.1.1.1
REGISTER_TIMEOUT = 4.0


class Line(SIP.SIPClient):
    """One SIP socket, one reader thread."""

    on_response: Callable[[Any], None]

    def gen_call_id(self) -> str:
        """Unlike upstream's, never used twice."""
        return f"{uuid.uuid4().hex}@{self.myIP}"

    def open(self) -> None:
        """Bind the socket and begin to read it."""
        self.register_answer: Any = None
        self.answered = threading.Event()
        self.NSD = True
        self.s = self.out = _bound_socket(self.myIP, self.myPort)
        self.myPort = self.s.getsockname()[1]
        self._reader = threading.Thread(target=self.recv_loop, name="citizen SIP", daemon=True)
        self._reader.start()

    def close(self) -> None:
        """End the reader and close the socket."""
        self.NSD = False
        self._reader.join(1.0)
        self.s.close()

    def recv_loop(self) -> None:
        """Read messages until closed; what cannot be read is left out, as upstream does."""
        while self.NSD:
            if not select.select([self.s], [], [], 0.05)[0]:
                continue
            with contextlib.suppress(Exception):  # upstream's parser raises anything
                self.parse_message(SIP.SIPMessage(self.s.recv(65535)))

    def parse_message(self, message: Any) -> None:
        """Responses go to whoever waits; requests are upstream's."""
        if message.type == SIP.SIPMessageType.MESSAGE:
            super().parse_message(message)
        elif message.headers["CSeq"]["method"] == "REGISTER":
            self.register_answer = message
            self.answered.set()
        else:
            self.on_response(message)

    def register_once(self, *, deregister: bool = False) -> int:
        """REGISTER, with credentials when asked for them; the final status, 408 for none."""
        status, answer = self._exchange(self.gen_first_response(deregister))
        if status == 401:
            status, _ = self._exchange(self.gen_register(answer, deregister))
        return status

    def _exchange(self, request: str) -> tuple[int, Any]:
        end = time.monotonic() + REGISTER_TIMEOUT
        wait = T1
        while time.monotonic() < end:
            self.answered.clear()
            self.send(request)
            while self.answered.wait(wait):
                self.answered.clear()
                if int(self.register_answer.status) >= 200:
                    return int(self.register_answer.status), self.register_answer
            wait = min(2 * wait, max(0.05, end - time.monotonic()))
        return 408, None

    def send(self, text: str) -> None:
        """Send a message to the one server upstream knows."""
        self.out.sendto(text.encode("utf8"), (self.server, self.port))

    def gen_ack(self, request: Any) -> str:
        """Upstream's ACK with the far end's tag instead of an invented one."""
        text: str = super().gen_ack(request)
        tag = request.headers["To"]["tag"]
        text = re.sub(r"(?m)^(To: .*?);tag=.*?\r$", rf"\1;tag={tag}\r", text)
        if int(request.status) < 300:  # §13.2.2.4: a transaction of its own, to the contact
            text = re.sub(r";branch=[^;\r]+", f";branch={self.gen_branch()}", text)
            if uri := _uri(request.headers.get("Contact", "")):
                text = re.sub(r"^ACK \S+", f"ACK {uri}", text)
        return text

    def gen_bye(self, request: Any) -> str:
        """Upstream's BYE with a branch of its own and only the address of the contact."""
        request.headers["Contact"] = _uri(request.headers["Contact"]) or ""
        text: str = super().gen_bye(request)
        return re.sub(r";branch=[^;\r]+", f";branch={self.gen_branch()}", text)

    def gen_cancel(self, invite: str) -> str:
        """CANCEL of an INVITE that still rings (§9.1: same branch, CSeq number, tags)."""
        lines = [invite.split("\r\n", 1)[0].replace("INVITE", "CANCEL", 1)]
        for line in invite.split("\r\n\r\n")[0].split("\r\n")[1:]:
            name = line.split(":")[0]
            if name in ("Via", "To", "From", "Call-ID", "Max-Forwards"):
                lines.append(line)
            elif name == "CSeq":
                lines.append(line.replace("INVITE", "CANCEL"))
        return "\r\n".join([*lines, "Content-Length: 0", "", ""])


class Phone(VoIPPhone):
    """Upstream's telephone with our line; its calls have our sound."""

    def __init__(self, server: str, port: int, user: str, password: str, own_ip: str) -> None:
        super().__init__(server, port, user, password, myIP=own_ip, sipPort=0)
        self.sip = self.line = Line(
            server,
            port,
            user,
            password,
            phone=self,
            myIP=own_ip,
            myPort=0,
            callCallback=self.callback,
        )
        self._offered: dict[int, socket.socket] = {}

    def request_port(self, blocking: bool = True) -> int:
        """A port that is ours from now on; upstream draws one that another program may hold."""
        bound = _bound_socket(self.myIP, 0)
        port: int = bound.getsockname()[1]
        self._offered[port] = bound
        return port

    def take_port(self, port: int) -> socket.socket:
        """The socket of an offered port, once, for the call that uses it."""
        return self._offered.pop(port)

    def free_ports(self) -> None:
        """Close what was offered and came to no call."""
        while self._offered:
            self._offered.popitem()[1].close()

    def _callback_MSG_Invite(self, request: Any) -> None:  # noqa: N802  (upstream's name)
        """A re-INVITE gets upstream's answer without upstream's second transmitter."""
        call = self.calls.get(request.headers["Call-ID"])
        if call is None:
            self.line.send(self.line.gen_busy(request))
            return
        media = {sound.inPort: sound.assoc for sound in call.RTPClients}
        self.line.send(
            self.line.gen_answer(request, call.session_id, media, RTP.TransmitType.SENDRECV)
        )
        for line in request.body.get("m", []):
            for sound in call.RTPClients:
                # The port may move: hold, transfer.
                sound.outIP, sound.outPort = request.body["c"][0]["address"], line["port"]


class Call(VoIPCall):
    """Upstream's call, with our sound."""

    def create_rtp_clients(
        self, codecs: dict[int, Any], ip: str, port: int, request: Any, baseport: int
    ) -> None:
        """One sound stream to where the answer says; a second one was not asked for."""
        if self.RTPClients:
            return
        address = request.body["c"][0]["address"]
        sound = Sound(codecs, ip, port, address, baseport, self.sendmode)
        sound.use(cast(Phone, self.phone).take_port(port))
        self.RTPClients.append(sound)

    @property
    def sound(self) -> Sound:
        """The call's sound, once answered."""
        return cast(Sound, self.RTPClients[0])

    def bye(self) -> None:
        """The far end hung up."""
        self.state = CallState.ENDED

    def __del__(self) -> None:
        """Upstream releases ports here, with a lock, whenever the collector comes by: no need."""


def offer(port: int) -> Any:
    """PCMU only, because that is all upstream encodes, and telephone keys."""
    return {port: {0: RTP.PayloadType.PCMU, 101: RTP.PayloadType.EVENT}}


def _uri(contact: str) -> str | None:
    found = re.search(r"sips?:[^>;\s]+(?:;[^>\s]+)?(?=>)|sips?:[^>;\s]+", contact)
    return found[0] if found else None


def _bound_socket(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bound.bind((host, port))
    return bound
