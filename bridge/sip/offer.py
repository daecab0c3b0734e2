"""Offer and answer (RFC 3264) for one G.711 stream with telephone-events."""

from dataclasses import dataclass, replace
from ipaddress import ip_address

from bridge.errors import SdpError
from bridge.sip.sdp import Description, Direction, Media

PREFERENCE = (("PCMA", 8), ("PCMU", 0))  # China's networks speak A-law
EVENT_TYPE = 101


@dataclass(frozen=True, slots=True)
class Local:
    """Our end of the stream: where the media plane listens, and how often we described it."""

    host: str
    port: int
    session: int
    version: int = 1

    def next_version(self) -> "Local":
        """For each changed or repeated description after the first (RFC 3264 §8)."""
        return replace(self, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class Session:
    """What both ends agreed on, seen from our side."""

    host: str
    port: int
    codec: str
    payload_type: int
    event_type: int | None  # payload type of telephone-events, None: the far end knows none
    send: bool
    receive: bool

    @property
    def held(self) -> bool:
        """The far end does not want to hear us."""
        return not self.send


def write_offer(local: Local) -> bytes:
    """Our offer: A-law first, mu-law second, telephone-events."""
    maps = [(pt, f"{name}/8000") for name, pt in PREFERENCE]
    maps.append((EVENT_TYPE, "telephone-event/8000"))
    lines = _head(local) + _section("RTP/AVP", local.port, maps, EVENT_TYPE, Direction.SENDRECV)
    return _join(lines)


def read_answer(answer: Description) -> Session:
    """What the far end made of our offer (§6); its own choice of codec order counts."""
    if len(answer.media) != 1:
        raise SdpError("SDP: the answer has not the one stream of the offer")
    session = _agree(answer.media[0], by_us=False)
    if session is None:
        raise SdpError("SDP: the answer accepts no codec that was offered")
    return session


def choose(offer: Description, host: str) -> tuple[int, Session] | None:
    """The stream we accept of an offer, by index, when our sound comes from the address `host`.

    None: 488, nothing of it can be spoken.
    """
    for index, media in enumerate(offer.media):
        session = _agree(media, by_us=True)
        if session is not None and (":" in session.host) == (":" in host):
            return index, session
    return None


def write_answer(offer: Description, local: Local) -> tuple[bytes, Session]:
    """Answer an offer: one section for each of its sections, the others refused by port 0 (§6)."""
    chosen = choose(offer, local.host)
    if chosen is None:
        raise SdpError("SDP: no stream of the offer can be spoken here")
    index, session = chosen
    lines = _head(local)
    for position, media in enumerate(offer.media):
        if position != index:
            lines.append(_refused(media))
            continue
        maps = [(session.payload_type, f"{session.codec}/8000")]
        if session.event_type is not None:
            maps.append((session.event_type, "telephone-event/8000"))
        direction = Direction.of(session.send, session.receive)
        lines += _section(media.protocol, local.port, maps, session.event_type, direction)
    return _join(lines), session


def write_pause(offer: Description, local: Local, before: Session) -> tuple[bytes, Session]:
    """Answer an offer within a call that closes every stream (§8.2): a way to hold, too."""
    lines = _head(local) + [_refused(media) for media in offer.media]
    return _join(lines), replace(before, send=False, receive=False)


def _refused(media: Media) -> str:
    return f"m={media.kind} 0 {media.protocol} {' '.join(media.formats)}"


def _agree(media: Media, *, by_us: bool) -> Session | None:
    # RTP/SAVP without keys of ours, video, T.38, a stream with port 0: not spoken.
    if media.kind != "audio" or media.protocol != "RTP/AVP" or media.port == 0:
        return None
    address = _address(media.connection)
    if address is None:
        return None
    offered = [int(text) for text in media.formats]
    known = {pt: media.names[pt][0].upper() for pt in offered if pt in media.names}
    rates = {pt: media.names[pt][1] for pt in known}
    spoken = [pt for pt in offered if known.get(pt) in ("PCMA", "PCMU") and rates[pt] == 8000]
    if not spoken:
        return None
    chosen = min(spoken, key=lambda pt: known[pt]) if by_us else spoken[0]  # PCMA < PCMU
    events = [pt for pt in offered if known.get(pt) == "TELEPHONE-EVENT" and rates[pt] == 8000]
    # The old way to hold: an address of zeroes (RFC 3264 §8.4).
    nowhere = address in ("0.0.0.0", "::")
    return Session(
        host=address,
        port=media.port,
        codec=known[chosen],
        payload_type=chosen,
        event_type=events[0] if events else None,
        send=media.direction.receives and not nowhere,
        receive=media.direction.sends,
    )


def _address(text: str) -> str | None:
    """Where one telephone can be: no name (none is ever resolved), no group of machines."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return None if address.is_multicast or text == "255.255.255.255" else str(address)


def _head(local: Local) -> list[str]:
    family = "IP6" if ":" in local.host else "IP4"
    return [
        "v=0",
        f"o=- {local.session} {local.version} IN {family} {local.host}",
        "s=-",
        f"c=IN {family} {local.host}",
        "t=0 0",
    ]


def _section(
    protocol: str, port: int, maps: list[tuple[int, str]], events: int | None, way: Direction
) -> list[str]:
    lines = [f"m=audio {port} {protocol} {' '.join(str(pt) for pt, _ in maps)}"]
    lines += [f"a=rtpmap:{pt} {name}" for pt, name in maps]
    if events is not None:
        lines.append(f"a=fmtp:{events} 0-15")
    return [*lines, "a=ptime:20", f"a={way.value}"]


def _join(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("ascii")
