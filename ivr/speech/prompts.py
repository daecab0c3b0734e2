"""Recordings of a human voice: `NAME.wav` says what `NAME.txt` beside it says, and wins."""

import unicodedata
from pathlib import Path

from ivr.errors import Fault, UserError
from ivr.speech.wav import read_wav


def same_words(text: str) -> str:
    """The text without what is not heard: punctuation, spaces, width of letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def load_prompts(folder: Path) -> tuple[dict[str, Path], list[Fault]]:
    """Recordings by the words they say, and what is wrong with the folder."""
    found: dict[str, Path] = {}
    faults: list[Fault] = []
    for sound in sorted(folder.glob("*.wav")):
        words = sound.with_suffix(".txt")
        if not words.is_file():
            remedy = f"write the words it says into {words.name}"
            faults.append(Fault(str(sound), None, "nobody knows what this recording says", remedy))
            continue
        key = same_words(words.read_text("utf-8"))
        if not key:
            faults.append(Fault(str(words), 1, "is empty", f"write the words of {sound.name}"))
        elif key in found:
            faults.append(
                Fault(str(words), 1, f"says the same as {found[key].name}", "remove one of them")
            )
        elif fault := _unreadable(sound):
            faults.append(fault)
        else:
            found[key] = sound
    return found, faults


def _unreadable(sound: Path) -> Fault | None:
    try:
        samples, _ = read_wav(sound)
    except UserError as error:
        return Fault(str(sound), None, str(error).removeprefix(f"{sound}: "))
    return None if len(samples) else Fault(str(sound), None, "has no sound", "record it again")
