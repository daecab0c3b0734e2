"""A state machine is an `Enum` of stages and ONE table; hand-over and transfer are two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from ivr.errors import HotlineError

StageT = TypeVar("StageT", bound=Enum)
InputT = TypeVar("InputT", bound=Enum)
ActT = TypeVar("ActT", bound=Enum)


class IllegalStepError(HotlineError):
    """An input that the stage does not know: our own mistake."""


@dataclass(frozen=True)
class Machine(Generic[StageT, InputT, ActT]):
    """The table of one machine. `late` inputs may cross on the wire, and change nothing then."""

    start: StageT
    ended: frozenset[StageT]
    table: Mapping[tuple[StageT, InputT], tuple[StageT, tuple[ActT, ...]]]
    late: frozenset[InputT]

    def step(self, stage: StageT, given: InputT) -> tuple[StageT, tuple[ActT, ...]]:
        """The next stage and what is to be done on the way there."""
        found = self.table.get((stage, given))
        if found is not None:
            return found
        if given in self.late:
            return stage, ()
        raise IllegalStepError(f"{given.name} in {stage.name}")

    def allows(self, stage: StageT, given: InputT) -> bool:
        """Whether the table knows this input in this stage."""
        return (stage, given) in self.table

    def diagram(self) -> str:
        """The table as Mermaid; arrows between the same two stages are one arrow."""
        arrows: dict[tuple[StageT, StageT], list[str]] = {}
        for (stage, given), (following, _) in self.table.items():
            arrows.setdefault((stage, following), []).append(given.value.replace("_", " "))
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        lines += [f"    {a.value} --> {b.value}: {', '.join(n)}" for (a, b), n in arrows.items()]
        lines += [
            f"    {stage.value} --> [*]" for stage in self.start.__class__ if stage in self.ended
        ]
        return "\n".join(lines)
