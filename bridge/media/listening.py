"""Sends decoded sound to listeners; whoever is slow or gone loses frames, and delays nobody.

Listeners that share a socket share datagrams, and two ticks do: that costs a system call in 40 ms
for each process that listens, however many legs it listens to. The frames of all listeners are one
matrix for each of the two ticks, those of a socket lie together in it. What a socket does not take
at once is tried again before the next tick; one that is not there is tried again twice a second.
"""

from itertools import groupby

import numpy as np

from bridge.media import listener
from bridge.media.g711 import Pcm
from bridge.media.jitter import Flags
from bridge.media.sink import Datagram, Sink

_RETRY_TICKS = 25
_TOGETHER = 2  # ticks in a datagram

Key = tuple[int, int]  # row of the leg, number of the stream


class Listening:
    """All listeners."""

    def __init__(self) -> None:
        self._sinks: dict[str, Sink] = {}
        self._listeners: dict[Key, tuple[Sink, int]] = {}  # and the tick of its first frame
        self._waiting: set[Sink] = set()
        self._past = [0, 0]  # of sinks that are no more: late, dropped
        self._offered = 0
        self._ticks = 0
        self._taken = 0  # ticks that wait for the one they are sent with
        self._arrange()

    def add(self, row: int, stream: int, path: str) -> None:
        """A listener wants a leg's sound."""
        self._deliver()
        self.remove(row, stream)
        sink = self._sinks.get(path)
        if sink is None:
            sink = self._sinks[path] = Sink(path)
        sink.use()
        self._listeners[row, stream] = sink, self._ticks + 1
        self._stale = True

    def remove(self, row: int, stream: int) -> None:
        """A listener wants no more."""
        if (row, stream) in self._listeners:
            self._deliver()
            sink, _ = self._listeners.pop((row, stream))
            self._stale = True
            self._release(sink)

    def close_row(self, row: int) -> None:
        """A leg is gone: each of its listeners gets a last frame."""
        for stream in [stream for some, stream in self._listeners if some == row]:
            self._deliver()
            sink, first = self._listeners[row, stream]
            sequence = self._ticks + 1 - first
            self._send(sink, [listener.pack_frame(stream, sequence, listener.LAST, b"")])
            self.remove(row, stream)

    def _release(self, sink: Sink) -> None:
        sink.users -= 1
        if not sink.users and not sink.backlog:
            self._forget(sink)  # else when it is empty, or the listener gone

    def _forget(self, sink: Sink) -> None:
        sink.lose()
        self._waiting.discard(sink)
        self._past[0] += sink.late
        self._past[1] += sink.dropped
        del self._sinks[sink.path]

    def _arrange(self) -> None:
        """Lay the frames out anew, those of a socket together; once a tick at most."""
        self._stale = False
        order = sorted(self._listeners.items(), key=lambda item: item[1][0].path)
        frames = np.zeros((_TOGETHER, len(order), listener.FRAME_BYTES), np.uint8)
        frames[:, :, :4] = np.frombuffer(listener.MAGIC, np.uint8)
        self._words = frames.view("<u4")
        self._samples = frames[:, :, listener.HEADER.size :].view("<i2")
        self._words[:, :, 1] = [stream for (_, stream), _ in order]
        self._rows = np.array([row for (row, _), _ in order], np.intp)
        self._firsts = np.array([first for _, (_, first) in order], np.int64)
        self._datagrams: list[tuple[Sink, list[memoryview]]] = []
        at = 0
        for sink, group in groupby(sink for _, (sink, _) in order):
            end = at + len(list(group))
            for begin in range(at, end, listener.MOST // _TOGETHER):
                some = slice(begin, min(end, begin + listener.MOST // _TOGETHER))
                self._datagrams.append((sink, [part[some].reshape(-1).data for part in frames]))
            at = end

    def tick(self, pcm: Pcm, made_up: Flags) -> None:
        """Take one frame of every stream, and send those of two ticks together."""
        self._ticks += 1
        if self._ticks % _RETRY_TICKS == 0:
            self._retry()
        if self._stale:
            self._arrange()
        if not self._datagrams:
            return
        place = self._taken
        self._samples[place] = pcm[self._rows]
        self._words[place, :, 2] = self._ticks - self._firsts
        self._words[place, :, 3] = made_up[self._rows]
        self._taken += 1
        if self._taken == _TOGETHER:
            self._deliver()

    def _deliver(self) -> None:
        """Send what was taken; before any change of who listens, too."""
        taken, self._taken = self._taken, 0
        if taken:
            for sink, parts in self._datagrams:
                self._send(sink, parts[:taken])

    def _send(self, sink: Sink, datagram: Datagram) -> None:
        self._offered += sum(map(listener.frames_in, datagram))
        sink.send(datagram)
        if sink.backlog:
            self._waiting.add(sink)

    def _retry(self) -> None:
        for sink in self._sinks.values():
            if not sink.there:
                sink.connect()
        for sink in [sink for sink in self._waiting if not sink.users]:
            sink.linger -= 1
            if not sink.linger:
                self._forget(sink)

    @property
    def behind(self) -> bool:
        """Whether frames wait for a listener that may take them in a moment."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Try again what waits."""
        for sink in list(self._waiting):
            sink.flush()
            if not sink.backlog:
                self._waiting.discard(sink)
                if not sink.users:
                    self._forget(sink)

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
