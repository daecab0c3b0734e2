"""Provisional responses that must not get lost (RFC 3262): repeated until PRACK."""

from collections.abc import Callable

from bridge.sip.core import Core, TimerOwner
from bridge.sip.message import Message, Request, Response
from bridge.sip.syntax import split_list
from bridge.sip.transactions import GIVE_UP, T1, Hop

TAG = "100rel"


class Reliable(TimerOwner):
    """A 180 of ours, repeated after T1, 2*T1, ...; `on_lost` is called after 64*T1 (§3)."""

    def __init__(self, core: Core, hop: Hop, number: int, on_lost: Callable[[], None]) -> None:
        self._core = core
        self._hop = hop
        self._data = b""
        self._number = number
        self._interval = T1
        self._on_lost = on_lost

    def headers(self) -> tuple[tuple[str, str], ...]:
        """What makes a response reliable."""
        return ("Require", TAG), ("RSeq", str(self._number))

    def start(self, response: Response) -> None:
        """It was sent once."""
        self._data = response.to_bytes()
        self._core.set_timer(self, "repeat", T1)
        self._core.set_timer(self, "lost", GIVE_UP)

    def is_acknowledged_by(self, prack: Request, invite: Request) -> bool:
        """Whether the RAck names this response (§7.2)."""
        return prack.headers.get("RAck").split() == [str(self._number), str(invite.cseq), "INVITE"]

    def on_timer(self, what: str) -> None:
        """Repeat, or give up."""
        if what == "lost":
            self.stop()
            self._on_lost()
            return
        self._core.send(self._data, self._hop)
        self._interval *= 2
        self._core.set_timer(self, "repeat", self._interval)

    def stop(self) -> None:
        """It was acknowledged, or a final answer makes it needless."""
        self._core.cancel_timer(self, "repeat")
        self._core.cancel_timer(self, "lost")


def requires_reliable(message: Message) -> bool:
    """Whether `Require: 100rel` stands in it."""
    values = (tag for value in message.headers.all("Require") for tag in split_list(value))
    return any(tag.lower() == TAG for tag in values)


def number_of(response: Response) -> int:
    """The RSeq of a reliable provisional response; 0: it is none."""
    text = response.headers.get("RSeq")
    good = text.isascii() and text.isdigit() and len(text) < 11
    return int(text) if good and requires_reliable(response) and response.status > 100 else 0
