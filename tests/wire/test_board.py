"""One contract for every board: memory, and Redis with a real redis-server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis_server import RedisServer

from ivr.store.board import Board, BoardAwayError, MemoryBoard
from ivr.store.redis_board import RedisBoard

LEASE = 0.4


@pytest.fixture(params=["memory", "redis"])
async def boards(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[Board, Board]]:
    """Two nodes' views of one board."""
    if request.param == "memory":
        one = MemoryBoard(LEASE)
        yield one, one
        await one.close()
        return
    async with RedisServer(tmp_path) as server:
        first, second = (RedisBoard(server.url, LEASE) for _ in range(2))
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


async def test_only_who_has_read_the_newest_sheet_writes_it(boards: tuple[Board, Board]) -> None:
    a, b = boards
    nothing = await a.read()
    assert (nothing.version, nothing.body) == (0, b"")
    assert await a.write(0, b"of a")
    assert not await b.write(0, b"of b")
    newest = await b.read()
    assert newest.body == b"of a"
    assert await b.write(newest.version, b"of b")
    assert (await a.read()).body == b"of b"


async def test_of_many_writers_each_counts_once(boards: tuple[Board, Board]) -> None:
    async def add(board: Board) -> None:
        for _ in range(30):
            done = False
            while not done:
                sheet = await board.read()
                done = await board.write(sheet.version, str(int(sheet.body or b"0") + 1).encode())

    await asyncio.gather(*(add(board) for board in boards))
    assert (await boards[0].read()).body == b"60"


async def test_who_waits_is_told_that_somebody_wrote(boards: tuple[Board, Board]) -> None:
    a, b = boards
    await b.changed(0, 0.01)  # listens from now on
    waiting = asyncio.create_task(b.changed(0, 30))
    await a.write(0, b"new")
    async with asyncio.timeout(10):
        await waiting


async def test_a_lease_says_who_lives(boards: tuple[Board, Board]) -> None:
    a, b = boards
    await a.hold(1, "first start")
    await b.hold(2, "x")
    assert (await a.read()).alive == {1: "first start", 2: "x"}
    await b.let_go(2)
    assert (await a.read()).alive == {1: "first start"}
    for _ in range(500):  # the lease is the board's own clock: there is no event to wait for
        if not (await b.read()).alive:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the lease never ran out")


async def test_redis_that_is_away_is_told_and_found_again(tmp_path: Path) -> None:
    async with RedisServer(tmp_path) as server:
        board = RedisBoard(server.url, LEASE)
        await board.put("a", {"waiting": 1})
        await board.write(0, b"kept")
        await board.changed(0, 0.01)
        await server.kill()
        await board.put("a", {"waiting": 2})  # pictures forgive
        assert await board.others("b") == {}
        await board.leave("a")
        for asked in (board.read(), board.write(1, b""), board.hold(1, ""), board.changed(1, 9)):
            with pytest.raises(BoardAwayError):
                await asked
        await server.start()
        assert (await board.read()).version == 0  # a Redis that kept nothing
        assert await board.write(0, b"again")
        server.freeze()
        with pytest.raises(BoardAwayError):
            await board.read()
        server.thaw()
        assert (await board.read()).body == b"again"
        await board.close()
