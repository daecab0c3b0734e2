"""The kernel's floor: a process that receives and sends as many packets, and nothing else.

An efficient but plain loop: one socket a call, connected, one epoll; every 20 ms whatever came is
received into one buffer and one packet goes to each telephone. With listeners it sends their
datagrams too, as many and as long as the media process does: two ticks to each socket that
listens, every second tick.
"""

import select
import socket
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from bridge.media.bench.ears import PROCESSES
from bridge.media.bench.phones import PACKET, TICK, pair
from bridge.media.listener import FRAME_BYTES

Send = Callable[[bytes], object]


def run(calls: int, pipe: Connection, listeners: str) -> None:
    """Serve until the telephones have gone; `listeners` is their folder, or empty."""
    socks = [pair()[0] for _ in range(calls)]
    pipe.send([sock.getsockname()[1] for sock in socks])
    epoll, receive, sends = select.epoll(), {}, []
    for sock, port in zip(socks, pipe.recv(), strict=True):
        sock.connect(("127.0.0.1", port))
        epoll.register(sock, select.EPOLLIN)
        receive[sock.fileno()] = sock.recv_into
        sends.append(sock.send)
    ears = _ears(calls, listeners) if listeners else []
    scratch, packet = memoryview(bytearray(2048)), bytes(PACKET)
    deadline, odd = time.monotonic(), False
    while True:
        deadline += TICK
        time.sleep(max(0.0, deadline - time.monotonic()))
        try:
            while events := epoll.poll(0, 4096):
                for descriptor, _ in events:
                    receive[descriptor](scratch)
            for send in sends:
                send(packet)
            for give, frames in ears if odd else ():
                give(frames)
        except OSError:  # the telephones have gone
            return
        odd = not odd


def _ears(calls: int, folder: str) -> list[tuple[Send, bytes]]:
    """To whom the sound of the calls goes, and what goes there every second tick."""
    ears: list[tuple[Send, bytes]] = []
    for i in range(PROCESSES):
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        ear.connect(f"{folder}/{i}")
        ears.append((ear.send, bytes(2 * len(range(i, calls, PROCESSES)) * FRAME_BYTES)))
    return ears
