"""疑似敏感事项: how much words sound like what the duty manager must hear of, where no rule does.

The weights are learnt from `knowledge_base/dangers/sensitive.tsv` by `tools/concern_sense.py`, over
the features of danger.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ivr.errors import Fault
from ivr.tickets.danger_features import Concepts, features, stretches
from ivr.tickets.excuses import excuse
from ivr.tickets.model import Sensitive

FILE = "sensitive_weights.tsv"
SORTS = ("mass_incident", "public_order", "self_harm")
RULE = "likeness"
REASONS = {
    "mass_incident": "疑似群体性事件",
    "public_order": "疑似危害公共秩序或安全",
    "self_harm": "疑似有轻生或自伤的表示",
}
CERTAIN, AND_AROUND = -2.1, -3.0  # measured (docs/UNDERSTANDING.md) on words not learnt from
_AROUND = 20  # characters on each side
_FEWEST = 6
_MOST = 4000


KEPT = 2048  # stretches of the longest call: fewer would be forgotten before they come again


class ConcernSense:
    """The learnt weights."""

    def __init__(self, weights: Mapping[str, tuple[float, ...]], concepts: Concepts) -> None:
        self._weights = weights
        self._concepts = concepts
        self.weigh = lru_cache(maxsize=KEPT)(self._weigh)

    @classmethod
    def load(cls, folder: Path) -> "tuple[ConcernSense | None, list[Fault]]":
        """Read the weights; without them only the rules stand guard: a fault."""
        file = folder / FILE
        try:
            rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
            weights = {
                name: tuple(int(value) / 1000 for value in values)
                for name, *values in rows
                if not name.startswith("#")
            }
            return cls(weights, Concepts.load(folder)), []
        except (OSError, ValueError) as error:
            remedy = "恢复 knowledge_base/dangers/，或运行 python -m tools.concern_sense"
            return None, [Fault(str(file), None, f"没有疑似敏感事项的权重：{error}", remedy)]

    def _weigh(self, words: str) -> tuple[float, ...]:
        """How much each sort; above 0 is more likely than not."""
        sums = [0.0] * len(SORTS)
        for name, value in [("", 1.0), *features(words, self._concepts).items()]:
            for at, weight in enumerate(self._weights.get(name, ())):
                sums[at] += value * weight
        return tuple(sums)

    def judge(self, text: str) -> Sensitive | None:
        """What sounds most like a sensitive matter, if anything is sure to."""
        text = text[:_MOST]
        loudest = sorted(
            (
                (max(self.weigh(text[slice(*span)])), span)
                for span in stretches(text)
                if span[1] - span[0] >= _FEWEST
            ),
            reverse=True,
        )
        for sure, span in loudest:
            if sure <= CERTAIN:
                break
            start, end = span
            around = self.weigh(text[max(0, start - _AROUND) : end + _AROUND])
            if max(around) > AND_AROUND and excuse(text, *span, RULE) is None:
                sort = SORTS[around.index(max(around))]
                return Sensitive(sort, REASONS[sort], text[start:end], RULE, span)
        return None
