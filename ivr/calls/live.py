"""实时画面 what is going on now, for the pages and the terminal. Numbers are masked here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from ivr.calls.alerts import Alerts
from ivr.language.mask import mask_number
from ivr.store.journal import EventKind, StoreHealth

KEPT_LINES = 20


@dataclass(frozen=True, slots=True)
class LiveLine:
    """One thing that happened in a call, for the terminal."""

    call: str
    at: datetime
    kind: EventKind
    data: dict[str, Any]


@dataclass(slots=True)
class LiveCall:
    """One call as the pages draw it."""

    call: str
    caller: str  # masked
    called: str
    started: datetime
    direction: str = "inbound"
    state: str = "振铃"
    partial: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    emergency: str = ""
    doubt: str = ""  # 疑似险情: the words, until the caller denies
    position: int = 0
    operator: str = ""
    whole: str = ""  # the number unmasked; the pages take it out for whoever may not see it

    def add(self, who: str, text: str) -> None:
        """Keep a spoken line, the newest ones only."""
        self.lines.append({"who": who, "text": text})
        del self.lines[:-KEPT_LINES]


class LiveView:
    """Everything of the present; `ivr.desk.live.LiveSource`."""

    def __init__(self, health: Callable[[], StoreHealth]) -> None:
        self._health = health
        self._known: tuple[object, ...] = (True, 0, None)
        self.alerts = Alerts()
        self._calls: dict[str, LiveCall] = {}
        self._watchers: list[Callable[[], None]] = []
        self._listeners: list[Callable[[LiveLine], None]] = []
        self.operators: Callable[[], list[dict[str, Any]]] = list
        self.outbound: Callable[[], list[dict[str, Any]]] = list
        self.waiting: Callable[[], int] = int

    # -- what the calls tell ---------------------------------------------------------------

    def open(self, call: str, caller: str, called: str, at: datetime, direction: str) -> LiveCall:
        """A call begins."""
        shown = LiveCall(call, mask_number(caller), called, at, direction, whole=caller)
        self._calls[call] = shown
        self.changed()
        return shown

    def close(self, call: str) -> None:
        """A call is over."""
        self._calls.pop(call, None)
        self.changed()

    def tell(self, line: LiveLine) -> None:
        """Something happened; also told to the terminal."""
        for listener in list(self._listeners):
            listener(line)
        self.changed()

    def look(self) -> None:
        """What fails and recovers by itself; pages with no call on them are told too."""
        health = self._health()
        known = (health.ok, health.lost, health.last_error, *self.alerts.alarms())
        if known != self._known:
            self._known = known
            self.changed()

    def changed(self) -> None:
        """The picture is another one."""
        for watcher in list(self._watchers):
            watcher()

    # -- what pages and terminal ask -------------------------------------------------------

    def call(self, call: str) -> LiveCall | None:
        """One live call."""
        return self._calls.get(call)

    def picture(self) -> dict[str, Any]:
        """Everything the live page draws, and `whole` numbers for who may see them."""
        calls = [msgspec.to_builtins(c) for c in self._calls.values()]
        return {
            "calls": calls,
            "operators": self.operators(),
            "outbound": self.outbound(),
            "waiting": self.waiting(),
            "health": msgspec.to_builtins(self._health()),
            "alerts": [msgspec.to_builtins(alert) for alert in self.alerts.unseen()],
            "alarms": self.alerts.alarms(),
        }

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` after every change; gives the way to stop it."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed) if changed in self._watchers else None

    def listen(self, heard: Callable[[LiveLine], None]) -> Callable[[], None]:
        """Hear every line as it happens; gives the way to stop it."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard) if heard in self._listeners else None
