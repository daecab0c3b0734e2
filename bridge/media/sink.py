"""One listening socket: what it does not take at once waits a short while and is tried again."""

import errno
import socket
from collections import deque
from collections.abc import Sequence

from bridge.media.listener import frames_in

_PATIENCE = 50  # frames of each listener that wait: a second
_SPARE = 8  # and some more, for last frames
_LINGER = 4  # half seconds that last frames wait when nobody uses the socket any more
_SEND_BYTES = 1 << 20  # as far as the kernel allows it (net.core.wmem_max)
_FULL = (errno.EAGAIN, errno.ENOBUFS)

Datagram = Sequence[memoryview | bytes]  # in parts that lie in several places


class Sink:
    """One listening socket, with the listeners that share it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.users = 0
        self.linger = _LINGER
        self.backlog: deque[bytes] = deque()
        self.waiting = 0  # frames in the backlog
        self.late = self.dropped = 0  # frames sent later than their tick; frames lost
        self._sock: socket.socket | None = None
        self.connect()

    def connect(self) -> None:
        """Try to reach the listeners."""
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.setblocking(False)
        try:
            sock.connect(self.path)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BYTES)
            self._sock = sock
        except OSError:
            sock.close()

    @property
    def there(self) -> bool:
        """Whether somebody listens."""
        return self._sock is not None

    def use(self) -> None:
        """Another listener shares it."""
        self.users += 1
        self.linger = _LINGER

    def send(self, datagram: Datagram) -> None:
        """Send at once, or behind what waits already; what nobody takes is lost."""
        if self._sock is not None and not self.backlog:
            try:
                self._sock.sendmsg(datagram)
            except OSError as error:
                if error.errno not in _FULL:
                    self.lose()
            else:
                return
        if self._sock is None:
            self.dropped += sum(map(frames_in, datagram))
        else:
            self._keep(b"".join(datagram))

    def _keep(self, datagram: bytes) -> None:
        self.backlog.append(datagram)
        self.waiting += frames_in(datagram)
        while self.waiting > _PATIENCE * self.users + _SPARE and len(self.backlog) > 1:
            self.dropped += self._next()

    def _next(self) -> int:
        """Take the oldest datagram out; its frames."""
        frames = frames_in(self.backlog.popleft())
        self.waiting -= frames
        return frames

    def flush(self) -> None:
        """Send what waits, as far as it is taken."""
        try:
            while self.backlog and self._sock is not None:
                self._sock.send(self.backlog[0])
                self.late += self._next()
        except OSError as error:
            if error.errno not in _FULL:
                self.lose()

    def lose(self) -> None:
        """The listeners are gone, and with them what waited."""
        self.close()
        self.dropped += self.waiting
        self.waiting = 0
        self.backlog.clear()

    def close(self) -> None:
        """Let go of the socket."""
        if self._sock is not None:
            self._sock.close()
            self._sock = None
