"""One contract for every board: memory, and Redis with a real redis-server."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ivr.store.board import Board, MemoryBoard, RedisBoard

LEASE = 0.4


@pytest.fixture
async def redis_server(tmp_path: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = await asyncio.create_subprocess_exec(
        *("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""),
        *("--dir", str(tmp_path), "--loglevel", "warning"),
        stdout=asyncio.subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            break
    yield f"redis://127.0.0.1:{port}/0", server
    if server.returncode is None:
        server.terminate()
        await server.wait()


@pytest.fixture(params=["memory", "redis"])
async def boards(
    request: pytest.FixtureRequest, redis_server: tuple[str, asyncio.subprocess.Process]
) -> AsyncIterator[tuple[Board, Board]]:
    """Two nodes' views of one board."""
    if request.param == "memory":
        one = MemoryBoard(LEASE)
        yield one, one
        await one.close()
        return
    first, second = (RedisBoard(redis_server[0], LEASE) for _ in range(2))
    yield first, second
    await first.close()
    await second.close()


async def until_gone(board: Board, node: str) -> None:
    for _ in range(500):  # the lease is Redis's own clock: there is no event to wait for
        if not await board.others(node):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the lease never ran out")


async def test_nodes_see_each_other_but_not_themselves(boards: tuple[Board, Board]) -> None:
    a, b = boards
    await a.put("a", {"calls": [{"call": "c1", "caller": "024****0001"}], "waiting": 1})
    await b.put("b", {"calls": [], "waiting": 0})
    assert await a.others("a") == {"b": {"calls": [], "waiting": 0}}
    assert (await b.others("b"))["a"]["calls"][0]["call"] == "c1"


async def test_the_newest_picture_counts(boards: tuple[Board, Board]) -> None:
    a, b = boards
    await a.put("a", {"waiting": 1})
    await a.put("a", {"waiting": 2})
    assert await b.others("b") == {"a": {"waiting": 2}}


async def test_who_leaves_is_gone_at_once(boards: tuple[Board, Board]) -> None:
    a, b = boards
    await a.put("a", {"waiting": 1})
    await a.leave("a")
    assert await b.others("b") == {}


async def test_a_dead_node_disappears_with_its_lease(boards: tuple[Board, Board]) -> None:
    a, b = boards
    await a.put("a", {"waiting": 1})
    assert await b.others("b")
    await until_gone(b, "b")


async def test_redis_that_is_away_stops_nobody(
    redis_server: tuple[str, asyncio.subprocess.Process],
) -> None:
    url, server = redis_server
    board = RedisBoard(url, LEASE)
    await board.put("a", {"waiting": 1})
    server.kill()
    await server.wait()
    await board.put("a", {"waiting": 2})
    assert await board.others("b") == {}
    await board.leave("a")
    await board.close()
