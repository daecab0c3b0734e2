"""语感 tone: whether an utterance is worded as citizens word questions, or as they word grievances.

No list of words holds all that a grievance is told with. So each short stretch of a text, of one to
three characters and of two to three syllables (which outlive a recogniser's errors), has a weight:
above nought it speaks for a question. The weights are learnt from the labelled lines and from the
examples of the taxonomy (`ivr.knowledge.tone_fit`) and kept in knowledge_base/eval/tone.tsv.

In the same way, among calm questions, what articles answer (要带什么材料) is told from what nobody
wrote an article for (算不算, 会不会知道, 值不值): knowledge_base/eval/askable.tsv.
"""

from collections.abc import Collection, Iterator, Mapping
from math import sqrt, tanh
from pathlib import Path

from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.terms import Spoken
from ivr.knowledge.weights import read_weights, write_weights

FILE = Path("eval") / "tone.tsv"  # in the folder of the knowledge base
ASKABLE = Path("eval") / "askable.tsv"
_LONGEST_PIECE = 3
_FAR = 4.0  # a sum of weights that leaves no doubt


def pieces(said: Spoken) -> set[str]:
    """The stretches of a text that are weighed; its begin and its end are told apart."""
    return {*_stretches(f"^{said.text}$", 1, ""), *_stretches(("^", *said.sounds, "$"), 2, " ")}


def _stretches(whole: str | tuple[str, ...], shortest: int, between: str) -> Iterator[str]:
    for length in range(shortest, _LONGEST_PIECE + 1):
        for start in range(len(whole) - length + 1):
            yield between.join(whole[start : start + length])


class Tone:
    """语感: the weights, and what they say of a text."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def of(self, said: Spoken) -> float:
        """From -1, worded like a grievance, to 1, like a question; 0 tells nothing."""
        return self.of_pieces(pieces(said))

    def of_pieces(self, found: Collection[str]) -> float:
        """The same of a text whose pieces are known."""
        total = sum(self.weights.get(piece, 0.0) for piece in found)
        return tanh(total / sqrt(len(found)) / _FAR)

    @classmethod
    def load(cls, path: Path) -> tuple["Tone", list[ArticleFault]]:
        """What the file holds."""
        weights, faults = read_weights(path)
        return cls(weights), faults

    def write(self, path: Path) -> None:
        """Keeps the weights where `load` reads them."""
        note = "片段\t权重（大于零像条目能答的咨询，小于零像诉求或没有条目的问题）。"
        write_weights(path, note, self.weights)
