"""A simulated day keeps I1 to I5 at every decision, and is the same for the same seed."""

import random
from datetime import datetime
from xml.etree import ElementTree

import pytest

from ivr.clock import CHINA
from ivr.queueing import day_picture, policy
from ivr.queueing.day import Day, Habits, Plan, compare, plan
from ivr.queueing.world import Rules, World
from tests.unit.queueing.rules import check_board, check_decision, check_settled

MORNING = datetime(2026, 11, 20, tzinfo=CHINA)
SMALL = 300  # calls a day


@pytest.fixture
def small() -> Plan:
    rules = Rules(lines=100)
    return plan(SMALL, MORNING, rules, Habits(), random.Random(7), follow_ups=True)


def test_the_invariants_hold_all_day(small: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    decide = policy.decide

    def checked(world: World, now: datetime) -> list[policy.Decision]:
        decisions = decide(world, now)
        check_board(world)
        if not decisions:
            check_settled(world, now)
        for decision in decisions[:1]:  # the others hold once the first is applied
            check_decision(world, decision, now)
        return decisions

    monkeypatch.setattr("ivr.queueing.policy.decide", checked)
    played = Day(small).run()
    assert played.follow_ups > 20
    assert played.cancelled > 0


def test_everybody_who_wanted_a_person_was_served_or_left(small: Plan) -> None:
    played = Day(small).run()
    wanted = {c.call for c in small.citizens if c.wants_person}
    assert played.waits.keys() == wanted
    assert 0 <= played.abandoned < len(wanted) / 4


def test_the_same_seed_is_the_same_day(small: Plan) -> None:
    alone, both = compare(small)
    again = compare(
        plan(SMALL, MORNING, Rules(lines=100), Habits(), random.Random(7), follow_ups=True)
    )
    assert (alone, both) == again
    assert alone.follow_ups == 0
    assert alone.waits.keys() == both.waits.keys()


def test_the_lanes_are_a_picture(small: Plan) -> None:
    played = Day(small).run()
    picture = ElementTree.fromstring(day_picture.draw(played.lanes, "一天 <1>"))
    assert sum(1 for part in picture if part.tag.endswith("polygon")) == len(day_picture.LANES)
