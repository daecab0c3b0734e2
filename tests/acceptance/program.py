"""A program beside the tests: its lines are kept as they come; it ends with its children."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

IVR = Path(sys.executable).with_name("ivr")
ROOT = Path(__file__).parents[2]
FoundT = TypeVar("FoundT")


class Program:
    """Runs in a session of its own; `lines` is standard output, `errors` standard error."""

    def __init__(self, name: str, *words: str, cwd: Path = ROOT) -> None:
        self.name = name
        self._words = words
        self._cwd = cwd
        self.lines: list[str] = []
        self.errors: list[str] = []
        self.changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.process: asyncio.subprocess.Process

    async def start(self) -> None:
        """Start it; whoever starts it ends it."""
        self.process = await asyncio.create_subprocess_exec(
            *self._words,
            cwd=self._cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "TERM": "dumb", "COLUMNS": "500"},
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._tasks = [
            asyncio.create_task(self._follow(self.process.stdout, self.lines)),
            asyncio.create_task(self._follow(self.process.stderr, self.errors)),
        ]

    async def _follow(self, stream: asyncio.StreamReader, kept: list[str]) -> None:
        async for line in stream:
            kept.append(line.decode(errors="replace").rstrip())
            self.changed.set()
        self.changed.set()

    async def until(self, find: Callable[[], FoundT | None], seconds: float = 30.0) -> FoundT:
        """Wait until its lines hold what `find` looks for."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := find()):
                    if all(task.done() for task in self._tasks):
                        raise AssertionError(f"{self.name} ended: {self.tail()}")
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            raise AssertionError(f"{self.name} never said it: {self.tail()}") from None
        return found

    async def end(self, number: int | None = signal.SIGINT, seconds: float = 30.0) -> int:
        """Send a signal (None: just wait) and give its exit status."""
        if number is not None and self.process.returncode is None:
            self.process.send_signal(number)
        try:
            async with asyncio.timeout(seconds):
                status = await self.process.wait()
                await asyncio.gather(*self._tasks)
        except TimeoutError:
            raise AssertionError(f"{self.name} does not end: {self.tail()}") from None
        return status

    async def sweep(self) -> None:
        """Kill whatever of it is still there."""
        if not hasattr(self, "process"):
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def objects(self) -> list[dict[str, Any]]:
        """The lines that are JSON objects."""
        return [msgspec.json.decode(line) for line in self.lines if line.startswith("{")]

    def tail(self) -> str:
        """Its last words, for a failure's message."""
        errors = [line for line in self.errors if "local value not filled" not in line]
        return "\n".join([*self.lines[-15:], *errors[-40:]])


def family(pid: int) -> set[int]:
    """The process's children, their children and so on."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            if fields[0] != "Z":
                parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found: set[int] = set()
    ahead = [pid]
    while ahead:
        children = parents.get(ahead.pop(), [])
        found.update(children)
        ahead += children
    return found


def child(pid: int, words: str) -> int:
    """The one child whose command line holds the words."""
    fitting = [p for p in family(pid) if words in command_line(p)]
    assert len(fitting) == 1, f"{words}: {fitting}"
    return fitting[0]


def command_line(pid: int) -> str:
    """How a process was started; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
