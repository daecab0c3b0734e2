"""所指: how likely a text means each article, and none of them, as a learnt net tells.

Two nets look at a question as a whole: grasp (`ivr.knowledge.grasp`) at which terms it holds,
reading (`ivr.knowledge.reading`) at what stands beside what. Of an article that was written since
they learnt they know nothing: it is as likely as any, and the other signals decide.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from ivr.knowledge.faults import ArticleFault

Array = npt.NDArray[Any]
Net = TypeVar("Net")
NEVER = -1.0  # the figure of what is so unlikely that less makes no difference
_LEAST = 1e-4  # its probability


@dataclass(frozen=True, slots=True)
class Meant:
    """Figures from 0, surely, to -1, never; without any, all are as likely."""

    places: Mapping[str, int] = field(default_factory=dict)
    figures: Array = field(default_factory=lambda: np.zeros(1))  # in places; last, of none

    @classmethod
    def told(cls, places: Mapping[str, int], sums: Array) -> "Meant":
        """From what speaks for each article, and last for none."""
        shares = np.exp(sums - sums.max())
        shares /= shares.sum()
        return cls(places, np.log(np.maximum(shares, _LEAST)) / -log(_LEAST))

    def of(self, article: str) -> tuple[float, float]:
        """The figures of an article and of none; one that was not learnt is as likely as any."""
        place = self.places.get(article)
        if place is None:
            return float(self.figures.max()), NEVER
        return float(self.figures[place]), float(self.figures[-1])

    @property
    def best(self) -> str | None:
        """The likeliest article; None where none is likelier."""
        place = int(self.figures.argmax())
        return None if place == len(self.figures) - 1 else list(self.places)[place]


NOTHING = Meant()


def places_of(names: Sequence[str]) -> dict[str, int]:
    """Where each article stands among the figures."""
    return {name: place for place, name in enumerate(names)}


def kept_in(
    path: Path, made_of: Callable[[Mapping[str, Array]], Net], ignorant: Callable[[], Net]
) -> tuple[Net, list[ArticleFault]]:
    """A net as its file holds it; an ignorant one where there is none, or a broken one."""
    try:
        with path.open("rb") as file, np.load(file) as kept:
            return made_of(kept), []
    except FileNotFoundError:
        return ignorant(), []
    except (OSError, ValueError, KeyError, IndexError, BadZipFile) as error:
        remedy = "fit it again; until then the other signals decide alone"
        return ignorant(), [ArticleFault(str(path), None, str(error), remedy)]
