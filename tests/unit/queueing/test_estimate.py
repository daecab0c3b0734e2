"""The wait that is announced is the one that was measured: held against played days."""

import random
from datetime import datetime, timedelta
from statistics import median

from ivr.clock import CHINA
from ivr.queueing.day import Day, Habits, plan
from ivr.queueing.estimate import FEWEST, MOST, RECENT, MeasuredWait
from ivr.queueing.world import Rules, positions

AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)


def test_nothing_is_announced_before_it_was_measured() -> None:
    measured = MeasuredWait()
    for _ in range(FEWEST - 1):
        measured.served(1, 30.0, AT)
    assert measured.of(2, AT) is None
    measured.served(2, 60.0, AT)
    assert measured.of(2, AT) == 60.0
    assert measured.of(2, AT + RECENT + timedelta(seconds=1)) is None  # that was another hour


def test_one_odd_caller_does_not_change_it() -> None:
    measured = MeasuredWait()
    for _ in range(MOST):
        measured.served(1, 20.0, AT)
    measured.served(1, 3000.0, AT)
    assert measured.of(3, AT) == 60.0


class Announcing(Day):
    """A played day in which everybody who waits is told how long."""

    measured = MeasuredWait()

    def _settle(self) -> None:
        super()._settle()
        now = positions(self.world)
        for call in self.told.keys() - now.keys():
            place, since, _ = self.told[call]
            if call in self._joined:  # has an operator, whose phone rings
                self.measured.served(place, (self._now - since).total_seconds(), self._now)
                self.waited[call] = (self._now - since).total_seconds()
            self.ended[call] = self.told.pop(call)
        for call, place in now.items():
            if call not in self.told:
                self.told[call] = (place, self._now, self.measured.of(place, self._now))


def test_what_was_announced_came_true_on_a_played_day() -> None:
    rules = Rules(lines=500)
    habits = Habits(staffing=0.1, patience=900.0)  # a thin day: people do wait
    morning = datetime(2026, 11, 20, tzinfo=CHINA)
    day = Announcing(plan(1500, morning, rules, habits, random.Random(3), follow_ups=False))
    day.measured = MeasuredWait()
    day.told, day.ended, day.waited = {}, {}, {}
    day.run()
    pairs = [
        (estimate, day.waited[call])
        for call, (_, _, estimate) in day.ended.items()
        if estimate is not None and call in day.waited
    ]
    assert len(pairs) > 40
    announced, waited = (median(values) for values in zip(*pairs, strict=True))
    print(f"{len(pairs)} announced: median {announced:.0f} s, waited {waited:.0f} s")
    assert 0.5 < announced / waited < 2.0
