"""The figures are counted from journal entries, live and from records alike."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from ivr.app.call_counters import CallCounters
from ivr.calls.live import LiveLine, LiveView
from ivr.clock import CHINA
from ivr.store.figures import Figures, Share, by, figures, seconds
from ivr.store.journal import EventKind, JournalEntry, StoreHealth
from ivr.store.ledger import replay
from ivr.store.record import CallRecord

START = datetime(2026, 11, 20, 8, 59, tzinfo=CHINA)
Step = tuple[float, EventKind, Mapping[str, object]]

IN = {"caller": "02400000001", "called": "12345", "direction": "inbound"}
OUT = {"caller": "02400000001", "called": "12345", "direction": "outbound"}


def entries(call: str, *steps: Step) -> list[JournalEntry]:
    return [JournalEntry(call, START + timedelta(seconds=s), k, d) for s, k, d in steps]


HELPED = entries(
    "helped",
    (0, EventKind.ARRIVED, IN),
    (1, EventKind.ANSWERED, {}),
    (5, EventKind.HEARD, {"text": "身份证丢了怎么办"}),
    (6, EventKind.INSTANT_ANSWER, {"entry": "id"}),
    (20, EventKind.HELPED, {"entry": "id", "helped": "inferred"}),
    (21, EventKind.ENDED, {}),
)
NOT_HELPED = [*HELPED[:4], *entries("n", (20, EventKind.HELPED, {"helped": "no"})), HELPED[-1]]
WITH_PERSON = entries(
    "person",
    (0, EventKind.ARRIVED, {**IN, "called": "8890"}),
    (20, EventKind.ANSWERED, {}),
    (30, EventKind.QUEUED, {}),
    (50, EventKind.RETURNED, {}),
    (70, EventKind.CONNECTED, {"to": "operator"}),
    (170, EventKind.LEG_ENDED, {"to": "operator"}),
    (180, EventKind.ENDED, {}),
)
GAVE_UP = entries(
    "gave_up",
    (0, EventKind.ARRIVED, IN),
    (1, EventKind.ANSWERED, {}),
    (2, EventKind.QUEUED, {}),
    (62, EventKind.ENDED, {}),
)
WENT_BACK = entries(
    "went_back",
    (0, EventKind.ARRIVED, IN),
    (1, EventKind.ANSWERED, {}),
    (2, EventKind.QUEUED, {}),
    (22, EventKind.POSITION, {"position": 0}),
    (100, EventKind.ENDED, {}),
)
SILENT = entries(
    "s", (0, EventKind.ARRIVED, IN), (1, EventKind.ANSWERED, {}), (9, EventKind.ENDED, {})
)
UNANSWERED = entries("u", (0, EventKind.ARRIVED, IN), (9, EventKind.ENDED, {}))
GOING_ON = entries("g", (0, EventKind.ARRIVED, IN), (1, EventKind.ANSWERED, {}))
RATED = entries(
    "rated",
    (0, EventKind.ARRIVED, OUT),
    (0, EventKind.OUTBOUND_STARTED, {"work": "f1", "sort": "follow_up"}),
    (9, EventKind.ANSWERED, {}),
    (20, EventKind.RATED, {"rating": 5}),
    (30, EventKind.ENDED, {}),
    (30, EventKind.OUTBOUND_DONE, {"work": "f1", "done": True, "left_on_list": False}),
)
NOT_REACHED = entries(
    "not_reached",
    (0, EventKind.ARRIVED, OUT),
    (0, EventKind.OUTBOUND_STARTED, {"work": "f2", "sort": "follow_up"}),
    (30, EventKind.ENDED, {}),
    (30, EventKind.OUTBOUND_DONE, {"work": "f2", "done": False, "left_on_list": True}),
)
DAY = [
    HELPED, NOT_HELPED, WITH_PERSON, GAVE_UP, WENT_BACK, SILENT, UNANSWERED, GOING_ON, RATED,
    NOT_REACHED,
]  # fmt: skip


def record(journal: list[JournalEntry]) -> CallRecord:
    folded = replay(journal)
    assert folded is not None
    return folded


@pytest.fixture
def day() -> Figures:
    return figures(record(journal) for journal in DAY)


def test_every_share_keeps_what_it_was_counted_from(day: Figures) -> None:
    assert (day.inbound, day.outbound) == (7, 2)
    assert day.answered == Share(6, 7)
    assert day.answered_promptly == Share(5, 6)
    assert day.abandoned == Share(1, 3)
    assert day.person_promptly == Share(0, 3)
    assert day.instant == Share(1, 5, excluded=1)  # only helped ones; the silent caller is left out
    assert day.follow_ups == Share(1, 1, excluded=1)
    assert day.satisfied == Share(1, 1)
    assert day.ring_backs.value is None


def test_waiting_ends_with_a_person_or_by_leaving_the_queue(day: Figures) -> None:
    assert (day.waiting.count, day.waiting.total) == (3, 40 + 60 + 20)
    assert (day.waiting.p50, day.waiting.p95) == (40, 60)
    assert (day.handling.count, day.handling.mean) == (1, 100)


def test_percentiles_are_of_the_nearest_rank() -> None:
    assert seconds([]).p50 is None
    took = seconds([float(n) for n in range(1, 101)])
    assert (took.p50, took.p95) == (50, 95)


def test_rows_by_line_and_hour() -> None:
    later = [JournalEntry(e.call, e.at + timedelta(hours=1), e.kind, e.data) for e in WITH_PERSON]
    rows = by(map(record, [HELPED, WITH_PERSON, later]), line=True, hour=True)
    assert [(r.hour, r.line) for r in rows] == [
        ("2026-11-20 08", "12345"),
        ("2026-11-20 08", "8890"),
        ("2026-11-20 09", "8890"),
    ]


def test_what_prometheus_reads_is_what_the_ledger_says(day: Figures) -> None:
    live = LiveView(lambda: StoreHealth(ok=True))
    counters = CallCounters(live)
    for number, journal in enumerate(DAY):
        for e in journal:
            live.tell(LiveLine(f"c{number}", e.at, e.kind, dict(e.data)))
    counted: dict[str, float] = {}
    for family in counters.collect():
        for sample in family.samples:
            name = f"{sample.name} {sample.labels.get('figure', '')}".strip()
            counted[name] = counted.get(name, 0) + sample.value
    for name in ("answered", "abandoned", "instant", "follow_ups", "satisfied"):
        share = getattr(day, name)
        assert counted[f"ivr_share_numerator_total {name}"] == share.numerator
        assert counted[f"ivr_share_denominator_total {name}"] == share.denominator
        assert counted[f"ivr_share_excluded_total {name}"] == share.excluded
    assert counted["ivr_waiting_seconds_sum"] == day.waiting.total
    assert counted["ivr_handling_seconds_count"] == 1
