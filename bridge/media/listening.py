"""Sends decoded sound to listeners; whoever is slow or gone loses frames, and delays nobody.

All listeners behind one socket path are one group: their frames of a tick are one matrix. What
the socket does not take at once waits in a short backlog and is tried again between the ticks.
"""

import contextlib
import socket
from collections import deque

import numpy as np

from bridge.media import listener
from bridge.media.g711 import FRAME, Pcm
from bridge.media.jitter import Flags

_BACKLOG_TICKS = 25  # half a second
_RETRY_TICKS = 25
_FRAME_BYTES = listener.HEADER.size + 2 * FRAME
_WORDS = listener.HEADER.size // 4


class Group:
    """The listeners behind one socket path."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.backlog: deque[bytes] = deque()
        self.streams: list[tuple[int, int]] = []  # (row of the leg, stream)
        self.sock: socket.socket | None = None
        self.retry_at = 0
        self.sent = self.dropped = 0
        self._rows = np.empty(0, np.intp)
        self._arrange({})

    def _arrange(self, sequences: dict[int, int]) -> None:
        count = len(self.streams)
        self._frames = np.zeros((count, _FRAME_BYTES), np.uint8)
        self._views = [row.data for row in self._frames]
        self._words = self._frames.view("<u4")
        self._samples = self._frames[:, listener.HEADER.size :].view("<i2")
        self._rows = np.array([row for row, _ in self.streams], np.intp)
        for i, (_, stream) in enumerate(self.streams):
            self._frames[i, :4] = np.frombuffer(listener.MAGIC, np.uint8)
            self._words[i, 1], self._words[i, 2] = stream, sequences.get(stream, 0)

    def _sequences(self) -> dict[int, int]:
        return {stream: int(self._words[i, 2]) for i, (_, stream) in enumerate(self.streams)}

    def add(self, row: int, stream: int) -> None:
        """One more listener."""
        sequences = self._sequences()
        self.streams.append((row, stream))
        self._arrange(sequences)

    def remove(self, row: int, stream: int, last: bool) -> None:
        """One less; `last` tells it that the leg is gone."""
        if (row, stream) not in self.streams:
            return
        sequences = self._sequences()
        self.streams.remove((row, stream))
        self._arrange(sequences)
        if last:
            self.backlog.append(listener.pack_frame(stream, sequences[stream], listener.LAST, b""))

    def send(self, pcm: Pcm, made_up: Flags, ticks: int) -> None:
        """One frame of each listener's leg."""
        if not self.streams:
            if self.sock is None and self.backlog:
                self._connect(ticks)
            self.flush()
            return
        self._samples[:] = pcm[self._rows]
        self._words[:, 3] = made_up[self._rows]
        if self.sock is None and ticks >= self.retry_at:
            self._connect(ticks)
        self.flush()
        sent = 0 if self.backlog or self.sock is None else self._send_views()
        self.sent += sent
        self.backlog.extend(view.tobytes() for view in self._views[sent:])
        self._words[:, 2] += 1
        while len(self.backlog) > (_BACKLOG_TICKS + 1) * len(self.streams) + 64:
            self.backlog.popleft()
            self.dropped += 1

    def _send_views(self) -> int:
        """Send until the socket is full; how many went."""
        assert self.sock is not None
        sent, send = 0, self.sock.send
        try:
            for view in self._views:
                send(view)
                sent += 1
        except BlockingIOError:
            pass
        except OSError:
            self._lost()
        return sent

    def flush(self) -> None:
        """Send what waited."""
        if self.sock is None or not self.backlog:
            return
        try:
            while self.backlog:
                self.sock.send(self.backlog[0])
                self.backlog.popleft()
                self.sent += 1
        except BlockingIOError:
            pass
        except OSError:
            self._lost()

    def _connect(self, ticks: int) -> None:
        self.retry_at = ticks + _RETRY_TICKS
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.setblocking(False)
        try:
            sock.connect(self.path)
            self.sock = sock
        except OSError:
            sock.close()
            self._drop_all()

    def _lost(self) -> None:
        """The listener's socket is gone; it is tried again after a while."""
        self.close()
        self._drop_all()

    def _drop_all(self) -> None:
        self.dropped += len(self.backlog)
        self.backlog.clear()

    def close(self) -> None:
        """Let go of the socket."""
        if self.sock is not None:
            self.sock.close()
            self.sock = None


class Listening:
    """All groups."""

    def __init__(self) -> None:
        self._groups: dict[str, Group] = {}
        self._gone = [0, 0]

    def add(self, row: int, stream: int, path: str) -> None:
        """A listener wants a leg's sound."""
        group = self._groups.get(path)
        if group is None:
            group = self._groups[path] = Group(path)
        group.add(row, stream)

    def remove(self, row: int, stream: int) -> None:
        """A listener wants no more."""
        for group in self._groups.values():
            group.remove(row, stream, last=False)

    def close_row(self, row: int) -> None:
        """A leg is gone: each of its listeners gets a last frame."""
        for group in self._groups.values():
            for of_row, stream in list(group.streams):
                if of_row == row:
                    group.remove(row, stream, last=True)

    def tick(self, pcm: Pcm, made_up: Flags, ticks: int) -> None:
        """Send one frame to everybody."""
        for group in list(self._groups.values()):
            group.send(pcm, made_up, ticks)
            if not group.streams and not (group.backlog and group.sock):
                self._forget(group)

    @property
    def behind(self) -> bool:
        """Whether frames wait for a listener that may take them in a moment."""
        return any(group.backlog and group.sock for group in self._groups.values())

    def flush(self) -> bool:
        """Try again what waits; True when some of it went."""
        before = sum(group.sent for group in self._groups.values())
        for group in self._groups.values():
            group.flush()
        return sum(group.sent for group in self._groups.values()) > before

    def _forget(self, group: Group) -> None:
        group.close()
        self._gone[0] += group.sent
        self._gone[1] += group.dropped + len(group.backlog)
        del self._groups[group.path]

    def counters(self) -> dict[str, int]:
        """Frames sent and frames lost since the process began."""
        groups = self._groups.values()
        return {
            "listener_frames": self._gone[0] + sum(g.sent for g in groups),
            "listener_dropped": self._gone[1] + sum(g.dropped for g in groups),
        }

    def close(self) -> None:
        """Let go of every socket, after a last attempt."""
        for group in self._groups.values():
            with contextlib.suppress(OSError):
                group.flush()
            group.close()
