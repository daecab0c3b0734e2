"""What was kept long enough goes, and the file holds nothing of it any more."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ivr.clock import CHINA
from ivr.store.config import PrivacyConfig, StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger, open_engine
from ivr.store.purge import Purged, purge
from ivr.tickets.model import Step, Ticket, TicketDraft, TicketState

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=CHINA)
OLD = NOW - timedelta(days=2000)
NOTHING = TicketDraft(
    kind=None, category=None, time=None, place=None, course=None, state=None, request=None,
    respondent=None, summary=None, deadline=None, route=None, evidence={},
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ledger = Ledger(StoreConfig(), tmp_path)
    for n in range(50):
        ledger.record(f"old-{n:03}", EventKind.ARRIVED, {"caller": f"139{n:08}"}, OLD)
        ledger.record(f"old-{n:03}", EventKind.HEARD, {"text": f"我叫王小明{n:03}"}, OLD)
    ledger.record("needed", EventKind.ARRIVED, {"caller": "13700000000"}, OLD)
    ledger.record("new", EventKind.ARRIVED, {"caller": "13800000000"}, NOW)
    ledger.record("", EventKind.SEAT, {"operator": "已离职的坐席"}, OLD)
    ledger.record("", EventKind.SEAT, {"operator": "今天的坐席"}, NOW)
    closed = Ticket("OLD-TICKET-1", "old-001", OLD, "13900000001", NOTHING, TicketState.CLOSED)
    ledger.save_ticket(closed)
    ledger.save_ticket(replace(closed, number="OPEN-1", call="needed", state=TicketState.HANDLING))
    ledger.save_ticket(replace(closed, number="NEW-1", call="new", created=NOW))
    ledger.close()
    return tmp_path


def _purge(folder: Path, config: PrivacyConfig, *, dry_run: bool = False) -> Purged:
    engine = open_engine(StoreConfig(), folder)
    try:
        return purge(engine, config, NOW, dry_run=dry_run)
    finally:
        engine.dispose()


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("ledger.db*"))


def test_the_file_forgets_what_was_removed(folder: Path) -> None:
    assert "王小明007".encode() in _bytes(folder)
    done = _purge(folder, PrivacyConfig())
    assert (done.calls, done.journal, done.tickets) == (50, 101, 1)
    assert done.kept_for_open_tickets == 1
    assert done.searched_for == 50 + 1 + 49  # calls, a ticket, callers whom nothing kept names
    assert done.still_found == 0
    left = _bytes(folder)
    assert "王小明".encode() not in left
    assert "已离职的坐席".encode() not in left
    assert "今天的坐席".encode() in left
    assert b"OLD-TICKET-1" not in left
    assert b"old-0" not in left
    assert b"13900000007" not in left
    ledger = Ledger(StoreConfig(), folder, read_only=True)
    assert {r.call for r in ledger.calls(None)} == {"needed", "new"}
    assert {t.number for t in ledger.tickets(None)} == {"OPEN-1", "NEW-1"}


def test_a_rehearsal_counts_the_same_and_removes_nothing(folder: Path) -> None:
    planned = _purge(folder, PrivacyConfig(), dry_run=True)
    assert (planned.calls, planned.journal, planned.tickets) == (50, 101, 1)
    assert "王小明007".encode() in _bytes(folder)


def test_a_ticket_is_kept_from_its_end_on(folder: Path) -> None:
    handling, closed = TicketState.HANDLING, TicketState.CLOSED
    ledger = Ledger(StoreConfig(), folder)
    for days in (1824, 1826):
        step = Step(NOW - timedelta(days=days), "督办员", "close", handling, closed)
        ledger.save_ticket(Ticket(f"ENDED-{days}", "x", OLD, "", NOTHING, closed, (step,)))
    ledger.close()
    _purge(folder, PrivacyConfig())
    ledger = Ledger(StoreConfig(), folder, read_only=True)
    assert {t.number for t in ledger.tickets(None)} == {"OPEN-1", "NEW-1", "ENDED-1824"}


def test_zero_days_keep_all(folder: Path) -> None:
    done = _purge(folder, PrivacyConfig(keep_calls_days=0, keep_tickets_days=0))
    assert done.calls == done.tickets == done.journal == 0


def test_a_service_may_be_running(folder: Path) -> None:
    service = Ledger(StoreConfig(), folder)
    service.tickets(None)
    done = _purge(folder, PrivacyConfig())
    assert (done.calls, done.still_found) == (50, 0)
    service.record("new", EventKind.ANSWERED, {}, NOW)
    service.flush().result(5)
    assert len(service.journal("new")) == 2
    service.close()
