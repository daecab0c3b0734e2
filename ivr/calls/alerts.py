"""告警 what the duty manager must see at once: sensitive matters until somebody has seen them, and
what is wrong at this moment for as long as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

KEPT = 50  # unseen ones; the journal has them all

Alarm = Callable[[], str | None]  # what is wrong right now, in words; None: nothing


@dataclass(frozen=True, slots=True)
class Alert:
    """敏感事项 one matter that somebody in charge must know of."""

    id: str
    call: str
    at: datetime
    text: str


class Alerts:
    """Everything the banner of the pages shows."""

    def __init__(self) -> None:
        self._unseen: dict[str, Alert] = {}
        self._alarms: list[Alarm] = []

    def add_alarm(self, alarm: Alarm) -> None:
        """Ask this, every time, whether something is wrong."""
        self._alarms.append(alarm)

    def tell(self, call: str, sort: str, text: str, at: datetime) -> bool:
        """A sensitive matter was heard; False when it is known of this call already."""
        alert_id = f"{call}-{sort}"
        if alert_id in self._unseen:
            return False
        self._unseen[alert_id] = Alert(alert_id, call, at, text)
        while len(self._unseen) > KEPT:
            del self._unseen[next(iter(self._unseen))]
        return True

    def seen(self, alert_id: str) -> Alert | None:
        """Somebody takes care of it."""
        return self._unseen.pop(alert_id, None)

    def unseen(self) -> list[Alert]:
        """The newest first."""
        return list(self._unseen.values())[::-1]

    def alarms(self) -> list[str]:
        """What is wrong now."""
        return [words for alarm in self._alarms if (words := alarm())]
