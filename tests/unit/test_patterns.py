"""No regular expression tries for ever, whatever is said: 就是就是就是…, a long number behind 三点.

Each pattern of the house is asked of texts made to fit it, every part that may be repeated said up
to hundreds of times, and spoiled at the end. A pattern that can cut such a text in many ways
tries them all, twice as many with each repetition; the others are done in milliseconds.
"""

import os
import pkgutil
import random
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import pytest

import bridge
import ivr

FOR_EVER = 20  # seconds; a hang, not a bar: they take milliseconds
SEEDS = 40 if os.environ.get("IVR_LONG") else 1
TEXTS = 12  # of each pattern
OFTEN = (0, 1, 30, 400)  # how many times more than it must a part is said
LONGEST = 1500
_A_TABLE = 3000  # longer ones hold words
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_SIGNS = {ops.CATEGORY_DIGIT: "1", ops.CATEGORY_SPACE: " ", ops.CATEGORY_WORD: "a"}


@cache
def patterns() -> list[str]:
    """Every pattern that a module of the house holds."""
    found: dict[str, None] = {}
    for package in (ivr, bridge):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                found |= dict.fromkeys(_held(import_module(module.name)))
    return list(found)


def _held(thing: object, depth: int = 0) -> Iterator[str]:
    """The patterns in a module, a table, or what a table holds."""
    if isinstance(thing, re.Pattern):
        if isinstance(thing.pattern, str):
            yield thing.pattern
        return
    parts: Any = ()
    if isinstance(thing, ModuleType) and depth == 0:
        parts = vars(thing).values()
    elif isinstance(thing, (list, tuple, set, frozenset)):
        parts = thing
    elif isinstance(thing, dict):
        parts = thing.values()
    elif is_dataclass(thing) and not isinstance(thing, type):
        parts = (getattr(thing, one.name, None) for one in fields(thing))
    if depth < 5:
        for part in list(parts)[:_A_TABLE]:
            yield from _held(part, depth + 1)


class Speaker:
    """Makes texts that a pattern nearly fits."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    def text(self, pattern: str) -> str:
        words = self._of(parser.parse(pattern))[:LONGEST]
        spoiled = words[: len(words) - self._dice.randint(0, min(2, len(words)))]
        return spoiled + self._dice.choice(("", "\x00", "一", "1", "。"))

    def _of(self, parts: Any, often: tuple[int, ...] = OFTEN) -> str:
        words = ""
        for op, told in parts:
            words += self._one(op, told, often) if len(words) < LONGEST else ""
        return words

    def _one(self, op: Any, told: Any, often: tuple[int, ...]) -> str:
        if op is ops.LITERAL:
            return chr(told)
        if op is ops.IN:
            return self._of_set(told)
        if op in (ops.ANY, ops.NOT_LITERAL):
            return self._dice.choice("一1a ")
        if op is ops.BRANCH:
            return self._of(self._dice.choice(told[1]), often)
        if op is ops.SUBPATTERN:
            return self._of(told[-1], often)
        if op is ops.ATOMIC_GROUP:
            return self._of(told, often)
        if op in _REPEATS:
            least, most, part = told
            times = min(least + self._dice.choice(often), most, LONGEST)
            if self._dice.random() < 0.7:
                return self._of(part, (0, 1, 30)) * times
            return "".join(self._of(part, (0, 1)) for _ in range(min(times, 30)))
        return ""  # what only looks around

    def _of_set(self, told: Any) -> str:
        signs = []
        for kind, value in told:
            if kind is ops.NEGATE:
                return self._dice.choice("一1的 点a")
            if kind is ops.LITERAL:
                signs.append(chr(value))
            elif kind is ops.RANGE:
                signs.append(chr(self._dice.randint(value[0], value[1])))
            else:
                signs.append(_SIGNS.get(value, "。"))
        return self._dice.choice(signs)


@contextmanager
def ended_within(seconds: float, what: str) -> Iterator[None]:
    """Fails where what is within does not end."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"no end: {what}")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_pattern_that_tries_for_ever_is_found() -> None:
    speaker = Speaker(0)
    slow = re.compile("(?:就|是|就是)+好")
    texts = [speaker.text(slow.pattern) for _ in range(50)]
    with pytest.raises(pytest.fail.Exception, match="no end"):
        _ask(slow, texts, seconds=0.5)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_pattern_tries_for_ever(seed: int) -> None:
    speaker = Speaker(seed)
    for pattern in patterns():
        _ask(re.compile(pattern), [speaker.text(pattern) for _ in range(TEXTS)])


def _ask(compiled: re.Pattern[str], texts: list[str], seconds: float = FOR_EVER) -> None:
    for text in texts:
        with ended_within(seconds, f"{compiled.pattern[:200]} of {text[:80]}…{text[-20:]}"):
            list(compiled.finditer(text))
            compiled.match(text)
            compiled.fullmatch(text)
