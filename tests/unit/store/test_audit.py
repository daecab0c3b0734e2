"""The journal is held against I1 to I6; each rule's breach is found, and named by its entry."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from ivr.clock import CHINA
from ivr.queueing.world import Rules
from ivr.store.audit import Audit, audit
from ivr.store.journal import EventKind, JournalEntry

START = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
RULES = Rules(reserve_operators=1, reserve_lines=1, lines=6, retry=timedelta(minutes=5))
Line = tuple[float, str, EventKind, Mapping[str, object]]


def seat(second: float, name: str, state: str, *skills: str, helper: bool = False) -> Line:
    data = {"operator": name, "state": state, "skills": list(skills), "helper": helper}
    return (second, "", EventKind.SEAT, data)


def comes(second: float, call: str, *, node: int = 0, **more: object) -> list[Line]:
    """A caller who asks for a person at once."""
    data = {"caller": f"024{call}", "direction": "inbound", "node": node}
    return [(second, call, EventKind.ARRIVED, data), (second, call, EventKind.QUEUED, more)]


def rings(second: float, call: str, work: str, operator: str | None = None) -> list[Line]:
    """A citizen is rung."""
    data = {"caller": f"139{work}", "direction": "outbound"}
    started = {"work": work, "sort": "follow_up", "operator": operator}
    return [
        (second, call, EventKind.ARRIVED, data),
        (second, call, EventKind.OUTBOUND_STARTED, started),
    ]


def ends(second: float, call: str, work: str, attempts: int, *, left: bool = True) -> list[Line]:
    data = {"work": work, "left_on_list": left, "attempts": attempts}
    return [(second, call, EventKind.ENDED, {}), (second, call, EventKind.OUTBOUND_DONE, data)]


def given(second: float, call: str, operator: str) -> list[Line]:
    return [(second, call, EventKind.OFFERED, {"operator": operator})]


def check(*lines: Line) -> Audit:
    entries = [
        JournalEntry(call, START + timedelta(seconds=second), kind, data, seq)
        for seq, (second, call, kind, data) in enumerate(lines, start=1)
    ]
    return audit(entries, RULES)


def broken(found: Audit) -> list[str]:
    return [breach.rule for breach in found.breaches]


CANCEL = EventKind.OUTBOUND_CANCELLED
READY = [seat(0, "a", "ready"), seat(0, "b", "ready")]
PARKING = [
    *READY,
    seat(0, "c", "ready"),
    seat(1, "a", "outbound"),
    *rings(1, "o", "w", "a"),
    (5, "o", EventKind.ANSWERED, {}),
    *comes(6, "x"),
    *comes(7, "y"),
]
SOUND: dict[str, list[Line]] = {
    "who goes back to a parked citizen rings nobody new": [
        *PARKING,
        (8, "o", EventKind.PARKED, {"operator": "a"}),
        seat(8, "a", "ready"),
        *given(8, "x", "a"),
        seat(40, "a", "outbound"),  # y is waiting
        *given(41, "y", "b"),
    ],
    "a caller is served": [*READY, *comes(1, "c"), *given(1, "c", "a")],
    "a ringing citizen gives way": [
        *READY[:1],
        *rings(1, "o", "w"),
        *comes(5, "c"),
        (5.1, "o", CANCEL, {"work": "w"}),
        *ends(5.2, "o", "w", 0),
        *given(6, "c", "a"),
        (20, "c", EventKind.ENDED, {}),
        *rings(70, "p", "w"),
        *ends(100, "p", "w", 1),
        *rings(500, "q", "w"),
        *ends(520, "q", "w", 2, left=False),
    ],
    "an emergency goes first": [
        *comes(1, "c"),
        *comes(2, "d", emergency=True),
        *given(3, "d", "a"),
    ],
    "who is told to be vulnerable moves up": [
        *comes(1, "c"),
        *comes(2, "d"),
        (3, "d", EventKind.QUEUED, {"raised": True, "vulnerable": True}),
        *given(4, "d", "a"),
    ],
    "nobody waits for a ghost, but for a skill": [
        seat(0, "a", "ready"),
        seat(0, "k", "talking", "korean"),
        *comes(1, "c", skill="korean"),
        *comes(2, "d"),
        *given(3, "d", "a"),
    ],
    "each node serves its own while the board is away": [
        *comes(1, "c", node=1),
        *comes(2, "d", node=2),
        (3, "", EventKind.BOARD, {"node": 1, "away": True}),
        *given(4, "d", "a"),
    ],
    "who was ahead hangs up, or is served, in the same moment": [
        *comes(1, "c"),
        *comes(2, "d"),
        *comes(3, "e"),
        *given(9, "e", "a"),
        (9.1, "c", EventKind.ENDED, {}),
        *given(9.1, "d", "b"),
    ],
    "an operator comes for who waits, and somebody is rung, in the same moment": [
        *comes(1, "c"),
        *rings(9, "o", "w"),
        *given(9, "c", "a"),
    ],
    "a helper takes who may have it, before who may not": [
        seat(0, "a", "talking"),
        seat(0, "h", "ready", "x", helper=True),
        *comes(1, "c"),
        *comes(2, "d"),
        (3, "d", EventKind.QUEUED, {"raised": True, "also": "x"}),
        *given(3, "d", "h"),
    ],
    "a caller whom nobody answered keeps the place": [
        *comes(1, "c"),
        *comes(2, "d"),
        *given(3, "c", "a"),
        (9, "c", EventKind.RETURNED, {"operator": "a"}),
        *given(9, "c", "b"),
    ],
}
BROKEN: dict[str, tuple[str, list[Line]]] = {
    "an operator rings somebody while others wait": (
        "I1",
        [*PARKING, seat(8, "a", "ready"), *given(8, "x", "a"), seat(40, "a", "outbound")],
    ),
    "rung while somebody waits": ("I1", [*comes(1, "c"), *rings(2, "o", "w")]),
    "the reserve is rung for outbound work": (
        "I1",
        [seat(0, "a", "ready"), seat(1, "a", "outbound")],
    ),
    "the last lines are taken": (
        "I1",
        [line for n in range(5) for line in comes(n, f"c{n}")]
        + [line for n in range(5) for line in given(6, f"c{n}", "a")]
        + rings(7, "o", "w"),
    ),
    "a citizen's phone rings on": (
        "I2",
        [*rings(1, "o", "w"), *comes(5, "c"), (9, "o", EventKind.RINGING, {})],
    ),
    "an answered call is cut off": (
        "I3",
        [*rings(1, "o", "w"), (2, "o", EventKind.ANSWERED, {}), (5, "o", CANCEL, {})],
    ),
    "dialled twice at once": ("I4", [*rings(1, "o", "w"), *rings(2, "p", "w")]),
    "tried again too soon": (
        "I4",
        [*rings(1, "o", "w"), *ends(9, "o", "w", 1), *rings(60, "p", "w")],
    ),
    "done, and rung again": (
        "I4",
        [*rings(1, "o", "w"), *ends(9, "o", "w", 1, left=False), *rings(999, "p", "w")],
    ),
    "outside the hours": ("I4", rings(11 * 3600, "o", "w")),
    "overtaken": ("I5", [*comes(1, "c"), *comes(2, "d"), *given(3, "d", "a")]),
    "overtaken on the same node while the board is away": (
        "I5",
        [
            (0, "", EventKind.BOARD, {"node": 1, "away": True}),
            *comes(1, "c", node=1),
            *comes(2, "d", node=1),
            *given(3, "d", "a"),
        ],
    ),
    "overtaken once the nodes see each other again": (
        "I5",
        [
            (0, "", EventKind.BOARD, {"node": 1, "away": True}),
            *comes(1, "c", node=1),
            *comes(2, "d", node=2),
            (3, "", EventKind.BOARD, {"node": 1, "away": False}),
            *given(4, "d", "a"),
        ],
    ),
    "overtaken though it came back": (
        "I5",
        [
            *comes(1, "c"),
            *comes(2, "d"),
            *given(3, "c", "a"),
            (9, "c", EventKind.RETURNED, {}),
            *given(9, "d", "b"),
        ],
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_day_has_no_breach(name: str) -> None:
    assert broken(check(*SOUND[name])) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_breach_is_found(name: str) -> None:
    rule, lines = BROKEN[name]
    found = check(*lines)
    assert set(broken(found)) == {rule}
    assert all(breach.entry.seq for breach in found.breaches)


def test_how_soon_a_call_gave_way_is_measured() -> None:
    assert check(*SOUND["a ringing citizen gives way"]).gave_way_after == [pytest.approx(0.1)]


def test_i4_work_that_was_dialled_is_on_the_list_or_done() -> None:
    found = check(*rings(1, "o", "w"), *ends(9, "o", "w", 1), *rings(999, "p", "v"))
    assert found.works_left({"w": False, "v": False}) == []
    assert found.works_left({"v": False}) == ["w"]
    assert found.works_left({"w": True, "v": False}) == ["w"]  # done, though nobody was reached


def test_i6_starving_work_that_no_alarm_speaks_of() -> None:
    late = [START - timedelta(hours=5)]
    assert check(*comes(1, "c")).untold(late, START) == 1
    told = check((1, "", EventKind.STARVES, {"works": 1}))
    assert told.untold(late, START) == 0
