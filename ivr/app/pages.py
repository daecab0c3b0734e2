"""What people can do on the pages, wired to who does it."""

from collections.abc import Callable
from functools import partial

from ivr.calls.destinations import offered
from ivr.calls.service import CallService
from ivr.desk.alert_pages import AlertPages
from ivr.desk.operators import SeatPages
from ivr.desk.outbound_pages import OutboundPages
from ivr.desk.server import Pages
from ivr.desk.ticket_pages import TicketPages
from ivr.desk.transfer_pages import TransferPages
from ivr.settings.model import Settings
from ivr.store.ledger import Ledger
from ivr.tickets.understanding import Understanding


def pages_of(
    settings: Settings,
    ledger: Ledger,
    tables: Understanding,
    calls: CallService,
    elsewhere: Callable[[str], str],
) -> list[Pages]:
    """Every part of the desk that acts; `elsewhere` knows what only another node's pages can do."""
    switchboard = calls.switchboard
    return [
        SeatPages(switchboard),
        TransferPages(switchboard, partial(offered, calls.house), elsewhere),
        OutboundPages(calls.outbound.seats, calls.outbound, elsewhere),
        AlertPages(calls.house.alert_seen),
        TicketPages(ledger, tables, settings.tables.privacy, settings.data),
    ]
