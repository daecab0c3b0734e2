"""One listening socket: what it does not take at once waits a short while and is tried again."""

import socket
from collections import deque
from collections.abc import Callable

from bridge.media import listener

_BACKLOG = 13  # datagrams of two frames: half a second

Datagram = memoryview | bytes
Give = Callable[[Datagram], object]


def frames_in(datagram: Datagram) -> int:
    """How many frames of a stream are in it; the empty last one counts."""
    return -(-len(datagram) // listener.FRAME_BYTES)


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

    @property
    def waiting(self) -> int:
        """Frames in the backlog."""
        return sum(map(frames_in, self.backlog))

    def give(self) -> Give:
        """What takes this sink's datagrams just now."""
        if self._sock is None:
            return self._drop
        return self.keep if self.backlog else self._sock.send

    def _drop(self, datagram: Datagram) -> None:
        self.dropped += frames_in(datagram)

    def keep(self, datagram: Datagram) -> None:
        """Put a datagram behind what waits already."""
        self.backlog.append(bytes(datagram))
        if len(self.backlog) > _BACKLOG * self.users + 8:
            self._drop(self.backlog.popleft())

    def flush(self) -> bool:
        """Send what waits; True when some of it went."""
        before = len(self.backlog)
        try:
            while self.backlog and self._sock is not None:
                self._sock.send(self.backlog[0])
                self.late += frames_in(self.backlog.popleft())
        except BlockingIOError:
            pass
        except OSError:
            self.lose()
        return len(self.backlog) < before

    def lose(self) -> None:
        """The listener is gone, and with it what waited."""
        self.close()
        self.dropped += self.waiting
        self.backlog.clear()

    def close(self) -> None:
        """Let go of the socket."""
        if self._sock is not None:
            self._sock.close()
            self._sock = None
