"""The wire format of a listener: what the media process writes to a Unix datagram socket.

One datagram is up to `MOST` frames, of any streams that listen at this socket, one behind the
other; a frame is 20 ms::

    0      4        8          12         16                336
    | "AUD1" | stream | sequence | flags    | 160 samples, s16le, 8 kHz |

`stream` is the number the listener was given; `sequence` counts 20 ms ticks since listening
began (a gap is time that was lost); flag bit 0: the frame was concealed or is comfort noise;
flag bit 1: the last frame, the leg is gone; it has no samples and a datagram of its own. Integers
are unsigned little-endian.
`ivr.speech.frames` reads the same format; `tests/wire` holds the two together.
"""

import struct

MAGIC = b"AUD1"
HEADER = struct.Struct("<4sIII")
SAMPLES = 160
FRAME_BYTES = HEADER.size + 2 * SAMPLES
MOST = 192  # frames in a datagram: 64,512 bytes, which the kernel keeps in single pages
CONCEALED = 1
LAST = 2


def pack_frame(stream: int, sequence: int, flags: int, pcm: bytes) -> bytes:
    """Build one frame; `pcm` is 320 bytes, or empty together with LAST."""
    return HEADER.pack(MAGIC, stream, sequence & 0xFFFFFFFF, flags) + pcm


def frames_in(datagram: memoryview | bytes) -> int:
    """How many frames are in it; the empty last one counts."""
    return -(-len(datagram) // FRAME_BYTES)
