"""外呼 rings citizens: follow-ups (回访) and ring-backs (回拨), when the policy says so."""

import asyncio
from functools import partial

from bridge.events import LegAnswered, LegEnded, LegRinging, TelephoneEvent
from ivr.calls.follow_up_ticket import BY_ROBOT, FollowUpTickets
from ivr.calls.house import House
from ivr.calls.outbound_list import STATES, OutboundList
from ivr.calls.outbound_talks import OutboundTalks
from ivr.calls.seat_work import Ringing, SeatWork
from ivr.calls.session import People, Session
from ivr.calls.switchboard import Switchboard
from ivr.errors import StoreError
from ivr.flow.events import SomebodyWaits
from ivr.log import get_logger
from ivr.queueing import life, parking, policy
from ivr.queueing.differences import OutboundStep
from ivr.queueing.tasks import FollowUp
from ivr.queueing.world import Work, WorkKind, WorkState
from ivr.store.journal import EventKind

log = get_logger("outbound")

CLAIM_SECONDS = 4 * 3600.0  # no outbound call is longer; a dead node's claims are freed at once


class OutboundDesk:
    """Performs StartWork, CancelWork and TellWaiting on what the list holds."""

    def __init__(
        self, house: House, switchboard: Switchboard, people: People, works: OutboundList
    ) -> None:
        self.house = house
        self.switchboard = switchboard
        self.people = people
        self.works = works
        self._ringing: dict[str, Ringing] = {}
        self.tickets = FollowUpTickets(house)
        self.seats = SeatWork(
            house,
            switchboard,
            self,
            ring_citizen=self._ring_citizen,
            over=self._over,
            keep=works.save,
            tickets=self.tickets,
        )
        self._claiming: set[asyncio.Task[None]] = set()
        switchboard.on_outbound = self._perform
        talks = OutboundTalks(house, switchboard, works, self._ringing)
        switchboard.transfers.outbound = talks
        house.live.outbound = partial(works.show, self._call_of)

    def _call_of(self, work_id: str) -> str:
        held = self._ringing.get(work_id)
        return held.session.call if held is not None and held.session is not None else ""

    # -- performing ------------------------------------------------------------------------

    def _perform(self, decision: OutboundStep) -> None:
        match decision:
            case policy.StartWork(work_id, operator):
                self._start(work_id, operator)
            case policy.CancelWork(work_id):
                self._cancel(work_id)
            case policy.TellWaiting(work_id):
                held = self._ringing.get(work_id)
                if held is not None and held.session is not None and held.seat is None:
                    held.session.feed(SomebodyWaits())
                self.house.live.changed()
            case _:
                self._parking(decision)

    def _parking(self, step: OutboundStep) -> None:
        held, work = self._ringing.get(step.work), self.switchboard.world.work(step.work)
        if held is None or work is None:
            return
        match step:
            case parking.Park():
                self.seats.park(held, work)
            case parking.Return():
                self.seats.come_back(held, work)
            case parking.LeadAlone():
                self.seats.lead_alone(held)
            case _:
                pass

    def _start(self, work_id: str, operator: str | None) -> None:
        work = self.switchboard.world.work(work_id)
        if work is None:
            return
        held = Ringing(work_id)
        self._ringing[work_id] = held
        if not self.house.settings.board.node:
            self._dial(held, work, operator)
            return
        task = asyncio.get_running_loop().create_task(self._claim(held, work, operator))
        self._claiming.add(task)
        task.add_done_callback(self._claiming.discard)

    async def _claim(self, held: Ringing, work: Work, operator: str | None) -> None:
        """Nobody else dials it, and nobody has since we read the ledger."""
        claim = self.house.parts.records.claim_outbound(
            work, self.house.now().timestamp(), CLAIM_SECONDS
        )
        try:
            ours = await asyncio.wrap_future(claim)
        except (StoreError, OSError) as error:
            log.error("outbound_not_claimed", error=str(error))
            ours = False
        now = self.switchboard.world.work(work.id)
        dialling = now is not None and now.state is WorkState.DIALLING
        if ours and dialling and now is not None and now.started == work.started:
            self._dial(held, work, operator)
        elif ours:  # a caller came meanwhile
            self._over(held, "cancelled")
        else:
            self._ringing.pop(work.id, None)
            at = self.house.now()
            self.switchboard.happened(lambda world: life.work_refused(world, work.id, at))

    def _dial(self, held: Ringing, work: Work, operator: str | None) -> None:
        if operator is not None:
            self.seats.begin(held, work, operator)
        else:
            self._ring_citizen(held, work)

    def _ring_citizen(self, held: Ringing, work: Work) -> None:
        config = self.house.settings.outbound
        flows = self.house.parts.flows
        name = "followup" if work.kind is WorkKind.FOLLOW_UP else "ringback"
        the_flow = flows.get(name) or flows[self.house.settings.flow.flow_of(config.caller)]
        # a target per work: sip:{number}@trunk, or a full address that the work itself names
        target = (
            work.number
            if work.number.startswith("sip:")
            else config.trunk.replace("{number}", work.number)
        )
        leg = None
        if target:
            leg = self.house.dial(
                work.id,
                self,
                target,
                caller=config.caller,
                display="12345",
                ring_seconds=config.ring_seconds,
                headers={"X-Work": work.id},
            )
        if leg is None:
            self._over(held, "unreachable")
            return
        summary = work.about.summary if isinstance(work.about, FollowUp) else "您的来电"
        session = Session(
            self.house,
            self.people,
            leg,
            the_flow,
            caller=work.number.removeprefix("sip:").partition("@")[0],
            called=config.caller,
            direction="outbound",
            words={"summary": summary},
        )
        self.house.owners[leg] = self
        held.session = session
        self.people.keep(session)
        session.shown.state = STATES[WorkState.DIALLING]
        session.note(
            EventKind.OUTBOUND_STARTED,
            work=work.id,
            sort=work.kind.value,
            operator=work.operator,
        )

    def _cancel(self, work_id: str) -> None:
        held = self._ringing.get(work_id)
        if held is None:
            return
        if held.session is not None:
            held.session.note(EventKind.OUTBOUND_CANCELLED, work=work_id)
            self.house.telephone.hang_up(held.session.leg)
        self.seats.cancel(held)

    # -- what happens ----------------------------------------------------------------------

    def on_leg(self, event: TelephoneEvent) -> None:
        """An event of a citizen's leg, or of the operator's phone that rings them."""
        leg = getattr(event, "leg", None)
        for held in list(self._ringing.values()):
            if held.session is not None and held.session.leg == leg:
                self._on_citizen(held, held.session, event)
                return
            if held.seat == leg:
                self.seats.on_seat(held, event)
                return

    def _on_citizen(self, held: Ringing, session: Session, event: TelephoneEvent) -> None:
        match event:
            case LegRinging():
                session.note(EventKind.RINGING)
                session.shown.state = STATES[WorkState.RINGING]
                self.switchboard.happened(lambda world: life.work_rings(world, held.work))
            case LegAnswered():
                held.answered = True
                self.switchboard.happened(lambda world: life.work_answered(world, held.work))
                self._keep_done(held)
                if held.seat is not None:
                    self.seats.join(held, session)
                    return
                session.on_leg(event)
            case LegEnded(cause=cause):
                self.seats.end(held)
                session.on_leg(event)
                self._over(held, cause.value)
            case _:
                session.on_leg(event)

    def rated(self, session: Session, rating: int, remark: str) -> None:
        """The citizen said what was asked: the work is done however the call ends."""
        for held in self._ringing.values():
            if held.session is session:
                held.settled = True
                self._keep_done(held)
                work = self.switchboard.world.work(held.work)
                if work is not None:
                    self.tickets.rated(work, session, rating, remark, BY_ROBOT)

    def postpone(self, work_id: str, operator: str) -> bool:
        """改日再访: the citizen has no time now; counted as an attempt."""
        known = self.seats.last(operator, work_id)
        if known is None:
            return False
        held = self._ringing.get(work_id)
        if held is not None:
            held.settled = False
            held.postponed = True
            return True
        self.seats.forget(operator)
        return self.works.again(known[0])

    def _keep_done(self, held: Ringing) -> None:
        """Written down at once: whoever was reached is not rung again, whatever dies meanwhile."""
        work = self.switchboard.world.work(held.work)
        if work is not None and self._is_done(held, work):
            self.works.save(work, done=True)

    def _is_done(self, held: Ringing, work: Work) -> bool:
        ring_back = work.kind is WorkKind.RING_BACK and not held.postponed
        return held.answered and not held.parked and (held.settled or ring_back)

    def _over(self, held: Ringing, cause: str) -> None:
        """The attempt is over: done, back on the list, or given up."""
        if self._ringing.pop(held.work, None) is None:
            return
        before = self.switchboard.world.work(held.work)
        if before is None:
            return
        done, now = self._is_done(held, before), self.house.now()
        ended = partial(life.work_ended, work_id=held.work, now=now, done=done)
        if held.operator and held.session is None and held.seat is None:
            ended = partial(life.seat_missed, work_id=held.work, now=now, reason=cause)
        after = ended(self.switchboard.world).work(held.work)
        self.works.attempted(before, after)
        if held.session is not None:
            held.session.note(
                EventKind.OUTBOUND_DONE,
                work=held.work,
                done=done,
                cause=cause,
                left_on_list=after is not None,
                attempts=after.attempts if after else before.attempts + 1,
            )
        self.switchboard.happened(ended)
