"""The jitter buffers of all legs as one bank of matrices; pure, driven by ticks.

Each leg has a ring of samples addressed by RTP timestamp, so any packet length fits and a packet
may come in any order. `play` is the position of the next frame to be played; a packet's *margin*
is how many ticks it waits before it is played. The rules:

- A new stream starts one tick after its first packet (`delay`), never later than needed.
- A frame that is not there when its tick comes is made up (`concealment`); the time goes on.
- When a late packet comes and nothing after it was played yet, time is turned back for it:
  nothing is thrown away, and the delay has grown by exactly what was missing. A late packet
  behind which sound was played already is lost; then one made-up frame is slipped in.
- Every two seconds the smallest margin seen is judged. Above one tick, two frames are merged into
  one, in a quiet moment where there is one soon; at nothing, a frame is slipped in while it is
  quiet. So the delay comes down again, and a drifting clock is met without a click.
- After five made-up frames with nothing behind them the stream has paused (silence suppression,
  hold, keys); it starts anew with its next packet.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.media import concealment
from bridge.media.g711 import FRAME, Pcm
from bridge.media.rtp import signed32

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]

MISSING: Final = np.int16(-32768)  # no G.711 code decodes to it
SLOTS: Final = 32  # frames in the ring of one leg: 640 ms
RING: Final = SLOTS * FRAME
_KEPT = 3  # played frames kept for concealment
_PAUSE = 5  # made-up frames after which a stream has paused
_WINDOW = 100  # ticks over which the smallest margin is taken
_JUDGE = 10  # ticks from judging some legs to judging the next
_SETTLE = 2  # ticks from one look for a quiet frame to the next
_SPARE = 1  # the smallest margin that is left alone
_QUIET = 300  # peak of a frame that may be merged unheard
_PATIENCE = 50  # ticks to wait for a quiet frame; a tenth of it when far behind
_FAR = 6  # margin from which quietness is not waited for
_NONE = 1 << 20  # no margin was seen in this window
_TO_BE_MADE = 2  # of `has_tail`: from what was kept of the past, for many rows at once
_ONE = np.uint64(1)
_WORST_STEP = 5  # ticks of delay one late packet may add


class JitterBank:
    """Ring and clockwork of `capacity` legs; a leg is its row number."""

    def __init__(self, capacity: int, longest_delay_ms: int = 400) -> None:
        self._longest = max(2, min(longest_delay_ms // 20, SLOTS - 2 * _KEPT - 2))
        self._capacity = capacity
        # The same slot of all rows lies together: what is touched in a tick is near each other
        slots = np.empty((SLOTS, capacity, FRAME), np.int16)
        # Which frame of the ring's time is in each slot, whole, or in part (with MISSING in it)
        wholes = np.full((SLOTS, capacity), -1, np.int64)
        self._ring, self._whole = slots.swapaxes(0, 1), wholes.T
        self._begun = np.full((capacity, SLOTS), -1, np.int64)
        self._slots = slots.reshape(-1, FRAME)  # the same, a slot of a row by one number
        self._wholes = wholes.reshape(-1)
        self._known = np.zeros(capacity, np.bool_)  # whether this source spoke before
        self._floor = np.zeros(capacity, np.int64)  # time is not turned back beyond it
        self._played = np.zeros(capacity, np.uint64)  # bit k: frame play-1-k was real
        self._patience = np.zeros(capacity, np.int64)
        self._tail = np.zeros((capacity, FRAME), np.int16)  # how what was played would go on
        self._before = np.zeros((capacity, concealment.HISTORY), np.int16)  # where that is due
        self._gap_before = np.zeros(capacity, np.int64)
        # What the usual packet and the usual frame touch lies together: one access for all of it
        self._clocks = np.zeros((capacity, 5), np.int64)
        (
            self._play,  # position of the next frame to be played
            self._timestamp,  # a packet's, and …
            self._position,  # … its position in the ring's time
            self._end,  # behind the newest sample
            self._low,  # smallest margin in this window
        ) = self._clocks.T
        unusual = np.zeros((capacity, 4), np.int16)
        (
            self._stopped,  # 1: nothing is to be played
            self._gap,  # made-up frames right before `play`
            self._has_tail,  # the next frame is blended into the tail of what was played
            self._wait,  # ticks for which `play` stands still
        ) = unusual.T
        self._unusual = unusual.view(np.int64)[:, 0]  # all four at once; 0: an undisturbed stream
        self._owed = np.zeros(capacity, np.int64)  # frames to be saved, or (negative) added
        self._owing = False  # whether anybody owes any
        self._stopped[:] = 1
        self._stray: dict[int, int] = {}  # row: timestamp that would prove a jump of the clock
        self._ticks = 0
        self.counters = {"lost": 0, "late": 0, "discarded": 0, "merged": 0, "turned_back": 0}

    def reset(self, row: int) -> None:
        """Forget everything of a row: a new leg, or a new source on it."""
        self._ring[row] = 0
        self._whole[row] = self._begun[row] = -1
        self._stopped[row], self._known[row] = 1, False
        self._play[row] = self._end[row] = self._ticks * FRAME  # the slot that all others are at
        self._wait[row] = self._owed[row] = 0
        self._gap[row] = _PAUSE
        self._played[row] = 0
        self._stray.pop(row, None)
        self._has_tail[row] = 0

    def restart(self, row: int) -> None:
        """Another source speaks from here on: its first packet begins a stream."""
        self._stopped[row], self._known[row] = 1, False
        self._gap[row] = _PAUSE

    def running(self, row: int) -> bool:
        """Whether a stream is being played."""
        return not self._stopped[row]

    def margin(self, row: int) -> int:
        """Ticks of sound that wait to be played."""
        return int(max(0, self._end[row] - self._play[row]) // FRAME + self._wait[row])

    # -- what comes in --------------------------------------------------------------------

    def put_batch(self, rows: Rows, timestamps: NDArray[np.int64], pcm: Pcm) -> None:
        """Take one 20 ms packet for each of these rows, no row twice."""
        clocks = self._clocks[rows]
        play, stamp, position, end, low = clocks.T
        since = ((timestamps - stamp + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        ahead = position + since - play
        margins, rest = np.divmod(ahead, FRAME)
        usual = (margins >= 0) & (margins <= self._longest) & (rest + self._stopped[rows] == 0)
        if not usual.all():
            for i in np.nonzero(~usual)[0]:
                self.put(int(rows[i]), int(timestamps[i]), pcm[i])
            self.put_batch(rows[usual], timestamps[usual], pcm[usual])
            return
        position += since
        frames = position // FRAME
        slots = frames % SLOTS * self._capacity + rows
        self._slots[slots] = pcm
        self._wholes[slots] = frames
        stamp[:] = timestamps
        np.maximum(end, position + FRAME, out=end)
        np.minimum(low, margins + self._wait[rows], out=low)
        self._clocks[rows] = clocks

    def put(self, row: int, timestamp: int, pcm: Pcm) -> None:
        """Take one packet of any length."""
        position = int(self._position[row]) + signed32(timestamp - int(self._timestamp[row]))
        if self._stopped[row]:
            behind = int(self._end[row]) - position - len(pcm)
            if self._known[row] and 0 <= behind < RING:
                return  # came out of order, behind a pause
            self._begin(row, timestamp)
            position = int(self._position[row])
        play = int(self._play[row])
        if not play - RING < position <= play + RING // 2 + FRAME:
            if not self._jumped(row, timestamp, len(pcm)):
                return
            position, play = int(self._position[row]), int(self._play[row])
        late = -((position - play) // FRAME)
        if late > 0 and position + len(pcm) <= play and not self._late(row, late):
            return
        self._write(row, position, pcm)
        self._timestamp[row], self._position[row] = timestamp, position
        self._end[row] = max(int(self._end[row]), position + len(pcm))
        margin = (position - int(self._play[row])) // FRAME + int(self._wait[row])
        self._low[row] = min(int(self._low[row]), max(0, margin))
        if margin > self._longest:
            self._skip(row, margin - self._longest)

    def pause(self, row: int) -> None:
        """No sound comes for now, and none is missing: a key is pressed."""
        if self._end[row] <= self._play[row] and not self._stopped[row]:
            self._gap[row] = _PAUSE
            self._stopped[row] = 1

    def _begin(self, row: int, timestamp: int) -> None:
        """Start a stream, or go on after a pause, with this packet."""
        before = 0 if self._known[row] else _KEPT  # frames of a new one that may come yet
        self._floor[row] = self._play[row] - before * FRAME
        self._clear_ahead(row)
        self._stopped[row], self._known[row] = 0, True
        self._timestamp[row], self._position[row] = timestamp, self._play[row]
        self._wait[row] = 1
        self._end[row] = self._play[row]
        self._played[row] = 0
        self._owed[row] = 0
        self._low[row] = _NONE
        self._stray.pop(row, None)

    def _clear_ahead(self, row: int) -> None:
        ahead = self._whole[row] >= self._play[row] // FRAME
        self._whole[row, ahead] = -1
        self._begun[row] = -1

    def _jumped(self, row: int, timestamp: int, length: int) -> bool:
        """A timestamp far off: believed, as a new beginning, once a second packet follows on it."""
        if self._stray.get(row) == timestamp:
            self.counters["discarded"] += max(0, int(self._end[row] - self._play[row])) // FRAME
            self._begin(row, timestamp)
            return True
        self._stray[row] = (timestamp + length) & 0xFFFFFFFF
        return False

    def _late(self, row: int, late: int) -> bool:
        """Judge a packet whose time has passed by `late` frames; True when it is still of use."""
        if late <= 63 and int(self._played[row]) >> (late - 1) & 1:
            return False  # played already: a copy
        room = self._longest - self.margin(row)
        back = int(self._play[row]) - late * FRAME
        if late <= min(int(self._gap[row]), room) and back >= self._floor[row]:
            self._keep_past(row)
            self._play[row] -= late * FRAME
            self._begun[row] = -1
            self._gap[row] -= late
            self._played[row] = int(self._played[row]) >> late
            self.counters["turned_back"] += 1
            return True
        self.counters["late"] += 1
        if self._wait[row] == 0 and room > 0:
            self._wait[row] = min(late, room, _WORST_STEP)
            self._owed[row] = 0
        return False

    def _keep_past(self, row: int) -> None:
        """What was played last, made up or not: the next frame is blended into how it goes on."""
        frame = int(self._play[row]) // FRAME
        self._before[row, :FRAME] = self._ring[row, (frame - 2) % SLOTS]
        self._before[row, FRAME:] = self._ring[row, (frame - 1) % SLOTS]
        self._gap_before[row] = self._gap[row]
        self._has_tail[row] = _TO_BE_MADE

    def _make_tails(self, rows: Rows) -> None:
        before = self._before[rows]
        before[before == MISSING] = 0
        self._tail[rows] = concealment.conceal(before, self._gap_before[rows])

    def _past(self, rows: Rows) -> Pcm:
        """The two frames before the next one of each row."""
        slots = self._play[rows] // FRAME
        past = self._ring[rows[:, None], np.stack([slots - 2, slots - 1], axis=1) % SLOTS]
        past = past.reshape(-1, concealment.HISTORY)
        past[past == MISSING] = 0
        return past

    def _write(self, row: int, position: int, pcm: Pcm) -> None:
        before = max(0, int(self._play[row]) - position)  # its head may have been played
        pcm, position = pcm[before:], position + before
        while len(pcm):
            frame, start = divmod(position, FRAME)
            slot = frame % SLOTS
            part = pcm[: FRAME - start]
            if frame not in (self._whole[row, slot], self._begun[row, slot]):
                self._ring[row, slot] = MISSING
                self._begun[row, slot] = frame
            self._ring[row, slot, start : start + len(part)] = part
            if (self._ring[row, slot] != MISSING).all():
                self._whole[row, slot] = frame
            pcm, position = pcm[len(part) :], position + len(part)

    def _skip(self, row: int, frames: int) -> None:
        """Throw away the oldest frames: the stream is further behind than allowed."""
        waited = min(frames, int(self._wait[row]))
        self._wait[row] -= waited
        for _ in range(frames - waited):
            frame = int(self._play[row]) // FRAME
            if self._whole[row, frame % SLOTS] != frame:
                self._ring[row, frame % SLOTS] = 0
            self._play[row] += FRAME
            self._played[row] = int(self._played[row]) << 1 & 0xFFFFFFFFFFFFFFFF
        self.counters["discarded"] += frames - waited

    # -- what goes out --------------------------------------------------------------------

    def take(self, rows: Rows) -> tuple[Pcm, Flags]:
        """The next 20 ms of each row, and which of them were made up."""
        self._ticks += 1
        if self._ticks % _JUDGE == 0:
            turn = -(self._ticks // _JUDGE) % (_WINDOW // _JUDGE)
            self._judge_margins(np.arange(turn, len(self._low), _WINDOW // _JUDGE))
        play = self._play[rows]
        frames = play // FRAME
        slots = frames % SLOTS * self._capacity + rows
        pcm = self._slots.take(slots, axis=0)
        usual = self._wholes[slots] == frames
        usual &= self._unusual[rows] == 0
        made_up = ~usual
        whole = rows
        if made_up.any():
            running = self._stopped[rows] == 0
            pcm[~running] = 0
            some = np.nonzero(made_up & running)[0]
            if len(some):
                pcm[some], made_up[some] = self._take_unusual(rows[some])
            rows, play = rows[usual], play[usual]
        self._play[rows] = play + FRAME
        self._played[rows] = self._played[rows] << _ONE | _ONE
        if self._owing and self._ticks % _SETTLE == 0:
            self._settle(whole, pcm, made_up)
        return pcm, made_up

    def _take_unusual(self, rows: Rows) -> tuple[Pcm, Flags]:
        """The next 20 ms of running streams that something is the matter with."""
        frames = self._play[rows] // FRAME
        slots = frames % SLOTS
        pcm = self._ring[rows, slots]
        standing = self._wait[rows] > 0
        holes = (self._whole[rows, slots] != frames) | standing
        made_up = holes.copy()
        blends = (self._gap[rows] > 0) | (self._has_tail[rows] > 0)
        broken = np.nonzero(holes | blends)[0]
        if len(broken):
            mended, missing = self._mend(rows[broken], pcm[broken], standing[broken], holes[broken])
            pcm[broken], made_up[broken] = mended, missing
        self._advance(rows, standing, made_up)
        return pcm, made_up

    def _advance(self, rows: Rows, standing: Flags, gap: Flags) -> None:
        if standing.any():
            self._wait[rows[standing]] -= 1
            rows, gap = rows[~standing], gap[~standing]
        self._play[rows] += FRAME
        self._gap[rows] = np.where(gap, self._gap[rows] + 1, 0)
        self._played[rows] = (self._played[rows] << _ONE) | ~gap
        paused = gap & (self._gap[rows] >= _PAUSE) & (self._end[rows] <= self._play[rows])
        self._stopped[rows[paused]] = 1

    def _mend(self, rows: Rows, pcm: Pcm, standing: Flags, holes: Flags) -> tuple[Pcm, Flags]:
        """Fill the holes of these frames, or blend into them what was made up before them."""
        numbers = self._play[rows] // FRAME
        slots = numbers % SLOTS
        if ((self._gap[rows] >= concealment.LAST) & (self._has_tail[rows] == 0)).all():
            going_on = np.zeros_like(pcm)  # after a pause: silence, and nothing to look back at
        else:
            going_on = self._go_on(rows, standing)
        real = ~holes
        pcm[real, : concealment.JOIN] = concealment.join(going_on[real], pcm[real])
        pcm[holes & (self._begun[rows, slots] != numbers)] = MISSING
        pcm[standing] = MISSING
        missing = pcm == MISSING
        pcm = np.where(missing, going_on, pcm)
        lost = missing.all(axis=1) & ~standing
        written = holes & ~standing
        self._ring[rows[written], slots[written]] = pcm[written]
        self.counters["lost"] += int((lost & (self._end[rows] > self._play[rows])).sum())
        return pcm, missing.sum(axis=1) > FRAME // 2

    def _go_on(self, rows: Rows, standing: Flags) -> Pcm:
        """How what was played goes on; of those that stand still, beyond that as well."""
        past = self._past(rows)
        going_on = concealment.conceal(past, self._gap[rows])
        due = rows[self._has_tail[rows] == _TO_BE_MADE]
        if len(due):
            self._make_tails(due)
        tailed = self._has_tail[rows] > 0
        going_on[tailed] = self._tail[rows[tailed]]
        self._has_tail[rows] = standing
        if standing.any():
            past = np.concatenate([past[standing, FRAME:], going_on[standing]], axis=1)
            self._tail[rows[standing]] = concealment.conceal(past, self._gap[rows[standing]] + 1)
        return going_on

    def _judge_margins(self, rows: Rows) -> None:
        """Every two seconds, in turn: how far is each from where it should be?"""
        low = self._low[rows]
        judged = (self._stopped[rows] == 0) & (low < _NONE)
        self._owed[rows] = np.where(judged, low - _SPARE, 0)
        self._owing = bool(self._owed.any())
        self._patience[rows] = np.where(low >= _FAR, _PATIENCE // 10, _PATIENCE)
        self._low[rows] = _NONE

    def _settle(self, rows: Rows, pcm: Pcm, made_up: Flags) -> None:
        """Bring delays nearer to what they should be, with the frames that are just played."""
        owing = np.nonzero((self._owed[rows] != 0) & ~made_up)[0]
        if not len(owing):
            return
        those = rows[owing]
        quiet = np.abs(pcm[owing]).max(axis=1) < _QUIET
        more = self._owed[those] < 0
        self._patience[those] -= _SETTLE * ~more
        for i in np.nonzero(~more & (quiet | (self._patience[those] <= 0)))[0]:
            self._merge(int(those[i]), pcm[owing[i]])
        slipped: Rows = those[more & quiet]
        self._owed[slipped] += 1
        self._wait[slipped] += 1

    def _merge(self, row: int, frame: Pcm) -> None:
        """Play this frame and the next in the time of one, if the next is there."""
        number = int(self._play[row]) // FRAME
        if self._whole[row, number % SLOTS] != number:
            return
        following = self._ring[row, number % SLOTS]
        frame[:] = concealment.merge(frame, following)
        following[:] = frame
        self._play[row] += FRAME
        self._owed[row] -= 1
        self._patience[row] = _PATIENCE
        self._low[row] -= 1
        self.counters["merged"] += 1
