"""A phone that answers by itself: the simulated operator, the police desk, or a citizen at home.

It runs the real telephone (`bridge`) on an address of its own, shows what the caller's draft ticket
says before it picks up, speaks its sentences, records what it heard, and hangs up when told to.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bridge.events import (
    CallArrived,
    Cause,
    LegAnswered,
    LegEnded,
    LegId,
    PlayEnded,
    TelephoneEvent,
)
from bridge.gateway import Gateway
from bridge.gateway.config import GatewayConfig
from bridge.media.client import MediaClient
from bridge.media.config import MediaConfig
from ivr.speech.voice import Voice


class Manner(Enum):
    """What the phone does with a call."""

    ANSWER = "answer"
    REFUSE = "refuse"
    IGNORE = "ignore"  # rings and rings


@dataclass(frozen=True, slots=True)
class PhoneScript:
    """How the phone behaves."""

    says: tuple[str, ...] = ()
    answer_after: float = 1.0
    pause: float = 0.0  # before each sentence after the first: what the other side says
    talk_seconds: float | None = 20.0  # None: until the far end hangs up
    manner: Manner = Manner.ANSWER
    record: Path | None = None  # folder


@dataclass(slots=True)
class _Talk:
    to_say: list[Path] = field(default_factory=list)
    end: asyncio.TimerHandle | None = None


class SimulatedPhone:
    """One phone on one SIP address; it takes any number of calls at once."""

    def __init__(
        self,
        telephone: GatewayConfig,
        media: MediaConfig,
        script: PhoneScript,
        voice: Voice,
        tell: Callable[[str], None],
    ) -> None:
        self._script = script
        self._voice = voice
        self._tell = tell
        self._gateway = Gateway(telephone, MediaClient(media), self._on_event)
        self._talks: dict[LegId, _Talk] = {}
        self._clips: list[Path] = []
        self.calls_taken = 0

    async def start(self) -> tuple[str, int]:
        """Make the clips, bind, and say where the phone is."""
        self._clips = [await self._voice.clip(sentence) for sentence in self._script.says]
        await self._gateway.start()
        return self._gateway.address

    async def stop(self) -> None:
        """Hang up everything and close."""
        await self._gateway.stop()

    def _on_event(self, event: TelephoneEvent) -> None:
        match event:
            case CallArrived(leg=leg, caller=caller):
                self._arrived(leg, caller)
            case LegAnswered(leg=leg):
                self._answered(leg)
            case PlayEnded(leg=leg):
                asyncio.get_running_loop().call_later(self._script.pause, self._say_next, leg)
            case LegEnded(leg=leg, by=side):
                if talk := self._talks.pop(leg, None):
                    if talk.end:
                        talk.end.cancel()
                    self._tell(f"通话结束（{'对方' if side.value == 'them' else '本机'}挂断）")

    def _arrived(self, leg: LegId, caller: str) -> None:
        self._talks[leg] = _Talk()
        if self._script.manner is Manner.REFUSE:
            self._gateway.refuse(leg, Cause.BUSY)
            return
        self._gateway.ring(leg)
        self._tell(f"来电振铃：{caller or '未显示号码'}")
        if self._script.manner is Manner.ANSWER:
            asyncio.get_running_loop().call_later(
                self._script.answer_after, self._gateway.answer, leg
            )

    def _answered(self, leg: LegId) -> None:
        self.calls_taken += 1
        self._tell("已接听")
        talk = self._talks[leg]
        talk.to_say = list(self._clips)
        if self._script.record:
            self._script.record.mkdir(parents=True, exist_ok=True)
            self._gateway.record(leg, self._script.record / f"{leg}.wav")
        if self._script.talk_seconds is not None:
            talk.end = asyncio.get_running_loop().call_later(
                self._script.talk_seconds, self._gateway.hang_up, leg
            )
        self._say_next(leg)

    def _say_next(self, leg: LegId) -> None:
        talk = self._talks.get(leg)
        if talk and talk.to_say:
            sentence = self._script.says[len(self._clips) - len(talk.to_say)]
            self._gateway.play(leg, talk.to_say.pop(0))
            self._tell(f"说：{sentence}")
