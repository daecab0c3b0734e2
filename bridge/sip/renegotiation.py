"""Changing a call that stands: re-INVITE (RFC 3261 §14) and UPDATE (RFC 3311), both ways.

One offer at a time: whoever crosses gets 491 and tries again later (§14.1).
"""

from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from bridge.errors import PeerError
from bridge.events import Cause, LegHeld
from bridge.sip import body, offer, sdp
from bridge.sip.call_table import CallState
from bridge.sip.core import TimerOwner
from bridge.sip.credentials import carry_credentials, credentials_for
from bridge.sip.events import SessionAgreed
from bridge.sip.machine import Machine
from bridge.sip.message import Request, Response
from bridge.sip.success import Success
from bridge.sip.transactions import T1, Hop, Transaction

if TYPE_CHECKING:
    from bridge.sip.call import Call


class OfferState(Enum):
    """Whose offer is open within a call that stands."""

    IDLE = auto()
    OURS_OPEN = auto()  # our re-INVITE is out
    OURS_WAITS = auto()  # it met 491; we try again soon
    THEIRS_OPEN = auto()  # their re-INVITE has our 200, its ACK is to come


class OfferInput(Enum):
    """What can happen to offers."""

    SEND = auto()
    GOT_ANSWER = auto()
    GOT_REFUSAL = auto()
    GOT_GLARE = auto()  # 491
    RETRY = auto()
    GOT_OFFER = auto()  # in a re-INVITE
    GOT_ACK = auto()
    LOST = auto()


_S, _I = OfferState, OfferInput
OFFERS: Machine[OfferState, OfferInput, OfferState] = Machine(
    "offers within a call",
    "RFC 3261 §14, RFC 3264 §4",
    _S.IDLE,
    _S.IDLE,
    {
        (_S.IDLE, _I.SEND): (_S.OURS_OPEN, ()),
        (_S.OURS_OPEN, _I.GOT_ANSWER): (_S.IDLE, ()),
        (_S.OURS_OPEN, _I.GOT_REFUSAL): (_S.IDLE, ()),
        (_S.OURS_OPEN, _I.GOT_GLARE): (_S.OURS_WAITS, ()),
        (_S.OURS_OPEN, _I.LOST): (_S.IDLE, ()),
        (_S.OURS_WAITS, _I.RETRY): (_S.OURS_OPEN, ()),
        (_S.OURS_WAITS, _I.GOT_OFFER): (_S.THEIRS_OPEN, ()),
        (_S.IDLE, _I.GOT_OFFER): (_S.THEIRS_OPEN, ()),
        (_S.THEIRS_OPEN, _I.GOT_ACK): (_S.IDLE, ()),
        (_S.THEIRS_OPEN, _I.LOST): (_S.IDLE, ()),
    },
)
_STANDING: Final = (
    CallState.ARRIVED, CallState.RINGING, CallState.ACCEPTED, CallState.TALKING,
)  # fmt: skip
_GONE: Final = (408, 481)  # the far end has lost the call (§12.2.1.2)


class Renegotiation(TimerOwner):
    """The offers of one call after the first."""

    def __init__(self, call: "Call") -> None:
        self._call = call
        self._core = call.core
        self.state = OFFERS.start
        self._described = b""  # the description we sent last
        self._success: Success | None = None
        self._awaits_answer = False
        self._ack: tuple[int, bytes, Hop] | None = None
        self._theirs: Transaction | None = None  # their last re-INVITE
        self._ours: Transaction | None = None

    def described(self, text: bytes) -> None:
        """Remember the description the INVITE itself carried."""
        self._described = text

    def _step(self, what: OfferInput) -> None:
        self.state, _ = OFFERS.step(self.state, what)

    def stop(self) -> None:
        """The call is over."""
        self._core.cancel_timer(self, "retry")
        if self._success is not None:
            self._success.stop()
        if self._theirs is not None:
            self._theirs.forget()
        if self._ours is not None and not self._ours.finished:  # it may never be answered
            self._core.transactions.abandon(self._ours)

    # -- theirs --

    def take(self, transaction: Transaction) -> None:
        """A re-INVITE or UPDATE arrived."""
        call, request = self._call, transaction.request
        invite = request.method == "INVITE"
        if self.state is OfferState.OURS_OPEN and (invite or request.body):
            self._core.reply(transaction, 491, tag=call.tag)  # §14.2
            return
        # UPDATE without an offer only refreshes, also before the answer (RFC 3311 §5.1).
        open_already = self.state is OfferState.THEIRS_OPEN or call.state is not CallState.TALKING
        if open_already and (invite or request.body or call.state not in _STANDING):
            wait = str(int(self._core.ids.fraction() * 10))
            self._core.reply(transaction, 500, tag=call.tag, headers=(("Retry-After", wait),))
            return
        try:
            description = body.description(request)
            answer, session = self._answer(description, invite)
        except body.UnsupportedBodyError:
            self._core.reply(transaction, 415, tag=call.tag, headers=(("Accept", body.SDP_TYPE),))
            return
        except PeerError:
            self._core.reply(transaction, 488, tag=call.tag)  # the session goes on as it was
            return
        call.dialog.refresh_target(request.headers)
        headers = (*call.dialog_headers(), *call.timer.answer(request))
        if answer:
            headers = (*headers, ("Content-Type", body.SDP_TYPE))
        response = self._core.reply(transaction, 200, tag=call.tag, headers=headers, body=answer)
        if invite:
            self._step(OfferInput.GOT_OFFER)
            self._theirs = transaction
            self._awaits_answer = description is None
            self._success = Success(self._core, transaction, response, self._unacknowledged)
        if session is not None:
            self._agree(session)

    def _answer(
        self, description: sdp.Description | None, invite: bool
    ) -> tuple[bytes, offer.Session | None]:
        call = self._call
        if description is None and not invite:
            return b"", None
        assert call.local is not None
        if description is None:
            call.local = call.local.next_version()
            return offer.write_offer(call.local), None
        text, session = self._describe(description, call.local)
        if text != self._described:  # RFC 3264 §8: the version counts changes
            call.local = call.local.next_version()
            text, session = self._describe(description, call.local)
        self._described = text
        return text, session

    def _describe(
        self, description: sdp.Description, local: offer.Local
    ) -> tuple[bytes, offer.Session]:
        before = self._call.session
        if before is not None and not any(media.port for media in description.media):
            return offer.write_pause(description, local, before)
        return offer.write_answer(description, local)

    def take_ack(self, ack: Request) -> None:
        """The ACK of their re-INVITE."""
        if self._success is None or ack.cseq != self._success.cseq:
            return
        self._success.stop()
        self._success = None
        if self.state is OfferState.THEIRS_OPEN:
            self._step(OfferInput.GOT_ACK)
        if self._awaits_answer:
            self._take_answer(ack)

    def _unacknowledged(self) -> None:
        self._success = None
        if self.state is OfferState.THEIRS_OPEN:
            self._step(OfferInput.LOST)
        self._call.fail(Cause.ERROR, 408)  # §14.2: no ACK, the call is over

    # -- ours --

    def offer_again(self) -> None:
        """Send a re-INVITE with our full offer; nothing happens while another offer is open."""
        if self.state is OfferState.IDLE and self._call.state is CallState.TALKING:
            self._step(OfferInput.SEND)
            self._send()

    def _send(self, *credentials: tuple[str, str]) -> None:
        call = self._call
        assert call.local is not None
        call.local = call.local.next_version()
        invite = call.dialog.request("INVITE")
        for name, value in (
            *call.dialog_headers(),
            *call.timer.request_headers(),
            *credentials,
        ):
            invite.headers.set(name, value)
        invite.headers.set("Content-Type", body.SDP_TYPE)
        invite.body = self._described = offer.write_offer(call.local)
        self._ours = self._core.send_request(invite, self._core.hop_for(call.dialog), self)

    def on_timer(self, what: str) -> None:
        """After 491: once more."""
        if self._call.state is not CallState.TALKING:
            return
        if self.state is OfferState.THEIRS_OPEN:  # they came first; ours follows theirs
            self._core.set_timer(self, "retry", T1)
        elif self.state is OfferState.OURS_WAITS:
            self._step(OfferInput.RETRY)
            self._send()
        else:
            self.offer_again()

    def on_ack(self, transaction: Transaction, ack: Request) -> None:
        """An ACK with their re-INVITE's own branch."""
        self._call.take_ack(ack)

    def on_response(self, transaction: Transaction, response: Response) -> None:
        """An answer to our re-INVITE."""
        if response.status < 200:
            return
        if response.status < 300:
            self._take_success(transaction, response)
        elif self.state is OfferState.OURS_OPEN:
            if response.status == 491:
                self._step(OfferInput.GOT_GLARE)
                # §14.1: 2.1 to 4 s for the owner of the Call-ID, 0 to 2 s for the other.
                spread = self._core.ids.fraction()
                owner = self._call.dialled
                self._core.set_timer(self, "retry", 2.1 + 1.9 * spread if owner else 2 * spread)
                return
            self._step(OfferInput.GOT_REFUSAL)
            if self._call.timer.is_too_brief_for(response):
                self.offer_again()
            elif asked := credentials_for(self._core, transaction, response):
                self._step(OfferInput.SEND)
                self._send(asked)
            elif response.status in _GONE:
                self._call.fail(Cause.ERROR, response.status)

    def _take_success(self, transaction: Transaction, response: Response) -> None:
        call, cseq = self._call, transaction.request.cseq
        if self._ack is not None and self._ack[0] == cseq:  # our ACK was lost
            self._core.send(*self._ack[1:])
            return
        call.dialog.refresh_target(response.headers)
        call.timer.granted(response)
        ack = call.dialog.request("ACK", cseq=cseq)
        carry_credentials(transaction.request, ack)
        hop = self._core.hop_for(call.dialog)
        self._core.stamp(ack, hop)
        self._ack = (cseq, ack.to_bytes(), hop)
        self._core.send(*self._ack[1:])
        if self.state is OfferState.OURS_OPEN:
            self._step(OfferInput.GOT_ANSWER)
            self._take_answer(response)

    def on_failed(self, transaction: Transaction, *, broken: bool) -> None:
        """The far end is silent: the call is over (§14.1)."""
        if self.state is OfferState.OURS_OPEN:
            self._step(OfferInput.LOST)
        self._call.fail(Cause.ERROR, 408)

    # -- both --

    def _take_answer(self, message: Request | Response) -> None:
        self._awaits_answer = False
        try:
            answer = body.description(message)
            if answer is None:
                return
            self._agree(offer.read_answer(answer))
        except PeerError:
            self._call.fail(Cause.ERROR, 488)

    def _agree(self, session: offer.Session) -> None:
        call = self._call
        before, call.session = call.session, session
        if session == before:
            return
        self._core.emit(SessionAgreed(call.leg, session))
        if before is not None and before.held != session.held:
            self._core.emit(LegHeld(call.leg, session.held))
