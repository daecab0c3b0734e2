"""One call: the INVITE in either direction, its answers, CANCEL, BYE, driven by `call_table`."""

from collections.abc import Callable, Mapping
from typing import Final

from bridge.errors import PeerError
from bridge.events import CallArrived, Cause, LegEnded, LegId, LegRinging, Side
from bridge.sip import body, offer, sdp
from bridge.sip.call_table import CALL, CallAction, CallInput, CallState
from bridge.sip.causes import cause_of, status_for
from bridge.sip.core import METHODS, Core, TimerOwner
from bridge.sip.dialog import Dialog
from bridge.sip.events import Answered, SessionAgreed
from bridge.sip.message import Headers, Request, Response
from bridge.sip.renegotiation import Renegotiation
from bridge.sip.success import Success
from bridge.sip.syntax import NameAddr
from bridge.sip.transactions import GIVE_UP, NOBODY, Hop, Transaction, TransactionUser
from bridge.sip.uri import parse_uri

MAX_FORKS: Final = 16
MAX_PATIENCE: Final = 180.0


class Call(TimerOwner):
    """A leg of the house. `on_over` is called once when the wire needs the call no longer."""

    def __init__(self, core: Core, leg: LegId, on_over: Callable[["Call"], None]) -> None:
        self.core = core
        self.leg = leg
        self.state = CALL.start
        self.local: offer.Local | None = None
        self.session: offer.Session | None = None
        self.invite = Request(Headers())
        self.transaction: Transaction | None = None
        self.tag = core.ids.token()
        self.dialog: Dialog | None = None
        self.renegotiation = Renegotiation(self)
        self._on_over = on_over
        self._offer: sdp.Description | None = None
        self._success: Success | None = None
        self._acks: dict[str, tuple[bytes, Hop]] = {}
        self._early_answers: dict[str, offer.Session] = {}
        self._ending: tuple[Cause, Side, int | None] = (Cause.ERROR, Side.NOBODY, None)
        self._refusal: tuple[int, tuple[tuple[str, str], ...]] = (603, ())

    # -- they call us --

    def arrive(self, transaction: Transaction, description: sdp.Description | None) -> None:
        """A new INVITE that passed every check."""
        self.invite, self.transaction, self._offer = transaction.request, transaction, description
        self.dialog = Dialog.as_server(self.invite, self.tag, transaction.hop, cseq=0)
        self.core.set_timer(self, "expired", _patience(self.invite))
        self.step(CallInput.OFFER)

    def accept(self, host: str, port: int) -> None:
        """Pick up: 200 with our end of the stream."""
        self.local = offer.Local(host, port, session=int(self.tag[:8], 36) % 10**9)
        self._take(CallInput.ACCEPT)

    def ring(self) -> None:
        """180."""
        self._take(CallInput.RING)

    # -- we call them --

    def prepare(
        self, uri: str, hop: Hop, local: offer.Local, from_: str, headers: Mapping[str, str]
    ) -> None:
        """Build the INVITE with our offer."""
        self.local = local
        dialog = Dialog(
            call_id=f"{self.core.ids.token()}@{self.core.config.host}",
            local=from_, local_tag=self.tag, remote=f"<{uri}>", remote_tag="", target=uri, seen=hop,
        )  # fmt: skip
        self.dialog = dialog
        self.invite = dialog.request("INVITE")
        self.invite.from_ = NameAddr(uri, params={"tag": self.tag})
        for name, value in headers.items():
            self.invite.headers.set(name, value)
        self._describe(self.invite.headers, hop.transport)
        self.invite.body = offer.write_offer(local)

    def start(self) -> None:
        """Send it."""
        self.step(CallInput.DIAL)

    # -- both --

    @property
    def key(self) -> tuple[str, str]:
        """How messages within the dialog find the call: Call-ID and our tag."""
        return (self.dialog.call_id if self.dialog else "", self.tag)

    def hang_up(self, cause: Cause = Cause.NORMAL, by: Side = Side.US) -> None:
        """End the call in whatever state it is; the house hears `LegEnded` at once."""
        before_answer = self.state in (CallState.CALLING, CallState.PROCEEDING, CallState.ALERTING)
        if cause is Cause.NORMAL and before_answer:
            cause = Cause.CANCELLED
        if self.state in (CallState.ARRIVED, CallState.RINGING):
            self.refuse(cause if cause is not Cause.NORMAL else Cause.REFUSED, by)
            return
        self._ending = (cause, by, None)
        self.step(CallInput.HANG_UP)

    def refuse(self, cause: Cause, by: Side = Side.US) -> None:
        """Turn an arrived call away."""
        if CALL.allows(self.state, CallInput.REJECT):
            status = status_for(cause)
            self._refusal = (status, (("Retry-After", "10"),) if status == 503 else ())
            self._ending = (cause, by, status)
            self.step(CallInput.REJECT)

    def fail(self, cause: Cause, status: int | None = None) -> None:
        """A timer or a fault ends a call that stood."""
        self._ending = (cause, Side.NOBODY, status)
        self._take(CallInput.LOST)

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
        cause = Cause.CANCELLED if early else Cause.NORMAL
        self._ending = (cause, Side.THEM, None)
        self._take(CallInput.GOT_BYE)

    def is_from_far_end(self, request: Request) -> bool:
        """Whether the request carries the far end's tag: the dialog's, or a fork's we ended."""
        assert self.dialog is not None
        tag = request.from_.tag
        return tag == self.dialog.remote_tag or tag in self._acks

    def on_ack(self, transaction: Transaction, ack: Request) -> None:
        """An ACK with the INVITE's own branch: some phones do that."""
        self.take_ack(ack)

    def take_ack(self, ack: Request) -> None:
        """An ACK within the dialog."""
        if self._success is None or ack.cseq != self._success.cseq:
            self.renegotiation.take_ack(ack)
            return
        what = CallInput.GOT_ACK
        if self.session is None and self.state is CallState.ACCEPTED:  # late offer: answered here
            try:
                answer = body.description(ack)
                self.session = offer.read_answer(answer) if answer else None
            except PeerError:
                self.session = None
            if self.session is None:
                self._ending = (Cause.ERROR, Side.NOBODY, None)
                what = CallInput.GOT_BAD_ACK
            else:
                self.core.emit(SessionAgreed(self.leg, self.session))
        self._take(what)

    def on_response(self, transaction: Transaction, response: Response) -> None:
        """A response to our INVITE or BYE."""
        if transaction.request.method == "BYE":
            if response.status >= 200:
                self._take(CallInput.GOT_BYE_ANSWER)
        elif response.status < 200:
            self._take_provisional(response)
        elif response.status < 300:
            self._take_success(response, transaction.hop)
        else:
            self._ending = (cause_of(response.status), Side.THEM, response.status)
            self._take(CallInput.GOT_FAILURE)

    def on_failed(self, transaction: Transaction, *, broken: bool) -> None:
        """No final answer, or no way to deliver."""
        cause = Cause.UNREACHABLE if broken else Cause.NO_ANSWER
        if self.state is CallState.CALLING:
            cause = Cause.UNREACHABLE
        self.fail(cause, None if broken else 408)

    def on_timer(self, what: str) -> None:
        """64*T1 after CANCEL, or the end of an INVITE's patience."""
        if what == "cancelled":
            self._take(CallInput.ABANDONED)
        elif CALL.allows(self.state, CallInput.EXPIRED):
            self._ending = (Cause.NO_ANSWER, Side.NOBODY, 487)
            self.step(CallInput.EXPIRED)

    def _take_provisional(self, response: Response) -> None:
        tag = response.to.tag
        if tag and response.body and len(self._early_answers) < MAX_FORKS:
            try:
                answer = body.description(response)
                if answer is not None:
                    self._early_answers[tag] = offer.read_answer(answer)
            except PeerError:
                pass  # the 2xx decides
        ringing = response.status in (180, 183)
        self._take(CallInput.GOT_RINGING if ringing else CallInput.GOT_TRYING)

    def _take_success(self, response: Response, hop: Hop) -> None:
        assert self.dialog is not None
        tag = response.to.tag
        if tag in self._acks:  # its ACK was lost
            self.core.send(*self._acks[tag])
            return
        if self._acks:  # another fork answered too: acknowledge it and end it (§13.2.2.4)
            if len(self._acks) < MAX_FORKS:
                stray = Dialog.as_client(self.invite, response, hop)
                self._acknowledge(stray)
                self._send_bye_in(stray, NOBODY)
            return
        cseq, self.dialog = self.dialog.local_cseq, Dialog.as_client(self.invite, response, hop)
        self.dialog.local_cseq = cseq
        try:
            answer = body.description(response)
            self.session = offer.read_answer(answer) if answer else self._early_answers.get(tag)
        except PeerError:
            self.session = None
        self._take(CallInput.GOT_SUCCESS)
        if self.session is None and self.state is CallState.TALKING:
            self.fail(Cause.ERROR, 488)  # §13.2.2.4: acknowledged, then ended

    # -- actions --

    def _send_trying(self) -> None:
        assert self.transaction is not None
        self.core.reply(self.transaction, 100)

    def _tell_arrived(self) -> None:
        assert self.transaction is not None
        hop = self.transaction.hop
        self.core.emit(
            CallArrived(
                leg=self.leg,
                caller=user_of(self.invite.from_.uri),
                called=user_of(self.invite.uri),
                source=f"{hop.host}:{hop.port}",
                sip_call_id=clean(self.invite.call_id),
            )
        )

    def _describe(self, headers: Headers, transport: str) -> None:
        headers.set("Contact", self.core.contact(transport))
        headers.set("Allow", METHODS)
        headers.set("User-Agent", self.core.config.product)
        headers.set("Content-Type", body.SDP_TYPE)

    def dialog_headers(self) -> tuple[tuple[str, str], ...]:
        """What a 2xx that makes or refreshes a dialog says about us."""
        assert self.dialog is not None
        return (("Contact", self.core.contact(self.dialog.seen.transport)), ("Allow", METHODS))

    def _send_ringing(self) -> None:
        assert self.transaction is not None
        self.core.reply(self.transaction, 180, tag=self.tag, headers=self.dialog_headers())

    def _send_success(self) -> None:
        assert self.transaction is not None
        assert self.local is not None
        self.core.cancel_timer(self, "expired")
        if self._offer is None:  # late offer (RFC 3264 §4): ours goes into the 200
            text = offer.write_offer(self.local)
        else:
            text, self.session = offer.write_answer(self._offer, self.local)
        self.renegotiation.described(text)
        headers = (*self.dialog_headers(), ("Content-Type", body.SDP_TYPE))
        response = self.core.reply(self.transaction, 200, tag=self.tag, headers=headers, body=text)
        self._success = Success(self.core, self.transaction, response, self._unacknowledged)
        if self.session is not None:
            self.core.emit(SessionAgreed(self.leg, self.session))

    def _unacknowledged(self) -> None:
        self._ending = (Cause.ERROR, Side.NOBODY, 408)
        self._take(CallInput.UNACKNOWLEDGED)

    def _send_refusal(self) -> None:
        assert self.transaction is not None
        status, headers = self._refusal
        self.core.reply(self.transaction, status, tag=self.tag, headers=headers)

    def _send_terminated(self) -> None:
        assert self.transaction is not None
        self.core.reply(self.transaction, 487, tag=self.tag)

    def _send_invite(self) -> None:
        assert self.dialog is not None
        self.renegotiation.described(self.invite.body)
        self.transaction = self.core.send_request(self.invite, self.dialog.seen, self)

    def _send_cancel(self) -> None:
        """§9.1: the INVITE's own Via, From, To, Call-ID and CSeq number."""
        assert self.transaction is not None
        headers = Headers()
        for name in ("Via", "Max-Forwards", "From", "To", "Call-ID"):
            headers.set(name, self.invite.headers.get(name))
        for route in self.invite.headers.all("Route"):
            headers.add("Route", route)
        headers.set("CSeq", f"{self.invite.cseq} CANCEL")
        cancel = Request(headers, method="CANCEL", uri=self.invite.uri)
        cancel.via, cancel.call_id, cancel.cseq = self.invite.via, self.invite.call_id, 0
        self.core.transactions.request(cancel, self.transaction.hop, NOBODY)
        self.core.set_timer(self, "cancelled", GIVE_UP)

    def _send_ack(self) -> None:
        assert self.dialog is not None
        self._acknowledge(self.dialog)

    def _acknowledge(self, dialog: Dialog) -> None:
        ack = dialog.request("ACK", cseq=self.invite.cseq)
        hop = self.core.hop_for(dialog)
        self.core.stamp(ack, hop)
        self._acks[dialog.remote_tag] = (ack.to_bytes(), hop)
        self.core.send(*self._acks[dialog.remote_tag])

    def _send_bye(self) -> None:
        assert self.dialog is not None
        self._send_bye_in(self.dialog, self)

    def _send_bye_in(self, dialog: Dialog, user: TransactionUser) -> None:
        bye = dialog.request("BYE")
        bye.headers.set("User-Agent", self.core.config.product)
        self.core.send_request(bye, self.core.hop_for(dialog), user)

    def _tell_ringing(self) -> None:
        self.core.emit(LegRinging(self.leg))

    def _tell_answered(self) -> None:
        if self.session is None:
            return
        if self._success is None:  # we called: their answer is new to the house
            self.core.emit(SessionAgreed(self.leg, self.session))
        self.core.emit(Answered(self.leg))

    def _tell_ended(self) -> None:
        cause, by, status = self._ending
        self.core.emit(LegEnded(self.leg, cause, by, status))

    def _stop_repeating(self) -> None:
        if self._success is not None:
            self._success.stop()

    def _abandon(self) -> None:
        if self.transaction is not None:
            self.core.transactions.abandon(self.transaction)

    def _forget(self) -> None:
        self.core.cancel_timer(self, "cancelled")
        self.core.cancel_timer(self, "expired")
        self.renegotiation.stop()
        self._on_over(self)


_DO: Final[dict[CallAction, Callable[[Call], None]]] = {
    CallAction.SEND_TRYING: Call._send_trying,
    CallAction.SEND_RINGING: Call._send_ringing,
    CallAction.SEND_SUCCESS: Call._send_success,
    CallAction.SEND_REFUSAL: Call._send_refusal,
    CallAction.SEND_TERMINATED: Call._send_terminated,
    CallAction.SEND_INVITE: Call._send_invite,
    CallAction.SEND_CANCEL: Call._send_cancel,
    CallAction.SEND_ACK: Call._send_ack,
    CallAction.SEND_BYE: Call._send_bye,
    CallAction.TELL_ARRIVED: Call._tell_arrived,
    CallAction.TELL_RINGING: Call._tell_ringing,
    CallAction.TELL_ANSWERED: Call._tell_answered,
    CallAction.TELL_ENDED: Call._tell_ended,
    CallAction.STOP_REPEATING: Call._stop_repeating,
    CallAction.ABANDON: Call._abandon,
    CallAction.FORGET: Call._forget,
}


def _patience(invite: Request) -> float:
    """How long an INVITE may wait for the house: its Expires (§13.3.1), at most three minutes."""
    text = invite.headers.get("Expires")
    wanted = float(text) if text.isascii() and text.isdigit() and len(text) < 10 else MAX_PATIENCE
    return min(wanted, MAX_PATIENCE)


def clean(text: str) -> str:
    """Text of the far end, fit for our records: no lone surrogates, of sane length."""
    return text.encode("utf-8", "replace").decode("utf-8")[:128]


def user_of(uri: str) -> str:
    """The user part: a telephone number mostly; empty when withheld or unreadable."""
    try:
        user = parse_uri(uri).user
    except PeerError:
        return ""
    # A tel number inside a SIP URI may carry parameters (RFC 3261 §19.1.6).
    user = clean(user.partition(";")[0])
    return "" if user.lower() == "anonymous" else user
