"""停顿: where one clause ends and the next begins, also where nobody wrote a comma.

The recogniser gives no punctuation, and a ticket that is cut elsewhere says half a thing. Between
two characters logistic regression weighs those around and the words on both sides; learnt by
`python -m tools.learn_pauses` from the commas of the labelled calls and letters. Without weights
clauses end at punctuation only.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ivr.language.word_marks import word_marks
from ivr.tickets.kept_weights import Kept, by_name, read_kept
from ivr.tickets.model import Evidence

FILE = "pauses.npz"
STEP = 24.0  # weights are kept as whole parts of this
BASE = ""  # the name of what is added whatever stands there

LIKELY = -0.3  # two of three commas are more likely than this, and three of four so likely are some
_AT_A_BLANK = -1.5  # whoever pauses may have ended
_BESIDE_MARKS = 1.5  # whoever writes commas leaves out few
_SURELY = 0.1  # where a comma is put that nobody wrote
_APART = 25  # characters between the marks of who writes them
_KEPT = 1024  # stretches between two marks
_EDGE = "^"
_MARK = 2  # letters of a word's mark that are told apart
END = re.compile(r"[，。；！？,;!?：:…—\n]+|(?<![0-9])\.|\.(?![0-9])")
_BLANKS = re.compile(r"\s+")


class Pauses:
    """Weights of what stands before and behind a pause."""

    def __init__(self, weights: Mapping[str, float] | None = None, digest: str = "") -> None:
        self._weights, self.digest = weights or {}, digest
        # A growing text changes at its end: what was weighed once is remembered, not for long.
        self._worths = lru_cache(maxsize=_KEPT)(self._weigh)

    def clauses(self, text: str) -> list[Evidence]:
        """The clauses from left to right, without the punctuation between them."""
        marks = [mark.span() for mark in END.finditer(text)]
        least = _BESIDE_MARKS if _is_written(text, len(marks)) else LIKELY
        found: list[Evidence] = []
        start = 0
        for until, behind in (*marks, (len(text), len(text))):
            found.extend(self._parted(text, (start, until), least))
            start = behind
        return found

    def with_commas(self, words: str, whole: str) -> str:
        """The words as they would be written: recognised ones have no commas to breathe at.

        `whole`: all that was said on the matter; who writes commas has put his own.
        """
        if _is_written(whole, len(END.findall(whole))):
            return words
        parts: list[str] = []
        start = 0
        for mark in (*END.finditer(words), None):
            until = mark.start() if mark else len(words)
            spans = self._parted(words, (start, until), _SURELY)
            parts += ["，".join(words[a:b] for a, b in spans), mark[0] if mark else ""]
            start = mark.end() if mark else until
        return "".join(parts)

    def _parted(self, text: str, stretch: Evidence, least: float) -> Iterator[Evidence]:
        """What stands between two marks, where somebody speaking would pause."""
        start, end = stretch
        places = [at for at in range(start, end) if not text[at].isspace()]
        bare = "".join([text[at] for at in places])
        first = 0
        for at, worth in enumerate(self._worths(bare), 1):
            blank = places[at] - places[at - 1] > 1
            if worth > (min(_AT_A_BLANK, least) if blank else least):
                yield places[first], places[at - 1] + 1
                first = at
        if bare:
            yield places[first], places[-1] + 1

    def _weigh(self, bare: str) -> list[float]:
        """How much speaks for a pause after each character but the last."""
        if not self._weights:
            return [float("-inf")] * (len(bare) - 1)
        weight, base = self._weights.get, self._weights[BASE]
        return [sum([weight(sign, 0.0) for sign in signs], base) for signs in signs_of(bare)]


def _is_written(text: str, marks: int) -> bool:
    return marks * _APART > len(text)


def signs_of(bare: str) -> Iterator[list[str]]:
    """What is weighed after each character but the last; `bare`: no punctuation, no blanks."""
    words: dict[int, tuple[str, str, str, str]] = {}
    before, its, at = _EDGE, _EDGE, 0
    for word, mark in word_marks(bare):
        words[at] = (before, its, word, mark[:_MARK])
        before, its, at = word, mark[:_MARK], at + len(word)
    held = f"{_EDGE * 2}{bare}{_EDGE * 2}"
    for at in range(1, len(bare)):
        third, second, last, first, next_, far = tuple(held[at - 1 : at + 5])
        two, three, behind = second + last, third + second + last, first + next_
        signs = [
            *(f"1{last}", f"2{two}", f"3{three}", f"4{first}", f"5{behind}"),
            *(f"6{behind}{far}", f"7{last}{first}", f"8{two}{first}"),
            *(f"9{last}{behind}", f"0{two}{behind}"),
        ]
        if at in words:
            before, its, word, mark = words[at]
            signs += (
                *(f"a{before}", f"b{word}", f"c{its}|{mark}"),
                *(f"d{before}|{mark}", f"e{its}|{word}"),
            )
        else:
            signs.append("f")  # within a word
        yield signs


def without_marks(text: str) -> tuple[str, set[int]]:
    """The bare words, and before which of their characters a clause begins."""
    bare, begins = "", set()
    for part in END.split(text):
        begins.add(len(bare))
        bare += _BLANKS.sub("", part)
    return bare, begins - {0, len(bare)}


def read_pauses(path: Path) -> Pauses:
    """What was learnt; nothing where the file is missing or broken."""
    return read_kept(path, _made_of) or Pauses()


def _made_of(kept: Kept) -> Pauses:
    weights = {name: weight / STEP for name, weight in by_name(kept).items()}
    return Pauses(weights, kept["digest"].item())
