"""Pieces of header values (RFC 3261 §25.1): tokens, quoted strings, parameters, name-addr, Via."""

import re
from dataclasses import dataclass, field
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.sip.remember import remembered

TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
HOST = r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.\-_]*[A-Za-z0-9.])?"
_QUOTED = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_PARAM = re.compile(
    rf"\s*;\s*([A-Za-z0-9\-.!%*_+`'~]+)(?:\s*=\s*({_QUOTED}|[^\s;,\"<>]+))?\s*", re.S
)
_NAME_ADDR = re.compile(
    rf"\s*+({_QUOTED}\s*+|[A-Za-z0-9\-.!%*_+`'~\s\x80-\U0010ffff]*+)<([^<>\s]+)>(.*)", re.S
)
_ADDR_SPEC = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\";,?]+)(.*)", re.S)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"]+")
_VIA = re.compile(
    rf"\s*SIP\s*/\s*2\.0\s*/\s*([A-Za-z0-9\-.!%*_+`'~]+)\s+({HOST})\s*(?::\s*(\d{{1,5}}))?\s*(;.*)?",
    re.S | re.I | re.A,
)
MAX_PARAMS: Final = 100
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[,<>]', re.S)  # a quoted string is one mark
_CSEQ = re.compile(r"(\d{1,10})\s+([A-Za-z0-9\-.!%*_+`'~]+)", re.A)

Params = dict[str, str | None]


def unquote(text: str) -> str:
    """The meaning of a quoted string, or the text itself."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        pairs = text[1:-1].split("\\\\")  # each stands for one backslash, the others go
        return "\\".join(part.replace("\\", "") for part in pairs)
    return text


def quote(text: str) -> str:
    """A quoted string with that meaning."""
    return '"' + re.sub(r'([\\"])', r"\\\1", text) + '"'


def split_list(text: str) -> list[str]:
    """Split at commas that stand outside quotes and angle brackets."""
    if '"' not in text and "<" not in text:
        return [part.strip() for part in text.split(",")]
    parts, start, inside = [], 0, False
    for mark in _MARKS.finditer(text):
        if mark[0] in "<>":
            inside = mark[0] == "<"
        elif mark[0] == "," and not inside:
            parts.append(text[start : mark.start()].strip())
            start = mark.end()
    parts.append(text[start:].strip())
    return parts


def parse_params(text: str, what: str) -> Params:
    """Read `;name=value;name`; names in lower case, values unquoted; a name twice is an error."""
    params: Params = {}
    position = 0
    while position < len(text):
        match = _PARAM.match(text, position)
        if match is None:
            if not text[position:].strip():
                break
            raise SipSyntaxError(f"{what}: unreadable parameters")
        name = match[1].lower()
        if len(params) >= MAX_PARAMS:
            raise SipSyntaxError(f"{what}: too many parameters")
        if name in params:
            raise SipSyntaxError(f"{what}: parameter {name} stands twice")
        params[name] = None if match[2] is None else unquote(match[2])
        position = match.end()
    return params


@dataclass(frozen=True, slots=True)
class NameAddr:
    """A From, To, Contact, Route or Refer-To value."""

    uri: str
    display: str = ""
    params: Params = field(default_factory=dict)

    @property
    def tag(self) -> str:
        """The dialog tag, empty when there is none."""
        return self.params.get("tag") or ""


@remembered
def parse_name_addr(text: str, what: str) -> NameAddr:
    """Read `"name" <uri>;params` or `uri;params` (whose parameters are the header's, §20.10)."""
    match = _NAME_ADDR.fullmatch(text)
    if match is not None:
        if not _ABSOLUTE.fullmatch(match[2]):
            raise SipSyntaxError(f"{what}: no URI between the angle brackets")
        return NameAddr(match[2], unquote(match[1].strip()), parse_params(match[3], what))
    match = _ADDR_SPEC.fullmatch(text)
    if match is None:
        raise SipSyntaxError(f"{what}: neither a URI nor a name with a URI in angle brackets")
    return NameAddr(match[1], "", parse_params(match[2], what))


@dataclass(frozen=True, slots=True)
class Via:
    """One hop of the way back; `host` is a name the sender claims and is never sent to."""

    transport: str
    host: str
    port: int | None
    params: Params

    @property
    def branch(self) -> str:
        """The transaction's id, empty for RFC 2543 peers."""
        return self.params.get("branch") or ""

    @property
    def sent_by(self) -> str:
        """host:port as claimed, for matching (RFC 3261 §17.2.3)."""
        return f"{self.host.lower()}:{self.port or 5060}"

    def seen_from(self, host: str, port: int) -> str:
        """The value to return: `received` and `rport` say what was seen (RFC 3581 §4)."""
        bare = f"[{host}]" if ":" in host else host
        text = f"SIP/2.0/{self.transport} {self.host}" + (f":{self.port}" if self.port else "")
        for name, value in self.params.items():
            if name == "rport":
                text += f";rport={port}"
            elif name != "received":
                text += f";{name}" if value is None else f";{name}={_param_text(value)}"
        if "rport" in self.params or self.host != bare:
            text += f";received={host}"
        return text


def _param_text(value: str) -> str:
    return value if re.fullmatch(r"[^\s;,\"<>]+", value) else quote(value)


def parse_via(text: str) -> Via:
    """Read one Via value (§20.42)."""
    match = _VIA.fullmatch(text)
    if match is None:
        raise SipSyntaxError("Via: not of the form SIP/2.0/UDP host:port;branch=...")
    port = int(match[3]) if match[3] else None
    if port is not None and not 0 < port < 65536:
        raise SipSyntaxError("Via: the port is not between 1 and 65535")
    return Via(match[1].upper(), match[2], port, parse_params(match[4] or "", "Via"))


def parse_cseq(text: str) -> tuple[int, str]:
    """Read `number METHOD`; the number is below 2**31 (§8.1.1.5)."""
    match = _CSEQ.fullmatch(text)
    if match is None or int(match[1]) >= 2**31:
        raise SipSyntaxError("CSeq: not a number below 2**31 and a method")
    return int(match[1]), match[2]
