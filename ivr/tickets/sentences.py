"""市民原话: the sentences that classes are known by, and what was learnt of them.

Types are known by the sentences of `examples.csv` and by the words of the tables, kinds (诉求类型)
by the sentences alone.
"""

from collections.abc import Iterator

from ivr.tickets.learnt import Learnt, Sentence
from ivr.tickets.likeness import Likeness, Vocabulary
from ivr.tickets.model import Kind
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


def of_kinds(taxonomy: Taxonomy) -> Iterator[Sentence]:
    """Sentences citizens say, each with its kind; in the order of those of the types."""
    for example in taxonomy.examples:
        yield example.words, (example.kind.value,)


class Sentences:
    """Likeness to the sentences of types and of kinds."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        learnt: Learnt = taxonomy.learnt
        types, kinds = list(of_types(taxonomy)), list(of_kinds(taxonomy))
        vocabulary = Vocabulary([words for words, _ in types])
        self._types: Likeness[TypeKey] = Likeness(
            vocabulary,
            [
                [((its[0], its[1]), w) for its, w in learnt.of(s) if tuple(its) in taxonomy.types]
                for s in types
            ],
        )
        none: list[list[tuple[Kind, float]]] = [[] for _ in types[len(kinds) :]]
        self._kinds: Likeness[Kind] = Likeness(
            vocabulary, [*([(Kind(its[0]), w) for its, w in learnt.of(s)] for s in kinds), *none]
        )

    def types(self, words: str) -> dict[TypeKey, float]:
        return dict(self._types.of(words[:TELLING]))

    def kinds(self, words: str) -> dict[Kind, float]:
        return dict(self._kinds.of(words[:TELLING]))
