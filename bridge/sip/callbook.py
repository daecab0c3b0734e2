"""The calls there are, by leg and by dialog."""

from collections.abc import Iterator

from bridge.events import LegId
from bridge.sip.call import Call
from bridge.sip.core import Core


class CallBook:
    """Finds a call in O(1); a call leaves when the wire needs it no longer."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._legs: dict[LegId, Call] = {}
        self._dialogs: dict[tuple[str, str], Call] = {}

    def __len__(self) -> int:
        return len(self._legs)

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._legs.values()))

    def open(self, leg: LegId) -> Call:
        """A new call; `enter` follows as soon as its dialog has a name."""
        call = Call(self._core, leg, self._forget)
        self._legs[leg] = call
        return call

    def enter(self, call: Call, call_id: str) -> None:
        """Let messages of that dialog find the call."""
        self._dialogs[call_id, call.tag] = call

    def leg(self, leg: LegId) -> Call | None:
        """The call of a leg."""
        return self._legs.get(leg)

    def dialog(self, call_id: str, our_tag: str) -> Call | None:
        """The call a message within a dialog belongs to."""
        return self._dialogs.get((call_id, our_tag))

    def _forget(self, call: Call) -> None:
        self._legs.pop(call.leg, None)
        self._dialogs.pop(call.key, None)
