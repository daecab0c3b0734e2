"""What the sense of danger is learnt from: `knowledge_base/dangers/` and what citizens say else.

Dangers are told by many, in frightened words (`vary`), and on a calm day's complaint (state `now`);
the same dangers denied, past, feared, told of or asked about (`states.tsv`) are ordinary, like
what citizens say on every other day: `ordinary.tsv`, whole calls and letters (`calls`), the
taxonomy's sentences, what they ask of the articles, and the recogniser's sentences. What the rules
already know as danger is left out there, where nobody has labelled it.
"""

import csv
import hashlib
import itertools
import json
import random
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ivr.language.pinyin import folded
from ivr.tickets.danger_features import PIECE, stretches
from ivr.tickets.danger_sense import DangerSense
from ivr.tickets.emergency import find_emergency

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "knowledge_base" / "dangers"
CALLS = ROOT / "tests" / "data" / "understanding"
SPEECH = ROOT / "tools" / "asr_train" / "text" / "free"
TABLES = ("dangers.tsv", "ordinary.tsv", "states.tsv", "voices.tsv", "concepts.tsv")
TOLD_CALLS = "danger_calls.jsonl"  # dangers, calls near to them, ordinary ones
AUTHORS = "authors.jsonl"  # only to learn from
WHOLE = ("dev.jsonl", AUTHORS, "letters.jsonl", "fields.jsonl", TOLD_CALLS)
DISTRESS = "17_emergencies.txt"
NOW = "now"  # the state that takes nothing back

TOLD, VARIED, AROUND = 1.0, 0.6, 0.3  # what an example counts: as written, varied, in a state
PART = 0.6  # a stretch of a whole call
MISHEARD = 0.25  # of the characters
KEPT = 5  # of so many calls one is not learnt from
LONGEST = 60  # a longer call is learnt in its parts alone
TWICE = 2  # each danger is misheard so often
PIECES = 3  # of a long ordinary sentence, so that parts of it are known as ordinary too


class Example(NamedTuple):
    """Words to learn from."""

    words: str
    danger: bool
    counts: float
    services: tuple[str, ...]
    source: str
    """The words it was made of; whoever tests on these may not learn from it."""


def digest() -> str:
    """Of the tables people edit: whether the weights were learnt from what they now say."""
    read = hashlib.sha256()
    for name in TABLES:
        read.update((FOLDER / name).read_bytes())
    return read.hexdigest()[:12]


def lines_of(file: Path) -> list[str]:
    """The lines of a table without its comments."""
    return [line for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"]


class Voices:
    """The same words in other mouths: who, where, a cry before or after."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        rows = (line.split("\t") for line in lines_of(FOLDER / "voices.tsv"))
        self.parts = {name: said.split() for name, said in rows}

    def vary(self, words: str) -> str:
        choice, parts = self._chance.choice, self.parts
        front, kind = choice([*parts["head"], ""]), self._chance.random()
        front += choice(parts["who"]) if kind < 0.4 else choice(parts["here"]) if kind < 0.7 else ""
        back = choice([*parts["tail"], ""]) if self._chance.random() < 0.6 else ""
        return front + words + back


class Mishearing:
    """The same words as a recogniser may write them: some characters others of the same sound."""

    def __init__(self, chance: random.Random, said: Iterable[str]) -> None:
        self._chance = chance
        self._alike: dict[str, list[str]] = {}
        for character in sorted(set("".join(said))):
            self._alike.setdefault("".join(folded(character)), []).append(character)

    def mishear(self, words: str) -> str:
        return "".join(
            self._chance.choice(self._alike.get("".join(folded(character)), [character]))
            if self._chance.random() < MISHEARD
            else character
            for character in words
        )


def dangers() -> list[tuple[str, tuple[str, ...]]]:
    """The table of dangers: words, whom to call."""
    rows = (line.split("\t") for line in lines_of(FOLDER / "dangers.tsv"))
    return [(words, tuple(services.split())) for _, services, words in rows]


def askings() -> list[str]:
    """What people ask of the articles."""
    said: list[str] = []
    for file in sorted((ROOT / "knowledge_base" / "articles").glob("*.yaml")):
        for article in yaml.safe_load(file.read_text("utf-8")).get("articles", ()):
            said += map(str, (article["question"], *article.get("ways", ())))
    return said


def _rows(file: str) -> Iterator[dict[str, Any]]:
    for line in (CALLS / file).read_text("utf-8").splitlines():
        yield json.loads(line)


def places() -> list[str]:
    """Where callers say they are: a place tells nothing of danger."""
    rows = itertools.chain(_rows("dev.jsonl"), _rows(AUTHORS))
    said = (ticket["place"] for row in rows for ticket in row["tickets"])
    return sorted({place for place in said if place})


def calls(file: str, *, kept: bool = False) -> list[str]:
    """Whole calls without a danger; `kept`: those that are left for the tests."""
    rows = _rows(file)
    return [
        row["text"]
        for row in rows
        if (zlib.crc32(row["text"].encode()) % KEPT == 0) is kept
        and not (row["emergency"] if "emergency" in row else find_emergency(row["text"]))
    ]


def whole_dangers() -> list[tuple[str, tuple[str, ...]]]:
    """Calls and letters that tell of a danger: words, the services to call."""
    rows = itertools.chain(*map(_rows, ("dev.jsonl", AUTHORS, TOLD_CALLS)))
    return [(row["text"], tuple(row["emergency"].split("+"))) for row in rows if row["emergency"]]


def everyday() -> list[str]:
    """What citizens say that no rule takes for danger."""
    with (ROOT / "knowledge_base" / "taxonomy" / "examples.csv").open(encoding="utf-8") as file:
        said = [row["说法"] for row in csv.DictReader(file)]
    for spoken in sorted(SPEECH.glob("*.txt")):
        if spoken.name != DISTRESS:
            said += lines_of(spoken)
    return [words for words in said + askings() if find_emergency(words) is None]


def examples() -> Iterator[Example]:
    """Everything that is learnt from."""
    chance = random.Random(3)
    voices = Voices(chance)
    said = everyday()
    yield from _of_dangers(chance, voices, said)
    yield from _misheard(chance)
    yield from _where_loudest()
    for words in lines_of(SPEECH / DISTRESS):
        found = find_emergency(words)
        if found is not None:
            yield Example(words, True, VARIED, found.services, words)
    yield from _of_ordinary(chance, voices, said)


def _where_loudest() -> Iterator[Example]:
    """Of whole calls the place that sounds most like danger to today's weights, and around it."""
    sense, _ = DangerSense.load(FOLDER)
    if sense is None:
        return
    told = [(words, True, services) for words, services in whole_dangers()]
    plain = [(words, False, ()) for words in itertools.chain(*map(calls, WHOLE))]
    for words, danger, services in (*told, *plain):
        for part in dict.fromkeys(sense.where_loudest(words)):
            yield Example(part, danger, TOLD, services, words)


def _of_dangers(chance: random.Random, voices: Voices, said: list[str]) -> Iterator[Example]:
    rows = [line.split("\t") for line in lines_of(FOLDER / "states.tsv")]
    somewhere = places()
    now = [around for state, around in rows if state == NOW]
    states = [around for state, around in rows if state != NOW]
    for number, (words, whom) in enumerate(dangers()):
        yield Example(words, True, TOLD, whom, words)
        for _ in range(4):
            yield Example(voices.vary(words), True, VARIED, whom, words)
        yield Example(chance.choice(said) + words, True, AROUND, whom, words)
        where = chance.choice(somewhere)
        yield Example(f"{where}{words}", True, VARIED, whom, words)
        yield Example(f"{words}，{chance.choice(somewhere)}", True, AROUND, whom, words)
        around = now[number % len(now)]
        yield Example(around.replace("{}", words), True, AROUND, whom, words)
        for turn in range(4):
            around = states[(number * 7 + turn * 5) % len(states)]
            yield Example(around.replace("{}", words), False, AROUND, (), words)


def _misheard(chance: random.Random) -> Iterator[Example]:
    told, plain = dangers(), lines_of(FOLDER / "ordinary.tsv")
    mishearing = Mishearing(chance, [words for words, _ in told] + plain)
    for words, whom in told * TWICE:
        yield Example(mishearing.mishear(words), True, AROUND, whom, words)
    for words in plain:
        yield Example(mishearing.mishear(words), False, AROUND, (), words)


def _of_ordinary(chance: random.Random, voices: Voices, said: list[str]) -> Iterator[Example]:
    somewhere = places()
    for words in lines_of(FOLDER / "ordinary.tsv"):
        yield Example(words, False, TOLD, (), words)
        for _ in range(4):
            yield Example(voices.vary(words), False, VARIED, (), words)
        yield Example(chance.choice(somewhere) + words, False, VARIED, (), words)
    for words in said:
        kind = chance.random()
        varied = words if kind < 0.5 else voices.vary(words)
        varied = chance.choice(somewhere) + words if kind > 0.8 else varied
        yield Example(varied, False, VARIED, (), words)
        parts = [words[start:end] for start, end in stretches(words)]
        if len(words) > PIECE and len(parts) > 1:
            for part in chance.sample(parts, min(PIECES, len(parts))):
                yield Example(part, False, AROUND, (), words)
    for words in itertools.chain(*map(calls, WHOLE)):
        if len(words) < LONGEST:
            yield Example(words, False, TOLD, (), words)
        for start, end in stretches(words):
            yield Example(words[start:end], False, PART, (), words)
    for words in itertools.chain(*voices.parts.values()):
        for _ in range(3):
            yield Example(voices.vary(words), False, TOLD, (), words)
