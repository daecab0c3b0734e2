"""What a trunk is told that asks who we are (RFC 3261 §22.2), for every request of a call."""

from bridge.sip.core import Core
from bridge.sip.digest import answer as digest_answer
from bridge.sip.digest import read_fields
from bridge.sip.message import Request, Response
from bridge.sip.transactions import Transaction


def credentials_for(
    core: Core, transaction: Transaction, response: Response, *, renew: bool = False
) -> tuple[str, str] | None:
    """The header that a 401 or 407 asks for; None: nothing is asked, or it was given already.

    `renew`: once more, where only the nonce was too old (RFC 7616 §3.3, stale).
    """
    request, host = transaction.request, transaction.hop.host
    asked, given = {
        401: ("WWW-Authenticate", "Authorization"),
        407: ("Proxy-Authenticate", "Proxy-Authorization"),
    }.get(response.status, ("", ""))
    stale = renew and any(_is_stale(challenge) for challenge in response.headers.all(asked))
    if not asked or (given in request.headers and not stale):
        return None
    for challenge in response.headers.all(asked):
        realm = (read_fields(challenge) or {}).get("realm", "")
        account = core.account_for(realm, host)
        if account is None:
            continue
        value = digest_answer(
            [challenge],
            user=account[0],
            secret=account[1],
            method=request.method,
            uri=request.uri,
            cnonce=core.ids.token(),
        )
        if value is not None:
            return given, value
    return None


def _is_stale(challenge: str) -> bool:
    return (read_fields(challenge) or {}).get("stale", "").lower() == "true"


def carry_credentials(invite: Request, ack: Request) -> None:
    """An ACK shows what its INVITE showed: nobody may ask it who we are (§§13.2.2.4, 22.1)."""
    for name in ("Authorization", "Proxy-Authorization"):
        if name in invite.headers:
            ack.headers.set(name, invite.headers.get(name))
