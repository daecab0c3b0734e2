"""补充 what a caller says of a ticket after it was written. Pure.

The words stay as they were said and go into the ticket's history, where everybody who works on it
reads them; no field is changed by them, because nobody has read that back. Only a number to ring
the caller at (我手机号换了回复打…) is the one that is rung from then on, as one told before it is.
"""

from dataclasses import replace
from datetime import datetime

from ivr.language.return_number import number_in, parted
from ivr.tickets.life import Move
from ivr.tickets.model import Step, Ticket

SORTS = (Move.ADD, Move.AMEND, Move.CONFIDE)


def with_addition(ticket: Ticket, words: str, sort: Move, *, by: str, at: datetime) -> Ticket:
    """The ticket with the caller's words, whatever its state.

    Who corrects what was read back has not agreed to it after all.
    """
    said = Step(at, by, sort.value, ticket.state, ticket.state, words)
    confirmed = ticket.confirmed and sort is not Move.AMEND
    ticket = replace(ticket, history=(*ticket.history, said), confirmed=confirmed)
    told = parted(words, alone=True)[0] if sort is Move.ADD else ""
    if not told:
        return ticket
    return replace(ticket, draft=replace(ticket.draft, contact=number_in(told)))


def additions(ticket: Ticket) -> tuple[Step, ...]:
    """All that was added, the first first."""
    return tuple(step for step in ticket.history if step.action in SORTS)
