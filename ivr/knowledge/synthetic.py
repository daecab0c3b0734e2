"""Makes a knowledge base as large as wanted out of the real one, for measuring at size.

A copy is the article with four of five of its meaningful characters exchanged for others of the
same articles, each copy by its own table. So it has the lengths, the grammar and about the
frequencies of real text, resembles real questions here and there, and answers none of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np

from ivr.knowledge.article import Article, asked_as
from ivr.knowledge.base import KnowledgeBase
from ivr.knowledge.cache import key_of
from ivr.knowledge.judgement import Judgement
from ivr.knowledge.labelled import FILE, learnt_of
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.loader import finish_articles
from ivr.knowledge.prepare import Made, kept_or_made, made_of
from ivr.knowledge.terms import GRAMMAR
from ivr.knowledge.unanswered import Unanswered, unanswered_of

_WAYS = 8  # of a copy: nobody writes dozens of ways for each of 100,000 articles


def multiplied(articles: Sequence[Article], size: int, seed: int = 12345) -> list[Article]:
    """The articles, and as many made-up ones as are needed for the size."""
    alphabet = sorted(
        {c for a in articles for way in asked_as(a) for c in way if "一" <= c <= "鿿"} - GRAMMAR
    )
    return [
        *articles,
        *_copies(articles, max(0, size - len(articles)), alphabet, np.random.default_rng(seed)),
    ]


def _copies(
    articles: Sequence[Article], count: int, alphabet: list[str], dice: np.random.Generator
) -> Iterator[Article]:
    table: dict[int, str] = {}
    for n in range(count):
        article = articles[n % len(articles)]
        if n % len(articles) == 0:
            changed = dice.permutation(alphabet)[: len(alphabet) * 4 // 5].tolist()
            others = dice.permutation(changed).tolist()
            table = {ord(a): b for a, b in zip(changed, others, strict=True)}
        yield replace(
            article,
            id=f"{article.id}-{n}",
            question=article.question.translate(table),
            ways=tuple(way.translate(table) for way in article.ways[:_WAYS]),
            keys=tuple(
                tuple(w.translate(table) if len(w) > 1 else w for w in group)
                for group in article.keys
            ),
        )


def enlarged(
    folder: Path,
    articles: Sequence[Article],
    size: int,
    cache: Path,
    today: date,
    learning: bool = True,
) -> KnowledgeBase:
    """A knowledge base of as many articles; their postings are kept in the folder `cache`.

    Where it is not `learning`, it knows the articles' own ways alone.
    """
    cache.mkdir(parents=True, exist_ok=True)
    content = blake2b(msgspec.json.encode(articles), digest_size=4).hexdigest()
    source = cache / f"{size}-{content}.json"
    if not source.exists():
        for old in cache.glob(f"{size}-*.json"):
            old.unlink()
        source.write_bytes(msgspec.json.encode(multiplied(articles, size)))
    lexicon = Lexicon.load(folder / "lexicons" / "concepts.yaml")[0]
    judgement = Judgement.load(folder)[0]
    unanswered = Unanswered(unanswered_of(folder) if learning else [], lexicon, judgement.of_terms)

    def make() -> Made:
        raw = msgspec.json.decode(source.read_bytes(), type=list[Article])
        return made_of(raw, [], lexicon, learnt_of(folder) if learning else {})

    sources = [source, folder / "lexicons" / "concepts.yaml", *([folder / FILE] * learning)]
    made = kept_or_made(cache / str(size), key_of(sources, cache), lexicon, make)
    finished, _faults = finish_articles(made.prepared.articles, {}, today)
    return KnowledgeBase(finished, lexicon, judgement, unanswered, made)
