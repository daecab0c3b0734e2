"""坐席外呼 the operator's side of outbound calls: page first, then the phone, then the citizen;
the draft grows as in inbound calls; parking (寄存) and coming back as the board says.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bridge.events import LegAnswered, LegEnded, LegId, TelephoneEvent
from bridge.rooms import TALKER, RoomId
from ivr.calls.assistance import Assistance
from ivr.calls.follow_up_ticket import FollowUpTickets
from ivr.calls.house import House, LegOwner
from ivr.calls.outbound_list import KINDS
from ivr.calls.session import Session
from ivr.calls.switchboard import Switchboard
from ivr.calls.waiting_sound import HOLD, RINGING
from ivr.queueing import parking
from ivr.queueing.world import Work, WorkKind, WorkState
from ivr.store.journal import EventKind


@dataclass(slots=True)
class Ringing:
    """One citizen being rung, or talking."""

    work: str
    session: Session | None = None  # the citizen's call
    seat: LegId | None = None  # the operator's phone, for work an operator does
    operator: str = ""
    offered: asyncio.TimerHandle | None = None  # the work is on the page, the phone rings then
    assistance: Assistance | None = None
    answered: bool = False
    parked: bool = False
    postponed: bool = False  # 改日再访
    settled: bool = False  # what was wanted of the call is known


class SeatWork:
    """Rings operators for outbound work and lets them talk; `owner` hears the phones."""

    def __init__(
        self,
        house: House,
        switchboard: Switchboard,
        owner: LegOwner,
        *,
        ring_citizen: Callable[[Ringing, Work], None],
        over: Callable[[Ringing, str], None],
        keep: Callable[[Work], None],
        tickets: FollowUpTickets,
    ) -> None:
        self.house = house
        self.switchboard = switchboard
        self._owner = owner
        self._ring_citizen = ring_citizen
        self._over = over
        self._keep = keep  # on the list in the ledger
        self._tickets = tickets
        self._last: dict[str, tuple[Work, Session]] = {}  # what each operator talked about last

    def begin(self, held: Ringing, work: Work, operator: str) -> None:
        """The ticket is on the operator's page before the phone rings."""
        held.operator = operator
        lead = self.house.settings.queue.offer_seconds
        loop = asyncio.get_running_loop()
        held.offered = loop.call_later(lead, self._ring, held, work)

    def cancel(self, held: Ringing) -> None:
        """A caller comes first."""
        if held.offered is not None:
            held.offered.cancel()
            self._over(held, "cancelled")
        elif held.seat is not None:
            self.house.telephone.hang_up(held.seat)

    def come_back(self, held: Ringing, work: Work) -> None:
        """The operator is done: ring for the parked citizen."""
        self._ring(held, work)

    def _ring(self, held: Ringing, work: Work) -> None:
        held.offered = None
        target = self.switchboard.target_of(held.operator)
        held.seat = self.house.dial(
            work.id,
            self._owner,
            target or held.operator,
            caller=self.house.settings.outbound.caller,
            display=KINDS[work.kind],
            ring_seconds=self.house.settings.queue.ring_seconds,
            headers={"X-Work": work.id},
        )
        if held.seat is None:
            self._not_picked_up(held, "unreachable")

    def on_seat(self, held: Ringing, event: TelephoneEvent) -> None:
        """An event of the operator's phone."""
        match event:
            case LegAnswered():
                self._picked_up(held)
            case LegEnded(leg=leg, cause=cause):
                self.house.owners.pop(leg, None)
                held.seat = None
                self._seat_ended(held, cause.value)
            case _:
                pass

    def _picked_up(self, held: Ringing) -> None:
        work = self.switchboard.world.work(held.work)
        state = work.state if work else None
        if work is not None and state is WorkState.DIALLING:
            self._let_it_ring(held)
            self._ring_citizen(held, work)
        elif state is WorkState.RETURNING and held.session is not None:
            self.switchboard.happened(lambda world: parking.rejoined(world, held.work))
            self.join(held, held.session)
        elif held.seat is not None:
            self.house.telephone.hang_up(held.seat)

    def _let_it_ring(self, held: Ringing) -> None:
        """The operator hears that the citizen's phone rings."""
        tone = self.house.waiting_sound(RINGING)
        if held.seat is not None and tone is not None:
            self.house.telephone.play(held.seat, tone, loop=True)

    def _seat_ended(self, held: Ringing, cause: str) -> None:
        if held.parked:
            self._not_picked_up(held, cause)
        elif held.session is not None and not held.session.over:
            self.house.telephone.hang_up(held.session.leg)
        elif held.session is None:
            self._over(held, cause)

    def _not_picked_up(self, held: Ringing, cause: str) -> None:
        if not held.parked:
            self._over(held, cause)
            return
        now = self.house.now()
        failed = partial(parking.not_rejoined, work_id=held.work, now=now, reason=cause)
        self.switchboard.happened(failed)

    # -- the talk --------------------------------------------------------------------------

    def join(self, held: Ringing, session: Session) -> None:
        """Citizen and operator talk; both are listened to."""
        work = self.switchboard.world.work(held.work)
        if work is None or held.seat is None:
            return
        held.parked, held.settled = False, True
        self._last[held.operator] = (work, session)
        session.attended()
        session.speaker.stop()
        self.house.telephone.stop_play(held.seat)
        session.note(EventKind.CONNECTED, to="operator", operator=held.operator)
        session.shown.state, session.shown.operator = "人工通话", held.operator
        members = {session.leg: TALKER, held.seat: TALKER}
        self.house.telephone.talk(room_of(held), members)
        if held.assistance is None:
            ring_back = work.kind is WorkKind.RING_BACK  # a follow-up has its ticket already
            held.assistance = Assistance(
                self.house, session, held.seat, held.operator, drafts=ring_back
            )
        held.assistance.begin(held.seat)

    def park(self, held: Ringing, work: Work) -> None:
        """寄存: the citizen hears why, and music; the operator's phone is free."""
        session = held.session
        if session is None or session.over:
            return
        held.parked, held.settled = True, False
        self._keep(replace(work, state=WorkState.DUE, operator=None))
        if held.assistance is not None:
            held.assistance.pause()
        self._let_go(held)
        session.note(EventKind.PARKED, operator=held.operator)
        session.shown.state = "寄存"
        self._tell(session, self.house.settings.outbound.park_text)
        session.speaker.hold(self.house.waiting_sound(HOLD))

    def lead_alone(self, held: Ringing) -> None:
        """Nobody comes back: never cut off, the assistant takes over."""
        session = held.session
        if session is None or session.over:
            return
        held.parked = False
        self.end(held)
        session.speaker.stop()
        session.shown.operator = ""
        self._tell(session, self.house.settings.outbound.alone_text)
        session.lead()

    def _tell(self, session: Session, text: str) -> None:
        session.shown.add("热线", text)
        session.note(EventKind.SAID, text=text)
        session.speaker.say(text)

    def end(self, held: Ringing) -> None:
        """The citizen is gone, or with the assistant: the operator's phone goes too."""
        if held.assistance is not None:
            held.assistance.end()
            held.assistance = None
        self._let_go(held)

    def _let_go(self, held: Ringing) -> None:
        self.house.telephone.talk(room_of(held), {})
        if held.seat is not None:
            self.house.owners.pop(held.seat, None)
            self.house.telephone.hang_up(held.seat)
            held.seat = None

    # -- the operator's wishes -------------------------------------------------------------

    def wish_to_park(self, work_id: str, operator: str) -> parking.Refusal | None:
        """寄存 for a caller who waits; None: done."""
        refused = parking.refusal(self.switchboard.world, work_id, operator)
        if refused is None:
            now = self.house.now()
            self.switchboard.happened(lambda world: parking.parked(world, work_id, operator, now))
        return refused

    def outcome(self, work_id: str, operator: str, rating: int, remark: str) -> bool:
        """The operator has heard how content the citizen is; also just after the call."""
        known = self.last(operator, work_id)
        if known is None or known[0].kind is not WorkKind.FOLLOW_UP:
            return False
        work, session = known
        session.note(EventKind.RATED, rating=rating, remark=remark, operator=operator)
        self._tickets.rated(work, session, rating, remark, operator)
        return True

    def forget(self, operator: str) -> None:
        """The outcome is said."""
        self._last.pop(operator, None)

    def last(self, operator: str, work_id: str) -> tuple[Work, Session] | None:
        """The talk an operator may still say the outcome of: the present or the newest one."""
        known = self._last.get(operator)
        return known if known is not None and known[0].id == work_id else None


def room_of(held: Ringing) -> RoomId:
    """Where citizen and operator are together."""
    return RoomId(f"work-{held.work}")
