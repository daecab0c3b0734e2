"""被反映单位或人: whom the caller complains of, reports or praises, in the caller's own words.

mentions.py finds every stretch that may say it, respondent_features.py what the sentence tells of
each. Their weights are learnt from labelled matters (`python -m tools.learn_respondents`), and
nobody is one more to choose from. What the weights do not know counts nothing.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ivr.errors import Fault
from ivr.tickets.mentions import find_mentions
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.respondent_features import (
    Around,
    Features,
    around,
    of_all,
    of_kind,
    of_nobody,
    of_words,
)

FILE = "respondents.npz"
STEP = 40.0  # weights are kept as whole parts of this

Weights = Mapping[str, float]


class Respondents:
    """Chooses who is meant; without weights nobody is."""

    def __init__(self, weights: Weights, digest: str = "") -> None:
        self._weights = weights
        self.digest = digest  # of the labelled matters the weights were learnt from
        # A growing call changes little: what was weighed once is remembered, not for long.
        self._of_words = lru_cache(maxsize=1024)(self._weigh)

    @classmethod
    def load(cls, folder: Path) -> "tuple[Respondents, list[Fault]]":
        """What was learnt; a fault where the file is missing or broken."""
        path = folder / FILE
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                names = file["names"].item().split("\n")
                values = (file["weights"] / STEP).tolist()
                return cls(dict(zip(names, values, strict=True)), file["digest"].item()), []
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, AttributeError):
            remedy = "恢复该文件，或运行 python -m tools.learn_respondents"
            return cls({}), [Fault(str(path), None, "没有被反映对象的权重，该项将留空", remedy)]

    def of(self, text: str, kind: Kind, blanked: str) -> Evidence | None:
        """Who is meant; None when nobody is named or nobody is meant.

        `blanked` is the text with the names of places and the times blanked, same length.
        """
        if not self._weights:
            return None
        mentions = find_mentions(text, blanked)
        best, most = None, self._sum(of_nobody(blanked, mentions, kind))
        for mention, beside in zip(mentions, of_all(text, mentions), strict=True):
            worth = self._of_words(around(text, blanked, mention), kind) + self._sum(beside)
            if worth > most:
                best, most = mention.span, worth
        return best

    def _weigh(self, told: Around, kind: Kind) -> float:
        return self._sum(of_words(told)) + self._sum(of_kind(told, kind))

    def _sum(self, found: Features) -> float:
        weight = self._weights.get
        return sum(value * weight(name, 0.0) for name, value in found.items())


def options(text: str, kind: Kind, blanked: str) -> list[tuple[str | None, Features]]:
    """Everybody who may be meant, and nobody, with all that is weighed: for learning."""
    mentions = find_mentions(text, blanked)
    found: list[tuple[str | None, Features]] = []
    for mention, beside in zip(mentions, of_all(text, mentions), strict=True):
        told = around(text, blanked, mention)
        found.append((told.words, of_words(told) | of_kind(told, kind) | beside))
    return [*found, (None, of_nobody(blanked, mentions, kind))]
