"""Keys in SIP INFO bodies: application/dtmf-relay and application/dtmf."""

import re

from bridge.errors import SipSyntaxError
from bridge.events import Key
from bridge.sip.body import media_type
from bridge.sip.message import Request

RELAY = "application/dtmf-relay"
PLAIN = "application/dtmf"
_SIGNAL = re.compile(r"^\s*Signal\s*=\s*(\S+)", re.I | re.M)
_NUMBERS = {str(number): key for number, key in enumerate("0123456789*#ABCD")}


def key_of(request: Request) -> Key | None:
    """The key the INFO tells of; None: it is about something else. Raises when it is unreadable."""
    kind, _ = media_type(request.headers)
    if kind not in (RELAY, PLAIN):
        return None
    text = request.body[:256].decode("ascii", "replace")
    signal = _SIGNAL.search(text)
    if kind == RELAY and signal is None:
        raise SipSyntaxError("dtmf-relay without a Signal line")
    key = (signal[1] if signal else text.strip()).upper()
    key = key if len(key) == 1 else _NUMBERS.get(key, "")  # 10 stands for *, 11 for #
    if key not in tuple("0123456789*#ABCD"):
        raise SipSyntaxError("no such telephone key")
    return key
