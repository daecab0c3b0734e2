"""SIP over TCP as it really arrives: in pieces, together, with signs of life; and cut off."""

import asyncio
import re

import pytest
from house import House
from test_gateway_strangers import SDP, Stranger, closes

from bridge.events import CallArrived, LegAnswered


class Phone:
    """A telephone that connects to us, and accepts connections on the port of its Contact."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.received: asyncio.Queue[str] = asyncio.Queue()

    async def __aenter__(self) -> "Phone":
        self.server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.house.port)
        return self

    async def __aexit__(self, *failure: object) -> None:
        self.writer.close()
        self.server.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.received.put_nowait((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.close()

    def request(self, method: str, name: str, to: str = "<sip:12345@127.0.0.1>") -> bytes:
        body = SDP if method == "INVITE" else ""
        head = (
            f"{method} sip:12345@127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/TCP 127.0.0.1:{self.port};branch=z9hG4bK{method}{name}",
            f"From: <sip:8001@127.0.0.1>;tag={name}",
            f"To: {to}",
            f"Call-ID: {name}",
            f"CSeq: 1 {method}",
            f"Contact: <sip:8001@127.0.0.1:{self.port};transport=tcp>",
            "Content-Type: application/sdp",
            f"Content-Length: {len(body)}",
        )
        return ("\r\n".join(head) + "\r\n\r\n" + body).encode()

    async def answer(self) -> str:
        """The next final answer."""
        async with asyncio.timeout(20):
            while True:
                head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"Content-Length: (\d+)", head)
                await self.reader.readexactly(int(length[1]) if length else 0)
                if not head.startswith("SIP/2.0 1"):
                    return head


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize(
    ("sent", "answers"),
    [
        (lambda one, two: cut(one, 1), 1),
        (lambda one, two: cut(one + two, 97), 2),
        (lambda one, two: [one + two], 2),
        (lambda one, two: [b"\r\n\r\n\r\n" + one + b"\r\n", b"\r\n" + two], 2),
    ],
    ids=["byte by byte", "across messages", "two at once", "signs of life between"],
)
async def test_messages_are_cut_from_the_stream(sent, answers) -> None:
    async with House() as house, Phone(house) as phone:
        for piece in sent(phone.request("OPTIONS", "a"), phone.request("OPTIONS", "b")):
            phone.writer.write(piece)
            await phone.writer.drain()
        names = []
        for _ in range(answers):
            head = await phone.answer()
            assert "SIP/2.0 200" in head
            names.append(re.search(r"Call-ID: (\w)", head)[1])
        assert names == ["a", "b"][:answers]


async def test_garbage_costs_its_own_connection_only() -> None:
    async with House() as house, Phone(house) as phone, Phone(house) as other:
        phone.writer.write(b"\x16\x03\x01 garbage\r\n\r\n" + phone.request("OPTIONS", "a"))
        assert await closes(phone.reader)
        other.writer.write(other.request("OPTIONS", "b"))
        assert "SIP/2.0 200" in await other.answer()


async def test_goodbye_finds_a_phone_whose_connection_was_cut_off() -> None:
    """Proxies and NATs close connections that are quiet for some minutes; the call goes on."""
    async with House() as house, Phone(house) as phone:
        phone.writer.write(phone.request("INVITE", "a"))
        to = re.search(r"To: (.*)\r", await phone.answer())[1]
        phone.writer.write(phone.request("ACK", "a", to))
        arrived = await house.event(CallArrived)
        await house.event(LegAnswered)
        phone.writer.close()
        await phone.writer.wait_closed()
        stranger = Stranger(house)  # what it asks is answered behind the end of the connection
        while house.gateway._sockets._streams._connections:
            await stranger.ask(stranger.message())
        stranger.close()
        assert house.endings() == []
        house.gateway.hang_up(arrived.leg)
        async with asyncio.timeout(20):
            assert (await phone.received.get()).startswith("BYE ")
