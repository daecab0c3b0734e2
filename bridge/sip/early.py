"""What a phone that we call and that rings may ask before it answers: an early dialog (§12.1)."""

from bridge.errors import PeerError
from bridge.sip import body
from bridge.sip.call import Call
from bridge.sip.core import Core
from bridge.sip.errands import Errands
from bridge.sip.transactions import Transaction

ERRANDS = ("INFO", "OPTIONS", "NOTIFY")


def answer_early(core: Core, errands: Errands, call: Call, transaction: Transaction) -> None:
    """Only UPDATE can change anything; only the caller may end an early dialog by BYE (§15)."""
    request = transaction.request
    if request.method in ERRANDS:
        errands.run(call, transaction)
    elif request.method == "INVITE":
        core.reply(transaction, 491, tag=call.tag)  # §14.2: ours is on its way
    elif request.method == "UPDATE":
        _update(core, call, transaction)
    else:
        core.reply(transaction, 481, tag=call.tag)


def _update(core: Core, call: Call, transaction: Transaction) -> None:
    request = transaction.request
    try:
        offer = body.description(request)
        if offer is not None and not call.is_described_to(request.from_.tag):
            core.reply(transaction, 491, tag=call.tag)  # RFC 3311 §5.2: our own offer is open
            return
        answer = b"" if offer is None else call.describe_early(request.from_.tag, offer)
    except body.UnsupportedBodyError:
        core.reply(transaction, 415, tag=call.tag, headers=(("Accept", body.SDP_TYPE),))
        return
    except PeerError:
        core.reply(transaction, 488, tag=call.tag)
        return
    kind = (("Content-Type", body.SDP_TYPE),) if answer else ()
    headers = (*call.dialog_headers(), *kind)
    core.reply(transaction, 200, tag=call.tag, headers=headers, body=answer)
