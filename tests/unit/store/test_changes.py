"""A step is written whole with its journal entry, or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ivr.clock import CHINA
from ivr.store.changes import Change
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger
from ivr.tickets.life import IllegalMoveError, Move, step
from ivr.tickets.model import Ticket, TicketDraft, TicketState

AT = datetime(2026, 11, 21, 10, 0, tzinfo=CHINA)
NOTHING = TicketDraft(
    kind=None, category=None, time=None, place=None, course=None, state=None, request=None,
    respondent=None, summary=None, deadline=None, route=None, evidence={},
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(StoreConfig(), tmp_path)
    opened.save_ticket(Ticket("1", "c1", AT, "", NOTHING))
    opened.flush().result(5)
    yield opened
    opened.close()


def _take(move: Move, by: str = "甲") -> Change:
    return lambda held: [step(held[0], move, by=by, at=AT, why="因")]


def test_a_step_and_its_journal_entry(ledger: Ledger) -> None:
    (after,) = ledger.change_tickets(["1"], _take(Move.ACCEPT), AT)
    assert ledger.ticket("1") == after
    (entry,) = ledger.journal("c1")
    assert entry.kind is EventKind.TICKET_STEP
    assert entry.data["by"] == "甲"
    assert entry.data["action"] == "accept"
    assert entry.data["why"] == "因"


def test_a_refusal_changes_nothing_and_the_ledger_lives_on(ledger: Ledger) -> None:
    with pytest.raises(IllegalMoveError, match="可以：受理"):
        ledger.change_tickets(["1"], _take(Move.CLOSE), AT)
    with pytest.raises(LookupError, match="没有工单 9"):
        ledger.change_tickets(["9"], _take(Move.ACCEPT), AT)
    assert ledger.journal("c1") == []
    assert ledger.change_tickets(["1"], _take(Move.ACCEPT), AT)


def test_two_people_at_once_lose_no_step(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger(StoreConfig(), tmp_path)

    def add(which: Ledger, by: str) -> None:
        def change(held: list[Ticket]) -> list[Ticket]:
            (ticket,) = held
            return [replace(ticket, extension_days=(*ticket.extension_days, int(by)))]

        which.change_tickets(["1"], change, AT)

    with ThreadPoolExecutor(2) as pool:
        for n in range(10):
            pool.submit(add, ledger if n % 2 else other, str(n))
    other.close()
    ticket = ledger.ticket("1")
    assert ticket is not None
    assert sorted(ticket.extension_days) == list(range(10))


def test_tickets_of_a_span_of_time(ledger: Ledger) -> None:
    ledger.save_ticket(Ticket("2", "c2", AT + timedelta(hours=4), "", NOTHING, TicketState.VOID))
    ledger.flush().result(5)
    later = AT + timedelta(hours=1)
    assert [t.number for t in ledger.tickets(None, since=later)] == ["2"]
    assert [t.number for t in ledger.tickets(None, until=later)] == ["1"]
