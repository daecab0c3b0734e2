"""有没有诉求: whether words tell a matter at all: no chatter, verse, thanks or wrong number.

Logistic regression over the stretches of `kind_sense.py`, learnt by `python -m tools.learn_matters`
from what citizens say and from what is said on any line that nobody could file. Words that sound
much like a type of the tree are more likely a matter; that they do not speaks against none, because
a site may have its own tree. What the weights do not know counts nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ivr.tickets.at_hand import AtHand
from ivr.tickets.kept_weights import Kept, by_name, read_kept

FILE = "matters.npz"
STEP = 60.0  # weights are kept as whole parts of this
BASE = ""  # the name of what is added whatever is said

_LIKE_A_TYPE, _USUAL, _MOST = 0.6, 4.0, 12.0  # what the classifier's score adds; beyond: no more


@dataclass(frozen=True)
class MatterSense:
    """Weights of stretches, and the digest of the sentences they are from."""

    weights: Mapping[str, float] = field(default_factory=dict)
    digest: str = ""

    def __bool__(self) -> bool:
        return bool(self.weights)

    @cached_property
    def _weight(self) -> AtHand[float]:
        return AtHand(lambda name: self.weights.get(name, 0.0))

    def of(self, held: Mapping[str, float], score: float) -> float:
        """How much the words are like a matter; above 0: more likely than not.

        `held`: their stretches; `score`: the classifier's.
        """
        weight = self._weight
        told = sum([value * weight[name] for name, value in held.items()], weight[BASE])
        return told + _LIKE_A_TYPE * max(0.0, min(score, _MOST) - _USUAL)


def read_matter_sense(path: Path) -> MatterSense:
    """What was learnt; nothing where the file is missing or broken: then the topic decides."""
    return read_kept(path, _made_of) or MatterSense()


def _made_of(kept: Kept) -> MatterSense:
    weights = {name: weight / STEP for name, weight in by_name(kept).items()}
    return MatterSense(weights, kept["digest"].item())
