"""外呼 rings citizens: follow-ups (回访) and ring-backs (回拨), when the policy says so."""

import asyncio
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from bridge.events import LegAnswered, LegEnded, LegId, LegRinging, PlayEnded, TelephoneEvent
from bridge.rooms import TALKER, RoomId
from ivr.calls.house import House
from ivr.calls.session import People, Session
from ivr.calls.switchboard import Switchboard
from ivr.errors import StoreError
from ivr.flow.events import SomebodyWaits
from ivr.language.mask import mask_number
from ivr.log import get_logger
from ivr.queueing import life, policy
from ivr.queueing.tasks import FollowUp, RingBack
from ivr.queueing.world import Work, WorkKind, WorkState
from ivr.store.journal import EventKind

log = get_logger("outbound")

KINDS = {WorkKind.FOLLOW_UP: "回访", WorkKind.RING_BACK: "回拨"}
STATES = {
    WorkState.DUE: "待呼",
    WorkState.DIALLING: "呼叫",
    WorkState.RINGING: "振铃",
    WorkState.CANCELLING: "让行",
    WorkState.ANSWERED: "通话",
}


def new_work(
    number: str, about: FollowUp | RingBack, due: datetime, *, by_robot: bool = True
) -> Work:
    """A citizen to be rung; save it with `Ledger.save_outbound(work.id, work.due, work)`."""
    kind = WorkKind.FOLLOW_UP if isinstance(about, FollowUp) else WorkKind.RING_BACK
    return Work(
        id=f"{kind.value[0]}{due:%y%m%d%H%M%S}{secrets.token_hex(3)}",
        kind=kind,
        number=number,
        due=due,
        by_robot=by_robot,
        about=about,
    )


@dataclass(slots=True)
class Ringing:
    """One citizen being rung, or talking."""

    work: str
    session: Session | None = None  # the citizen's call
    seat: LegId | None = None  # the operator's phone, for work an operator does
    answered: bool = False
    settled: bool = False  # what was wanted of the call is known


class OutboundDesk:
    """Performs StartWork, CancelWork and TellWaiting; keeps the list in the ledger."""

    def __init__(self, house: House, switchboard: Switchboard, people: People) -> None:
        self.house = house
        self.switchboard = switchboard
        self.people = people
        self._ringing: dict[str, Ringing] = {}
        self._finished: set[str] = set()  # done, though the ledger may not have written it yet
        switchboard.on_outbound = self._perform
        house.live.outbound = self.show

    def start(self) -> None:
        """Take the list over from the ledger; what was under way when we died is due again."""
        self._take(self._read())

    async def refresh(self) -> None:
        """Take over what others (`ivr followup add`) have put on the list meanwhile."""
        self._take(await asyncio.to_thread(self._read))

    def _read(self) -> list[Work]:
        try:
            bodies = self.house.parts.records.open_outbound()
        except StoreError as error:
            log.error("outbound_unreadable", error=str(error))
            return []
        works = []
        for body in bodies:
            try:
                works.append(msgspec.convert(body, Work))
            except msgspec.ValidationError as error:
                log.error("outbound_work_unreadable", error=str(error))
        return works

    def _take(self, works: list[Work]) -> None:
        world = self.switchboard.world
        for work in works:
            if work.id not in self._finished:
                fresh = replace(work, state=WorkState.DUE, operator=None, told_waiting=False)
                world = life.work_added(world, fresh)
        if world is not self.switchboard.world:
            self.switchboard.change(world)

    # -- the list --------------------------------------------------------------------------

    def add_follow_up(
        self, number: str, ticket: str, summary: str, *, due: datetime | None = None
    ) -> str:
        """回访 Put a citizen on the list."""
        return self._add(number, FollowUp(ticket, summary), due, robot=True)

    def add_ring_back(self, number: str, call: str, reason: str) -> str:
        """回拨 Put a caller whom nobody served on the list; a person rings back if one is there."""
        robot = not self.house.settings.queue.operators
        return self._add(number, RingBack(call, reason), None, robot=robot)

    def _add(
        self,
        number: str,
        about: FollowUp | RingBack,
        due: datetime | None,
        *,
        robot: bool,
    ) -> str:
        work = new_work(number, about, due or self.house.now(), by_robot=robot)
        self._save(work)
        self.switchboard.change(life.work_added(self.switchboard.world, work))
        return work.id

    def _save(self, work: Work, *, done: bool = False) -> None:
        self.house.parts.records.save_outbound(work.id, work.due, work, done=done)

    def show(self) -> list[dict[str, Any]]:
        """For the pages."""
        return [
            {
                "id": w.id,
                "kind": KINDS[w.kind],
                "number": mask_number(w.number),
                "state": STATES[w.state],
                "attempts": w.attempts,
                "about": w.about.summary if isinstance(w.about, FollowUp) else "",
                "ticket": w.about.ticket if isinstance(w.about, FollowUp) else "",
            }
            for w in self.switchboard.world.works
        ]

    # -- performing ------------------------------------------------------------------------

    def _perform(self, decision: policy.Decision) -> None:
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
                pass

    def _start(self, work_id: str, operator: str | None) -> None:
        work = self.switchboard.world.work(work_id)
        if work is None:
            return
        held = Ringing(work_id)
        self._ringing[work_id] = held
        if operator is not None:
            self._ring_seat(held, work, operator)
        else:
            self._ring_citizen(held, work)

    def _ring_seat(self, held: Ringing, work: Work, operator: str) -> None:
        target = self.switchboard.target_of(operator)
        leg = self.house.dial(
            work.id,
            self,
            target or operator,
            caller=self.house.settings.outbound.caller,
            display=KINDS[work.kind],
            ring_seconds=self.house.settings.queue.ring_seconds,
            headers={"X-Work": work.id},
        )
        held.seat = leg
        if leg is None:
            self._over(held, "unreachable")

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
        session.note(EventKind.OUTBOUND_STARTED, work=work.id, sort=work.kind.value)

    def _cancel(self, work_id: str) -> None:
        held = self._ringing.get(work_id)
        if held is None:
            return
        if held.session is not None:
            held.session.note(EventKind.OUTBOUND_CANCELLED, work=work_id)
            self.house.telephone.hang_up(held.session.leg)
        if held.seat is not None:
            self.house.telephone.hang_up(held.seat)

    # -- what happens ----------------------------------------------------------------------

    def on_leg(self, event: TelephoneEvent) -> None:
        """An event of a citizen's leg, or of the operator's phone that rings them."""
        leg = getattr(event, "leg", None)
        for held in list(self._ringing.values()):
            if held.session is not None and held.session.leg == leg:
                self._on_citizen(held, held.session, event)
                return
            if held.seat == leg:
                self._on_seat(held, event)
                return

    def _on_citizen(self, held: Ringing, session: Session, event: TelephoneEvent) -> None:
        match event:
            case LegRinging():
                session.note(EventKind.RINGING)
                session.shown.state = STATES[WorkState.RINGING]
                self._change(life.work_rings(self.switchboard.world, held.work))
            case LegAnswered():
                held.answered = True
                self._change(life.work_answered(self.switchboard.world, held.work))
                if held.seat is not None:
                    self._join(held, session, held.seat)
                    return
                session.on_leg(event)
            case LegEnded(cause=cause):
                session.on_leg(event)
                if held.seat is not None:
                    self.house.telephone.hang_up(held.seat)
                self._over(held, cause.value)
            case _:
                session.on_leg(event)

    def _join(self, held: Ringing, session: Session, seat: LegId) -> None:
        held.settled = True
        session.note(EventKind.ANSWERED)
        session.note(EventKind.CONNECTED, to="operator")
        session.shown.state = "人工通话"
        members = {session.leg: TALKER, seat: TALKER}
        self.house.telephone.talk(RoomId(f"work-{held.work}"), members)

    def _on_seat(self, held: Ringing, event: TelephoneEvent) -> None:
        match event:
            case LegAnswered():
                work = self.switchboard.world.work(held.work)
                if work is None or work.state is not WorkState.DIALLING:
                    self.house.telephone.hang_up(held.seat or LegId(""))
                else:
                    self._ring_citizen(held, work)
            case LegEnded(cause=cause):
                self.house.owners.pop(event.leg, None)
                held.seat = None
                if held.session is not None and not held.session.over:
                    self.house.telephone.hang_up(held.session.leg)
                elif held.session is None:
                    self._over(held, cause.value)
            case PlayEnded():
                pass
            case _:
                pass

    def settled(self, session: Session) -> None:
        """The citizen said what was asked (a rating): the work is done however the call ends."""
        for held in self._ringing.values():
            if held.session is session:
                held.settled = True

    def _over(self, held: Ringing, cause: str) -> None:
        """The attempt is over: done, back on the list, or given up."""
        if self._ringing.pop(held.work, None) is None:
            return
        before = self.switchboard.world.work(held.work)
        if before is None:
            return
        ring_back = before.kind is WorkKind.RING_BACK
        done = held.answered and (held.settled or ring_back)
        world = life.work_ended(self.switchboard.world, held.work, self.house.now(), done=done)
        after = world.work(held.work)
        self._save(after or before, done=after is None)
        if after is None:
            self._finished.add(held.work)
        if held.session is not None:
            held.session.note(
                EventKind.OUTBOUND_DONE,
                work=held.work,
                done=done,
                cause=cause,
                left_on_list=after is not None,
                attempts=after.attempts if after else before.attempts + 1,
            )
        self._change(world)

    def _change(self, world: Any) -> None:
        self.switchboard.change(world)
