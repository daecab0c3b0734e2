"""One call, either direction, driven by `call_table`; its halves are `dialling` and `answering`."""

from collections.abc import Callable, Mapping
from typing import Final

from bridge.events import CallArrived, Cause, LegEnded, LegId, LegRinging, Side
from bridge.sip import offer, sdp
from bridge.sip.answering import Answering, late_answer
from bridge.sip.call_table import CALL, CallAction, CallInput, CallState
from bridge.sip.causes import cause_of, clean, status_for, user_of
from bridge.sip.core import METHODS, SUPPORTED, Core, TimerOwner
from bridge.sip.credentials import credentials_for
from bridge.sip.dialling import Dialling
from bridge.sip.dialog import Dialog
from bridge.sip.events import Answered, SessionAgreed, SipEvent
from bridge.sip.identity import caller_of
from bridge.sip.message import Request, Response
from bridge.sip.redirection import Redirection
from bridge.sip.renegotiation import Renegotiation
from bridge.sip.session_timer import SessionTimer
from bridge.sip.transactions import Hop, Transaction
from bridge.sip.transfer import Transfer


class Call(TimerOwner):
    """A leg of the house. `on_over` is called once when the wire needs the call no longer."""

    def __init__(self, core: Core, leg: LegId, on_over: Callable[["Call"], None]) -> None:
        self.core = core
        self.leg = leg
        self.state = CALL.start
        self.tag = core.ids.token()
        self.local: offer.Local | None = None
        self.session: offer.Session | None = None
        self.far_methods = ""  # the far end's Allow
        self.renegotiation = Renegotiation(self)
        self.timer = SessionTimer(self)
        self.transfer: Transfer | None = None  # a REFER of theirs that is owed a report
        self.redirection: Redirection | None = None  # where else a call of ours may go
        self.phone = ""  # whose registered phone called us
        self.asserted = False  # whether who called us is trusted to say whose call it is
        self.quiet = False  # the house knows the leg as another call (RFC 3891)
        self.on_standing: Callable[[], None] | None = None  # called instead of telling `Answered`
        self._dialling = Dialling(core, self)
        self._answering: Answering | None = None
        self._dialog: Dialog | None = None
        self._on_over = on_over
        self._ending: tuple[Cause, Side, int | None] = (Cause.ERROR, Side.NOBODY, None)

    @property
    def dialog(self) -> Dialog:
        """Whom the call is with; every call has one from its first message on."""
        assert self._dialog is not None
        return self._dialog

    @property
    def answering(self) -> Answering:
        """Their INVITE; only for calls that arrived."""
        assert self._answering is not None
        return self._answering

    @property
    def dialled(self) -> bool:
        """Whether we called."""
        return self._answering is None

    @property
    def key(self) -> tuple[str, str]:
        """How messages within the dialog find the call: Call-ID and our tag."""
        return self.dialog.call_id, self.tag

    def tell(self, event: SipEvent) -> None:
        """Tell the house, unless this call is none of its legs."""
        if not self.quiet:
            self.core.emit(event)

    # -- commands --

    def arrive(self, transaction: Transaction, description: sdp.Description | None) -> None:
        """A new INVITE that passed every check."""
        self._answering = Answering(self.core, transaction, description, self.tag)
        self._dialog = self.answering.dialog()
        self.far_methods = transaction.request.headers.get("Allow")
        self.core.set_timer(self, "expired", self.answering.patience())
        self.step(CallInput.OFFER)

    def ring(self) -> None:
        """180."""
        self._take(CallInput.RING)

    def accept(self, host: str, port: int) -> None:
        """Pick up: 200 with our end of the stream."""
        self.local = offer.Local(host, port, session=int(self.tag[:8], 36) % 10**9)
        self._take(CallInput.ACCEPT)

    def refuse(self, cause: Cause, by: Side = Side.US) -> None:
        """Turn an arrived call away."""
        if CALL.allows(self.state, CallInput.REJECT):
            self.answering.refusal = status_for(cause)
            self._ending = (cause, by, self.answering.refusal)
            self.step(CallInput.REJECT)

    def prepare(
        self, uri: str, hop: Hop, local: offer.Local, from_: str, headers: Mapping[str, str]
    ) -> None:
        """Build the INVITE of a call of ours."""
        self.local = local
        self._dialog = self._dialling.prepare(uri, hop, local, from_, headers)

    def start(self) -> None:
        """Send it."""
        self.step(CallInput.DIAL)

    def hang_up(self, cause: Cause = Cause.NORMAL, by: Side = Side.US) -> None:
        """End the call in whatever state it is; the house hears `LegEnded` at once."""
        if self.state in (CallState.ARRIVED, CallState.RINGING):
            self.refuse(cause if cause is not Cause.NORMAL else Cause.REFUSED, by)
            return
        before_answer = self.state in (CallState.CALLING, CallState.PROCEEDING, CallState.ALERTING)
        if cause is Cause.NORMAL and before_answer:
            cause = Cause.CANCELLED
        self._ending = (cause, by, None)
        self.step(CallInput.HANG_UP)

    def fail(self, cause: Cause, status: int | None = None) -> None:
        """A timer or a fault ends a call that stood."""
        self._ending = (cause, Side.NOBODY, status)
        self._take(CallInput.LOST)

    # -- the table --

    def step(self, what: CallInput) -> None:
        """Drive the table."""
        self.state, actions = CALL.step(self.state, what)
        for action in actions:
            _DO[action](self)

    def _take(self, what: CallInput) -> None:
        """Drive the table with something from outside, which may come when it means nothing."""
        if CALL.allows(self.state, what):
            self.step(what)

    # -- messages --

    def take_cancel(self) -> None:
        """The caller's CANCEL; its own 200 was sent already (§9.2)."""
        self._ending = (Cause.CANCELLED, Side.THEM, 487)
        self._take(CallInput.GOT_CANCEL)

    def take_bye(self, transaction: Transaction) -> None:
        """The far end hangs up; repeated BYEs are absorbed by the transaction."""
        self.core.reply(transaction, 200, tag=self.tag)
        early = self.state in (CallState.ARRIVED, CallState.RINGING)
        self._ending = (Cause.CANCELLED if early else Cause.NORMAL, Side.THEM, None)
        self._take(CallInput.GOT_BYE)

    def is_from_far_end(self, request: Request) -> bool:
        """Whether the request carries the far end's tag: the dialog's, or a fork's we ended."""
        tag = request.from_.tag
        return tag == self.dialog.remote_tag or self._dialling.knows(tag)

    def rings_as(self, tag: str) -> bool:
        """Whether we called and a phone with that tag rings."""
        ringing = self.state in (CallState.PROCEEDING, CallState.ALERTING)
        return ringing and self._dialling.rings_as(tag)

    def is_described_to(self, tag: str) -> bool:
        """Whether the phone that rings with that tag gave a reliable answer to our offer."""
        return self._dialling.is_described_to(tag)

    def describe_early(self, tag: str, description: sdp.Description) -> bytes:
        """Our answer to another offer of a phone that still rings (RFC 3311 §5.2)."""
        assert self.local is not None
        self.local = self.local.next_version()
        text, session = offer.write_answer(description, self.local)
        self._dialling.agree_early(tag, session)
        return text

    def on_ack(self, transaction: Transaction, ack: Request) -> None:
        """An ACK with the INVITE's own branch: some phones do that."""
        self.take_ack(ack)

    def take_ack(self, ack: Request) -> None:
        """An ACK within the dialog."""
        if self.dialled or not self.answering.is_acknowledged_by(ack):
            self.renegotiation.take_ack(ack)
            return
        if self.session is None and self.state is CallState.ACCEPTED:  # late offer: answered here
            self.session = late_answer(ack)
            if self.session is None:
                self._ending = (Cause.ERROR, Side.NOBODY, None)
                self.step(CallInput.GOT_BAD_ACK)
                return
            self.tell(SessionAgreed(self.leg, self.session))
        self._take(CallInput.GOT_ACK)

    def on_response(self, transaction: Transaction, response: Response) -> None:
        """A response to our INVITE or BYE."""
        status = response.status
        if transaction.request.method == "BYE":
            if status >= 200 and not self._say_goodbye_again(transaction, response):
                self._take(CallInput.GOT_BYE_ANSWER)
        elif status < 200:
            if self._dialling.take_provisional(response, self.dialog, transaction.hop):
                self._take(CallInput.GOT_RINGING if status in (180, 183) else CallInput.GOT_TRYING)
        elif status >= 300:
            if not self._ask_again(response, transaction.hop):
                self._ending = (cause_of(status), Side.THEM, status)
                self._take(CallInput.GOT_FAILURE)
        elif self._dialling.is_first(response, transaction.hop):
            cseq = self.dialog.local_cseq
            self._dialog = Dialog.as_client(self._dialling.invite, response, transaction.hop)
            self._dialog.local_cseq = cseq
            self.session = self._dialling.answer_in(response)
            self.far_methods = response.headers.get("Allow")
            self._take(CallInput.GOT_SUCCESS)
            self.timer.granted(response)
            if self.session is None and self.state is CallState.TALKING:
                self.fail(Cause.ERROR, 488)  # §13.2.2.4: acknowledged, then ended

    def _ask_again(self, response: Response, hop: Hop) -> bool:
        """With the credentials that are asked for, or where the call is sent instead."""
        if not CALL.allows(self.state, CallInput.GOT_DETOUR):
            return False
        if not self._dialling.authorise(response, self.dialog):
            place = self.redirection.next(response, hop) if self.redirection else None
            if place is None:
                return False
            self._dialling.redirect(*place, self.dialog)
        self.step(CallInput.GOT_DETOUR)
        return True

    def on_failed(self, transaction: Transaction, *, broken: bool) -> None:
        """No final answer, or no way to deliver."""
        nobody_there = broken or self.state is CallState.CALLING
        cause = Cause.UNREACHABLE if nobody_there else Cause.NO_ANSWER
        self.fail(cause, None if broken else 408)

    def on_timer(self, what: str) -> None:
        """64*T1 after CANCEL, or the end of an INVITE's patience."""
        if what == "cancelled":
            self._take(CallInput.ABANDONED)
        elif CALL.allows(self.state, CallInput.EXPIRED):
            self._ending = (Cause.NO_ANSWER, Side.NOBODY, 487)
            self.step(CallInput.EXPIRED)

    # -- actions --

    def _tell_arrived(self) -> None:
        invite, hop = self.answering.invite, self.answering.hop
        self.tell(
            CallArrived(
                leg=self.leg,
                caller=caller_of(invite, asserted=self.asserted),
                called=user_of(invite.uri),
                source=f"{hop.host}:{hop.port}",
                sip_call_id=clean(invite.call_id),
                phone=self.phone,
            )
        )

    def dialog_headers(self) -> tuple[tuple[str, str], ...]:
        """What a message that makes or refreshes a dialog says about us."""
        return (
            ("Contact", self.core.contact(self.dialog.seen.transport)),
            ("Allow", METHODS),
            SUPPORTED,
        )

    def _send_ringing(self) -> None:
        self.answering.ring(self.dialog_headers(), self._unheard)

    def _unheard(self) -> None:
        """64*T1 without PRACK: the INVITE is refused (RFC 3262 §3)."""
        if CALL.allows(self.state, CallInput.REJECT):
            self.answering.refusal = 504
            self._ending = (Cause.ERROR, Side.NOBODY, 504)
            self.step(CallInput.REJECT)

    def _send_success(self) -> None:
        assert self.local is not None
        self.core.cancel_timer(self, "expired")
        text, self.session = self.answering.describe(self.local)
        self.renegotiation.described(text)
        headers = (*self.dialog_headers(), *self.timer.answer(self.answering.invite))
        self.answering.succeed(text, headers, self._unacknowledged)
        if self.session is not None:
            self.tell(SessionAgreed(self.leg, self.session))

    def _unacknowledged(self) -> None:
        self._ending = (Cause.ERROR, Side.NOBODY, 408)
        self._take(CallInput.UNACKNOWLEDGED)

    def _send_invite(self) -> None:
        self.renegotiation.described(self._dialling.invite.body)
        self._dialling.send(self.dialog.seen)

    def _send_bye(self) -> None:
        bye = self.dialog.request("BYE")
        bye.headers.set("User-Agent", self.core.config.product)
        self.core.send_request(bye, self.core.hop_for(self.dialog), self)

    def _say_goodbye_again(self, transaction: Transaction, response: Response) -> bool:
        """A trunk that asks who hangs up is told: it would keep the call."""
        credentials = credentials_for(self.core, transaction, response)
        if credentials is None or self.state is not CallState.ENDING:
            return False
        bye = self.dialog.request("BYE")
        bye.headers.set(*credentials)
        self.core.send_request(bye, transaction.hop, self)
        return True

    def _tell_answered(self) -> None:
        if self.session is None:
            return
        if self.on_standing is not None:
            self.on_standing()
            return
        if self.dialled:  # their answer is new to the house
            self.tell(SessionAgreed(self.leg, self.session))
        self.tell(Answered(self.leg))

    def _tell_ended(self) -> None:
        cause, by, status = self._ending
        self.tell(LegEnded(self.leg, cause, by, status))

    def _forget(self) -> None:
        self.core.cancel_timer(self, "cancelled")
        self.core.cancel_timer(self, "expired")
        self.renegotiation.stop()
        self.timer.stop()
        if self._answering is not None:
            self._answering.forget()
        if self.transfer is not None:
            self.transfer.stop()
        self._on_over(self)


_DO: Final[dict[CallAction, Callable[[Call], None]]] = {
    CallAction.SEND_TRYING: lambda call: call.answering.provisional(100),
    CallAction.SEND_RINGING: Call._send_ringing,
    CallAction.SEND_SUCCESS: Call._send_success,
    CallAction.SEND_REFUSAL: lambda call: call.answering.refuse(call.answering.refusal),
    CallAction.SEND_TERMINATED: lambda call: call.answering.refuse(487),
    CallAction.SEND_INVITE: Call._send_invite,
    CallAction.SEND_CANCEL: lambda call: call._dialling.cancel(),
    CallAction.SEND_ACK: lambda call: call._dialling.acknowledge(call.dialog),
    CallAction.SEND_BYE: Call._send_bye,
    CallAction.TELL_ARRIVED: Call._tell_arrived,
    CallAction.TELL_RINGING: lambda call: call.tell(LegRinging(call.leg)),
    CallAction.TELL_ANSWERED: Call._tell_answered,
    CallAction.TELL_ENDED: Call._tell_ended,
    CallAction.STOP_REPEATING: lambda call: call.answering.stop_repeating(),
    CallAction.ABANDON: lambda call: call._dialling.abandon(),
    CallAction.FORGET: Call._forget,
}
