"""`python -m bridge.media.bench`: what the media plane costs, against the kernel's own floor.

The same telephones (a process of their own, two-way A-law) call first a process that only
receives and sends as many packets, then the media process with every two legs bridged, jitter
buffers, keys, RTCP and one listener a call. Trust the ratios of one run, not the absolutes.
"""

import argparse
import asyncio
import json
import multiprocessing as mp
import os
import select
import socket
import struct
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection

import numpy as np

from bridge.events import LegId
from bridge.media.client import MediaClient
from bridge.media.config import MediaConfig
from bridge.media.port import PCMA, MediaAddress

TICK = 0.02
PARTS = 4  # of a tick, in which the telephones speak in turn
SAMPLED = 16  # telephones whose packets are timed by the kernel
_TIMESTAMPNS = 35  # SO_TIMESTAMPNS
_spawn = mp.get_context("spawn")


@dataclass(frozen=True)
class Cost:
    """One measurement."""

    calls: int
    cpu_percent: float  # of one core
    gap_p99_ms: float  # between packets, by the kernel's time stamps
    sent: int
    received: int


def _udp() -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind(("127.0.0.1", 0))
    return sock


def _cpu_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _Phones:
    """All telephones of a run."""

    def __init__(self, calls: int) -> None:
        self.socks = [_udp() for _ in range(calls)]
        for sock in self.socks[:SAMPLED]:
            sock.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)
        self.sampled = {sock.fileno(): (sock, list[float]()) for sock in self.socks[:SAMPLED]}
        self.sent = self.received = 0

    def talk(self, targets: list[int], seconds: float) -> None:
        epoll = select.epoll()
        receive = {}
        packets = np.zeros((len(targets), 172), np.uint8)
        for i, (sock, port) in enumerate(zip(self.socks, targets, strict=True)):
            sock.connect(("127.0.0.1", port))
            epoll.register(sock, select.EPOLLIN)
            receive[sock.fileno()] = sock.recv_into
            packets[i, :12] = np.frombuffer(struct.pack(">BBHII", 0x80, 8, 0, 0, i + 1), np.uint8)
        packets[:, 12:] = np.random.default_rng(1).integers(0, 256, (len(targets), 160))
        stamps, numbers = packets.view(">u4")[:, 1], packets.view(">u2")[:, 1]
        views = [row.data for row in packets]
        scratch = memoryview(bytearray(2048))
        start = time.monotonic()
        for part in range(int(seconds / TICK) * PARTS):
            if part % PARTS == 0:
                stamps[:], numbers[:] = part // PARTS * 160, part // PARTS & 0xFFFF
            for i in range(part % PARTS, len(targets), PARTS):
                try:
                    self.socks[i].send(views[i])
                    self.sent += 1
                except OSError:
                    pass
            for descriptor, _ in epoll.poll(0, 4096):
                self._receive(descriptor, receive[descriptor], scratch)
            time.sleep(max(0.0, start + (part + 1) * TICK / PARTS - time.monotonic()))

    def _receive(self, descriptor: int, receive: object, scratch: memoryview) -> None:
        try:
            if descriptor in self.sampled:
                sock, times = self.sampled[descriptor]
                _, ancillary, _, _ = sock.recvmsg(2048, 64)
                seconds, nanoseconds = struct.unpack("qq", ancillary[0][2][:16])
                times.append(seconds + nanoseconds / 1e9)
            else:
                receive(scratch)  # type: ignore[operator]
            self.received += 1
        except OSError:
            pass

    def gap_p99(self) -> float:
        gaps = [np.diff(times[50:]) for _, times in self.sampled.values() if len(times) > 100]
        return float(np.percentile(np.concatenate(gaps), 99) * 1000) if gaps else 0.0


def _phones(calls: int, seconds: float, pipe: Connection) -> None:
    phones = _Phones(calls)
    pipe.send([sock.getsockname()[1] for sock in phones.socks])
    phones.talk(pipe.recv(), seconds)
    pipe.send((phones.sent, phones.received, phones.gap_p99()))


def _floor(calls: int, pipe: Connection, listeners: str) -> None:
    """Receive and send as many packets as the media process does, and nothing else."""
    socks = [_udp() for _ in range(calls)]
    pipe.send([sock.getsockname()[1] for sock in socks])
    epoll, receive, sends = select.epoll(), {}, []
    for i, (sock, port) in enumerate(zip(socks, pipe.recv(), strict=True)):
        sock.connect(("127.0.0.1", port))
        epoll.register(sock, select.EPOLLIN)
        receive[sock.fileno()] = sock.recv_into
        sends.append((sock.send, bytes(172)))
        if listeners:
            ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            ear.connect(f"{listeners}/{i}")
            sends.append((ear.send, bytes(336)))
    scratch = memoryview(bytearray(2048))
    deadline = time.monotonic()
    while True:
        deadline += TICK
        time.sleep(max(0.0, deadline - time.monotonic()))
        while events := epoll.poll(0, 4096):
            for descriptor, _ in events:
                try:
                    receive[descriptor](scratch)
                except OSError:  # the telephones have gone
                    return
        for send, packet in sends:
            try:
                send(packet)
            except OSError:
                return


class _Listeners:
    """A process with one socket a call, emptied as a recogniser does: a few times a tick."""

    def __init__(self, calls: int, folder: str) -> None:
        ours, theirs = _spawn.Pipe()
        self._process = _spawn.Process(target=_listen, args=(calls, folder, theirs), daemon=True)
        self._process.start()
        ours.recv()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()


def _listen(calls: int, folder: str, pipe: Connection) -> None:
    epoll, receive = select.epoll(), {}
    for i in range(calls):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.bind(f"{folder}/{i}")
        epoll.register(sock, select.EPOLLIN)
        receive[sock.fileno()] = sock
    pipe.send(True)
    scratch = bytearray(1024)
    while True:
        for descriptor, _ in epoll.poll():
            receive[descriptor].recv_into(scratch)
        time.sleep(TICK / PARTS)


class _Load:
    """The telephones, and the time in which a process is measured."""

    def __init__(self, calls: int, seconds: float) -> None:
        self.calls, self.seconds = calls, seconds
        self._pipe, theirs = _spawn.Pipe()
        self._process = _spawn.Process(
            target=_phones, args=(calls, seconds + 3, theirs), daemon=True
        )
        self._process.start()
        self.ports: list[int] = self._pipe.recv()

    async def measure(self, targets: list[int], pid: int) -> Cost:
        self._pipe.send(targets)
        await asyncio.sleep(2)
        began, cpu = time.monotonic(), _cpu_seconds(pid)
        await asyncio.sleep(self.seconds)
        percent = 100 * (_cpu_seconds(pid) - cpu) / (time.monotonic() - began)
        sent, received, gap = await asyncio.to_thread(self._pipe.recv)
        self._process.join()
        return Cost(self.calls, round(percent, 2), round(gap, 2), sent, received)


async def floor(calls: int, seconds: float, listeners: bool) -> Cost:
    """The cost of the packets alone."""
    with tempfile.TemporaryDirectory() as folder:
        ears = _Listeners(calls if listeners else 0, folder)
        ours, theirs = _spawn.Pipe()
        process = _spawn.Process(
            target=_floor, args=(calls, theirs, folder if listeners else ""), daemon=True
        )
        process.start()
        load = _Load(calls, seconds)
        targets = ours.recv()
        ours.send(load.ports)
        assert process.pid is not None
        cost = await load.measure(targets, process.pid)
        process.kill()
        process.join()
        ears.stop()
    return cost


async def media(calls: int, seconds: float, listeners: bool) -> tuple[Cost, dict[str, float]]:
    """The cost of the media process with these calls, bridged in twos."""
    load = _Load(calls, seconds)
    client = MediaClient(MediaConfig(rtp_ports=(20000, 20000 + 2 * calls + 99)))
    await client.start()
    with tempfile.TemporaryDirectory() as folder:
        ears = _Listeners(calls if listeners else 0, folder)
        targets = []
        legs = [LegId(str(i)) for i in range(calls)]
        for i, leg in enumerate(legs):
            targets.append((await client.open_leg(leg)).port)
            here = MediaAddress("127.0.0.1", load.ports[i])
            client.connect(leg, here, PCMA, dtmf_payload_type=101)
            if listeners:
                client.listen(leg, i, f"{folder}/{i}")
        for i, leg in enumerate(legs):
            client.hear(leg, {legs[i ^ 1]: 1.0} if i ^ 1 < calls else {})
        assert client.pid is not None
        cost = await load.measure(targets, client.pid)
        stats = await client.stats()
        await client.stop()
        ears.stop()
    return cost, stats


async def bench(calls: list[int], seconds: float) -> dict[str, object]:
    """Measure floor and media in turn, without and with a listener a call."""
    rows: list[dict[str, object]] = []
    for count in calls:
        for listeners in (False, True):
            bottom = await floor(count, seconds, listeners)
            full, stats = await media(count, seconds, listeners)
            rows.append(
                {
                    "calls": count,
                    "listeners": listeners,
                    "floor": asdict(bottom),
                    "media": asdict(full),
                    "ratio": round(full.cpu_percent / bottom.cpu_percent, 2),
                    "media_stats": stats,
                }
            )
    return {"seconds": seconds, "rows": rows}


def main() -> None:
    """Print the figures, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, nargs="*", default=[50, 300])
    parser.add_argument("--seconds", type=float, default=6.0)
    options = parser.parse_args()
    figures = asyncio.run(bench(options.calls, options.seconds))
    json.dump(figures, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
