"""queue: wait for an operator, and talk."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ivr.flow.actions import JoinQueue, LeaveQueue, StartTimer, StopTimer
from ivr.flow.events import (
    FlowEvent,
    Heard,
    KeyPressed,
    NobodyThere,
    OperatorJoined,
    OperatorLeft,
    QueueMoved,
    TimerFired,
    TransferFailed,
)
from ivr.flow.model import Prompt, Seconds, Step, Waiting
from ivr.flow.state import Phase
from ivr.flow.turn import Turn
from ivr.flow.vulnerable import is_vulnerable

ANNOUNCE = "announce"
OFFER = "offer"
OVERFLOW = "overflow"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the caller stands."""

    position: int = 0
    estimate: float | None = None  # seconds, measured
    widened: bool = False  # the second group was asked


class Queue(Step, frozen=True, tag="queue"):
    """People take over; the draft goes along. `offer` is where a long wait leads.

    `overflow` names the skill of a second group that may take the call as well, after so many
    seconds or with so many ahead; the place is kept. `full` is where it leads whom more than
    `full_waiting` are ahead of on joining. Danger waits for nobody and is never led away.
    """

    next: str  # after the operator has hung up
    text: str = ""
    position: str = "您前面还有{ahead}位，请您稍候。"
    wait: str = "您前面还有{ahead}位，预计还要等{minutes}分钟左右，请您稍候。"
    soon: str = "下一位就是您，请不要挂断。"
    back: str = "对方暂时没有接听，我马上请其他话务员协助您，请不要挂断。"
    announce_seconds: Seconds = 20.0
    offer: str = ""
    offer_seconds: Seconds = 60.0
    nobody: str = ""  # where it leads when no operator is signed in
    skill: str = ""
    overflow: str = ""
    overflow_seconds: Seconds = 60.0
    overflow_waiting: Waiting = 0  # 0: by time alone
    full: str = ""
    full_waiting: Waiting = 20

    def enter(self, turn: Turn) -> None:
        state = turn.state
        danger = state.emergency or state.doubt
        reason = danger.reason if danger else (state.last and state.last.text)
        police = bool(state.last and state.last.reply.police)
        if not (state.emergency and state.talking):  # else when the sentence is over
            turn.keep_matter()
        turn.set(phase=Phase.WAITING, memo=Place())
        turn.say(self.text)
        turn.do(StartTimer(ANNOUNCE, self.announce_seconds))
        if self.offer:
            turn.do(StartTimer(OFFER, self.offer_seconds))
        if self.overflow:
            turn.do(StartTimer(OVERFLOW, self.overflow_seconds))
        turn.do(
            JoinQueue(
                reason or "",
                danger is not None,
                police,
                vulnerable=state.vulnerable,
                skill=self.skill or None,
            )
        )

    def on(self, turn: Turn, event: FlowEvent) -> None:
        place = turn.state.memo if isinstance(turn.state.memo, Place) else Place()
        if isinstance(event, OperatorJoined):
            for name in (ANNOUNCE, OFFER, OVERFLOW):
                turn.do(StopTimer(name))
        elif isinstance(event, OperatorLeft):
            turn.set(with_people=False)
            turn.goto(self.next)
        elif isinstance(event, TransferFailed):
            turn.set(with_people=False)
            turn.say(self.back)
            turn.goto(turn.state.step)
        elif isinstance(event, QueueMoved):
            self._moved(turn, place, event)
        elif isinstance(event, Heard):
            matter = turn.state.matter
            turn.set(matter=f"{matter}，{event.text}" if matter else event.text)
            self._keep_danger(turn)
            if is_vulnerable(event.text) and not turn.state.with_people:
                turn.do(JoinQueue("", vulnerable=True))  # told while waiting: moves up at once
        elif turn.state.with_people:
            return
        elif isinstance(event, TimerFired) and event.name in (ANNOUNCE, OVERFLOW):
            (self._announce if event.name == ANNOUNCE else self._widen)(turn, place)
        elif self.offer and _asks_offer(event):
            turn.goto(self.offer)
        elif isinstance(event, NobodyThere) and self.nobody:
            turn.do(LeaveQueue())
            turn.goto(self.nobody)

    def _moved(self, turn: Turn, place: Place, event: QueueMoved) -> None:
        ahead, joined = event.position - 1, place.position == 0
        place = replace(place, position=event.position, estimate=event.estimate)
        turn.set(memo=place)
        danger = turn.state.emergency or turn.state.doubt
        if turn.state.with_people or danger:
            return
        if self.full and joined and ahead > self.full_waiting:
            turn.do(LeaveQueue())
            turn.goto(self.full)
        elif self.overflow_waiting and ahead > self.overflow_waiting:
            self._widen(turn, place)

    def _widen(self, turn: Turn, place: Place) -> None:
        """溢出: whoever of the two groups is free first takes the call."""
        if self.overflow and not place.widened:
            turn.set(memo=replace(place, widened=True))
            turn.do(JoinQueue("", also=self.overflow))

    def _keep_danger(self, turn: Turn) -> None:
        """Danger that came to no ticket while it was still being told."""
        emergency = turn.state.emergency
        if emergency and not turn.state.tickets:
            if not turn.state.matter:
                turn.set(matter=emergency.words)
            turn.keep_matter()

    def on_left(self, turn: Turn) -> None:
        self._keep_danger(turn)

    def _announce(self, turn: Turn, place: Place) -> None:
        if not turn.state.speaking:
            turn.say(*self._where(place))
        turn.do(StartTimer(ANNOUNCE, self.announce_seconds))

    def _where(self, place: Place) -> tuple[str, dict[str, str]]:
        """How many are ahead, and how long it takes as far as that was measured."""
        ahead = str(max(place.position - 1, 0))
        if ahead == "0":
            return self.soon, {}
        if place.estimate is None:
            return self.position, {"ahead": ahead}
        minutes = str(max(1, round(place.estimate / 60)))
        return self.wait, {"ahead": ahead, "minutes": minutes}

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        for name in ("offer", "nobody", "full"):
            if getattr(self, name):
                yield name, getattr(self, name)

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)
        yield Prompt("position", self.position, frozenset({"ahead"}))
        yield Prompt("wait", self.wait, frozenset({"ahead", "minutes"}))
        yield Prompt("soon", self.soon)
        yield Prompt("back", self.back)

    @property
    def listens(self) -> bool:
        return True

    @property
    def reaches_people(self) -> bool:
        return True


def _asks_offer(event: FlowEvent) -> bool:
    """Waiting took long, or the caller pressed 1 for a ring-back."""
    if isinstance(event, TimerFired):
        return event.name == OFFER
    return isinstance(event, KeyPressed) and event.key == "1"
