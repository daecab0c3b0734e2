"""What a transfer asks of the board: a colleague's phone, and the caller's place afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from ivr.calls.house import House
from ivr.queueing import life, passing
from ivr.queueing.world import World
from ivr.store.journal import EventKind


class HasBoard(Protocol):
    """`ivr.calls.switchboard.Switchboard`."""

    house: House

    @property
    def world(self) -> World: ...

    def happened(self, move: Callable[[World], World]) -> None: ...


class Lending:
    """`ivr.calls.transfers.Board` on the switchboard's own board."""

    def __init__(self, switchboard: HasBoard) -> None:
        self._switchboard = switchboard

    def lend(self, name: str, call: str) -> bool:
        """Reserve a free operator; False when there is none of that name."""
        self._change(lambda world, now: passing.lent(world, name, call, now))
        operator = self._switchboard.world.operator(name)
        return operator is not None and operator.task == call

    def lent_picked_up(self, name: str) -> None:
        """The lent operator answered."""
        self._change(lambda world, now: life.picked_up(world, name, now))

    def lent_failed(self, name: str, reason: str) -> None:
        """The lent operator did not answer: out of rotation for a while, as always."""
        self._change(lambda world, now: life.not_picked_up(world, name, now, reason=reason))

    def lent_back(self, name: str) -> None:
        """The lent operator is not needed any more, or has hung up."""
        self._change(lambda world, now: passing.given_back(world, name, now))

    def passed(self, call: str, name: str | None) -> None:
        """Somebody else talks with the caller now."""
        self._change(lambda world, _now: passing.passed(world, call, name))

    def waits_again(self, call: str) -> None:
        """Nobody took the caller over."""
        self._switchboard.house.note(call, EventKind.QUEUED, reason="转接未成")
        self._change(lambda world, _now: passing.waits_again(world, call))

    def _change(self, move: Callable[[World, datetime], World]) -> None:
        now = self._switchboard.house.now()
        self._switchboard.happened(lambda world: move(world, now))
