"""关键词: the words that make it an article's matter, and which of them were heard."""

from collections.abc import Mapping, Sequence

from ivr.knowledge.article import Article
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.terms import Spoken

_Words = tuple[str, ...]
# Key words that stand for each other: the names under which they are known, and as written but for
# single characters. In plain tuples, for those are let alone by the search for garbage.
_Group = tuple[_Words, _Words]


class Keys:
    """The key words of articles, by their place in the list; looked up once each."""

    def __init__(self, articles: Sequence[Article | None], lexicon: Lexicon) -> None:
        self._articles = articles
        self._lexicon = lexicon
        self._known: dict[int, tuple[tuple[_Group, ...], _Words]] = {}

    def names(self, place: int) -> _Words:
        """What the article is known by."""
        return self._of(place)[1]

    def heard(self, place: int, said: Spoken, concepts: Mapping[str, float]) -> list[bool]:
        """For every key group of an article whether it was heard."""
        text = said.text
        return [
            not concepts.keys().isdisjoint(names) or any(word in text for word in words)
            for names, words in self._of(place)[0]
        ]

    def _of(self, place: int) -> tuple[tuple[_Group, ...], _Words]:
        """The groups of an article, and the names of all of them."""
        known = self._known.get(place)
        if known is None:
            article, named = self._articles[place], self._lexicon.name_of
            groups = tuple(
                [
                    (tuple(map(named, group)), tuple([w for w in group if len(w) > 1]))
                    for group in (article.keys if article else ())
                ]
            )
            names = tuple([name for names, _words in groups for name in names])
            known = self._known[place] = groups, names
        return known
