"""到期清除: removes what has been kept long enough, and proves that the database file forgot it.

SQLite overwrites what is deleted (secure_delete), is written anew (VACUUM) and its log is emptied;
then the files are searched for the marks of what was removed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from ivr.clock import CHINA
from ivr.errors import StoreError
from ivr.store import schema
from ivr.store.config import PrivacyConfig
from ivr.tickets.model import TicketState

OVER = (TicketState.CLOSED, TicketState.VOID, TicketState.MERGED)
_BATCH = 500
_NUMBER = 7  # digits from which on a number is somebody's


@dataclass(frozen=True, slots=True)
class Purged:
    """清除结果: what was removed (or would be), what stayed, and what the files still hold."""

    journal: int = 0
    calls: int = 0
    tickets: int = 0
    outbound: int = 0
    kept_for_open_tickets: int = 0  # calls old enough whose ticket is not over
    searched_for: int = 0  # marks of removed things looked for in the files
    still_found: int = 0  # 0: the files hold none of them
    proof: str = ""


@dataclass(frozen=True, slots=True)
class _Doomed:
    calls: tuple[str, ...]
    tickets: tuple[str, ...]
    kept: int


def purge(engine: Engine, config: PrivacyConfig, now: datetime, *, dry_run: bool = False) -> Purged:
    """Remove what is older than the settings say; with `dry_run` only count it."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            doomed = _doomed(connection, config, now)
            if dry_run:
                return _counted(connection, doomed, config, now)
            callers = _callers(connection, doomed)
            removed = _remove(connection, doomed, config, now)
        if engine.dialect.name != "sqlite":
            return removed
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            marks = _unmentioned(connection, [*doomed.calls, *doomed.tickets, *callers])
        if busy:
            raise StoreError("rows are removed, but the log is in use — run `ivr purge` again")
    except SQLAlchemyError as error:
        raise StoreError(
            f"the ledger could not be purged: {getattr(error, 'orig', None) or error} — "
            "try again when the service is quiet or stopped"
        ) from error
    found = _still_in(Path(str(engine.url.database)), marks)
    proof = f"在数据库文件中查找 {len(marks)} 个已清除的编号和来电号码，找到 {found} 个"
    return replace(removed, searched_for=len(marks), still_found=found, proof=proof)


def _cut(now: datetime, days: int) -> str | None:
    return (now - timedelta(days=days)).astimezone(CHINA).isoformat() if days > 0 else None


def _doomed(connection: Connection, config: PrivacyConfig, now: datetime) -> _Doomed:
    tickets, calls = schema.tickets.c, schema.calls.c
    gone: tuple[str, ...] = ()
    cut = _cut(now, config.keep_tickets_days)
    if cut:
        query = select(tickets.number, tickets.body["history"])
        over = connection.execute(query.where(tickets.created < cut, tickets.state.in_(OVER)))
        oldest = datetime.fromisoformat(cut)
        gone = tuple(number for number, steps in over if _rested_since(steps, oldest))
    cut = _cut(now, config.keep_calls_days)
    if not cut:
        return _Doomed((), gone, 0)
    old = set(connection.execute(select(calls.call).where(calls.started < cut)).scalars())
    journal = schema.journal.c
    of_calls = select(journal.call).where(journal.call != "").group_by(journal.call)
    silent = of_calls.having(func.max(journal.at) < cut)
    old |= set(connection.execute(silent).scalars())
    needed = _of_open_tickets(connection)
    return _Doomed(tuple(sorted(old - needed)), gone, len(old & needed))


def calls_of_open_tickets(engine: Engine) -> set[str]:
    """Calls of which nothing may go yet."""
    with engine.connect() as connection:
        return _of_open_tickets(connection)


def _of_open_tickets(connection: Connection) -> set[str]:
    tickets = schema.tickets.c
    still = select(tickets.call).where(tickets.state.not_in(OVER))
    return set(connection.execute(still).scalars())


def _rested_since(steps: Sequence[Mapping[str, str]], when: datetime) -> bool:
    """Nothing was done with the ticket since: it is kept from its end on, not from its making."""
    return not steps or datetime.fromisoformat(steps[-1]["at"]) < when


def _counted(
    connection: Connection, doomed: _Doomed, config: PrivacyConfig, now: datetime
) -> Purged:
    entries = sum(
        connection.execute(
            select(func.count()).select_from(schema.journal).where(schema.journal.c.call.in_(part))
        ).scalar_one()
        for part in _parts(doomed.calls)
    )
    calls = sum(
        connection.execute(
            select(func.count()).select_from(schema.calls).where(schema.calls.c.call.in_(part))
        ).scalar_one()
        for part in _parts(doomed.calls)
    )
    outbound = connection.execute(
        select(func.count()).select_from(schema.outbound).where(_old_outbound(config, now))
    ).scalar_one()
    entries += connection.execute(
        select(func.count()).select_from(schema.journal).where(_old_and_of_no_call(config, now))
    ).scalar_one()
    return Purged(entries, calls, len(doomed.tickets), outbound, doomed.kept)


def _remove(
    connection: Connection, doomed: _Doomed, config: PrivacyConfig, now: datetime
) -> Purged:
    entries = calls = tickets = 0
    for part in _parts(doomed.calls):
        entries += connection.execute(
            delete(schema.journal).where(schema.journal.c.call.in_(part))
        ).rowcount
        calls += connection.execute(
            delete(schema.calls).where(schema.calls.c.call.in_(part))
        ).rowcount
    for part in _parts(doomed.tickets):
        tickets += connection.execute(
            delete(schema.tickets).where(schema.tickets.c.number.in_(part))
        ).rowcount
    entries += connection.execute(
        delete(schema.journal).where(_old_and_of_no_call(config, now))
    ).rowcount
    outbound = connection.execute(
        delete(schema.outbound).where(_old_outbound(config, now))
    ).rowcount
    return Purged(entries, calls, tickets, outbound, doomed.kept)


def _callers(connection: Connection, doomed: _Doomed) -> list[str]:
    """The telephone numbers of those whose calls and tickets go, each once."""
    found: set[str] = set()
    for table, key, gone in (
        (schema.calls, schema.calls.c.call, doomed.calls),
        (schema.tickets, schema.tickets.c.number, doomed.tickets),
    ):
        for part in _parts(gone):
            query = select(table.c.body["caller"].as_string()).where(key.in_(part))
            found |= {c for c in connection.execute(query).scalars() if len(c or "") >= _NUMBER}
    return sorted(found)


def _old_outbound(config: PrivacyConfig, now: datetime) -> ColumnElement[bool]:
    cut = _cut(now, config.keep_calls_days)
    table = schema.outbound.c
    return table.done.is_(True) & (table.due < (cut or ""))


def _old_and_of_no_call(config: PrivacyConfig, now: datetime) -> ColumnElement[bool]:
    """When operators came, paused and left: entries that name people but belong to no call."""
    journal = schema.journal.c
    return (journal.call == "") & (journal.at < (_cut(now, config.keep_calls_days) or ""))


def _parts(items: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (items[at : at + _BATCH] for at in range(0, len(items), _BATCH))


def _unmentioned(connection: Connection, marks: list[str]) -> list[str]:
    """Marks that nothing kept speaks of: a kept ticket may name a removed one (并单, 此前诉求)."""
    columns = (
        schema.calls.c.body,
        schema.tickets.c.caller,
        schema.tickets.c.body,
        schema.tickets.c.call,
        schema.journal.c.data,
        schema.outbound.c.body,
    )
    kept = "".join(
        msgspec.json.encode(value).decode()
        for column in columns
        for value in connection.execute(select(column)).scalars()
    )
    return [mark for mark in marks if mark not in kept]


def _still_in(database: Path, marks: list[str]) -> int:
    """How many of the marks stand in the database's files."""
    held = b"".join(
        file.read_bytes()
        for file in (database, Path(f"{database}-wal"), Path(f"{database}-journal"))
        if file.exists()
    )
    return sum(mark.encode() in held for mark in marks)
