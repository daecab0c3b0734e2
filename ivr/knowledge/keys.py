"""关键词: the words that make it an article's matter, and which of them were heard."""

from collections.abc import Mapping, Sequence
from itertools import chain

from ivr.knowledge.article import Article
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.terms import Spoken

Groups = tuple[tuple[tuple[str, str], ...], ...]  # of words with the names they are known under


class Keys:
    """The key words of articles, by their place in the list; looked up once each."""

    def __init__(self, articles: Sequence[Article | None], lexicon: Lexicon) -> None:
        self._articles = articles
        self._lexicon = lexicon
        self._groups: dict[int, Groups] = {}

    def names(self, place: int) -> frozenset[str]:
        """What the article is known by."""
        return frozenset(name for _word, name in chain.from_iterable(self._of(place)))

    def heard(self, place: int, said: Spoken, concepts: Mapping[str, float]) -> list[bool]:
        """For every key group of an article whether it was heard."""
        return [
            any(name in concepts or (len(word) > 1 and word in said.text) for word, name in words)
            for words in self._of(place)
        ]

    def _of(self, place: int) -> Groups:
        groups = self._groups.get(place)
        if groups is None:
            article, named = self._articles[place], self._lexicon.name_of
            words = article.keys if article else ()
            groups = tuple(tuple((word, named(word)) for word in group) for group in words)
            self._groups[place] = groups
        return groups
