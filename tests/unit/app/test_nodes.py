"""The page of one node shows all nodes."""

from ivr.app.nodes import held_by, merged

OWN = {
    "calls": [{"call": "a1"}],
    "operators": [{"name": "坐席一", "free": True}],
    "outbound": [{"id": "w1"}],
    "waiting": 1,
    "health": {"ok": True},
    "alerts": [{"id": "x"}],
    "alarms": ["有人在等"],
}


def test_calls_and_waiting_add_up_and_people_are_shown_once() -> None:
    other = {
        "calls": [{"call": "b1"}],
        "operators": [{"name": "坐席一", "free": False}, {"name": "坐席二", "free": True}],
        "outbound": [{"id": "w1"}, {"id": "w2"}],
        "waiting": 2,
        "health": {"ok": False},
        "alerts": [{"id": "x"}, {"id": "y"}],
        "alarms": ["有人在等", "识别跟不上"],
    }
    whole = merged(OWN, {"b": other})
    assert [call["call"] for call in whole["calls"]] == ["a1", "b1"]
    assert [who["name"] for who in whole["operators"]] == ["坐席一", "坐席二"]
    assert whole["operators"][0]["free"]
    assert [work["id"] for work in whole["outbound"]] == ["w1", "w2"]
    assert whole["waiting"] == 3
    assert [alert["id"] for alert in whole["alerts"]] == ["x", "y"]
    assert whole["alarms"] == ["有人在等", "识别跟不上"]
    assert whole["health"] == {"ok": True}


def test_alone_nothing_changes() -> None:
    assert merged(OWN, {}) == OWN


def test_whose_pages_lead_a_call() -> None:
    works = [{"id": "w1", "call": "b2"}, {"id": "w2", "call": ""}]  # the second is merely due
    other = {"calls": [{"call": "b1"}, {"call": "b2"}], "outbound": works}
    there = "https://two.example"
    assert held_by({"b": {**other, "page": there + "/"}}) == dict.fromkeys(
        ("b1", "b2", "w1"), there
    )
    assert held_by({"b": other}) == {}
