"""The gateway seen from outside, with raw sockets: what each kind of bad message gets."""

import asyncio
import re
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from house import House

from bridge.events import CallArrived, PhoneRegistered
from bridge.sip.digest import answer as digest

OUTSIDE = ("10.0.0.0/8",)  # loopback is a stranger then
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 8\r\n"
)


class Stranger:
    """One UDP socket; `ask` sends a message and gives the answers that come."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self._number = 0

    def close(self) -> None:
        self._socket.close()

    def message(self, method: str = "OPTIONS", **changed: str) -> str:
        """A sane request; a field can be changed, or left out with an empty value."""
        self._number += 1
        name = f"{self.port}x{self._number}"
        body = changed.pop("body", SDP if method == "INVITE" else "")
        start = changed.pop("start", f"{method} sip:12345@127.0.0.1 SIP/2.0")
        fields = {
            "Via": f"SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{name};rport",
            "From": f"<sip:8001@127.0.0.1>;tag={name}",
            "To": "<sip:12345@127.0.0.1>",
            "Call-ID": name,
            "CSeq": f"1 {method}",
            "Max-Forwards": "70",
            "Contact": f"<sip:8001@127.0.0.1:{self.port}>",
            "Content-Type": "application/sdp" if body else "",
            **{key.replace("_", "-"): value for key, value in changed.items()},
            "Content-Length": str(len(body)),
        }
        head = "\r\n".join([start, *(f"{k}: {v}" for k, v in fields.items() if v)])
        return f"{head}\r\n\r\n{body}"

    async def ask(self, text: str | bytes, *, final: bool = True, seconds: float = 20.0) -> str:
        """The (final) answer; "" when none comes: a sane request is sent behind and answered."""
        data = text.encode() if isinstance(text, str) else text
        loop = asyncio.get_running_loop()
        self._socket.sendto(data, ("127.0.0.1", self._house.port))
        async with asyncio.timeout(seconds):
            while True:
                answer = (await loop.sock_recv(self._socket, 65535)).decode()
                if not (final and answer.startswith("SIP/2.0 1")):
                    return answer

    async def is_ignored(self, text: str | bytes) -> bool:
        """Whether nothing comes back once everything was read."""
        self._socket.sendto(
            text.encode() if isinstance(text, str) else text, ("127.0.0.1", self._house.port)
        )
        await self._house.caught_up()
        try:
            self._socket.recv(65535)
        except BlockingIOError:
            return True
        return False


class Watched(House):
    """Knows when everything sent to it so far has been read."""

    async def caught_up(self) -> None:
        """Its receive queue is empty, and it has had its turn."""
        while self._queued():  # noqa: ASYNC110  (the kernel tells nobody of a read)
            await asyncio.sleep(0)
        await asyncio.sleep(0)

    def _queued(self) -> bool:
        lines = Path("/proc/net/udp").read_text().splitlines()
        line = next(x for x in lines if f":{self.port:04X} " in x)
        return not line.split()[4].endswith(":00000000")


@pytest.fixture
async def house() -> AsyncIterator[Watched]:
    async with Watched() as running:
        yield running


@pytest.fixture
async def closed() -> AsyncIterator[Watched]:
    """A gateway to which we are strangers, with one account."""
    async with Watched(trusted=OUTSIDE, accounts={"8001": "secret"}) as running:
        yield running


def status(answer: str) -> int:
    return int(answer.split()[1])


ROWS = {
    "malformed": ("OPTIONS", {"Max_Forwards": "many"}, 400, "Bad Request ("),
    "no From": ("OPTIONS", {"From": ""}, 400, "Bad Request ("),
    "unknown method": ("PUBLISH", {}, 405, "Allow: INVITE, ACK"),
    "extension": ("INVITE", {"Require": "precondition"}, 420, "Unsupported: precondition"),
    "scheme": ("INVITE", {"start": "INVITE http://x SIP/2.0"}, 416, ""),
    "version": ("OPTIONS", {"start": "OPTIONS sip:a@b SIP/3.0"}, 505, ""),
    "no hops left": ("INVITE", {"Max_Forwards": "0"}, 483, ""),
    "no call": ("BYE", {"To": "<sip:a@b>;tag=none"}, 481, ""),
    "body": ("INVITE", {"Content_Type": "text/plain"}, 415, "Accept: application/sdp"),
    "codec": ("INVITE", {"body": SDP.replace(" 8\r", " 18\r")}, 488, "Warning:"),
    "encrypted": ("INVITE", {"body": SDP.replace("RTP/AVP", "RTP/SAVP")}, 488, "Warning:"),
}  # fmt: skip


async def test_each_kind_of_bad_request(house: Watched) -> None:
    stranger = Stranger(house)
    for row, (method, changed, expected, holds) in ROWS.items():
        answer = await stranger.ask(stranger.message(method, **changed))
        assert (row, status(answer)) == (row, expected)
        assert holds in answer
    stranger.close()
    assert not any(isinstance(event, CallArrived) for event in house.events)


async def test_a_loop_is_seen(house: Watched) -> None:
    stranger = Stranger(house)
    ours = f"SIP/2.0/UDP 127.0.0.1:{house.port};branch=z9hG4bKours"
    via = f"SIP/2.0/UDP 127.0.0.1:{stranger.port};branch=z9hG4bKl;rport\r\nVia: {ours}"
    assert status(await stranger.ask(stranger.message("INVITE", Via=via))) == 482
    stranger.close()


async def test_what_cannot_be_answered_is_ignored(house: Watched) -> None:
    stranger = Stranger(house)
    for data in (b"\0" * 300, b"hello", b"SIP/2.0 200 OK\r\n\r\n", b"\r\n\r\n", b"INVITE\r\n\r\n"):
        assert await stranger.is_ignored(data), data
    assert status(await stranger.ask(stranger.message())) == 200
    stranger.close()


async def test_nothing_is_sent_to_whom_a_message_only_names(closed: Watched) -> None:
    victim, stranger = Stranger(closed), Stranger(closed)
    named = f"127.0.0.1:{victim.port}"
    for via in (f"{named};branch=z9hG4bKa", f"{named};rport={victim.port};branch=z9hG4bKb",
                f"x;received=127.0.0.1;rport={victim.port};branch=z9hG4bKc"):  # fmt: skip
        assert status(await stranger.ask(stranger.message(Via=f"SIP/2.0/UDP {via}"))) == 200
    with pytest.raises(BlockingIOError):
        victim._socket.recv(65535)
    for one in (victim, stranger):
        one.close()


async def test_a_phone_that_listens_on_another_port_than_it_sends_from(house: Watched) -> None:
    """Without rport, as old gateways do; believed of whom we trust."""
    listening, sending = Stranger(house), Stranger(house)
    for one, via in ((listening, f"127.0.0.1:{listening.port}"), (sending, "192.0.2.1")):
        text = sending.message(Via=f"SIP/2.0/UDP {via};branch=z9hG4bK{one.port}")
        sending._socket.sendto(text.encode(), ("127.0.0.1", house.port))
        async with asyncio.timeout(20):
            answer = await asyncio.get_running_loop().sock_recv(one._socket, 65535)
        assert status(answer.decode()) == 200
    for one in (listening, sending):
        one.close()


async def test_toll_fraud_ends_at_the_door(closed: Watched) -> None:
    """Nobody outside places a call: not by INVITE, not by REFER, not by a stolen dialog."""
    stranger = Stranger(closed)
    for number in ("00990000000", "9900990000000", "+990000000", "12345"):
        start = f"INVITE sip:{number}@127.0.0.1 SIP/2.0"
        assert status(await stranger.ask(stranger.message("INVITE", start=start))) == 401
    refer = stranger.message("REFER", Refer_To="<sip:00990000000@127.0.0.1>")
    assert status(await stranger.ask(refer)) == 481
    assert closed.events == []
    stranger.close()


async def test_without_accounts_there_is_nothing_to_prove() -> None:
    async with Watched(trusted=OUTSIDE) as house:
        stranger = Stranger(house)
        assert status(await stranger.ask(stranger.message("INVITE"))) == 403
        stranger.close()


def credentials(challenge: str, secret: str, method: str = "REGISTER") -> str:
    offered = re.findall(r"(?m)^WWW-Authenticate: (.*?)\r$", challenge)
    uri = "sip:127.0.0.1"
    value = digest(offered, user="8001", secret=secret, method=method, uri=uri, cnonce="c")
    assert value is not None
    return value


def register(stranger: Stranger, authorization: str = "") -> str:
    return stranger.message(
        "REGISTER",
        start="REGISTER sip:127.0.0.1 SIP/2.0",
        To="<sip:8001@127.0.0.1>",
        Expires="60",
        Authorization=authorization,
    )


async def test_wrong_credentials_wait_longer_and_longer(closed: Watched) -> None:
    stranger = Stranger(closed)
    loop = asyncio.get_running_loop()
    waits = []
    for _ in range(3):
        challenge = await stranger.ask(register(stranger))
        assert status(challenge) == 401
        began = loop.time()
        refused = await stranger.ask(register(stranger, credentials(challenge, "wrong")))
        assert status(refused) == 403
        waits.append(loop.time() - began)
    assert waits[0] < waits[1] < waits[2]
    challenge = await stranger.ask(register(stranger))
    assert status(await stranger.ask(register(stranger, credentials(challenge, "secret")))) == 200
    assert [event.user for event in closed.events if isinstance(event, PhoneRegistered)] == ["8001"]
    stranger.close()


async def test_a_known_scanner_and_a_sweep_of_numbers_get_silence(closed: Watched) -> None:
    stranger = Stranger(closed)
    scanner = stranger.message("REGISTER", User_Agent="friendly-scanner")
    assert await stranger.is_ignored(scanner)
    closed.gateway._agent._inbox._admission._strangers.clear()
    answers = 0
    for number in range(1000, 1040):
        closed.gateway._agent._inbox._admission._strangers.clear()  # slowly: the rate is no matter
        start = f"INVITE sip:{number}@127.0.0.1 SIP/2.0"
        answers += not await stranger.is_ignored(stranger.message("INVITE", start=start))
    assert answers == 30
    assert await stranger.is_ignored(stranger.message())
    stranger.close()


async def test_a_stranger_has_a_rate(closed: Watched) -> None:
    stranger = Stranger(closed)
    ignored = [await stranger.is_ignored(stranger.message()) for _ in range(60)]
    assert not any(ignored[:10])
    assert sum(ignored) > 20
    stranger.close()


async def test_more_calls_than_there_is_room_for() -> None:
    async with Watched(answers=False, max_calls=2) as house:
        stranger = Stranger(house)
        for _ in range(2):
            assert status(await stranger.ask(stranger.message("INVITE"), final=False)) == 100
        refused = await stranger.ask(stranger.message("INVITE"))
        assert status(refused) == 503
        assert re.search(r"(?m)^Retry-After: \d+\r$", refused)
        stranger.close()


# -- streams --


async def closes(reader: asyncio.StreamReader) -> bool:
    """The gateway ends the connection (within a generous time)."""
    try:
        async with asyncio.timeout(20):
            return await reader.read() == b""
    except ConnectionError:
        return True


UNREADABLE = (
    b"OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 999999999\r\n\r\n",
    b"OPTIONS sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n",
    b"OPTIONS sip:a@b SIP/2.0\r\n\r\n",
    b"A" * 100_000,
    b"OPTIONS sip:a@b SIP/2.0\r\nX: ",  # and nothing more, ever
    b"",
)


async def test_a_stream_that_cannot_be_read_is_closed(
    house: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.gateway.streams._PATIENCE", 0.2)
    for data in UNREADABLE:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(data)
        assert await closes(reader), data
        writer.close()


async def test_a_slow_sender_is_dropped(house: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter now and then does not keep a place."""
    monkeypatch.setattr("bridge.gateway.streams._PATIENCE", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)

    async def drip() -> None:
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    assert await closes(reader)
    dripping.cancel()
    await asyncio.gather(dripping, return_exceptions=True)
    writer.close()


async def test_strangers_share_few_connections(
    closed: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.gateway.streams._MAX_EACH", 10)
    held = [await asyncio.open_connection("127.0.0.1", closed.port) for _ in range(10)]
    reader, writer = await asyncio.open_connection("127.0.0.1", closed.port)
    assert await closes(reader)
    writer.close()
    for _, other in held:
        other.close()
        await other.wait_closed()


async def test_whom_we_trust_keeps_a_quiet_connection(
    house: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.gateway.streams._PATIENCE", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    stranger = Stranger(house)
    for _ in range(2):
        writer.write(stranger.message().replace("/UDP", "/TCP").encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"SIP/2.0 200")
        writer.write(b"\r\n")  # a sign of life, not the beginning of a message
        await asyncio.sleep(0.4)  # longer than a message may take to come
    writer.close()
    stranger.close()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    chain, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=gateway", "-out", chain, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


def believing(*, old: bool) -> ssl.SSLContext:
    """A client that asks nobody about the certificate; an old one ends at TLS 1.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if old:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.options |= ssl.OP_NO_TLSv1_3 | ssl.OP_NO_TLSv1_2
    return context


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_tls_speaks_no_old_version(certificate: tuple[str, str]) -> None:
    chain, key = certificate
    async with Watched(tls_certificate=chain, tls_key=key, tls_port=0) as house:
        port = house.gateway.tls_port
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection("127.0.0.1", port, ssl=believing(old=True))
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=believing(old=False))
        stranger = Stranger(house)
        writer.write(stranger.message().replace("/UDP", "/TLS").encode())
        assert (await reader.readuntil(b"\r\n")).startswith(b"SIP/2.0 200")
        writer.close()
        stranger.close()
