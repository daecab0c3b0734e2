"""Bytes to messages, strictly (RFC 3261 §7, §25); what is wrong is said in the reason phrase."""

import re

from bridge.errors import SipSyntaxError
from bridge.sip.message import CANONICAL, Headers, Malformed, Message, Request, Response
from bridge.sip.syntax import TOKEN, parse_cseq, parse_name_addr, parse_via, split_list

MAX_HEAD = 32 * 1024
MAX_BODY = 64 * 1024
MAX_FIELDS = 256
_REQUEST_LINE = re.compile(r"([A-Za-z0-9\-.!%*_+`'~]+) (\S+) (SIP/\d+\.\d+)", re.I | re.A)
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6]\d\d)(?: (.*))?", re.I | re.A)
# A control character may stand only behind a backslash in a quoted string (§25.1, quoted-pair).
_CONTROL = re.compile(rb"(?<!\\)[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ONCE = ("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type")
_LISTS = frozenset(("Via", "Route", "Record-Route", "Contact"))
_CALL_ID = re.compile(r"[^\s,;@\x00-\x1f]+(?:@[^\s,;@\x00-\x1f]+)?")


def parse(data: bytes, *, stream: bool = False) -> Request | Response | None:
    """Read one message; None for a keep-alive of empty lines (RFC 5626 §3.5.1).

    Raises `Malformed` where a request can be answered, `SipSyntaxError` where only silence is left.
    On a stream Content-Length is required (§18.3).
    """
    data = data.lstrip(b"\r\n")  # §7.5
    if not data.strip(b"\0"):
        return None
    head, gap, body = data.partition(b"\r\n\r\n")
    if not gap:
        raise SipSyntaxError("no empty line ends the headers")
    if len(head) > MAX_HEAD or len(body) > MAX_BODY:
        raise SipSyntaxError("the message is too large")
    start, *lines = _lines(head)
    fault = "control characters in the headers" if _CONTROL.search(head) else ""
    headers, header_fault = _headers(lines)
    message, start_fault, status = _start_line(start, headers)
    message.body = body
    fault = start_fault or fault or header_fault
    try:
        _fill(message)
        _fit_body(message, stream)
    except SipSyntaxError as error:
        fault = fault or str(error)
    if not fault:
        return message
    # An answer goes to where the packet came from, so even a broken Via can be answered.
    if isinstance(message, Request) and "Via" in headers and message.method != "ACK":
        raise Malformed(fault, message, status)
    raise SipSyntaxError(fault)


def _lines(head: bytes) -> list[str]:
    """Header lines with folded ones joined (§7.3.1)."""
    if head.count(b"\n") != head.count(b"\r\n") or head.count(b"\r") != head.count(b"\r\n"):
        raise SipSyntaxError("a line does not end with CR LF")
    text = head.decode("utf-8", "surrogateescape")
    if "\r\n " in text or "\r\n\t" in text:
        text = re.sub(r"[ \t]*\r\n[ \t]+", " ", text)
    return text.split("\r\n")


def _start_line(start: str, headers: Headers) -> tuple[Request | Response, str, int]:
    if start[:4].upper() == "SIP/":
        match = _STATUS_LINE.fullmatch(start)
        if match is None:
            raise SipSyntaxError("unreadable status line")
        return Response(headers, status=int(match[1]), reason=match[2] or ""), "", 400
    match = _REQUEST_LINE.fullmatch(start)
    if match is None:
        words = start.split()
        if len(words) < 2 or not TOKEN.fullmatch(words[0]):
            raise SipSyntaxError("unreadable request line")
        fault = "the request line is not METHOD URI SIP/2.0 with single spaces"
        return Request(headers, method=words[0], uri=words[1]), fault, 400
    request = Request(headers, method=match[1], uri=match[2])
    if match[3].upper() != "SIP/2.0":
        return request, "only SIP/2.0 is spoken here", 505  # §21.5.6
    if match[2].startswith("<"):
        return request, "the request URI stands in angle brackets", 400
    return request, "", 400


def _headers(lines: list[str]) -> tuple[Headers, str]:
    headers, fault = Headers(), ""
    fields = headers.fields
    if len(lines) > MAX_FIELDS:
        return headers, "too many header fields"
    for line in lines:
        name, colon, value = line.partition(":")
        canonical = CANONICAL.get(name) or CANONICAL.get(name.rstrip(" \t").lower())
        if canonical is None:
            name = name.rstrip(" \t")
            if not colon or not TOKEN.fullmatch(name):
                fault = fault or "a header line without a name and a colon"
                continue
            canonical = "-".join(part.capitalize() for part in name.split("-"))
        value = value.strip(" \t")
        if canonical in _LISTS:
            values = split_list(value)
            if "" in values:
                fault = fault or f"{canonical}: an empty entry"
            fields.setdefault(canonical, []).extend(part for part in values if part)
        else:
            fields.setdefault(canonical, []).append(value)
    return headers, fault


def _fill(message: Message) -> None:
    """Read the fields every message needs (§8.1.1); the Via comes first so that we can answer."""
    headers = message.headers
    if not headers.all("Via"):
        raise SipSyntaxError("Via is missing")
    message.via = parse_via(headers.get("Via"))
    for name in ("From", "To", "Call-ID", "CSeq"):
        if name not in headers:
            raise SipSyntaxError(f"{name} is missing")
    for name in _ONCE:
        if len(headers.all(name)) > 1:
            raise SipSyntaxError(f"{name} stands twice")
    message.call_id = headers.get("Call-ID")
    message.cseq, message.cseq_method = parse_cseq(headers.get("CSeq"))
    message.from_ = parse_name_addr(headers.get("From"), "From")
    message.to = parse_name_addr(headers.get("To"), "To")
    if not _CALL_ID.fullmatch(message.call_id):
        raise SipSyntaxError("Call-ID: not one word")
    for value in headers.all("Via")[1:]:
        parse_via(value)
    if isinstance(message, Request):
        if message.cseq_method != message.method:
            raise SipSyntaxError("CSeq names another method than the request line")
        hops = headers.get("Max-Forwards", "70")
        if not (hops.isascii() and hops.isdigit() and len(hops) <= 10 and int(hops) <= 255):
            raise SipSyntaxError("Max-Forwards: not a number from 0 to 255")


def _fit_body(message: Message, stream: bool) -> None:
    length = message.headers.get("Content-Length")
    if not length:
        if stream:
            raise SipSyntaxError("Content-Length is missing")
        return
    if not (length.isascii() and length.isdigit() and len(length) <= 9):
        raise SipSyntaxError("Content-Length: not a number")
    if int(length) > len(message.body):
        raise SipSyntaxError("the body is shorter than Content-Length")  # §18.3
    message.body = message.body[: int(length)]
