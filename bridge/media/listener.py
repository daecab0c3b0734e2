"""The wire format of a listener: what the media process writes to a Unix datagram socket.

One datagram is one or two frames of one leg, one behind the other; a frame is 20 ms::

    0      4        8          12         16                336
    | "AUD1" | stream | sequence | flags    | 160 samples, s16le, 8 kHz |

`stream` is the number the listener was given; `sequence` counts 20 ms ticks since listening
began (a gap is time that was lost); flag bit 0: the frame was concealed or is comfort noise;
flag bit 1: the last frame, the leg is gone. Integers are unsigned little-endian.
`ivr.speech.frames` reads the same format; `tests/wire` holds the two together.
"""

import struct

MAGIC = b"AUD1"
HEADER = struct.Struct("<4sIII")
SAMPLES = 160
FRAME_BYTES = HEADER.size + 2 * SAMPLES
CONCEALED = 1
LAST = 2


def pack_frame(stream: int, sequence: int, flags: int, pcm: bytes) -> bytes:
    """Build one frame; `pcm` is 320 bytes, or empty together with LAST."""
    return HEADER.pack(MAGIC, stream, sequence & 0xFFFFFFFF, flags) + pcm
