"""标注: labelled things that callers say, for learning, tuning and measuring.

A labelled line holds part (dev or test), the articles that answer it (joined by |; `none` where
no article may be read out), and what the caller says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

FILE = Path("eval") / "questions.tsv"  # in the folder of the knowledge base


@dataclass(frozen=True, slots=True)
class Labelled:
    """One thing a caller says, and the articles that answer it (none: an empty set)."""

    part: str
    answers: frozenset[str]
    text: str
    origin: str = ""  # of a misheard text: what was said

    @property
    def said(self) -> str:
        return self.origin or self.text


def read_labelled(path: Path) -> list[Labelled]:
    """The labelled lines of a file; lines that begin with # are notes."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            part, answers, text = line.split("\t")
            names = frozenset(a for a in answers.split("|") if a != "none")
            found.append(Labelled(part, names, text))
    return found


def heard_of(said: Sequence[Labelled], heard: Sequence[Labelled]) -> list[Labelled]:
    """The heard lines with what was said; both lists are in the same order."""
    return [replace(h, origin=s.text) for s, h in zip(said, heard, strict=True)]


def learnt_of(folder: Path) -> dict[str, list[str]]:
    """What the dev part of a knowledge base's file teaches; nothing where there is none."""
    try:
        return learnt(item for item in read_labelled(folder / FILE) if item.part == "dev")
    except (OSError, ValueError):
        return {}


def learnt(labelled: Iterable[Labelled]) -> dict[str, list[str]]:
    """Further ways to ask for articles, by id: lines whose article is beyond doubt."""
    found: dict[str, list[str]] = {}
    for item in labelled:
        for entry in item.answers:
            found.setdefault(entry, []).append(item.text)
    return found
