"""SIP over TCP and TLS: accepted and opened connections, found again by the far end's address."""

import asyncio
import logging
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.sip.framing import PONG, Framer

log = logging.getLogger("bridge.gateway")
_MAX_CONNECTIONS: Final = 1000
_MAX_STRANGERS: Final = 500  # of them from addresses nobody trusts
_MAX_EACH: Final = 100  # from one such address: an office of phones behind its router
_PATIENCE: Final = 10.0  # seconds for the first message, and for a message that has begun
_IDLE: Final = 3900.0  # seconds a stranger may say nothing: a registration lasts an hour at most
_MAX_UNSENT: Final = 1024 * 1024
_CONNECT_SECONDS: Final = 5.0
Address = tuple[str, int]
_Key = tuple[Address, str]  # and "TCP" or "TLS"


def server_context(certificate: str, key: str) -> ssl.SSLContext:
    """For those who connect to us."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key or None)
    return context


def client_context(authorities: str) -> ssl.SSLContext:
    """For whom we connect to: their certificate must name their IP address."""
    return ssl.create_default_context(cafile=authorities or None)


class Connection(asyncio.Protocol):
    """One stream."""

    def __init__(self, streams: "Streams", kind: str) -> None:
        self._streams = streams
        self.kind = kind
        self._framer = Framer()
        self.transport: asyncio.Transport | None = None
        self.address: Address = ("", 0)
        self._limit: asyncio.TimerHandle | None = None
        self._waits = False  # a message has begun

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Join the others, unless there are too many."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        peer = transport.get_extra_info("peername")
        self.address = (peer[0], peer[1])
        if self._streams.join(self):
            self._expect(_PATIENCE)
        else:
            transport.abort()

    def _expect(self, seconds: float) -> None:
        """Something must come until then (slow senders would fill all our places)."""
        if self._limit is not None:
            self._limit.cancel()
        self._limit = asyncio.get_running_loop().call_later(seconds, self.abort)

    def expect_nothing(self) -> None:
        """It may be quiet as long as it likes."""
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def data_received(self, data: bytes) -> None:
        """Cut messages; a stream that cannot be cut is closed (RFC 3261 §18.3)."""
        try:
            messages = self._framer.feed(data)
        except SipSyntaxError:
            self.abort()
            return
        if messages or not self._waits:
            self._rest()
        for message in messages:
            if message == PONG:
                self.write(PONG)
            else:
                self._streams.on_message(message, self.address, self.kind)

    def _rest(self) -> None:
        """A message came, or another has begun: how long the next bytes may take."""
        self._waits = self._framer.waits
        if self._waits:
            self._expect(_PATIENCE)
        elif self._streams.trusts(self.address[0]):
            self.expect_nothing()
        else:
            self._expect(_IDLE)

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
        self.expect_nothing()
        self._streams.leave(self)


class Streams:
    """All connections of one gateway."""

    def __init__(
        self,
        on_message: Callable[[bytes, Address, str], None],
        on_failed: Callable[[Address, str], None],
        on_closed: Callable[[Address, str], None],
        trusts: Callable[[str], bool],
    ) -> None:
        self.on_message = on_message
        self.trusts = trusts
        self._on_failed = on_failed
        self._on_closed = on_closed
        self._connections: dict[_Key, Connection] = {}
        self._strangers: Counter[str] = Counter()  # connections from each address nobody trusts
        self._opening: dict[_Key, asyncio.Task[None]] = {}
        self._waiting: dict[_Key, list[bytes]] = {}
        self._servers: list[asyncio.Server] = []
        self._outward: ssl.SSLContext | None = None

    async def listen_tcp(self, bound: socket.socket) -> None:
        """Accept TCP connections."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Connection(self, "TCP"), sock=bound)
        self._servers.append(server)

    async def listen_tls(
        self, bound: socket.socket, inward: ssl.SSLContext, outward: ssl.SSLContext
    ) -> None:
        """Accept TLS connections, and open them as `outward` says."""
        self._outward = outward
        server = await asyncio.get_running_loop().create_server(
            lambda: Connection(self, "TLS"),
            sock=bound,
            ssl=inward,
            ssl_handshake_timeout=_CONNECT_SECONDS,
        )
        self._servers.append(server)

    def join(self, connection: Connection) -> bool:
        """A connection stands."""
        host = connection.address[0]
        if len(self._connections) >= _MAX_CONNECTIONS:
            return False
        if not self.trusts(host):
            if self._strangers.total() >= _MAX_STRANGERS or self._strangers[host] >= _MAX_EACH:
                return False
            self._strangers[host] += 1
        self._connections[connection.address, connection.kind] = connection
        return True

    def leave(self, connection: Connection) -> None:
        """A connection is gone."""
        key = (connection.address, connection.kind)
        if self._connections.get(key) is connection:
            del self._connections[key]
            self._strangers -= Counter([connection.address[0]])  # keeps what is above zero
            self._on_closed(*key)

    def send(self, data: bytes, address: Address, kind: str) -> None:
        """Send on the connection to that address, opening it where there is none."""
        key = (address, kind)
        connection = self._connections.get(key)
        if connection is not None:
            connection.write(data)
            return
        self._waiting.setdefault(key, []).append(data)
        if key not in self._opening:
            self._opening[key] = asyncio.create_task(self._open(key))

    async def _open(self, key: _Key) -> None:
        loop = asyncio.get_running_loop()
        address, kind = key
        tls = self._outward if kind == "TLS" else None
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                if kind == "TLS" and tls is None:
                    raise OSError("TLS is not set up: set telephone.tls_certificate")
                _, connection = await loop.create_connection(
                    lambda: Connection(self, kind), *address, ssl=tls
                )
            connection.expect_nothing()  # we called: the answer has its own timers
            for data in self._waiting.get(key, []):
                connection.write(data)
        except (OSError, TimeoutError) as error:
            log.info("no SIP connection", extra={"transport": kind, "reason": str(error)})
            self._on_failed(address, kind)
        finally:
            self._opening.pop(key, None)
            self._waiting.pop(key, None)

    async def close(self) -> None:
        """Close every connection and stop accepting."""
        for server in self._servers:
            server.close()
        for connection in list(self._connections.values()):
            connection.abort()
        tasks = list(self._opening.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()
