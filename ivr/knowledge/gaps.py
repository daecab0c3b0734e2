"""What callers asked and no article answered, gathered into groups: what to write next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.terms import KIND_WEIGHT

ALIKE = 0.45  # from this overlap on two questions belong together


@dataclass(slots=True)
class Gap:
    """缺口: one matter that was asked for, in its callers' words."""

    text: str  # the first that asked so
    count: int = 1
    others: list[str] = field(default_factory=list)  # further words for it, each once
    nearest: str = ""  # the article that comes nearest, should it have been that one


def gaps(kb: KnowledgeBase, asked: Iterable[str]) -> list[Gap]:
    """Groups of questions, the most frequent first; grievances and wishes are no gaps."""
    found: list[tuple[Gap, dict[str, float]]] = []
    for text in asked:
        if not kb.asks(text):
            continue
        terms = _weighed(kb, text)
        alike = [(_overlap(terms, known), gap) for gap, known in found]
        likeness, gap = max(alike, key=lambda a: a[0], default=(0.0, None))
        if gap is not None and likeness >= ALIKE:
            gap.count += 1
            if text != gap.text and text not in gap.others:
                gap.others.append(text)
        else:
            best = kb.search(text, 1)
            found.append((Gap(text, nearest=best[0].article.id if best else ""), terms))
    return sorted((gap for gap, _ in found), key=lambda g: -g.count)


def _weighed(kb: KnowledgeBase, text: str) -> dict[str, float]:
    terms = {t: KIND_WEIGHT[t[0]] * s for t, s in kb.taken_apart(text).terms.items()}
    norm = sqrt(sum(w * w for w in terms.values())) or 1.0
    return {t: w / norm for t, w in terms.items()}


def _overlap(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(w * b[t] for t, w in a.items() if t in b)
