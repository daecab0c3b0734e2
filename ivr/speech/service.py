"""The recogniser service as the control process sees it."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from ivr.language.names import Names
from ivr.log import get_logger
from ivr.speech import wire
from ivr.speech.config import SpeechConfig
from ivr.speech.models import folder_of
from ivr.speech.naming import named
from ivr.speech.process import WorkerProcess
from ivr.speech.results import Final, SpeechResult
from ivr.speech.stream import OpenStream

log = get_logger("speech")

THREADS_OF_A_WORKER = 4  # more of them wait for each other's Python parts


class SpeechStats(msgspec.Struct, frozen=True):
    """Figures for metrics, summed over the workers."""

    streams: int
    finals: int
    partials: int
    partials_shed: int  # left out because a recogniser had fallen behind
    frames: int
    frames_lost: int  # gaps in the sequence, filled with silence
    frames_dropped: int  # dropped because a recogniser was hopelessly behind
    worker_restarts: int


def sizes(config: SpeechConfig, cores: int) -> tuple[int, int]:
    """Workers and threads of each: one decoding thread a core, one core left for the rest."""
    spare = max(1, cores - 1)
    threads = config.threads or min(spare, THREADS_OF_A_WORKER)
    workers = config.workers or max(1, -(-spare // threads))
    return workers, threads


class SpeechService:
    """Streams in, results out; recognisers run in worker processes.

    `names` are put into final results where their sound was heard.
    """

    def __init__(self, config: SpeechConfig, names: Names | None = None) -> None:
        self._config = config
        self._names = names
        self._streams: dict[int, OpenStream] = {}
        self._workers: list[WorkerProcess] = []
        self._folder: Path | None = None
        self._idle = asyncio.Event()

    async def start(self) -> None:
        """Start the workers and wait until each has its model; `ModelMissingError` without one."""
        model = folder_of(self._config.models, self._config.model)
        # Unix socket paths are short: a folder of our own under /tmp, not under the data folder.
        self._folder = Path(tempfile.mkdtemp(prefix="ivr-speech-"))
        workers, threads = sizes(self._config, len(os.sched_getaffinity(0)))
        load = wire.Load(str(model), self._config, threads)
        self._workers = [
            WorkerProcess(number, str(path), load, self._on_report, self._on_death)
            for number in range(workers)
            for path in [self._folder / f"{number}.sock"]
        ]
        try:
            await asyncio.gather(*(worker.start() for worker in self._workers))
        except BaseException:
            await self.stop()
            raise
        log.info("speech_ready", model=model.name, workers=workers, threads=threads)

    async def stop(self) -> None:
        """End the workers; idempotent."""
        await asyncio.gather(*(worker.stop() for worker in self._workers))
        self._workers = []
        self._streams.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def open(self, stream: int, on_result: Callable[[SpeechResult], None]) -> str:
        """Listen to a stream. Returns the Unix datagram socket its frames must be sent to.

        The streams of a worker share a socket: a frame says whose it is.
        """
        if stream in self._streams:
            raise ValueError(f"stream {stream} is open already")
        if self._folder is None:
            raise RuntimeError("the speech service is not started")
        worker = min(range(len(self._workers)), key=self._load_of)
        self._streams[stream] = OpenStream(stream, worker, on_result)
        self._workers[worker].send(wire.Open(stream))
        return self._workers[worker].path

    def close(self, stream: int) -> None:
        """No more sound comes; a last `Final` may still come. Unknown streams are ignored."""
        self._tell(stream, wire.Close(stream))

    def pause(self, stream: int) -> None:
        """Do not listen until `resume`; a turn under way is finished first."""
        if opened := self._streams.get(stream):
            opened.paused = True
            self._tell(stream, wire.Pause(stream))

    def resume(self, stream: int) -> None:
        """Listen again."""
        if opened := self._streams.get(stream):
            opened.paused = False
            self._tell(stream, wire.Resume(stream))

    def stats(self) -> SpeechStats:
        """Figures so far, at most a second old."""
        total = wire.Figures()
        for worker in self._workers:
            total = worker.total(total)
        restarts = sum(worker.restarts for worker in self._workers)
        return SpeechStats(
            streams=len(self._streams),
            finals=total.finals,
            partials=total.partials,
            partials_shed=total.partials_shed,
            frames=total.frames,
            frames_lost=total.frames_lost,
            frames_dropped=total.frames_dropped,
            worker_restarts=restarts,
        )

    async def idle(self) -> None:
        """Wait until every stream that was closed has reported its last result."""
        self._idle.clear()
        if self._streams:
            await self._idle.wait()

    @property
    def socket_folder(self) -> str:
        """Where the workers' sockets lie."""
        return str(self._folder or "")

    def worker_pids(self) -> list[int]:
        """The processes that recognise, for measurements."""
        return [worker.pid for worker in self._workers]

    def _load_of(self, worker: int) -> int:
        return sum(1 for stream in self._streams.values() if stream.worker == worker)

    def _tell(self, stream: int, command: wire.Close | wire.Pause | wire.Resume) -> None:
        opened = self._streams.get(stream)
        if opened is None:
            return
        if isinstance(command, wire.Close):
            opened.closing = True
        self._workers[opened.worker].send(command)

    def _on_report(self, report: wire.Closed | wire.Heard) -> None:
        if isinstance(report, wire.Closed):
            self._streams.pop(report.stream, None)
            if not self._streams:
                self._idle.set()
            return
        result = report.result
        if opened := self._streams.get(result.stream):
            if self._names is not None and isinstance(result, Final):
                result = named(result, self._names)
            opened.deliver(result)

    def _on_death(self, worker: WorkerProcess) -> None:
        """A worker died: what was half said is lost, its successor listens to the same socket."""
        for number, opened in list(self._streams.items()):
            if opened.worker != worker.number:
                continue
            opened.lose_turn()
            if opened.closing:
                del self._streams[number]
                continue
            worker.send(wire.Open(number))
            if opened.paused:
                worker.send(wire.Pause(number))
