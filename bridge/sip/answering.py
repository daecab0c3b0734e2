"""Their INVITE: 100, 180, our 200 until its ACK, or a refusal (RFC 3261 §13.3)."""

from collections.abc import Callable
from typing import Final

from bridge.errors import PeerError
from bridge.sip import body, offer, sdp
from bridge.sip.core import Core
from bridge.sip.dialog import Dialog
from bridge.sip.message import Request
from bridge.sip.reliable import Reliable, requires_reliable
from bridge.sip.success import Success
from bridge.sip.transactions import Transaction

MAX_PATIENCE: Final = 180.0
Fields = tuple[tuple[str, str], ...]


class Answering:
    """The called side's half of a call."""

    def __init__(
        self, core: Core, transaction: Transaction, description: sdp.Description | None, tag: str
    ) -> None:
        self._core = core
        self._transaction = transaction
        self._offer = description
        self._tag = tag
        self._success: Success | None = None
        self._reliable: Reliable | None = None
        self.hop = transaction.hop
        self.refusal = 603

    @property
    def invite(self) -> Request:
        """What we were sent."""
        return self._transaction.request

    def dialog(self) -> Dialog:
        """The dialog our answer will make."""
        return Dialog.as_server(self.invite, self._tag, self.hop, cseq=0)

    def patience(self) -> float:
        """How long the INVITE may wait for the house: its Expires (§13.3.1), at most 3 minutes."""
        text = self.invite.headers.get("Expires")
        good = text.isascii() and text.isdigit() and len(text) < 10
        return min(float(text) if good else MAX_PATIENCE, MAX_PATIENCE)

    def provisional(self, status: int, headers: Fields = ()) -> None:
        """100 or 180."""
        self._core.reply(self._transaction, status, tag=self._tag, headers=headers)

    def ring(self, headers: Fields, on_lost: Callable[[], None]) -> None:
        """180, repeated until PRACK where the caller demands it (RFC 3262 §3)."""
        if not requires_reliable(self.invite):
            self.provisional(180, headers)
            return
        if self._offer is None:
            return  # §5: it would have to carry our offer; silence is allowed
        number = 1 + int(self._core.ids.fraction() * 2**30)
        self._reliable = Reliable(self._core, self.hop, number, on_lost)
        headers = (*headers, *self._reliable.headers())
        self._reliable.start(
            self._core.reply(self._transaction, 180, tag=self._tag, headers=headers)
        )

    def take_prack(self, prack: Request) -> bool:
        """Whether the PRACK is for our 180."""
        if self._reliable is None or not self._reliable.is_acknowledged_by(prack, self.invite):
            return False
        self._reliable.stop()
        return True

    def stop_ringing(self) -> None:
        """A final answer is given, or the call is over."""
        if self._reliable is not None:
            self._reliable.stop()

    def refuse(self, status: int) -> None:
        """A final failure."""
        self.stop_ringing()
        headers = (("Retry-After", "10"),) if status == 503 else ()
        self._core.reply(self._transaction, status, tag=self._tag, headers=headers)

    def forget(self) -> None:
        """The call is over."""
        self.stop_ringing()
        self._transaction.forget()

    def describe(self, local: offer.Local) -> tuple[bytes, offer.Session | None]:
        """Our answer to their offer, or our offer when they made none (RFC 3264 §4)."""
        if self._offer is None:
            return offer.write_offer(local), None
        return offer.write_answer(self._offer, local)

    def succeed(self, text: bytes, headers: Fields, on_lost: Callable[[], None]) -> None:
        """Send the 200, again and again until its ACK."""
        self.stop_ringing()
        headers = (*headers, ("Content-Type", body.SDP_TYPE))
        response = self._core.reply(
            self._transaction, 200, tag=self._tag, headers=headers, body=text
        )
        self._success = Success(self._core, self._transaction, response, on_lost)

    def is_acknowledged_by(self, ack: Request) -> bool:
        """Whether the ACK is for our 200."""
        return self._success is not None and ack.cseq == self._success.cseq

    def stop_repeating(self) -> None:
        """The ACK came, or nobody waits for it."""
        if self._success is not None:
            self._success.stop()


def late_answer(ack: Request) -> offer.Session | None:
    """The answer to the offer in our 200; None: the ACK has none that can be used."""
    try:
        answer = body.description(ack)
        return offer.read_answer(answer) if answer else None
    except PeerError:
        return None
