"""Listeners in a process of their own: one socket a call, emptied as a recogniser does."""

import select
import socket
import time
from multiprocessing.connection import Connection

from bridge.media.bench.cost import own_core
from bridge.media.bench.phones import PARTS, TICK, spawn


class Ears:
    """`calls` sockets, `FOLDER/0` and so on."""

    def __init__(self, calls: int, folder: str) -> None:
        ours, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_listen, args=(calls, folder, theirs), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        own_core(self._process.pid, ours=False)
        ours.recv()

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _listen(calls: int, folder: str, pipe: Connection) -> None:
    epoll, receive = select.epoll(), {}
    for i in range(calls):
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sock.bind(f"{folder}/{i}")
        epoll.register(sock, select.EPOLLIN)
        receive[sock.fileno()] = sock
    pipe.send(True)
    scratch = bytearray(1024)
    while True:
        for descriptor, _ in epoll.poll():
            receive[descriptor].recv_into(scratch)
        time.sleep(TICK / PARTS)
