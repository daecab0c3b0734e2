"""A gateway with its real media process, for calls from real programs; events can be awaited."""

import asyncio
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bridge.events import CallArrived, LegEnded, LegId, TelephoneEvent
from bridge.gateway import Gateway, GatewayConfig
from bridge.media.client import MediaClient
from bridge.media.config import MediaConfig

SCENARIOS = Path(__file__).parent / "sipp"
EventT = TypeVar("EventT")


def free_port() -> int:
    """An even port nobody uses now, UDP or TCP (its odd neighbour is free for RTCP as a rule)."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream:
                try:
                    stream.bind(("127.0.0.1", port))
                except OSError:
                    continue
            if port % 2 == 0:
                return port


class House:
    """Answers every call unless told otherwise; keeps what the telephone told."""

    def __init__(self, *, answers: bool = True, silence: float = 30.0, **config: object) -> None:
        self.media = MediaClient(MediaConfig(rtp_ports=(21000, 22999), silence_seconds=silence))
        settings = GatewayConfig(sip_port=0, **config)  # type: ignore[arg-type]
        self.gateway = Gateway(settings, self.media, self._on_event)
        self.answers = answers
        self.events: list[TelephoneEvent] = []
        self._changed = asyncio.Event()
        self._programs: list[asyncio.subprocess.Process] = []

    def _on_event(self, event: TelephoneEvent) -> None:
        self.events.append(event)
        self._changed.set()
        if self.answers and isinstance(event, CallArrived):
            self.gateway.answer(event.leg)

    async def __aenter__(self) -> "House":
        await self.gateway.start()
        return self

    async def __aexit__(self, *failure: object) -> None:
        for program in self._programs:
            if program.returncode is None:
                program.kill()
            await program.wait()
        await self.gateway.stop()

    @property
    def port(self) -> int:
        return self.gateway.address[1]

    async def until(self, true: Callable[[], bool], seconds: float = 40.0) -> None:
        """Wait until events make it true."""
        async with asyncio.timeout(seconds):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def event(self, kind: type[EventT], number: int = 1, leg: LegId | None = None) -> EventT:
        """The first (or n-th) event of a kind, of a leg."""

        def found() -> list[EventT]:
            return [
                e
                for e in self.events
                if isinstance(e, kind) and (leg is None or getattr(e, "leg", None) == leg)
            ]

        await self.until(lambda: len(found()) >= number)
        return found()[number - 1]

    def endings(self) -> list[LegEnded]:
        return [event for event in self.events if isinstance(event, LegEnded)]

    async def program(
        self, *command: str, cwd: Path, stdin: int = asyncio.subprocess.DEVNULL
    ) -> asyncio.subprocess.Process:
        """Start a program that is ended with the house."""
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            stdin=stdin,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "TERM": "dumb"},
        )
        self._programs.append(process)
        return process

    async def sipp(
        self, tmp_path: Path, *options: str, calls: int = 1, to: int | None = None
    ) -> None:
        """Run sipp as caller to its end; it fails when one of its calls failed."""
        command = (
            *("sipp", f"127.0.0.1:{to or self.port}", "-i", "127.0.0.1", "-p", str(free_port())),
            *("-nostdin", "-timeout", "60", "-timeout_error", "-m", str(calls), "-trace_err"),
            *options,
        )
        process = await self.program(*command, cwd=tmp_path)
        output, _ = await process.communicate()
        errors = _read_all(tmp_path, "*errors.log")
        assert process.returncode == 0, errors[-3000:] or output.decode()[-3000:]

    async def sipp_answers(self, tmp_path: Path, *options: str) -> int:
        """Start sipp as the called side; its port."""
        port = free_port()
        command = ("sipp", "-i", "127.0.0.1", "-p", str(port), "-nostdin", "-m", "1", *options)
        await self.program(*command, cwd=tmp_path)
        await listens(port, tcp="t1" in options)
        return port


def _read_all(folder: Path, pattern: str) -> str:
    return "".join(path.read_text() for path in folder.glob(pattern))


async def listens(port: int, *, tcp: bool = False) -> None:
    """Wait until somebody has bound the port; the kernel tells nobody of a bind."""
    await asyncio.to_thread(_listens, port, Path("/proc/net/tcp" if tcp else "/proc/net/udp"))


def _listens(port: int, table: Path) -> None:
    until = time.monotonic() + 20
    while f":{port:04X} " not in table.read_text():
        assert time.monotonic() < until, f"nobody listens on port {port}"
        time.sleep(0.02)
