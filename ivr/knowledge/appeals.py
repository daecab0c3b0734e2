"""诉求: what citizens say whose kind is known: who asks, and who wants something done.

Whence the tone is learnt, beside the labelled questions: the sentences of the taxonomy, and the
labelled calls that teach tickets their kinds, as far as they hold one matter and no danger.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from ivr.knowledge.labelled import Labelled

_EXAMPLES = Path("taxonomy") / "examples.csv"  # in the folder of the knowledge base
_KIND, _SENTENCE, _QUESTION = "诉求", "说法", "咨询"
_EITHER = "求助"  # what is called so there is often asked as a question
_STORIES, _CALLS = "kinds.tsv", ("dev.jsonl", "authors.jsonl")  # in the folder of labelled calls
_INQUIRY = "inquiry"


def told_by_kind(folder: Path, calls: Path) -> list[Labelled]:
    """All that is there: of the knowledge base's folder, and of the folder of labelled calls."""
    found = [*_sentences(folder / _EXAMPLES), *_stories(calls / _STORIES)]
    return [*found, *(line for name in _CALLS for line in _of_calls(calls / name))]


def _told(text: str, asks: bool) -> Labelled:
    return Labelled("dev", frozenset(), text, appeal=not asks)


def _sentences(path: Path) -> Iterator[Labelled]:
    for row in csv.DictReader(_lines(path)):
        if row[_KIND] != _EITHER:
            yield _told(row[_SENTENCE], row[_KIND] == _QUESTION)


def _stories(path: Path) -> Iterator[Labelled]:
    for line in _lines(path):
        _type, kind, words = line.split("\t")
        yield _told(words, kind == _INQUIRY)


def _of_calls(path: Path) -> Iterator[Labelled]:
    for call in map(json.loads, _lines(path)):
        kinds = [ticket["kind"] for ticket in call["tickets"]]
        if len(kinds) == 1 and kinds[0] and not call.get("emergency"):
            yield _told(call["text"], kinds[0] == _INQUIRY)


def _lines(path: Path) -> list[str]:
    """None where there is no such file: then it is learnt from the others."""
    return path.read_text("utf-8").splitlines() if path.is_file() else []
