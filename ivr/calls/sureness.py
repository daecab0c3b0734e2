"""How sure the recogniser was of each character that a caller said, for the evidence of tickets."""

from collections.abc import Sequence

from ivr.language.numbers import written_pieces

OURS = 1.0  # commas between utterances: nobody misheard them


def written_sureness(raw: str, confidence: Sequence[float]) -> list[float]:
    """For each character of the written form of `raw`; a figure has the mean of its words."""
    made: list[float] = []
    for piece in written_pieces(raw):
        heard = confidence[piece.start : piece.end]
        if piece.text == raw[piece.start : piece.end]:
            made += heard
        else:
            made += [sum(heard) / len(heard)] * len(piece.text)
    return made


class Sureness:
    """Everything heard in a call, and how sure of it the recogniser was."""

    def __init__(self) -> None:
        self._heard: list[tuple[str, Sequence[float]]] = []

    def add(self, text: str, confidence: Sequence[float]) -> None:
        """One utterance with one figure a character."""
        if text and len(text) == len(confidence):
            self._heard.append((text, confidence))

    def of(self, whole: str) -> list[float]:
        """One figure for each character of some utterances put together, the newest last."""
        found = [OURS] * len(whole)
        end = len(whole)
        for text, confidence in reversed(self._heard):
            at = whole.rfind(text, 0, end)
            if at >= 0:
                found[at : at + len(text)] = confidence
                end = at
        return found
