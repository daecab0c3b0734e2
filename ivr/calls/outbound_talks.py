"""外呼中转接 an operator transfers the citizen of an outbound talk: from then on it is a talk like
any other, with the same table of transfers, the same places to end in, and the work is done.
"""

from bridge.events import LegId
from ivr.calls.house import House
from ivr.calls.operator_phones import Phone
from ivr.calls.outbound_list import OutboundList
from ivr.calls.seat_work import Ringing
from ivr.calls.switchboard import Switchboard
from ivr.queueing import passing
from ivr.queueing.world import Caller
from ivr.store.journal import EventKind


class OutboundTalks:
    """`ivr.calls.transfers.OtherTalks`: operators and citizens who talk in outbound calls."""

    def __init__(
        self,
        house: House,
        switchboard: Switchboard,
        works: OutboundList,
        ringing: dict[str, Ringing],
    ) -> None:
        self.house = house
        self._switchboard = switchboard
        self._works = works
        self._ringing = ringing

    def all_talking(self) -> list[Phone]:
        """Each as a phone of the switchboard, which it becomes when it is handed over."""
        return [
            Phone(held.operator, held.seat, held.session, True, assistance=held.assistance)
            for held in self._ringing.values()
            if held.seat is not None and held.session is not None and _talks(held)
        ]

    def by_leg(self, leg: LegId) -> Phone | None:
        """Whose phone it is."""
        return next((phone for phone in self.all_talking() if phone.leg == leg), None)

    def hand_over(self, phone: Phone) -> None:
        """The work is done; citizen and operator are the switchboard's. Nothing for other talks."""
        session = phone.session
        held = next((h for h in self._ringing.values() if h.session is session), None)
        work = self._switchboard.world.work(held.work) if held is not None else None
        if held is None or work is None:
            return
        del self._ringing[held.work]
        citizen = Caller(
            session.call, self.house.now(), number=session.caller, node=self._switchboard.node
        )
        self._switchboard.adopt(session, lambda world: passing.taken_over(world, work.id, citizen))
        self.house.owners[session.leg] = session
        self._switchboard.phones.take(phone)
        self._works.attempted(work, None)
        session.note(
            EventKind.OUTBOUND_DONE,
            work=held.work,
            done=True,
            cause="transferred",
            left_on_list=False,
            attempts=work.attempts + 1,
        )


def _talks(held: Ringing) -> bool:
    return held.answered and not held.parked and held.settled
