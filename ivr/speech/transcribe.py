"""`ivr transcribe`: a sound file through the same pipeline as a call."""

from dataclasses import dataclass
from pathlib import Path

from ivr.speech.results import Word


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in one file."""

    file: str
    text: str  # written form
    raw: str  # the recogniser's characters, no spaces
    words: tuple[Word, ...]


def transcribe(path: Path, model: Path) -> Transcript:
    """Recognise a WAV of any rate, width and number of channels; `UserError` for anything else."""
    raise NotImplementedError
