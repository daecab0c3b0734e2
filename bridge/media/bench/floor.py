"""The kernel's floor: a process that receives and sends as many packets, and nothing else.

An efficient but plain loop: one socket a call, connected, one epoll; every 20 ms whatever came is
received into one buffer and one packet goes to each telephone. With listeners it sends their
datagrams too, as many and as long as the media process does: two frames to each every 40 ms.
"""

import select
import socket
import time
from multiprocessing.connection import Connection

from bridge.media.bench.phones import PACKET, TICK, pair
from bridge.media.listener import FRAME_BYTES


def run(calls: int, pipe: Connection, listeners: str) -> None:
    """Serve until the telephones have gone; `listeners` is their folder, or empty."""
    socks = [pair()[0] for _ in range(calls)]
    pipe.send([sock.getsockname()[1] for sock in socks])
    epoll, receive, sends = select.epoll(), {}, []
    ears = []
    for i, (sock, port) in enumerate(zip(socks, pipe.recv(), strict=True)):
        sock.connect(("127.0.0.1", port))
        epoll.register(sock, select.EPOLLIN)
        receive[sock.fileno()] = sock.recv_into
        sends.append(sock.send)
        if listeners:
            ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            ear.connect(f"{listeners}/{i}")
            ears.append(ear.send)
    scratch, packet, frames = memoryview(bytearray(2048)), bytes(PACKET), bytes(2 * FRAME_BYTES)
    deadline, half = time.monotonic(), 0
    while True:
        deadline += TICK
        time.sleep(max(0.0, deadline - time.monotonic()))
        try:
            while events := epoll.poll(0, 4096):
                for descriptor, _ in events:
                    receive[descriptor](scratch)
            for send in sends:
                send(packet)
            for send in ears[half::2]:
                send(frames)
        except OSError:  # the telephones have gone
            return
        half = 1 - half
