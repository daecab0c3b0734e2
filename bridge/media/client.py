"""The control process's side of the media plane: starts the process, sends it commands.

Nothing here touches sound. Commands are written to the socket at once and in order; reports
come back as events on the event loop. When the process ends without being asked to, every
waiting request fails, `MediaDied` is told once, and `start` may be called again.
"""

import asyncio
import contextlib
import itertools
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from bridge.errors import MediaPlaneError
from bridge.events import (
    KeyPressed,
    LegId,
    LegSilent,
    PlayEnded,
    PlayId,
    RecordingBehind,
    RecordingFailed,
)
from bridge.media import messages as m
from bridge.media.config import MediaConfig
from bridge.media.port import Codec, MediaAddress, MediaDied, MediaEvent

START_SECONDS = 20.0  # a cold numpy import on a busy machine
STOP_SECONDS = 3.0
_READ_BYTES = 65536


class MediaClient:
    """Fulfils `bridge.media.port.MediaPlane` with a process of its own."""

    def __init__(self, config: MediaConfig) -> None:
        self._config = config
        self._callback: Callable[[MediaEvent], None] = lambda event: None
        self._plays = itertools.count(1)
        self._requests = itertools.count(1)
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._opening: dict[LegId, asyncio.Future[MediaAddress]] = {}
        self._asking: dict[int, asyncio.Future[dict[str, float]]] = {}
        self._stopping = False

    @property
    def pid(self) -> int | None:
        """The media process, while one runs."""
        return self._process.pid if self._process else None

    def on_event(self, callback: Callable[[MediaEvent], None]) -> None:
        """Set who hears of keys, ended clips, silence and death."""
        self._callback = callback

    async def start(self) -> None:
        """Start the process and wait until it answers; again after `MediaDied`."""
        if self._process is not None:
            return
        self._stopping = False
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bridge.media", str(theirs.fileno())),
                msgspec.json.encode(self._config).decode(),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        reader, self._writer = await asyncio.open_unix_connection(sock=ours)
        self._ready = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read(reader, self._process), name="media reports")
        try:
            await asyncio.wait_for(self._ready, START_SECONDS)
        except TimeoutError:
            await self.stop()
            raise MediaPlaneError(f"media process not ready after {START_SECONDS} s") from None

    async def stop(self) -> None:
        """End the process; idempotent."""
        self._stopping = True
        process, reading = self._process, self._reading
        if self._writer is not None:
            self._writer.close()  # end of file tells the process to go
        if process is None or reading is None:
            return
        try:
            await asyncio.wait_for(asyncio.shield(reading), STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await reading

    async def open_leg(self, leg: LegId) -> MediaAddress:
        """Bind an RTP/RTCP port pair for the leg and say where it is."""
        if leg in self._opening:
            raise MediaPlaneError(f"leg {leg} is being opened already")
        opened: asyncio.Future[MediaAddress] = asyncio.get_running_loop().create_future()
        self._opening[leg] = opened
        try:
            self._send(m.Open(leg))
            return await opened
        finally:
            self._opening.pop(leg, None)

    def connect(
        self,
        leg: LegId,
        remote: MediaAddress,
        codec: Codec,
        *,
        dtmf_payload_type: int | None,
        send: bool = True,
        receive: bool = True,
    ) -> None:
        """Point the leg at what the SDP agreed on; again after a re-INVITE (hold: send False)."""
        self._send(
            m.Connect(
                leg,
                remote.host,
                remote.port,
                codec.name,
                codec.payload_type,
                dtmf_payload_type,
                send,
                receive,
            )
        )

    def close_leg(self, leg: LegId) -> None:
        """Release the ports; plays on it end silently."""
        self._send(m.Close(leg))

    def hear(self, leg: LegId, sources: Mapping[LegId, float]) -> None:
        """Replace whom this leg hears; gains are linear. Its own clips are always heard."""
        self._send(m.Hear(leg, dict(sources)))

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        """Play a headerless 8 kHz A-law file (`.al`) to this leg; clips queue behind each other."""
        play = PlayId(next(self._plays))
        self._send(m.Play(leg, play, os.fspath(clip), loop))
        return play

    def stop_play(self, leg: LegId) -> None:
        """Stop every clip of this leg at once (barge-in)."""
        self._send(m.StopPlay(leg))

    def hold_play(self, leg: LegId, *, held: bool) -> None:
        """Keep this leg's clips where they are, or go on a little before that."""
        self._send(m.HoldPlay(leg, held))

    def send_keys(self, leg: LegId, keys: str) -> None:
        """Send RFC 4733 telephone events."""
        self._send(m.SendKeys(leg, keys))

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        """Send the leg's decoded sound to a listener (format: `bridge.media.listener`)."""
        self._send(m.Listen(leg, stream, socket_path))

    def unlisten(self, leg: LegId, stream: int) -> None:
        """Stop that listener."""
        self._send(m.Unlisten(leg, stream))

    def record(self, leg: LegId, path: Path) -> None:
        """Write one WAV a call as it happens: left what the leg says, right what it hears."""
        self._send(m.Record(leg, os.fspath(path)))

    async def stats(self) -> dict[str, float]:
        """Ask the process for its counters (names: docs/MEDIA.md)."""
        request = next(self._requests)
        asked: asyncio.Future[dict[str, float]] = asyncio.get_running_loop().create_future()
        self._asking[request] = asked
        try:
            self._send(m.AskStats(request))
            return await asked
        finally:
            self._asking.pop(request, None)

    def _send(self, command: m.Command) -> None:
        """Write a command; into the void when the process is gone (`MediaDied` tells of that)."""
        if self._writer is not None:
            self._writer.write(m.pack(command))
        elif isinstance(command, m.Open | m.AskStats):
            raise MediaPlaneError("the media process does not run; call start first")

    async def _read(
        self, reader: asyncio.StreamReader, process: asyncio.subprocess.Process
    ) -> None:
        unpacker = m.Unpacker()
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(_READ_BYTES):
                for body in unpacker.feed(data):
                    self._take(m.reports.decode(body))
        self._lost(await process.wait())

    def _lost(self, exit_status: int) -> None:
        """The process is gone: fail whoever waits, and tell of it unless it was asked to go."""
        if self._writer is not None:
            self._writer.close()
        self._process = self._writer = self._reading = None
        started = self._ready is not None and self._ready.done()
        waiting = [self._ready, *self._opening.values(), *self._asking.values()]
        for future in waiting:
            if future is not None and not future.done():
                future.set_exception(MediaPlaneError(f"media process ended ({exit_status})"))
        if started and not self._stopping:
            self._tell(MediaDied(exit_status))

    def _tell(self, event: MediaEvent) -> None:
        """Hand an event over in the loop's next round: what fails there does not stop reading."""
        asyncio.get_running_loop().call_soon(self._callback, event)

    def _take(self, report: m.Report) -> None:
        match report:
            case m.Ready():
                if self._ready is not None and not self._ready.done():
                    self._ready.set_result(None)
            case m.Opened(leg, port):
                self._answer(leg, MediaAddress(self._config.host, port))
            case m.OpenFailed(leg, reason):
                self._answer(leg, MediaPlaneError(reason))
            case m.Key(leg, key):
                self._tell(KeyPressed(leg, key))
            case m.Played(leg, play, completed):
                self._tell(PlayEnded(leg, play, completed))
            case m.Silent(leg, seconds):
                self._tell(LegSilent(leg, seconds))
            case m.RecordingFailed(leg, reason):
                self._tell(RecordingFailed(leg, reason))
            case m.RecordingBehind(seconds, lost):
                self._tell(RecordingBehind(seconds, lost))
            case m.Stats(request, counters):
                asked = self._asking.get(request)
                if asked is not None and not asked.done():
                    asked.set_result(counters)

    def _answer(self, leg: LegId, answer: MediaAddress | MediaPlaneError) -> None:
        opened = self._opening.get(leg)
        if opened is None or opened.done():
            if isinstance(answer, MediaAddress):
                self.close_leg(leg)  # nobody waits for it any more
        elif isinstance(answer, MediaAddress):
            opened.set_result(answer)
        else:
            opened.set_exception(answer)
