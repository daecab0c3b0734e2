"""When a simulated citizen speaks: after the far end has spoken and stopped. Pure."""

from dataclasses import dataclass
from enum import Enum

HEARD_ENOUGH = 0.2  # seconds of sound that count as "it spoke"


@dataclass(frozen=True, slots=True)
class Manners:
    """How patient the citizen is; seconds and dBFS."""

    pause: float = 1.2  # silence after the far end's words that invites an answer
    patience: float = 12.0  # silence from the far end after which one speaks anyway
    linger: float = 12.0  # after the last words: silence after which one hangs up
    longest: float = 180.0  # the call ends then, whatever happens
    quiet: float = -45.0  # sound under this is silence
    waits_for_end: bool = True  # False: hang up as soon as everything was said


class Move(Enum):
    """What to do now."""

    WAIT = "wait"
    NEXT = "next"  # say or press the next thing
    HANG_UP = "hang_up"


class Turns:
    """Fed with the level of each 20 ms heard; says when it is our turn."""

    def __init__(self, manners: Manners, count: int, at: float) -> None:
        self._manners = manners
        self._left = count
        self._began = at
        self._busy = False  # we are speaking
        self._since = at  # when we last stopped, or the call began
        self._sound = 0.0  # seconds of sound heard since then
        self._last_sound: float | None = None
        self.heard = 0.0  # seconds of sound in the whole call

    def hear(self, level: float, seconds: float, at: float) -> None:
        """Take in what came from the far end."""
        if level < self._manners.quiet:
            return
        self.heard += seconds
        if not self._busy:
            self._sound += seconds
            self._last_sound = at

    def speaking(self) -> None:
        """We began the next thing."""
        self._left -= 1
        self._busy = True

    def spoken(self, at: float) -> None:
        """We finished it."""
        self._busy = False
        self._since = at
        self._sound = 0.0
        self._last_sound = None

    def move(self, at: float) -> Move:
        """What to do at this moment."""
        manners = self._manners
        if at - self._began >= manners.longest:
            return Move.HANG_UP
        if self._busy:
            return Move.WAIT
        spoke = self._sound >= HEARD_ENOUGH and self._last_sound is not None
        quiet_for = at - (self._last_sound if self._last_sound is not None else self._since)
        if self._left:
            limit = manners.pause if spoke else manners.patience
            return Move.NEXT if quiet_for >= limit else Move.WAIT
        if not manners.waits_for_end:
            return Move.HANG_UP
        return Move.HANG_UP if quiet_for >= manners.linger else Move.WAIT
