"""总机 holds the board: runs the policy on every change and performs what it decides."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bridge.events import (
    PhoneRegistered,
)
from ivr.calls.agreement import Buried, Event, OneNode, SeveralNodes
from ivr.calls.board_view import BoardView
from ivr.calls.house import House
from ivr.calls.lending import Lending
from ivr.calls.operator_phones import OperatorPhones
from ivr.calls.session import Session
from ivr.calls.transfers import Transfers
from ivr.flow import events as flow
from ivr.flow.actions import JoinQueue
from ivr.linkage.transfer import How, Input, Refusal
from ivr.log import get_logger
from ivr.queueing import life
from ivr.queueing.config import OperatorConfig, rules_of
from ivr.queueing.differences import OutboundStep, offers, outbound_steps
from ivr.queueing.estimate import MeasuredWait
from ivr.queueing.policy import StartWork
from ivr.queueing.world import Caller, CallerState, Operator, OperatorState, World, positions
from ivr.store.board import Board
from ivr.store.config import BoardConfig
from ivr.store.journal import EventKind

log = get_logger("switchboard")


class Switchboard:
    """One per node. Outbound decisions go to `on_outbound`, set by the outbound desk."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.agreement = OneNode(
            World(rules=rules_of(house.settings.queue, house.settings.outbound)),
            house.now,
            self._perform,
        )
        self.on_outbound: Callable[[OutboundStep], None] = lambda _step: None
        self._people: dict[str, OperatorConfig] = {}
        self._sessions: dict[str, Session] = {}
        self.phones = OperatorPhones(house, self._picked_up, self._not_picked_up, self._talk_over)
        self.transfers = Transfers(house, self.phones, Lending(self))
        self._told: dict[str, int] = {}
        self._joined: dict[str, tuple[int, datetime]] = {}  # at which place, and when
        self._waits = MeasuredWait()
        BoardView(house, lambda: self.world, self.transfers).show()
        house.live.waiting = lambda: sum(c.node == self.node for c in self.world.waiting())

    @property
    def world(self) -> World:
        """The board as this node knows it."""
        return self.agreement.world

    @property
    def node(self) -> int:
        """Our number among several nodes; 0 for the only one."""
        return self.agreement.node

    def share(self, board: Board, config: BoardConfig, buried: Buried) -> None:
        """There are several nodes: decide together with them. Before `start`."""
        self.agreement = SeveralNodes(
            self.world,
            self.house.now,
            self._perform,
            board=board,
            node=config.node,
            lease_seconds=config.lease_seconds,
            buried=buried,
        )

    def start(self) -> None:
        """Put the configured operators on the board, unless another node has them there."""
        for who in self.house.settings.queue.operators:
            self._people[who.name] = who
            self.happened(partial(_on_the_list, operator=self._operator(who)))
            if who.signed_in and self._state_of(who.name) is OperatorState.OUT:
                self.sign_in(who.name)

    def _operator(self, who: OperatorConfig) -> Operator:
        since = self.house.now()
        skills = frozenset(who.skills)
        return Operator(who.name, skills, since=since, node=self.node, helper=who.helper)

    # -- operators -------------------------------------------------------------------------

    def sign_in(self, name: str) -> bool:
        """签入: ready for calls."""
        who = self._people.get(name)
        if who is None:
            return False
        operator, now = self._operator(who), self.house.now()
        self.happened(lambda world: life.signed_in(world, operator, now))
        return True

    def sign_out(self, name: str) -> bool:
        """签出: now, or after the present call."""
        now = self.house.now()
        self.happened(lambda world: life.signed_out(world, name, now))
        return name in self._people

    def target_of(self, name: str) -> str | None:
        """Where the operator's phone is."""
        who = self._people.get(name)
        return who.target if who else None

    def pause(self, name: str, reason: str) -> bool:
        """示忙, between calls; False during one."""
        now = self.house.now()
        self.happened(lambda world: life.paused(world, name, now, reason))
        return self._state_of(name) is OperatorState.PAUSED

    def ready(self, name: str) -> bool:
        """示闲; False for who is signed out."""
        now = self.house.now()
        self.happened(lambda world: life.ready(world, name, now))
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

    # -- callers ---------------------------------------------------------------------------

    def arrived(self, session: Session) -> None:
        """A call came in."""
        self._sessions[session.call] = session
        now = self.house.now()
        caller = Caller(session.call, now, number=session.caller, node=self.node)
        self.happened(lambda world: life.arrived(world, caller))

    def adopt(self, session: Session, change: Event) -> None:
        """The citizen of an outbound talk is a caller from now on."""
        self._sessions[session.call] = session
        self.happened(change)

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
            also=wish.also,
            number=session.caller,
            node=self.node,
        )
        if not returning:
            session.note(
                EventKind.QUEUED,
                reason=wish.reason,
                emergency=wish.emergency,
                police=wish.police,
                vulnerable=wish.vulnerable,
                skill=wish.skill,
            )
        elif wish.emergency or wish.police or wish.vulnerable or wish.also:
            session.note(
                EventKind.QUEUED,
                raised=True,
                emergency=wish.emergency,
                police=wish.police,
                vulnerable=wish.vulnerable,
                also=wish.also,
            )
        self.happened(lambda world: life.waits(world, caller))

    def leave(self, session: Session) -> None:
        """The caller goes back to the assistant, or to another line."""
        self.transfers.caller_left(session.call)
        self.phones.drop(session)
        caller = self.world.caller(session.call)
        if caller is not None:
            if caller.state in (CallerState.WAITING, CallerState.OFFERED):
                session.note(EventKind.POSITION, position=0)  # waits no longer
            now = self.house.now()
            self.happened(lambda world: life.assisted(world, session.call, now))

    def gone(self, session: Session) -> bool:
        """The caller hung up; True when nobody had served them yet (a missed call)."""
        caller = self.world.caller(session.call)
        self.transfers.caller_left(session.call)
        missed = caller is not None and caller.state in (CallerState.WAITING, CallerState.OFFERED)
        self._sessions.pop(session.call, None)
        self._told.pop(session.call, None)
        self._is_gone(session.call)
        self.phones.drop(session)
        return missed

    def _is_gone(self, call: str) -> None:
        now = self.house.now()
        self.happened(lambda world: life.left(world, call, now))

    # -- the policy ------------------------------------------------------------------------

    def happened(self, event: Event) -> None:
        """Something is so; what follows from it is decided and performed."""
        self.agreement.happened(event)

    def tick(self) -> None:
        """Time went by: wrap-ups end, work falls due."""
        self.agreement.tick()

    def _perform(self, before: World, now: World) -> None:
        """Do what the board says of our own calls: room for callers, callers, then who is rung."""
        self._write_seats(before, now)
        steps = list(outbound_steps(before, now, self.node))
        starts = [step for step in steps if isinstance(step, StartWork)]
        for step in steps:
            if step not in starts:
                self.on_outbound(step)
        known = offers(before)
        for call, offer in offers(now).items():
            if known.get(call) != offer and call in self._sessions:
                self._ring(call, offer[0])
        for start in starts:
            self.on_outbound(start)
        self._take_back(before, now)
        for caller in now.callers:
            was = before.caller(caller.call) if caller.told_nobody else None
            if was is not None and not was.told_nobody:
                self._later(caller.call, flow.NobodyThere())
        if now.alone != before.alone:
            self._write(EventKind.BOARD, node=self.node, away=now.alone)
        if now.starving != before.starving:
            log.warning("outbound_starves", works=now.starving)
            self._write(EventKind.STARVES, works=now.starving)
        self._tell_positions()
        self.house.live.changed()

    def _write_seats(self, before: World, now: World) -> None:
        """Into the journal, for `ivr replay --check`; who became free in this moment first."""
        known = {o.name: (o.state, o.task) for o in before.operators}
        for operator in sorted(now.operators, key=lambda o: o.state is not OperatorState.READY):
            if operator.node == self.node and known.get(operator.name) != (
                operator.state,
                operator.task,
            ):
                self._write(
                    EventKind.SEAT,
                    operator=operator.name,
                    state=operator.state,
                    task=operator.task,
                    skills=sorted(operator.skills),
                    helper=operator.helper,
                    reason=operator.reason,
                )

    def _write(self, kind: EventKind, **data: object) -> None:
        self.house.parts.records.record("", kind, data, self.house.now())

    def _take_back(self, before: World, now: World) -> None:
        """Another node turned out to have the operator: ours stops ringing."""
        for call, (name, _) in offers(before).items():
            caller = now.caller(call)
            if caller is not None and caller.state is CallerState.WAITING:
                session = self._sessions.get(call)
                operator = now.operator(name)
                if session is not None and operator is not None and operator.task is not None:
                    self.phones.drop(session)

    def _later(self, call: str, event: flow.FlowEvent) -> None:
        """Tell a session once the board has settled."""
        session = self._sessions.get(call)
        if session is not None:
            asyncio.get_running_loop().call_soon(session.feed, event)

    def _tell_positions(self) -> None:
        now = positions(self.world)
        self._measure(now)
        for call, place in now.items():
            session = self._sessions.get(call)
            if session is not None and self._told.get(call) != place:
                session.shown.position = place
                session.note(EventKind.POSITION, position=place)
                estimate = self._waits.of(place, self.house.now())
                self._later(call, flow.QueueMoved(place, estimate))
        for call in self._told.keys() - now.keys():
            if call in self._sessions:
                self._sessions[call].shown.position = 0
        self._told = now

    def _measure(self, places: dict[str, int]) -> None:
        """How long a place lasts: from joining until an operator's phone rings."""
        now = self.house.now()
        for call in self._joined.keys() - places.keys():
            place, since = self._joined.pop(call)
            caller = self.world.caller(call)
            if caller is not None and caller.operator is not None:
                self._waits.served(place, (now - since).total_seconds(), now)
        for call, place in places.items():
            self._joined.setdefault(call, (place, now))

    # -- an operator's phone ---------------------------------------------------------------

    def _ring(self, call: str, name: str) -> None:
        session, who = self._sessions.get(call), self._people.get(name)
        if session is None or who is None:
            self._is_gone(call)
        else:
            self.phones.ring(session, who)

    def _picked_up(self, name: str) -> None:
        now = self.house.now()
        self.happened(lambda world: life.picked_up(world, name, now))

    def _not_picked_up(self, name: str, reason: str) -> None:
        now = self.house.now()
        self.happened(lambda world: life.not_picked_up(world, name, now, reason=reason))

    def _talk_over(self, name: str) -> None:
        now = self.house.now()
        self.happened(lambda world: life.talk_ended(world, name, now))


def _on_the_list(world: World, operator: Operator) -> World:
    """Signed out until they sign in; who is there already, also at another node, stays so."""
    return world if world.operator(operator.name) else world.with_operator(operator)
