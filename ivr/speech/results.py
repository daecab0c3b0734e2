"""What the recogniser says about a stream, in seconds of that stream's own time.

One turn of speech is `SpeechStarted`, any number of `Partial`, then `Final`. Noise that came to
nothing is `SpeechStarted`, `SpeechEnded` without a `Final`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One character or word as heard, with the recogniser's confidence in it (0 to 1)."""

    text: str
    start: float
    end: float
    confidence: float
    filler: bool = False  # hesitation (嗯, 那个, 就是说): said, but no fact


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak; comes within 200 ms of the onset, for barge-in."""

    stream: int
    at: float  # stream time of the onset


@dataclass(frozen=True, slots=True)
class Partial:
    """What was heard so far in this turn; the next one replaces it."""

    stream: int
    text: str  # the recogniser's characters, no spaces
    at: float


@dataclass(frozen=True, slots=True)
class Final:
    """One finished turn. `text` may be empty: somebody spoke, nothing was understood."""

    stream: int
    text: str  # written form: 3号楼2单元402
    raw: str  # the recogniser's characters, no spaces: 三号楼二单元四零二
    words: tuple[Word, ...]  # as long as `raw` together; names of the site stand corrected here
    started: float  # stream time of the onset
    at: float  # stream time at which the turn was over
    took: float  # seconds between the last frame's arrival and this result


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The turn was noise, or was lost when a worker died; no `Final` comes."""

    stream: int
    at: float
    lost: bool = False  # a worker died: what was said in this turn is gone, listening goes on


SpeechResult = SpeechStarted | Partial | Final | SpeechEnded
