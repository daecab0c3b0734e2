"""校准: turns how well the best article fits into the share of such guesses that is right.

A logistic curve over a few signals, fitted on the development part of the labelled questions
(`ivr.knowledge.bench.fit`) and kept in knowledge_base/eval/calibration.yaml.
"""

from dataclasses import astuple, dataclass
from math import exp
from pathlib import Path

import msgspec
import numpy as np
import yaml

from ivr.knowledge.faults import ArticleFault


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for the first article of the list, each between 0 and 1."""

    cosine: float
    of_way: float  # share of the best way that was said
    of_question: float  # share of what was said that the article holds
    keys: float  # share of the article's key groups that were heard
    matter: float  # whether the first of them, the matter itself, was heard
    strangers: float  # matters that were heard and that the article does not know
    sound: float  # likeness of the syllables to the best way's
    novel: float  # share of what was said that no way of the article sounds like
    lead: float = 0.0  # how far the second article is behind; known when all are compared


NAMES = tuple(Signals.__dataclass_fields__)


_ORDER = {
    "cosine": 3.0,
    "of_way": 1.9,
    "of_question": 5.0,
    "keys": 1.4,
    "matter": 2.3,
    "strangers": -2.5,
    "sound": 4.7,
    "novel": -5.5,
}
_WEIGHTS = {"cosine": 4.0, "of_question": 3.0, "keys": 2.0, "lead": 3.0, "sound": 3.0}


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fitted curve, and from which probability on an answer is given."""

    order: dict[str, float] = msgspec.field(default_factory=lambda: dict(_ORDER))
    bias: float = -7.0
    weights: dict[str, float] = msgspec.field(default_factory=lambda: dict(_WEIGHTS))
    answer_from: float = 0.62
    partly_from: float = 0.85  # the same where not every key group was heard
    unnamed_from: float = 0.9  # the same where the matter itself was not
    clarify_from: float = 0.35  # the two best together

    def rank(self, signals: Signals) -> float:
        """What the articles are sorted by."""
        values: tuple[float, ...] = astuple(signals)
        return sum(self.order.get(n, 0.0) * v for n, v in zip(NAMES, values, strict=True))

    def probability(self, signals: Signals) -> float:
        total = self.bias + sum(
            self.weights.get(name, 0.0) * value
            for name, value in zip(NAMES, astuple(signals), strict=True)
        )
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))

    @classmethod
    def load(cls, path: Path) -> tuple["Curve", list[ArticleFault]]:
        try:
            return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), cls), []
        except FileNotFoundError:
            return cls(), []
        except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
            remedy = "fit it again; until then the built-in curve is used"
            return cls(), [ArticleFault(str(path), None, str(error), remedy)]


def fitted(
    rows: list[Signals], right: list[bool], ridge: float = 0.0005
) -> tuple[float, dict[str, float]]:
    """Bias and weights of the logistic curve (Newton's steps with a small ridge)."""
    x = np.array([(1.0, *astuple(r)) for r in rows])
    y = np.array(right, dtype=float)
    beta = np.zeros(x.shape[1])
    damp = np.eye(x.shape[1]) * ridge * len(rows)
    damp[0, 0] = 1e-6
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (y - p) - damp @ beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x + damp + 1e-9 * np.eye(len(beta))
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return float(beta[0]), {n: round(float(b), 3) for n, b in zip(NAMES, beta[1:], strict=True)}


def ordered(lists: list[tuple[list[Signals], list[bool]]], ridge: float = 0.5) -> dict[str, float]:
    """Weights under which the right article of each list comes first (softmax, descent)."""
    names = NAMES[:-1]
    data = [
        (np.array([astuple(s)[:-1] for s in rows]), np.array(right, dtype=float))
        for rows, right in lists
        if any(right) and not all(right)
    ]
    weights = np.zeros(len(names))
    for _ in range(400):
        gradient = ridge * weights
        for x, y in data:
            scores = x @ weights
            p = np.exp(scores - scores.max())
            p /= p.sum()
            wanted = p * y / max(float((p * y).sum()), 1e-12)
            gradient = gradient + x.T @ (p - wanted)
        weights = weights - 8.0 * gradient / max(len(data), 1)
    return {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)}
