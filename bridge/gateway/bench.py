"""`python -m bridge.gateway.bench`: what signalling holds, loaded by sipp (Debian: sip-tester).

The gateway runs in a process of its own on one core, with a media plane that does nothing; sipp
on the others. Loss, the rate that is sustained, three times that rate, memory a finished call.
"""

import argparse
import asyncio
import contextlib
import csv
import gc
import itertools
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bridge.errors import BridgeError
from bridge.events import CallArrived, LegEnded, LegId, PlayId, TelephoneEvent
from bridge.gateway.config import GatewayConfig
from bridge.gateway.gateway import Gateway
from bridge.gateway.lossy import LossyLine
from bridge.media.port import MediaAddress

RATES: Final = (200, 350, 500, 700, 900, 1200, 1600)
_SCENARIO: Final = Path(__file__).with_name("load.xml")
LINGER: Final = 34.0  # 64*T1 and a little: then nothing of a call may be left
LATE: Final = 20  # seconds it may take longer
STEP: Final = 10_000  # calls from one reading of the memory to the next
FLAT: Final = 100.0  # bytes a call; a kept call has 14,000
_QUIET: Final = b"quiet"  # asked with this, the server counts what it really needs
Row = dict[str, Any]
Tell = Callable[[str], None]


class BenchError(BridgeError):
    """sipp is not there, or did not run."""


class _NoSound:
    """A media plane that opens ports nobody hears."""

    async def start(self) -> None:
        """Nothing."""

    async def stop(self) -> None:
        """Nothing."""

    async def open_leg(self, leg: LegId) -> MediaAddress:
        """An address."""
        return MediaAddress("127.0.0.1", 9)

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        """Never called."""
        return PlayId(0)

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **named: None


async def serve() -> None:
    """Answer every call; a line on stdin is answered with the figures so far, its end stops."""
    counts = {"arrived": 0, "normal": 0, "otherwise": 0}

    def on_event(event: TelephoneEvent) -> None:
        if isinstance(event, CallArrived):
            counts["arrived"] += 1
            gateway.answer(event.leg)
        elif isinstance(event, LegEnded):
            counts["normal" if event.cause.value == "normal" else "otherwise"] += 1

    config = GatewayConfig(sip_port=0, max_calls=100_000)
    gateway = Gateway(config, _NoSound(), on_event)
    await gateway.start()
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    sys.stdout.write(f"{gateway.address[1]}\n")
    sys.stdout.flush()
    while request := await reader.readline():
        if request.strip() == _QUIET:
            gc.collect()
        agent = gateway._agent
        assert agent is not None
        left = len(agent._core.transactions) + len(agent._core.timers) + len(agent.legs())
        figures = {**counts, "left": left, "cpu": time.process_time(), "rss": _resident()}
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()
    await gateway.stop()


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class _Server:
    """The gateway under test."""

    async def __aenter__(self) -> "_Server":
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bridge.gateway.bench", "--serve"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(self._process.pid, cores[:1])
        self.port = int(await self._line())
        return self

    async def __aexit__(self, *failure: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise BenchError("the gateway under test ended")
        return line

    async def figures(self, request: bytes = b"") -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(request + b"\n")
        found: dict[str, float] = json.loads(await self._line())
        return found

    async def quiet(self) -> dict[str, float]:
        """The figures once every call's timers have run out (a busy machine is late with them)."""
        await asyncio.sleep(LINGER)
        for _ in range(LATE):
            figures = await self.figures(_QUIET)
            if not figures["left"]:
                break
            await asyncio.sleep(1)
        return figures


async def _sipp(port: int, calls: int, rate: int, *options: str) -> tuple[int, int, float]:
    """Calls that succeeded, that failed, and the seconds it took."""
    program = shutil.which("sipp")
    if program is None:
        raise BenchError("sipp is not installed: apt install sip-tester")
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            program,
            *(f"127.0.0.1:{port}", "-i", "127.0.0.1", "-sf", str(_SCENARIO), "-nostdin"),
            *(
                "-m",
                str(calls),
                "-r",
                str(rate),
                "-l",
                "100000",
                "-timeout",
                str(int(calls / rate) + 300),
            ),
            *("-trace_stat", "-stf", "stat.csv", "-fd", "1", "-buff_size", "4000000"),
            *options,
            cwd=folder,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "TERM": "dumb"},
        )
        await process.wait()
        took = time.monotonic() - began
        try:
            with (Path(folder) / "stat.csv").open() as file:
                last = list(csv.DictReader(file, delimiter=";"))[-1]
        except (OSError, IndexError):
            raise BenchError("sipp left no statistics") from None
        return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), took


async def loss(calls: int = 400, percent: int = 5) -> Row:
    """Calls that fail when so many messages are lost on the way there, and as many back."""
    async with _Server() as server, LossyLine(server.port, percent / 100) as line:
        good, failed, took = await _sipp(line.port, calls, 50, "-d", "500")
        figures = await server.figures()
    lost = 100 * line.lost / max(1, line.carried + line.lost)
    return {
        "measure": f"{percent} % loss each way ({lost:.1f} % of all), {calls} calls",
        "calls": good + failed,
        "failed": calls - good,
        "refused": calls - int(figures["arrived"]),
        "calls/s": round(calls / took, 1),
        "CPU %": 0.0,
    }


async def _at(rate: int, seconds: float, *, name: str) -> Row:
    calls = int(rate * seconds)
    async with _Server() as server:
        before = await server.figures()
        began = time.monotonic()
        good, failed, took = await _sipp(server.port, calls, rate)
        wall = time.monotonic() - began
        figures = await server.figures()
    return {
        "measure": name,
        "calls": good + failed,
        "failed": failed + int(figures["otherwise"]),
        "refused": good + failed - int(figures["arrived"]),
        "calls/s": round(calls / took, 1),
        "CPU %": round(100 * (figures["cpu"] - before["cpu"]) / wall, 1),
    }


async def rates(seconds: float, tell: Tell) -> tuple[list[Row], int]:
    """Ever more calls a second until one fails, is refused or comes late; and the last good one."""
    rows, best = [], RATES[0]
    for rate in RATES:
        tell(f"{rate} calls a second")
        row = await _at(rate, seconds, name=f"{rate} calls/s wanted")
        rows.append(row)
        if row["failed"] or row["refused"] or row["calls/s"] < 0.8 * rate:
            break
        best = rate
    return rows, best


async def memory(calls: int, rate: int, tell: Tell) -> list[Row]:
    """What finished calls leave behind: the same number twice, each time quiet after.

    The first half fills what stays filled (tables, the allocator's pools, the 32 s for which
    messages are kept), so the second is judged.
    """
    readings: list[tuple[int, float]] = []

    def read(arrived: int, resident: float) -> None:
        readings.append((arrived, resident))
        tell(f"memory: {arrived} of {2 * calls} calls, {resident / 2**20:.1f} MiB")

    async with _Server() as server:
        before = await server.figures(_QUIET)
        halves = []
        for _ in range(2):
            stop = asyncio.Event()
            watching = asyncio.create_task(_watch(server, min(STEP, calls // 5 or 1), read, stop))
            good, failed, took = await _sipp(server.port, calls, rate)
            stop.set()
            await watching
            tell(f"memory: quiet for {LINGER:.0f} s")
            halves.append((await server.quiet(), good, failed, took))
    first, (last, good, failed, took) = halves[0][0], halves[1]
    rows = [_reading(arrived, resident) for arrived, resident in readings]
    leak = leaked(readings, since=calls)
    summary = (
        f"memory quiet: {before['rss'] / 2**20:.1f} MiB at first, {first['rss'] / 2**20:.1f} "
        f"after {calls} calls, {last['rss'] / 2**20:.1f} after {2 * calls}; {last['left']:.0f} "
        f"left; {leak:+.0f} bytes a call in the middle step of the second half: "
        f"{'flat' if leak <= FLAT and not last['left'] else 'NOT flat'}"
    )
    row = {
        "measure": summary,
        "calls": good + failed,
        "failed": failed + halves[0][2],
        "refused": good + failed - int(last["arrived"] - first["arrived"]),
        "calls/s": round(calls / took, 1),
        "CPU %": round(100 * (last["cpu"] - first["cpu"]) / took, 1),
    }
    return [*rows, row]


def leaked(readings: list[tuple[int, float]], since: int) -> float:
    """Bytes a call by which memory grows from step to step, in the middle one of them.

    A leak shows in every step. One busy moment, in which more calls were held than ever before,
    shows in one: the allocator keeps what it has once given.
    """
    later = [reading for reading in readings if reading[0] >= since]
    steps = [(b - a) / (n - m) for (m, a), (n, b) in itertools.pairwise(later)]
    return statistics.median(steps) if steps else 0.0


def _reading(arrived: int, resident: float) -> Row:
    nothing = {"failed": 0, "refused": 0, "calls/s": 0.0, "CPU %": 0.0}
    return {"measure": f"memory: {resident / 2**20:.1f} MiB", "calls": arrived, **nothing}


async def _watch(
    server: _Server, step: int, read: Callable[[int, float], None], stop: asyncio.Event
) -> None:
    """Read the memory at each step of calls, until told to stop."""
    told = int((await server.figures())["arrived"]) // step
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 1.0)
        figures = await server.figures()
        if figures["arrived"] // step > told:
            told = int(figures["arrived"] // step)
            read(int(figures["arrived"]), figures["rss"])


async def bench(calls: int, seconds: float, tell: Tell = lambda _what: None) -> list[Row]:
    """Everything; `calls` finish in each half of the memory measurement (0: left out).

    `tell` hears what is being measured.
    """
    tell("400 calls on a line that loses")
    rows = [await loss()]
    found, best = await rates(seconds, tell)
    rows += found
    tell(f"three times {best} calls a second")
    rows.append(await _at(3 * best, seconds, name=f"3 times {best} calls/s"))
    if calls:
        rate = min(400, best)
        tell(f"memory: twice {calls} calls, {2 * (calls / rate + LINGER) / 60:.1f} min")
        rows += await memory(calls, rate, tell)
    return rows


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve())
        return
    for row in asyncio.run(bench(args.calls, args.seconds, _say)):
        sys.stdout.write(json.dumps(row) + "\n")


def _say(what: str) -> None:
    sys.stderr.write(what + "\n")


if __name__ == "__main__":
    main()
