"""transfer: 一键转接, a warm hand-over to the police desk or another emergency line."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ivr.flow.actions import StartTimer, StopTimer
from ivr.flow.actions import Transfer as TransferAction
from ivr.flow.events import (
    EmergencyHeard,
    FlowEvent,
    HandoverMoved,
    HandoverResult,
    Heard,
    TimerFired,
    Understood,
)
from ivr.flow.model import Prompt, Seconds, Step, Texts
from ivr.flow.state import Phase
from ivr.flow.turn import Turn
from ivr.language import replies

COMFORT = "comfort"


@dataclass(frozen=True, slots=True)
class Said:
    """How often the waiting caller was comforted."""

    times: int = 0


class Transfer(Step, frozen=True, tag="transfer"):
    """Without `consent` it asks nothing: danger does not wait for an answer."""

    next: str  # after the desk has hung up
    failed: str  # when no desk could be reached
    service: str = ""  # empty: what the emergency calls for
    consent: str = ""
    declined: str = ""
    text: str = "您别着急，我马上为您转接，请不要挂断电话。"
    comfort: Texts = msgspec.field(
        default_factory=lambda: ["正在为您接通，请您不要挂断，注意自身安全。"]
    )
    comfort_seconds: Seconds = 8.0
    failed_text: str = "暂时没有接通，我马上请话务员协助您，请不要挂断。"

    def enter(self, turn: Turn) -> None:
        if self.consent and turn.state.emergency is None:
            turn.ask(self.consent)
        else:
            self._begin(turn)

    def _begin(self, turn: Turn) -> None:
        emergency = turn.state.emergency
        service = self.service or (emergency.service if emergency else "110")
        reason = emergency.reason if emergency else (turn.state.last and turn.state.last.text) or ""
        turn.set(phase=Phase.WAITING, asking=None, memo=Said())
        turn.do(TransferAction(service, reason, emergency is not None))
        turn.say(self.text)
        turn.do(StartTimer(COMFORT, self.comfort_seconds))

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, Understood) and not turn.state.with_people:
            self._answered(turn, event)
        elif isinstance(event, Heard):
            matter = turn.state.matter
            turn.set(matter=f"{matter}，{event.text}" if matter else event.text)
        elif isinstance(event, EmergencyHeard) and turn.state.phase is not Phase.WAITING:
            self._begin(turn)
        elif isinstance(event, TimerFired) and event.name == COMFORT:
            self._comfort(turn)
        elif isinstance(event, HandoverMoved):
            self._moved(turn, event)

    def _answered(self, turn: Turn, heard: Understood) -> None:
        agreed = replies.yes_no(heard.text)
        if agreed:
            self._begin(turn)
        elif agreed is False:
            turn.goto(self.declined or turn.flow.human)
        else:
            turn.missed(silent=False)

    def _comfort(self, turn: Turn) -> None:
        if turn.state.with_people:
            return
        said = turn.state.memo if isinstance(turn.state.memo, Said) else Said()
        turn.set(memo=Said(said.times + 1))
        if self.comfort and not turn.state.speaking:
            turn.say(self.comfort[said.times % len(self.comfort)])
        turn.do(StartTimer(COMFORT, self.comfort_seconds))

    def _moved(self, turn: Turn, event: HandoverMoved) -> None:
        turn.do(StopTimer(COMFORT))
        if event.result is HandoverResult.TALKING:
            turn.hush()
            turn.set(with_people=True)
            return
        turn.set(with_people=False)
        if event.result is HandoverResult.DONE:
            self._keep(turn)
            turn.goto(self.next)
        else:
            if not turn.state.talking:  # else the ticket waits for the end of the sentence
                self._keep(turn)
            turn.hush()
            turn.say(self.failed_text)
            turn.goto(self.failed)

    def _keep(self, turn: Turn) -> None:
        """The ticket travels too: what was told is written down."""
        if not turn.state.matter and turn.state.emergency:
            turn.set(matter=turn.state.emergency.words)
        turn.keep_matter()

    def on_left(self, turn: Turn) -> None:
        self._keep(turn)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield "failed", self.failed
        if self.declined:
            yield "declined", self.declined

    def prompts(self) -> Iterator[Prompt]:
        for name in ("text", "consent", "failed_text"):
            yield Prompt(name, getattr(self, name))
        for text in self.comfort:
            yield Prompt("comfort", text)

    @property
    def listens(self) -> bool:
        return True

    @property
    def reaches_people(self) -> bool:
        return True
