"""Sends decoded sound to listeners; whoever is slow or gone loses frames, and delays nobody.

The frames of all listeners in a tick are one matrix. What a socket does not take at once waits in
a short backlog and is tried again between the ticks; a socket that is not there is tried again
twice a second.
"""

import socket
from collections import deque
from collections.abc import Callable

import numpy as np

from bridge.media import listener
from bridge.media.g711 import FRAME, Pcm
from bridge.media.jitter import Flags

_BACKLOG_TICKS = 25  # half a second
_RETRY_TICKS = 25
_FRAME_BYTES = listener.HEADER.size + 2 * FRAME

Give = Callable[[memoryview], object]


class Sink:
    """One listening socket; several listeners may share it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.users = 0
        self.patience = 4  # half seconds that a last frame waits when nobody uses it any more
        self.backlog: deque[bytes] = deque()
        self.late = self.dropped = 0  # frames sent later than their tick; frames lost
        self._sock: socket.socket | None = None
        self.connect()

    def connect(self) -> None:
        """Try to reach the listener."""
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.setblocking(False)
        try:
            sock.connect(self.path)
            self._sock = sock
        except OSError:
            sock.close()

    @property
    def there(self) -> bool:
        """Whether there is a listener."""
        return self._sock is not None

    def give(self) -> Give:
        """What takes this sink's frames just now."""
        if self._sock is None:
            return self._drop
        return self.keep if self.backlog else self._sock.send

    def _drop(self, frame: memoryview) -> None:
        self.dropped += 1

    def keep(self, frame: memoryview | bytes) -> None:
        """Put a frame behind what waits already."""
        self.backlog.append(bytes(frame))
        if len(self.backlog) > _BACKLOG_TICKS * self.users + 16:
            self.backlog.popleft()
            self.dropped += 1

    def flush(self) -> bool:
        """Send what waits; True when some of it went."""
        before = len(self.backlog)
        try:
            while self.backlog and self._sock is not None:
                self._sock.send(self.backlog[0])
                self.backlog.popleft()
                self.late += 1
        except BlockingIOError:
            pass
        except OSError:
            self.lose()
        return len(self.backlog) < before

    def lose(self) -> None:
        """The listener is gone, and with it what waited."""
        self.close()
        self.dropped += len(self.backlog)
        self.backlog.clear()

    def close(self) -> None:
        """Let go of the socket."""
        if self._sock is not None:
            self._sock.close()
            self._sock = None


class Listening:
    """All listeners."""

    def __init__(self) -> None:
        self._sinks: dict[str, Sink] = {}
        self._streams: dict[tuple[int, int], Sink] = {}  # by row of the leg and stream
        self._waiting: set[Sink] = set()
        self._past = [0, 0]  # of sinks that are no more
        self._sent = 0
        self._ticks = 0
        self._arrange({})

    def _arrange(self, sequences: dict[tuple[int, int], int]) -> None:
        keys = list(self._streams)
        self._frames = np.zeros((len(keys), _FRAME_BYTES), np.uint8)
        self._words = self._frames.view("<u4")
        self._samples = self._frames[:, listener.HEADER.size :].view("<i2")
        self._rows = np.array([row for row, _ in keys], np.intp)
        for i, key in enumerate(keys):
            self._frames[i, :4] = np.frombuffer(listener.MAGIC, np.uint8)
            self._words[i, 1], self._words[i, 2] = key[1], sequences.get(key, 0)
        self._views = [row.data for row in self._frames]
        self._rewire()

    def _rewire(self) -> None:
        """Work out anew who takes each frame; after any change of a sink."""
        self._gives = [sink.give() for sink in self._streams.values()]

    def _sequences(self) -> dict[tuple[int, int], int]:
        return dict(zip(self._streams, self._words[:, 2].tolist(), strict=True))

    def add(self, row: int, stream: int, path: str) -> None:
        """A listener wants a leg's sound."""
        self.remove(row, stream)
        sequences = self._sequences()
        sink = self._sinks.get(path)
        if sink is None:
            sink = self._sinks[path] = Sink(path)
        sink.users += 1
        self._streams[row, stream] = sink
        self._arrange(sequences)

    def remove(self, row: int, stream: int) -> None:
        """A listener wants no more."""
        if (row, stream) in self._streams:
            sequences = self._sequences()
            self._release(self._streams.pop((row, stream)))
            self._arrange(sequences)

    def close_row(self, row: int) -> None:
        """A leg is gone: each of its listeners gets a last frame."""
        sequences = self._sequences()
        for key in [key for key in self._streams if key[0] == row]:
            sink = self._streams.pop(key)
            sink.keep(listener.pack_frame(key[1], sequences[key], listener.LAST, b""))
            sink.flush()
            self._release(sink)
        self._arrange(sequences)

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
        """Send one frame to everybody."""
        self._ticks += 1
        if self._ticks % _RETRY_TICKS == 0:
            self._retry()
        if not self._streams:
            return
        self._samples[:] = pcm[self._rows]
        self._words[:, 3] = made_up[self._rows]
        failed = []
        for i, (give, view) in enumerate(zip(self._gives, self._views, strict=True)):
            try:
                give(view)
            except OSError as error:
                failed.append((i, isinstance(error, BlockingIOError)))
        self._sent += len(self._gives) - len(failed)
        if failed:
            self._take_back(failed)
        self._words[:, 2] += 1

    def _take_back(self, failed: list[tuple[int, bool]]) -> None:
        sinks = list(self._streams.values())
        for i, full in failed:
            if full:
                sinks[i].keep(self._views[i])
                self._waiting.add(sinks[i])
            else:
                sinks[i].lose()
                self._waiting.discard(sinks[i])
                sinks[i].dropped += 1
        self._rewire()

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

    def flush(self) -> bool:
        """Try again what waits; True when some of it went."""
        progress = [sink.flush() for sink in self._waiting]
        for sink in [sink for sink in self._waiting if not sink.backlog]:
            self._waiting.discard(sink)
            if not sink.users:
                self._forget(sink)
        if any(progress):
            self._rewire()
        return any(progress)

    def counters(self) -> dict[str, int]:
        """Frames since the process began: sent, of these late, and lost."""
        sinks = self._sinks.values()
        dropped = self._past[1] + sum(sink.dropped for sink in sinks)
        kept = sum(len(sink.backlog) for sink in sinks)
        return {
            "listener_frames": max(0, self._sent - dropped - kept),
            "listener_late": self._past[0] + sum(sink.late for sink in sinks),
            "listener_waiting": kept,
            "listener_dropped": dropped,
        }

    def close(self) -> None:
        """Let go of every socket, after a last attempt."""
        for sink in list(self._sinks.values()):
            sink.flush()
            self._forget(sink)
