"""New calls are turned away by a machine that is too slow, never by one that stood still once."""

import heapq
from dataclasses import dataclass, field

import pytest

from bridge.sip.throttle import NO_LIMIT, Throttle

BATCH = 64  # datagrams read between two reports
LATER = (0.01, 0.5, 0.51)  # ACK, BYE and a last word of a call that was taken, after its INVITE
REFUSING = 0.15  # what a refusal costs beside the taking of a call's message


@dataclass
class Machine:
    """Works `speed` messages a second off, in the order in which they came."""

    speed: float
    throttle: Throttle = field(default_factory=Throttle)
    now: float = 0.0
    waits: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    taken: int = 0

    def run(self, calls: float, seconds: float, stalls: dict[float, float] | None = None) -> None:
        """So many calls a second are offered; `stalls`: at which second, and for how long."""
        began, pending = self.now, sorted((stalls or {}).items())
        queue = [(began + n / calls, True) for n in range(int(calls * seconds))]
        heapq.heapify(queue)
        while queue:
            came, is_new = queue[0]
            if came > self.now:
                self.throttle.report(0.0, self.now)
                self.now = came
            for _ in range(BATCH):
                if pending and self.now >= began + pending[0][0]:
                    self.now += pending.pop(0)[1]
                if not queue or queue[0][0] > self.now:
                    break
                came, is_new = heapq.heappop(queue)
                self._serve(came, is_new, queue)
            else:
                self.throttle.report(self.now - came, self.now)

    def _serve(self, came: float, is_new: bool, queue: list[tuple[float, bool]]) -> None:
        self.waits.append(self.now - came)
        if is_new and not self.throttle.take(self.now):
            self.refused.append(self.now)
            self.now += REFUSING / self.speed
            return
        self.now += 1 / self.speed
        if is_new:
            self.taken += 1
            for later in LATER:
                heapq.heappush(queue, (self.now + later, False))


@pytest.mark.parametrize(
    ("calls", "stall"), [(5, 0.3), (5, 5.0), (50, 0.3), (50, 5.0), (300, 0.3), (300, 1.0)]
)
def test_a_machine_that_stood_still_turns_nobody_away(calls: int, stall: float) -> None:
    machine = Machine(speed=4000)
    machine.run(calls, 12, {3.0: stall, 9.0: stall})
    assert machine.refused == []
    assert max(machine.waits) >= 0.9 * stall


@pytest.mark.parametrize("times", [1.5, 3, 6])
def test_too_many_calls_are_turned_away_and_the_others_come_through(times: float) -> None:
    machine = Machine(speed=1200)  # 300 calls a second
    machine.run(300 * times, 30)
    assert 0.25 * 300 < machine.taken / 30 < 1.1 * 300
    assert len(machine.refused) > 0.4 * 300 * (times - 1) * 30
    late = sum(wait > 0.5 for wait in machine.waits)
    assert 0 < max(machine.waits) < 2
    assert late < 0.25 * len(machine.waits)


def test_after_a_rush_everybody_is_taken_again() -> None:
    machine = Machine(speed=1200)
    machine.run(1500, 10)
    over = machine.now
    machine.run(30, 20)
    assert max(machine.refused) < over + 5
    assert machine.throttle.limit == NO_LIMIT
