"""What every live call shares: the parts, the settings, the legs and their owners."""

import itertools
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bridge.errors import BridgeError
from bridge.events import LegId, TelephoneEvent
from ivr import clock
from ivr.calls.config import CallsConfig
from ivr.calls.live import LiveLine, LiveView
from ivr.calls.mind import Mind
from ivr.calls.ports import Answers, Drafting, Listening, Records, Speaking, Telephone
from ivr.calls.waiting_sound import waiting_sound
from ivr.flow.config import FlowConfig
from ivr.flow.model import Flow
from ivr.linkage.config import LinkageConfig
from ivr.log import get_logger
from ivr.queueing.config import OutboundConfig, QueueConfig
from ivr.store.config import BoardConfig
from ivr.store.journal import EventKind

log = get_logger("calls")


class LegOwner(Protocol):
    """Who hears of a leg's events."""

    def on_leg(self, event: TelephoneEvent) -> None: ...


@dataclass(slots=True)
class Parts:
    """The other parts of the hotline."""

    listening: Listening
    voice: Speaking
    records: Records
    answers: Answers
    drafting: Drafting
    flows: Mapping[str, Flow]


@dataclass(slots=True)
class CallSettings:
    """The site's settings that concern calls."""

    flow: FlowConfig = field(default_factory=FlowConfig)
    calls: CallsConfig = field(default_factory=CallsConfig)
    queue: QueueConfig = field(default_factory=QueueConfig)
    outbound: OutboundConfig = field(default_factory=OutboundConfig)
    linkage: LinkageConfig = field(default_factory=LinkageConfig)
    board: BoardConfig = field(default_factory=BoardConfig)
    data: Path = Path("data")
    prompts: Path = Path("dialplans/prompts")


class House:
    """Shared by sessions, switchboard, hand-over and outbound work."""

    telephone: Telephone

    def __init__(
        self,
        parts: Parts,
        settings: CallSettings,
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.parts = parts
        self.settings = settings
        self.now = now
        self.live = LiveView(lambda: parts.records.health)
        self.owners: dict[LegId, LegOwner] = {}
        self._numbers: Iterator[int] = itertools.count(1)
        self._streams: Iterator[int] = itertools.count(1)

    def new_call_id(self) -> str:
        """Unique over restarts, and in order of time."""
        node = self.settings.board.node or ""
        return f"{self.now():%Y%m%d-%H%M%S}-{node}{next(self._numbers):03d}{secrets.token_hex(2)}"

    def new_stream(self) -> int:
        """A number for the recogniser."""
        return next(self._streams)

    def mind(self) -> Mind:
        """The understanding of a new call."""
        return Mind(self.parts.answers, self.parts.drafting, self.now())

    def note(self, call: str, kind: EventKind, **data: object) -> None:
        """One step of a call: into the journal, onto the pages, into the terminal."""
        at = self.now()
        self.parts.records.record(call, kind, data, at)
        self.live.tell(LiveLine(call, at, kind, data))

    def alert_seen(self, alert_id: str, by: str) -> bool:
        """Somebody in charge takes care of a sensitive matter."""
        alert = self.live.alerts.seen(alert_id)
        if alert is not None:
            self.note(alert.call, EventKind.SENSITIVE, seen_by=by)
        return alert is not None

    def fault(self, call: str, what: str, error: object) -> None:
        """Something of ours failed in a call; the call goes on."""
        log.error("fault", call=call, what=what, error=str(error))
        self.note(call, EventKind.FAULT, what=what, error=str(error))

    def dial(
        self,
        call: str,
        owner: LegOwner,
        target: str,
        *,
        caller: str,
        display: str,
        ring_seconds: float,
        headers: Mapping[str, str],
    ) -> LegId | None:
        """Ring somebody; None, and a fault in the journal, when it cannot even be tried."""
        try:
            leg = self.telephone.dial(
                target, caller=caller, display=display, ring_seconds=ring_seconds, headers=headers
            )
        except (BridgeError, OSError, ValueError, KeyError) as error:
            self.fault(call, f"dialling {target}", error)
            return None
        self.owners[leg] = owner
        return leg

    def waiting_sound(self, name: str) -> Path | None:
        """What is heard between the sentences while waiting."""
        prompts = self.settings.prompts
        return waiting_sound(name, prompts, self.settings.data / "cache")

    @property
    def fallback_clip(self) -> Path | None:
        """What is played when there is no voice."""
        name = self.settings.calls.fallback_clip
        return Path(name) if name else None
