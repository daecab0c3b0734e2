"""SIP over TCP: accepted and opened connections, found again by the far end's address."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.sip.framing import Framer

log = logging.getLogger("bridge.gateway")
_MAX_CONNECTIONS: Final = 1000
_MAX_UNSENT: Final = 1024 * 1024
_CONNECT_SECONDS: Final = 5.0
_PONG: Final = b"\r\n"
Address = tuple[str, int]


class Connection(asyncio.Protocol):
    """One stream."""

    def __init__(self, streams: "Streams") -> None:
        self._streams = streams
        self._framer = Framer()
        self.transport: asyncio.Transport | None = None
        self.address: Address = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Join the others, unless there are too many."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        peer = transport.get_extra_info("peername")
        self.address = (peer[0], peer[1])
        if not self._streams.join(self):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Cut messages; a stream that cannot be cut is closed (RFC 3261 §18.3)."""
        try:
            messages = self._framer.feed(data)
        except SipSyntaxError:
            self.abort()
            return
        for message in messages:
            if message == _PONG:
                self.write(_PONG)
            else:
                self._streams.on_message(message, self.address)

    def write(self, data: bytes) -> None:
        """Send; a far end that does not read is dropped."""
        if self.transport is None or self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > _MAX_UNSENT:
            self.abort()
            return
        self.transport.write(data)

    def abort(self) -> None:
        """Close at once."""
        if self.transport is not None:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave."""
        self._streams.leave(self)


class Streams:
    """All TCP connections of one gateway."""

    def __init__(
        self,
        on_message: Callable[[bytes, Address], None],
        on_failed: Callable[[Address, str], None],
    ) -> None:
        self.on_message = on_message
        self._on_failed = on_failed
        self._connections: dict[Address, Connection] = {}
        self._opening: dict[Address, asyncio.Task[None]] = {}
        self._waiting: dict[Address, list[bytes]] = {}
        self._server: asyncio.Server | None = None

    async def listen(self, host: str, port: int) -> None:
        """Accept connections."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), host, port)

    def join(self, connection: Connection) -> bool:
        """A connection stands."""
        if len(self._connections) >= _MAX_CONNECTIONS:
            return False
        self._connections[connection.address] = connection
        return True

    def leave(self, connection: Connection) -> None:
        """A connection is gone."""
        if self._connections.get(connection.address) is connection:
            del self._connections[connection.address]

    def send(self, data: bytes, address: Address) -> None:
        """Send on the connection to that address, opening it where there is none."""
        connection = self._connections.get(address)
        if connection is not None:
            connection.write(data)
            return
        self._waiting.setdefault(address, []).append(data)
        if address not in self._opening:
            self._opening[address] = asyncio.create_task(self._open(address))

    async def _open(self, address: Address) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                _, connection = await loop.create_connection(lambda: Connection(self), *address)
            for data in self._waiting.get(address, []):
                connection.write(data)
        except (OSError, TimeoutError):
            self._on_failed(address, "TCP")
        finally:
            self._opening.pop(address, None)
            self._waiting.pop(address, None)

    async def close(self) -> None:
        """Close every connection and stop accepting."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections.values()):
            connection.abort()
        tasks = list(self._opening.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
