"""The only place where SIP meets sockets and the clock: UDP, TCP and one timer."""

import asyncio
import contextlib
import errno
import logging
import resource
import socket
import ssl
import struct
import time
from collections.abc import Callable
from typing import Final

from bridge.gateway.streams import Streams
from bridge.sip.agent import UserAgent
from bridge.sip.events import SipEvent

log = logging.getLogger("bridge.gateway")
_BATCH: Final = 64  # datagrams read before timers and streams get their turn
_BUFFER: Final = 4 * 1024 * 1024
# Linux, <linux/in.h>, <linux/in6.h>: a report of what a datagram of ours met goes to a queue.
_SO_TIMESTAMPNS: Final = 35  # <asm/socket.h>: when a datagram came, by the clock of the day
_TIMESPEC: Final = struct.Struct("@ll")
_IP_RECVERR: Final = 11
_IPV6_RECVERR: Final = 25
_EXTENDED: Final = struct.Struct("=IBBBBII")  # struct sock_extended_err
_FROM_ICMP: Final = (2, 3)  # its origin: ICMP, ICMPv6
_UNREACHABLE: Final = {2: 3, 3: 1}  # origin to the ICMP type "destination unreachable"


def bind(host: str, port: int) -> socket.socket:
    """A UDP socket; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    udp = socket.socket(family, socket.SOCK_DGRAM)
    try:
        udp.setblocking(False)
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            udp.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
        udp.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        if family == socket.AF_INET6:
            udp.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
        else:
            udp.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
        udp.bind((host, port))
    except BaseException:
        udp.close()
        raise
    return udp


def bind_stream(host: str, port: int) -> socket.socket:
    """A listening TCP socket whose callers wait until a server takes it; port 0: any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    stream = socket.socket(family, socket.SOCK_STREAM)
    try:
        stream.setblocking(False)
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stream.bind((host, port))
        stream.listen()
    except BaseException:
        stream.close()
        raise
    return stream


def bind_both(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """UDP and TCP under one number; port 0 takes any that is free for both."""
    while True:
        udp = bind(host, port)
        try:
            return udp, bind_stream(host, udp.getsockname()[1])
        except OSError as failure:
            udp.close()
            if port or failure.errno != errno.EADDRINUSE:
                raise


def allow_many_files() -> None:
    """Take as many file descriptors as the system grants: a flood of connections needs them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _waited(controls: list[tuple[int, int, bytes]]) -> float:
    """Seconds the datagram of these controls lay in the queue."""
    for level, kind, data in controls:
        if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPNS) and len(data) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(data)
            return float(time.time() - seconds - nanoseconds / 1e9)
    return 0.0


class Sockets:
    """Moves bytes, events and time between the network and one `UserAgent`."""

    def __init__(
        self, agent: UserAgent, udp: socket.socket, on_event: Callable[[SipEvent], None]
    ) -> None:
        self._agent = agent
        self._udp = udp
        self._on_event = on_event
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = 0.0
        self._pumping = False
        self._quiet: asyncio.Event | None = None
        self._streams = Streams(self._receive, self._failed, agent.connection_closed, agent.trusts)
        self._loop.add_reader(udp, self._readable)

    async def listen_tcp(self, bound: socket.socket) -> None:
        """Accept TCP connections on the same address."""
        await self._streams.listen_tcp(bound)

    async def listen_tls(
        self, bound: socket.socket, inward: ssl.SSLContext, outward: ssl.SSLContext
    ) -> None:
        """Accept and open TLS connections."""
        await self._streams.listen_tls(bound, inward, outward)

    @property
    def now(self) -> float:
        """The event loop's monotonic clock."""
        return self._loop.time()

    async def quiet(self, seconds: float) -> None:
        """Wait until the wire needs no call any longer, but not longer than that."""
        self._quiet = asyncio.Event()
        self.pump()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), seconds)

    async def close(self) -> None:
        """Release everything."""
        self._loop.remove_reader(self._udp)
        self._udp.close()
        if self._timer is not None:
            self._timer.cancel()
        await self._streams.close()

    def _readable(self) -> None:
        controls: list[tuple[int, int, bytes]] = []
        waited = 0.0
        for _ in range(_BATCH):
            try:
                data, controls, _, source = self._udp.recvmsg(65535, 64)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:  # an earlier datagram of ours met a closed port
                self._read_reports()
                continue
            self._agent.receive(data, (source[0], source[1]), "UDP", self.now)
        else:  # more is waiting
            waited = _waited(controls)
        self._agent.report_load(waited, self.now)
        self.pump()

    def _read_reports(self) -> None:
        """Learn from ICMP which addresses are dead (RFC 3261 §18.4)."""
        for _ in range(_BATCH):
            try:
                _, controls, _, address = self._udp.recvmsg(512, 512, socket.MSG_ERRQUEUE)
            except OSError:
                return
            if address and any(_says_unreachable(data) for _, _, data in controls):
                self._agent.unreachable((address[0], address[1]), self.now)

    def _receive(self, data: bytes, source: tuple[str, int], transport: str) -> None:
        self._agent.receive(data, source, transport, self.now)
        self.pump()

    def _failed(self, address: tuple[str, int], transport: str) -> None:
        self._agent.transport_failed(address, transport, self.now)
        self.pump()

    def pump(self) -> None:
        """Send what is to be sent, tell what happened, set the timer; call after every command."""
        if self._pumping:
            return  # a callback gave a command: the loop below carries it out
        self._pumping = True
        try:
            busy = True
            while busy:
                outgoing, events = self._agent.take_outgoing(), self._agent.take_events()
                busy = bool(outgoing or events)
                for message in outgoing:
                    self._send(message.data, message.address, message.transport)
                for event in events:
                    self._tell(event)
        finally:
            self._pumping = False
        self._set_timer()
        if self._quiet is not None and self._agent.is_quiet():
            self._quiet.set()

    def _tell(self, event: SipEvent) -> None:
        try:
            self._on_event(event)
        except Exception:  # the telephone goes on whatever the house does
            log.exception("telephone event failed", extra={"event_type": type(event).__name__})

    def _send(self, data: bytes, address: tuple[str, int], transport: str) -> None:
        if transport != "UDP":
            self._streams.send(data, address, transport)
            return
        try:
            try:
                self._udp.sendto(data, address)
            except ConnectionError:  # what an earlier datagram met; this one was not sent
                self._read_reports()
                self._udp.sendto(data, address)
        except (BlockingIOError, InterruptedError):
            log.warning("SIP send buffer full, a datagram was dropped")  # UDP: it will be repeated
        except OSError as error:
            log.info("SIP datagram not sendable", extra={"errno": error.errno})
            self._loop.call_soon(self._failed, address, "UDP")

    def _set_timer(self) -> None:
        due = self._agent.next_timer()
        if self._timer is not None:
            if due is not None and due >= self._timer_at and not self._timer.cancelled():
                return  # it fires early enough; `_due` looks again
            self._timer.cancel()
            self._timer = None
        if due is not None:
            self._timer_at = due
            self._timer = self._loop.call_at(due, self._due)

    def _due(self) -> None:
        self._timer = None
        self._agent.advance(self.now)
        self.pump()


def _says_unreachable(control: bytes) -> bool:
    if len(control) < _EXTENDED.size:
        return False
    _, origin, kind, _, _, _, _ = _EXTENDED.unpack_from(control)
    return origin in _FROM_ICMP and kind == _UNREACHABLE[origin]
