"""Statements with their facts marked: `tests/data/understanding/marked.tsv`, what the net reads.

A line is an author, a kind and one matter in which at most one place {p:…}, time {t:…} and
respondent {r:…} are marked, one within the other or both at once ({pr:鑫源饭店}); what is not
marked was not said, whatever else looks like it.
"""

import re
from collections.abc import Iterator
from typing import Any

from tools.learn_respondents import DATA

FILE = DATA / "marked.tsv"
_FACTS = {"p": "place", "t": "time", "r": "respondent"}
_MARK = re.compile(r"\{([ptr]{1,2}):|\}")


def cases() -> Iterator[dict[str, Any]]:
    """As the labelled utterances are, without industry and type."""
    for line in FILE.read_text("utf-8").splitlines():
        author, kind, marked = line.split("\t")
        text, facts = unmarked(marked)
        ticket = {"kind": kind, "industry": None, "type": None, **facts}
        yield {"author": author, "text": text, "tickets": [ticket]}


def unmarked(marked: str) -> tuple[str, dict[str, str | None]]:
    """The words, and each fact as it is marked."""
    text, at = "", 0
    opened: list[tuple[str, int]] = []
    facts: dict[str, str | None] = dict.fromkeys(_FACTS.values())
    for mark in _MARK.finditer(marked):
        text, at = text + marked[at : mark.start()], mark.end()
        if mark[1]:
            opened.append((mark[1], len(text)))
        else:
            names, start = opened.pop()
            facts |= {_FACTS[name]: text[start:] for name in names}
    return text + marked[at:], facts
