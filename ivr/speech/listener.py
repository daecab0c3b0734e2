"""One stream's ears: frames in, results out. The frames are the clock."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ivr.language.numbers import written
from ivr.speech.config import SpeechConfig
from ivr.speech.decoder import Decoder, Model
from ivr.speech.endpoint import Edge, Endpointer
from ivr.speech.frames import LAST, SAMPLES, SECONDS, SILENCE, Frame
from ivr.speech.hesitation import with_fillers
from ivr.speech.results import Final, Partial, SpeechEnded, SpeechResult, SpeechStarted, Word

BEFORE_GLIMPSE = 4  # frames before the onset that a glimpse hears, too
EARLIER = 0.08  # seconds before `glimpse` at which a first one is shown if it is sure
SURE = 0.9  # confidence in every character: of those 19 in 20 were a true beginning
DOUBTFUL = 0.5  # mean confidence under which a very short sound is noise
LONGEST_GAP = 50  # frames; a longer one ends the turn instead of becoming silence


class Arrival(NamedTuple):
    """A frame and when it came (monotonic seconds)."""

    frame: Frame
    at: float


@dataclass(slots=True)
class Counts:
    """Figures of one stream."""

    frames: int = 0
    frames_lost: int = 0
    partials: int = 0
    partials_shed: int = 0
    finals: int = 0


def levels(pcm: bytes) -> list[float]:
    """The level of each 20 ms frame in dBFS."""
    frames = np.frombuffer(pcm, "<i2").reshape(-1, SAMPLES).astype(np.float32)
    power = np.einsum("ij,ij->i", frames, frames) / (SAMPLES * 32768.0**2)
    return list((10.0 * np.log10(power + 1e-10)).tolist())


class Listener:
    """Joins the endpointer and the decoder of one stream."""

    def __init__(
        self,
        model: Model,
        stream: int,
        config: SpeechConfig,
        emit: Callable[[SpeechResult], None],
        clock: Callable[[], float],
    ) -> None:
        self._model = model
        self._stream = stream
        self._config = config
        self._emit = emit
        self._clock = clock  # only to say how long a final took
        self._endpointer = Endpointer(config.endpoint)
        self._decoder: Decoder | None = None  # made when somebody first speaks
        self._next: int | None = None  # the sequence number expected
        self._paused = False
        self._pre_roll: deque[bytes] = deque(maxlen=max(1, round(config.pre_roll / SECONDS)))
        self._begun_at = 0.0  # stream time of the first sample decoded in this turn
        self._partial = ""
        self._partial_due = 0.0
        self._opening: list[bytes] | None = None  # frames of a turn while it may be glimpsed
        self._glimpsed = False
        self.counts = Counts()

    @property
    def now(self) -> float:
        """Stream time: seconds of sound since listening began."""
        return (self._next or 0) * SECONDS

    def pause(self) -> None:
        """Stop listening; a turn under way is finished first."""
        if self._endpointer.speaking:
            self._end_turn(self._clock())
        self._paused = True

    def resume(self) -> None:
        """Listen again."""
        self._paused = False
        self._forget()

    @property
    def speaking(self) -> bool:
        """A turn is under way."""
        return self._endpointer.speaking

    def close(self) -> None:
        """No more sound comes, or none came for a while."""
        if self._endpointer.speaking:
            self._end_turn(self._clock())

    def feed(self, arrivals: Sequence[Arrival], *, behind: bool) -> None:
        """Take in consecutive frames; `behind`: shed partial results to catch up."""
        run: list[bytes] = []
        for frame, at in arrivals:
            self.counts.frames += 1
            expected = frame.sequence if self._next is None else self._next
            gap = frame.sequence - expected
            if gap < 0:  # late or doubled
                continue
            if gap:
                self.counts.frames_lost += gap
                if gap > LONGEST_GAP:
                    self._hear(run, at, behind)
                    run = []
                    self._break(at)
                else:
                    run.extend([SILENCE] * gap)
                    self._next = expected + gap
            run.append(frame.pcm or SILENCE)
            self._next = frame.sequence + 1
            if frame.flags & LAST:
                self._hear(run, at, behind)
                self.close()
                return
        if arrivals:
            self._hear(run, arrivals[-1].at, behind)

    def _break(self, at: float) -> None:
        if self._endpointer.speaking:
            self._end_turn(at)
        self._forget()

    def _forget(self) -> None:
        self._endpointer.reset()
        self._pre_roll.clear()

    def _hear(self, run: list[bytes], at: float, behind: bool) -> None:
        """Run the frames, which end at `now`, through the endpointer and the decoder."""
        if self._paused or not run:
            return
        begin = self.now - len(run) * SECONDS
        sound: list[bytes] = []  # for the decoder
        for index, level in enumerate(levels(b"".join(run))):
            end = begin + (index + 1) * SECONDS
            edge = self._endpointer.hear(level, end)
            if edge is Edge.BEGAN:
                self._begin_turn(end - SECONDS)
            if self._endpointer.speaking or edge is Edge.ENDED:
                sound.append(run[index])
            else:
                self._pre_roll.append(run[index])
            if edge is Edge.ENDED:
                self._decode(sound)
                sound = []
                self._end_turn(at, end)
        self._decode(sound)
        if sound and self._endpointer.speaking:
            if self.now >= self._partial_due:
                self._say_partial(behind)
            self._glimpse(sound, behind)

    def _begin_turn(self, at: float) -> None:
        if self._decoder is None:
            self._decoder = Decoder(self._model)
        self._decoder.begin()
        self._begun_at = at - len(self._pre_roll) * SECONDS
        known = round((at - self._endpointer.started) / SECONDS) + BEFORE_GLIMPSE
        self._opening = list(self._pre_roll)[-known:] if self._config.glimpse else None
        self._glimpsed = False
        self._partial = ""
        self._partial_due = at
        self._emit(SpeechStarted(self._stream, round(self._endpointer.started, 3)))
        self._decode(list(self._pre_roll))
        self._pre_roll.clear()

    def _decode(self, sound: list[bytes]) -> None:
        if sound and self._decoder is not None:
            self._decoder.accept(b"".join(sound))

    def _say_partial(self, behind: bool) -> None:
        if behind:
            self.counts.partials_shed += 1
            return
        assert self._decoder is not None
        text = self._decoder.partial()
        if text:  # until the first word every batch is asked, for a quick first partial
            self._partial_due = self.now + self._config.partial_every
        self._endpointer.words(text, self.now)
        if text and text != self._partial:
            self._tell_partial(text)

    def _glimpse(self, sound: list[bytes], behind: bool) -> None:
        """The first words of a turn, before the decoder gets to them; the next partial corrects."""
        if self._opening is None:
            return
        if self._partial or behind:
            self._opening = None
            return
        self._opening += sound
        since = self.now - self._endpointer.started
        last = since >= self._config.glimpse
        if not last and (self._glimpsed or since < self._config.glimpse - EARLIER):
            return
        self._glimpsed = True
        text, confidence = self._model.glimpse(b"".join(self._opening))
        if last:
            self._opening = None
        if text and (last or confidence >= SURE):
            self._tell_partial(text)

    def _tell_partial(self, text: str) -> None:
        self._partial = text
        self.counts.partials += 1
        self._emit(Partial(self._stream, text, round(self.now, 3)))

    def _end_turn(self, arrived: float, at: float | None = None) -> None:
        assert self._decoder is not None
        at = round(self.now if at is None else at, 3)
        voiced = self._endpointer.voiced
        started = round(self._endpointer.started, 3)
        base = self._begun_at
        words = tuple(
            Word(w.text, round(base + w.start, 3), round(base + w.end, 3), w.confidence)
            for w in self._decoder.finish()
        )
        self._endpointer.reset()
        # A click may sound like 吗 to a model that must say something.
        doubtful = sum(word.confidence for word in words) < DOUBTFUL * len(words)
        if (not words or doubtful) and voiced < self._config.endpoint.min_speech:
            self._emit(SpeechEnded(self._stream, at))
            return
        raw = "".join(word.text for word in words)
        took = max(0.0, self._clock() - arrived)
        self.counts.finals += 1
        words = with_fillers(words)
        self._emit(Final(self._stream, written(raw), raw, words, started, at, took))
