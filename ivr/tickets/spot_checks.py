"""三级抽查: which tickets are looked at again, and by whom. Pure: the chance is handed in.

一级 the shift looks at a share of all; 二级 the quality desk at a share of those and at everything
that went wrong; 三级 the management at a share of what the quality desk looked at.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TypeVar

from ivr.clock import CHINA
from ivr.tickets.life import Move
from ivr.tickets.model import Ticket, TicketState

T = TypeVar("T")


class CheckLevel(IntEnum):
    """抽查级别."""

    SHIFT = 1
    QUALITY = 2
    MANAGEMENT = 3


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """抽查: one ticket to look at."""

    level: CheckLevel
    number: str
    why: str  # random, or what went wrong


_WENT_WRONG = {
    Move.REOPEN: "重办过",
    Move.HAND_BACK: "退回过",
    Move.SUPERVISE: "督办过",
    Move.SUMMON: "约谈过",
    Move.EXTEND: "延期过",
}


def fault_of(ticket: Ticket) -> str | None:
    """Why a ticket is looked at in any case."""
    for taken in reversed(ticket.history):
        if taken.action in _WENT_WRONG:
            return _WENT_WRONG[Move(taken.action)]
    return "作废" if ticket.state is TicketState.VOID else None


def went_wrong_on(tickets: Sequence[Ticket], day: date) -> list[Ticket]:
    """Tickets of whatever day with which something went wrong on this one."""
    return [
        ticket
        for ticket in tickets
        if any(
            taken.action in _WENT_WRONG and taken.at.astimezone(CHINA).date() == day
            for taken in ticket.history
        )
    ]


def choose(
    tickets: Sequence[Ticket],
    shares: Sequence[float],
    chance: Callable[[], float],
    gone_wrong: Sequence[Ticket] = (),
) -> list[SpotCheck]:
    """The checks of all three levels; `chance` gives numbers from 0 up to 1.

    `gone_wrong`: older tickets with which something went wrong on the day.
    """
    first = [
        SpotCheck(CheckLevel.SHIFT, t.number, "随机") for t in _draw(tickets, shares[0], chance)
    ]
    wrong = {t.number: fault for t in [*tickets, *gone_wrong] if (fault := fault_of(t))}
    looked_at = [c.number for c in first if c.number not in wrong]
    second = [SpotCheck(CheckLevel.QUALITY, number, why) for number, why in wrong.items()]
    second += [
        SpotCheck(CheckLevel.QUALITY, number, "复查一级")
        for number in _draw(looked_at, shares[1], chance)
    ]
    third = [
        SpotCheck(CheckLevel.MANAGEMENT, c.number, "复查二级")
        for c in _draw(second, shares[2], chance)
    ]
    return [*first, *second, *third]


def _draw(things: Sequence[T], share: float, chance: Callable[[], float]) -> list[T]:
    """A share of them, rounded up, in their own order: at least one where there is any."""
    wanted = min(len(things), math.ceil(len(things) * share))
    ranked = sorted((chance(), index) for index in range(len(things)))
    return [things[index] for index in sorted(index for _, index in ranked[:wanted])]
