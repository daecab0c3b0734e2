"""A recogniser worker as the control process keeps it: started, watched, restarted."""

import asyncio
import contextlib
import os
import socket
import sys
from collections import deque
from collections.abc import Callable

import msgspec

from ivr.errors import ModelMissingError
from ivr.log import get_logger
from ivr.speech import wire

log = get_logger("speech")

STOP_TIMEOUT = 2.0
FIRST_DELAY = 0.1  # before a dead worker is started again; doubles up to LONGEST_DELAY
LONGEST_DELAY = 30.0
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class WorkerProcess:
    """Commands given while the process is down wait for its successor.

    The socket of the sound is kept here, so that a death loses neither its path nor what waits
    in it.
    """

    def __init__(
        self,
        number: int,
        path: str,
        load: wire.Load,
        on_report: Callable[[wire.Closed | wire.Heard], None],
        on_death: Callable[["WorkerProcess"], None],
    ) -> None:
        self.number = number
        self.path = path  # where the frames of its streams must be sent
        self.restarts = 0
        self.pid = 0
        self._load = load
        self._on_report = on_report
        self._on_death = on_death
        self._sound: socket.socket | None = None
        self._control: socket.socket | None = None
        self._waiting: deque[tuple[bytes, int | None]] = deque()
        self._ready: asyncio.Future[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._past = wire.Figures()  # of predecessors that died
        self._figures = wire.Figures()

    async def start(self) -> None:
        """Start the process and wait until the model is loaded."""
        self._ready = asyncio.get_running_loop().create_future()
        self._sound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sound.bind(self.path)
        self.send(wire.Attach(), self._sound)
        self._keeper = asyncio.create_task(self._keep(), name=f"speech-worker-{self.number}")
        async with asyncio.timeout(self._load.config.start_timeout):
            await asyncio.shield(self._ready)

    async def stop(self) -> None:
        """End the process; idempotent."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
            self._keeper = None
        if self._sound is not None:
            self._sound.close()
            os.unlink(self.path)
            self._sound = None

    def send(self, command: wire.ToWorker, passed: socket.socket | None = None) -> None:
        """Queue a command, with a socket to pass along."""
        self._waiting.append((wire.pack_command(command), passed.fileno() if passed else None))
        self._flush()

    def total(self, so_far: wire.Figures) -> wire.Figures:
        """Add the figures of this worker and its predecessors."""
        return _sum(_sum(so_far, self._past), self._figures)

    async def _keep(self) -> None:
        """Run one process after the other until cancelled."""
        delay = FIRST_DELAY
        while True:
            began = asyncio.get_running_loop().time()
            status = await self._run_once()
            assert self._ready is not None
            if not self._ready.done():
                self._ready.set_exception(
                    ModelMissingError(
                        f"the speech worker ended with status {status} while starting"
                    )
                )
            if self._ready.exception() is not None:
                return
            log.error("speech_worker_died", worker=self.number, pid=self.pid, status=status)
            self.restarts += 1
            self._past, self._figures = _sum(self._past, self._figures), wire.Figures()
            self._waiting.clear()
            self._on_death(self)  # queues the open streams for the successor
            self.send(wire.Attach(), self._sound)
            lived = asyncio.get_running_loop().time() - began
            delay = FIRST_DELAY if lived > LONGEST_DELAY else min(2 * delay, LONGEST_DELAY)
            await asyncio.sleep(delay)

    async def _run_once(self) -> int:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            ours.setblocking(False)
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    "ivr.speech.worker",
                    str(theirs.fileno()),
                    pass_fds=[theirs.fileno()],
                    stdin=asyncio.subprocess.DEVNULL,
                    env=os.environ | ONE_THREAD,
                )
            self.pid = process.pid
            loop = asyncio.get_running_loop()
            ended = asyncio.create_task(process.wait())
            try:
                ours.send(wire.pack_command(self._load))
                loop.add_reader(ours, self._read, ours)
                return await asyncio.shield(ended)
            finally:
                self._control = None
                loop.remove_reader(ours)
                loop.remove_writer(ours)
                ours.close()  # the worker ends when this end is gone
                await _end(process, ended)

    def _read(self, control: socket.socket) -> None:
        for _ in range(64):
            try:
                packet = control.recv(wire.LARGEST)
            except BlockingIOError:
                return
            except OSError:
                packet = b""
            if not packet:
                asyncio.get_running_loop().remove_reader(control)
                return
            self._take(wire.unpack_report(packet), control)

    def _take(self, report: wire.FromWorker, control: socket.socket) -> None:
        assert self._ready is not None
        match report:
            case wire.Ready():
                self._control = control
                if not self._ready.done():
                    self._ready.set_result(None)
                self._flush()
            case wire.Failed(message):
                if not self._ready.done():
                    self._ready.set_exception(ModelMissingError(message))
            case wire.Figures():
                self._figures = report
            case _:
                self._on_report(report)

    def _flush(self) -> None:
        control = self._control
        if control is None:
            return
        while self._waiting:
            packet, fd = self._waiting[0]
            try:
                if fd is None:
                    control.send(packet)
                else:
                    socket.send_fds(control, [packet], [fd])
            except BlockingIOError:
                asyncio.get_running_loop().add_writer(control, self._flush)
                return
            except OSError:  # it died; its successor is told everything
                return
            self._waiting.popleft()
        asyncio.get_running_loop().remove_writer(control)


async def _end(process: asyncio.subprocess.Process, ended: "asyncio.Task[int]") -> None:
    try:
        async with asyncio.timeout(STOP_TIMEOUT):
            await asyncio.shield(ended)
    except TimeoutError:
        process.kill()
        await ended


def _sum(a: wire.Figures, b: wire.Figures) -> wire.Figures:
    return wire.Figures(
        **{field: getattr(a, field) + getattr(b, field) for field in msgspec.structs.asdict(a)}
    )
