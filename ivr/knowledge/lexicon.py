"""词表: which words mean the same, how dialect says it, what is filler. Data in YAML."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from ivr.knowledge.faults import ArticleFault
from ivr.language.numbers import spoken
from ivr.language.pinyin import folded

LONGEST_TEXT = 400  # characters of an utterance that are looked at when an article is sought
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as quick
_MARKS = re.compile(r"[\W_]+")
_STUTTER = re.compile(r"(.{1,6}?)\1{2,}")
_NUMBER = re.compile(r"\d[\d.]*[年月日天岁个元块万次户平]?")


class LexiconFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """lexicons/concepts.yaml: each name with the other words for it."""

    matters: dict[str, list[str]] = {}  # what it is about: 身份证, 公积金
    acts: dict[str, list[str]] = {}  # what is wanted of it: 补办, 提取, 多少钱
    places: dict[str, list[str]] = {}  # elsewhere: other cities and provinces; by characters only
    others: list[str] = []  # matters that no article treats: heard, they bar an answer
    dialect: dict[str, list[str]] = {}  # standard wording: what is said instead
    fillers: list[str] = []


@dataclass(frozen=True, slots=True)
class Heard:
    """A concept heard in a text."""

    name: str
    surety: float  # 1 by its characters, less by its sound alone
    start: int
    end: int


_Spelt = str | tuple[str, ...]  # characters, or syllables
_LONGEST_WORD = 8


class _Words:
    """Words as they are spelt, and how long those are that begin alike."""

    def __init__(self, shortest: int) -> None:
        self.names: dict[_Spelt, str] = {}  # under which each is known
        self.lengths: dict[_Spelt, tuple[int, ...]] = {}  # by the first two signs; falling
        self.otherwise = (1,) if shortest == 1 else ()  # for what begins like no longer word

    def add(self, word: _Spelt, name: str) -> None:
        self.names[word] = name
        begin, length = word[:2], len(word)
        known = self.lengths.get(begin, self.otherwise)
        if length <= _LONGEST_WORD and length not in known:
            self.lengths[begin] = tuple(sorted((*known, length), reverse=True))


class Lexicon:
    """Finds concepts in what was said: by characters first, then by sound in what is left."""

    SOUND = 0.75  # surety of a word of three or more syllables that only sounds right
    SHORT_SOUND = 0.5  # two syllables sound like something else more often

    def __init__(self, content: LexiconFile) -> None:
        self._dialect = {
            said: standard for standard, others in content.dialect.items() for said in others
        }
        self._dialect_pattern = _any_of(self._dialect)
        self._filler_pattern = _any_of(content.fillers)
        self._surface = _Words(shortest=1)
        self._sound = _Words(shortest=2)
        self.matters = frozenset(content.matters)
        self.others = frozenset((*content.others, *content.places))
        for other in content.others:
            self.add(other)
        for name, places in content.places.items():
            for place in places:
                self._surface.add(place, name)
        for group in (content.matters, content.acts):
            for name, others in group.items():
                for surface in (name, *others):
                    self.add(surface, name)

    @classmethod
    def load(cls, path: Path) -> tuple["Lexicon", list[ArticleFault]]:
        try:
            content = msgspec.convert(
                yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {},
                LexiconFile,
            )
        except FileNotFoundError:
            return cls(LexiconFile()), []
        except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else None
            message = getattr(error, "problem", None) or str(error)
            fault = ArticleFault(
                str(path), line, message, "articles are found less well until then"
            )
            return cls(LexiconFile()), [fault]
        return cls(content), []

    def add(
        self, surface: str, name: str | None = None, sounds: tuple[str, ...] | None = None
    ) -> str:
        """Makes a word known; the name under which it is known is returned."""
        known = self._surface.names.get(surface)
        if known is not None:
            return known
        self._surface.add(surface, name or surface)
        if len(surface) >= 2:
            sounds = sounds or folded(surface)
            if sounds not in self._sound.names:
                self._sound.add(sounds, name or surface)
        return name or surface

    def name_of(self, surface: str) -> str:
        """The name under which a word is known; the word itself where it is not."""
        return self._surface.names.get(surface, surface)

    def clean(self, text: str) -> str:
        """What was said without marks, spaces and fillers, in standard wording."""
        text = unicodedata.normalize("NFKC", text[: 4 * LONGEST_TEXT]).lower()
        text = _NUMBER.sub(lambda m: spoken(m[0]).replace("幺", "一"), text).replace("幺", "一")
        text = steady(_MARKS.sub("", text))
        if self._dialect_pattern:
            text = self._dialect_pattern.sub(lambda m: self._dialect[m[0]], text)
        if self._filler_pattern:
            text = self._filler_pattern.sub("", text)
        return text[:LONGEST_TEXT]

    def concepts(self, text: str, sounds: tuple[str, ...]) -> list[Heard]:
        """The concepts of a cleaned text, the longest word first at each place."""
        found = _longest(text, self._surface, [False] * len(text), 1.0, 1.0)
        taken = [False] * len(text)
        for heard in found:
            taken[heard.start : heard.end] = [True] * (heard.end - heard.start)
        if len(sounds) == len(text):
            found += _longest(sounds, self._sound, taken, self.SOUND, self.SHORT_SOUND)
        return found


def steady(text: str) -> str:
    """The text with what is said three times and more said once: 那个那个那个, 我我我."""
    return _STUTTER.sub(r"\1", text)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def _longest(
    sequence: _Spelt, words: _Words, taken: list[bool], long_surety: float, short_surety: float
) -> list[Heard]:
    names, lengths = words.names, words.lengths
    found: list[Heard] = []
    start, last = 0, len(sequence)
    while start < last:
        for length in lengths.get(sequence[start : start + 2], words.otherwise):
            end = start + length
            name = names.get(sequence[start:end]) if end <= last else None
            if name is not None and not all(taken[start:end]):
                found.append(Heard(name, long_surety if length > 2 else short_surety, start, end))
                start = end - 1
                break
        start += 1
    return found
