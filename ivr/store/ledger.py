"""台账 the ledger: what must never be lost. Journal, tickets and outbound work in one database.

SQLite (WAL, full sync) in the data folder by default. Writing goes through one thread
(`ivr.store.writer`) so that a call never waits for the disk; reading uses its own connections.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy import delete as sql_delete
from sqlalchemy.exc import SQLAlchemyError

from ivr.clock import CHINA
from ivr.errors import StoreError
from ivr.queueing.world import Work
from ivr.store import claims, schema
from ivr.store.changes import Change, change_in, row_of
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind, JournalEntry, StoreHealth
from ivr.store.record import CallRecord, advance
from ivr.store.writer import Writer
from ivr.tickets.model import Ticket


class Ledger:
    """Writes without waiting; reads what was committed."""

    def __init__(
        self, config: StoreConfig, folder: Path, *, read_only: bool = False, node: int = 0
    ) -> None:
        self._node = node  # among several that share this ledger
        self._engine = open_engine(config, folder, read_only=read_only)
        self._writer = Writer(self._engine, max_pending=config.max_pending)
        self._numbers: dict[date, int] = {}
        if not read_only:
            try:
                schema.bring_up_to_date(self._engine)
            except SQLAlchemyError as error:
                raise StoreError(
                    f"the ledger in {folder} cannot be opened for writing: "
                    f"{getattr(error, 'orig', None) or error} — "
                    "check the disk and the folder's rights"
                ) from error
            self._writer.start()

    # -- writing ---------------------------------------------------------------------------

    def record(self, call: str, kind: EventKind, data: Mapping[str, object], at: datetime) -> None:
        """Add one entry to the journal; never blocks, never raises."""
        entry = JournalEntry(call, at, kind, msgspec.to_builtins(dict(data), str_keys=True))
        self._writer.submit(partial(self._write_entry, entry))

    def save_ticket(self, ticket: Ticket) -> None:
        """Write the ticket as it now stands."""
        self._writer.submit(partial(_replace, schema.tickets, "number", row_of(ticket)))

    def change_tickets(
        self, numbers: Sequence[str], change: Change, at: datetime, timeout: float = 10.0
    ) -> list[Ticket]:
        """Read these tickets, change them and write them with their new steps, all or nothing.

        Waits for the disk: not for a call's thread. What `change` refuses (ValueError) is raised.
        """
        job = partial(change_in, numbers=numbers, change=change, at=at, write=self._write_entry)
        try:
            changed = self._writer.submit(job, wanted=True).result(timeout)
        except (TimeoutError, OSError) as error:
            raise StoreError(f"the ledger did not take the change in {timeout:g} s") from error
        if isinstance(changed, Exception):
            raise changed
        return list(changed)

    def next_ticket_number(self, day: date) -> str:
        """`yymmdd` and a running number: short enough to be read to a caller.

        Among several nodes the node's digit stands before it, so that none waits for another.
        """
        if day not in self._numbers:
            self._numbers = {day: self._last_number(day)}
        self._numbers[day] += 1
        return f"{self._prefix(day)}{self._numbers[day]:04d}"

    def _prefix(self, day: date) -> str:
        return f"{day:%y%m%d}{self._node or ''}"

    def save_outbound(self, work_id: str, due: datetime, body: Any, *, done: bool = False) -> None:
        """Write a piece of outbound work (回访, 回拨) as it now stands; frees its claim."""
        row = {
            "id": work_id,
            "due": due.isoformat(),
            "done": done,
            "claimed_by": None,
            "claimed_until": None,
            "body": msgspec.to_builtins(body, str_keys=True),
        }
        self._writer.submit(partial(_replace, schema.outbound, "id", row))

    def claim_outbound(self, work: Work, now: float, seconds: float) -> "Future[bool]":
        """Take a piece of outbound work for dialling; False when another node has it, or when it
        is no longer as it was read."""
        job = partial(claims.claim, work, self._node, now, seconds)
        return self._writer.submit(job, wanted=True)

    def free_claims(self, node: int) -> None:
        """A node died: what it was dialling may be dialled again."""
        self._writer.submit(partial(claims.free, node))

    def flush(self) -> "Future[Any]":
        """Completed when everything queued so far is on disk."""
        return self._writer.submit(lambda _: None, wanted=True)

    def close(self, timeout: float = 5.0) -> bool:
        """Write what is queued and close; True when nothing was left behind."""
        all_written = self._writer.stop(timeout)
        self._engine.dispose()
        return all_written

    @property
    def health(self) -> StoreHealth:
        """Whether what happens is being written down."""
        return self._writer.health()

    # -- reading ---------------------------------------------------------------------------

    def calls(self, limit: int | None = 50) -> list[CallRecord]:
        """The newest calls first."""
        query = select(schema.calls.c.body).order_by(schema.calls.c.started.desc()).limit(limit)
        return [msgspec.convert(body, CallRecord) for (body,) in self._rows(query)]

    def call(self, call: str) -> CallRecord | None:
        """One call's record."""
        query = select(schema.calls.c.body).where(schema.calls.c.call == call)
        rows = self._rows(query)
        return msgspec.convert(rows[0][0], CallRecord) if rows else None

    def open_calls(self, since: datetime) -> list[CallRecord]:
        """Calls without an end: they go on, or their node died."""
        calls = schema.calls.c
        query = (
            select(calls.body)
            .where(calls.started >= since.astimezone(CHINA).isoformat())
            .where(calls.body["ended"].as_string().is_(None))
            .order_by(calls.started)
        )
        return [msgspec.convert(body, CallRecord) for (body,) in self._rows(query)]

    def journal(self, call: str) -> list[JournalEntry]:
        """Every entry of a call, in order."""
        table = schema.journal
        query = select(table).where(table.c.call == call).order_by(table.c.seq)
        return [_entry(row) for row in self._rows(query)]

    def journal_of_all(self, since: datetime, until: datetime) -> list[JournalEntry]:
        """Every entry of all calls from `since` to before `until`, and of the board."""
        table = schema.journal
        begin, end = (at.astimezone(CHINA).isoformat() for at in (since, until))
        query = select(table).where(table.c.at >= begin, table.c.at < end).order_by(table.c.seq)
        return [_entry(row) for row in self._rows(query)]

    def outbound_done(self) -> dict[str, bool]:
        """Of every piece of outbound work, whether it is done."""
        table = schema.outbound
        return {row.id: row.done for row in self._rows(select(table.c.id, table.c.done))}

    def tickets(
        self,
        limit: int | None = 50,
        call: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Ticket]:
        """The newest tickets first; of one call, or from `since` to before `until`, when asked."""
        table = schema.tickets
        query = select(table.c.body).order_by(table.c.created.desc(), table.c.number.desc())
        if call is not None:
            query = query.where(table.c.call == call)
        if since is not None:
            query = query.where(table.c.created >= since.astimezone(CHINA).isoformat())
        if until is not None:
            query = query.where(table.c.created < until.astimezone(CHINA).isoformat())
        return [msgspec.convert(body, Ticket) for (body,) in self._rows(query.limit(limit))]

    def tickets_of(self, caller: str, limit: int = 50) -> list[Ticket]:
        """The newest tickets of one caller's number."""
        table = schema.tickets
        query = (
            select(table.c.body)
            .where(table.c.caller == caller)
            .order_by(table.c.created.desc())
            .limit(limit)
        )
        return [msgspec.convert(body, Ticket) for (body,) in self._rows(query)]

    def ticket(self, number: str) -> Ticket | None:
        """One ticket by its number."""
        query = select(schema.tickets.c.body).where(schema.tickets.c.number == number)
        rows = self._rows(query)
        return msgspec.convert(rows[0][0], Ticket) if rows else None

    def open_outbound(self) -> list[dict[str, Any]]:
        """The bodies of all outbound work not done yet, the earliest due first."""
        table = schema.outbound
        query = select(table.c.body).where(table.c.done.is_(False)).order_by(table.c.due)
        return [dict(body) for (body,) in self._rows(query)]

    # -- inside ----------------------------------------------------------------------------

    def _rows(self, query: Any) -> list[Any]:
        try:
            with self._engine.connect() as connection:
                return list(connection.execute(query))
        except SQLAlchemyError as error:
            raise StoreError(
                f"the ledger cannot be read: {getattr(error, 'orig', None) or error}"
            ) from error

    def _last_number(self, day: date) -> int:
        prefix = self._prefix(day)
        column = schema.tickets.c.number
        longest_first = (func.length(column).desc(), column.desc())  # 10000 comes after 9999
        query = select(column).where(column.startswith(prefix)).order_by(*longest_first).limit(1)
        rows = self._rows(query)
        return int(rows[0][0][len(prefix) :]) if rows else 0

    def _write_entry(self, entry: JournalEntry, connection: Connection) -> None:
        lost = self._writer.take_unreported_losses()
        if lost:
            _insert_entry(
                connection, JournalEntry(entry.call, entry.at, EventKind.LOST, {"entries": lost})
            )
        _insert_entry(connection, entry)
        if not entry.call:
            return
        before = _stored_record(connection, entry.call)
        after = advance(before, entry)
        if after == before:
            return
        row = {
            "call": after.call,
            "started": after.started.isoformat(),
            "body": msgspec.to_builtins(after, str_keys=True),
        }
        _replace(schema.calls, "call", row, connection)


def open_engine(
    config: StoreConfig, folder: Path, *, read_only: bool = False, existing: bool = False
) -> Engine:
    """Connect to the configured database, or to SQLite in the data folder."""
    if config.database:
        try:
            return create_engine(config.database, pool_pre_ping=True)
        except (SQLAlchemyError, ImportError) as error:
            remedy = "see [store] database; its driver must be installed in .venv"
            raise StoreError(f"the ledger's database cannot be used: {error} — {remedy}") from error
    file = folder / "ledger.db"
    if (read_only or existing) and not (file.exists() and file.stat().st_size):
        raise StoreError(f"there is no ledger in {folder} yet — start the service with `ivr run`")
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        f"sqlite:///{file}",
        json_serializer=partial(json.dumps, ensure_ascii=False),
        connect_args={"timeout": config.busy_seconds, "check_same_thread": False},
    )
    if not read_only:
        event.listen(engine, "connect", _set_durable)
    return engine


def _set_durable(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _insert_entry(connection: Connection, entry: JournalEntry) -> None:
    connection.execute(
        schema.journal.insert().values(
            call=entry.call, at=entry.at.isoformat(), kind=str(entry.kind), data=dict(entry.data)
        )
    )


def _stored_record(connection: Connection, call: str) -> CallRecord | None:
    query = select(schema.calls.c.body).where(schema.calls.c.call == call)
    row = connection.execute(query).first()
    return msgspec.convert(row[0], CallRecord) if row else None


def _replace(table: Any, key: str, row: Mapping[str, Any], connection: Connection) -> None:
    connection.execute(sql_delete(table).where(table.c[key] == row[key]))
    connection.execute(table.insert().values(**row))


def _entry(row: Any) -> JournalEntry:
    return JournalEntry(
        call=row.call,
        at=datetime.fromisoformat(row.at),
        kind=EventKind(row.kind),
        data=row.data,
        seq=row.seq,
    )


def replay(entries: Iterable[JournalEntry]) -> CallRecord | None:
    """The record as the journal tells it."""
    record: CallRecord | None = None
    for entry in entries:
        record = advance(record, entry)
    return record
