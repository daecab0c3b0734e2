"""The telephones of a run, in a process of their own: sound both ways, keys, RTCP."""

import contextlib
import multiprocessing as mp
import select
import socket
import struct
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from bridge.media import rtcp

TICK = 0.02
PARTS = 4  # of a tick, in which the telephones speak in turn
SAMPLED = 16  # telephones whose packets are timed by the kernel
SETTLING = 1.0  # seconds at the beginning whose gaps are not counted
RTCP_TICKS = 250
KEY_TICKS = 3000  # each telephone presses a key every minute
PACKET = 172
_PRESS = 8  # packets of a press, the last three being its end
_TIMESTAMPNS = 35  # SO_TIMESTAMPNS
Receive = Callable[[memoryview], int]
spawn = mp.get_context("spawn")


def pair() -> tuple[socket.socket, socket.socket]:
    """An even port for RTP and the odd one behind it."""
    while True:
        rtp, control = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        rtp.bind(("127.0.0.1", 0))
        port = rtp.getsockname()[1]
        with contextlib.suppress(OSError):
            if port % 2 == 0:
                control.bind(("127.0.0.1", port + 1))
                rtp.setblocking(False)
                control.setblocking(False)
                return rtp, control
        rtp.close()
        control.close()


class Phones:
    """All telephones of a run."""

    def __init__(self, calls: int) -> None:
        self._pairs = [pair() for _ in range(calls)]
        self.ports = [rtp.getsockname()[1] for rtp, _ in self._pairs]
        for rtp, _ in self._pairs[:SAMPLED]:
            rtp.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)
        self._sampled = {r.fileno(): (r, list[float]()) for r, _ in self._pairs[:SAMPLED]}
        self._sent = self._received = 0
        self._since = 0.0
        self._scratch = memoryview(bytearray(2048))

    def talk(self, targets: list[int], seconds: float) -> tuple[int, int, float]:
        """Call these ports for so long: packets sent, received, and the gap between them."""
        epoll, receive = self._connect(targets)
        packets = np.zeros((len(targets), PACKET), np.uint8)
        for i in range(len(targets)):
            packets[i, :12] = np.frombuffer(struct.pack(">BBHII", 0x80, 8, 0, 0, i + 1), np.uint8)
        packets[:, 12:] = np.random.default_rng(1).integers(0, 256, (len(targets), 160))
        stamps, numbers = packets.view(">u4")[:, 1], packets.view(">u2")[:, 1]
        views = [row.data for row in packets]
        self._drain()
        self._since = time.time() + SETTLING
        start = time.monotonic()
        for part in range(int(seconds / TICK) * PARTS):
            tick, phase = divmod(part, PARTS)
            if phase == 0:
                stamps[:], numbers[:] = tick * 160, tick & 0xFFFF
            for i in range(phase, len(targets), PARTS):
                self._speak(i, tick, views[i])
            for descriptor, _ in epoll.poll(0, 4096):
                self._receive(descriptor, receive[descriptor])
            time.sleep(max(0.0, start + (part + 1) * TICK / PARTS - time.monotonic()))
        return self._sent, self._received, self._gap_p99()

    def _connect(self, targets: list[int]) -> tuple[select.epoll, dict[int, Receive]]:
        epoll = select.epoll()
        receive: dict[int, Receive] = {}
        for (rtp, control), port in zip(self._pairs, targets, strict=True):
            rtp.connect(("127.0.0.1", port))
            control.connect(("127.0.0.1", port + 1))
            for sock in (rtp, control):
                epoll.register(sock, select.EPOLLIN)
                receive[sock.fileno()] = sock.recv_into
        return epoll, receive

    def _drain(self) -> None:
        """Forget what came while the calls were set up."""
        for pair_of_one in self._pairs:
            for sock in pair_of_one:
                with contextlib.suppress(OSError):
                    while True:
                        sock.recv_into(self._scratch)

    def _speak(self, i: int, tick: int, packet: memoryview) -> None:
        rtp, control = self._pairs[i]
        pressing = (tick + 37 * i) % KEY_TICKS
        if pressing < _PRESS:
            header = struct.pack(">BBHII", 0x80, 101, tick & 0xFFFF, (tick - pressing) * 160, i + 1)
            end, duration = pressing >= _PRESS - 3, min(pressing + 1, _PRESS - 2) * 160
            packet = memoryview(header + struct.pack(">BBH", i % 10, end << 7 | 10, duration))
        with contextlib.suppress(OSError):
            rtp.send(packet)
            self._sent += 1
            if (tick + 7 * i) % RTCP_TICKS == 0:
                sender = rtcp.SenderInfo(rtcp.ntp_time(time.time()), tick * 160, tick, tick * 160)
                control.send(rtcp.build(rtcp.Report(i + 1, sender, ()), f"telephone {i}"))

    def _receive(self, descriptor: int, receive: Receive) -> None:
        with contextlib.suppress(OSError):
            if descriptor in self._sampled:
                sock, times = self._sampled[descriptor]
                _, ancillary, _, _ = sock.recvmsg(2048, 64)
                seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
                times.append(seconds + nanoseconds / 1e9)
            elif receive(self._scratch) != PACKET:
                return
            self._received += 1

    def _gap_p99(self) -> float:
        heard = [np.array(times) for _, times in self._sampled.values()]
        gaps = np.concatenate([np.diff(times[times > self._since]) for times in heard])
        return float(np.percentile(gaps, 99) * 1000) if len(gaps) else 0.0


def run(calls: int, seconds: float, pipe: Connection) -> None:
    """The process: tell the ports, hear whom to call, tell what came of it."""
    phones = Phones(calls)
    pipe.send(phones.ports)
    pipe.send(phones.talk(pipe.recv(), seconds))
