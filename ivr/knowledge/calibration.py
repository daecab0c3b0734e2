"""校准: turns how well the best article fits into the share of such guesses that is right.

Logistic curves over a few signals, fitted on the development part of the labelled questions
(`ivr.knowledge.fit`) and kept in knowledge_base/eval/calibration.yaml.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from operator import attrgetter, mul
from pathlib import Path

import msgspec
import numpy as np
import yaml

from ivr.knowledge.faults import ArticleFault


class Signals(msgspec.Struct, frozen=True):
    """What speaks for the first article of the list, each between 0 and 1."""

    cosine: float
    of_way: float  # share of the best way that was said
    of_question: float  # share of what was said that the article holds
    keys: float  # share of the article's key groups that were heard
    matter: float  # whether the first of them, the matter itself, was heard
    strangers: float  # matters that were heard and that the article does not know
    sound: float  # likeness of the syllables to the way that sounds nearest
    sounds: float  # the same to the nearest three
    novel: float  # share of what was said that no way of the article sounds like
    misfit: float = 0.0  # what the words that the article does not know tell
    grasp: float = 0.0  # how likely it is meant by the terms of the text together; from -1
    reading: float = 0.0  # the same by the text read in order
    length: float = 0.0  # of the text: long ones share less with any way
    asked: float = 0.0  # how surely it is a question and no grievance
    unanswered: float = 0.0  # likeness to a question that no article answers
    askable: float = 0.0  # worded like what articles answer
    lead: float = 0.0  # how far the second article is behind; known when all are compared
    grasp_none: float = 0.0  # the same of none of the articles
    reading_none: float = 0.0
    told: float = 0.0  # share of what was said that no way holds, but the answer speaks of
    refused: float = 0.0  # likeness of sound to a question that no article answers
    keys_strangers: float = 0.0  # two at once: what one tells depends on the other
    lead_refused: float = 0.0
    lead_askable: float = 0.0
    lead_misfit: float = 0.0

    def placed(self, text: "OfText", lead: float) -> "Signals":
        """The same with what is known of the text, and when all articles are compared."""
        lead = max(-1.0, min(1.0, lead / _FAR))
        return msgspec.structs.replace(
            self,
            asked=text.asked,
            unanswered=text.unanswered,
            refused=text.refused,
            askable=text.askable,
            lead=lead,
            keys_strangers=self.keys * self.strangers,
            lead_refused=lead * text.refused,
            lead_askable=lead * text.askable,
            lead_misfit=lead * self.misfit,
        )


@dataclass(frozen=True, slots=True)
class OfText:
    """The signals of a text itself, whichever article is compared."""

    asked: float
    unanswered: float
    refused: float
    askable: float


NAMES = Signals.__struct_fields__
figures: Callable[[Signals], tuple[float, ...]] = attrgetter(*NAMES)
_FAR = 4.0  # a lead in rank that leaves no doubt
_OF_THE_ARTICLE = NAMES.index("length")  # what stands before differs between articles


_ORDER = {
    "cosine": 3.0,
    "of_way": 1.9,
    "of_question": 5.0,
    "keys": 1.4,
    "matter": 2.3,
    "strangers": -2.5,
    "sound": 2.4,
    "sounds": 2.4,
    "novel": -5.5,
}
_WEIGHTS = {"cosine": 4.0, "of_question": 3.0, "keys": 2.0, "lead": 3.0, "sound": 3.0}
_ASKED = {"asks": 3.0, "inquiry": 1.0, "tone": 4.0}


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fitted curve, and from which probability on an answer is given."""

    order: dict[str, float] = msgspec.field(default_factory=lambda: dict(_ORDER))
    bias: float = -7.0
    weights: dict[str, float] = msgspec.field(default_factory=lambda: dict(_WEIGHTS))
    asked: dict[str, float] = msgspec.field(default_factory=lambda: dict(_ASKED))  # of the cues
    asked_bias: float = -2.0
    asked_from: float = 0.4  # below it is no question, or a grievance
    answer_from: float = 0.6
    same_from: float = 0.6  # the same for what is said nearly word for word as a way
    clarify_from: float = 0.35  # the two best together

    def rank(self, signals: Signals) -> float:
        """What the articles are sorted by."""
        return _weighed(self.order, signals)

    def probability(self, signals: Signals) -> float:
        return logistic(self.bias + _weighed(self.weights, signals))

    def question(self, cues: Mapping[str, float]) -> float:
        """The share of such texts that is a question and no grievance."""
        return logistic(
            self.asked_bias + sum(self.asked.get(name, 0.0) * v for name, v in cues.items())
        )

    @classmethod
    def load(cls, path: Path) -> tuple["Curve", list[ArticleFault]]:
        try:
            return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), cls), []
        except FileNotFoundError:
            return cls(), []
        except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
            remedy = "fit it again; until then the built-in curve is used"
            return cls(), [ArticleFault(str(path), None, str(error), remedy)]

    def write(self, path: Path) -> None:
        """Keeps it where `load` reads it."""
        note = "# 由 ivr bench kb --fit 在 dev 和 fresh 部分上拟合；*_from 是选定的门限。\n"
        text = yaml.safe_dump(msgspec.to_builtins(self), allow_unicode=True, sort_keys=False)
        path.write_text(note + text, encoding="utf-8")


def _weighed(weights: Mapping[str, float], signals: Signals) -> float:
    total: float = sum(map(mul, weights.values(), _taken(*weights)(signals)))
    return total


@lru_cache(maxsize=16)
def _taken(*names: str) -> Callable[[Signals], tuple[float, ...]]:
    """Takes those signals out, in that order."""
    return attrgetter(*names) if len(names) > 1 else lambda s: tuple(getattr(s, n) for n in names)


def logistic(total: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def fitted(
    rows: Sequence[Sequence[float]],
    right: Sequence[bool],
    ridge: float = 0.0005,
    counts: Sequence[float] | None = None,
) -> tuple[float, list[float]]:
    """Bias and weights of a logistic curve (Newton's steps with a small ridge).

    `counts` says how much each row counts; without, all count alike.
    """
    x = np.array([(1.0, *r) for r in rows])
    y = np.array(right, dtype=float)
    w = np.ones(len(rows)) if counts is None else np.array(counts) / np.mean(counts)
    beta = np.zeros(x.shape[1])
    damp = np.eye(x.shape[1]) * ridge * len(rows)
    damp[0, 0] = 1e-6
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (y - p)) - damp @ beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + damp + 1e-9 * np.eye(len(beta))
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        if float(np.abs(step).max()) < 1e-6:
            break
    return round(float(beta[0]), 3), [round(float(b), 3) for b in beta[1:]]


def ordered(
    lists: Sequence[tuple[Sequence[Signals], Sequence[bool], float]], ridge: float = 0.5
) -> dict[str, float]:
    """Weights under which the right article of each list comes first (softmax, descent).

    The last of a list is how much it counts.
    """
    names = NAMES[:_OF_THE_ARTICLE]
    told = [(rows, right) for rows, right, _counts in lists if any(right) and not all(right)]
    counts = np.array([c for _rows, right, c in lists if any(right) and not all(right)])
    weights = np.zeros(len(names))
    if not told:
        return dict.fromkeys(names, 0.0)
    longest = max(len(rows) for rows, _right in told)
    x = np.zeros((len(told), longest, len(names)))
    y = np.zeros((len(told), longest))
    out = np.full((len(told), longest), -np.inf)  # a list may be shorter than the longest
    for n, (rows, right) in enumerate(told):
        x[n, : len(rows)] = [figures(s)[:_OF_THE_ARTICLE] for s in rows]
        y[n, : len(rows)] = right
        out[n, : len(rows)] = 0.0
    for _ in range(400):
        scores = x @ weights + out
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        wanted = p * y
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
        missed = counts[:, None] * (p - wanted)
        gradient = ridge * weights + np.tensordot(missed, x, axes=2)
        weights = weights - 8.0 * gradient / counts.sum()
    return {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)}
