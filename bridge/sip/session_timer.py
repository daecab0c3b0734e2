"""Session timers (RFC 4028): a call whose far end vanished without BYE does not stand for ever."""

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from bridge.events import Cause
from bridge.sip.call_table import CallState
from bridge.sip.core import SUPPORTED, TimerOwner
from bridge.sip.credentials import credentials_for
from bridge.sip.message import Headers, Request, Response
from bridge.sip.syntax import split_list
from bridge.sip.transactions import Transaction

if TYPE_CHECKING:
    from bridge.sip.call import Call

MIN_SECONDS: Final = 90  # §5
_VALUE = re.compile(r"\s*(\d{1,9})\s*((?:;.*)?)")
Fields = tuple[tuple[str, str], ...]


class Refresher(Enum):
    """Who keeps the session alive."""

    NOBODY = auto()
    US = auto()
    THEM = auto()


def interval_of(headers: Headers, name: str = "Session-Expires") -> int | None:
    """The seconds a header names; None when it is not there or unreadable."""
    match = _VALUE.fullmatch(headers.get(name))
    return int(match[1]) if match else None


def is_too_brief(request: Request) -> bool:
    """Whether the wanted interval must be refused with 422 (§9)."""
    interval = interval_of(request.headers)
    return interval is not None and interval < MIN_SECONDS


class SessionTimer(TimerOwner):
    """The timer of one call."""

    def __init__(self, call: "Call") -> None:
        self._call = call
        self._core = call.core
        self._interval = 0
        self._least = MIN_SECONDS  # Min-SE
        self.refresher = Refresher.NOBODY

    def stop(self) -> None:
        """The call is over."""
        self._core.cancel_timer(self, "refresh")
        self._core.cancel_timer(self, "expire")

    def answer(self, request: Request) -> Fields:
        """Their INVITE or UPDATE is accepted: what our 2xx says of the timer (§9)."""
        ours = self._core.config.session_seconds
        if not ours or not _supports(request.headers):
            self._set(0, Refresher.NOBODY)
            return ()
        least = max(MIN_SECONDS, interval_of(request.headers, "Min-SE") or 0)
        interval = max(least, min(interval_of(request.headers) or ours, ours))
        theirs = "refresher=uac" in request.headers.get("Session-Expires").replace(" ", "").lower()
        self._set(interval, Refresher.THEM if theirs else Refresher.US)
        fields = (("Session-Expires", f"{interval};refresher={'uac' if theirs else 'uas'}"),)
        return (*fields, ("Require", "timer")) if theirs else fields

    def granted(self, response: Response) -> None:
        """They accepted our INVITE or UPDATE: obey what their 2xx says (§7.2)."""
        interval = interval_of(response.headers)
        if not interval or not self._core.config.session_seconds:
            self._set(0, Refresher.NOBODY)
            return
        theirs = "refresher=uas" in response.headers.get("Session-Expires").replace(" ", "").lower()
        self._set(max(interval, MIN_SECONDS), Refresher.THEM if theirs else Refresher.US)

    def _set(self, interval: int, refresher: Refresher) -> None:
        self.stop()
        self._interval, self.refresher = interval, refresher
        if refresher is Refresher.US:
            self._core.set_timer(self, "refresh", interval / 2)  # §10
        if refresher is not Refresher.NOBODY:
            self._core.set_timer(self, "expire", interval - min(32, interval / 3))

    def on_timer(self, what: str) -> None:
        """Half of the interval passed, or all of it."""
        call = self._call
        if call.state is not CallState.TALKING:
            return
        if what == "expire":
            call.fail(Cause.ERROR, 408)
        elif "UPDATE" in call.far_methods:
            self._update()
        else:
            call.renegotiation.offer_again()
            self._core.set_timer(self, "refresh", self._interval / 8)  # unless it is granted before

    def _update(self, *credentials: tuple[str, str]) -> None:
        call = self._call
        update = call.dialog.request("UPDATE")
        for name, value in (*call.dialog_headers(), *self.request_headers(), *credentials):
            update.headers.set(name, value)
        self._core.send_request(update, self._core.hop_for(call.dialog), self)
        self._core.set_timer(self, "refresh", self._interval / 8)

    def request_headers(self) -> Fields:
        """What a refresh of ours asks for (§7.4): the same again, by us."""
        if self.refresher is Refresher.NOBODY:
            return (SUPPORTED,)
        who = "uac" if self.refresher is Refresher.US else "uas"
        value = f"{self._interval};refresher={who}"
        return (SUPPORTED, ("Session-Expires", value), ("Min-SE", str(self._least)))

    def on_ack(self, transaction: Transaction, ack: Request) -> None:
        """UPDATE has none."""

    def on_response(self, transaction: Transaction, response: Response) -> None:
        """An answer to our UPDATE."""
        if 200 <= response.status < 300:
            self.granted(response)
        elif self.is_too_brief_for(response):
            self._update()
        elif asked := credentials_for(self._core, transaction, response):
            self._update(asked)
        elif response.status in (408, 481):
            self._call.fail(Cause.ERROR, response.status)

    def is_too_brief_for(self, response: Response) -> bool:
        """Somebody on the way wants a longer interval (422, §7.4): the next refresh asks for it."""
        least = interval_of(response.headers, "Min-SE") or 0
        if response.status != 422 or least <= self._interval:
            return False
        self._interval = self._least = least
        return True

    def on_failed(self, transaction: Transaction, *, broken: bool) -> None:
        """The far end is silent."""
        self._call.fail(Cause.ERROR, 408)


def _supports(headers: Headers) -> bool:
    tags = [
        tag.lower()
        for name in ("Supported", "Require")
        for value in headers.all(name)
        for tag in split_list(value)
    ]
    return "timer" in tags
