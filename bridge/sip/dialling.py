"""Our INVITE: its responses, its forks, its ACKs and its CANCEL (RFC 3261 §§9.1, 13.2)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bridge.errors import PeerError
from bridge.sip import body, offer
from bridge.sip.core import METHODS, SUPPORTED, Core
from bridge.sip.credentials import carry_credentials, credentials_for
from bridge.sip.dialog import Dialog
from bridge.sip.message import Headers, Request, Response
from bridge.sip.reliable import number_of
from bridge.sip.syntax import NameAddr
from bridge.sip.transactions import GIVE_UP, NOBODY, Hop, Transaction

if TYPE_CHECKING:
    from bridge.sip.call import Call

MAX_FORKS: Final = 16
MAX_ASKED: Final = 4  # an INVITE sent so often gets no other nonce


class Dialling:
    """The calling side's half of a call."""

    def __init__(self, core: Core, call: "Call") -> None:
        self._core = core
        self._call = call
        self._acks: dict[str, tuple[bytes, Hop]] = {}
        self._early_answers: dict[str, offer.Session] = {}
        self._rings: set[str] = set()  # tags of the early dialogs
        self._reliable: dict[str, int] = {}  # fork to the RSeq acknowledged last
        self._transaction: Transaction | None = None
        self.invite = Request(Headers())

    def prepare(
        self, uri: str, hop: Hop, local: offer.Local, from_: str, extra: Mapping[str, str]
    ) -> Dialog:
        """Build the INVITE with our offer; the dialog it hopes for."""
        core, tag = self._core, self._call.tag
        dialog = Dialog(
            call_id=f"{core.ids.token()}@{core.config.host}",
            local=from_, local_tag=tag, remote=f"<{uri}>", remote_tag="", target=uri, seen=hop,
        )  # fmt: skip
        self.invite = dialog.request("INVITE")
        self.invite.from_ = NameAddr(uri, params={"tag": tag})
        headers = self.invite.headers
        for name, value in extra.items():
            headers.set(name, value)
        headers.set("Contact", core.contact(hop.transport))
        headers.set("Allow", METHODS)
        headers.set(*SUPPORTED)
        headers.set("User-Agent", core.config.product)
        headers.set("Content-Type", body.SDP_TYPE)
        self.invite.body = offer.write_offer(local)
        return dialog

    def authorise(self, response: Response, dialog: Dialog) -> bool:
        """Put the credentials into the INVITE that a 401 or 407 asks for (§22.2)."""
        assert self._transaction is not None
        renew = self.invite.cseq < MAX_ASKED
        credentials = credentials_for(self._core, self._transaction, response, renew=renew)
        if credentials is None:
            return False
        self._renew(dialog)
        self.invite.headers.set(*credentials)
        return True

    def redirect(self, uri: str, hop: Hop, dialog: Dialog) -> None:
        """The INVITE is for another place now (§8.1.3.4); nobody there has answered yet."""
        self._renew(dialog)
        self.invite.uri = dialog.target = uri
        dialog.seen = hop
        headers = self.invite.headers
        for name in ("Authorization", "Proxy-Authorization"):  # they were for the first place
            headers.fields.pop(name, None)
        headers.set("Contact", self._core.contact(hop.transport))
        for heard in (self._rings, self._early_answers, self._reliable):
            heard.clear()

    def _renew(self, dialog: Dialog) -> None:
        """A new request: the old transaction still acknowledges repeats with the old one."""
        dialog.local_cseq += 1
        self.invite = replace(self.invite, headers=self.invite.headers.copy())
        self.invite.cseq = dialog.local_cseq
        self.invite.headers.set("CSeq", f"{dialog.local_cseq} INVITE")

    def send(self, hop: Hop) -> None:
        """Begin."""
        self._transaction = self._core.send_request(self.invite, hop, self._call)

    def knows(self, tag: str) -> bool:
        """Whether a fork with that tag answered (and was acknowledged)."""
        return tag in self._acks

    def rings_as(self, tag: str) -> bool:
        """Whether a phone with that tag rings: an early dialog (§12.1)."""
        return tag in self._rings

    def is_described_to(self, tag: str) -> bool:
        """Whether our offer was answered in a reliable response of that fork (RFC 3262 §5)."""
        return tag in self._reliable and tag in self._early_answers

    def agree_early(self, tag: str, session: offer.Session) -> None:
        """What holds when that fork's 2xx says nothing else."""
        self._early_answers[tag] = session

    def take_provisional(self, response: Response, dialog: Dialog, hop: Hop) -> bool:
        """Keep an answer that comes early: some phones leave it out of their 200.

        False: a reliable response that is repeated or out of order (RFC 3262 §4).
        """
        tag, number = response.to.tag, number_of(response)
        if tag and response.status > 100 and len(self._rings) < MAX_FORKS:
            self._rings.add(tag)
        if tag and number:
            last = self._reliable.get(tag)
            if (last is not None and number != last + 1) or len(self._reliable) >= MAX_FORKS:
                return False
            self._reliable[tag] = number
            self._acknowledge_provisional(response, dialog, hop)
        if tag and response.body and len(self._early_answers) < MAX_FORKS:
            try:
                answer = body.description(response)
                if answer is not None:
                    self._early_answers[tag] = offer.read_answer(answer)
            except PeerError:
                pass  # the 2xx decides
        return True

    def _acknowledge_provisional(self, response: Response, dialog: Dialog, hop: Hop) -> None:
        early = Dialog.as_client(self.invite, response, hop)
        early.local_cseq = dialog.local_cseq
        prack = early.request("PRACK")
        dialog.local_cseq = early.local_cseq
        rack = f"{self._reliable[early.remote_tag]} {response.cseq} INVITE"
        prack.headers.set("RAck", rack)
        self._core.send_request(prack, self._core.hop_for(early), NOBODY)

    def is_first(self, response: Response, hop: Hop) -> bool:
        """Whether a 2xx makes our dialog; repeats and other forks are dealt with here."""
        tag = response.to.tag
        if tag in self._acks:  # its ACK was lost
            self._core.send(*self._acks[tag])
        elif self._acks and len(self._acks) < MAX_FORKS:
            # §13.2.2.4: another fork answered too; acknowledge it and end it
            stray = Dialog.as_client(self.invite, response, hop)
            self.acknowledge(stray)
            self._core.send_request(stray.request("BYE"), self._core.hop_for(stray), NOBODY)
        return not self._acks

    def answer_in(self, response: Response) -> offer.Session | None:
        """What the far end made of our offer; None: nothing we could use."""
        try:
            answer = body.description(response)
            if answer is not None:
                return offer.read_answer(answer)
        except PeerError:
            return None
        return self._early_answers.get(response.to.tag)

    def acknowledge(self, dialog: Dialog) -> None:
        """Send the ACK of a 2xx, and keep it for repeats."""
        ack = dialog.request("ACK", cseq=self.invite.cseq)
        carry_credentials(self.invite, ack)
        hop = self._core.hop_for(dialog)
        self._core.stamp(ack, hop)
        self._acks[dialog.remote_tag] = (ack.to_bytes(), hop)
        self._core.send(*self._acks[dialog.remote_tag])

    def cancel(self) -> None:
        """§9.1: the INVITE's own Via, request URI, From, To, Call-ID and CSeq number."""
        assert self._transaction is not None
        headers = Headers()
        for name in ("Via", "Max-Forwards", "From", "To", "Call-ID"):
            headers.set(name, self.invite.headers.get(name))
        for route in self.invite.headers.all("Route"):
            headers.add("Route", route)
        headers.set("CSeq", f"{self.invite.cseq} CANCEL")
        cancel = Request(headers, method="CANCEL", uri=self.invite.uri)
        cancel.via, cancel.call_id = self.invite.via, self.invite.call_id
        self._core.transactions.request(cancel, self._transaction.hop, NOBODY)
        self._core.set_timer(self._call, "cancelled", GIVE_UP)

    def abandon(self) -> None:
        """No final answer will come."""
        if self._transaction is not None:
            self._core.transactions.abandon(self._transaction)
