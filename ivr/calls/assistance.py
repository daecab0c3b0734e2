"""智能辅助 while caller and operator talk: the recogniser listens to both, the draft grows on the
operator's page, and what the knowledge base would say is suggested. Nothing is said aloud.
"""

from typing import TYPE_CHECKING

from bridge.events import LegId
from ivr.calls.hearing import with_pauses
from ivr.calls.house import House
from ivr.errors import HotlineError
from ivr.flow.actions import OpenTickets
from ivr.flow.events import Finding, Understood
from ivr.flow.routing import DRAFTED
from ivr.speech.results import Final, SpeechResult
from ivr.store.journal import EventKind

if TYPE_CHECKING:
    from ivr.calls.session import Session


class Assistance:
    """One talk between caller and operator."""

    def __init__(
        self,
        house: House,
        session: "Session",
        phone: LegId,
        operator: str,
        *,
        drafts: bool = True,  # what was told and has no ticket yet is kept as a draft
    ) -> None:
        self.house = house
        self.session = session
        self._phone = phone
        self._operator = operator
        self._drafts = drafts
        self._stream: int | None = None
        self._told = ""
        self._understood: Understood | None = None

    def begin(self, phone: LegId | None = None) -> None:
        """Listen to the operator as well; the talk goes on without it when that fails."""
        self._phone = phone or self._phone
        self.session.hearing.bystander = self._caller_said
        stream = self.house.new_stream()
        try:
            path = self.house.parts.listening.open(stream, self._operator_said)
        except (HotlineError, OSError, RuntimeError, ValueError) as error:
            self.house.fault(self.session.call, "listening to the operator", error)
            return
        self._stream = stream
        self.house.telephone.listen(self._phone, stream, path)

    def pause(self) -> None:
        """The operator is away for a while; what was told is kept."""
        self.session.hearing.bystander = None
        if self._stream is not None:
            self.house.telephone.unlisten(self._phone, self._stream)
            self.house.parts.listening.close(self._stream)
            self._stream = None

    def end(self) -> None:
        """The talk is over."""
        self.pause()
        matters = self._understood.matters if self._understood else ()
        if (
            self._drafts
            and not self.session.state.tickets
            and any(m.kind in DRAFTED for m in matters)
        ):
            self.session.write_tickets(OpenTickets(self._told, confirmed=False))
        self._told, self._understood = "", None

    def _operator_said(self, result: SpeechResult) -> None:
        if isinstance(result, Final) and result.text:
            text = with_pauses(result)
            self.session.shown.add(self._operator, text)
            self.session.note(EventKind.HEARD, text=text, raw=result.raw, who="operator")

    def _caller_said(self, text: str) -> None:
        self._told = f"{self._told}，{text}" if self._told else text
        try:
            understood = self.session.mind.understand(text, self._told, ())
        except Exception as error:  # assistance must never cost a call
            self.house.fault(self.session.call, "assistance", error)
            return
        self._understood = understood
        self.session.note_sensitive()
        if understood.matters:
            summaries = [m.summary for m in understood.matters]
            self.session.shown.drafts = summaries
            self.session.note(EventKind.DRAFT, matters=summaries)
        reply = understood.reply
        if reply.finding is Finding.ANSWER and reply.answer:
            self.session.shown.add("建议", reply.answer)
            self.house.live.changed()
