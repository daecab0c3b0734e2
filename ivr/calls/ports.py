"""What live calls ask of the other parts; each is fulfilled by one class of its owner."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from bridge.events import Cause, LegId, PlayId
from bridge.rooms import Role, RoomId
from ivr.knowledge.article import Article
from ivr.knowledge.decision import Decision
from ivr.speech.results import SpeechResult
from ivr.store.journal import EventKind, StoreHealth
from ivr.tickets.model import Draft, Ticket


class Telephone(Protocol):
    """`bridge.gateway.Gateway`. Commands never block; for a leg that is gone they do nothing."""

    def ring(self, leg: LegId) -> None: ...
    def answer(self, leg: LegId) -> None: ...
    def refuse(self, leg: LegId, cause: Cause) -> None: ...
    def hang_up(self, leg: LegId) -> None: ...
    def dial(
        self,
        target: str,
        *,
        caller: str,
        display: str = "",
        ring_seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> LegId: ...
    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId: ...
    def stop_play(self, leg: LegId) -> None: ...
    def listen(self, leg: LegId, stream: int, socket_path: str) -> None: ...
    def unlisten(self, leg: LegId, stream: int) -> None: ...
    def record(self, leg: LegId, path: Path) -> None: ...
    def talk(self, room: RoomId, members: Mapping[LegId, Role]) -> None: ...


class Listening(Protocol):
    """`ivr.speech.service.SpeechService`."""

    def open(self, stream: int, on_result: Callable[[SpeechResult], None]) -> str: ...
    def close(self, stream: int) -> None: ...


class Speaking(Protocol):
    """`ivr.speech.voice.Voice`."""

    async def clip(self, text: str) -> Path: ...


class Records(Protocol):
    """`ivr.store.ledger.Ledger`."""

    def record(
        self, call: str, kind: EventKind, data: Mapping[str, object], at: datetime
    ) -> None: ...
    def save_ticket(self, ticket: Ticket) -> None: ...
    def next_ticket_number(self, day: date) -> str: ...
    def save_outbound(
        self, work_id: str, due: datetime, body: Any, *, done: bool = False
    ) -> None: ...
    def open_outbound(self) -> list[dict[str, Any]]: ...

    @property
    def health(self) -> StoreHealth: ...


class Answers(Protocol):
    """`ivr.knowledge.base.KnowledgeBase`."""

    def decide(self, text: str) -> Decision: ...
    def choose(self, text: str, among: Sequence[str]) -> str | None: ...
    def article(self, entry: str) -> Article: ...


class Drafting(Protocol):
    """`ivr.tickets.understanding.Understanding`."""

    def draft(self, text: str, *, called_at: datetime) -> Draft: ...
