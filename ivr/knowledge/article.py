"""语境库条目 articles: what the hotline may say at once, and what an editor writes into a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

SPOKEN_LIMIT = 80  # characters of an answer that a caller can take in at one hearing
_VARIABLE = re.compile(r"\{([^{}\s]+)\}")
_CLAUSE = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")
_NOT_SPOKEN = re.compile(r"https?://|www\.|[@#*_<>|\\^~`\[\]{}]|[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Article:
    """条目: one matter, how people ask for it, and the answer."""

    id: str
    question: str  # short; spoken when the caller is asked which of two matters is meant
    ways: tuple[str, ...]  # how people ask it
    answer: str  # spoken; at most SPOKEN_LIMIT characters once filled
    full: str  # the longer form, for "没听明白" and for the operator's screen
    keys: tuple[tuple[str, ...], ...] = ()  # every group must be heard for an answer; inside: any
    unit: str = ""
    region: str = "全国"
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    reviewer: str = ""
    police: bool = False
    file: str = ""
    line: int = 0
    unfilled: tuple[str, ...] = field(default=())  # local variables this site has not filled

    @property
    def speakable(self) -> bool:
        """False while a local variable is not filled: then the operator answers."""
        return not self.unfilled

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


def asked_as(article: Article) -> tuple[str, ...]:
    """Every way to ask for an article, each once."""
    return tuple(dict.fromkeys((article.question, *article.ways)))


def variables_in(text: str) -> tuple[str, ...]:
    """The names of the local variables that a text holds, in order."""
    return tuple(_VARIABLE.findall(text))


def unfilled_in(text: str, variables: Mapping[str, str]) -> tuple[str, ...]:
    """The names in a text that the site has left empty."""
    return tuple(n for n in variables_in(text) if not variables.get(n, "").strip())


def fill(text: str, variables: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text with the site's values, and the names it lacks.

    A clause in square brackets is said only where the site has filled all its names.
    """

    def clause(match: re.Match[str]) -> str:
        return "" if unfilled_in(match[1], variables) else match[1]

    text = _CLAUSE.sub(clause, text)
    missing = unfilled_in(text, variables)

    def value(match: re.Match[str]) -> str:
        return variables.get(match[1], "").strip() or match[0]

    return _VARIABLE.sub(value, text), missing


def unspeakable(text: str) -> str | None:
    """What in a text the voice cannot say: addresses of the web, markup, Latin words,
    and braces that hold no name of a local variable."""
    found = _NOT_SPOKEN.search(text)
    return found[0] if found else None
