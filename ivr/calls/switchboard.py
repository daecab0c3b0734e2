"""总机 holds the board: runs the policy on every change and performs what it decides."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bridge.events import (
    PhoneRegistered,
)
from ivr.calls.house import House
from ivr.calls.lending import Lending
from ivr.calls.operator_phones import OperatorPhones
from ivr.calls.session import Session
from ivr.calls.transfers import Transfers
from ivr.flow import events as flow
from ivr.flow.actions import JoinQueue
from ivr.linkage.transfer import How, Input, Refusal
from ivr.log import get_logger
from ivr.queueing import life, policy
from ivr.queueing.config import OperatorConfig
from ivr.queueing.world import Caller, CallerState, Operator, OperatorState, Rules, World, positions
from ivr.store.journal import EventKind

log = get_logger("switchboard")

STATES = {
    OperatorState.OUT: "签出",
    OperatorState.READY: "空闲",
    OperatorState.RINGING: "振铃",
    OperatorState.TALKING: "通话",
    OperatorState.OUTBOUND: "外呼",
    OperatorState.WRAP_UP: "话后",
    OperatorState.PAUSED: "示忙",
}


class Switchboard:
    """One per node. Outbound decisions go to `on_outbound`, set by the outbound desk."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.world = World(rules=rules_of(house))
        self.on_outbound: Callable[[policy.Decision], None] = lambda _decision: None
        self._people: dict[str, OperatorConfig] = {}
        self._sessions: dict[str, Session] = {}
        self.phones = OperatorPhones(house, self._picked_up, self._not_picked_up, self._talk_over)
        self.transfers = Transfers(house, self.phones, Lending(self))
        self._told: dict[str, int] = {}
        self._seen = self.world
        self._settling = False
        self._again = False
        self.closed = False  # the service stops: nothing new is decided
        house.live.operators = self.show_operators
        house.live.waiting = lambda: len(self.world.waiting())

    def start(self) -> None:
        """Put the configured operators on the board."""
        now = self.house.now()
        for who in self.house.settings.queue.operators:
            self._people[who.name] = who
            operator = Operator(who.name, frozenset(who.skills), since=now)
            self.world = self.world.with_operator(operator)
            if who.signed_in:
                self.sign_in(who.name)

    # -- operators -------------------------------------------------------------------------

    def sign_in(self, name: str) -> bool:
        """签入: ready for calls."""
        who = self._people.get(name)
        if who is None:
            return False
        operator = Operator(who.name, frozenset(who.skills))
        self.change(life.signed_in(self.world, operator, self.house.now()))
        return True

    def sign_out(self, name: str) -> bool:
        """签出: now, or after the present call."""
        self.change(life.signed_out(self.world, name, self.house.now()))
        return name in self._people

    def target_of(self, name: str) -> str | None:
        """Where the operator's phone is."""
        who = self._people.get(name)
        return who.target if who else None

    def pause(self, name: str, reason: str) -> bool:
        """示忙, between calls; False during one."""
        self.change(life.paused(self.world, name, self.house.now(), reason))
        return self._state_of(name) is OperatorState.PAUSED

    def ready(self, name: str) -> bool:
        """示闲; False for who is signed out."""
        self.change(life.ready(self.world, name, self.house.now()))
        return self._state_of(name) not in (OperatorState.OUT, OperatorState.PAUSED)

    def transfer(self, call: str, operator: str, target: str, how: How) -> Refusal | None:
        """转接 the caller this operator talks with; None: it has begun, and every outcome is seen
        in the journal. The target is an operator, a line, a registered phone or an allowed number.
        """
        return self.transfers.begin(call, operator, target, how)

    def transfer_wish(self, call: str, operator: str, wish: Input) -> Refusal | None:
        """JOIN all three, PASS the caller on, or TAKE_BACK; None: done."""
        return self.transfers.wish(call, operator, wish)

    def roster(self) -> list[dict[str, str]]:
        """Everybody who may sign in."""
        return [{"name": who.name, "number": who.number} for who in self._people.values()]

    def _state_of(self, name: str) -> OperatorState:
        operator = self.world.operator(name)
        return operator.state if operator else OperatorState.OUT

    def phone_registered(self, event: PhoneRegistered) -> None:
        """A phone that registers signs its operator in; one that goes away signs out."""
        for who in self._people.values():
            if who.target == event.user and event.expires > 0:
                known = self.world.operator(who.name)
                if known is None or known.state is OperatorState.OUT:
                    self.sign_in(who.name)
            elif who.target == event.user:
                self.sign_out(who.name)

    def show_operators(self) -> list[dict[str, Any]]:
        """For the pages."""
        waiting = bool(self.world.waiting())
        return [
            {
                "name": o.name,
                "state": STATES[o.state] + ("·等待电话" if waiting and o.task else ""),
                "does": o.state.value,
                "since": o.since.isoformat(),
                "reason": o.reason,
                "leaving": o.leaving,
                "waiting": waiting and o.state is OperatorState.OUTBOUND,
                "free": o.state is OperatorState.READY,
                "call": o.task,
            }
            for o in self.world.operators
            if o.state is not OperatorState.OUT
        ]

    # -- callers ---------------------------------------------------------------------------

    def arrived(self, session: Session) -> None:
        """A call came in."""
        self._sessions[session.call] = session
        caller = Caller(session.call, self.house.now(), number=session.caller)
        self.change(life.arrived(self.world, caller))

    def join(self, session: Session, wish: JoinQueue) -> None:
        """The caller wants a person."""
        self._sessions[session.call] = session
        known = self.world.caller(session.call)
        returning = known is not None and known.state is not CallerState.ASSISTED
        caller = Caller(
            session.call,
            self.house.now(),
            emergency=wish.emergency,
            police=wish.police,
            vulnerable=wish.vulnerable,
            skill=wish.skill,
            number=session.caller,
        )
        if not returning:
            session.note(EventKind.QUEUED, reason=wish.reason, emergency=wish.emergency)
        self.change(life.waits(self.world, caller))

    def leave(self, session: Session) -> None:
        """The caller goes back to the assistant, or to another line."""
        self.transfers.caller_left(session.call)
        self.phones.drop(session)
        caller = self.world.caller(session.call)
        if caller is not None:
            if caller.state in (CallerState.WAITING, CallerState.OFFERED):
                session.note(EventKind.POSITION, position=0)  # waits no longer
            self.change(life.assisted(self.world, session.call, self.house.now()))

    def gone(self, session: Session) -> bool:
        """The caller hung up; True when nobody had served them yet (a missed call)."""
        caller = self.world.caller(session.call)
        self.transfers.caller_left(session.call)
        missed = caller is not None and caller.state in (CallerState.WAITING, CallerState.OFFERED)
        self._sessions.pop(session.call, None)
        self._told.pop(session.call, None)
        self.change(life.left(self.world, session.call, self.house.now()))
        self.phones.drop(session)
        return missed

    # -- the policy ------------------------------------------------------------------------

    def change(self, world: World) -> None:
        """A new board: decide and perform until nothing is left to do."""
        before, self.world = self._seen, world
        if self._settling:
            self._again = True
            return
        if self.closed:
            return
        self._settling = True
        try:
            self._settle()
        finally:
            self._settling = False
        if self.world is not before:
            self._seen = self.world
            self._tell_positions()
            self.house.live.changed()

    def happened(self, move: Callable[[World], World]) -> None:
        """Something happened to the board."""
        self.change(move(self.world))

    def tick(self) -> None:
        """Time went by: wrap-ups end, work falls due."""
        self.change(self.world)

    def _settle(self) -> None:
        while True:
            self._again = False
            now = self.house.now()
            decisions = policy.decide(self.world, now)
            if not decisions:
                return
            for decision in decisions:
                self.world = life.apply(self.world, decision, now)
                self._perform(decision)
                if self._again:  # what was decided before may no longer hold
                    break

    def _perform(self, decision: policy.Decision) -> None:
        match decision:
            case policy.Assign(call, name):
                self._ring(call, name)
            case policy.TellNobody(call):
                self._later(call, flow.NobodyThere())
            case policy.MakeReady():
                pass
            case policy.Alarm(works):
                log.warning("outbound_starves", works=works)
            case policy.CancelWork() | policy.TellWaiting() | policy.StartWork():
                self.on_outbound(decision)

    def _later(self, call: str, event: flow.FlowEvent) -> None:
        """Tell a session once the board has settled."""
        session = self._sessions.get(call)
        if session is not None:
            asyncio.get_running_loop().call_soon(session.feed, event)

    def _tell_positions(self) -> None:
        now = positions(self.world)
        for call, place in now.items():
            session = self._sessions.get(call)
            if session is not None and self._told.get(call) != place:
                session.shown.position = place
                session.note(EventKind.POSITION, position=place)
                self._later(call, flow.QueueMoved(place))
        for call in self._told.keys() - now.keys():
            if call in self._sessions:
                self._sessions[call].shown.position = 0
        self._told = now

    # -- an operator's phone ---------------------------------------------------------------

    def _ring(self, call: str, name: str) -> None:
        session, who = self._sessions.get(call), self._people.get(name)
        if session is None or who is None:
            self.change(life.left(self.world, call, self.house.now()))
        else:
            self.phones.ring(session, who)

    def _picked_up(self, name: str) -> None:
        self.change(life.picked_up(self.world, name, self.house.now()))

    def _not_picked_up(self, name: str, reason: str) -> None:
        self.change(life.not_picked_up(self.world, name, self.house.now(), reason=reason))

    def _talk_over(self, name: str) -> None:
        self.change(life.talk_ended(self.world, name, self.house.now()))


def rules_of(house: House) -> Rules:
    """The site's figures as the policy wants them."""
    queue, outbound = house.settings.queue, house.settings.outbound
    return Rules(
        reserve_operators=outbound.reserve_operators,
        reserve_lines=outbound.reserve_lines,
        lines=outbound.lines,
        trunk=bool(outbound.trunk),
        windows=tuple((w.begin, w.end) for w in outbound.windows),
        demand_share=outbound.demand_share,
        after_cancel=timedelta(seconds=outbound.after_cancel_seconds),
        max_attempts=outbound.max_attempts,
        retry=timedelta(minutes=outbound.retry_minutes),
        wrap_up=timedelta(seconds=queue.wrap_up_seconds),
        no_answer_pause=timedelta(seconds=queue.no_answer_pause_seconds),
        starving=timedelta(minutes=outbound.starving_minutes),
    )
