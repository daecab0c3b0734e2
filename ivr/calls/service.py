"""通话服务 owns every live call: gives each event of the telephone to who it belongs to."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from bridge.events import (
    CallArrived,
    Cause,
    LegEnded,
    MediaRestarted,
    PhoneRegistered,
    RecordingBehind,
    Side,
    TelephoneEvent,
    TransferAsked,
)
from ivr import clock
from ivr.calls.handover import HandoverRun
from ivr.calls.house import CallSettings, House, Parts
from ivr.calls.live import LiveView
from ivr.calls.lost_calls import complete, find_lost
from ivr.calls.outbound import OutboundDesk
from ivr.calls.outbound_list import OutboundList
from ivr.calls.ports import Telephone
from ivr.calls.recording_disk import RecordingDisk
from ivr.calls.session import People, Session
from ivr.calls.switchboard import Switchboard
from ivr.errors import HotlineError
from ivr.flow.actions import JoinQueue, Transfer
from ivr.flow.checker import prompts_of
from ivr.flow.events import CallerLeft, Emergency
from ivr.log import get_logger
from ivr.queueing.world import Caller
from ivr.store.board import Board
from ivr.store.journal import EventKind

log = get_logger("calls")

TICK_SECONDS = 0.5
REFRESH_SECONDS = 2.0  # how soon outbound work that others put on the list is seen


class CallService(People):
    """Call `connect` with the telephone, then `start`; every telephone event goes to `on_event`."""

    def __init__(
        self,
        parts: Parts,
        settings: CallSettings,
        *,
        now: Callable[[], datetime] = clock.now,
        tick_seconds: float = TICK_SECONDS,
    ) -> None:
        self.house = House(parts, settings, now=now)
        self.switchboard = Switchboard(self.house)
        self.works = OutboundList(self.house, self.switchboard)
        self.outbound = OutboundDesk(self.house, self.switchboard, self, self.works)
        self.recording_disk = RecordingDisk()
        self.house.live.alerts.add_alarm(self.recording_disk)
        self._sessions: dict[str, Session] = {}
        self._handovers: dict[str, HandoverRun] = {}
        self._tick_seconds = tick_seconds
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def live(self) -> LiveView:
        """What is going on, for pages and terminal."""
        return self.house.live

    def connect(self, telephone: Telephone) -> None:
        """Say which telephone to perform on."""
        self.house.telephone = telephone

    async def start(self) -> None:
        """Take over operators and outbound work; the telephone must be started already."""
        await self.switchboard.agreement.start()
        self.switchboard.start()
        node = self.house.settings.board.node
        complete(self.house, self.works, find_lost(self.house, node, self._sessions))
        self.works.start()
        self._tasks = [
            asyncio.create_task(self._tick()),
            asyncio.create_task(self._refresh()),
            asyncio.create_task(self._make_clips()),
        ]

    async def stop(self) -> None:
        """Tell every caller courteously, hang up, and complete every record; idempotent."""
        self._stopping = True
        self.switchboard.agreement.closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        for session in list(self._sessions.values()):
            self._farewell(session)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._empty.wait(), self.house.settings.calls.stop_seconds)
        for session in list(self._sessions.values()):  # who is still there is cut off, on record
            self.house.telephone.hang_up(session.leg)
            session.on_leg(LegEnded(session.leg, Cause.SHUTDOWN, by=Side.US))
        await self.switchboard.agreement.stop()

    def share(self, board: Board) -> None:
        """There are several nodes; before `start`."""
        self.switchboard.share(board, self.house.settings.board, self._bury)

    def _bury(self, node: int, _callers: Sequence[Caller]) -> None:
        """Another node is dead: what it had on its lines is completed here."""
        self._tasks.append(asyncio.create_task(self._complete(node), name=f"bury {node}"))

    async def _complete(self, node: int) -> None:
        self.house.parts.records.free_claims(node)
        complete(self.house, self.works, await asyncio.to_thread(find_lost, self.house, node))

    def _farewell(self, session: Session) -> None:
        if not session.answered:
            self.house.telephone.hang_up(session.leg)
            return
        unserved = not session.state.tickets and not session.state.with_people
        if unserved and session.caller and session.direction == "inbound":
            self.works.add_ring_back(session.caller, session.call, "service stopped")
        text = self.house.settings.calls.farewell_on_stop
        session.feed(CallerLeft())  # what was told is written down; no prompt follows any more
        session.speaker.stop()
        session.note(EventKind.SAID, text=text)
        session.speaker.say(text, lambda _completed: self.house.telephone.hang_up(session.leg))

    # -- the telephone ---------------------------------------------------------------------

    def on_event(self, event: TelephoneEvent) -> None:
        """Every event of the telephone; never raises, one broken call leaves the others alone."""
        try:
            self._dispatch(event)
        except Exception as error:
            log.error("event_failed", sort=type(event).__name__, error=repr(error), exc_info=True)

    def _dispatch(self, event: TelephoneEvent) -> None:
        if isinstance(event, CallArrived):
            self._arrived(event)
        elif isinstance(event, PhoneRegistered):
            self.switchboard.phone_registered(event)
        elif isinstance(event, TransferAsked):
            self.switchboard.transfers.asked(event)
        elif isinstance(event, RecordingBehind):
            self.recording_disk.take(event)
        elif isinstance(event, MediaRestarted):
            self.recording_disk.renewed()
        else:
            leg = getattr(event, "leg", None)
            owner = self.house.owners.get(leg) if leg is not None else None
            if owner is not None:
                owner.on_leg(event)

    def _arrived(self, event: CallArrived) -> None:
        if self._stopping:
            self.house.telephone.refuse(event.leg, Cause.SHUTDOWN)
            return
        if self.switchboard.transfers.consults(event):
            return
        config = self.house.settings.flow
        the_flow = self.house.parts.flows[config.flow_of(event.called)]
        session = Session(
            self.house,
            self,
            event.leg,
            the_flow,
            caller=event.caller,
            called=event.called,
        )
        self.keep(session)
        self.house.telephone.answer(event.leg)
        self.switchboard.arrived(session)

    def keep(self, session: Session) -> None:
        """A call that must be told when the service stops."""
        self._sessions[session.call] = session
        self._empty.clear()

    # -- what sessions ask -----------------------------------------------------------------

    def join_queue(self, session: Session, wish: JoinQueue) -> None:
        self.keep(session)
        self.switchboard.join(session, wish)

    def leave_queue(self, session: Session) -> None:
        self.switchboard.leave(session)

    def transfer(self, session: Session, wish: Transfer) -> None:
        run = HandoverRun(self.house, session, wish, self._handover_over)
        self._handovers[session.call] = run
        run.begin()

    def danger_changed(self, session: Session, found: Emergency) -> None:
        run = self._handovers.get(session.call)
        if run is not None:
            run.correct(found)

    def _handover_over(self, run: HandoverRun) -> None:
        if self._handovers.get(run.session.call) is run:
            del self._handovers[run.session.call]

    def book_ring_back(self, session: Session, reason: str) -> bool:
        if not session.caller:
            return False
        self.works.add_ring_back(session.caller, session.call, reason)
        return True

    def rated(self, session: Session, rating: int | None, remark: str) -> None:
        if rating is not None:
            self.outbound.rated(session, rating, remark)

    def ended(self, session: Session) -> None:
        """The caller's leg is gone: everything that hung on it ends in a defined place."""
        run = self._handovers.get(session.call)
        if run is not None:
            run.caller_left()
        missed = self.switchboard.gone(session)
        if missed and session.caller and session.direction == "inbound":
            self.works.add_ring_back(session.caller, session.call, "abandoned")
        self._sessions.pop(session.call, None)
        if not self._sessions:
            self._empty.set()

    # -- in the background -----------------------------------------------------------------

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self._tick_seconds)
            self.switchboard.tick()
            self.live.look()

    async def _refresh(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            await self.works.refresh()

    async def _make_clips(self) -> None:
        """Speak every fixed sentence once, so that callers never wait for the voice."""
        config = self.house.settings.flow
        for the_flow in self.house.parts.flows.values():
            for number in config.numbers or {"": ""}:
                for _line, text in prompts_of(the_flow, config.words(number)):
                    with suppress(HotlineError, OSError):
                        await self.house.parts.voice.clip(text)
