"""Listeners in a process of their own: sockets that are emptied as a recogniser empties its own."""

import select
import socket
import time
from multiprocessing.connection import Connection

from bridge.media.bench.cost import own_core
from bridge.media.bench.phones import PARTS, TICK, spawn
from bridge.media.listener import FRAME_BYTES, MOST

PROCESSES = 4  # as many as recognise on a machine of 16 cores; each has one socket


class Ears:
    """Sockets `FOLDER/0` and so on."""

    def __init__(self, sockets: int, folder: str) -> None:
        ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_listen, args=(sockets, folder, theirs), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        own_core(self._process.pid, ours=False)
        ours.recv()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _listen(sockets: int, folder: str, pipe: Connection) -> None:
    epoll, receive = select.epoll(), {}
    for i in range(sockets):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.bind(f"{folder}/{i}")
        epoll.register(sock, select.EPOLLIN)
        receive[sock.fileno()] = sock
    pipe.send(True)
    scratch = bytearray(MOST * FRAME_BYTES)
    while True:
        for descriptor, _ in epoll.poll():
            receive[descriptor].recv_into(scratch)
        time.sleep(TICK / PARTS)
