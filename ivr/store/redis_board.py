"""大盘 in Redis, for several nodes.

Failures are told once, and once when they are over. Pictures are then simply missing; the common
sheet raises, so that the node knows that it is alone.
"""

import contextlib
from collections.abc import Iterator
from typing import Any, cast

import msgspec
import redis.asyncio
from redis.exceptions import RedisError

from ivr.log import get_logger
from ivr.store.board import LEASE_SECONDS, Board, BoardAwayError, MemoryBoard, Picture, Sheet

log = get_logger("board")

PICTURE = "ivr:board:"
LEASE = "ivr:node:"
SHEET = "ivr:sheet"
TOLD = "ivr:changed"
NUMBERS = range(1, 10)  # [board] node
ANSWER_SECONDS = 0.5  # a board that takes longer is away: callers do not wait for it

# Compare and replace in one step: Redis runs a script alone.
WRITE = """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, 'body', ARGV[2])
redis.call('PUBLISH', KEYS[2], ARGV[1] + 1)
return 1
"""


class RedisBoard:
    """The board of several nodes."""

    def __init__(self, url: str, lease_seconds: float = LEASE_SECONDS) -> None:
        self._lease_ms = round(lease_seconds * 1000)
        self._redis = redis.asyncio.from_url(
            url,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry_on_timeout=False,
            retry=None,
        )
        self._listening = redis.asyncio.from_url(url, socket_connect_timeout=ANSWER_SECONDS)
        self._told: Any = None
        self._away = False

    # -- pictures --------------------------------------------------------------------------

    async def put(self, node: str, picture: Picture) -> None:
        with contextlib.suppress(BoardAwayError), self._reached():
            body = msgspec.msgpack.encode(picture)
            await self._redis.set(PICTURE + node, body, px=self._lease_ms)

    async def others(self, node: str) -> dict[str, Picture]:
        found: dict[str, Picture] = {}
        with contextlib.suppress(BoardAwayError), self._reached():
            own = (PICTURE + node).encode()
            keys = [k async for k in self._redis.scan_iter(match=PICTURE + "*") if k != own]
            bodies = await self._redis.mget(keys) if keys else []
            for key, body in zip(keys, bodies, strict=True):
                if body is not None:  # the lease ran out in between
                    picture = msgspec.msgpack.decode(cast(bytes, body))
                    found[key.decode().removeprefix(PICTURE)] = picture
        return found

    async def leave(self, node: str) -> None:
        with contextlib.suppress(BoardAwayError), self._reached():
            await self._redis.delete(PICTURE + node)

    # -- leases and the common sheet -------------------------------------------------------

    async def hold(self, number: int, start: str) -> None:
        with self._reached():
            await self._redis.set(f"{LEASE}{number}", start, px=self._lease_ms)

    async def let_go(self, number: int) -> None:
        with self._reached():
            await self._redis.delete(f"{LEASE}{number}")

    async def read(self) -> Sheet:
        with self._reached():
            pipeline = self._redis.pipeline(transaction=True)
            pipeline.hmget(SHEET, ["version", "body"])
            pipeline.mget([f"{LEASE}{number}" for number in NUMBERS])
            (version, body), starts = await pipeline.execute()
        alive = {n: s.decode() for n, s in zip(NUMBERS, starts, strict=True) if s is not None}
        return Sheet(int(version or 0), body or b"", alive)

    async def write(self, version: int, body: bytes) -> bool:
        with self._reached():
            done = await cast(Any, self._redis.eval(WRITE, 2, SHEET, TOLD, str(version), body))
        return bool(done)

    async def changed(self, version: int, seconds: float) -> None:
        with self._reached(proof=False):  # silence is no answer
            try:
                if self._told is None:
                    told = self._listening.pubsub(ignore_subscribe_messages=True)
                    await told.subscribe(TOLD)
                    self._told = told
                await self._told.get_message(timeout=seconds)
            except (RedisError, OSError):
                await self._forget_told()
                raise

    async def close(self) -> None:
        await self._forget_told()
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()
            await self._listening.aclose()

    async def _forget_told(self) -> None:
        told, self._told = self._told, None
        if told is not None:
            with contextlib.suppress(RedisError, OSError):
                await told.aclose()

    @contextlib.contextmanager
    def _reached(self, *, proof: bool = True) -> Iterator[None]:
        try:
            yield
        except (RedisError, OSError, msgspec.DecodeError) as error:
            if not self._away:
                log.error("redis_away", error=f"{type(error).__name__}: {error}")
            self._away = True
            raise BoardAwayError(f"Redis is away: {error}") from error
        if self._away and proof:
            log.info("redis_back")
            self._away = False


def open_board(url: str, lease_seconds: float = LEASE_SECONDS) -> Board:
    """Redis when an address is given, else memory."""
    return RedisBoard(url, lease_seconds) if url else MemoryBoard(lease_seconds)
