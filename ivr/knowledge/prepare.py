"""Takes the articles apart, or takes what was kept of the last time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern

import msgspec

from ivr.knowledge.article import Article, asked_as
from ivr.knowledge.bulk import uncollected
from ivr.knowledge.cache import Prepared, key_of, read_cache, write_cache
from ivr.knowledge.faults import ArticleFault
from ivr.knowledge.labelled import FILE, learnt_of
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.loader import article_files, parse_articles
from ivr.knowledge.postings import Postings, posted
from ivr.knowledge.terms import Spoken, spoken
from ivr.language.pinyin import folded


@dataclass(frozen=True, slots=True)
class Made:
    """What is made from the article files, whatever the day and the site."""

    prepared: Prepared
    postings: Postings


def prepare(folder: Path, lexicon: Lexicon, cache: Path | None) -> Made:
    """From the cache where it holds just this, else anew; the lexicon learns the key words."""
    if cache is None:
        return _made(folder, lexicon)
    articles = article_files(folder / "articles")
    sources = [folder / "lexicons" / "concepts.yaml", folder / FILE, *articles]
    return kept_or_made(cache, key_of(sources, folder), lexicon, lambda: _made(folder, lexicon))


def kept_or_made(cache: Path, key: str, lexicon: Lexicon, make: Callable[[], Made]) -> Made:
    """What the cache keeps under the key; where it keeps nothing sound, it is made and kept."""
    kept = read_cache(cache, key)
    if kept is not None:
        with uncollected():
            _teach(lexicon, kept[0])
        return Made(*kept)
    made = make()
    write_cache(cache, key, made.prepared, made.postings)
    return made


def _made(folder: Path, lexicon: Lexicon) -> Made:
    return made_of(*parse_articles(folder / "articles"), lexicon, learnt_of(folder))


def made_of(
    articles: list[Article],
    faults: list[ArticleFault],
    lexicon: Lexicon,
    learnt: Mapping[str, Sequence[str]],
) -> Made:
    """The postings of some articles; the lexicon learns their key words.

    `learnt` holds by id what callers were heard to say for an article, beside its own ways.
    """
    words = list(dict.fromkeys(w for a in articles for group in a.keys for w in group))
    sounds = [" ".join(folded(word)) for word in words]
    prepared = Prepared(articles, faults, words, sounds, [])
    _teach(lexicon, prepared)

    def ways() -> Iterator[list[Spoken]]:
        for article in articles:
            every = (*asked_as(article), *learnt.get(article.id, ()))
            yield [spoken(way, lexicon) for way in every]

    postings, syllables = posted(ways())
    return Made(msgspec.structs.replace(prepared, syllables=syllables), postings)


def _teach(lexicon: Lexicon, prepared: Prepared) -> None:
    for word, sounds in zip(prepared.words, prepared.sounds, strict=True):
        lexicon.add(word, sounds=tuple(map(intern, sounds.split(" "))))
