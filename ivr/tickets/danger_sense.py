"""疑似险情: how much words sound like danger where no rule of alarms.py knows them.

The second line of defence. What is certain counts like a rule's hit; what is in doubt does not
move the call but makes the assistant ask one short question, and whoever does not deny comes first
in the queue. A rule's hit in words that sound like any day's is in doubt too. The weights of
`danger_features.py` are learnt from `knowledge_base/dangers/` by `tools/danger_sense.py`; here
they are added.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from ivr.errors import Fault
from ivr.tickets.danger_features import Concepts, features, stretches
from ivr.tickets.excuses import excuse
from ivr.tickets.model import Emergency, Evidence

FILE = "weights.tsv"
SERVICES = ("110", "119", "120", "122")
_NOTHING = (0.0,) * (1 + len(SERVICES))  # of two or three characters
RULE = "likeness"
REASON = "疑似险情"
# Measured in docs/UNDERSTANDING.md on words that were not learnt from:
CERTAIN, AND_AROUND = -0.6, -0.8  # this much danger, in a surrounding of that much: like a rule's
CERTAIN_ALREADY = 1.3  # of half a sentence: what takes it back may still be said
ASK, ASK_AROUND = -1.8, -2.1  # as much is asked about
CALM = -2.8  # a rule's hit in words that sound like less danger is asked about
_AROUND = 20  # characters on each side
_WIDE = 60  # the same of the call it stands in: a vivid clause of a long letter is no alarm
CALM_CALL = -2.7  # less danger than this in the whole call makes an alarm a question ...
VERY_CALM = -4.3  # a rule's hit in a call with less, itself below ASK, is not even asked about
_LOUD = 2.2  # ... unless the clause itself is as loud as this
_ALSO = -1.0  # a further service is named when its own weight says so
_ALSO_OF_A_RULE = 0.3  # the same where a rule has named some
_FIRST = 3.0  # the service that the words call for so much more than the rule's comes first
# Who cries for help or asks for the police says too few words to be weighed.
_NEVER_CALM = frozenset(
    {
        "cry",
        "plea",
        "ambulance",
        "police_asked",
        "attack",
        "kidnap",
        "fraud_now",
        "extortion",
        "stranded",
    }
)
_NEVER_DOUBTED = frozenset({"suicide", "on_the_edge", "corpse", "gone"})  # in however many words
_STILL_ASKED = (None, "on_paper")  # 领导办案 may be a swindler's words
_WORDY = 40  # characters around that are enough to be weighed
_FEWEST = 4  # 没了, 快点 say too little; 救命 has its rule
_MOST = 4000

Weights = Mapping[str, tuple[float, ...]]  # feature -> danger, then one for each service


class DangerSense:
    """The learnt weights."""

    def __init__(self, weights: Weights, concepts: Concepts) -> None:
        self._weights = weights
        self._concepts = concepts
        self.weigh = lru_cache(maxsize=512)(self._weigh)
        self.loudest = lru_cache(maxsize=128)(self._loudest_in)

    @classmethod
    def load(cls, folder: Path) -> "tuple[DangerSense | None, list[Fault]]":
        """Read `weights.tsv`; without it only the rules stand guard: a fault."""
        file = folder / FILE
        try:
            lines = file.read_text("utf-8").splitlines()
            concepts = Concepts.load(folder)
        except OSError as error:
            remedy = "恢复 knowledge_base/dangers/，或运行 python -m tools.danger_sense"
            return None, [Fault(str(file), None, f"没有疑似险情的权重：{error.strerror}", remedy)]
        weights: dict[str, tuple[float, ...]] = {}
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            name, *values = line.split("\t")
            try:
                weights[name] = tuple(int(value) / 1000 for value in values)
            except ValueError:
                return None, [Fault(str(file), number, f"不是权重：{line!r}")]
            if len(weights[name]) != 1 + len(SERVICES):
                return None, [Fault(str(file), number, f"应有五个权重：{line!r}")]
        return cls(weights, concepts), []

    def _weigh(self, words: str) -> tuple[float, ...]:
        """Danger, and each service's part in it; above 0 is more likely than not."""
        sums = [0.0] * (1 + len(SERVICES))
        for name, value in [("", 1.0), *features(words, self._concepts).items()]:
            for at, weight in enumerate(self._weights.get(name, ())):
                sums[at] += value * weight
        return tuple(sums)

    def judge(
        self, text: str, enough: float = CERTAIN
    ) -> tuple[Emergency | None, Emergency | None]:
        """(what is certain, what is in doubt) of the stretches that sound most like danger."""
        text = text[:_MOST]
        doubt = None
        for weights, span in sorted(self._weighed(text), reverse=True):
            danger = weights[0]
            if danger <= ASK or (doubt and danger <= enough):
                break
            around = self._around(text, span)
            stands = danger > enough and around > AND_AROUND
            stands = stands and (danger > _LOUD or self._around(text, span, _WIDE) > CALM_CALL)
            excused = excuse(text, *span, RULE)
            if excused not in _STILL_ASKED:
                continue
            if stands and excused is None:
                return _found(text, weights, span), None
            if doubt is None and around > ASK_AROUND:
                doubt = _found(text, weights, span)
        return None, doubt

    def where_loudest(self, text: str) -> tuple[str, ...]:
        """What sounds most like danger, alone and with what is said around it."""
        start, end = max(self._weighed(text), default=((), (0, 0)))[1]
        sides = (0, _AROUND, _WIDE) if end else ()
        return tuple(text[max(0, start - side) : end + side] for side in sides)

    def _weighed(self, text: str) -> Iterator[tuple[tuple[float, ...], Evidence]]:
        for span in stretches(text):
            if span[1] - span[0] >= _FEWEST:
                yield self.weigh(text[slice(*span)]), span

    def _around(self, text: str, span: Evidence, most: int = _AROUND) -> float:
        """What was said before and after may take the danger back."""
        start, end = span
        return self.weigh(text[max(0, start - most) : end + most])[0]

    def heeds(self, text: str, span: Evidence, rule: str) -> bool:
        """Whether the words around a rule's hit sound like danger, not like 遗书怎么公证."""
        start, end = span
        brief = min(len(text), end + _WIDE) - max(0, start - _WIDE) < _WORDY
        if rule in _NEVER_DOUBTED or (rule in _NEVER_CALM and brief):
            return True
        danger = self._loudest(text, span)[0]
        return danger > _LOUD or (danger >= CALM and self._around(text, span, _WIDE) > CALM_CALL)

    def may_be_asked(self, text: str, span: Evidence, rule: str) -> bool:
        """Whether a hit that is not heeded is asked about: 公司快死了员工社保怎么办 is not."""
        if rule in _NEVER_DOUBTED or rule in _NEVER_CALM:
            return True
        loud = self._loudest(text, span)[0] > ASK
        return loud or self._around(text, span, _WIDE) > VERY_CALM

    def with_further(self, text: str, found: Emergency) -> Emergency:
        """A rule's hit, and whom the words around it call for besides: 撞了车头着了人还在里面."""
        _, *parts = self._loudest(text, found.span)
        weights = dict(zip(SERVICES, parts, strict=True))
        loud = [service for service in SERVICES if weights[service] > _ALSO_OF_A_RULE]
        best = max(SERVICES, key=lambda service: weights[service])
        first = best if weights[best] > weights[found.service] + _FIRST else found.service
        services = tuple(dict.fromkeys((first, *found.services, *loud)))
        return replace(found, service=first, services=services)

    def _loudest(self, text: str, span: Evidence) -> tuple[float, ...]:
        """The weights of what sounds most like danger at a place."""
        start, end = span
        return self.loudest(text[max(0, start - _AROUND) : end + _AROUND])

    def _loudest_in(self, words: str) -> tuple[float, ...]:
        return max((weights for weights, _ in self._weighed(words)), default=_NOTHING)


def _found(text: str, weights: tuple[float, ...], span: Evidence) -> Emergency:
    ranked = sorted(zip(weights[1:], SERVICES, strict=True), reverse=True)
    services = (ranked[0][1], *(s for weight, s in ranked[1:] if weight > _ALSO))
    return Emergency(services[0], services, REASON, text[slice(*span)], RULE, span)
