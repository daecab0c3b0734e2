"""被反映单位或人: whom the caller complains of, reports or praises, in the caller's own words.

mentions.py finds every stretch that may say it, respondent_features.py what the sentence tells of
each, reader.py how it fits the matter as a whole. Their weights are learnt from labelled matters
(`python -m tools.learn_respondents`), and nobody is one more to choose from. What the weights do
not know counts nothing. Several wordings of one (物业, 物业那帮人) share what speaks for it; so the
one wins with which most of the likely ones agree. Where its name really begins and ends is found
then (respondent_edges.py).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ivr.errors import Fault
from ivr.tickets.at_hand import AtHand
from ivr.tickets.borders import STEP as BORDER_STEP
from ivr.tickets.borders import Borders
from ivr.tickets.kept_weights import Kept, by_name, lines_of, read_kept
from ivr.tickets.mentions import find_mentions
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.reader import Asked, StoryReader
from ivr.tickets.respondent_edges import Edges
from ivr.tickets.respondent_features import (
    Around,
    Features,
    around,
    of_all,
    of_kind,
    of_nobody,
    of_words,
)
from ivr.tickets.sameness import same_respondent

FILE = "respondents.npz"
STEP = 40.0  # weights are kept as whole parts of this

# How much the borders of a name count beside what is told of it; nobody has none.
_BORDERS_COUNT, _NO_BORDERS, _BORDERS = 0.2, -4.0, (-16.0, 4.0)
_LIKELY = 8  # of whom it is asked which say the same
_EVENLY = 0.6  # what is learnt is surer than it is right

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who may be meant, or nobody, and what is weighed."""

    said: str | None
    features: Features
    borders: float  # what is added for them


class Respondents:
    """Chooses who is meant; without weights nobody is."""

    def __init__(
        self,
        weights: Weights,
        digest: str = "",
        borders: Borders | None = None,
        reader: StoryReader | None = None,
        edges: Edges | None = None,
    ) -> None:
        self._weights, self._borders = weights, borders
        self._reader, self._edges = reader or StoryReader(), edges or Edges({})
        self.digest = digest  # of the labelled matters the weights were learnt from
        # A growing call changes little: what was weighed once is remembered, not for long.
        self._of_words = lru_cache(maxsize=1024)(self._weigh)
        self._weight = AtHand(lambda name: weights.get(name, 0.0))

    @classmethod
    def load(
        cls, folder: Path, reader: StoryReader | None = None
    ) -> "tuple[Respondents, list[Fault]]":
        """What was learnt; a fault where the file is missing or broken."""
        path = folder / FILE
        edges, more = Edges.load(folder)
        learnt = read_kept(path, lambda kept: cls._made_of(kept, reader, edges))
        if learnt is not None:
            return learnt, more
        remedy = "恢复该文件，或运行 python -m tools.learn_respondents"
        return cls({}), [Fault(str(path), None, "没有被反映对象的权重，该项将留空", remedy)]

    @classmethod
    def _made_of(cls, kept: Kept, reader: StoryReader | None, edges: Edges) -> "Respondents":
        weights = {name: weight / STEP for name, weight in by_name(kept).items()}
        both = map(tuple, (kept["borders"] / BORDER_STEP).tolist())
        begins, ends = kept["base"].tolist()
        borders = Borders(dict(zip(lines_of(kept, "signs"), both, strict=True)), (begins, ends))
        return cls(weights, kept["digest"].item(), borders, reader, edges)

    def of(self, text: str, kind: Kind | None, blanked: str) -> Evidence | None:
        """Who is meant; None when nobody is named or nobody is meant.

        `kind`: None where the words tell of a danger; `blanked` is the text with the names of
        places and the times blanked, same length.
        """
        if not self._weights:
            return None
        mentions = find_mentions(text, blanked, self._borders)
        spans = [mention.span for mention in mentions]
        *read, nobody = self._reader.worths(Asked.WHO, text, blanked, spans)
        sums = [
            self._of_words(around(text, blanked, mention), kind)
            + self._sum(beside)
            + for_borders(mention.worth)
            + worth
            for mention, beside, worth in zip(mentions, of_all(text, mentions), read, strict=True)
        ]
        sums.append(self._sum(of_nobody(blanked, mentions, kind)) + for_borders(None) + nobody)
        best = choose([*(text[slice(*mention.span)] for mention in mentions), None], sums)
        if best == len(mentions):
            return None
        return self._edges.fitted(text, blanked, mentions, mentions[best].span)

    def _weigh(self, told: Around, kind: Kind | None) -> float:
        weight = self._weights.get
        found = (*of_words(told).items(), *of_kind(told, kind).items())
        return sum([value * weight(name, 0.0) for name, value in found])

    def _sum(self, found: Features) -> float:
        weight = self._weight
        return sum([value * weight[name] for name, value in found.items()])


def for_borders(worth: float | None) -> float:
    """What the borders of somebody's name add, or of nobody's."""
    lowest, highest = _BORDERS
    return _BORDERS_COUNT * (_NO_BORDERS if worth is None else min(highest, max(lowest, worth)))


def choose(said: Sequence[str | None], sums: Sequence[float]) -> int:
    """Which of them says what most of the likely ones say, each as likely as its sum."""
    likely = sorted(range(len(sums)), key=lambda at: (-sums[at], at))[:_LIKELY]
    most = sums[likely[0]]
    share = {at: math.exp(_EVENLY * (sums[at] - most)) for at in likely}

    def agreed(at: int) -> float:
        return sum(share[other] for other in likely if _same(said[other], said[at]))

    return max(likely, key=lambda at: (agreed(at), sums[at], -at))


def _same(want: str | None, got: str | None) -> bool:
    if want is None or got is None:
        return want is got
    return want == got or same_respondent(want, got)


def weighed(
    text: str, kind: Kind | None, blanked: str, borders: Borders | None = None
) -> list[Option]:
    """Everybody who may be meant, and last nobody, with all that is weighed: for learning."""
    mentions = find_mentions(text, blanked, borders)
    found: list[Option] = []
    for mention, beside in zip(mentions, of_all(text, mentions), strict=True):
        told = around(text, blanked, mention)
        features = of_words(told) | of_kind(told, kind) | beside
        found.append(Option(told.words, features, for_borders(mention.worth)))
    nobody = of_nobody(blanked, mentions, kind)
    return [*found, Option(None, nobody, for_borders(None))]


def options(text: str, kind: Kind | None, blanked: str) -> list[tuple[str | None, Features]]:
    """The same without what is learnt of borders."""
    return [(option.said, option.features) for option in weighed(text, kind, blanked)]
