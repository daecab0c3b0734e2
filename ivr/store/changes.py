"""改单: tickets read, changed and written in one transaction, so that no step is lost between two
people who work on one ticket at the same time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from ivr.store import schema
from ivr.store.journal import EventKind, JournalEntry
from ivr.tickets.model import Ticket

Change = Callable[[list[Ticket]], Sequence[Ticket]]  # pure; may be run again


def row_of(ticket: Ticket) -> dict[str, Any]:
    """The ticket as its table holds it."""
    return {
        "number": ticket.number,
        "call": ticket.call,
        "created": ticket.created.isoformat(),
        "state": str(ticket.state),
        "caller": ticket.caller,
        "body": msgspec.to_builtins(ticket, str_keys=True),
    }


def change_in(
    connection: Connection,
    *,
    numbers: Sequence[str],
    change: Change,
    at: datetime,
    write: Callable[[JournalEntry, Connection], None],
) -> list[Ticket] | Exception:
    """One job of the writer's thread. A refusal is handed back, because the thread must live."""
    table = schema.tickets
    # Writing first takes the lock, so that nobody changes what is read next.
    connection.execute(
        table.update().where(table.c.number.in_(numbers)).values(state=table.c.state)
    )
    rows = connection.execute(select(table.c.body).where(table.c.number.in_(numbers)))
    held = {t.number: t for t in (msgspec.convert(body, Ticket) for (body,) in rows)}
    missing = [number for number in numbers if number not in held]
    if missing:
        return LookupError(f"没有工单 {'、'.join(missing)}")
    try:
        changed = list(change([held[number] for number in numbers]))
    except ValueError as error:
        return error
    for ticket in changed:
        connection.execute(
            table.update().where(table.c.number == ticket.number).values(**row_of(ticket))
        )
        for step in ticket.history[len(held[ticket.number].history) :]:
            data = {"number": ticket.number, **msgspec.to_builtins(step)}
            write(JournalEntry(ticket.call, at, EventKind.TICKET_STEP, data), connection)
    return changed
