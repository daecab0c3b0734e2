"""Learns what speaks for each type: `python -m tools.learn_sentences` writes the weights.

Logistic regression of the types on what texts hold (`ivr/tickets/likeness.py`), from the sentences
and words of the tables, the short statements and the labelled matters. Takes eight minutes and
15 GB of memory; `--check` judges each author's matters by what was learnt without them, which takes
three times as long.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from ivr.tickets.classify import OF_INDUSTRY, Classifier
from ivr.tickets.learnt import FILE, Learnt, as_kept, key_of
from ivr.tickets.likeness import Vocabulary
from ivr.tickets.sentences import TELLING, of_types
from ivr.tickets.understanding import Understanding
from tools import logistic
from tools.labelled_matters import STATEMENTS, Matter, digest, labelled_matters, statements
from tools.learning import FOLDER, run
from tools.ridge import Floats, Numbers

FEWEST = 2  # texts that hold a stretch
# Authors who wrote what comes to mind last and seldom named it: what is learnt from their words
# misjudges everybody else's (letters 87.1 to 85.7 %).
HARDLY_NAMED = ("h1", "h2", "h3")
# How far a sentence is trusted; a short statement; words of the tables and labelled matters.
SENTENCE, STATEMENT, TRUST = 2.0, 1.0, 4.0
FIRM = 0.008  # how far the logistic weights are held back
SCALE = 0.15  # so that a clear matter is like its type by 0.3 to 0.7
PARTS = 3  # of the authors, when they are judged


def lessons_digest() -> str:
    """Whether the weights are of what the statements and utterances now say."""
    return hashlib.sha256(digest().encode() + STATEMENTS.read_bytes()).hexdigest()[:12]


class Lesson:
    """What is learnt from: texts, the type of each, how far each is trusted, and its author."""

    def __init__(self, understanding: Understanding) -> None:
        taxonomy = understanding.classifier.taxonomy
        sentences = list(of_types(taxonomy))
        matters = [m for m in labelled_matters(understanding) if _teaches(m)]
        brief = [*sentences, *statements(taxonomy)]
        texts = [words for words, _ in brief] + [m.bare[:TELLING] for m in matters]
        its = [tuple(name) for _, name in brief] + [m.type for m in matters if m.type]
        self.keys = [key_of(sentence) for sentence in sentences]
        self.classes = list(dict.fromkeys(its))
        column = {name: at for at, name in enumerate(self.classes)}
        self.of = np.array([column[name] for name in its])
        self.authors = np.array([""] * len(brief) + [m.author for m in matters])
        self.vocabulary = Vocabulary()
        self.usual = self.vocabulary.learn(texts, fewest=FEWEST)
        self.held = _held(self.vocabulary, texts)
        self.trust = np.full(len(its), TRUST, np.float32)
        self.trust[: len(taxonomy.examples)] = SENTENCE
        self.trust[len(sentences) : len(brief)] = STATEMENT
        self.industry, self.together = _industries(self.classes)

    def weights(self, apart: Sequence[str] = ()) -> Floats:
        """Of each stretch, by the texts that are not of some authors."""
        known = np.flatnonzero(~np.isin(self.authors, apart))
        held, of, trust = self.held[known], self.of[known], self.trust[known]
        return logistic.solve(held, of, trust, self.together, FIRM) * np.float32(SCALE)

    def learnt(self, weights: Floats) -> Learnt:
        """As the file is read."""
        names, rare = self.vocabulary.names, self.vocabulary.rare
        keys = frozenset(self.keys)
        return Learnt(names, rare, self.usual, self.classes, *as_kept(weights), keys)


def _industries(classes: Sequence[tuple[str, ...]]) -> tuple[Numbers, Floats]:
    """Of each type its industry, and what speaks for one type and so for others of the industry."""
    number = {name[0]: at for at, name in enumerate(classes)}
    industry = np.array([number[name[0]] for name in classes])
    return industry, (industry[:, None] == industry[None]).astype(np.float32) * OF_INDUSTRY


def _teaches(matter: Matter) -> bool:
    told = matter.author not in HARDLY_NAMED
    return told and matter.type is not None and not matter.in_danger


def _held(vocabulary: Vocabulary, texts: list[str]) -> sparse.csr_matrix:
    read = [vocabulary.of(text) for text in texts]
    starts = np.cumsum([0, *(len(rows) for rows, _ in read)])
    rows = np.concatenate([rows for rows, _ in read])
    values = np.concatenate([values for _, values in read])
    return sparse.csr_matrix((values, rows, starts), (len(texts), vocabulary.size))


def unlearnt(understanding: Understanding) -> dict[str, Classifier]:
    """Of each author a classifier that has not learnt from their words."""
    lesson, taxonomy = Lesson(understanding), understanding.classifier.taxonomy
    authors = sorted(set(lesson.authors) - {""})
    found: dict[str, Classifier] = {}
    for half in (authors[::2], authors[1::2]):
        learnt = lesson.learnt(lesson.weights(half))
        found |= dict.fromkeys(half, Classifier(replace(taxonomy, learnt=learnt)))
    return found


def check(lesson: Lesson) -> None:
    industry, authors = lesson.industry, sorted(set(lesson.authors) - {""})
    for part in (authors[at::PARTS] for at in range(PARTS)):
        steps, worth = as_kept(lesson.weights(part))
        weights = steps * worth[:, None]  # as they are kept
        for author in part:
            own = np.flatnonzero(lesson.authors == author)
            said, of = lesson.held[own] @ weights, lesson.of[own]
            best = np.argsort(-(said + said @ lesson.together), axis=1)
            print(
                f"{author}: {len(own)} matters, type {np.mean(best[:, 0] == of):.1%},"
                f" industry {np.mean(industry[best[:, 0]] == industry[of]):.1%},"
                f" type among three {np.mean((best[:, :3] == of[:, None]).any(axis=1)):.1%}",
                flush=True,
            )


def write(lesson: Lesson) -> None:
    weights, worth = as_kept(lesson.weights())
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(lesson.vocabulary.names)),
        rare=lesson.vocabulary.rare.astype(np.float16),
        usual=np.array(lesson.usual),
        classes=np.array(["\n".join(name) for name in lesson.classes]),
        weights=weights,
        worth=worth.astype(np.float16),
        keys=np.array(lesson.keys, np.uint64),
        calls=np.array(lessons_digest()),
    )
    told = f"{len(lesson.of)} texts, {len(weights)} stretches"
    print(f"{told}, {path.stat().st_size / 1e6:.1f} MB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        (check if check_only else write)(Lesson(understanding))

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
