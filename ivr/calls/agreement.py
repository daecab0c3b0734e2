"""合议 how one node, or several, come to one board.

An event is a pure function of the board; it always holds, because it has happened. What follows
from it is decided by the policy. One node decides at once. Several nodes read the common sheet, let
their events happen on it, decide, and write it back if nobody was quicker; only then is anything
performed. While the sheet cannot be reached a node decides alone about what is its own.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from ivr.errors import StoreError
from ivr.log import get_logger
from ivr.queueing import life, nodes
from ivr.queueing.world import Caller, World
from ivr.store.board import Board, BoardAwayError, Sheet

log = get_logger("agreement")

Event = Callable[[World], World]
Perform = Callable[[World, World], None]  # the board before, and now
Buried = Callable[[int, Sequence[Caller]], None]  # a node that died, and who was on its lines

LOOK_SECONDS = 0.5  # leases are renewed and time goes by at least so often
MOST_TRIES = 50
ENCODER = msgspec.msgpack.Encoder(order="deterministic")  # the same board, the same bytes


class OneNode:
    """Every event is settled in the same breath."""

    node = 0

    def __init__(self, world: World, now: Callable[[], datetime], perform: Perform) -> None:
        self.world = world
        self.closed = False  # the service stops: nothing new is decided
        self._now = now
        self._perform = perform
        self._seen = world
        self._busy = False
        self._again = False

    def happened(self, event: Event) -> None:
        """Something is so; whatever follows from it is decided and performed."""
        self.world = event(self.world)
        self._settle()

    def tick(self) -> None:
        """Time went by."""
        self._settle()

    async def start(self) -> None:
        """Take part."""

    async def stop(self) -> None:
        """Take part no longer."""

    def _settle(self) -> None:
        if self._busy:
            self._again = True
        elif not self.closed:
            self._busy = True
            try:
                self._settle_all()
            finally:
                self._busy = False

    def _settle_all(self) -> None:
        while True:
            self._again = False
            self._decide()
            before, self._seen = self._seen, self.world
            if before is not self.world:
                self._perform(before, self.world)
            if not self._again:
                return

    def _decide(self) -> None:
        self.world = life.settled(self.world, self._now())


class SeveralNodes(OneNode):
    """`world` is the sheet as this node last saw it, and what has happened here since."""

    def __init__(
        self,
        world: World,
        now: Callable[[], datetime],
        perform: Perform,
        *,
        board: Board,
        node: int,
        lease_seconds: float,
        buried: Buried,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__(world, now, perform)
        self.node = node
        self.start_name = secrets.token_hex(4)  # tells this start from the one before
        self._board = board
        self._lease = lease_seconds
        self._buried = buried
        self._look = look_seconds
        self._events: list[Event] = []  # not on the sheet yet
        self._alone = True
        self._apart = True  # what was done alone is not on the sheet yet
        self._joins = 0
        self._joined_at = 0.0
        self._joins_now: dict[int, int] = {}  # of every member
        self._joins_seen: dict[int, int] = {}  # before we were alone
        self._missing_since: dict[int, float] = {}  # members without a lease
        self._version = 0
        self._wake = asyncio.Event()
        self._looked = asyncio.Event()
        self._silent = False
        self._leaving = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def alone(self) -> bool:
        """Whether the sheet is out of reach."""
        return self._alone

    async def start(self) -> None:
        """Join the others, if the board is there; else begin alone."""
        try:
            await self._wait_for_number()
            await self._exchange()
        except BoardAwayError:
            self._left_alone()
        self._tasks = [
            asyncio.create_task(self._run(), name="agreement"),
            asyncio.create_task(self._watch(), name="agreement-watch"),
        ]

    async def stop(self) -> None:
        """Leave in order: nobody needs to bury us."""
        self._leaving = True
        await self.fall_silent()

    async def fall_silent(self) -> None:
        """Talk to the board no more. The tasks end by themselves, within two looks."""
        self._silent = True
        self._wake.set()
        self._looked.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def happened(self, event: Event) -> None:
        if not self._alone:
            self._events.append(event)
        super().happened(event)
        self._wake.set()

    def _decide(self) -> None:
        """Alone at once; together it is decided in `_exchange`."""
        if self._alone:
            self.world = life.settled(nodes.alone(self.world, self.node), self._now())

    # -- together --------------------------------------------------------------------------

    async def _run(self) -> None:
        while not self._silent:
            self._wake.clear()
            try:
                await self._exchange()
            except BoardAwayError:
                self._left_alone()
            self._looked.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._look)
        if self._leaving:
            with suppress(BoardAwayError):
                await self._exchange()
                await self._board.let_go(self.node)

    async def _watch(self) -> None:
        """Another node has written."""
        while not self._silent:
            try:
                await self._board.changed(self._version, self._look)
                self._looked.clear()
                self._wake.set()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._looked.wait(), self._look)
            except BoardAwayError:
                await asyncio.sleep(self._look)

    async def _exchange(self) -> None:
        """The lease follows the sheet: who holds one stands on the sheet as it is."""
        for _ in range(MOST_TRIES):
            if await self._try(await self._board.read()):
                await self._board.hold(self.node, self.start_name)
                return
        log.warning("board_crowded", tries=MOST_TRIES)

    async def _try(self, sheet: Sheet) -> bool:
        """One round: read, decide, write; False when another node was quicker."""
        shared = _decoded(sheet.body)
        members = {m.node: m for m in shared.members}
        world = nodes.read(shared, self.world)
        events = list(self._events)
        known = members.get(self.node)
        if self._apart or known is None or known.start != self.start_name:
            self._apart = True
            self._alone = False  # from here on nothing is decided alone
            world = nodes.joined(world, self.world, self.node)
            members[self.node] = nodes.Member(self.node, self.start_name, self._joins + 1)
        else:
            for event in events:
                world = event(world)
        dead = {n: _callers_of(world, n) for n in self._dead(members, sheet)}
        for number in dead:
            world = nodes.buried(world, number, self.node, self._now())
            del members[number]
        if self._leaving:
            del members[self.node]
        if not (self._leaving or self.closed):
            world = nodes.settled_without(world, self._absent(members, sheet), self._now())
        body = ENCODER.encode(nodes.written(world, members.values()))
        if body != sheet.body and not await self._board.write(sheet.version, body):
            return False
        self._version = sheet.version + (body != sheet.body)
        self._agreed(world, len(events), members)
        for number, callers in dead.items():
            log.error("node_lost", node=number, callers=len(callers))
            self._buried(number, callers)
        return True

    def _agreed(self, world: World, written: int, members: Mapping[int, nodes.Member]) -> None:
        del self._events[:written]
        for event in self._events:  # what has happened while we wrote
            world = event(world)
        if self._apart:
            log.info("board_joined", node=self.node)
            self._apart = False
            self._joins += 1
            self._joined_at = _time()
        self._joins_now = {m.node: m.joins for m in members.values()}
        if world != self.world:
            self.world = world
        self._settle()

    def _absent(self, members: Mapping[int, nodes.Member], sheet: Sheet) -> set[int]:
        """Who may be deciding alone: has no lease, or was there before we were alone and has not
        come back since; after a whole lease it was never away."""
        absent = {n for n in members if n != self.node and n not in sheet.alive}
        if self._apart or _time() - self._joined_at <= self._lease:
            seen = self._joins_seen
            absent |= {n for n, m in members.items() if n != self.node and seen.get(n) == m.joins}
        return absent

    def _dead(self, members: Mapping[int, nodes.Member], sheet: Sheet) -> list[int]:
        """Whose lease has been missing for a whole lease: after the board was away all have run
        out, and everybody gets the time to come back."""
        missing = [n for n in members if n != self.node and n not in sheet.alive]
        self._missing_since = {n: self._missing_since.get(n, _time()) for n in missing}
        return [n for n in missing if _time() - self._missing_since[n] > self._lease]

    def _left_alone(self) -> None:
        self._missing_since.clear()
        self._apart = True
        if not self._alone:
            log.error("board_away", node=self.node)
            self._alone = True
            self._joins_seen = self._joins_now
            self._events.clear()
            self._settle()

    async def _wait_for_number(self) -> None:
        """A start before us that died holds its lease a little longer; one that lives keeps it."""
        waited_until = _time() + 2 * self._lease
        while (await self._board.read()).alive.get(self.node):
            if _time() > waited_until:
                raise StoreError(
                    f"another node {self.node} is running — give each node its own [board] node"
                )
            await asyncio.sleep(self._lease / 10)


def _decoded(body: bytes) -> nodes.Shared:
    return msgspec.msgpack.decode(body, type=nodes.Shared) if body else nodes.Shared()


def _callers_of(world: World, node: int) -> list[Caller]:
    return [c for c in world.callers if c.node == node]


def _time() -> float:
    return asyncio.get_running_loop().time()
