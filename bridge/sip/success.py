"""A 200 to INVITE, repeated until its ACK comes (RFC 3261 §13.3.1.4)."""

from collections.abc import Callable

from bridge.sip.core import Core, TimerOwner
from bridge.sip.message import Response
from bridge.sip.transactions import GIVE_UP, T1, T2, Transaction


class Success(TimerOwner):
    """Repeats the response after T1, 2*T1, ... up to T2; `on_lost` is called after 64*T1."""

    def __init__(
        self,
        core: Core,
        transaction: Transaction,
        response: Response,
        on_lost: Callable[[], None],
    ) -> None:
        self._core = core
        self._data = response.to_bytes()
        self._hop = transaction.hop
        self._on_lost = on_lost
        self._interval = T1
        self.cseq = transaction.request.cseq
        core.set_timer(self, "repeat", T1)
        core.set_timer(self, "lost", GIVE_UP)

    def on_timer(self, what: str) -> None:
        """Repeat, or give up."""
        if what == "lost":
            self.stop()
            self._on_lost()
            return
        self._core.send(self._data, self._hop)
        self._interval = min(2 * self._interval, T2)
        self._core.set_timer(self, "repeat", self._interval)

    def stop(self) -> None:
        """The ACK came, or nobody waits for it any more."""
        self._core.cancel_timer(self, "repeat")
        self._core.cancel_timer(self, "lost")
