"""Measures the knowledge base on labelled lines. Noisy copies are made by `noise`."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.decision import Action, Decision
from ivr.knowledge.labelled import Labelled
from ivr.knowledge.noise import Homophones
from ivr.language.numbers import spoken


@dataclass(frozen=True, slots=True)
class Guess:
    """The best article for a text, as an answer that may be given or not."""

    score: float
    right: bool
    may: bool  # it would be read out, were the score high enough


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one set of labelled texts."""

    questions: int  # texts that an article answers
    others: int  # texts that no article may answer
    first: float  # R@1: share of questions whose article stands first in the search
    tenth: float  # R@10
    given: int  # answers given
    right: int  # of them right
    leaflets: int  # answers given to texts that none answers
    clarified: int  # questions that led to a choice between two
    clarified_right: int  # of them with the right one among the two
    handed: dict[str, int]  # questions that were handed over: why
    p50: float  # seconds for a decision
    p99: float

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def coverage(self) -> float:
        """Share of the questions answered rightly."""
        return self.right / self.questions if self.questions else 0.0

    @property
    def helped(self) -> float:
        """Share of the questions answered rightly, or asked back with the right one offered."""
        return (self.right + self.clarified_right) / self.questions if self.questions else 0.0


@dataclass(slots=True)
class _Counts:
    given: int = 0
    right: int = 0
    leaflets: int = 0
    clarified: int = 0
    clarified_right: int = 0
    handed: dict[str, int] = field(default_factory=dict)


def misheard(labelled: Sequence[Labelled], share: float, seed: int = 0) -> list[Labelled]:
    """The same lines as a poor recogniser would write them."""
    homophones = Homophones(item.text for item in labelled)
    return [
        replace(item, text=homophones.mishear(item.text, share, seed), origin=item.said)
        for item in labelled
    ]


Source = Callable[[Labelled], KnowledgeBase]  # the knowledge base that a line is asked of


def measure(
    source: KnowledgeBase | Source, labelled: Sequence[Labelled], clock: Callable[[], float]
) -> tuple[Figures, list[tuple[Labelled, Decision]]]:
    """The figures, and every decision that was not as it should be."""
    found = [0, 0]
    counts = _Counts()
    times: list[float] = []
    wrong: list[tuple[Labelled, Decision]] = []
    for item in labelled:
        kb = _asked(source, item)
        start = clock()
        decision = kb.decide(item.text)
        times.append(clock() - start)
        if item.answers:
            names = [r.article.id for r in kb.search(item.text)]
            found[0] += bool(item.answers & set(names[:1]))
            found[1] += bool(item.answers & set(names))
        if not _judge(item, decision, counts):
            wrong.append((item, decision))
    times.sort()
    questions = sum(1 for item in labelled if item.answers)
    return Figures(
        questions,
        len(labelled) - questions,
        found[0] / max(questions, 1),
        found[1] / max(questions, 1),
        p50=times[len(times) // 2] if times else 0.0,
        p99=times[int(len(times) * 0.99)] if times else 0.0,
        **asdict(counts),
    ), wrong


def _asked(source: KnowledgeBase | Source, item: Labelled) -> KnowledgeBase:
    return source if isinstance(source, KnowledgeBase) else source(item)


def guesses(source: KnowledgeBase | Source, labelled: Sequence[Labelled]) -> list[Guess]:
    """For every text that has a candidate the best one, whether or not it was read out."""
    found = []
    for item in labelled:
        kb = _asked(source, item)
        ranked = kb.search(item.text, 2)
        if ranked:
            right = ranked[0].article.id in item.answers
            found.append(Guess(kb.likely(item.text), right, kb.may_answer(item.text, ranked[0])))
    return found


def error_rate(labelled: Sequence[Labelled]) -> float:
    """CER: characters misheard, lost or made up, for each that was said."""
    pairs = [(_bare(item.said), _bare(item.text)) for item in labelled]
    wrong = sum(Levenshtein.distance(said, heard) for said, heard in pairs)
    return wrong / max(sum(len(said) for said, _heard in pairs), 1)


def _bare(text: str) -> str:
    return "".join(c for c in spoken(text) if c.isalnum())


def calibration_table(found: Sequence[Guess], bins: int = 5) -> list[tuple[float, float, int]]:
    """For each band of scores that occurs: the mean score, the share that is right, how many."""
    table = []
    for n in range(bins):
        low, high = n / bins, (n + 1) / bins
        band = [g for g in found if low <= g.score < high or (high == 1 and g.score == 1)]
        if band:
            mean = sum(g.score for g in band) / len(band)
            table.append((mean, sum(g.right for g in band) / len(band), len(band)))
    return table


def calibration_error(found: Sequence[Guess], bins: int = 5) -> float:
    """ECE: how far the scores are from the share that is right, weighted over the bands."""
    table = calibration_table(found, bins)
    total = sum(count for _, _, count in table)
    return sum(abs(mean - share) * count for mean, share, count in table) / max(total, 1)


def tradeoff(found: Sequence[Guess], questions: int) -> list[tuple[float, float]]:
    """(coverage, precision) for every threshold, the strictest first."""
    points, right = [], 0
    for n, guess in enumerate(sorted((g for g in found if g.may), key=lambda g: -g.score), 1):
        right += guess.right
        points.append((right / max(questions, 1), right / n))
    return points


def _judge(item: Labelled, decision: Decision, counts: _Counts) -> bool:
    if decision.action is Action.ANSWER:
        right = decision.entry in item.answers
        counts.given += 1
        counts.right += right
        counts.leaflets += not item.answers
        return right
    if not item.answers:
        return True
    if decision.action is Action.CLARIFY:
        right = any(c.entry in item.answers for c in decision.alternatives)
        counts.clarified += 1
        counts.clarified_right += right
        return right
    reason = decision.reason.split(":")[0]
    counts.handed[reason] = counts.handed.get(reason, 0) + 1
    return False
