"""出入 misfit: what of a question an article does not know, weighed by how much that tells.

房产证上加名字多少钱 shares nearly all its words with the article on giving a flat away; only
加名字 is missing. Other words are missing without harm: 我媳妇, 昨天. So each term has a weight,
learnt from the labelled lines and the articles that were near them (`ivr.knowledge.misfit_fit`)
and kept in knowledge_base/eval/misfit.tsv. A term that was not learnt counts as its kind does.
"""

from math import sqrt
from pathlib import Path

import numpy as np

from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.postings import Array
from ivr.knowledge.terms import KIND_WEIGHT, Spoken
from ivr.knowledge.vocabulary import Vocabulary
from ivr.knowledge.weights import Weights, read_weights, write_weights

FILE = Path("eval") / "misfit.tsv"  # in the folder of the knowledge base
KIND = "#"  # before a kind of term: its weight for each of them, however long the text
_FAR = 6.0  # a sum of weights that leaves no doubt


def kind_share(said: Spoken) -> float:
    """How much each term that is missing counts for its kind: long texts have many."""
    return 1.0 / (1.0 + sqrt(len(said.text)))


class Misfit:
    """出入: the weights, and what they say of an article and a text."""

    def __init__(self, weights: Weights, vocabulary: Vocabulary | None = None) -> None:
        self.weights = weights
        own = {t: w * KIND_WEIGHT.get(t[0], 1.0) for t, w in weights.items()}
        self._own = (vocabulary or Vocabulary()).column(own, 0.0)

    def values(self, said: Spoken) -> Array:
        """What each term of a text would count, were it missing."""
        share, weights = kind_share(said), self.weights
        kinds = {kind: weights.get(KIND + kind, 0.0) * share for kind in KIND_WEIGHT}
        return self._own.of(said.terms) + [kinds[term[0]] for term in said.terms]

    @staticmethod
    def of(values: Array, lacks: Array) -> Array:
        """From -1, what is missing is the point of it, to 1; 0 tells nothing.

        `lacks` says of each term whether the article knows it not; of several articles, in rows.
        """
        told: Array = np.tanh(lacks @ values / _FAR)
        return told

    @classmethod
    def load(
        cls, path: Path, vocabulary: Vocabulary | None = None
    ) -> tuple["Misfit", list[ArticleFault]]:
        """What the file holds."""
        weights, faults = read_weights(path)
        return cls(weights, vocabulary), faults

    def write(self, path: Path) -> None:
        """Keeps the weights where `load` reads them."""
        write_weights(
            path, "问话里有、条目里没有的词\t权重（小于零：多半问的不是这件事）。", self.weights
        )
