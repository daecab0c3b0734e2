"""Cutting a TCP stream into messages by Content-Length (RFC 3261 §18.3)."""

import re
from typing import Final

from bridge.errors import SipSyntaxError
from bridge.sip.parser import MAX_BODY, MAX_HEAD

_LENGTH = re.compile(rb"(?:^|\r\n)(?:Content-Length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*(?=\r\n|$)", re.I)
PONG: Final = b"\r\n"


class Framer:
    """Feed it what arrives; it gives whole messages. A `SipSyntaxError` means: close the stream."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._scanned = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are complete now; `b"\\r\\n"` stands for a ping to be answered.

        Pings that come together are one: nobody needs a flood of answers.
        """
        self._buffer += data
        messages: list[bytes] = []
        while (message := self._next()) is not None:
            if message != PONG or PONG not in messages[-1:]:
                messages.append(message)
        return messages

    @property
    def waits(self) -> bool:
        """Whether a message has begun and is not whole yet."""
        return bool(self._buffer.strip(b"\r\n"))  # a lone CRLF is a sign of life

    def _next(self) -> bytes | None:
        buffer = self._buffer
        if buffer.startswith(b"\r\n\r\n"):  # RFC 5626 §4.4.1: ping, answered with one CRLF
            del buffer[:4]
            return PONG
        while buffer.startswith(b"\r\n") and len(buffer) > 3:
            del buffer[:2]
        end = buffer.find(b"\r\n\r\n", max(0, self._scanned - 3))
        if end < 0:
            self._scanned = len(buffer)
            if len(buffer) > MAX_HEAD:
                raise SipSyntaxError("headers without an end on a stream")
            return None
        match = _LENGTH.search(bytes(buffer[:end]))
        if match is None:
            raise SipSyntaxError("Content-Length is missing on a stream")
        length = int(match[1])
        if length > MAX_BODY:
            raise SipSyntaxError("the body on the stream is too large")
        total = end + 4 + length
        if len(buffer) < total:
            self._scanned = end
            return None
        message = bytes(buffer[:total])
        del buffer[:total]
        self._scanned = 0
        return message
