"""Whose call it is (RFC 3325, RFC 3323)."""

from bridge.errors import SipSyntaxError
from bridge.sip.causes import user_of
from bridge.sip.message import Request
from bridge.sip.syntax import parse_name_addr, split_list


def caller_of(request: Request, *, asserted: bool) -> str:
    """The caller's number; "" when it is withheld.

    What the network asserts goes before what the caller writes, if the network is one we trust
    (`asserted`) and the caller did not ask it to keep the number to itself.
    """
    private = {word.strip().lower() for word in request.headers.get("Privacy").split(";")}
    if asserted and not private & {"id", "user"}:
        for value in request.headers.all("P-Asserted-Identity"):
            for name in split_list(value):
                if number := _number(name):
                    return number
    return user_of(request.from_.uri)


def _number(text: str) -> str:
    try:
        return user_of(parse_name_addr(text, "P-Asserted-Identity").uri)
    except SipSyntaxError:
        return ""
