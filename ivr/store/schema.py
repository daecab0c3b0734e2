"""The ledger's tables, in SQLAlchemy Core, so that SQLite and PostgreSQL share every statement.

The journal is the truth; `calls` is folded from it as entries arrive, to be listed quickly.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    inspect,
)

metadata = MetaData()


def bring_up_to_date(engine: Engine) -> None:
    """Make what is missing, also in a ledger that an older version made."""
    metadata.create_all(engine)
    if any(column["name"] == "caller" for column in inspect(engine).get_columns("tickets")):
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE tickets ADD COLUMN caller VARCHAR(64)")
        own = tickets.c.body["caller"].as_string()
        connection.execute(tickets.update().values(caller=own))
        tickets_by_caller.create(connection)


journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("call", String(64), nullable=False),
    Column("at", String(40), nullable=False),  # ISO 8601 with offset
    Column("kind", String(32), nullable=False),
    Column("data", JSON, nullable=False),
    Index("journal_by_call", "call", "seq"),
)

calls = Table(
    "calls",
    metadata,
    Column("call", String(64), primary_key=True),
    Column("started", String(40), nullable=False, index=True),
    Column("body", JSON, nullable=False),  # ivr.store.record.CallRecord
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("call", String(64), nullable=False, index=True),
    Column("created", String(40), nullable=False, index=True),
    Column("state", String(32), nullable=False, index=True),
    Column("caller", String(64)),  # whose it is; empty in a ledger of an older version
    Column("body", JSON, nullable=False),  # ivr.tickets.model.Ticket
)

tickets_by_caller = Index("tickets_by_caller", tickets.c.caller, tickets.c.created)

outbound = Table(
    "outbound",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("due", String(40), nullable=False, index=True),
    Column("done", Boolean, nullable=False, default=False, index=True),
    Column("claimed_by", String(64)),  # node that dials it now
    Column("claimed_until", Float),  # POSIX seconds; past: the node died, the work is free again
    Column("body", JSON, nullable=False),  # ivr.queueing's outbound work
)
