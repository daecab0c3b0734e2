"""工单页 one ticket on a page: its legal next steps as buttons, its fields to be put right.

Everything personal is masked before it leaves the process; raw only by right and on record. A
field that is sent back as it was shown, masked, is unchanged.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from ivr.clock import now
from ivr.desk.origin import body_of
from ivr.desk.reply import as_json, limit_of
from ivr.desk.sign_on import signing_as
from ivr.errors import HotlineError
from ivr.labels import TICKET_MOVES
from ivr.language.intent import Kind
from ivr.language.mask import mask_fields, mask_number
from ivr.store.config import PrivacyConfig
from ivr.store.ledger import Ledger
from ivr.store.raw_access import may_see_raw
from ivr.tickets import merging
from ivr.tickets.additions import SORTS
from ivr.tickets.editing import FIELD_NAMES, OPEN, Correction, corrected
from ivr.tickets.life import Move, moves, step
from ivr.tickets.model import Ticket
from ivr.tickets.understanding import Understanding

Change = Callable[[list[Ticket]], Sequence[Ticket]]


class StepWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A button was pressed."""

    move: Move
    by: str = ""
    why: str = ""
    days: int = 0
    rating: int | None = None
    other: str = ""  # the other ticket of 并单 and 拆单


class CorrectionWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields as the page sends them; what is left out stays."""

    by: str = ""
    kind: Kind | None = None
    category: tuple[str, str, str] | None = None
    time: str | None = None
    place: str | None = None
    course: str | None = None
    state: str | None = None
    request: str | None = None
    respondent: str | None = None
    summary: str | None = None


class RawWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wants to see what is masked, and what for."""

    why: str
    by: str = ""


class TicketPages:
    """Routes of one ticket. Reads and writes in threads: the calls' loop never waits."""

    def __init__(
        self, ledger: Ledger, tables: Understanding, privacy: PrivacyConfig, data: Path
    ) -> None:
        self._ledger = ledger
        self._tables = tables
        self._privacy = privacy
        self._data = data

    def add_to(self, app: web.Application) -> None:
        """Lists, one ticket, and what can be done with it."""
        one = "/api/tickets/{number}"
        app.add_routes(
            [
                web.get("/api/tickets", self._list),
                web.get(one, self._show),
                web.post(one + "/steps", self._step),
                web.post(one + "/corrections", self._correct),
                web.post(one + "/raw", self._raw),
                web.get("/api/categories", self._categories),
            ]
        )

    async def _list(self, request: web.Request) -> web.Response:
        tickets = await asyncio.to_thread(self._ledger.tickets, limit_of(request))
        return as_json([masked(ticket) for ticket in tickets])

    async def _show(self, request: web.Request) -> web.Response:
        return as_json(_page(await self._ticket(request)))

    async def _ticket(self, request: web.Request) -> Ticket:
        ticket = await asyncio.to_thread(self._ledger.ticket, request.match_info["number"])
        if ticket is None:
            raise web.HTTPNotFound(text="没有这个工单")
        return ticket

    async def _step(self, request: web.Request) -> web.Response:
        wish = await body_of(request, StepWish)
        by, at = signing_as(request, wish.by), now()
        change: Change
        match wish.move:
            case Move.MERGE:
                change = partial(_merged, by=by, at=at, why=wish.why.strip())
            case Move.SEPARATE:
                change = partial(_separated, by=by, at=at, why=wish.why.strip())
            case _:
                change = partial(_stepped, wish=wish, by=by, at=at)
        others = [wish.other.strip()] if wish.move in (Move.MERGE, Move.SEPARATE) else []
        return await self._change(request, others, change, at)

    async def _correct(self, request: web.Request) -> web.Response:
        wish = await body_of(request, CorrectionWish)
        by, at = signing_as(request, wish.by), now()

        def change(held: list[Ticket]) -> list[Ticket]:
            correction = unmasked(wish, held[0])
            return [corrected(held[0], correction, self._tables, by=by, at=at)]

        return await self._change(request, [], change, at)

    async def _change(
        self, request: web.Request, others: list[str], change: Change, at: datetime
    ) -> web.Response:
        numbers = [request.match_info["number"], *others]
        try:
            changed = await asyncio.to_thread(self._ledger.change_tickets, numbers, change, at)
        except (ValueError, LookupError) as error:
            raise web.HTTPConflict(text=str(error.args[0])) from None
        except HotlineError:
            raise web.HTTPServiceUnavailable(text="记录暂时写不进去，请稍后再试") from None
        return as_json(_page(next(t for t in changed if t.number == numbers[0])))

    async def _raw(self, request: web.Request) -> web.Response:
        wish = await body_of(request, RawWish)
        by, ticket = signing_as(request, wish.by), await self._ticket(request)
        if not wish.why.strip():
            raise web.HTTPBadRequest(text="查看原文须写明理由")
        asked = partial(
            may_see_raw, by=by, why=wish.why.strip(), what=f"ticket {ticket.number}", at=now()
        )
        if not await asyncio.to_thread(asked, self._privacy, self._data):
            raise web.HTTPForbidden(text="您没有查看原文的权限；本次请求已登记")
        return as_json(ticket)

    async def _categories(self, _request: web.Request) -> web.Response:
        return as_json([m.category for m in self._tables.classifier.taxonomy.manifestations])


def masked(ticket: Ticket) -> dict[str, Any]:
    """Fit for a page: numbers, names and houses hidden, our own numbers and names shown."""
    shown: dict[str, Any] = mask_fields(msgspec.to_builtins(ticket, str_keys=True))
    shown["caller"] = mask_number(ticket.caller)
    for taken, real in zip(shown["history"], ticket.history, strict=True):
        taken["by"] = real.by  # who did it is no citizen
        taken["label"] = TICKET_MOVES[real.action]
    shown["additions"] = [
        taken
        for taken, real in zip(shown["history"], ticket.history, strict=True)
        if real.action in SORTS
    ]
    route = ticket.draft.route
    if route is not None:
        shown["draft"]["route"] = msgspec.to_builtins(route)  # units are no citizens
    shown["draft"]["category"] = ticket.draft.category
    return shown


def _page(ticket: Ticket) -> dict[str, Any]:
    steps = [msgspec.to_builtins(following) for following in moves(ticket, now())]
    return {**masked(ticket), "next": steps, "open": ticket.state in OPEN}


def unmasked(wish: CorrectionWish, ticket: Ticket) -> Correction:
    """The fields really meant: one that is still as it was shown, masked, stays as it is."""
    given = {name: getattr(wish, name) for name in FIELD_NAMES}
    shown = masked(ticket)["draft"]
    for name, value in given.items():
        if isinstance(value, str) and not isinstance(value, Kind):
            if value == shown[name]:
                given[name] = None
            elif "**" in value:
                raise ValueError(f"{FIELD_NAMES[name]}里有被遮盖的内容，请写完整或不改")
    return replace(Correction(), **given)


def _stepped(held: list[Ticket], *, wish: StepWish, by: str, at: datetime) -> list[Ticket]:
    why = wish.why.strip()
    ticket = held[0]
    return [step(ticket, wish.move, by=by, at=at, why=why, days=wish.days, rating=wish.rating)]


def _merged(held: list[Ticket], *, by: str, at: datetime, why: str) -> list[Ticket]:
    """This ticket becomes part of the other."""
    ticket, lead = held
    return merging.merge(lead, [ticket], by=by, at=at, why=why)


def _separated(held: list[Ticket], *, by: str, at: datetime, why: str) -> list[Ticket]:
    """This ticket stands alone again."""
    ticket, lead = held
    return list(merging.separate(lead, ticket, by=by, at=at, why=why))
