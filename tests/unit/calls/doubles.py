"""A telephone, a voice and a recogniser in memory: what the session does with them is looked at.

Only unit tests use them; the calls over the wire are in tests/wire and tests/acceptance.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bridge.events import (
    CallArrived,
    Cause,
    KeyPressed,
    LegAnswered,
    LegEnded,
    LegId,
    LegRinging,
    PlayEnded,
    PlayId,
    Side,
    TelephoneEvent,
)
from bridge.rooms import Role, RoomId
from ivr.clock import CHINA
from ivr.errors import VoiceError
from ivr.knowledge.article import Article
from ivr.knowledge.decision import Action, Candidate, Decision, Reason
from ivr.language.intent import Kind
from ivr.speech.results import Final, Partial, SpeechEnded, SpeechResult, SpeechStarted, Word
from ivr.tickets.emergency import find_emergency
from ivr.tickets.model import Draft, Emergency, TicketDraft

AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)


@dataclass
class Dialled:
    """One call we placed."""

    leg: LegId
    target: str
    caller: str
    headers: dict[str, str]


@dataclass
class Board:
    """Everything the doubles saw, and the clock of the test."""

    now: datetime = AT
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until something holds, looking again after every change."""
        async with asyncio.timeout(5):
            while not (found := holds()):
                self.changed.clear()
                await asyncio.wait([asyncio.create_task(self.changed.wait())], timeout=0.05)
        return found

    def passed(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Telephone:
    """Legs in memory; clips end at once unless they are held."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.on_event: Callable[[TelephoneEvent], None] = lambda _event: None
        self.dialled: list[Dialled] = []
        self.rooms: dict[RoomId, dict[LegId, Role]] = {}
        self.hung_up: list[LegId] = []
        self.answered: list[LegId] = []
        self.transfers: list[tuple[LegId, Cause | None]] = []
        self.refused: list[LegId] = []
        self.said: list[tuple[LegId, str]] = []
        self.hold_clips = False
        self.loops: dict[LegId, PlayId] = {}
        self.held: dict[LegId, bool] = {}  # legs whose clips were held or let go on
        self.dead_targets: set[str] = set()
        self.phones: dict[str, str] = {}
        self.rung: list[LegId] = []
        self._legs = 0
        self._plays = 0
        self._live: set[LegId] = set()
        self._playing: dict[LegId, list[PlayId]] = {}

    # -- what the house asks ---------------------------------------------------------------

    def ring(self, leg: LegId) -> None:
        pass

    def answer(self, leg: LegId) -> None:
        self.answered.append(leg)
        self._soon(LegAnswered(leg))

    def refuse(self, leg: LegId, cause: Cause) -> None:
        self.refused.append(leg)

    def registered(self) -> dict[str, str]:
        return self.phones

    def transfer_rings(self, leg: LegId) -> None:
        self.rung.append(leg)

    def transferred(self, leg: LegId, failed: Cause | None = None) -> None:
        self.transfers.append((leg, failed))

    def hang_up(self, leg: LegId) -> None:
        if leg in self._live:
            self._live.discard(leg)
            self.hung_up.append(leg)
            self._soon(LegEnded(leg, Cause.NORMAL, Side.US))

    def dial(
        self,
        target: str,
        *,
        caller: str,
        display: str = "",
        ring_seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> LegId:
        if target in self.dead_targets:
            raise ValueError(f"{target} cannot be rung")
        leg = self._leg("out")
        self.dialled.append(Dialled(leg, target, caller, dict(headers or {})))
        self.board.changed.set()
        return leg

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        self._plays += 1
        play = PlayId(self._plays)
        self.said.append((leg, clip.stem))
        self._playing.setdefault(leg, []).append(play)
        if loop:
            self.loops[leg] = play
        elif not self.hold_clips:
            self._soon(PlayEnded(leg, play, True))
        self.board.changed.set()
        return play

    def stop_play(self, leg: LegId) -> None:
        self.held.pop(leg, None)
        self.loops.pop(leg, None)
        for play in self._playing.pop(leg, []):
            self._soon(PlayEnded(leg, play, False))

    def hold_play(self, leg: LegId, *, held: bool) -> None:
        self.held[leg] = held
        self.board.changed.set()

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        pass

    def unlisten(self, leg: LegId, stream: int) -> None:
        pass

    def record(self, leg: LegId, path: Path) -> None:
        pass

    def talk(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        if members:
            self.rooms[room] = dict(members)
        else:
            self.rooms.pop(room, None)
        self.board.changed.set()

    # -- what the test does ----------------------------------------------------------------

    def arrive(self, caller: str = "02412345678", called: str = "12345") -> LegId:
        leg = self._leg("in")
        self.tell(CallArrived(leg, caller, called, "127.0.0.1:5070", f"id-{leg}"))
        return leg

    def rings(self, leg: LegId) -> None:
        self.tell(LegRinging(leg))

    def picks_up(self, leg: LegId) -> None:
        self.tell(LegAnswered(leg))

    def ends(self, leg: LegId, cause: Cause = Cause.NORMAL) -> None:
        self._live.discard(leg)
        self.tell(LegEnded(leg, cause, Side.THEM))

    def press(self, leg: LegId, key: str) -> None:
        self.tell(KeyPressed(leg, key))

    def tell(self, event: TelephoneEvent) -> None:
        self.on_event(event)
        self.board.changed.set()

    def heard_by(self, leg: LegId) -> list[str]:
        return [text for who, text in self.said if who == leg]

    def talking(self, *legs: LegId) -> bool:
        return any(set(legs) <= set(members) for members in self.rooms.values())

    def _leg(self, prefix: str) -> LegId:
        self._legs += 1
        leg = LegId(f"{prefix}{self._legs}")
        self._live.add(leg)
        return leg

    def _soon(self, event: TelephoneEvent) -> None:
        asyncio.get_running_loop().call_soon(self.tell, event)


class Voice:
    """A clip is a path named like its words; `broken` speaks nothing."""

    def __init__(self) -> None:
        self.broken = False

    async def clip(self, text: str) -> Path:
        if self.broken:
            raise VoiceError("no engine")
        return Path("/clips") / f"{text.replace('/', ' ')}.al"


class Listening:
    """Streams by number; the test says what is heard."""

    def __init__(self) -> None:
        self.results: dict[int, Callable[[SpeechResult], None]] = {}
        self.closed: dict[int, Callable[[SpeechResult], None]] = {}
        self.broken = False

    def open(self, stream: int, on_result: Callable[[SpeechResult], None]) -> str:
        if self.broken:
            raise RuntimeError("the speech service is not started")
        self.results[stream] = on_result
        return "/tmp/none.sock"

    def close(self, stream: int) -> None:
        """A last result may still come, to who remembers the stream."""
        closed = self.results.pop(stream, None)
        if closed is not None:
            self.closed[stream] = closed

    def hear(self, text: str, *, stream: int | None = None) -> None:
        """A whole turn of speech on the newest, or on this, stream."""
        number = max(self.results) if stream is None else stream
        tell = self.results[number]
        tell(SpeechStarted(number, 0.0))
        tell(Partial(number, text, 0.5))
        words = tuple(Word(c, 0.0, 0.1, 0.9) for c in text)
        if number in self.results:
            tell(Final(number, text, text, words, 0.0, 1.0, 0.05))

    def partial(self, text: str) -> None:
        number = max(self.results)
        self.results[number](Partial(number, text, 0.5))

    def lose(self) -> None:
        number = max(self.results)
        self.results[number](SpeechEnded(number, 1.0, lost=True))


class Drafting:
    """Matters by catch-word; the real understanding is tried in tests/flows."""

    def draft(
        self,
        text: str,
        *,
        called_at: datetime,
        confidence: Sequence[float] | None = None,
        calm: bool = False,
    ) -> Draft:
        drafts = tuple(
            TicketDraft(
                kind=Kind.HELP,
                category=None,
                time=None,
                place=None,
                course=None,
                state=None,
                request=None,
                respondent=None,
                summary=summary,
                deadline=None,
                route=None,
                evidence={},
                text=text,
            )
            for word, summary in (("暖气", "您家暖气不热"), ("路灯", "小区路灯不亮"))
            if word in text
        )
        return Draft(drafts)

    def questions_of(self, ticket: TicketDraft) -> tuple[str, ...]:
        return ticket.to_ask

    def after(self, draft: TicketDraft, earlier: Sequence[TicketDraft]) -> TicketDraft:
        return draft

    def danger(
        self, text: str, *, going_on: bool = False
    ) -> tuple[Emergency | None, Emergency | None]:
        return find_emergency(text, going_on=going_on), None


class Answers:
    """One article."""

    def decide(self, text: str) -> Decision:
        if "电价" in text:
            meant = (Candidate("power-price", "电费多少钱一度", 0.9),)
            return Decision(Action.HANDOFF, f"{Reason.UNFILLED}: 居民电价", alternatives=meant)
        if "社保卡" not in text:
            return Decision(Action.HANDOFF, Reason.UNKNOWN)
        return Decision(
            Action.ANSWER,
            Reason.FOUND,
            "social-card",
            "社保卡补办",
            "带身份证到社保卡服务网点办理。",
            "带上身份证，到任何一个社保卡服务网点都能办，当场取卡。",
            0.97,
        )

    def choose(self, text: str, among: Sequence[str]) -> str | None:
        return None

    def fits(self, entry: str, text: str) -> bool:
        return entry == "social-card" and "社保卡" in text

    def speaks_of(self, entry: str, text: str) -> bool:
        return self.fits(entry, text)

    def names_matter(self, text: str) -> bool:
        return "社保卡" in text or "电价" in text

    def article(self, entry: str) -> Article:
        raise KeyError(entry)
