"""SIP, SIPS and tel URIs (RFC 3261 §19.1, RFC 3966)."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote

from bridge.errors import SipSyntaxError
from bridge.sip.remember import remembered
from bridge.sip.syntax import HOST, MAX_PARAMS, Params

_SIP = re.compile(
    r"(sips?):(?:([A-Za-z0-9\-_.!~*'()&=+$,;?/%]+)(?::([A-Za-z0-9\-_.!~*'()&=+$,%]*))?@)?"
    rf"({HOST})(?::(\d{{1,5}}))?((?:;[^;?\s<>\"@]+)*)(\?[^\s<>\"@]*)?",
    re.I | re.A,
)
_TEL = re.compile(r"tel:(\+?[0-9A-Fa-f*#\-.()]+)((?:;[^;\s<>\"]+)*)", re.I)
MAX_ESCAPES: Final = 500
_UNWRITTEN: Final = str.maketrans("", "", "-.()")  # what only helps the eye
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")


class UnknownSchemeError(SipSyntaxError):
    """A URI of a scheme this gateway does not speak (answered with 416)."""


@dataclass(frozen=True, slots=True)
class Uri:
    """A place to call; `host` is empty for tel URIs."""

    scheme: str
    user: str
    host: str
    port: int | None
    params: Params
    text: str

    @property
    def literal(self) -> tuple[str, int] | None:
        """The IP address and port, or None when the host is a name (names are never resolved)."""
        address = literal_address(self.host)
        default = 5061 if self.scheme == "sips" else 5060
        return None if address is None else (address, self.port or default)

    @property
    def loose(self) -> bool:
        """Whether a Route entry asks for loose routing (§16.12)."""
        return "lr" in self.params


@remembered
def literal_address(host: str) -> str | None:
    """The host as a bare IP address, None when it is a name."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        return None


def _params(text: str) -> Params:
    if text.count(";") > MAX_PARAMS:
        raise SipSyntaxError("the URI has too many parameters")
    params: Params = {}
    for part in text.split(";")[1:]:
        name, equals, value = part.partition("=")
        params.setdefault(name.lower(), unquote(value) if equals else None)
    return params


@remembered
def parse_uri(text: str) -> Uri:
    """Read a URI; the user part comes without its escapes and without a tel number's hyphens."""
    if text.count("%") > MAX_ESCAPES:
        raise SipSyntaxError("the URI has too many escapes")
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise SipSyntaxError("the URI has no scheme")
    if scheme[1].lower() == "tel":
        tel = _TEL.fullmatch(text)
        if tel is None:
            raise SipSyntaxError("the tel URI has no number")
        return Uri("tel", tel[1].translate(_UNWRITTEN), "", None, _params(tel[2]), text)
    if scheme[1].lower() not in ("sip", "sips"):
        raise UnknownSchemeError(f"URI scheme {scheme[1]} is not spoken here; use sip or tel")
    match = _SIP.fullmatch(text)
    if match is None:
        raise SipSyntaxError("the URI is not of the form sip:user@host:port")
    port = int(match[5]) if match[5] else None
    if port is not None and not 0 < port < 65536:
        raise SipSyntaxError("the URI's port is not between 1 and 65535")
    return Uri(match[1].lower(), unquote(match[2] or ""), match[4], port, _params(match[6]), text)


_TELLING: Final = ("user", "ttl", "method", "maddr", "transport")


def are_equal(one: Uri, other: Uri) -> bool:
    """Whether two SIP URIs mean the same (§19.1.4); of headers only the same text does."""
    if (one.scheme, one.user, one.host.lower(), one.port, one.text.partition("?")[2]) != (
        other.scheme, other.user, other.host.lower(), other.port, other.text.partition("?")[2],
    ):  # fmt: skip
        return False
    names = (*_TELLING, *(one.params.keys() & other.params.keys()))
    return all(_folded(one.params, name) == _folded(other.params, name) for name in names)


def _folded(params: Params, name: str) -> str | None:
    return (params[name] or "").lower() if name in params else None


def transport_of(uri: Uri) -> str:
    """How a URI wants to be reached (RFC 3261 §26.2.2 for sips)."""
    name = (uri.params.get("transport") or "").upper()
    if uri.scheme == "sips" or name == "TLS":
        return "TLS"
    return "TCP" if name == "TCP" else "UDP"
