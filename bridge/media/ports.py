"""Port pairs for legs: even for RTP, the odd one behind it for RTCP (RFC 3550 §11)."""

import contextlib
import ipaddress
import socket

_RECEIVE_BYTES = 64 * 1024


class PortPool:
    """Binds pairs in turn, so that a port rests as long as possible before it is used again."""

    def __init__(self, host: str, low: int, high: int) -> None:
        self._family = (
            socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
        )
        self._host = host
        self._low = low + low % 2
        self.pairs = max(0, (high + 1 - self._low) // 2)
        self._next = 0

    def bind(self) -> tuple[socket.socket, socket.socket]:
        """Bind the next pair that is free; OSError with a remedy when there is none."""
        for _ in range(self.pairs):
            port = self._low + 2 * self._next
            self._next = (self._next + 1) % self.pairs
            with contextlib.suppress(OSError):
                return self._pair(port)
        high = self._low + 2 * self.pairs - 1
        raise OSError(
            f"no free RTP port pair on {self._host} in {self._low}-{high}: widen rtp_ports"
        )

    def _pair(self, port: int) -> tuple[socket.socket, socket.socket]:
        rtp = self._bound(port)
        try:
            return rtp, self._bound(port + 1)
        except OSError:
            rtp.close()
            raise

    def _bound(self, port: int) -> socket.socket:
        sock = socket.socket(self._family, socket.SOCK_DGRAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BYTES)
            with contextlib.suppress(OSError):  # Expedited Forwarding, RFC 4594 §4.1
                sock.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0xB8)
            sock.bind((self._host, port))
        except OSError:
            sock.close()
            raise
        return sock
