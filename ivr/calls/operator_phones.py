"""坐席话机 rings operators' phones and lets caller and operator talk; the switchboard says who.

Whom an operator passed the caller on to (`ivr.calls.transfers`) is a phone here as well.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bridge.events import LegAnswered, LegEnded, LegHeld, LegId, LegRinging, TelephoneEvent
from bridge.rooms import ON_HOLD, TALKER, RoomId
from ivr.calls.assistance import Assistance
from ivr.calls.house import House
from ivr.calls.session import Session
from ivr.calls.waiting_sound import HOLD
from ivr.flow.events import OperatorJoined, OperatorLeft
from ivr.queueing.config import OperatorConfig
from ivr.store.journal import EventKind

OPERATOR = "operator"


@dataclass(slots=True)
class Phone:
    """An operator's phone while it rings or talks."""

    operator: str
    leg: LegId
    session: Session
    answered: bool = False
    held: bool = False  # the operator has put the caller on hold
    transferring: bool = False  # who hears whom is the transfer's business now
    to: str = OPERATOR  # or desk, phone, outside: somebody the caller was passed on to
    assistance: Assistance | None = None

    @property
    def named(self) -> dict[str, str]:
        """Who it is, in the journal."""
        return {"to": self.to, "operator" if self.to == OPERATOR else "title": self.operator}


class OperatorPhones:
    """Tells the board who picked up, who did not (and why), and whose talk is over."""

    def __init__(
        self,
        house: House,
        picked_up: Callable[[str], None],
        not_picked_up: Callable[[str, str], None],
        talk_over: Callable[[str], None],
    ) -> None:
        self.house = house
        self._tell_picked_up = picked_up
        self._tell_not_picked_up = not_picked_up
        self._tell_talk_over = talk_over
        self.on_left: Callable[[Phone], bool] = lambda _phone: False  # a transfer takes care
        self._phones: dict[LegId, Phone] = {}
        self._offered: dict[str, asyncio.TimerHandle] = {}  # call -> when its phone will ring

    def ring(self, session: Session, who: OperatorConfig) -> None:
        """The draft is on the operator's page before the phone rings."""
        session.shown.operator = f"{who.name}（振铃）"
        session.note(
            EventKind.OFFERED,
            operator=who.name,
            drafts=list(session.shown.drafts),
            tickets=list(session.shown.tickets),
        )
        lead = self.house.settings.queue.offer_seconds
        loop = asyncio.get_running_loop()
        self._offered[session.call] = loop.call_later(lead, self._dial, session, who)

    def _dial(self, session: Session, who: OperatorConfig) -> None:
        self._offered.pop(session.call, None)
        session.note(EventKind.DIALLED, to="operator", operator=who.name)
        leg = self.house.dial(
            session.call,
            self,
            who.target,
            caller=session.caller or "anonymous",
            display="12345",
            ring_seconds=self.house.settings.queue.ring_seconds,
            headers={"X-Call": session.call},
        )
        if leg is not None:
            self._phones[leg] = Phone(who.name, leg, session)
            return
        session.shown.operator = ""
        session.note(EventKind.RETURNED, operator=who.name, cause="unreachable")
        self._tell_not_picked_up(who.name, "unreachable")

    def drop(self, session: Session) -> None:
        """The caller is gone, or on another line."""
        offered = self._offered.pop(session.call, None)
        if offered is not None:
            offered.cancel()
        for phone in list(self._phones.values()):
            if phone.session is session:
                self._forget(phone)
                self.house.telephone.hang_up(phone.leg)

    def by_leg(self, leg: LegId) -> Phone | None:
        """Whose phone it is."""
        return self._phones.get(leg)

    def all_talking(self) -> list[Phone]:
        """Every phone that talks with a caller."""
        return [phone for phone in self._phones.values() if phone.answered]

    def adopt(self, phone: Phone) -> None:
        """Somebody whom a transfer has brought talks with the caller from now on."""
        self._phones[phone.leg] = phone
        self.house.owners[phone.leg] = self
        self._begin_talk(phone)

    def take(self, phone: Phone) -> None:
        """A talk that began elsewhere goes on here, as it is."""
        self._phones[phone.leg] = phone
        self.house.owners[phone.leg] = self
        self.converse(phone)

    def release(self, phone: Phone) -> None:
        """The operator has passed the caller on, and is free."""
        if self._phones.get(phone.leg) is phone:
            self._forget(phone)
            self.house.telephone.hang_up(phone.leg)
            self._note_end(phone, "transferred")
            self._tell_talk_over(phone.operator)

    def on_leg(self, event: TelephoneEvent) -> None:
        """An event of an operator's phone."""
        leg = getattr(event, "leg", None)
        phone = self._phones.get(leg) if leg is not None else None
        if phone is None:
            return
        match event:
            case LegRinging():
                phone.session.note(EventKind.RINGING, to="operator", operator=phone.operator)
            case LegAnswered() if not phone.answered:
                self._answered(phone)
            case LegHeld(held=held):
                phone.held = held
                if phone.answered and not phone.transferring:
                    self.converse(phone)
            case LegEnded(cause=cause):
                self._ended(phone, cause.value)
            case _:
                pass

    def _answered(self, phone: Phone) -> None:
        phone.answered = True
        self._begin_talk(phone)
        phone.session.feed(OperatorJoined(phone.operator))
        self._tell_picked_up(phone.operator)

    def _begin_talk(self, phone: Phone) -> None:
        session = phone.session
        session.shown.state = "人工通话"
        self.converse(phone)
        session.note(EventKind.CONNECTED, **phone.named)
        if phone.to == OPERATOR:
            phone.assistance = Assistance(self.house, session, phone.leg, phone.operator)
            phone.assistance.begin()

    def converse(self, phone: Phone) -> None:
        """Caller and operator hear each other, or the caller a tune while on hold."""
        session = phone.session
        role = ON_HOLD if phone.held else TALKER
        self.house.telephone.talk(room_of(session.call), {session.leg: role, phone.leg: role})
        session.speaker.hold(self.house.waiting_sound(HOLD) if phone.held else None)
        session.shown.operator = phone.operator

    def _ended(self, phone: Phone, cause: str) -> None:
        session = phone.session
        self._forget(phone)
        session.shown.operator = ""
        self._note_end(phone, cause)
        if not phone.answered:
            session.note(EventKind.RETURNED, operator=phone.operator, cause=cause)
            self._tell_not_picked_up(phone.operator, cause)
            return
        self._tell_talk_over(phone.operator)
        if not (session.over or self.on_left(phone)):
            session.speaker.hold(None)
            session.feed(OperatorLeft(phone.operator))

    def _note_end(self, phone: Phone, cause: str) -> None:
        phone.session.note(EventKind.LEG_ENDED, **phone.named, cause=cause)

    def _forget(self, phone: Phone) -> None:
        self._phones.pop(phone.leg, None)
        self.house.owners.pop(phone.leg, None)
        if phone.assistance is not None:
            phone.assistance.end()
        if phone.answered and not phone.transferring:
            self.house.telephone.talk(room_of(phone.session.call), {})


def room_of(call: str) -> RoomId:
    """Where the caller and those who help are together."""
    return RoomId(f"talk-{call}")
