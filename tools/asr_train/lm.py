"""An interpolated n-gram model over words, pruned to a size and written as back-off arcs.

Counts come from several sources with weights (a free sentence weighs more than one of many
templated ones).  Every order is smoothed by Kneser and Ney's absolute discounting, each source
discounted by itself, and interpolated with the next lower one; the
lowest is a mixture of the domain's words and jieba's word frequencies, so that no known word is
impossible.
Pruning drops the n-grams whose loss changes the model's entropy least (Stolcke 1998, simplified:
the change of the back-off weight is not counted).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

BEGIN, END = "<s>", "</s>"
History = tuple[str, ...]


@dataclass
class Model:
    """Log-probabilities of kept n-grams and back-off weights of histories (natural logarithms)."""

    order: int
    grams: dict[History, dict[str, float]] = field(default_factory=dict)
    backoff: dict[History, float] = field(default_factory=dict)

    def score(self, history: History, word: str) -> float:
        """Log-probability of a word after a history, backing off as the graph will."""
        history = history[len(history) - self.order + 1 :] if self.order > 1 else ()
        cost = 0.0
        while True:
            found = self.grams.get(history, {}).get(word)
            if found is not None:
                return cost + found
            if not history:
                return -math.inf
            cost += self.backoff.get(history, 0.0)
            history = history[1:]

    def sentence(self, words: list[str]) -> float:
        """Log-probability of a whole sentence."""
        total = 0.0
        history: History = (BEGIN,)
        for word in [*words, END]:
            total += self.score(history, word)
            history = (*history, word)[-self.order :]
        return total

    def size(self) -> int:
        """How many n-grams are kept."""
        return sum(map(len, self.grams.values()))


Counts = dict[History, Counter[str]]


@dataclass(frozen=True)
class Source:
    """Counts of one kind of text and how much one of its sentences weighs."""

    counts: Counts
    weight: float


def count(sentences: Iterable[list[str]], order: int) -> Counts:
    """How often every word follows every history of up to ``order - 1`` words."""
    counts: Counts = defaultdict(Counter)
    for words in sentences:
        padded = [BEGIN, *words, END]
        for place in range(1, len(padded)):
            for length in range(min(order, place + 1)):
                counts[tuple(padded[place - length : place])][padded[place]] += 1
    return counts


def continuations(counts: Counts, order: int) -> Counts:
    """Kneser and Ney's counts: below the highest order, after how many words a word was seen."""
    result: Counts = defaultdict(Counter)
    for history, followers in counts.items():
        if len(history) == order - 1 or history[:1] == (BEGIN,):
            result[history] = followers
        if history:
            for word in followers:
                if history[1:][:1] != (BEGIN,):
                    result[history[1:]][word] += 1
    for history in [item for item in result if len(item) == order - 1]:
        result[history] = counts[history]
    return result


def joined(sources: list[Source]) -> Counts:
    """Weighted sums of the sources' counts."""
    total: Counts = defaultdict(Counter)
    for source in sources:
        for history, followers in source.counts.items():
            target = total[history]
            for word, number in followers.items():
                target[word] += source.weight * number  # type: ignore[assignment]
    return total


def unigrams(domain: Counter[str], prior: dict[str, float], share: float) -> dict[str, float]:
    """Domain words and general words mixed; ``share`` belongs to the general ones."""
    total = sum(domain.values())
    mass = sum(prior.values())
    mixed = {word: (1 - share) * number / total for word, number in domain.items()}
    for word, number in prior.items():
        mixed[word] = mixed.get(word, 0.0) + share * number / mass
    return mixed


def _discounted(
    history: History, sources: list[Source], discount: float
) -> tuple[dict[str, float], float]:
    """What one history gives its followers by itself, and the mass left for the lower order."""
    total = taken = 0.0
    own: dict[str, float] = defaultdict(float)
    for source in sources:
        for word, number in source.counts.get(history, {}).items():
            total += source.weight * number
            taken += source.weight * discount
            own[word] += source.weight * (number - discount)
    return {word: value / total for word, value in own.items()}, max(taken / total, 1e-6)


def estimate(
    sources: list[Source], order: int, lowest: dict[str, float], discounts: tuple[float, ...]
) -> Model:
    """The full interpolated model; ``discounts[n]`` serves histories of ``n + 1`` words."""
    probabilities: dict[History, dict[str, float]] = {(): lowest}
    left_over: dict[History, float] = {}
    histories = {history for source in sources for history in source.counts if history}
    for history in sorted(histories, key=len):
        own, left = _discounted(history, sources, discounts[len(history) - 1])
        probabilities[history] = {
            word: value + left * _full(probabilities, left_over, history[1:], word)
            for word, value in own.items()
        }
        left_over[history] = left
    model = Model(order)
    for history, words in probabilities.items():
        model.grams[history] = {word: math.log(value) for word, value in words.items() if value > 0}
    for history, left in left_over.items():
        model.backoff[history] = math.log(left)
    return model


def _full(
    probabilities: dict[History, dict[str, float]],
    left_over: dict[History, float],
    history: History,
    word: str,
) -> float:
    factor = 1.0
    while True:
        found = probabilities.get(history, {}).get(word)
        if found is not None:
            return factor * found
        if not history:
            return 0.0
        factor *= left_over.get(history, 1.0)
        history = history[1:]


def prune(model: Model, counts: Counts, threshold: float) -> Model:
    """Drop n-grams whose weighted gain over backing off is below the threshold.

    A history survives while it has a kept follower or a longer kept history needs it.
    """
    kept = Model(model.order)
    kept.grams[()] = model.grams[()]
    needed: set[History] = {()}
    for length in range(model.order - 1, 0, -1):
        for history, words in model.grams.items():
            if len(history) != length:
                continue
            drop = model.backoff[history]
            strong = {}
            for word, value in words.items():
                lower = drop + model.score(history[1:], word)
                gain = counts[history][word] * (value - lower)
                longer = (*history, word)
                if gain > threshold or (longer in needed and len(longer) < model.order):
                    strong[word] = value
            if strong or history in needed:
                kept.grams[history] = strong
                needed.update(history[start:] for start in range(len(history)))
                needed.update(history[:stop] for stop in range(1, len(history)))
    _renormalise(kept)
    return kept


def _renormalise(model: Model) -> None:
    """Back-off weights that make every history's probabilities sum to one."""
    for history in sorted(model.grams, key=len):
        if not history:
            continue
        words = model.grams[history]
        above = sum(math.exp(value) for value in words.values())
        below = sum(math.exp(model.score(history[1:], word)) for word in words)
        model.backoff[history] = math.log(max(1 - above, 1e-6)) - math.log(max(1 - below, 1e-6))
