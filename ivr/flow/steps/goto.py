"""goto: go on elsewhere, by the number that was called."""

from collections.abc import Iterator

import msgspec

from ivr.flow.model import Step
from ivr.flow.turn import Turn


class Goto(Step, frozen=True, tag="goto"):
    """`by_number` wins, else `next`."""

    next: str
    by_number: dict[str, str] = msgspec.field(default_factory=dict)

    def enter(self, turn: Turn) -> None:
        turn.goto(self.by_number.get(turn.state.called, self.next))

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        for number, name in self.by_number.items():
            yield f"by_number.{number}", name
