"""坐席话机 rings operators' phones and lets caller and operator talk; the switchboard says who."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bridge.events import LegAnswered, LegEnded, LegId, LegRinging, TelephoneEvent
from bridge.rooms import TALKER, RoomId
from ivr.calls.assistance import Assistance
from ivr.calls.house import House
from ivr.calls.session import Session
from ivr.flow.events import OperatorJoined, OperatorLeft
from ivr.queueing.config import OperatorConfig
from ivr.store.journal import EventKind


@dataclass(slots=True)
class Phone:
    """An operator's phone while it rings or talks."""

    operator: str
    leg: LegId
    session: Session
    answered: bool = False
    assistance: Assistance | None = None


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
            case LegEnded(cause=cause):
                self._ended(phone, cause.value)
            case _:
                pass

    def _answered(self, phone: Phone) -> None:
        phone.answered = True
        session = phone.session
        session.shown.operator = phone.operator
        session.shown.state = "人工通话"
        members = {session.leg: TALKER, phone.leg: TALKER}
        self.house.telephone.talk(_room(phone), members)
        session.note(EventKind.CONNECTED, to="operator", operator=phone.operator)
        session.speaker.hold(None)
        session.feed(OperatorJoined(phone.operator))
        phone.assistance = Assistance(self.house, session, phone.leg, phone.operator)
        phone.assistance.begin()
        self._tell_picked_up(phone.operator)

    def _ended(self, phone: Phone, cause: str) -> None:
        session = phone.session
        self._forget(phone)
        session.shown.operator = ""
        session.note(EventKind.LEG_ENDED, to="operator", operator=phone.operator, cause=cause)
        if not phone.answered:
            session.note(EventKind.RETURNED, operator=phone.operator, cause=cause)
            self._tell_not_picked_up(phone.operator, cause)
            return
        self._tell_talk_over(phone.operator)
        if not session.over:
            session.feed(OperatorLeft(phone.operator))

    def _forget(self, phone: Phone) -> None:
        self._phones.pop(phone.leg, None)
        self.house.owners.pop(phone.leg, None)
        if phone.assistance is not None:
            phone.assistance.end()
        if phone.answered:
            self.house.telephone.talk(_room(phone), {})


def _room(phone: Phone) -> RoomId:
    return RoomId(f"talk-{phone.session.call}")
