"""立单 writes the tickets of a call, and what is added to them (补充); a locked store never keeps
the caller from a number.
"""

import asyncio
import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from ivr.errors import StoreError
from ivr.flow.actions import Addition, AddToTicket, OpenTickets
from ivr.language.mask import mask_text
from ivr.language.return_number import number_in
from ivr.store.journal import EventKind
from ivr.tickets.additions import with_addition
from ivr.tickets.life import Move
from ivr.tickets.model import Ticket, TicketDraft

if TYPE_CHECKING:
    from ivr.calls.session import Session

BY_ROBOT = "智能助手"
_SORTS = {
    Addition.MORE: Move.ADD,
    Addition.CORRECTION: Move.AMEND,
    Addition.SECRECY: Move.CONFIDE,
}
_SPARE = itertools.count(9001)  # numbers when the ledger cannot be asked for the last one


def open_tickets(session: "Session", wish: OpenTickets) -> list[str]:
    """One ticket a matter (一事一工单); gives their numbers."""
    house = session.house
    numbers: list[str] = []
    for draft in _marked(session, session.mind.tickets_of(wish.whole, wish.matters)):
        number = _number(session)
        ticket = Ticket(
            number=number,
            call=session.call,
            created=house.now(),
            caller=session.caller,
            draft=_to_ring(draft, wish.ring_at),
            confirmed=wish.confirmed,
        )
        house.parts.records.save_ticket(ticket)
        session.note(
            EventKind.TICKET,
            number=number,
            sort=str(draft.kind) if draft.kind else None,
            summary=draft.summary,
            category=draft.category,
            deadline=msgspec.to_builtins(draft.deadline),
            route=msgspec.to_builtins(draft.route),
            confirmed=wish.confirmed,
        )
        _told_before(session, ticket, ((Move.CONFIDE, wish.secrecy), (Move.ADD, wish.ring_at)))
        numbers.append(number)
    return numbers


def _to_ring(draft: TicketDraft, words: str) -> TicketDraft:
    """回电号码 was told beside the matter; the last one told is rung."""
    return replace(draft, contact=number_in(words) or draft.contact)


def _told_before(session: "Session", ticket: Ticket, told: Iterable[tuple[Move, str]]) -> None:
    """What was told us before the ticket was there (要求保密, 回电号码) begins its history."""
    for sort, words in told:
        if not words:
            continue
        ticket = with_addition(ticket, words, sort, by=BY_ROBOT, at=ticket.created)
        session.house.parts.records.save_ticket(ticket)
        step = msgspec.to_builtins(ticket.history[-1])
        session.note(EventKind.TICKET_STEP, number=ticket.number, **step)


async def add_to_ticket(session: "Session", wish: AddToTicket) -> None:
    """补充 The caller's words into the history of a ticket, behind what is still to be written."""
    house = session.house
    at, sort = house.now(), _SORTS[wish.sort]

    def change(held: list[Ticket]) -> list[Ticket]:
        return [with_addition(held[0], wish.words, sort, by=BY_ROBOT, at=at)]

    try:
        await asyncio.to_thread(house.parts.records.change_tickets, [wish.number], change, at)
    except (StoreError, LookupError) as error:
        house.fault(session.call, f"addition to ticket {wish.number}", error)


def _marked(session: "Session", drafts: list[TicketDraft]) -> list[TicketDraft]:
    """疑似险情 nobody denied: whoever opens the ticket reads it first."""
    state = session.state
    doubt = state.doubt if state.doubted else session.mind.draft.doubt
    if doubt is None or state.emergency is not None:
        return drafts
    mark = f"疑似险情未排除，请先核实：{mask_text(doubt.words)}；"
    return [
        replace(draft, route=replace(draft.route, reason=mark + draft.route.reason))
        if draft.route
        else draft
        for draft in drafts
    ]


def _number(session: "Session") -> str:
    today = session.house.now().date()
    try:
        return session.house.parts.records.next_ticket_number(today)
    except StoreError as error:
        session.house.fault(session.call, "ticket_number", error)
        return f"{today:%y%m%d}{next(_SPARE)}"
