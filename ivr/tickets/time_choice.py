"""时间取舍: which of the times that were said is the time of the matter, or none.

The rules of when.py weigh each expression by itself. Which of several is meant, and whether any is,
shows in how they stand together: 2025年买的房…今年9月交房, 去年交过…今年能补吗. A softmax over all
expressions and over none, learnt by `python -m tools.learn_times` from labelled utterances; what is
weighed is the rule's name and weight, the kind of the matter, where the expression stands and the
characters around it. The net that reads the matter as a whole (reader.py) adds its word. Without
learnt weights the heaviest expression is the time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.tickets.kept_weights import by_name, read_kept
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.reader import Asked, StoryReader
from ivr.tickets.when import Found

FILE = "times.npz"
STEP = 32.0  # weights are kept as whole parts of this
Features = dict[str, float]

# Without learnt weights: whoever asks or proposes tells of no day with an everyday word.
_LEAST = {Kind.INQUIRY: 2.0, Kind.SUGGESTION: 0.8}
_PAUSE = re.compile("[，。；：！？,.;!? 、]")
_FIGURES = re.compile("[0-9零一二三四五六七八九十两〇]+")
_ASKS = re.compile("吗|[？?]|多少|能不能|啥时候|什么时候|几点|怎么|咋|还能|可以")
_PARTS = (
    ("Y", re.compile("[0-9零一二三四五六七八九〇]{2,4}年")),
    ("y", re.compile("[今去前]年")),
    ("M", re.compile("月")),
    ("D", re.compile("[号日]|[昨今前]")),
    ("C", re.compile("[点时]")),
    ("P", re.compile("[早晚夜午]")),
    ("W", re.compile("周|星期|礼拜")),
    ("L", re.compile("[几多半俩仨两一二三四五六七八九十0-9]+个?多?(?:天|月|年|周|星期|小时)")),
)
_LONG, _BEFORE, _AFTER = 4, 8, 14
_DISTANCES = ((3, "t0"), (12, "t1"), (30, "t2"))  # from the trouble


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a matter, all times in them, and what is known of it."""

    words: str
    times: tuple[Found, ...]
    kind: Kind
    trouble: Evidence | None  # where the classifier saw the matter
    blanked: str | None = None  # the words without places and times, where the net is asked

    def choices(self) -> list[Features]:
        """What is weighed of each time, and last of none."""
        return [*(self._of(time) for time in self.times), self._of_none()]

    def _of(self, time: Found) -> Features:
        weights = sorted((t.weight for t in self.times), reverse=True)
        best = max((t.weight for t in self.times if t is not time), default=0.0)
        weight, kind = min(6.0, max(-3.0, time.weight)) / 3, self.kind.value
        found = {
            "c": 1.0,
            "w": weight,
            f"w k={kind}": weight,
            "margin": min(5.0, max(-5.0, time.weight - max(best, 0.0))) / 3,
            f"n={time.name}": 1.0,
            f"n={time.name} k={kind}": 0.7,
            f"r={min(weights.index(time.weight), 2)}": 1.0,
            f"k={kind}": 0.5,
        }
        if time.weight <= 0:
            found |= {"low": 1.0, f"low {time.name}": 1.0}
        return found | self._place(time) | self._around(time.span) | self._near(time.span)

    def _place(self, time: Found) -> Features:
        """Its own words, and where it stands among the others."""
        said = self.words[slice(*time.span)]
        shape = "".join(name for name, part in _PARTS if part.search(said))
        short = said if len(said) <= _LONG else _FIGURES.sub("#", said)
        found = {
            f"s={shape}": 1.0,
            f"sw:{said[:1]}": 0.5,
            f"ew:{said[-1:]}": 0.7,
            "len": min(len(said), 10) / 10,
            f"said:{short}": 0.7,
            f"p{int(time.span[0] / max(1, len(self.words)) * 3)}": 0.5,
        }
        starts = [t.span[0] for t in self.times]
        if len(starts) > 1 and time.span[0] == min(starts):
            found["leftmost"] = 1.0
        if len(starts) > 1 and time.span[0] == max(starts):
            found["rightmost"] = 1.0
        return found

    def _around(self, span: Evidence) -> Features:
        """The characters before and after it, up to a pause."""
        start, end = span
        before, after = self.words[max(0, start - _BEFORE) : start], self.words[end : end + _AFTER]
        found = {f">{n}{after[:n]}": 0.7 for n in (1, 2)}
        found |= {f"<{n}{before[-n:]}": 0.7 for n in (1, 2)}
        clause = _PAUSE.split(after, maxsplit=1)[0]
        found |= {f"a:{clause[at : at + 2]}": 0.5 for at in range(len(clause) - 1)}
        clause = _PAUSE.split(before)[-1]
        found |= {f"b:{clause[at : at + 2]}": 0.5 for at in range(len(clause) - 1)}
        if start == 0 or _PAUSE.match(self.words[start - 1]):
            found["opens"] = 1.0
        if end == len(self.words) or _PAUSE.match(self.words[end]):
            found["closes"] = 1.0
        if _ASKS.search(self.words[end : end + 30]):
            found |= {"asks": 1.0, f"asks k={self.kind.value}": 1.0}
        return found

    def _near(self, span: Evidence) -> Features:
        """How far it is from the trouble."""
        if self.trouble is None:
            return {}
        start, end = self.trouble
        away = max(0, start - span[1], span[0] - end)
        name = next((name for most, name in _DISTANCES if away <= most), "t3")
        return {name: 1.0, "tbefore" if span[1] <= start else "tafter": 0.7}

    def _of_none(self) -> Features:
        best = max((t.weight for t in self.times), default=-1.0)
        return {
            "0": 1.0,
            f"0 k={self.kind.value}": 1.0,
            f"0 n={min(len(self.times), 3)}": 1.0,
            f"0 b={round(best)}": 1.0,
            f"0 long={min(len(self.words) // 30, 4)}": 0.5,
        }


@dataclass(frozen=True)
class TimeChoice:
    """The learnt weights, and the net."""

    weights: Mapping[str, float] = field(default_factory=dict)
    reader: StoryReader = field(default_factory=StoryReader)

    def of(self, told: Told) -> Found | None:
        """The time of the matter; None when none of those said is."""
        if not told.times:
            return None
        if not self.weights:
            best = max(told.times, key=lambda time: (time.weight, -time.span[0]))
            return best if best.weight > 0 and best.weight >= _LEAST.get(told.kind, 0.0) else None
        sums = [self._sum(features) for features in told.choices()]
        if told.blanked is not None:
            spans = [time.span for time in told.times]
            read = self.reader.worths(Asked.TIME, told.words, told.blanked, spans)
            sums = [own + more for own, more in zip(sums, read, strict=True)]
        at = sums.index(max(sums))
        return told.times[at] if at < len(told.times) else None

    def _sum(self, features: Features) -> float:
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())


def read_time_choice(path: Path, reader: StoryReader | None = None) -> TimeChoice:
    """What was learnt; nothing where the file is missing or broken: then the heaviest is taken."""
    steps = read_kept(path, by_name) or {}
    weights = {name: weight / STEP for name, weight in steps.items()}
    return TimeChoice(weights, reader or StoryReader())
