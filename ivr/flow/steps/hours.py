"""hours: go on by the hour of the day (China time)."""

from collections.abc import Iterator
from datetime import time
from typing import Annotated

import msgspec
from msgspec import Meta

from ivr.flow.model import Step
from ivr.flow.turn import Turn


class Hours(Step, frozen=True, tag="hours"):
    """`open` from `begin` to before `end`, on `days` (1 Monday to 7 Sunday); else `closed`."""

    begin: time
    end: time
    open: str
    closed: str
    days: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1)] = msgspec.field(
        default_factory=lambda: [1, 2, 3, 4, 5, 6, 7]
    )

    def enter(self, turn: Turn) -> None:
        at = turn.now.time().replace(tzinfo=None)
        within = self.begin <= at < self.end
        if self.end <= self.begin:  # over midnight
            within = at >= self.begin or at < self.end
        opened = within and turn.now.isoweekday() in self.days
        turn.goto(self.open if opened else self.closed)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "open", self.open
        yield "closed", self.closed
