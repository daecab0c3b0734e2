"""The same telephones against aiortp sessions, as aiosipua makes them for its calls.

Both are in the dependency group `peers`. What is heard is decoded and goes to a listener, what is
said is encoded, as in ours; there is no mixing.
"""

import asyncio
import contextlib
import gc
import socket
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any

from bridge.media.bench.phones import TICK, pair

NAMES = ("aiosipua", "aiortp")


def installed() -> bool:
    """Whether there is anything to compare with."""
    return all(find_spec(name) for name in NAMES)


def run(calls: int, pipe: Connection, listeners: str) -> None:
    """Serve until the parent ends the process."""
    asyncio.run(_serve(calls, pipe, listeners))


async def _serve(calls: int, pipe: Connection, listeners: str) -> None:
    aiortp: Any = import_module("aiortp")
    pipe.send(ports := _free_ports(calls))
    sessions = []
    for i, (port, remote) in enumerate(zip(ports, pipe.recv(), strict=True)):
        session = await aiortp.RTPSession.create(
            local_addr=("127.0.0.1", port),
            remote_addr=("127.0.0.1", remote),
            payload_type=8,
            codec=aiortp.get_codec(8),
            skip_audio_gaps=True,
        )
        session.on_audio = _listener(f"{listeners}/{i}") if listeners else _nobody
        sessions.append(session)
    gc.collect()
    gc.freeze()
    sound, loop = bytes(320), asyncio.get_running_loop()
    deadline = loop.time()
    while True:
        deadline += TICK
        await asyncio.sleep(max(0.0, deadline - loop.time()))
        for session in sessions:
            session.send_audio_pcm_auto(sound)


def _free_ports(count: int) -> list[int]:
    pairs = [pair() for _ in range(count)]
    ports = [rtp.getsockname()[1] for rtp, _ in pairs]
    for socks in pairs:
        for sock in socks:
            sock.close()
    return ports


def _listener(path: str) -> Any:
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ear.setblocking(False)
    ear.connect(path)

    def hear(pcm: bytes, timestamp: int) -> None:
        with contextlib.suppress(BlockingIOError):
            ear.send(pcm)

    return hear


def _nobody(pcm: bytes, timestamp: int) -> None:
    """Nobody listens."""
