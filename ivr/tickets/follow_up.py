"""回访结果 what a citizen's rating in a follow-up does to the ticket (DOMAIN.md S1). Pure."""

from datetime import datetime

from ivr.tickets.life import SATISFIED, TABLE, Move, step
from ivr.tickets.model import Ticket

_WHY = "回访不满意"


def followed_up(ticket: Ticket, rating: int, remark: str, *, by: str, at: datetime) -> Ticket:
    """The ticket after the follow-up: 已回访 where that is its next step; 督办 for who is
    dissatisfied, a closed ticket being opened again first. As it was when nothing fits."""
    steps: list[tuple[Move, str, int | None]] = [(Move.FOLLOW_UP, remark, rating)]
    if rating < SATISFIED:
        why = f"{_WHY}：{remark}" if remark else _WHY
        steps += [(Move.REOPEN, why, None), (Move.SUPERVISE, why, None)]
    for move, why, given in steps:
        legal = (ticket.state, move) in TABLE
        if legal and not (move is Move.REOPEN and (ticket.state, Move.SUPERVISE) in TABLE):
            ticket = step(ticket, move, by=by, at=at, why=why, rating=given)
    return ticket
