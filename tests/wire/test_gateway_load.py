"""How long a datagram lay in the queue is known from the kernel, and too long means 503."""

import socket
import struct
import time

from bridge.gateway import sockets


def test_the_kernel_says_when_a_datagram_came() -> None:
    here = sockets.bind("127.0.0.1", 0)
    here.setblocking(True)
    with here, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        there.sendto(b"x", here.getsockname())
        before = time.time()
        _, controls, _, _ = here.recvmsg(10, 64)
        waited = sockets._waited(controls)
        assert waited > 0
        ((level, kind, stamp),) = controls
        seconds, nanoseconds = struct.unpack("@ll", stamp)
        assert abs(seconds + nanoseconds / 1e9 - before) < 5
        older = [(level, kind, struct.pack("@ll", seconds - 60, nanoseconds))]
        assert sockets._waited(older) > 59
    assert sockets._waited([]) == 0
