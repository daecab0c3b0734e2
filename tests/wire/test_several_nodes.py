"""Several nodes decide as one, over memory and over a real Redis; alone while it is away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from redis_server import RedisServer

from ivr.calls.agreement import SeveralNodes
from ivr.clock import CHINA
from ivr.errors import StoreError
from ivr.queueing import life
from ivr.queueing.differences import offers, outbound_steps
from ivr.queueing.policy import CancelWork, StartWork
from ivr.queueing.world import Caller, CallerState, Operator, OperatorState, Rules, World
from ivr.store.board import Board, MemoryBoard
from ivr.store.redis_board import RedisBoard
from tests.unit.queueing.rules import AT, check_board, work

LEASE = 0.6
assert AT.tzinfo is CHINA


class Node:
    """A node without telephones: what it would ring is kept."""

    def __init__(self, board: Board, number: int, changed: asyncio.Event) -> None:
        self.number, self.changed = number, changed
        self.rung: list[tuple[str, str]] = []  # operator, call
        self.dialled: list[str] = []
        self.cancelled: list[str] = []
        self.buried: list[tuple[int, list[str]]] = []
        self.now = AT
        rules = Rules(reserve_operators=0, reserve_lines=0, retry=timedelta(0))
        self.agreement = SeveralNodes(
            World(rules=rules),
            lambda: self.now,
            self._perform,
            board=board,
            node=number,
            lease_seconds=LEASE,
            look_seconds=0.1,
            buried=lambda node, callers: self.buried.append((node, [c.call for c in callers])),
        )

    @property
    def world(self) -> World:
        return self.agreement.world

    def _perform(self, before: World, now: World) -> None:
        for step in outbound_steps(before, now, self.number):
            if isinstance(step, StartWork):
                self.dialled.append(step.work)
            elif isinstance(step, CancelWork):
                self.cancelled.append(step.work)
        mine = {c.call for c in now.callers if c.node == self.number}
        for call, offer in offers(now).items():
            if offers(before).get(call) != offer and call in mine:
                self.rung.append((offer[0], call))
        self.changed.set()

    def waits(self, call: str, seconds: int = 0) -> None:
        since = AT + timedelta(seconds=seconds)
        caller = Caller(call, since, number=f"024{call}", node=self.number)
        self.agreement.happened(lambda world: life.waits(world, caller))

    def leaves(self, call: str) -> None:
        now = self.now
        self.agreement.happened(lambda world: life.left(world, call, now))

    def signs_in(self, name: str) -> None:
        operator = Operator(name, node=self.number)
        self.agreement.happened(lambda world: life.signed_in(world, operator, self.now))

    def picks_up(self, name: str) -> None:
        self.agreement.happened(lambda world: life.picked_up(world, name, self.now))

    async def dies(self) -> None:
        await self.agreement.fall_silent()


@dataclass
class Pair:
    """Two nodes and what lies between them."""

    one: Node
    two: Node
    away: Callable[[], None]
    back: Callable[[], None]
    make: Callable[[int], Node]
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                self.changed.clear()
                await asyncio.wait([asyncio.ensure_future(self.changed.wait())], timeout=0.05)

    async def agreed(self) -> None:
        """Both have everything on the sheet and see the same."""

        def same() -> bool:
            nodes = [self.one, self.two]
            if any(n.agreement._events or n.agreement.alone for n in nodes):
                return False
            return (self.one.world.callers, self.one.world.operators) == (
                self.two.world.callers,
                self.two.world.operators,
            )

        await self.until(same)
        check_board(self.one.world)


@pytest.fixture(params=["memory", "redis", "redis that forgets"])
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    changed = asyncio.Event()
    if request.param == "memory":
        board = MemoryBoard(LEASE)

        def away() -> None:
            board.away = True

        def back() -> None:
            board.away = False

        async for made in _pair(lambda: board, away, back, changed):
            yield made
        return
    async with RedisServer(tmp_path) as server:
        restarts: list[asyncio.Task[None]] = []

        def away_redis() -> None:
            if request.param == "redis":
                server.freeze()
            else:
                restarts.append(asyncio.ensure_future(server.kill()))

        def back_redis() -> None:
            if request.param == "redis":
                server.thaw()
            else:
                restarts.append(asyncio.ensure_future(server.start()))

        async for made in _pair(
            lambda: RedisBoard(server.url, LEASE), away_redis, back_redis, changed
        ):
            yield made
        await asyncio.gather(*restarts)


async def _pair(
    board: Callable[[], Board],
    away: Callable[[], None],
    back: Callable[[], None],
    changed: asyncio.Event,
) -> AsyncIterator[Pair]:
    boards: list[Board] = []
    nodes: list[Node] = []

    def make(number: int) -> Node:
        boards.append(board())
        nodes.append(Node(boards[-1], number, changed))
        return nodes[-1]

    one, two = make(1), make(2)
    await one.agreement.start()
    await two.agreement.start()
    yield Pair(one, two, away, back, make, changed)
    for node in nodes:
        await node.agreement.stop()
    for held in boards:
        await held.close()


async def test_i5_the_order_is_the_same_on_every_node(pair: Pair) -> None:
    pair.one.waits("late", 10)
    pair.two.waits("early", 5)
    await pair.agreed()
    pair.one.signs_in("a")
    await pair.until(lambda: pair.one.rung or pair.two.rung)
    await pair.agreed()
    assert (pair.one.rung, pair.two.rung) == ([], [("a", "early")])
    assert [c.call for c in pair.one.world.waiting()] == ["late"]


async def test_an_operator_is_rung_by_one_node(pair: Pair) -> None:
    for name in "abc":
        pair.one.signs_in(name)
    await pair.agreed()
    for number in range(6):  # in the same breath on both
        pair.one.waits(f"x{number}", number)
        pair.two.waits(f"y{number}", number)
    await pair.until(lambda: len(pair.one.rung + pair.two.rung) >= 3)
    await pair.agreed()
    rung = pair.one.rung + pair.two.rung
    assert sorted(name for name, _ in rung) == ["a", "b", "c"]
    assert len({call for _, call in rung}) == 3
    # whoever still waits does so in one order, by who came first
    left = [c.call for c in pair.one.world.waiting()]
    assert left == [c.call for c in pair.two.world.waiting()]


async def test_i2_a_caller_here_cancels_what_rings_there(pair: Pair) -> None:
    due = work("w")
    pair.one.agreement.happened(lambda world: life.work_added(world, _of(due, 1)))
    await pair.until(lambda: pair.one.dialled == ["w"])
    await pair.agreed()
    pair.two.waits("c")
    await pair.until(lambda: pair.one.cancelled == ["w"])


async def test_i4_work_on_both_lists_is_dialled_by_one(pair: Pair) -> None:
    due = work("w")
    for node in (pair.one, pair.two):
        number = node.number
        node.agreement.happened(lambda world, n=number: life.work_added(world, _of(due, n)))
    await pair.until(lambda: pair.one.dialled + pair.two.dialled)
    await pair.agreed()
    assert len(pair.one.dialled + pair.two.dialled) == 1


async def test_alone_everybody_serves_their_own_and_it_is_merged(pair: Pair) -> None:
    pair.one.signs_in("a")
    pair.two.signs_in("b")
    await pair.agreed()
    pair.away()
    await pair.until(lambda: pair.one.agreement.alone and pair.two.agreement.alone)
    pair.one.waits("x1", 1)
    pair.one.waits("x3", 3)
    pair.two.waits("y2", 2)
    pair.two.waits("y4", 4)
    # at once, from memory; each its own operator, never the other's
    assert (pair.one.rung, pair.two.rung) == ([("a", "x1")], [("b", "y2")])
    pair.one.picks_up("a")
    pair.two.agreement.happened(lambda world: life.work_added(world, _of(work("w"), 2)))
    assert pair.two.dialled == []  # nobody can know that nobody waits
    pair.back()
    await pair.agreed()
    world = pair.one.world
    assert [c.call for c in world.waiting()] == ["x3", "y4"]
    talking = world.operator("a")
    ringing = world.operator("b")
    assert talking is not None
    assert ringing is not None
    assert (talking.state, talking.task) == (OperatorState.TALKING, "x1")
    assert (ringing.state, ringing.task) == (OperatorState.RINGING, "y2")
    pair.one.leaves("x1")
    pair.one.now = pair.two.now = AT + timedelta(seconds=60)  # wrap-up is over
    await pair.until(lambda: ("a", "x3") in pair.one.rung)
    assert pair.one.buried == pair.two.buried == []  # all leases had run out meanwhile
    assert (len(pair.one.rung), len(pair.two.rung)) == (2, 1)


async def test_a_dead_node_is_buried_once(pair: Pair) -> None:
    pair.one.signs_in("a")
    pair.one.waits("c1")
    await pair.until(lambda: pair.one.rung)
    pair.one.picks_up("a")
    pair.one.waits("c2", 1)
    pair.two.waits("c3", 2)
    await pair.agreed()
    await pair.one.dies()
    third = pair.make(3)
    await third.agreement.start()
    await pair.until(lambda: pair.two.buried or third.buried)
    (buried,) = pair.two.buried + third.buried
    assert buried == (1, ["c1", "c2"])
    await pair.until(lambda: [c.call for c in third.world.callers] == ["c3"])
    pair.two.now = third.now = AT + timedelta(seconds=60)
    await pair.until(lambda: ("a", "c3") in pair.two.rung)


async def test_a_node_that_died_starts_anew(pair: Pair) -> None:
    pair.one.waits("c1")
    await pair.agreed()
    await pair.one.dies()
    again = pair.make(1)
    await again.agreement.start()  # waits for the lease of the start before
    await pair.until(lambda: not pair.two.world.callers)
    again.waits("c2")
    await pair.until(lambda: [c.call for c in pair.two.world.callers] == ["c2"])


async def test_two_nodes_of_one_number_are_refused(pair: Pair) -> None:
    twin = pair.make(1)
    with pytest.raises(StoreError, match="its own"):
        await twin.agreement.start()


async def test_who_stops_in_order_is_not_buried(pair: Pair) -> None:
    pair.one.signs_in("a")
    await pair.agreed()
    await pair.one.agreement.stop()
    pair.two.waits("c")
    await pair.until(lambda: pair.two.rung == [("a", "c")])
    held = pair.two.world.caller("c")
    assert held is not None
    assert held.state is CallerState.OFFERED
    assert pair.two.buried == []


def _of(due: object, node: int) -> object:
    from dataclasses import replace

    return replace(due, node=node)  # type: ignore[type-var]
