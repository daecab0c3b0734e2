"""Learns what speaks for each type: `python -m tools.learn_sentences` writes the weights.

Ridge regression of the types on what texts hold (`ivr/tickets/likeness.py`), from the sentences and
words of the tables and the labelled matters; and logistic regression on the same, which errs in
other places, so that the mean of both errs less. Takes some minutes; `--check` judges each author's
matters by what was learnt without them, which takes a quarter of an hour.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from ivr.tickets.classify import OF_INDUSTRY
from ivr.tickets.learnt import FILE, in_steps, key_of
from ivr.tickets.likeness import Vocabulary
from ivr.tickets.sentences import TELLING, of_types
from ivr.tickets.understanding import Understanding
from tools import logistic
from tools.labelled_matters import Matter, digest, labelled_matters
from tools.learning import FOLDER, run
from tools.ridge import Floats, Numbers, solve

KEPT = 5  # types that a text speaks for or against
FEWEST = 2  # texts that hold a stretch
# Authors who wrote what comes to mind last and seldom named it: what is learnt from their words
# misjudges everybody else's (letters 87.1 to 85.7 %).
HARDLY_NAMED = ("h1", "h2", "h3")
SENTENCE, TRUST = 2.0, 4.0  # how far a sentence is trusted; words of the tables, labelled matters
FIRM = 0.02  # how far the logistic weights are held back
AS_RIDGE = 0.15  # so that of unseen texts they say as much as the ridge's
PARTS = 3  # of the authors, when they are judged


class Lesson:
    """What is learnt from: texts, the type of each, how far each is trusted, and its author."""

    def __init__(self, understanding: Understanding, *, judged: bool) -> None:
        """`judged`: every author's matters are to be judged by all others', which takes longer."""
        taxonomy = understanding.classifier.taxonomy
        sentences = list(of_types(taxonomy))
        matters = [m for m in labelled_matters(understanding) if _teaches(m)]
        texts = [words for words, _ in sentences] + [m.bare[:TELLING] for m in matters]
        its = [tuple(name) for _, name in sentences] + [m.type for m in matters if m.type]
        self.keys = [key_of(sentence) for sentence in sentences]
        self.classes = list(dict.fromkeys(its))
        column = {name: at for at, name in enumerate(self.classes)}
        self.of = np.array([column[name] for name in its])
        self.authors = np.array([""] * len(sentences) + [m.author for m in matters])
        self.vocabulary = Vocabulary()
        self.usual = self.vocabulary.learn(texts, fewest=FEWEST)
        self.held = _held(self.vocabulary, texts)
        self.trust = np.full(len(its), TRUST, np.float32)
        self.trust[: len(taxonomy.examples)] = SENTENCE
        apart = np.flatnonzero((self.authors != "") & judged)
        self.solved = solve(self.held, self.of, len(self.classes), self.trust, apart)
        self.industry, self.together = _industries(self.classes)

    def logistic(self, apart: Sequence[str] = ()) -> Floats:
        """Of each stretch, by the texts that are not of some authors."""
        known = np.flatnonzero(~np.isin(self.authors, apart))
        told = self.held[known], self.of[known], self.trust[known]
        return logistic.solve(*told, self.together, FIRM) * np.float32(AS_RIDGE)

    def weights(self, said: Floats, others: Floats) -> Floats:
        """Of each stretch, the mean of what each text says and of the logistic weights."""
        found: Floats = ((self.held.T @ _largest(said)).toarray() + others) / 2
        return found


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


def _largest(said: Floats) -> sparse.csr_matrix:
    """Of each text the few types it says most of, which tells unseen texts better than all."""
    columns = np.argpartition(-np.abs(said), KEPT, axis=1)[:, :KEPT]
    rows = np.repeat(np.arange(len(said)), KEPT)
    values = np.take_along_axis(said, columns, axis=1).ravel()
    return sparse.csr_matrix((values, (rows, columns.ravel())), said.shape)


def check(lesson: Lesson) -> None:
    industry, authors = lesson.industry, sorted(set(lesson.authors) - {""})
    for part in (authors[at::PARTS] for at in range(PARTS)):
        others = lesson.logistic(part)
        for author in part:
            own = np.flatnonzero(lesson.authors == author)
            said = lesson.held[own] @ lesson.weights(lesson.solved.without(own), others)
            best, of = np.argsort(-(said + said @ lesson.together), axis=1), lesson.of[own]
            print(
                f"{author}: {len(own)} matters, type {np.mean(best[:, 0] == of):.1%},"
                f" industry {np.mean(industry[best[:, 0]] == industry[of]):.1%},"
                f" type among three {np.mean((best[:, :3] == of[:, None]).any(axis=1)):.1%}",
                flush=True,
            )


def write(lesson: Lesson) -> None:
    weights = lesson.weights(lesson.solved.weights, lesson.logistic())
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(lesson.vocabulary.names)),
        rare=lesson.vocabulary.rare.astype(np.float16),
        usual=np.array(lesson.usual),
        classes=np.array(["\n".join(name) for name in lesson.classes]),
        weights=in_steps(weights),
        keys=np.array(lesson.keys, np.uint64),
        calls=np.array(digest()),
    )
    told = f"{len(lesson.of)} texts, {len(weights)} stretches"
    print(f"{told}, {path.stat().st_size / 1e6:.1f} MB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        (check if check_only else write)(Lesson(understanding, judged=check_only))

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
