"""RTP packets without sockets (RFC 3550 §5.1): read what came, write what goes.

The usual packet of a call never comes here: `bridge.media.intake` reads those by the hundred.
"""

import struct
from dataclasses import dataclass

HEADER_BYTES = 12
_HEADER = struct.Struct(">BBHII")
_VERSION = 2


@dataclass(frozen=True, slots=True)
class RtpPacket:
    """One packet that could be read."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


def parse(data: bytes) -> RtpPacket | None:
    """Read a datagram; None for what is not RTP (RFC 3550 appendix A.1)."""
    if len(data) < HEADER_BYTES:
        return None
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    if first >> 6 != _VERSION or 200 <= second <= 204:  # an RTCP packet went astray
        return None
    start = HEADER_BYTES + 4 * (first & 0x0F)
    end = len(data)
    if first & 0x10:  # header extension, §5.3.1
        if end < start + 4:
            return None
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
    if first & 0x20:  # padding: its length is the last byte, itself included
        if data[-1] == 0:
            return None
        end -= data[-1]
    if end < start:
        return None
    return RtpPacket(second & 0x7F, bool(second & 0x80), sequence, timestamp, ssrc, data[start:end])


def header(payload_type: int, marker: bool, sequence: int, timestamp: int, ssrc: int) -> bytes:
    """Write the twelve bytes in front of a payload."""
    return _HEADER.pack(
        _VERSION << 6,
        marker << 7 | payload_type,
        sequence & 0xFFFF,
        timestamp & 0xFFFFFFFF,
        ssrc,
    )


def signed16(difference: int) -> int:
    """A difference of sequence numbers, across the wrap."""
    return ((difference + 0x8000) & 0xFFFF) - 0x8000


def signed32(difference: int) -> int:
    """A difference of timestamps, across the wrap."""
    return ((difference + 0x80000000) & 0xFFFFFFFF) - 0x80000000
