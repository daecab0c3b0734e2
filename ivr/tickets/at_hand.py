"""手边的权重: of a large table what was asked for lately.

While a call goes on nearly the same words are asked for at every step; a small table is searched
much faster than a large one. It is emptied when it is full, so what callers say stays not for long.
"""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
MOST = 4096  # stretches of a few characters: some steps' worth


class AtHand(dict[str, Value]):
    """What a table says of some names, those that it does not know included."""

    def __init__(self, told: Callable[[str], Value]) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, name: str) -> Value:
        if len(self) >= MOST:
            self.clear()
        self[name] = value = self._told(name)
        return value
