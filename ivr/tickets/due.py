"""临期预警: which limits of a ticket run, and which are near or past (DOMAIN.md S2). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ivr.clock import CHINA
from ivr.tickets.deadlines import Standing, is_certain, return_by, standing, working_days_between
from ivr.tickets.life import Move, time_running
from ivr.tickets.model import Ticket, TicketState

_OVER = frozenset({TicketState.CLOSED, TicketState.VOID, TicketState.MERGED})
_ANSWERED = frozenset({Move.INTERIM, Move.FEED_BACK, Move.ANSWER})
_NOT_SENT_ON = frozenset({TicketState.DRAFT, TicketState.ACCEPTED, TicketState.RETURNED})


class Limit(StrEnum):
    """时限种类."""

    RETURN = "return"  # 退回期限: after it the matter is the unit's
    RESPOND = "respond"  # 反馈, 阶段性反馈, 调查结果和初步意见
    CLOSE = "close"  # 办结


@dataclass(frozen=True, slots=True)
class Due:
    """期限: one limit of one ticket as it stands today."""

    number: str
    limit: Limit
    day: date
    standing: Standing
    certain: bool  # False: the official calendar does not reach that far


def limits_of(ticket: Ticket, today: date) -> list[Due]:
    """Every limit that still runs."""
    if ticket.state in _OVER:
        return []
    running: list[tuple[Limit, date, bool]] = []
    if ticket.state is TicketState.ROUTED:
        routed = [s.at for s in ticket.history if s.action == Move.ROUTE]
        if routed:
            last = return_by(routed[-1].astimezone(CHINA).date())
            running.append((Limit.RETURN, last.day, last.certain))
    deadline = ticket.draft.deadline
    if deadline is not None:
        answered = any(s.action in _ANSWERED for s in time_running(ticket)[1])
        if not answered:
            day = deadline.respond_by
            running.append((Limit.RESPOND, day, is_certain(deadline, day)))
        if deadline.close_by != deadline.respond_by:  # 咨询, 服务: settled with the feedback
            day = deadline.close_by
            running.append((Limit.CLOSE, day, is_certain(deadline, day)))
    return [
        Due(ticket.number, limit, day, standing(day, today), certain)
        for limit, day, certain in running
    ]


def warnings(tickets: Iterable[Ticket], today: date) -> list[Due]:
    """What is near or past, the longest past first. A unit's right to return is no warning once
    it is over: the matter is then its own."""
    near = [
        due
        for ticket in tickets
        for due in limits_of(ticket, today)
        if due.standing is not Standing.IN_TIME
        and not (due.limit is Limit.RETURN and due.standing is Standing.OVERDUE)
    ]
    return sorted(near, key=lambda due: (due.day, due.number, due.limit))


def days_left(day: date, today: date) -> int:
    """Working days to a limit, today not counted; negative: how many it is past."""
    if day >= today:
        return working_days_between(today, day)
    return -max(1, working_days_between(day, today))


def not_cleared(tickets: Iterable[Ticket], today: date) -> list[Ticket]:
    """日接日清 (DOMAIN.md S1): taken up to today and not yet sent on, the oldest first."""
    left = [
        ticket
        for ticket in tickets
        if ticket.state in _NOT_SENT_ON and ticket.created.astimezone(CHINA).date() <= today
    ]
    return sorted(left, key=lambda ticket: (ticket.created, ticket.number))
