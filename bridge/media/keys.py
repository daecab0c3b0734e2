"""Telephone keys as RFC 4733 events, both ways, without sockets.

Coming in, one press is one key whatever gets lost: packets of a press share a timestamp, so a
missing marker, a missing end and repeated ends change nothing (RFC 4733 §2.5.1.2, §2.5.1.4).
"""

import struct
from collections import deque
from dataclasses import dataclass

from bridge.media.rtp import signed32

KEYS = "0123456789*#ABCD"  # event codes 0 to 15 (RFC 4733 §3.2)
_EVENT = struct.Struct(">BBH")  # code, end bit and volume, duration
_END = 0x80
_VOLUME = 10  # -10 dBm0
_LONGEST = 0xFFFF  # of one segment (§2.5.1.3)
_FRAME = 160
_OLD = 5 * 8000  # an event this much older than the last one came out of order, not anew


class KeyReceiver:
    """Makes presses of the event packets of one stream."""

    __slots__ = ("_code", "_duration", "_ended", "_timestamp")

    def __init__(self) -> None:
        self._code = -1
        self._timestamp = 0
        self._duration = 0
        self._ended = True

    def receive(self, timestamp: int, payload: bytes, marker: bool) -> str | None:
        """Take one packet; give the key when it begins a new press."""
        if len(payload) < _EVENT.size:
            return None
        code, flags, duration = _EVENT.unpack_from(payload)
        if code >= len(KEYS):  # flash, tones and the like
            return None
        since = signed32(timestamp - self._timestamp)
        if self._code >= 0 and (since == 0 or -_OLD < since < 0):
            if since == 0:
                self._duration = max(self._duration, duration)
                self._ended = self._ended or bool(flags & _END)
            return None
        same_press = (
            code == self._code and not self._ended and not marker and self._goes_on(since, duration)
        )
        self._code, self._timestamp, self._duration = code, timestamp, duration
        self._ended = bool(flags & _END)
        return None if same_press else KEYS[code]

    def _goes_on(self, since: int, duration: int) -> bool:
        """Whether a packet with a later timestamp belongs to the press that is on."""
        # §2.5.1.3: a press longer than 8 s goes on in a new segment right behind the full one;
        # senders that count in whole packets fill it to a little less than 0xFFFF.
        next_segment = _LONGEST - 5 * _FRAME <= since <= _LONGEST
        # Some telephones wrongly advance the timestamp within a press, in step with the duration.
        in_step = since == duration - self._duration
        return next_segment or in_step


@dataclass(frozen=True, slots=True)
class KeyPacket:
    """One event packet to send in place of sound."""

    payload: bytes
    marker: bool
    timestamp: int  # of the start of the press
    key: str
    tick: int  # of the press, from 0


class KeySender:
    """Presses keys towards one leg, one packet a tick: 100 ms tone, 80 ms pause."""

    __slots__ = ("_keys", "_start", "_tick")

    TONE_TICKS = 5
    END_TICKS = 3  # §2.5.1.4: the end is sent three times in all
    PAUSE_TICKS = 4

    def __init__(self) -> None:
        self._keys: deque[int] = deque()
        self._start = 0
        self._tick = 0

    def press(self, keys: str) -> None:
        """Queue keys; characters that are no keys are passed over."""
        self._keys.extend(KEYS.index(k) for k in keys.upper() if k in KEYS)

    def __bool__(self) -> bool:
        return bool(self._keys)

    def tick(self, timestamp: int) -> KeyPacket | None:
        """The packet of this tick; None in the pause and when there is nothing to press."""
        if not self._keys:
            return None
        if self._tick == 0:
            self._start = timestamp
        self._tick += 1
        code, tick, tones = self._keys[0], self._tick, self.TONE_TICKS
        if tick >= tones + self.END_TICKS + self.PAUSE_TICKS:
            self._keys.popleft()
            self._tick = 0
        if tick >= tones + self.END_TICKS:
            return None
        end = _END if tick >= tones else 0
        payload = _EVENT.pack(code, end | _VOLUME, min(tick, tones) * _FRAME)
        return KeyPacket(payload, tick == 1, self._start, KEYS[code], tick - 1)
