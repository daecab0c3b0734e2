"""疑似险情: how much words sound like danger where no rule of alarms.py knows them.

The second line of defence. What is certain counts like a rule's hit; what is in doubt does not
move the call but makes the assistant ask one short question, and whoever does not deny comes first
in the queue. Characters and syllables are weighed, so that 眉气漏了 sounds like what it is. The
weights are learnt from `knowledge_base/dangers/` by `tools/danger_sense.py`; here they are added.
"""

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ivr.errors import Fault
from ivr.language.pinyin import fold, syllables
from ivr.tickets.excuses import excuse
from ivr.tickets.model import Emergency, Evidence

FILE = "weights.tsv"
SERVICES = ("110", "119", "120", "122")
RULE = "likeness"
REASON = "疑似险情"
CERTAIN = 1.0  # as much danger as this counts like a rule's
ASK = -0.7  # as much is asked for; both measured in docs/TICKETS.md
_ALSO = 0.0  # a further service is named when its own weight says so

_PIECE, _STRIDE = 16, 6  # a stretch without a pause is looked at in pieces
_FEWEST = 4  # 没了, 快点 say too little; 救命 has its rule
_JOINED = 20  # of two neighbouring clauses, as much of each
_SHORTEST = 9.0  # the square of what some four characters hold
_MOST = 4000
_PAUSE = re.compile(r"[^一-鿿A-Za-z0-9]+")
_LENGTHS = {1: 0.5, 2: 1.0, 3: 0.8}
_SOUNDS = {2: 0.7, 3: 0.5}

Weights = Mapping[str, tuple[float, ...]]  # feature -> danger, then one for each service


def features(text: str) -> dict[str, float]:
    """Stretches of characters, and of syllables as they may be confused, with what each counts."""
    found: dict[str, float] = {}
    for part in _PAUSE.split(text):
        for length, counts in _LENGTHS.items():
            for at in range(len(part) - length + 1):
                found[part[at : at + length]] = counts
        sounds = [fold(sound) for sound in syllables(part)]
        for length, counts in _SOUNDS.items():
            for at in range(len(sounds) - length + 1):
                found["~" + " ".join(sounds[at : at + length])] = counts
    norm = math.sqrt(max(_SHORTEST, sum(value * value for value in found.values())))
    return {name: value / norm for name, value in found.items()}


def stretches(text: str) -> Iterator[Evidence]:
    """What is weighed by itself: clauses, two neighbours together, pieces of what has no pause."""
    clauses = [m.span() for m in re.finditer(r"[一-鿿A-Za-z0-9]+", text)]
    for start, end in clauses:
        if end - start <= 2 * _PIECE:
            yield start, end
        if end - start > _PIECE:  # a place in front must not drown what follows
            for at in range(start, end - _PIECE, _STRIDE):
                yield at, at + _PIECE
            yield end - _PIECE, end
    for (start, end), (next_start, next_end) in itertools.pairwise(clauses):
        yield max(start, end - _JOINED), min(next_end, next_start + _JOINED)


class DangerSense:
    """The learnt weights."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.weigh = lru_cache(maxsize=512)(self._weigh)

    @classmethod
    def load(cls, folder: Path) -> "tuple[DangerSense | None, list[Fault]]":
        """Read `weights.tsv`; without it only the rules stand guard: a fault."""
        file = folder / FILE
        try:
            lines = file.read_text("utf-8").splitlines()
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
        return cls(weights), []

    def _weigh(self, words: str) -> tuple[float, ...]:
        """Danger, and each service's part in it; above 0 is more likely than not."""
        sums = [0.0] * (1 + len(SERVICES))
        for name, value in [("", 1.0), *features(words).items()]:
            for at, weight in enumerate(self._weights.get(name, ())):
                sums[at] += value * weight
        return tuple(sums)

    def judge(self, text: str) -> tuple[Emergency | None, Emergency | None]:
        """(what is certain, what is in doubt) of the stretch that sounds most like danger."""
        text = text[:_MOST]
        weighed = (
            (self.weigh(text[slice(*span)]), span)
            for span in stretches(text)
            if span[1] - span[0] >= _FEWEST
        )
        (danger, *parts), span = max(weighed, default=((ASK,), (0, 0)))
        if danger <= ASK:
            return None, None
        ranked = sorted(zip(parts, SERVICES, strict=True), reverse=True)
        services = (ranked[0][1], *(s for weight, s in ranked[1:] if weight > _ALSO))
        found = Emergency(services[0], services, REASON, text[slice(*span)], RULE, span)
        certain = danger > CERTAIN and excuse(text, *span, RULE) is None
        return (found, None) if certain else (None, found)
