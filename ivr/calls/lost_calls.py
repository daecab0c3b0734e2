"""断线补记 calls whose node died: their records get an end, citizens are rung back (漏话回拨)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from ivr.calls.house import House
from ivr.calls.outbound_list import OutboundList
from ivr.errors import StoreError
from ivr.log import get_logger
from ivr.store.journal import EventKind
from ivr.store.record import CallRecord, Outcome

log = get_logger("calls")

CAUSE = "node_lost"
LOOK_BACK = timedelta(days=3)  # an older call was completed by an earlier start


def find_lost(
    house: House, node: int, live: Collection[str] = ()
) -> list[tuple[CallRecord, datetime]]:
    """What a dead node left open, and when each call was last heard of; reads the ledger."""
    records = house.parts.records
    try:
        lost = [r for r in records.open_calls(house.now() - LOOK_BACK) if r.node == node]
        lost = [r for r in lost if r.call not in live]
        return [(r, records.journal(r.call)[-1].at) for r in lost]
    except StoreError as error:
        log.error("lost_calls_unreadable", error=str(error))
        return []


def complete(house: House, works: OutboundList, lost: list[tuple[CallRecord, datetime]]) -> None:
    """The ring-back first: who dies in between leaves the record open, and it is found again."""
    for record, last in lost:
        if record.direction == "inbound" and record.caller and not was_served(record):
            works.add_ring_back(record.caller, record.call, CAUSE)
        data = {"cause": CAUSE, "by": "nobody", "found": house.now().isoformat()}
        house.parts.records.record(record.call, EventKind.ENDED, data, last)
    if lost:
        log.warning("lost_calls_completed", calls=len(lost))


def was_served(record: CallRecord) -> bool:
    """Something came of the call, and nobody was waiting or talking when it broke off."""
    if record.waiting_since is not None or record.talking_since is not None:
        return False
    helped = record.helped in ("yes", "inferred")
    return bool(record.tickets) or helped or record.outcome is Outcome.POLICE
