"""A small generative grammar: rules in text files, drawn at random into spoken sentences.

A file holds rules: ``[name]`` opens one, each further line is an alternative, ``*3 `` before it
makes it three times as likely.  In an alternative ``{name}`` draws from a rule and ``(a|b|)``
chooses one of several wordings, possibly none.  ``#`` starts a comment.
"""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from .corpus import read_lines

_HEAD = re.compile(r"\[(\w+)\]")
_WEIGHT = re.compile(r"\*(\d+(?:\.\d+)?)\s+")
_CHOICE = re.compile(r"\(([^()]*)\)")
_CALL = re.compile(r"\{(\w+)\}")
_DEPTH = 30


@dataclass
class Rule:
    """Alternatives and the running sums of their weights."""

    alternatives: list[str] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)

    def add(self, alternative: str, weight: float) -> None:
        """One more wording."""
        self.alternatives.append(alternative)
        self.sums.append((self.sums[-1] if self.sums else 0.0) + weight)


class Grammar:
    """All rules of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read every ``*.txt`` there; a rule may go on in another file."""
        self.rules: dict[str, Rule] = {}
        for path in sorted(folder.glob("*.txt")):
            self._read(path)
        self._check()

    def _read(self, path: Path) -> None:
        rule: Rule | None = None
        for line in read_lines(path):
            if head := _HEAD.fullmatch(line):
                rule = self.rules.setdefault(head[1], Rule())
                continue
            if rule is None:
                raise ValueError(f"{path.name}: a line before the first [rule]: {line}")
            weight = _WEIGHT.match(line)
            text = line[weight.end() :] if weight else line
            rule.add(text, float(weight[1]) if weight else 1.0)

    def _check(self) -> None:
        for name, rule in self.rules.items():
            for alternative in rule.alternatives:
                for called in _CALL.findall(alternative):
                    if called not in self.rules:
                        raise ValueError(f"rule {name} calls {called}, which no file defines")

    def draw(self, name: str, dice: random.Random, depth: int = 0) -> str:
        """One random wording of a rule."""
        if depth > _DEPTH:
            raise RecursionError(f"rule {name} never ends")
        rule = self.rules[name]
        text = dice.choices(rule.alternatives, cum_weights=rule.sums)[0]
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda found: dice.choice(found[1].split("|")), text)
        return _CALL.sub(lambda found: self.draw(found[1], dice, depth + 1), text)

    def sentences(self, name: str, count: int, seed: int) -> list[str]:
        """Many different wordings of a rule; fewer than asked when it has no more."""
        dice = random.Random(seed)
        found: dict[str, None] = {}
        for _ in range(count * 2):
            found.setdefault(self.draw(name, dice))
            if len(found) >= count:
                break
        return list(found)
