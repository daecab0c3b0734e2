"""The sockets of all legs: into the inbox, out of the matrices.

A leg whose source is decided has its socket connected to it: the kernel filters everybody else,
and neither receiving nor sending makes an address object. Before that, packets come one by one.
Reports (RTCP) are read five times a second, all at once; the kernel stamps when they came.
"""

import contextlib
import ctypes
import select
import socket
import struct
import time
from collections.abc import Callable

from bridge.media import rtcp
from bridge.media.inbox import CAPACITY, Inbox
from bridge.media.latch import Address
from bridge.media.leg import Leg
from bridge.media.plane import Plane
from bridge.media.ports import PortPool

_libc = ctypes.CDLL(None, use_errno=True)
_UNSPEC = ctypes.create_string_buffer(16)  # sockaddr of family AF_UNSPEC
_CNAME = "media@12345"
_RTP_BYTES = _RTCP_BYTES = 1500
_TIMESTAMPNS = 35  # SO_TIMESTAMPNS of linux/socket.h
_STAMP = struct.Struct("@ll")
_ANCILLARY = socket.CMSG_SPACE(_STAMP.size)
_RATE = 8000

Sender = tuple[Callable[[memoryview | bytes], int], memoryview | bytes]
_UNSENDABLE = (OSError, OverflowError)  # the latter: a port behind 65535


def _disconnect(sock: socket.socket) -> None:
    """Let a connected UDP socket hear everybody again (connect(2), AF_UNSPEC)."""
    _libc.connect(sock.fileno(), _UNSPEC, len(_UNSPEC))


def _came(stamp: bytes) -> float:
    """When a packet came, by the clock that `time.time` reads."""
    seconds, nanoseconds = _STAMP.unpack_from(stamp)
    return float(seconds + nanoseconds / 1e9)


class Transport:
    """Ports of the legs, by row."""

    def __init__(self, plane: Plane, pool: PortPool) -> None:
        self._plane = plane
        self._pool = pool
        self._inbox = Inbox()
        self._epoll = select.epoll()
        self._pairs: dict[int, tuple[socket.socket, socket.socket]] = {}
        self._latched: dict[int, tuple[Callable[[memoryview], int], int]] = {}  # by descriptor
        self._others: dict[int, tuple[socket.socket, int]] = {}  # …, row
        self._reporting = select.epoll()
        self._controls: dict[int, tuple[socket.socket, int]] = {}
        self._senders: list[Sender] = []
        self._sending_rows: list[int] = []
        self._stale = False
        self._early: list[tuple[socket.socket, memoryview, Leg]] = []
        self.counters = {"packets_out": 0, "send_errors": 0, "reports_in": 0}

    def open(self, leg: Leg) -> int:
        """Bind a pair for the leg; its RTP port."""
        rtp, control = self._pool.bind()
        self._pairs[leg.row] = rtp, control
        self._others[rtp.fileno()] = rtp, leg.row
        self._epoll.register(rtp.fileno(), select.EPOLLIN)
        control.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)
        self._controls[control.fileno()] = control, leg.row
        self._reporting.register(control.fileno(), select.EPOLLIN)
        return int(rtp.getsockname()[1])

    def close(self, leg: Leg) -> None:
        """Say goodbye by RTCP and let go of the ports."""
        self._report(leg, rtcp.build_bye(leg.ssrc))
        for sock in self._pairs.pop(leg.row):
            for table in (self._latched, self._others, self._controls):
                table.pop(sock.fileno(), None)
            sock.close()

    def aim(self, leg: Leg, moved: bool) -> None:
        """The leg was connected; when its far end moved, its source is open again."""
        if moved:
            self.listen_to_all(leg)

    def listen_to_all(self, leg: Leg) -> None:
        """Its source is open: hear everybody, and let the latch judge."""
        sock = self._pairs[leg.row][0]
        if self._latched.pop(sock.fileno(), None) is not None:
            _disconnect(sock)
            self._others[sock.fileno()] = sock, leg.row
            self._stale = True

    def arrange(self) -> None:
        """Legs have changed: to whom packets go is worked out anew before they do."""
        self._stale = True

    def _arrange(self) -> None:
        self._stale = False
        self._senders.clear()
        self._sending_rows.clear()
        self._early.clear()
        for leg in self._plane.legs.values():
            if not leg.send or leg.latch is None:
                continue
            sock, view = self._pairs[leg.row][0], self._plane.packet_views[leg.row]
            if sock.fileno() in self._latched:
                self._senders.append((sock.send, view))
                self._sending_rows.append(leg.row)
            else:
                self._early.append((sock, view, leg))

    # -- in -------------------------------------------------------------------------------

    def receive(self, timestamp: int) -> int:
        """One pass over the sockets that have something; how many had."""
        events = self._epoll.poll(0, 2 * CAPACITY)
        if not events:
            return 0
        inbox = self._inbox
        at = len(inbox.rows)
        if at + len(events) > CAPACITY:
            return 0
        inbox.begin_pass(timestamp)
        latched, views = self._latched, inbox.views
        rows, lengths = inbox.rows, inbox.lengths
        for descriptor, _ in events:
            try:
                receive, row = latched[descriptor]
                lengths.append(receive(views[at]))
            except KeyError:
                self._receive_other(descriptor, timestamp)
                continue
            except OSError:  # an ICMP error of what we sent
                continue
            rows.append(row)
            at += 1
        return len(events)

    def hand_over(self) -> None:
        """Give what was received to the plane."""
        self._plane.intake.receive(self._inbox)
        self._inbox.clear()

    def _receive_other(self, descriptor: int, timestamp: int) -> None:
        sock, row = self._others[descriptor]
        try:
            data, source = sock.recvfrom(_RTP_BYTES)
        except OSError:
            return
        address: Address = (source[0], source[1])
        if self._plane.intake.receive_one(row, data, timestamp, address):
            with contextlib.suppress(OSError):
                sock.connect(source)
                del self._others[descriptor]
                self._latched[descriptor] = (sock.recv_into, row)
                self.arrange()

    def receive_reports(self, timestamp: int) -> None:
        """Read a report of each leg that has one; `timestamp` is now."""
        now = time.time()
        for descriptor, _ in self._reporting.poll(0, CAPACITY):
            sock, row = self._controls[descriptor]
            try:
                data, ancillary, _, source = sock.recvmsg(_RTCP_BYTES, _ANCILLARY)
            except OSError:  # an ICMP error of what we sent
                continue
            leg = self._plane.by_row[row]
            if leg is None or leg.latch is None or leg.latch.target[0] != source[0]:
                continue
            ago = max(0.0, now - _came(ancillary[0][2])) if ancillary else 0.0
            for report in rtcp.parse(data):
                self.counters["reports_in"] += 1
                if report.sender is not None:
                    came = timestamp - int(ago * _RATE) & 0xFFFFFFFF
                    leg.last_sr = (report.sender.ntp >> 16 & 0xFFFFFFFF, came)

    # -- out ------------------------------------------------------------------------------

    def send(self) -> None:
        """Send this tick's packet to every leg."""
        if self._stale:
            self._arrange()
        keys = self._plane.key_packets
        failed = 0
        senders = self._with_keys(keys) if keys else self._senders
        for send, packet in senders:
            try:
                send(packet)
            except OSError:
                failed += 1
        for sock, view, leg in self._early:
            if leg.latch is not None:
                try:
                    sock.sendto(keys.get(leg.row, view), leg.latch.target)
                except _UNSENDABLE:
                    failed += 1
        self.counters["packets_out"] += len(self._senders) + len(self._early) - failed
        self.counters["send_errors"] += failed

    def _with_keys(self, keys: dict[int, bytes]) -> list[Sender]:
        packets = zip(self._senders, self._sending_rows, strict=True)
        return [(send, keys.get(row, view)) for (send, view), row in packets]

    def send_reports(self, rows: list[int], unix_time: float, timestamp: int) -> None:
        """Send an RTCP report to each of these legs."""
        for row in rows:
            leg = self._plane.by_row[row]
            if leg is None or leg.latch is None:
                continue
            last, came = leg.last_sr
            since = (timestamp - came & 0xFFFFFFFF) * 65536 // _RATE if last else 0
            reception = self._plane.intake.reception.report(row, last, since)
            sender = self._plane.sender_info(leg, rtcp.ntp_time(unix_time)) if leg.send else None
            receptions = (reception,) if reception else ()
            self._report(leg, rtcp.build(rtcp.Report(leg.ssrc, sender, receptions), _CNAME))

    def _report(self, leg: Leg, data: bytes) -> None:
        if leg.latch is not None:
            host, port = leg.latch.target
            with contextlib.suppress(*_UNSENDABLE):
                self._pairs[leg.row][1].sendto(data, (host, port + 1))
