"""语感 tone: whether an utterance is worded as citizens word questions, or as they word grievances.

No list of words holds all that a grievance is told with. So each short stretch of a text, of one to
three characters and of two to three syllables (which outlive a recogniser's errors), has a weight:
above nought it speaks for a question. The weights are learnt from the labelled lines, the articles'
ways and what is told by kind (`ivr.knowledge.appeals`, `ivr.knowledge.tone_fit`) and kept in
knowledge_base/eval/tone.tsv.

In the same way, among questions, what articles answer (要带什么材料) is told from what nobody
wrote an article for (算不算, 会不会知道, 值不值): knowledge_base/eval/askable.tsv.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from math import sqrt, tanh
from pathlib import Path

from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.terms import Spoken
from ivr.knowledge.vocabulary import Vocabulary
from ivr.knowledge.weights import Weights, read_weights, write_weights

FILE = Path("eval") / "tone.tsv"  # in the folder of the knowledge base
ASKABLE = Path("eval") / "askable.tsv"
_LONGEST_PIECE = 3
_FAR = 4.0  # a sum of weights that leaves no doubt


def pieces(said: Spoken) -> frozenset[str]:
    """The stretches of a text that are weighed; its begin and its end are told apart."""
    return _pieces(said.text, said.sounds)


@lru_cache(maxsize=16)  # tone and wording are asked of the same text
def _pieces(text: str, sounds: tuple[str, ...]) -> frozenset[str]:
    marked, heard = f"^{text}$", ("^", *sounds, "$")
    return frozenset((*marked, *_stretches(marked, ""), *_stretches(heard, " ")))


def _stretches(whole: Sequence[str], between: str) -> Iterator[str]:
    """All that stands together, two and more at a time."""
    found: Sequence[str] = whole
    for length in range(2, _LONGEST_PIECE + 1):
        found = [a + between + b for a, b in zip(found, whole[length - 1 :], strict=False)]
        yield from found


class Tone:
    """语感: the weights, and what they say of a text."""

    def __init__(self, weights: Weights, vocabulary: Vocabulary | None = None) -> None:
        self.weights = weights
        self._own = (vocabulary or Vocabulary()).column(weights, 0.0)

    def of(self, said: Spoken) -> float:
        """From -1, worded like a grievance, to 1, like a question; 0 tells nothing."""
        return self.of_pieces(pieces(said))

    def of_pieces(self, found: Collection[str]) -> float:
        """The same of a text whose pieces are known."""
        return tanh(self._own.of(found).sum() / sqrt(len(found)) / _FAR)

    @classmethod
    def load(
        cls, path: Path, vocabulary: Vocabulary | None = None
    ) -> tuple["Tone", list[ArticleFault]]:
        """What the file holds."""
        weights, faults = read_weights(path)
        return cls(weights, vocabulary), faults

    def write(self, path: Path) -> None:
        """Keeps the weights where `load` reads them."""
        note = "片段\t权重（大于零像条目能答的咨询，小于零像诉求或没有条目的问题）。"
        write_weights(path, note, self.weights)
