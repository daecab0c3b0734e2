"""Reads the frames that the media process sends; the writer is `bridge.media.listener`.

One datagram is up to 192 frames of 20 ms, of any streams that share the socket, each "AUD1",
stream, sequence, flags (unsigned little-endian 32 bits each), then 160 samples, signed 16 bits
little-endian, 8 kHz; a frame flagged LAST may have none.
"""

import struct
from typing import NamedTuple

MAGIC = b"AUD1"
HEADER = struct.Struct("<4sIII")
SAMPLES = 160
BYTES = 2 * SAMPLES
RATE = 8000
SECONDS = SAMPLES / RATE
CONCEALED = 1
LAST = 2
LARGEST = 1 << 16  # bytes of a datagram
SILENCE = bytes(BYTES)


class Frame(NamedTuple):
    """One 20 ms frame of one stream."""

    stream: int
    sequence: int
    flags: int
    pcm: bytes  # BYTES long, or empty


def unpack_frame(data: bytes) -> Frame | None:
    """The frame, or None when `data` is none: a foreign or damaged datagram is ignored."""
    if len(data) < HEADER.size:
        return None
    magic, stream, sequence, flags = HEADER.unpack_from(data)
    pcm = data[HEADER.size :]
    if magic != MAGIC or len(pcm) not in (0, BYTES):
        return None
    return Frame(stream, sequence, flags, pcm)


def unpack_frames(data: bytes) -> list[Frame]:
    """The frames of a datagram, in order."""
    step = HEADER.size + BYTES
    frames = (unpack_frame(data[at : at + step]) for at in range(0, len(data), step))
    return [frame for frame in frames if frame is not None]


def pack_frame(frame: Frame) -> bytes:
    """The datagram of a frame, for benchmarks and for tools that feed the service from a file."""
    return HEADER.pack(MAGIC, frame.stream, frame.sequence, frame.flags) + frame.pcm
