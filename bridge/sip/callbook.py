"""The calls there are, by leg and by dialog."""

from collections.abc import Iterator

from bridge.events import LegHeld, LegId
from bridge.sip.call import Call
from bridge.sip.call_table import CallState
from bridge.sip.core import Core
from bridge.sip.events import Answered, SessionAgreed


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

    def succeed(self, old: Call, new: Call) -> None:
        """`new` becomes the leg that `old` was (RFC 3891 §4).

        The house only hears of new sound; of a leg that still rang it hears that it was answered.
        """
        assert new.session is not None
        rang = old.state in (CallState.PROCEEDING, CallState.ALERTING)
        if not rang and old.state is not CallState.TALKING:  # it ended while we waited for the ACK
            new.hang_up()
            return
        self._legs[old.leg], self._legs[new.leg] = new, old
        old.leg, new.leg = new.leg, old.leg
        old.quiet, new.quiet = True, False
        new.tell(SessionAgreed(new.leg, new.session))
        if old.session is not None and old.session.held != new.session.held:
            new.tell(LegHeld(new.leg, new.session.held))
        if rang:
            new.tell(Answered(new.leg))
        old.hang_up()

    def _forget(self, call: Call) -> None:
        self._legs.pop(call.leg, None)
        self._dialogs.pop(call.key, None)
