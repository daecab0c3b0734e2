"""A state machine is an `Enum` of states and ONE table; what the table lacks is our error."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from bridge.errors import UsageError

StateT = TypeVar("StateT", bound=Enum)
InputT = TypeVar("InputT", bound=Enum)
ActionT = TypeVar("ActionT", bound=Enum)


@dataclass(frozen=True, slots=True)
class Machine(Generic[StateT, InputT, ActionT]):
    """The table of one machine; `bridge.sip.diagrams` draws it."""

    name: str
    clause: str  # where the standard says so
    start: StateT
    end: StateT
    table: Mapping[tuple[StateT, InputT], tuple[StateT, tuple[ActionT, ...]]]

    def step(self, state: StateT, what: InputT) -> tuple[StateT, tuple[ActionT, ...]]:
        """The next state and what is to be done on the way there."""
        try:
            return self.table[state, what]
        except KeyError:
            raise UsageError(f"{self.name}: {what.name} is not possible in {state.name}") from None

    def allows(self, state: StateT, what: InputT) -> bool:
        """Whether the table knows this input in this state."""
        return (state, what) in self.table
