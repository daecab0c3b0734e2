"""认领 which node dials a piece of outbound work: one statement of the ledger decides."""

import msgspec
from sqlalchemy import Connection, select

from ivr.queueing.world import Work
from ivr.store import schema


def claim(work: Work, node: int, now: float, seconds: float, connection: Connection) -> bool:
    """Take it if nobody has it and nobody has dialled it since it was read."""
    table = schema.outbound
    free = (table.c.claimed_by.is_(None)) | (table.c.claimed_until < now)
    taken = connection.execute(
        table.update()
        .where(table.c.id == work.id, table.c.done.is_(False), free)
        .values(claimed_by=str(node), claimed_until=now + seconds)
    )
    if taken.rowcount != 1:
        return False
    body = connection.execute(select(table.c.body).where(table.c.id == work.id)).scalar_one()
    if _tries(msgspec.convert(body, Work)) == _tries(work):
        return True
    give_up = table.update().where(table.c.id == work.id)
    connection.execute(give_up.values(claimed_by=None, claimed_until=None))
    return False


def _tries(work: Work) -> tuple[object, ...]:
    return work.attempts, work.last_attempt, work.not_before


def free(node: int, connection: Connection) -> None:
    """What a dead node was dialling."""
    table = schema.outbound
    connection.execute(
        table.update()
        .where(table.c.claimed_by == str(node), table.c.done.is_(False))
        .values(claimed_by=None, claimed_until=None)
    )
