"""Performs a warm hand-over on the telephone; `ivr.linkage.handover` says what comes next."""

from collections.abc import Callable
from dataclasses import replace

from bridge.events import LegAnswered, LegEnded, LegHeld, LegId, PlayEnded, TelephoneEvent
from bridge.rooms import TALKER, RoomId
from ivr.calls.house import House
from ivr.calls.session import Session
from ivr.calls.speaker import Speaker
from ivr.calls.waiting_sound import HOLD
from ivr.flow.actions import Transfer
from ivr.flow.events import Emergency, HandoverMoved, HandoverResult
from ivr.language.numbers import spoken
from ivr.linkage.config import LineConfig
from ivr.linkage.handover import ENDED, Act, Handover, Input, Stage, advance
from ivr.linkage.lines import lines_for, title_of
from ivr.store.journal import EventKind

INTRODUCTION = "已为您接通{title}，请讲。"
AGAIN = "线路断开了，正在为您重新接通，请不要挂断。"
BRIEF = "热线转接，{reason}。{words}"
BRIEF_ALONE = "一二三四五热线转告，{reason}。{words}来电人已经挂断，请尽快联系，来电号码{number}。"


class HandoverRun:
    """One hand-over to a defined end; it outlives the caller's leg if it must."""

    def __init__(
        self, house: House, session: Session, wish: Transfer, over: Callable[["HandoverRun"], None]
    ) -> None:
        self.house = house
        self.session = session
        self.wish = wish
        self.lines = lines_for(house.settings.linkage, wish.service)
        self.handover = Handover(len(self.lines))
        self._over = over
        self._desk: LegId | None = None
        self._speaker: Speaker | None = None
        self._answered = False
        emergency = session.state.emergency
        self._words = emergency.words if emergency else ""
        self._room = RoomId(f"desk-{session.call}")

    # -- what happens ----------------------------------------------------------------------

    def begin(self) -> None:
        """Dial the first line."""
        self._give(Input.BEGIN)

    def caller_left(self) -> None:
        """The caller hung up, wherever the hand-over stands."""
        danger = self.wish.emergency
        self._give(Input.CALLER_LEFT_IN_DANGER if danger else Input.CALLER_LEFT)

    def correct(self, found: Emergency) -> None:
        """The caller's next words name another service: nobody answered yet, so ring that one."""
        before, lines = self.line, lines_for(self.house.settings.linkage, found.service)
        self._words = found.words
        self.wish = replace(self.wish, service=found.service, reason=found.reason)
        if self.handover.stage is not Stage.DIALLING or not lines or lines[0] == before:
            return
        if self._desk is not None:
            self.house.owners.pop(self._desk, None)
            self.house.telephone.hang_up(self._desk)
            self._desk = None
        self.lines = lines
        self.handover = Handover(len(lines))
        self._give(Input.BEGIN)

    def on_leg(self, event: TelephoneEvent) -> None:
        """An event of the desk's leg."""
        match event:
            case LegAnswered(leg=leg) if leg == self._desk:
                self._answered = True
                self._give(Input.DESK_ANSWERED)
            case PlayEnded(play=play, completed=completed) if self._speaker:
                self._speaker.play_ended(play, completed)
            case LegHeld(leg=leg, held=held) if leg == self._desk and self._joined:
                tune = self.house.waiting_sound(HOLD) if held else None
                self.session.speaker.hold(tune)  # the desk asks somebody: nobody hears silence
            case LegEnded(leg=leg, cause=cause) if leg == self._desk:
                self._note_leg_ended(cause.value)
                self._give(Input.DESK_LEFT if self._answered else Input.DESK_FAILED)
            case _:
                pass

    def _note_leg_ended(self, cause: str) -> None:
        self.house.owners.pop(self._desk or LegId(""), None)
        self._desk = None
        self._speaker = None
        self.house.telephone.talk(self._room, {})
        self.session.note(EventKind.LEG_ENDED, to="desk", title=self.line.title, cause=cause)

    @property
    def _joined(self) -> bool:
        return self.handover.stage in (Stage.THREE_WAY, Stage.TALKING)

    @property
    def line(self) -> LineConfig:
        """The line that is tried now."""
        return self.lines[max(self.handover.line, 0)]

    def _give(self, given: Input) -> None:
        before = self.handover.stage
        self.handover, acts = advance(self.handover, given)
        if self.handover.stage is not before:
            stage = self.handover.stage.value
            self.session.note(EventKind.HANDOVER, stage=stage, because=given.value)
        for act in acts:
            _PERFORM[act](self)
        if self.handover.stage in ENDED:
            self._over(self)

    # -- what is done ----------------------------------------------------------------------

    def _dial(self) -> None:
        line = self.line
        if self._answered and not self.session.over:
            self.session.speaker.say(AGAIN)
        self._answered = False
        self.session.note(EventKind.DIALLED, to="desk", title=line.title, service=self.wish.service)
        self._desk = self.house.dial(
            self.session.call,
            self,
            line.target,
            caller=self.session.caller,
            display=f"12345 {self.wish.service}",
            ring_seconds=line.ring_seconds,
            headers={"X-Call": self.session.call, "X-Service": self.wish.service},
        )
        if self._desk is None:
            self._give(Input.DESK_FAILED)
            return
        self._speaker = Speaker(self.house.telephone, self.house.parts.voice, self._desk)

    def _brief(self) -> None:
        self._tell_desk(BRIEF)

    def _brief_alone(self) -> None:
        self._tell_desk(BRIEF_ALONE)

    def _tell_desk(self, sentence: str) -> None:
        words = self._words
        text = sentence.format(
            reason=self.wish.reason or title_of(self.wish.service),
            words=f"来电人说：{words}。" if words else "",
            number=_digits(self.session.caller),
        )
        self.session.note(EventKind.SAID, text=text, to="desk")
        if self._speaker is None:
            self._give(Input.BRIEFED)
            return
        self._speaker.stop()
        self._speaker.say(text, lambda _completed: self._give(Input.BRIEFED))

    def _join(self) -> None:
        if self._desk is None:
            return
        self.session.speaker.hold(None)
        members = {self.session.leg: TALKER, self._desk: TALKER}
        self.house.telephone.talk(self._room, members)
        self.session.shown.operator = self.line.title
        self.session.note(
            EventKind.CONNECTED, to="desk", title=self.line.title, service=self.wish.service
        )

    def _introduce(self) -> None:
        text = INTRODUCTION.format(title=self.line.title)
        self.session.note(EventKind.SAID, text=text, to="all")
        if self._speaker is not None:
            self._speaker.say(text)
        self.session.speaker.say(text, lambda _completed: self._give(Input.INTRODUCED))

    def _tell_talking(self) -> None:
        self._tell_flow(HandoverResult.TALKING)

    def _tell_done(self) -> None:
        self.session.shown.operator = ""
        self._tell_flow(HandoverResult.DONE)

    def _tell_failed(self) -> None:
        self._tell_flow(HandoverResult.FAILED)

    def _tell_flow(self, result: HandoverResult) -> None:
        self.session.feed(HandoverMoved(result, self.wish.service))

    def _tell_missed(self) -> None:
        self.house.fault(self.session.call, "danger_not_reported", self.wish.reason)

    def _hang_up_desk(self) -> None:
        if self._desk is not None:
            self.house.telephone.talk(self._room, {})
            self.house.telephone.hang_up(self._desk)


_PERFORM: dict[Act, Callable[[HandoverRun], None]] = {
    Act.CHOOSE: lambda _run: None,
    Act.DIAL: HandoverRun._dial,
    Act.BRIEF: HandoverRun._brief,
    Act.BRIEF_ALONE: HandoverRun._brief_alone,
    Act.JOIN: HandoverRun._join,
    Act.INTRODUCE: HandoverRun._introduce,
    Act.TELL_TALKING: HandoverRun._tell_talking,
    Act.TELL_DONE: HandoverRun._tell_done,
    Act.TELL_FAILED: HandoverRun._tell_failed,
    Act.TELL_MISSED: HandoverRun._tell_missed,
    Act.HANG_UP_DESK: HandoverRun._hang_up_desk,
}


def _digits(number: str) -> str:
    """The caller's number digit by digit."""
    return spoken(number) if number else "未显示"
