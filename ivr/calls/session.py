"""One call from its first to its last moment: tells the flow what happens, decides nothing."""

from bridge.events import (
    KeyPressed,
    LegAnswered,
    LegEnded,
    LegId,
    LegSilent,
    PlayEnded,
    RecordingFailed,
    TelephoneEvent,
)
from bridge.recording import file_for
from ivr.calls import tickets
from ivr.calls.hearing import Hearing
from ivr.calls.house import House
from ivr.calls.performer import Performer
from ivr.calls.speaker import Speaker
from ivr.flow import actions as do
from ivr.flow import events as flow
from ivr.flow.interpreter import begin, step
from ivr.flow.model import Flow
from ivr.flow.routing import DRAFTED
from ivr.flow.state import Phase
from ivr.store.journal import EventKind

SILENT_TOO_LONG = 120.0  # seconds without a single packet from the caller


class People:
    """What a session asks of switchboard and hand-over; set by the service."""

    def keep(self, session: "Session") -> None:
        """A call that must be told when the service stops."""

    def join_queue(self, session: "Session", wish: do.JoinQueue) -> None:
        """Wait for an operator."""

    def leave_queue(self, session: "Session") -> None:
        """Wait no longer."""

    def transfer(self, session: "Session", wish: do.Transfer) -> None:
        """Begin a warm hand-over."""

    def danger_changed(self, session: "Session", found: flow.Emergency) -> None:
        """More words showed that another service is needed."""

    def book_ring_back(self, session: "Session", reason: str) -> bool:
        """Ring the caller back later."""
        return False

    def rated(self, session: "Session", rating: int | None, remark: str) -> None:
        """A citizen rated."""

    def ended(self, session: "Session") -> None:
        """The caller's leg is gone."""


class Session:
    """The caller's leg and the flow that leads it."""

    def __init__(
        self,
        house: House,
        people: People,
        leg: LegId,
        the_flow: Flow,
        *,
        caller: str,
        called: str,
        direction: str = "inbound",
        words: dict[str, str] | None = None,
    ) -> None:
        self.house = house
        self.people = people
        self.leg = leg
        self.flow = the_flow
        self.call = house.new_call_id()
        self.caller = caller
        self.called = called
        self.direction = direction
        self.started = house.now()
        self.mind = house.mind()
        self.state = begin(the_flow, {**house.settings.flow.words(called), **(words or {})})
        self.speaker = Speaker(
            house.telephone,
            house.parts.voice,
            leg,
            fallback=house.fallback_clip,
            failed=lambda why: self.feed(flow.PartFailed(flow.Part.VOICE, why)),
        )
        self.hearing = Hearing(house, self)
        self.performer = Performer(self)
        self.answered = False
        self.led = False  # the flow leads, or has led
        self.over = False
        self.sensitive: str | None = None  # the sort the duty manager was told of
        self._events: list[flow.FlowEvent] = []
        self._feeding = False
        self.shown = house.live.open(self.call, caller, called, self.started, direction)
        house.owners[leg] = self
        self.note(
            EventKind.ARRIVED,
            caller=caller,
            called=called,
            flow=the_flow.name,
            direction=direction,
            node=house.settings.board.node,
        )

    # -- the telephone ---------------------------------------------------------------------

    def on_leg(self, event: TelephoneEvent) -> None:
        """An event of the caller's leg."""
        match event:
            case LegAnswered():
                self._began()
            case PlayEnded(play=play, completed=completed):
                self.speaker.play_ended(play, completed)
            case KeyPressed(key=key):
                self.note(EventKind.KEY, key=key)
                self.feed(flow.KeyPressed(key))
            case LegSilent(seconds=seconds) if seconds >= SILENT_TOO_LONG:
                self.house.fault(self.call, "no_sound_from_caller", f"{seconds:.0f} s")
                self.house.telephone.hang_up(self.leg)
            case RecordingFailed(reason=reason):
                self.house.fault(self.call, "recording", reason)
            case LegEnded(cause=cause, by=by, status=status):
                self._ended(cause.value, by.value, status)
            case _:
                pass

    def _began(self) -> None:
        if self.answered:
            return
        heard = self._picked_up("通话中")
        self.lead()
        if not heard:
            self.feed(flow.PartFailed(flow.Part.SPEECH, "no recogniser"))

    def attended(self) -> None:
        """An operator talks from the first word on: heard and recorded, led by nobody."""
        if not self.answered:
            self._picked_up("人工通话")

    def lead(self) -> None:
        """The flow leads from here."""
        self.led = True
        self.feed(flow.CallBegan(self.called, self.caller))

    def _picked_up(self, state: str) -> bool:
        self.answered = True
        self.shown.state = state
        self.note(EventKind.ANSWERED)
        heard = self.hearing.open()
        self._record()
        return heard

    def _record(self) -> None:
        if not self.house.settings.calls.record:
            return
        file = self.house.settings.data / file_for(self.call, self.started)
        self.house.telephone.record(self.leg, file)

    def _ended(self, cause: str, by: str, status: int | None) -> None:
        if self.over:
            return
        self.over = True
        self.feed(flow.CallerLeft())
        self.speaker.stop()
        self.performer.stop()
        self.hearing.close()
        seconds = round((self.house.now() - self.started).total_seconds(), 1)
        self.house.owners.pop(self.leg, None)
        self.people.ended(self)
        self.note(EventKind.ENDED, cause=cause, by=by, status=status, seconds=seconds)
        self.house.live.close(self.call)

    # -- the flow --------------------------------------------------------------------------

    def feed(self, event: flow.FlowEvent) -> None:
        """Let the flow hear of something; events that arise meanwhile follow in order."""
        if not self.led and self._is_left_alone(event):
            return
        self._events.append(event)
        if self._feeding:
            return
        self._feeding = True
        try:
            while self._events:
                heard = self._events.pop(0)
                self.state, wanted = step(self.flow, self.state, heard, self.house.now())
                for action in wanted:
                    self._perform(action)
        finally:
            self._feeding = False

    def _is_left_alone(self, event: flow.FlowEvent) -> bool:
        """A talk that began between people ends with the last of them; nobody waits for nobody."""
        if isinstance(event, flow.OperatorLeft):
            self.house.telephone.hang_up(self.leg)
        elif isinstance(event, flow.NobodyThere):
            self.people.leave_queue(self)
            self.speaker.stop()
            self.lead()
        else:
            return False
        return True

    def feed_next(self, event: flow.FlowEvent) -> None:
        """What came of an action at once: the flow hears of it before all that waits."""
        self._events.insert(0, event)

    def _perform(self, action: do.FlowAction) -> None:
        try:
            self.performer.perform(action)
        except Exception as error:  # one failed action must not lose the call
            self.house.fault(self.call, type(action).__name__, error)
            if isinstance(action, do.Understand):
                self.feed_next(flow.Understood(action.text, action.whole, None))
            elif not isinstance(action, do.JoinQueue) and self.state.phase is not Phase.ENDED:
                self._events.append(flow.PartFailed(flow.Part.SPEECH, str(error)))

    def note(self, kind: EventKind, **data: object) -> None:
        """Journal a step of this call."""
        self.house.note(self.call, kind, **data)

    def note_sensitive(self, heard: str = "") -> None:
        """敏感事项: on record, and before the duty manager at once (DOMAIN.md S2).

        In the draft, or in what was `heard` while people or another desk have the caller.
        """
        found = self.mind.sensitive(heard) if heard else self.mind.draft.sensitive
        if found is None or self.sensitive is not None:
            return
        self.sensitive = found.sort
        self.note(EventKind.SENSITIVE, sort=found.sort, reason=found.reason, words=found.words)
        self.house.live.alerts.tell(self.call, found.sort, found.reason, self.house.now())

    def write_tickets(self, wish: do.OpenTickets) -> list[str]:
        """立单: into the ledger, onto the page."""
        numbers = tickets.open_tickets(self, wish)
        self.shown.tickets += numbers
        return numbers

    def last_words(self, text: str) -> None:
        """Who told the matter and hung up in the same breath leaves a draft all the same."""
        state = self.state
        if self.shown.tickets or state.with_people or state.emergency or not state.step:
            return
        whole = f"{self.state.matter}，{text}" if self.state.matter else text
        try:
            understood = self.mind.understand(text, whole, ())
            if any(m.kind in DRAFTED for m in understood.matters):
                wish = do.OpenTickets(
                    whole, confirmed=False, secrecy=state.secrecy, ring_at=state.ring_at
                )
                self.write_tickets(wish)
        except Exception as error:  # the record of the call is complete already
            self.house.fault(self.call, "last words", error)
