"""大盘 the board between nodes: what is true just now, gone when it is no longer true.

Three things lie on it. Each node's *picture* for the pages, under a lease of a few seconds. Each
node's *lease*, which says that it lives. And the *common sheet*: who waits, who is free, whom we
ring, on all nodes; it is replaced only by who has read its newest version, so that every decision
is one step. In memory there is one process, and that is the whole board.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from ivr.errors import StoreError

LEASE_SECONDS = 5.0

Picture = Mapping[str, Any]


class BoardAwayError(StoreError):
    """The board cannot be reached; nodes go on alone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """公共单 the common sheet as it was read."""

    version: int
    body: bytes  # empty: nobody has written yet
    alive: Mapping[int, str]  # nodes whose lease runs: number to the name of that start


class Board(Protocol):
    """What the nodes tell each other. Pictures forgive, the sheet does not: `BoardAwayError`."""

    async def put(self, node: str, picture: Picture) -> None:
        """Show this node's picture for one lease."""

    async def others(self, node: str) -> dict[str, Picture]:
        """The pictures of the other nodes whose lease runs."""

    async def leave(self, node: str) -> None:
        """Take this node's picture away at once."""

    async def hold(self, number: int, start: str) -> None:
        """This node lives, for one lease more."""

    async def let_go(self, number: int) -> None:
        """This node ends in order."""

    async def read(self) -> Sheet:
        """The common sheet, and who lives."""

    async def write(self, version: int, body: bytes) -> bool:
        """Replace the sheet if it is still of this version; all nodes are told."""

    async def changed(self, version: int, seconds: float) -> None:
        """Wait until the sheet may have another version, or for so long."""

    async def close(self) -> None:
        """Let go of what is held."""


class MemoryBoard:
    """The board of one process; tests and single nodes."""

    def __init__(self, lease_seconds: float = LEASE_SECONDS) -> None:
        self._lease = lease_seconds
        self._pictures: dict[str, tuple[float, Picture]] = {}
        self._leases: dict[int, tuple[float, str]] = {}
        self._version, self._body = 0, b""
        self._written = asyncio.Condition()
        self.away = False  # tests: as if it could not be reached

    async def put(self, node: str, picture: Picture) -> None:
        self._pictures[node] = (self._until(), picture)

    async def others(self, node: str) -> dict[str, Picture]:
        now = asyncio.get_running_loop().time()
        self._pictures = {n: held for n, held in self._pictures.items() if held[0] > now}
        return {n: picture for n, (_, picture) in self._pictures.items() if n != node}

    async def leave(self, node: str) -> None:
        self._pictures.pop(node, None)

    async def hold(self, number: int, start: str) -> None:
        self._reach()
        self._leases[number] = (self._until(), start)

    async def let_go(self, number: int) -> None:
        self._reach()
        self._leases.pop(number, None)

    async def read(self) -> Sheet:
        self._reach()
        now = asyncio.get_running_loop().time()
        alive = {n: start for n, (until, start) in self._leases.items() if until > now}
        return Sheet(self._version, self._body, alive)

    async def write(self, version: int, body: bytes) -> bool:
        self._reach()
        if version != self._version:
            return False
        self._version, self._body = version + 1, body
        async with self._written:
            self._written.notify_all()
        return True

    async def changed(self, version: int, seconds: float) -> None:
        self._reach()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._written:
                await self._written.wait_for(lambda: self._version != version)

    async def close(self) -> None:
        """Others may still use it: nothing is held."""

    def _until(self) -> float:
        return asyncio.get_running_loop().time() + self._lease

    def _reach(self) -> None:
        if self.away:
            raise BoardAwayError("the board is away")
