"""Session descriptions (RFC 8866): read strictly where it matters, written by us."""

import re
from dataclasses import dataclass, field
from enum import Enum

from bridge.errors import SdpError

MAX_LINES = 2000  # browsers list a hundred ways to reach them
MAX_MEDIA = 1000  # characters of an m= line; there are 128 payload types
_WORD = r"[!#$%&'*+\-./0-9A-Z^_`a-z{|}~]+"
_MEDIA = re.compile(rf"({_WORD}) +(\d{{1,5}})(?:/(\d{{1,3}}))? +({_WORD})((?: +{_WORD})+)", re.A)
_RTPMAP = re.compile(r"(\d{1,3}) +([A-Za-z0-9\-_.]+)/(\d{1,6})(?:/(\d{1,2}))?", re.A)
_NUMBER = re.compile(r"\d+", re.A)
STATIC = {0: ("PCMU", 8000), 8: ("PCMA", 8000), 9: ("G722", 8000), 18: ("G729", 8000)}


class Direction(Enum):
    """Which way sound flows, as the one who writes it sees it (RFC 3264 §5.1)."""

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @property
    def sends(self) -> bool:
        """The writer will send."""
        return self in (Direction.SENDRECV, Direction.SENDONLY)

    @property
    def receives(self) -> bool:
        """The writer will receive."""
        return self in (Direction.SENDRECV, Direction.RECVONLY)

    @staticmethod
    def of(sends: bool, receives: bool) -> "Direction":
        """The direction with these two halves."""
        if sends:
            return Direction.SENDRECV if receives else Direction.SENDONLY
        return Direction.RECVONLY if receives else Direction.INACTIVE


@dataclass(slots=True)
class Media:
    """One m= section."""

    kind: str
    port: int
    protocol: str
    formats: tuple[str, ...]
    connection: str  # an IP address, or a name
    direction: Direction
    names: dict[int, tuple[str, int]] = field(default_factory=dict)  # rtpmap: name, clock rate


@dataclass(slots=True)
class Description:
    """A whole description: what we use of it."""

    session: str  # the o= line's session id and version
    media: list[Media]


@dataclass(slots=True)
class _Scope:
    connection: str = ""
    direction: Direction = Direction.SENDRECV


def parse(body: bytes) -> Description:
    """Read a description, or raise `SdpError` saying what is wrong."""
    scope, origin, media = _Scope(), "", list[Media]()
    for letter, value in _lines(body):
        if letter == "o":
            origin = _origin(value)
        elif letter == "m":
            media.append(_media(value, scope))
        elif letter == "c":
            _connection(value, scope, media)
        elif letter == "a":
            _attribute(value, scope, media)
    if not origin:
        raise SdpError("SDP: no o= line")
    if any(section.port and not section.connection for section in media):
        raise SdpError("SDP: no c= line for a medium")
    return Description(origin, media)


def _lines(body: bytes) -> list[tuple[str, str]]:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise SdpError("SDP: not UTF-8") from None
    lines = [line for line in map(str.rstrip, re.split(r"\r\n|\n", text.rstrip("\0"))) if line]
    if len(lines) > MAX_LINES:
        raise SdpError("SDP: too many lines")
    if not lines or lines[0] != "v=0":
        raise SdpError("SDP: does not begin with v=0")
    if not all(len(line) > 1 and line[0].isalpha() and line[1] == "=" for line in lines):
        raise SdpError("SDP: a line is not of the form x=value")
    return [(line[0], line[2:]) for line in lines[1:]]


def _origin(value: str) -> str:
    parts = value.split()
    if len(parts) != 6 or not all(map(_NUMBER.fullmatch, parts[1:3])):
        raise SdpError("SDP: the o= line has not its six fields")
    return f"{parts[1]} {parts[2]}"


def _media(value: str, scope: _Scope) -> Media:
    if len(value) > MAX_MEDIA:
        raise SdpError("SDP: an m= line is too long")
    match = _MEDIA.fullmatch(value)
    if match is None or int(match[2]) > 65535:
        raise SdpError("SDP: unreadable m= line")
    formats = tuple(match[5].split())
    if match[4].startswith("RTP/") and not all(f.isdigit() and int(f) < 128 for f in formats):
        raise SdpError("SDP: RTP formats are numbers below 128")
    names = {int(f): STATIC[int(f)] for f in formats if f.isdigit() and int(f) in STATIC}
    return Media(
        match[1], int(match[2]), match[4], formats, scope.connection, scope.direction, names
    )


def _connection(value: str, scope: _Scope, media: list[Media]) -> None:
    parts = value.split()
    if len(parts) != 3 or parts[0] != "IN" or parts[1] not in ("IP4", "IP6"):
        raise SdpError("SDP: unreadable c= line")
    address = parts[2].partition("/")[0]
    if media:
        media[-1].connection = address
    else:
        scope.connection = address


def _attribute(value: str, scope: _Scope, media: list[Media]) -> None:
    name, _, rest = value.partition(":")
    if name in Direction._value2member_map_:
        (media[-1] if media else scope).direction = Direction(name)
    elif name == "rtpmap" and media:
        match = _RTPMAP.match(rest)
        if match is not None:  # else a format that nobody can know
            several = "" if int(match[4] or 1) == 1 else f"/{match[4]}"  # channels
            media[-1].names[int(match[1])] = (match[2] + several, int(match[3]))
