"""When a turn of speech begins and ends: levels and times in, edges out. Pure.

      begin: loud for `onset`                      quiet for `trailing_silence`,
  QUIET ───────────────────────▶ SPEAKING ─────▶   no new words for `stale`, or   ──▶ QUIET
                                                    longer than `max_turn`
The noise floor is the lowest smoothed level of the last two seconds (minimum statistics): it
follows a noisy line upwards within two seconds and speech, which dips between syllables, never
lifts it to its own level.
"""

from collections import deque
from enum import Enum

from ivr.speech.config import EndpointConfig

FRAME = 0.02
SMOOTHING = 0.3  # share of a new frame in the smoothed level
BLOCK = 25  # frames of one block of the minimum statistics
BLOCKS = 4
LOWEST_FLOOR = -75.0
HIGHEST_FLOOR = -30.0


class Edge(Enum):
    """What happened at a frame."""

    BEGAN = "began"
    ENDED = "ended"


class NoiseFloor:
    """The level of the line when nobody speaks, in dBFS."""

    def __init__(self) -> None:
        self._smooth: float | None = None
        self._low = 0.0
        self._count = 0
        self._blocks: deque[float] = deque(maxlen=BLOCKS)
        self.level = LOWEST_FLOOR

    def hear(self, level: float) -> None:
        """Take in the level of one frame."""
        if self._smooth is None:
            self._smooth = level
        self._smooth += SMOOTHING * (level - self._smooth)
        self._low = self._smooth if self._count == 0 else min(self._low, self._smooth)
        self._count += 1
        if self._count == BLOCK:
            self._blocks.append(self._low)
            self._count = 0
        lowest = min(self._blocks, default=self._low)
        if self._count:
            lowest = min(lowest, self._low)
        self.level = min(max(lowest, LOWEST_FLOOR), HIGHEST_FLOOR)


class Endpointer:
    """Finds the turns of one stream."""

    def __init__(self, config: EndpointConfig) -> None:
        self._config = config
        self._floor = NoiseFloor()
        self._onset_frames = max(1, round(config.onset / FRAME))
        self.reset()

    def reset(self) -> None:
        """Forget the turn under way; the noise floor stays."""
        self.speaking = False
        self.started = 0.0  # stream time of the onset of this turn
        self._onset = 0.0  # seconds of loud frames before the turn was known to be one
        self._levels: list[float] = []  # of the frames since
        self._loud = 0.0  # seconds of them that were loud when they came
        self._run = 0
        self._misses = 0
        self._last_loud = 0.0
        self._words = ""
        self._words_changed = 0.0

    def hear(self, level: float, at: float) -> Edge | None:
        """Take in one frame: its level in dBFS and the stream time of its end."""
        self._floor.hear(level)
        loud = level >= self._threshold
        if self.speaking:
            self._levels.append(level)
            return self._while_speaking(loud, at)
        return self._while_quiet(loud, at)

    @property
    def voiced(self) -> float:
        """Seconds of this turn that were sound, by what is known of the noise by now.

        A line that begins to hiss looks like speech until the floor has followed it.
        """
        threshold = self._threshold
        return self._onset + FRAME * sum(level >= threshold for level in self._levels)

    @property
    def _threshold(self) -> float:
        return max(self._config.quietest, self._floor.level + self._config.above_noise)

    def words(self, text: str, at: float) -> None:
        """Take in the words recognised so far in this turn."""
        if text != self._words:
            self._words = text
            self._words_changed = at

    def _while_quiet(self, loud: bool, at: float) -> Edge | None:
        if loud:
            if self._run == 0:
                self.started = max(0.0, at - FRAME)
            self._run += 1
            self._misses = 0
        elif self._run:
            self._misses += 1
            if self._misses > 2:  # two quiet frames inside an onset are forgiven
                self._run = 0
        if self._run < self._onset_frames:
            return None
        self.speaking = True
        self._onset = self._run * FRAME
        self._levels = []
        self._loud = self._onset
        self._last_loud = self._words_changed = at
        self._words = ""
        self._run = 0
        return Edge.BEGAN

    def _while_speaking(self, loud: bool, at: float) -> Edge | None:
        config = self._config
        if loud:
            self._last_loud = at
            self._loud += FRAME
        short = self._loud < config.short_turn and not self._words
        patience = config.short_trailing_silence if short else config.trailing_silence
        over = (
            at - self._last_loud >= patience - 1e-6
            or (bool(self._words) and at - self._words_changed >= config.stale)
            or at - self.started >= config.max_turn
        )
        if not over:
            return None
        self.speaking = False
        self._run = 0
        return Edge.ENDED
