"""A REFER of the far end and the reports it is owed by NOTIFY (RFC 3515 §2.4)."""

from typing import TYPE_CHECKING, Final

from bridge.sip.core import TimerOwner
from bridge.sip.message import REASONS
from bridge.sip.transactions import NOBODY

if TYPE_CHECKING:
    from bridge.sip.call import Call

PATIENCE: Final = 180  # seconds the house has to say what became of it


class Transfer(TimerOwner):
    """Open from our 202 to the final NOTIFY."""

    def __init__(self, call: "Call") -> None:
        self._call = call
        self._core = call.core
        self._core.set_timer(self, "patience", PATIENCE)
        self._notify(100, f"active;expires={PATIENCE}")

    def report(self, status: int) -> None:
        """What became of it; a final status ends the subscription."""
        if status < 200:
            self._notify(status, f"active;expires={PATIENCE}")
            return
        self.stop()
        self._notify(status, "terminated;reason=noresource")

    def stop(self) -> None:
        """Reported, or the call is over."""
        self._core.cancel_timer(self, "patience")
        self._call.transfer = None

    def on_timer(self, what: str) -> None:
        """The house never said."""
        self.report(408)

    def _notify(self, status: int, state: str) -> None:
        dialog = self._call.dialog
        notify = dialog.request("NOTIFY")
        headers = (
            ("Contact", self._core.contact(dialog.seen.transport)),
            ("Event", "refer"),
            ("Subscription-State", state),
            ("Content-Type", "message/sipfrag;version=2.0"),
        )
        for name, value in headers:
            notify.headers.set(name, value)
        notify.body = f"SIP/2.0 {status} {REASONS.get(status, 'Unknown')}\r\n".encode()
        self._core.send_request(notify, self._core.hop_for(dialog), NOBODY)
