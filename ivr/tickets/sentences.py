"""市民原话: the sentences and words of the tables that types are known by, and what was learnt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ivr.tickets.learnt import Learnt, Sentence, as_kept, key_of
from ivr.tickets.likeness import Likeness, Vocabulary
from ivr.tickets.taxonomy import Taxonomy, TypeKey

TELLING = 500  # what a matter is shows in its first words; a longer stretch adds none
_USUAL = 0.5  # what a sentence that was not learnt says for its type


def of_types(taxonomy: Taxonomy) -> Iterator[Sentence]:
    """What is known of each type: sentences citizens say, then the words of the tables."""
    for example in taxonomy.examples:
        yield example.words, (example.industry, example.type)
    for m in taxonomy.manifestations:
        yield " ".join((m.name, *m.words)), (m.industry, m.type)
    for key, words in taxonomy.types.items():
        yield " ".join((key[1], *words)), key


@dataclass(frozen=True, slots=True)
class Like:
    """How like the sentences of each type a text is, and those of each industry together."""

    types: Mapping[TypeKey, float]
    industries: Mapping[str, float]


class Sentences:
    """Likeness to the sentences of types."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        sentences = list(of_types(taxonomy))
        self._types = likeness_of(taxonomy.learnt, tuple(taxonomy.types), sentences)

    def like(self, words: str) -> Like:
        types = dict(self._types.of(words[:TELLING]))
        industries: dict[str, float] = {}
        for (industry, _), value in types.items():
            industries[industry] = industries.get(industry, 0.0) + value
        return Like(types, industries)


def likeness_of(
    learnt: Learnt, types: Sequence[TypeKey], sentences: Sequence[Sentence]
) -> Likeness[TypeKey]:
    """By what was learnt; sentences that were not learnt speak for their type."""
    new = [sentence for sentence in sentences if key_of(sentence) not in learnt.keys]
    vocabulary = Vocabulary(learnt.names, learnt.rare, learnt.usual)
    vocabulary.learn([words for words, _ in new], told=len(learnt.keys))
    kept = {tuple(name): at for at, name in enumerate(learnt.classes)}
    weights = np.zeros((vocabulary.size, len(types)), np.int8)
    worth = np.ones(vocabulary.size, np.float32)
    worth[: len(learnt.names)] = learnt.worth
    for column, name in enumerate(types):
        if name in kept:  # a site's own list may have other types
            weights[: len(learnt.names), column] = learnt.weights[:, kept[name]]
    column_of = {tuple(name): at for at, name in enumerate(types)}
    told: dict[int, NDArray[np.float32]] = {}  # by row: what its weights are with the new sentences
    for words, its in new:
        rows, values = vocabulary.of(words)
        for row, value in zip(rows.tolist(), values.tolist(), strict=True):
            exact = told.setdefault(row, weights[row] * worth[row])
            exact[column_of[tuple(its)]] += _USUAL * value
    if told:
        rows = np.array(list(told))
        weights[rows], worth[rows] = as_kept(np.stack(list(told.values())))
    return Likeness(vocabulary, types, weights, worth)
