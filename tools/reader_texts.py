"""The texts that the reader of matters learns from (`tools/learn_reader.py`), and its alphabet."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from ivr.language.word_marks import word_marks
from ivr.tickets.bench import CALLED_AT
from ivr.tickets.kinds import Kinds
from ivr.tickets.mentions import find_mentions
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.reader import LONGEST, MARK, Alphabet, sound_of
from ivr.tickets.reading import Reader
from ivr.tickets.respondent import Respondents, options
from ivr.tickets.sameness import same
from ivr.tickets.taxonomy import Taxonomy
from ivr.tickets.understanding import Understanding
from tools import learn_respondents
from tools.labelled_matters import statements
from tools.learn_respondents import DATA, FOLDER, LABELLED, as_if_unseen

FEWEST = 3  # times that a character or a sound is said
MARKS = 40  # sorts of words


@dataclass(frozen=True)
class Matter:
    """One labelled matter with all who may be meant, as respondent.py weighs them too."""

    author: str
    utterance: str
    words: str
    blanked: str
    spans: tuple[Evidence, ...]
    right: tuple[bool, ...]  # of the spans, and last of nobody
    signs: learn_respondents.Matter
    want: dict[str, str | None]


class _Asked(Respondents):
    """Keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: dict[str, tuple[Kind, str]] = {}

    def of(self, text: str, kind: Kind, blanked: str) -> Evidence | None:
        self.asked[text] = kind, blanked
        return None


def matters(understanding: Understanding) -> Iterator[Matter]:
    """The matters of the utterances that are split as they should be, none in danger."""
    classifier, asked = understanding.classifier, _Asked()
    reading = replace(understanding, reader=Reader(classifier, Kinds(classifier.taxonomy), asked))
    for path in LABELLED:
        for case in map(json.loads, path.read_text("utf-8").splitlines()):
            draft = reading.draft(case["text"], called_at=CALLED_AT)
            if len(draft.tickets) != len(case["tickets"]):
                continue
            author = case.get("author", path.stem)
            for ticket, want in zip(draft.tickets, case["tickets"], strict=True):
                if ticket.text in asked.asked and len(ticket.text) <= LONGEST:
                    yield _matter(author, case["text"], ticket.text, asked, want)


def _matter(
    author: str, text: str, words: str, asked: _Asked, want: dict[str, str | None]
) -> Matter:
    kind, blanked = asked.asked[words]
    found = options(words, as_if_unseen(kind, words), blanked)
    said = [name for name, _ in found]
    right = tuple(same("respondent", want["respondent"], name, CALLED_AT) for name in said)
    spans = tuple(mention.span for mention in find_mentions(words, blanked))
    signs = learn_respondents.Matter(author, text, said, [told for _, told in found], right)
    return Matter(author, text, words, blanked, spans, right, signs, want)


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
