"""大盘 the board between nodes: what each node sees just now, gone when the node is gone.

Every node puts its picture (calls, operators, who waits) under a lease of a few seconds; a page on
any node shows all of them. In memory there is one node, and that is the whole board. Redis that is
away never stops a node: its own picture is always there, the others are missing until it is back.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any, Protocol, cast

import msgspec
import redis.asyncio
from redis.exceptions import RedisError

from ivr.log import get_logger

log = get_logger("board")

LEASE_SECONDS = 5.0
PREFIX = "ivr:board:"

Picture = Mapping[str, Any]


class Board(Protocol):
    """What the nodes tell each other."""

    async def put(self, node: str, picture: Picture) -> None:
        """Show this node's picture for one lease."""

    async def others(self, node: str) -> dict[str, Picture]:
        """The pictures of the other nodes whose lease runs."""

    async def leave(self, node: str) -> None:
        """Take this node's picture away at once."""

    async def close(self) -> None:
        """Let go of what is held."""


class MemoryBoard:
    """The board of one process; tests and single nodes."""

    def __init__(self, lease_seconds: float = LEASE_SECONDS) -> None:
        self._lease = lease_seconds
        self._pictures: dict[str, tuple[float, Picture]] = {}

    async def put(self, node: str, picture: Picture) -> None:
        self._pictures[node] = (asyncio.get_running_loop().time() + self._lease, picture)

    async def others(self, node: str) -> dict[str, Picture]:
        now = asyncio.get_running_loop().time()
        self._pictures = {n: held for n, held in self._pictures.items() if held[0] > now}
        return {n: picture for n, (_, picture) in self._pictures.items() if n != node}

    async def leave(self, node: str) -> None:
        self._pictures.pop(node, None)

    async def close(self) -> None:
        self._pictures.clear()


class RedisBoard:
    """The board of several nodes. Failures are told once, and once when they are over."""

    def __init__(self, url: str, lease_seconds: float = LEASE_SECONDS) -> None:
        self._lease_ms = round(lease_seconds * 1000)
        self._redis = redis.asyncio.from_url(
            url, socket_timeout=1.0, socket_connect_timeout=1.0, retry_on_timeout=False
        )
        self._away = False

    async def put(self, node: str, picture: Picture) -> None:
        with self._forgiven():
            body = msgspec.msgpack.encode(picture)
            await self._redis.set(PREFIX + node, body, px=self._lease_ms)
            self._is_back()

    async def others(self, node: str) -> dict[str, Picture]:
        found: dict[str, Picture] = {}
        with self._forgiven():
            own = (PREFIX + node).encode()
            keys = [k async for k in self._redis.scan_iter(match=PREFIX + "*") if k != own]
            bodies = await self._redis.mget(keys) if keys else []
            for key, body in zip(keys, bodies, strict=True):
                if body is not None:  # the lease ran out in between
                    picture = msgspec.msgpack.decode(cast(bytes, body))
                    found[key.decode().removeprefix(PREFIX)] = picture
            self._is_back()
        return found

    async def leave(self, node: str) -> None:
        with self._forgiven():
            await self._redis.delete(PREFIX + node)

    async def close(self) -> None:
        with self._forgiven():
            await self._redis.aclose()

    @contextlib.contextmanager
    def _forgiven(self) -> Any:
        try:
            yield
        except (RedisError, OSError, msgspec.DecodeError) as error:
            if not self._away:
                log.error("redis_away", error=f"{type(error).__name__}: {error}")
            self._away = True

    def _is_back(self) -> None:
        if self._away:
            log.info("redis_back")
        self._away = False


def open_board(url: str) -> Board:
    """Redis when an address is given, else memory."""
    return RedisBoard(url) if url else MemoryBoard()
