"""INVITE until it is answered, refused or given up."""

import queue
import time
from collections.abc import Callable
from typing import Any

from ivr.phone.line import T1, Call, Phone, offer
from ivr.phone.reach import nobody_listens
from ivr.phone.upstream import RTP, SIP, CallState

CANCEL_SECONDS = 4.0
LONGEST_WAIT = 4.0
PATIENCE = 2.0
SILENCE = 10.0  # without any answer at all; who rings at least says so
TIMED_OUT = 408


class Dialing:
    """One outgoing call until its final status."""

    def __init__(
        self,
        phone: Phone,
        number: str,
        responses: "queue.SimpleQueue[Any]",
        tell: Callable[[str], None],
    ) -> None:
        self._phone = phone
        self._line = phone.line
        self._number = number
        self._responses = responses
        self._tell = tell
        self._call_id = self._line.gen_call_id()
        self._session = self._line.sessID.next()
        self._media = offer(phone.request_port())
        self._invite = self._new_invite()
        self._ringing = False  # any provisional response came
        self._cancelled = False

    def dial(self, ring_seconds: float, given_up: Callable[[], bool]) -> tuple[Call | None, int]:
        """The answered call, or None and the status that ended it."""
        self._line.send(self._invite)
        wait = T1
        began = time.monotonic()
        give_up_at = began + ring_seconds
        while True:
            try:
                response = self._responses.get(timeout=0.1 if self._ringing else wait)
            except queue.Empty:
                now = time.monotonic()
                if not self._ringing and (
                    now >= began + SILENCE or nobody_listens(self._line.server, self._line.port)
                ):
                    return None, TIMED_OUT
                if given_up() and not self._cancelled:
                    # §9.1: an INVITE can be cancelled once something came back: wait for it a bit.
                    give_up_at = min(give_up_at, now if self._ringing else now + PATIENCE)
                if now >= give_up_at:
                    if self._cancelled or not self._ringing:
                        return None, TIMED_OUT
                    self._line.send(self._line.gen_cancel(self._invite))
                    self._cancelled, give_up_at = True, now + CANCEL_SECONDS
                elif not self._ringing:
                    self._line.send(self._invite)
                    wait = min(2 * wait, LONGEST_WAIT)
                continue
            if self._is_ours(response) and (result := self._take(response)):
                return result

    def _is_ours(self, response: Any) -> bool:
        headers = response.headers
        return bool(headers["Call-ID"] == self._call_id and headers["CSeq"]["method"] == "INVITE")

    def _take(self, response: Any) -> tuple[Call | None, int] | None:
        status = int(response.status)
        if status < 200:
            if not self._ringing or status == 180:
                self._tell("ringing" if status == 180 else "trying")
            self._ringing = True
            return None
        if status == 200:  # also when it crossed our CANCEL: then it is a call and ends by BYE
            call = self._new_call()
            call.answered(response)
            self._line.send(self._line.gen_ack(response))
            return call, status
        self._line.send(self._line.gen_ack(response))
        if status == 401 and self._line.password:
            self._invite = self._with_credentials(response)
            self._line.send(self._invite)
            return None
        return None, status

    def _new_invite(self) -> str:
        return self._line.gen_invite(
            self._number,
            str(self._session),
            self._media,
            RTP.TransmitType.SENDRECV,
            self._line.gen_branch(),
            self._call_id,
        )

    def _new_call(self) -> Call:
        call = Call(
            self._phone,
            CallState.DIALING,
            SIP.SIPMessage(self._invite.encode()),
            self._session,
            self._phone.myIP,
            ms=self._media,
            sendmode="sendrecv",
        )
        self._phone.calls[self._call_id] = call
        return call

    def _with_credentials(self, response: Any) -> str:
        line = self._line
        digest = line.gen_authorization(response).decode()
        asked = response.authentication
        credentials = (
            f'Authorization: Digest username="{line.username}",realm="{asked["realm"]}",'
            f'nonce="{asked["nonce"]}",uri="sip:{line.server};transport=UDP",'
            f'response="{digest}",algorithm=MD5\r\n'
        )
        return self._new_invite().replace("\r\nContent-Length", f"\r\n{credentials}Content-Length")
