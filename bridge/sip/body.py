"""What a body is: a session description, alone or in a multipart (RFC 5621), or another thing."""

import re

from bridge.errors import SipSyntaxError
from bridge.sip import sdp
from bridge.sip.message import Headers, Message
from bridge.sip.syntax import Params, parse_params

SDP_TYPE = "application/sdp"


class UnsupportedBodyError(SipSyntaxError):
    """A body we cannot read and must not ignore: answered with 415 (RFC 3261 §8.2.3)."""


def media_type(headers: Headers) -> tuple[str, Params]:
    """Content-Type as `type/subtype` in lower case and its parameters (charset, boundary)."""
    value = headers.get("Content-Type")
    name, semicolon, rest = value.partition(";")
    kind = re.sub(r"\s*/\s*", "/", name.strip().lower())
    return kind, parse_params(semicolon + rest, "Content-Type")


def description(message: Message) -> sdp.Description | None:
    """The description the message carries; None: it has none. Raises when it is unreadable."""
    return _find(message.headers, message.body, depth=0)


def _find(headers: Headers, body: bytes, depth: int) -> sdp.Description | None:
    if not body:
        return None
    kind, params = media_type(headers)
    if not kind:
        raise SipSyntaxError("Content-Type is missing")
    purpose, needed = _disposition(headers)
    if purpose == "early-session":
        return None  # RFC 3959: of another session than this one
    if kind == SDP_TYPE and headers.get("Content-Encoding", "identity").lower() == "identity":
        return sdp.parse(body)
    if kind.startswith("multipart/") and depth < 3:
        parts = _parts(body, params.get("boundary") or "")
        found = [one for head, part in parts if (one := _find(head, part, depth + 1))]
        if found:
            return found[0]
        if depth == 0 and kind != "multipart/alternative":
            return None
    # RFC 5621 §8.2; but of a part that says nothing of it only what is understood is taken.
    if needed == "optional" or (depth and needed != "required"):
        return None
    raise UnsupportedBodyError(f"only {SDP_TYPE} is understood here")


def _disposition(headers: Headers) -> tuple[str, str]:
    """What the body is for, and its handling: required or optional; "": it does not say."""
    name, semicolon, rest = headers.get("Content-Disposition").partition(";")
    params = parse_params(semicolon + rest, "Content-Disposition")
    return name.strip().lower(), (params.get("handling") or "").lower()


def _parts(body: bytes, boundary: str) -> list[tuple[Headers, bytes]]:
    """The parts of a multipart body (RFC 2046 §5.1.1)."""
    if not boundary or len(boundary) > 70:
        raise SipSyntaxError("multipart without a boundary")
    parts = []
    sections = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("utf-8", "replace"))
    for section in sections[1:17]:
        if section.startswith(b"--"):
            break
        # After the boundary: rest of the line, part headers, an empty line, the content.
        head, _, content = section.partition(b"\r\n\r\n")
        headers = Headers()
        for line in head.decode("utf-8", "replace").split("\r\n"):
            name, colon, value = line.partition(":")
            if colon:
                headers.set(
                    "-".join(w.capitalize() for w in name.strip().split("-")), value.strip()
                )
        parts.append((headers, content))
    return parts
