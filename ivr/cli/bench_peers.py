"""The peers of `ivr bench kb`: what a kept search library finds in the same articles.

bm25s over jieba's words (a development dependency) and SQLite's FTS5 over two characters each.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from logging import getLogger
from typing import Any

import numpy as np

from ivr.knowledge.article import Article, asked_as

Search = Callable[[str, int], list[tuple[str, float]]]  # text, how many → article and score


def peers(
    articles: Sequence[Article], taught: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Search]:
    """Every peer that is installed, ready to be asked; they learn what ours has learnt."""
    texts = [(*asked_as(a), *(taught or {}).get(a.id, ())) for a in articles]
    found: dict[str, Search] = {"FTS5": _fts5(articles, texts)}
    if find_spec("bm25s"):
        found["bm25s"] = _bm25s(articles, texts)
    return found


def _bm25s(articles: Sequence[Article], texts: Sequence[Sequence[str]]) -> Search:
    import jieba

    jieba.setLogLevel("ERROR")
    getLogger("bm25s").setLevel("ERROR")

    def words(text: str) -> list[str]:
        return [word for word in jieba.lcut(text) if word.strip()]

    bm25s: Any = import_module("bm25s")
    getLogger("bm25s").setLevel("ERROR")
    retriever = bm25s.BM25()
    retriever.index([words("。".join(ways)) for ways in texts], show_progress=False)
    known = retriever.vocab_dict

    def search(text: str, limit: int) -> list[tuple[str, float]]:
        asked = [word for word in words(text) if word in known]
        if not asked:
            return []
        scores = retriever.get_scores(asked)
        best = np.argpartition(scores, -limit)[-limit:]
        best = best[np.argsort(-scores[best])]
        return [(articles[int(n)].id, float(scores[n])) for n in best]

    return search


def _fts5(articles: Sequence[Article], texts: Sequence[Sequence[str]]) -> Search:
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table kb using fts5(ways, tokenize = 'unicode61')")
    rows = ((" ".join(p for w in ways for p in _pairs(w)),) for ways in texts)
    base.executemany("insert into kb (ways) values (?)", rows)
    query = "select rowid, bm25(kb) from kb where kb match ? order by bm25(kb) limit ?"

    def search(text: str, limit: int) -> list[tuple[str, float]]:
        pairs = [f'"{pair}"' for pair in dict.fromkeys(_pairs(text))]
        if not pairs:
            return []
        rows = base.execute(query, (" OR ".join(pairs), limit)).fetchall()
        return [(articles[row - 1].id, -score) for row, score in rows]

    return search


def _pairs(text: str) -> list[str]:
    text = re.sub(r"\W+", "", text)
    return [text[n : n + 2] for n in range(len(text) - 1)] or [text]
