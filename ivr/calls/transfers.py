"""转接 begins transfers and gives each what happens: from an operator's page (`begin`, `wish`), by
REFER from the operator's phone (`asked`), or by that phone calling a colleague (`consults`).
"""

from typing import Protocol

from bridge.events import CallArrived, Cause, LegId, TransferAsked
from ivr.calls.destinations import Destination, Sort, find_destination, owner_of
from ivr.calls.house import House
from ivr.calls.operator_phones import OperatorPhones, Phone
from ivr.calls.transfer_run import Board, TransferRun
from ivr.linkage.transfer import TRANSFER, WISHES, How, Input, Refusal, Stage
from ivr.log import get_logger
from ivr.store.journal import EventKind

log = get_logger("transfers")
MOST_SHOWN = 40  # characters of what a phone asked for, in the journal


class OtherTalks(Protocol):
    """Talks of operators that are not the switchboard's: those of outbound calls."""

    def all_talking(self) -> list[Phone]: ...
    def by_leg(self, leg: LegId) -> Phone | None: ...
    def hand_over(self, phone: Phone) -> None: ...


class Transfers:
    """Every transfer under way; at most one a call."""

    def __init__(self, house: House, phones: OperatorPhones, board: Board) -> None:
        self.house = house
        self.phones = phones
        self.board = board
        self.outbound: OtherTalks | None = None
        self._runs: dict[str, TransferRun] = {}
        phones.on_left = self._operator_left

    def begin(self, call: str, operator: str, wanted: str, how: How) -> Refusal | None:
        """From the page: transfer this operator's caller; None when it has begun."""
        talks = (p for p in self._all_talking() if p.session.call == call)
        phone = next((p for p in talks if p.operator == operator), None)
        return self._begin(phone, wanted, how) if phone else Refusal.NOT_TALKING

    def wish(self, call: str, operator: str, wish: Input) -> Refusal | None:
        """From the page: JOIN, PASS or TAKE_BACK; None when it is done."""
        run = self._runs.get(call)
        if run is None or run.phone.operator != operator:
            return Refusal.NOT_TALKING
        if wish not in WISHES or not TRANSFER.allows(run.stage, wish):
            return Refusal.NOT_NOW
        run.give(wish)
        return None

    def under_way(self, call: str) -> Stage | None:
        """Where the call's transfer stands."""
        run = self._runs.get(call)
        return run.stage if run else None

    def asked(self, event: TransferAsked) -> None:
        """REFER from an operator's phone; nobody else's is honoured (盗打)."""
        phone = self.phones.by_leg(event.leg)
        if phone is None and self.outbound is not None:
            phone = self.outbound.by_leg(event.leg)
        run = self._run_of(event)
        if run is not None:
            run.asked_to_pass(event.leg)
            return
        if phone is None or not phone.answered:
            log.warning("transfer_refused", leg=str(event.leg))
            self.house.telephone.transferred(event.leg, Cause.REFUSED)
            return
        refusal = self._begin(phone, event.target, How.BLIND, reports=event.leg)
        if refusal is not None:
            cause = Cause.BUSY if refusal is Refusal.BUSY else Cause.REFUSED
            self.house.telephone.transferred(event.leg, cause)

    def _all_talking(self) -> list[Phone]:
        others = self.outbound.all_talking() if self.outbound is not None else []
        return self.phones.all_talking() + others

    def _run_of(self, event: TransferAsked) -> TransferRun | None:
        """The consultation that a REFER ends; phones send it on either of their two legs."""
        for run in self._runs.values():
            legs = {run.phone.leg, run.ear}
            if run.ear is not None and event.leg in legs:
                same = find_destination(self.house, event.target) == run.destination
                return run if event.replaces in legs or same else None
        return None

    def consults(self, event: CallArrived) -> bool:
        """The phone of an operator who talks calls somebody: a transfer, not a citizen's call."""
        who = owner_of(self.house, event)
        phones = [p for p in self._all_talking() if who and p.operator == who.name]
        if not phones or event.called in self.house.settings.flow.numbers:
            return False
        refusal = self._begin(phones[0], event.called, How.ATTENDED, ear=event.leg)
        if refusal is not None:
            busy = refusal is Refusal.BUSY
            self.house.telephone.refuse(event.leg, Cause.BUSY if busy else Cause.REFUSED)
        return True

    def caller_left(self, call: str) -> None:
        """The caller is gone, wherever the transfer stands."""
        run = self._runs.get(call)
        if run is not None:
            run.give(Input.CALLER_LEFT)

    def _operator_left(self, phone: Phone) -> bool:
        """True: the transfer knows where the caller goes."""
        run = self._runs.get(phone.session.call)
        if run is None or run.phone is not phone:
            return False
        run.give(Input.OPERATOR_LEFT)
        return True

    def _begin(
        self,
        phone: Phone,
        wanted: str,
        how: How,
        *,
        ear: LegId | None = None,
        reports: LegId | None = None,
    ) -> Refusal | None:
        session = phone.session
        destination = find_destination(self.house, wanted)
        refusal = self._refusal(phone, destination)
        if refusal is not None or destination is None:
            session.note(
                EventKind.TRANSFER,
                stage="refused",
                because=refusal,
                how=how,
                to=wanted[:MOST_SHOWN],
            )
            return refusal
        if self.outbound is not None:
            self.outbound.hand_over(phone)
        run = TransferRun(
            self.phones, self.board, phone, destination, how, ear, reports, over=self._over
        )
        self._runs[session.call] = run
        run.give(Input(how.value))
        return None

    def _refusal(self, phone: Phone, destination: Destination | None) -> Refusal | None:
        run = self._runs.get(phone.session.call)
        if run is not None:
            run.settle()
        if phone.session.call in self._runs:
            return Refusal.ALREADY
        if destination is None or destination.title == phone.operator:
            return Refusal.UNKNOWN
        if destination.sort is Sort.OPERATOR and not self.board.lend(
            destination.title, phone.session.call
        ):
            return Refusal.BUSY
        return None

    def _over(self, run: TransferRun) -> None:
        """It has come to its end."""
        if self._runs.get(run.phone.session.call) is run:
            del self._runs[run.phone.session.call]
