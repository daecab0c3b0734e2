"""履历 record: how often an article was the one asked for when it stood nearest to a labelled line.

Some articles are near to much that is not asked of them (学车考驾照要什么条件), others seldom stand
first wrongly. Learnt by `ivr.knowledge.fit`, kept in knowledge_base/eval/record.tsv; an article
that was near to nothing yet counts as neither.
"""

from collections import Counter
from collections.abc import Iterable
from math import log
from pathlib import Path

from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.weights import Weights, read_weights, write_weights

FILE = Path("eval") / "record.tsv"  # in the folder of the knowledge base
_DOUBT = 2.0  # as if each had been near so often, rightly and wrongly


class Record:
    """履历: for each article above nought where it was mostly right, below where mostly wrong."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def of(self, entry: str) -> float:
        """What is known of an article."""
        return self.weights.get(entry, 0.0)

    @classmethod
    def learnt(cls, nearest: Iterable[tuple[str, bool]]) -> "Record":
        """From articles that stood nearest to a line, and whether they answer it."""
        counts = Counter(nearest)
        return cls(
            {
                entry: round(
                    log((counts[entry, True] + _DOUBT) / (counts[entry, False] + _DOUBT)), 2
                )
                for entry in {entry for entry, _right in counts}
            }
        )

    @classmethod
    def load(cls, path: Path) -> tuple["Record", list[ArticleFault]]:
        """What the file holds."""
        weights, faults = read_weights(path)
        return cls(weights), faults

    def write(self, path: Path) -> None:
        """Keeps it where `load` reads it."""
        write_weights(
            path, "条目\t最接近时多半答得对（大于零）还是答非所问（小于零）。", self.weights
        )
