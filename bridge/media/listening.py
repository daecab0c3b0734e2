"""Sends decoded sound to listeners; whoever is slow or gone loses frames, and delays nobody.

Two frames of a stream share a datagram, which halves the system calls here and at the listener:
one half of the streams is sent in even ticks, the other in odd ones. The frames of each half are
one matrix. What a socket does not take at once is tried again between the ticks; a socket that is
not there is tried again twice a second.
"""

import numpy as np

from bridge.media import listener
from bridge.media.g711 import Pcm
from bridge.media.jitter import Flags
from bridge.media.sink import Sink, frames_in

_RETRY_TICKS = 25

Key = tuple[int, int]  # row of the leg, number of the stream
Failed = list[tuple[Sink, memoryview, bool]]  # True: the socket is full; False: it is gone


class Half:
    """The streams that are sent in the same ticks."""

    def __init__(self) -> None:
        self.sinks: dict[Key, Sink] = {}
        self._waits = False  # a first frame waits for its second
        self._arrange({})

    def __len__(self) -> int:
        return len(self.sinks)

    def _arrange(self, sequences: dict[Key, int]) -> None:
        count = len(self.sinks)
        frames = np.zeros((count, 2, listener.FRAME_BYTES), np.uint8)
        frames[:, :, :4] = np.frombuffer(listener.MAGIC, np.uint8)
        self._words = frames.view("<u4")
        self._samples = frames[:, :, listener.HEADER.size :].view("<i2")
        self._words[:, :, 1] = np.array([[stream] for _, stream in self.sinks]).reshape(count, 1)
        self._rows = np.array([row for row, _ in self.sinks], np.intp)
        self._sequences = np.array([sequences.get(key, 0) for key in self.sinks], np.int64)
        self._pairs = [frame.data for frame in frames.reshape(count, 2 * listener.FRAME_BYTES)]
        self._firsts = [pair[: listener.FRAME_BYTES] for pair in self._pairs]
        self.rewire()

    def _known(self) -> dict[Key, int]:
        return dict(zip(self.sinks, self._sequences.tolist(), strict=True))

    def rewire(self) -> None:
        """Work out anew who takes each datagram; after any change of a sink."""
        self._gives = [sink.give() for sink in self.sinks.values()]

    def add(self, key: Key, sink: Sink) -> None:
        """Another stream."""
        sequences = self._known()
        self.sinks[key] = sink
        self._arrange(sequences)

    def remove(self, key: Key) -> tuple[Sink, int]:
        """A stream ends: where it went, and its next sequence number."""
        sequences = self._known()
        sink = self.sinks.pop(key)
        self._arrange(sequences)
        return sink, sequences[key]

    def tick(self, pcm: Pcm, made_up: Flags, *, due: bool) -> tuple[int, Failed]:
        """Take one frame of each, send where it is time: frames offered, and who took none."""
        place = int(self._waits)
        self._samples[:, place] = pcm[self._rows]
        self._words[:, place, 2] = self._sequences
        self._words[:, place, 3] = made_up[self._rows]
        self._sequences += 1
        if place == 1:
            self._waits = False
            return self._send(self._pairs)
        self._waits = not due
        return self._send(self._firsts) if due else (0, [])

    def flush(self) -> tuple[int, Failed]:
        """Send the first frames without waiting for the second ones."""
        if not self._waits:
            return 0, []
        self._waits = False
        return self._send(self._firsts)

    def _send(self, datagrams: list[memoryview]) -> tuple[int, Failed]:
        failed = []
        for i, (give, datagram) in enumerate(zip(self._gives, datagrams, strict=True)):
            try:
                give(datagram)
            except OSError as error:
                failed.append((i, isinstance(error, BlockingIOError)))
        sinks = list(self.sinks.values()) if failed else []
        offered = len(datagrams) * frames_in(datagrams[0]) if datagrams else 0
        return offered, [(sinks[i], datagrams[i], full) for i, full in failed]


class Listening:
    """All listeners."""

    def __init__(self) -> None:
        self._sinks: dict[str, Sink] = {}
        self._halves = (Half(), Half())
        self._waiting: set[Sink] = set()
        self._past = [0, 0]  # of sinks that are no more: late, dropped
        self._offered = 0
        self._ticks = 0

    def add(self, row: int, stream: int, path: str) -> None:
        """A listener wants a leg's sound."""
        self.remove(row, stream)
        sink = self._sinks.get(path)
        if sink is None:
            sink = self._sinks[path] = Sink(path)
        sink.users += 1
        half = min(self._halves, key=len)
        self._account(*half.flush())
        half.add((row, stream), sink)

    def remove(self, row: int, stream: int) -> None:
        """A listener wants no more."""
        for half in self._halves:
            if (row, stream) in half.sinks:
                self._account(*half.flush())
                self._release(half.remove((row, stream))[0])

    def close_row(self, row: int) -> None:
        """A leg is gone: each of its listeners gets a last frame."""
        for half in self._halves:
            for key in [key for key in half.sinks if key[0] == row]:
                self._account(*half.flush())
                sink, sequence = half.remove(key)
                self._offered += 1
                sink.keep(listener.pack_frame(key[1], sequence, listener.LAST, b""))
                sink.flush()
                self._release(sink)

    def _release(self, sink: Sink) -> None:
        sink.users -= 1
        if sink.backlog and sink.there:
            self._waiting.add(sink)  # until it is empty, or the listener gone
        elif not sink.users:
            self._forget(sink)

    def _forget(self, sink: Sink) -> None:
        sink.lose()
        self._waiting.discard(sink)
        self._past[0] += sink.late
        self._past[1] += sink.dropped
        del self._sinks[sink.path]

    def tick(self, pcm: Pcm, made_up: Flags) -> None:
        """Take one frame of every stream."""
        self._ticks += 1
        if self._ticks % _RETRY_TICKS == 0:
            self._retry()
        for parity, half in enumerate(self._halves):
            if half.sinks:
                self._account(*half.tick(pcm, made_up, due=self._ticks % 2 == parity))

    def _account(self, offered: int, failed: Failed) -> None:
        self._offered += offered
        for sink, datagram, full in failed:
            if full:
                sink.keep(datagram)
                self._waiting.add(sink)
            else:
                sink.lose()
                self._waiting.discard(sink)
                sink.dropped += frames_in(datagram)
        if failed:
            self._rewire()

    def _rewire(self) -> None:
        for half in self._halves:
            half.rewire()

    def _retry(self) -> None:
        gone = [sink for sink in self._sinks.values() if not sink.there]
        for sink in gone:
            sink.connect()
        if gone:
            self._rewire()
        for sink in [sink for sink in self._waiting if not sink.users]:
            sink.patience -= 1
            if not sink.patience:
                self._forget(sink)

    @property
    def behind(self) -> bool:
        """Whether frames wait for a listener that may take them in a moment."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Try again what waits."""
        progress = [sink.flush() for sink in self._waiting]
        for sink in [sink for sink in self._waiting if not sink.backlog]:
            self._waiting.discard(sink)
            if not sink.users:
                self._forget(sink)
        if any(progress):
            self._rewire()

    def counters(self) -> dict[str, int]:
        """Frames since the process began: sent, of these late, and lost."""
        sinks = self._sinks.values()
        dropped = self._past[1] + sum(sink.dropped for sink in sinks)
        late = self._past[0] + sum(sink.late for sink in sinks)
        waiting = sum(sink.waiting for sink in sinks)
        return {
            "listener_frames": self._offered - dropped - waiting,
            "listener_late": late,
            "listener_waiting": waiting,
            "listener_dropped": dropped,
        }

    def close(self) -> None:
        """Let go of every socket, after a last attempt."""
        for sink in list(self._sinks.values()):
            sink.flush()
            self._forget(sink)
