"""One measurement each: the floor, the media process, the peer; with the same telephones."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from multiprocessing.connection import Connection

from bridge.events import LegId
from bridge.media.bench import floor as kernel
from bridge.media.bench import peer, phones
from bridge.media.bench.cost import Cost, cpu_seconds, own_core, resident_kb
from bridge.media.bench.ears import PROCESSES, Ears
from bridge.media.client import MediaClient
from bridge.media.config import MediaConfig
from bridge.media.port import PCMA, MediaAddress

WARM_SECONDS = 2.0
Server = Callable[[int, Connection, str], None]


class Load:
    """The telephones, and the time in which a process is measured."""

    def __init__(self, calls: int, seconds: float, *, pinned: bool) -> None:
        self._calls, self._seconds, self._pinned = calls, seconds, pinned
        self._pipe, theirs = phones.spawn.Pipe()
        whole = WARM_SECONDS + seconds + 0.5
        self._process = phones.spawn.Process(
            target=phones.run, args=(calls, whole, theirs), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        if pinned:
            own_core(self._process.pid, ours=False)
        self.ports: list[int] = self._pipe.recv()

    async def measure(self, targets: list[int], pid: int) -> Cost:
        """Call these ports; what the process behind them costs."""
        if self._pinned:
            own_core(pid, ours=True)
        self._pipe.send(targets)
        await asyncio.sleep(WARM_SECONDS)
        began, cpu, memory = time.monotonic(), cpu_seconds(pid), resident_kb(pid)
        await asyncio.sleep(self._seconds)
        percent = 100 * (cpu_seconds(pid) - cpu) / (time.monotonic() - began)
        growth = resident_kb(pid) - memory
        sent, received, gap = await asyncio.to_thread(self._pipe.recv)
        self._process.join()
        return Cost(self._calls, percent, gap, sent, received, growth)


@contextlib.contextmanager
def _ears(sockets: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        ears = Ears(sockets, folder)
        try:
            yield folder
        finally:
            ears.stop()


@contextlib.asynccontextmanager
async def busy() -> AsyncIterator[None]:
    """Another process that keeps a core busy."""
    process = phones.spawn.Process(target=_spin, daemon=True)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _spin() -> None:
    while True:
        pass


async def _serve(server: Server, calls: int, seconds: float, folder: str, pinned: bool) -> Cost:
    ours, theirs = phones.spawn.Pipe()
    process = phones.spawn.Process(target=server, args=(calls, theirs, folder), daemon=True)
    process.start()
    try:
        load = Load(calls, seconds, pinned=pinned)
        targets = ours.recv()
        ours.send(load.ports)
        assert process.pid is not None
        return await load.measure(targets, process.pid)
    finally:
        process.kill()
        process.join()


async def floor(calls: int, seconds: float, *, listeners: bool, pinned: bool = True) -> Cost:
    """The packets alone."""
    if not listeners:
        return await _serve(kernel.run, calls, seconds, "", pinned)
    with _ears(PROCESSES) as folder:
        return await _serve(kernel.run, calls, seconds, folder, pinned)


async def peers(calls: int, seconds: float) -> Cost:
    """aiosipua's media, with a listener a call."""
    with _ears(calls) as folder:
        return await _serve(peer.run, calls, seconds, folder, pinned=True)


async def media(
    calls: int, seconds: float, *, listeners: bool = True, pinned: bool = True
) -> tuple[Cost, dict[str, float]]:
    """The media process with these calls bridged in twos; its counters, and memory a call in kB."""
    client = MediaClient(MediaConfig(rtp_ports=(20000, 20000 + 2 * calls + 99)))
    await client.start()
    try:
        assert client.pid is not None
        empty = resident_kb(client.pid)
        load = Load(calls, seconds, pinned=pinned)
        with _ears(PROCESSES if listeners else 0) as folder:
            targets = await _call(client, load.ports, folder if listeners else "")
            cost = await load.measure(targets, client.pid)
            stats = await client.stats()
            memory = (resident_kb(client.pid) - empty) / calls
        return cost, {**stats, "memory_kb_a_call": memory}
    finally:
        await client.stop()


async def _call(client: MediaClient, ports: list[int], folder: str) -> list[int]:
    targets = []
    legs = [LegId(str(i)) for i in range(len(ports))]
    for i, (leg, port) in enumerate(zip(legs, ports, strict=True)):
        targets.append((await client.open_leg(leg)).port)
        client.connect(leg, MediaAddress("127.0.0.1", port), PCMA, dtmf_payload_type=101)
        if folder:
            client.listen(leg, i, f"{folder}/{i % PROCESSES}")
    for i, leg in enumerate(legs):
        client.hear(leg, {legs[i ^ 1]: 1.0} if i ^ 1 < len(legs) else {})
    return targets


def peer_installed() -> bool:
    """Whether there is a peer to measure."""
    return peer.installed()
