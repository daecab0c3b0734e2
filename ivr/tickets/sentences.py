"""市民原话: the sentences and words of the tables that types are known by, and what was learnt."""

from collections.abc import Iterator

from ivr.tickets.learnt import Learnt, Sentence
from ivr.tickets.likeness import Likeness, Vocabulary
from ivr.tickets.taxonomy import Taxonomy, TypeKey

TELLING = 500  # what a matter is shows in its first words; a longer stretch adds none


def of_types(taxonomy: Taxonomy) -> Iterator[Sentence]:
    """What is known of each type: sentences citizens say, then the words of the tables."""
    for example in taxonomy.examples:
        yield example.words, (example.industry, example.type)
    for m in taxonomy.manifestations:
        yield " ".join((m.name, *m.words)), (m.industry, m.type)
    for key, words in taxonomy.types.items():
        yield " ".join((key[1], *words)), key


class Sentences:
    """Likeness to the sentences of types."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        learnt: Learnt = taxonomy.learnt
        sentences = list(of_types(taxonomy))
        self._types: Likeness[TypeKey] = Likeness(
            Vocabulary([words for words, _ in sentences]),
            [
                [((its[0], its[1]), w) for its, w in learnt.of(s) if tuple(its) in taxonomy.types]
                for s in sentences
            ],
        )

    def types(self, words: str) -> dict[TypeKey, float]:
        return dict(self._types.of(words[:TELLING]))
