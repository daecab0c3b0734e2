"""关键词: the words that make it an article's matter, and which of them were heard."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ivr.knowledge.article import Article
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.terms import Spoken


class _Group(NamedTuple):
    """Key words that stand for each other."""

    names: frozenset[str]  # under which they are known
    words: list[str]  # as written, but for single characters


class _OfArticle(NamedTuple):
    groups: list[_Group]
    names: frozenset[str]  # of all groups


class Keys:
    """The key words of articles, by their place in the list; looked up once each."""

    def __init__(self, articles: Sequence[Article | None], lexicon: Lexicon) -> None:
        self._articles = articles
        self._lexicon = lexicon
        self._known: dict[int, _OfArticle] = {}

    def names(self, place: int) -> frozenset[str]:
        """What the article is known by."""
        return self._of(place).names

    def heard(self, place: int, said: Spoken, concepts: Mapping[str, float]) -> list[bool]:
        """For every key group of an article whether it was heard."""
        text = said.text
        return [
            not names.isdisjoint(concepts) or any(word in text for word in words)
            for names, words in self._of(place).groups
        ]

    def _of(self, place: int) -> _OfArticle:
        known = self._known.get(place)
        if known is None:
            article, named = self._articles[place], self._lexicon.name_of
            groups = [
                _Group(frozenset(map(named, group)), [w for w in group if len(w) > 1])
                for group in (article.keys if article else ())
            ]
            names: frozenset[str] = frozenset().union(*(names for names, _words in groups))
            known = self._known[place] = _OfArticle(groups, names)
        return known
