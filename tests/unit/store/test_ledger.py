"""The ledger keeps what it is given, in order, through locks and a full disk."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.clock import CHINA
from ivr.errors import StoreError
from ivr.queueing.world import Work, WorkKind
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind, JournalEntry
from ivr.store.ledger import Ledger, replay
from ivr.store.record import Outcome, advance
from ivr.tickets.model import Ticket, TicketDraft

START = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(StoreConfig(busy_seconds=0.05), tmp_path)
    yield opened
    opened.close()


def a_ticket(number: str) -> Ticket:
    draft = TicketDraft(
        kind=None,
        category=None,
        time=None,
        place="铁西区建设大道",
        course=None,
        state=None,
        request=None,
        respondent=None,
        summary="您反映暖气不热。",
        deadline=None,
        route=None,
        evidence={"place": (0, 7)},
    )
    return Ticket(number=number, call="c1", created=START, caller="", draft=draft)


def test_a_call_is_read_back_as_it_was_written(ledger: Ledger) -> None:
    steps = [
        (EventKind.ARRIVED, {"caller": "02400000001", "called": "12345", "flow": "assistant"}),
        (EventKind.ANSWERED, {}),
        (EventKind.HEARD, {"text": "身份证丢了怎么补办"}),
        (EventKind.INSTANT_ANSWER, {"entry": "id-card-lost"}),
        (EventKind.ENDED, {"cause": "normal", "by": "them"}),
    ]
    for n, (kind, data) in enumerate(steps):
        ledger.record("c1", kind, data, START + timedelta(seconds=n))
    ledger.flush().result(5)
    assert [e.kind for e in ledger.journal("c1")] == [kind for kind, _ in steps]
    record = ledger.call("c1")
    assert record is not None
    assert record.outcome is Outcome.ANSWERED
    assert record.seconds == 4
    assert record == replay(ledger.journal("c1"))


def test_tickets_keep_their_fields_and_numbers_rise(ledger: Ledger) -> None:
    day = date(2026, 11, 20)
    first, second = ledger.next_ticket_number(day), ledger.next_ticket_number(day)
    assert (first, second) == ("2611200001", "2611200002")
    ticket = a_ticket(first)
    ledger.save_ticket(ticket)
    ledger.flush().result(5)
    assert ledger.ticket(first) == ticket
    assert ledger.tickets(call="c1") == [ticket]


def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    day = date(2026, 11, 20)
    before = Ledger(StoreConfig(), tmp_path)
    before.save_ticket(a_ticket(before.next_ticket_number(day)))
    assert before.close()
    after = Ledger(StoreConfig(), tmp_path)
    assert after.next_ticket_number(day) == "2611200002"
    assert after.close()


def test_numbers_go_on_after_the_ten_thousandth(tmp_path: Path) -> None:
    before = Ledger(StoreConfig(), tmp_path)
    for number in ("2611209999", "26112010000"):
        before.save_ticket(a_ticket(number))
    assert before.close()
    after = Ledger(StoreConfig(), tmp_path)
    assert after.next_ticket_number(date(2026, 11, 20)) == "26112010001"
    assert after.close()


def test_a_locked_database_loses_nothing(ledger: Ledger, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger.record("c1", EventKind.ARRIVED, {}, START)
    deadline = time.monotonic() + 10
    while ledger.health.ok and time.monotonic() < deadline:
        pass
    assert not ledger.health.ok
    assert "locked" in (ledger.health.last_error or "")
    other.execute("ROLLBACK")
    other.close()
    ledger.flush().result(10)
    assert ledger.health.ok
    assert ledger.health.lost == 0
    assert len(ledger.journal("c1")) == 1


def test_a_full_disk_is_said_and_survived(ledger: Ledger) -> None:
    ledger.flush().result(5)

    def fill(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    ledger._writer.submit(fill, wanted=True).result(5)
    for n in range(200):
        ledger.record(
            "c1", EventKind.HEARD, {"text": "暖气不热" * 50}, START + timedelta(seconds=n)
        )
    deadline = time.monotonic() + 10
    while ledger.health.ok and time.monotonic() < deadline:
        pass
    assert "full" in (ledger.health.last_error or "")
    assert ledger.health.pending > 0


def test_a_queue_past_its_bound_counts_what_it_gives_up(tmp_path: Path) -> None:
    ledger = Ledger(StoreConfig(busy_seconds=0.05, max_pending=3), tmp_path)
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(10):
        ledger.record("c1", EventKind.KEY, {"key": "0"}, START)
    assert ledger.health.lost >= 6
    other.execute("ROLLBACK")
    other.close()
    ledger.close()
    again = Ledger(StoreConfig(), tmp_path)
    assert len(again.journal("c1")) <= 4
    again.close()


def test_outbound_work_is_claimed_once_and_freed_by_a_dead_node(
    ledger: Ledger, tmp_path: Path
) -> None:
    other = Ledger(StoreConfig(), tmp_path, node=2)
    work = Work("w1", WorkKind.FOLLOW_UP, "02400000009", START)
    ledger.save_outbound("w1", START, work)
    assert ledger.claim_outbound(work, 100.0, 60.0).result(5)
    assert not other.claim_outbound(work, 110.0, 60.0).result(5)
    other.free_claims(0)
    assert other.claim_outbound(work, 111.0, 60.0).result(5)
    assert ledger.claim_outbound(work, 172.0, 60.0).result(5)  # its time has run out
    tried = replace(work, attempts=1, last_attempt=START)
    ledger.save_outbound("w1", START, tried)
    ledger.flush().result(5)
    assert not other.claim_outbound(work, 173.0, 60.0).result(5)  # dialled since it was read
    assert other.claim_outbound(tried, 174.0, 60.0).result(5)
    other.save_outbound("w1", START, tried, done=True)
    other.flush().result(5)
    assert not ledger.claim_outbound(tried, 175.0, 60.0).result(5)
    assert ledger.open_outbound() == []
    other.close()


def test_nodes_that_share_a_ledger_never_give_the_same_ticket_number(tmp_path: Path) -> None:
    ledgers = [Ledger(StoreConfig(), tmp_path, node=n) for n in (1, 2)]
    day = date(2026, 11, 20)
    numbers = [ledger.next_ticket_number(day) for _ in range(3) for ledger in ledgers]
    assert len(set(numbers)) == 6
    for number, ledger in zip(numbers, ledgers * 3, strict=True):
        ledger.save_ticket(a_ticket(number))
    for ledger in ledgers:
        ledger.close()
    again = Ledger(StoreConfig(), tmp_path, node=1)
    assert again.next_ticket_number(day) == "26112010004"
    again.close()


def test_tickets_of_a_caller_are_found_by_index_also_in_an_older_ledger(tmp_path: Path) -> None:
    ledger = Ledger(StoreConfig(), tmp_path)
    ledger.save_ticket(a_ticket("1"))
    ledger.save_ticket(replace(a_ticket("2"), caller="02400000002"))
    ledger.close()
    with sqlite3.connect(tmp_path / "ledger.db") as older:
        older.execute("DROP INDEX tickets_by_caller")
        older.execute("ALTER TABLE tickets DROP COLUMN caller")
    again = Ledger(StoreConfig(), tmp_path)
    assert [t.number for t in again.tickets_of("02400000002")] == ["2"]
    again.close()
    with sqlite3.connect(tmp_path / "ledger.db") as opened:
        query = "SELECT body FROM tickets WHERE caller = '1' ORDER BY created DESC LIMIT 50"
        plan = str(opened.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())
    assert "tickets_by_caller" in plan


def test_calls_without_an_end_are_found(ledger: Ledger) -> None:
    for call in ("a", "b"):
        ledger.record(call, EventKind.ARRIVED, {"caller": "02400000009", "node": 2}, START)
    ledger.record("b", EventKind.ENDED, {"cause": "normal"}, START)
    ledger.flush().result(5)
    assert [(r.call, r.node) for r in ledger.open_calls(START - timedelta(days=1))] == [("a", 2)]
    assert ledger.open_calls(START + timedelta(days=1)) == []


def test_reading_where_nothing_was_written_says_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ivr run"):
        Ledger(StoreConfig(), tmp_path / "none", read_only=True)


entries = st.builds(
    JournalEntry,
    call=st.just("c"),
    at=st.integers(0, 1000).map(lambda s: START + timedelta(seconds=s)),
    kind=st.sampled_from(EventKind),
    data=st.dictionaries(
        st.sampled_from(["text", "entry", "number", "to", "service", "helped"]),
        st.none() | st.booleans() | st.text(max_size=5),
    ),
)


@given(st.lists(entries, max_size=30))
def test_a_record_never_loses_a_ticket_and_never_falls_back(steps: list[JournalEntry]) -> None:
    record = None
    seen: set[str] = set()
    for entry in steps:
        before = record
        record = advance(record, entry)
        if entry.kind is EventKind.TICKET:
            number = entry.data.get("number")
            seen.add("" if number is None else str(number))
        assert set(record.tickets) == seen
        if before and before.outcome not in (Outcome.OPEN, Outcome.ABANDONED, Outcome.ENDED):
            ranks = list(Outcome)
            assert ranks.index(record.outcome) >= ranks.index(before.outcome)


def test_a_reader_is_closed_like_a_writer(ledger: Ledger, tmp_path: Path) -> None:
    reader = Ledger(StoreConfig(), tmp_path, read_only=True)
    assert reader.calls() == []
    assert reader.close()
