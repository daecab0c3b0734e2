"""A recogniser process: `python -m ivr.speech.worker FD`; FD is its end of the control socket.

One thread reads the socket that all streams share (the kernel holds few datagrams, so it must be
quick); decoding threads take whatever a stream has pending. vosk releases the GIL while it decodes.
"""

import contextlib
import os
import queue
import selectors
import signal
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from ivr.errors import ModelMissingError
from ivr.speech import wire
from ivr.speech.config import SpeechConfig
from ivr.speech.decoder import Model
from ivr.speech.frames import LARGEST, LAST, SECONDS, Frame, unpack_frames
from ivr.speech.listener import Arrival, Listener
from ivr.speech.results import Partial, SpeechResult

BURST = 256  # frames decoded in one go when a stream has fallen behind
REPORT_EVERY = 1.0
TICK = 0.25
ONE_FD = struct.Struct("i")
MOST_READ = 512  # datagrams in one go: a flood must not keep commands waiting
STALLED = 1.0  # seconds without a frame that end a turn under way


class Stalled:
    """No frame came for a while."""


Item = Arrival | Stalled | wire.Close | wire.Pause | wire.Resume


class Stream:
    """What is pending on a stream, and its listener."""

    def __init__(self, number: int, listener: Listener, most: int) -> None:
        self.number = number
        self.listener = listener
        self.pending: deque[Item] = deque()
        self.most = most  # pending frames before the oldest is dropped
        self.dropped = 0
        self.scheduled = False
        self.last_frame = 0.0  # monotonic
        self.lock = threading.Lock()


class Worker:
    """All streams of this process."""

    def __init__(self, control: socket.socket, load: wire.Load, model: Model) -> None:
        self._control = control
        self._config: SpeechConfig = load.config
        self._model = model
        self._sound: socket.socket | None = None
        self._early: list[Frame] = []  # of streams that are not open yet
        self._streams: dict[int, Stream] = {}
        self._ready: queue.SimpleQueue[Stream | None] = queue.SimpleQueue()
        self._sending = threading.Lock()
        self._selector = selectors.DefaultSelector()
        self._threads = [
            threading.Thread(target=self._decode_loop, name=f"decoder-{n}", daemon=True)
            for n in range(load.threads)
        ]
        self._totals = threading.Lock()
        self._closed_figures = self._reported = wire.Figures()

    def run(self) -> None:
        """Read frames and commands until the control process goes away."""
        self._selector.register(self._control, selectors.EVENT_READ)
        for thread in self._threads:
            thread.start()
        report_at = look_at = time.monotonic()
        while True:
            self._selector.select(TICK)
            try:
                self._take_commands()
            except ConnectionError:
                return
            self._early.clear()
            self._take_frames()
            now = time.monotonic()
            if now >= look_at:
                self._end_stalled_turns()
                look_at = now + TICK
            if now >= report_at:
                self._report_figures()
                report_at = now + REPORT_EVERY

    def _take_commands(self) -> None:
        """All that are there; `ConnectionError` when the control process has gone."""
        while True:
            try:
                # Not `socket.recv_fds`: it takes flags and forgets them.
                packet, passed, _, _ = self._control.recvmsg(
                    wire.LARGEST, socket.CMSG_LEN(ONE_FD.size), socket.MSG_DONTWAIT
                )
            except BlockingIOError:
                return
            if not packet:
                raise ConnectionError
            self._perform(wire.unpack_command(packet), [data for _, _, data in passed])

    def _perform(self, command: wire.ToWorker, passed: list[bytes]) -> None:
        match command:
            case wire.Attach():
                self._sound = socket.socket(fileno=ONE_FD.unpack(passed[0])[0])
                self._sound.setblocking(False)
                self._selector.register(self._sound, selectors.EVENT_READ)
            case wire.Open(number):
                self._open(number)
            case wire.Close(number) | wire.Pause(number) | wire.Resume(number):
                if isinstance(command, wire.Close):
                    self._take_frames()  # what was sent before belongs to it
                stream = self._streams.get(number)
                if stream is not None:
                    self._add(stream, command)
            case wire.Load():
                raise RuntimeError("a worker loads one model")

    def _open(self, number: int) -> None:
        listener = Listener(self._model, number, self._config, self._emit, time.monotonic)
        most = max(BURST, round(self._config.backlog / SECONDS))
        self._streams[number] = Stream(number, listener, most)
        self._early = [frame for frame in self._early if not self._give(frame)]

    def _take_frames(self) -> None:
        """Give what came to the streams.

        A stream's frames are sent after its `Open`, but may be read before it: they are kept until
        the commands have been looked at once more. Who is unknown then has been closed.
        """
        for data in self._datagrams():
            self._early += [frame for frame in unpack_frames(data) if not self._give(frame)]

    def _datagrams(self) -> Iterator[bytes]:
        if self._sound is None:
            return
        with contextlib.suppress(BlockingIOError):
            for _ in range(MOST_READ):
                yield self._sound.recv(LARGEST)

    def _give(self, frame: Frame) -> bool:
        stream = self._streams.get(frame.stream)
        if stream is None:
            return False
        stream.last_frame = time.monotonic()
        self._add(stream, Arrival(frame, stream.last_frame))
        return True

    def _add(self, stream: Stream, item: Item) -> None:
        urgent = not isinstance(item, Arrival) or bool(item.frame.flags & LAST)
        with stream.lock:
            stream.pending.append(item)
            if len(stream.pending) > stream.most and isinstance(stream.pending[0], Arrival):
                stream.pending.popleft()
                stream.dropped += 1
            if stream.scheduled or not (urgent or len(stream.pending) >= self._config.batch):
                return
            stream.scheduled = True
        self._ready.put(stream)

    def _decode_loop(self) -> None:
        while (stream := self._ready.get()) is not None:
            try:
                self._decode_some(stream)
            except Exception as error:
                # A decoder that fails leaves nothing to trust: end the process, be restarted.
                print(f"speech worker: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
                os._exit(70)

    def _decode_some(self, stream: Stream) -> None:
        with stream.lock:
            count = min(len(stream.pending), BURST)
            items = [stream.pending.popleft() for _ in range(count)]
            waiting = count + len(stream.pending)
        behind = waiting * SECONDS > self._config.behind
        run: list[Arrival] = []
        for item in items:
            if isinstance(item, Arrival):
                run.append(item)
                continue
            stream.listener.feed(run, behind=behind)
            run = []
            if not self._obey(stream, item):
                return
        stream.listener.feed(run, behind=behind)
        with stream.lock:
            more = len(stream.pending) >= self._config.batch or any(
                not isinstance(item, Arrival) for item in stream.pending
            )
            stream.scheduled = more
        if more:
            self._ready.put(stream)

    def _obey(
        self, stream: Stream, command: Stalled | wire.Close | wire.Pause | wire.Resume
    ) -> bool:
        match command:
            case Stalled():
                stream.listener.close()
            case wire.Pause():
                stream.listener.pause()
            case wire.Resume():
                stream.listener.resume()
            case wire.Close(number):
                stream.listener.close()
                with self._totals:
                    self._closed_figures = _sum(self._closed_figures, stream)
                    del self._streams[number]
                self._report_figures()
                self._send(wire.pack(wire.Closed(number)))
                return False
        return True

    def _emit(self, result: SpeechResult) -> None:
        self._send(wire.pack(wire.heard(result)), may_shed=isinstance(result, Partial))

    def _send(self, packet: bytes, *, may_shed: bool = False) -> None:
        with self._sending:
            try:
                self._control.send(packet, socket.MSG_DONTWAIT if may_shed else 0)
            except BlockingIOError:
                pass
            except OSError:
                os._exit(0)  # the control process is gone

    def _report_figures(self) -> None:
        with self._totals:
            total = self._closed_figures
            for stream in self._streams.values():
                total = _sum(total, stream)
        if total != self._reported:
            self._reported = total
            self._send(wire.pack(total))

    def _end_stalled_turns(self) -> None:
        """Frames are the time; when they stop in the middle of a turn, the wall clock ends it."""
        latest = time.monotonic() - STALLED
        for stream in list(self._streams.values()):
            if stream.listener.speaking and stream.last_frame < latest:
                stream.last_frame = time.monotonic()
                self._add(stream, Stalled())


def _sum(total: wire.Figures, stream: Stream) -> wire.Figures:
    counts = stream.listener.counts
    return wire.Figures(
        frames=total.frames + counts.frames,
        frames_lost=total.frames_lost + counts.frames_lost,
        frames_dropped=total.frames_dropped + stream.dropped,
        partials=total.partials + counts.partials,
        partials_shed=total.partials_shed + counts.partials_shed,
        finals=total.finals + counts.finals,
    )


def main() -> int:
    """Load what the first command names, say so, and work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the control process
    control = socket.socket(fileno=int(sys.argv[1]))
    packet = control.recv(wire.LARGEST)
    load = wire.unpack_command(packet) if packet else None
    if not isinstance(load, wire.Load):
        return 64
    try:
        model = Model(Path(load.model))
    except ModelMissingError as error:
        control.send(wire.pack(wire.Failed(str(error))))
        return 66
    os.nice(5)  # the media process must never wait for a recogniser
    sys.setswitchinterval(0.001)  # the reader must get its turn beside the decoders
    control.send(wire.pack(wire.Ready(model.rate)))
    Worker(control, load, model).run()
    os._exit(0)  # decoders may be inside vosk: do not wait for them


if __name__ == "__main__":
    sys.exit(main())
