"""The texts that the reader of matters learns from (`tools/learn_reader.py`), and its alphabet."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from ivr.language.word_marks import word_marks
from ivr.tickets.bench import CALLED_AT
from ivr.tickets.mentions import find_mentions
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.place_choice import SHORTEST, Spots
from ivr.tickets.reader import LONGEST, MARK, Alphabet, Asked, sound_of
from ivr.tickets.respondent import options
from ivr.tickets.sameness import same
from ivr.tickets.taxonomy import Taxonomy
from ivr.tickets.time_choice import Told
from ivr.tickets.understanding import Understanding
from tools import learn_respondents, learn_times, marked
from tools.labelled_matters import statements
from tools.learn_places import is_right
from tools.learn_respondents import DATA, FOLDER, LABELLED, Listener, as_if_unseen

FEWEST = 3  # times that a character or a sound is said
MARKS = 40  # sorts of words


@dataclass(frozen=True)
class Choices:
    """Stretches that may be what is asked for, and which of them, and last none, is right."""

    spans: tuple[Evidence, ...] = ()
    right: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Matter:
    """One labelled matter with all who and all places that may be meant, as they are weighed."""

    author: str
    utterance: str
    words: str
    blanked: str
    choices: dict[Asked, Choices]
    signs: learn_respondents.Matter
    want: dict[str, str | None]


def matters(understanding: Understanding) -> Iterator[Matter]:
    """The matters of the utterances that are split as they should be."""
    asked, times = Listener(), learn_times.Listener()
    reader = understanding.reader.with_respondents(asked)
    reading = replace(understanding, reader=reader, choice=times)
    for case in cases():
        text = case["text"]
        draft = reading.draft(text, called_at=CALLED_AT)
        if len(draft.tickets) != len(case["tickets"]):
            continue
        spots = reading.places.read(text).spots
        for ticket, want in zip(draft.tickets, case["tickets"], strict=True):
            words = ticket.text
            if words not in asked.asked or len(words) > LONGEST:
                continue
            kind, blanked = asked.asked[words]
            kind, start = as_if_unseen(kind, words), text.index(words)
            own = spots[:, start : start + len(words) + 1]
            found = options(words, kind, blanked)
            said = [name for name, _ in found]
            right = [same("respondent", want["respondent"], name, CALLED_AT) for name in said]
            signs = learn_respondents.Matter(
                case["author"], text, said, [told for _, told in found], right
            )
            spans = tuple(mention.span for mention in find_mentions(words, blanked))
            choices = {
                Asked.WHO: Choices(spans, np.array(right)),
                Asked.PLACE: _places(reading, words, kind or Kind.HELP, own, want),
                Asked.TIME: _times(times.heard.get(words), want["time"]),
            }
            yield Matter(case["author"], text, words, blanked, choices, signs, want)


def cases() -> Iterator[dict[str, Any]]:
    """The labelled utterances, and the statements with marked facts."""
    for path in LABELLED:
        for case in map(json.loads, path.read_text("utf-8").splitlines()):
            yield {"author": path.stem, **case}
    yield from marked.cases()


def _places(
    understanding: Understanding,
    words: str,
    kind: Kind,
    spots: Spots,
    want: dict[str, str | None],
) -> Choices:
    """The likeliest places, as the net is asked for them."""
    if len(words) < SHORTEST:
        return Choices()
    spans = tuple(span for _, span in understanding.place_choice.likely(kind, spots))
    right = [is_right(words, want["place"], span) for span in (*spans, None)]
    return Choices(spans, np.array(right))


def _times(told: Told | None, want: str | None) -> Choices:
    """All times that were found in a matter, and which is its own."""
    if told is None or not told.times:
        return Choices()
    spans = tuple(time.span for time in told.times)
    right = [same("time", want, told.words[slice(*span)], CALLED_AT) for span in spans]
    return Choices(spans, np.array([*right, want is None]))


def keys_of(utterances: Iterable[str]) -> set[int]:
    """By what an utterance that was learnt from is known."""
    return {
        int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")
        for text in utterances
    }


def utterances(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)["text"]


def sentences(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """What citizens say of each type, with its name."""
    for example in taxonomy.examples:
        yield example.words, type_of(example.industry, example.type)
    for words, its in statements(taxonomy):
        yield words, type_of(*its)


def type_of(industry: str | None, name: str | None) -> str:
    return f"{industry}/{name}"


def other_texts() -> list[str]:
    """Texts without labels: questions, dangers and their look-alikes, the articles."""
    texts = []
    for name in ("eval/questions", "eval/askable", "dangers/dangers", "dangers/ordinary"):
        for line in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines():
            if not line.startswith("#"):
                texts.append(max(line.split("\t"), key=len))
    for path in sorted(DATA.glob("emergencies*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    for path in sorted((FOLDER / "articles").glob("*.yaml")):
        texts += _strings(yaml.safe_load(path.read_text("utf-8")))
    return list(dict.fromkeys(text for text in texts if text))


def _strings(tree: object) -> Iterator[str]:
    """The sentences in it."""
    if isinstance(tree, str):
        lines = tree.replace("。", "。\n").splitlines()
        yield from (line[:160] for line in lines if len(line) >= 8)
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _strings(value)


def alphabet_of(texts: Sequence[str]) -> Alphabet:
    chars = Counter(char for text in texts for char in text if char != "\n")
    sounds = Counter[str]()
    for char, times in chars.items():
        sounds[sound_of(char)] += times
    marks = Counter(mark[:MARK] for text in texts for _, mark in word_marks(text))
    often = [[at for at, n in found.most_common() if n >= FEWEST] for found in (chars, sounds)]
    return Alphabet("".join(often[0]), often[1], [mark for mark, _ in marks.most_common(MARKS)])
