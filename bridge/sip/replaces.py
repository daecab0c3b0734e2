"""The Replaces header (RFC 3891): a call that wants to take the place of another."""

from dataclasses import dataclass

from bridge.errors import SipSyntaxError
from bridge.sip.call import Call
from bridge.sip.call_table import CallState
from bridge.sip.callbook import CallBook
from bridge.sip.message import Request


@dataclass(frozen=True, slots=True)
class Replaces:
    """Which call is meant; the tags as the receiver sees them."""

    call_id: str
    to_tag: str
    from_tag: str
    early_only: bool


def parse_replaces(text: str) -> Replaces:
    """Read a header value."""
    call_id, *params = (part.strip() for part in text.split(";"))
    fields = {name.strip().lower(): value for name, _, value in (p.partition("=") for p in params)}
    if not (call_id and fields.get("to-tag") and fields.get("from-tag")):
        raise SipSyntaxError("Replaces needs a Call-ID, a to-tag and a from-tag")
    return Replaces(call_id, fields["to-tag"], fields["from-tag"], "early-only" in fields)


def replaced_by(request: Request, calls: CallBook) -> tuple[Call | None, int]:
    """The call an INVITE wants to replace, or the status that refuses it (§3); 0: neither."""
    values = request.headers.all("Replaces")
    if not values:
        return None, 0
    try:
        wanted = parse_replaces(values[0])
    except SipSyntaxError:
        return None, 400
    if len(values) > 1:
        return None, 400
    call = calls.dialog(wanted.call_id, wanted.to_tag)
    if call is None:
        return None, 481
    if call.rings_as(wanted.from_tag):  # our own early dialog: whoever asks may pick up instead
        return call, 0
    if call.dialog.remote_tag != wanted.from_tag:
        return None, 481
    if call.state in (CallState.ENDING, CallState.LEAVING, CallState.ENDED):
        return None, 603
    if call.state is not CallState.TALKING:
        return None, 481  # an early dialog that we did not begin
    return (None, 486) if wanted.early_only else (call, 0)
