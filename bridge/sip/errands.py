"""Requests within a call besides INVITE, UPDATE and BYE: keys (INFO), OPTIONS, REFER."""

from urllib.parse import unquote

from bridge.errors import SipSyntaxError
from bridge.events import KeyPressed, LegId, TransferAsked
from bridge.sip import dtmf
from bridge.sip.call import Call
from bridge.sip.call_table import CallState
from bridge.sip.callbook import CallBook
from bridge.sip.core import METHODS, SUPPORTED, Core
from bridge.sip.replaces import parse_replaces
from bridge.sip.syntax import parse_name_addr
from bridge.sip.transactions import Transaction
from bridge.sip.transfer import Transfer
from bridge.sip.uri import parse_uri


class Errands:
    """Runs one request of a call and answers it."""

    def __init__(self, core: Core, calls: CallBook) -> None:
        self._core = core
        self._calls = calls

    def run(self, call: Call, transaction: Transaction) -> None:
        """Everything a dialog may be asked that does not change the call itself."""
        method = transaction.request.method
        if method == "INFO":
            self._info(call, transaction)
        elif method == "REFER":
            self._refer(call, transaction)
        elif method == "OPTIONS":
            self._core.reply(transaction, 200, tag=call.tag, headers=capabilities())
        elif method == "PRACK":
            known = not call.dialled and call.answering.take_prack(transaction.request)
            self._core.reply(transaction, 200 if known else 481, tag=call.tag)
        elif method == "NOTIFY":
            self._core.reply(transaction, 481, tag=call.tag)  # we subscribe to nothing
        else:
            self._core.reply(transaction, 405, tag=call.tag, headers=(("Allow", METHODS),))

    def _info(self, call: Call, transaction: Transaction) -> None:
        try:
            key = dtmf.key_of(transaction.request)
        except SipSyntaxError:
            self._core.reply(transaction, 400, tag=call.tag)
            return
        if key is None and transaction.request.body:
            types = (("Accept", f"{dtmf.RELAY}, {dtmf.PLAIN}"),)
            self._core.reply(transaction, 415, tag=call.tag, headers=types)
            return
        self._core.reply(transaction, 200, tag=call.tag)
        if key is not None and call.state is CallState.TALKING:
            self._core.emit(KeyPressed(call.leg, key))

    def _refer(self, call: Call, transaction: Transaction) -> None:
        """RFC 3515: the phone of a leg asks that its far side be connected elsewhere."""
        request = transaction.request
        targets = request.headers.all("Refer-To")
        if len(targets) != 1 or call.state is not CallState.TALKING:
            self._core.reply(transaction, 400, tag=call.tag)
            return
        try:
            name = parse_name_addr(targets[0], "Refer-To")
            uri = parse_uri(name.uri)
        except SipSyntaxError:
            self._core.reply(transaction, 400, tag=call.tag)
            return
        if not (call.dialled or self._core.trusts(transaction.hop.host)):
            self._core.reply(transaction, 403, tag=call.tag)  # outsiders place no calls
            return
        if call.transfer is not None:
            self._core.reply(transaction, 491, tag=call.tag)  # one at a time
            return
        self._core.reply(transaction, 202, tag=call.tag, headers=call.dialog_headers())
        call.transfer = Transfer(call)
        self._core.emit(TransferAsked(call.leg, uri.user or uri.text, self._replaced(name.uri)))

    def _replaced(self, uri: str) -> LegId | None:
        """The leg that an attended transfer's `?Replaces=` names (RFC 3891), if it is ours."""
        for part in uri.partition("?")[2].split("&"):
            name, _, value = part.partition("=")
            if name.lower() == "replaces":
                try:
                    wanted = parse_replaces(unquote(value))
                except SipSyntaxError:
                    return None
                for tag in (wanted.to_tag, wanted.from_tag):
                    call = self._calls.dialog(wanted.call_id, tag)
                    if call is not None:
                        return call.leg
        return None


def capabilities() -> tuple[tuple[str, str], ...]:
    """What OPTIONS and refusals say we can do (§11.2)."""
    return (("Allow", METHODS), ("Accept", "application/sdp"), SUPPORTED)
