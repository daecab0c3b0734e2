"""A conversation with the interpreter alone: what the session would do, without a telephone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ivr.clock import CHINA
from ivr.flow import actions as do
from ivr.flow import events as ev
from ivr.flow.config import FlowConfig
from ivr.flow.interpreter import begin, step
from ivr.flow.loader import load_flow
from ivr.flow.model import Flow
from ivr.flow.state import State

ROOT = Path(__file__).parents[3]
AT = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


def shipped(name: str) -> Flow:
    flow, faults = load_flow(ROOT / "dialplans" / f"{name}.yaml")
    assert flow is not None, faults
    return flow


def nothing_known(text: str, whole: str, among: tuple[str, ...]) -> ev.Understood:
    return ev.Understood(text, whole, None)


@dataclass
class Talk:
    """Feeds events, performs `Understand` and `OpenTickets` at once, keeps what was said."""

    flow: Flow
    understand: Callable[[str, str, tuple[str, ...]], ev.Understood] = nothing_known
    called: str = "12345"
    now: datetime = AT
    said: list[str] = field(default_factory=list)
    done: list[do.FlowAction] = field(default_factory=list)
    opened: list[do.OpenTickets] = field(default_factory=list)
    timers: dict[str, float] = field(default_factory=dict)
    ended: bool = False
    own: tuple[ev.Progress, ...] = ()  # the caller's tickets

    def __post_init__(self) -> None:
        self.state: State = begin(self.flow, FlowConfig().words(self.called))

    def feed(self, event: ev.FlowEvent) -> None:
        waiting: list[ev.FlowEvent] = [event]
        while waiting:
            self.state, actions = step(self.flow, self.state, waiting.pop(0), self.now)
            for action in actions:
                self.done.append(action)
                waiting += self._perform(action)

    def _perform(self, action: do.FlowAction) -> list[ev.FlowEvent]:
        match action:
            case do.Say(_, text):
                self.said.append(text)
            case do.StartTimer(name, seconds):
                self.timers[name] = seconds
            case do.StopTimer(name):
                self.timers.pop(name, None)
            case do.Understand(text, whole, among):
                return [self.understand(text, whole, among)]
            case do.OpenTickets():
                self.opened.append(action)
                count = len(action.matters) if action.matters is not None else 1
                return [ev.TicketsOpened(tuple(f"26112000{i:02}" for i in range(1, count + 1)))]
            case do.FindTickets(number):
                return [ev.TicketsFound(tuple(t for t in self.own if t.number.endswith(number)))]
            case do.BookRingBack():
                return [ev.RingBackBooked(True)]
            case do.HangUp():
                self.ended = True
            case _:
                pass
        return []

    def start(self) -> "Talk":
        self.feed(ev.CallBegan(self.called, "02412345678"))
        return self

    def hear_out(self) -> "Talk":
        """Let every prompt be heard to its end."""
        while self.state.speaking:
            self.feed(ev.PromptEnded(self.state.speaking[0]))
        return self

    def say(self, text: str) -> "Talk":
        """The caller speaks after the prompts."""
        self.hear_out()
        self.feed(ev.SpeechBegan())
        self.feed(ev.PartialHeard(text[: len(text) // 2]))
        self.feed(ev.Heard(text, 0.9))
        return self

    def silent(self) -> "Talk":
        self.hear_out()
        assert "silence" in self.timers, self.state
        self.now += timedelta(seconds=self.timers.pop("silence"))
        self.feed(ev.TimerFired("silence"))
        return self

    def of(self, kind: type[Any]) -> list[Any]:
        return [a for a in self.done if isinstance(a, kind)]

    @property
    def last(self) -> str:
        return self.said[-1]
