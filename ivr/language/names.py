"""专名词表: puts names that the recogniser cannot know where it heard their sound.

长白湾小区 is no word of the model: it writes 常白湾小区 or 长百弯小区. A stretch that sounds like a
name of the list becomes that name, character for character, so that the times and the confidence
of every character still hold. Everyday words are in nobody's way:

- a name has three characters or more, and a stretch never cuts an everyday word in two
  (会员享受 does not become 会元乡受);
- numerals that were heard stay numerals;
- a stretch that is itself made of everyday words, that would lose a plain word (我, 在, 想 …), that
  shares no character with the name, or that sounds only nearly alike (z/zh, n/l, in/ing …) is
  replaced only where the recogniser doubted.

The longest name wins, then the one that sounds exactly alike, then the one that shares most
characters; where two are equally good nothing is replaced.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ivr.language.common_words import LONGEST, common_words
from ivr.language.pinyin import fold, syllables

SHORTEST = 3  # characters; shorter ones sound like too much else
DOUBTFUL = 0.8  # mean confidence under which the recogniser is taken to doubt
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两幺几")
_PLAIN = frozenset("我你他她您们的了吗呢吧是不没有在想要去到就也都还说问给这那把被跟和")
# Names are read both ways: 长 in 长白 and in 会长.
_READINGS = {"长": ("chang", "zhang"), "重": ("chong", "zhong"), "朝": ("chao", "zhao"),
             "乐": ("le", "yue"), "行": ("hang", "xing"), "盛": ("sheng", "cheng")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of the text and the name that belongs there; both equally long."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    sound: tuple[str, ...]


def is_name(text: str) -> bool:
    """Whether a line of a list can be used: Chinese characters only, and enough of them."""
    return len(text) >= SHORTEST and all("一" <= c <= "鿿" for c in text)


class Names:
    """The names of a site, found by their sound."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = frozenset(name for name in names if is_name(name))
        self._by_sound: dict[tuple[str, ...], list[_Name]] = {}
        for text in sorted(self._known):
            for sound in _readings(text):
                self._by_sound.setdefault(tuple(map(fold, sound)), []).append(_Name(text, sound))
        self._lengths = sorted({len(name) for name in self._known}, reverse=True)
        if self._known:
            common_words()  # read now, not while somebody waits

    def __len__(self) -> int:
        return len(self._known)

    def corrections(self, text: str, confidence: Sequence[float]) -> tuple[Correction, ...]:
        """What to replace, from left to right; `confidence` has one figure a character."""
        if not self._known or len(confidence) != len(text):
            return ()
        sounds = [(sound, tuple(map(fold, sound))) for sound in _sounds(text)]
        found: list[Correction] = []
        at = 0
        while at < len(text):
            name = self._at(text, at, sounds, confidence)
            if name and name != text[at : at + len(name)]:
                found.append(Correction(at, at + len(name), name))
            at += len(name) if name else 1
        return tuple(found)

    def _at(
        self,
        text: str,
        at: int,
        sounds: list[tuple[tuple[str, ...], tuple[str, ...]]],
        confidence: Sequence[float],
    ) -> str | None:
        """The name that was said here; it may have been heard right."""
        for length in self._lengths:
            stretch = text[at : at + length]
            if len(stretch) < length:
                continue
            if stretch in self._known:
                return stretch
            for sound, folded in sounds:
                names = self._by_sound.get(folded[at : at + length])
                if names and (name := self._best(names, text, at, sound, confidence)):
                    return name
        return None

    def _best(
        self,
        names: list[_Name],
        text: str,
        at: int,
        sound: tuple[str, ...],
        confidence: Sequence[float],
    ) -> str | None:
        end = at + len(names[0].text)
        stretch = text[at:end]
        ranked = sorted(
            ((n.sound == sound[at:end], _shared(n.text, stretch), n.text) for n in names),
            reverse=True,
        )
        if len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]:
            return None
        exact, shared, name = ranked[0]
        changed = [i for i, c in enumerate(stretch) if c != name[i]]
        if any(stretch[i] in _NUMERALS for i in changed) or _cuts_a_word(text, at, end):
            return None
        doubt = sum(confidence[at + i] for i in changed) / len(changed) < DOUBTFUL
        loses = any(stretch[i] in _PLAIN for i in changed)
        certain = exact and shared and not loses and not _made_of_words(stretch)
        return name if certain or (doubt and (exact or shared)) else None


def _sounds(text: str) -> list[tuple[str, ...]]:
    """As read in context, and each character by itself: 长 is read apart in 长白 and in 长百."""
    together = syllables(text)
    apart = tuple(syllable for c in text for syllable in syllables(c))
    return [s for s in dict.fromkeys((together, apart)) if len(s) == len(text)]


def _readings(name: str) -> list[tuple[str, ...]]:
    """Every way to read a name, `_sounds` first."""
    found = _sounds(name)
    ways = [_READINGS.get(c, (syllable,)) for c, syllable in zip(name, found[0], strict=True)]
    return list(dict.fromkeys([*found, *itertools.islice(itertools.product(*ways), 8)]))


def _shared(a: str, b: str) -> int:
    return sum(x == y for x, y in zip(a, b, strict=True))


def _cuts_a_word(text: str, at: int, end: int) -> bool:
    """An everyday word lies across an edge of the stretch."""
    words = common_words()
    return any(word in words for edge in (at, end) for word in _across(text, edge))


def _across(text: str, edge: int) -> Iterator[str]:
    for start in range(max(0, edge - LONGEST + 1), edge):
        for end in range(edge + 1, min(len(text), start + LONGEST) + 1):
            yield text[start:end]


def _made_of_words(stretch: str) -> bool:
    """Everyday words cover all of it."""
    words = common_words()
    reached = {0}
    for end in range(2, len(stretch) + 1):
        if any(start in reached and stretch[start:end] in words for start in range(end - 1)):
            reached.add(end)
    return len(stretch) in reached
