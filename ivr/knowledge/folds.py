"""分份: what is learnt from the dev part of the labelled lines, and how its lines fare unlearnt.

The dev lines are dealt into folds. Those of one fold are asked of a knowledge base that learnt the
other folds only, so they are questions that were never seen. As no way may repeat them either, they
are harder than what callers ask; so the lines of the part `fresh`, by authors who saw no way, are
asked of what learnt all of dev. What was seen is what `ivr.knowledge.fit` fits the curves on.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ivr.knowledge.article import Article, asked_as
from ivr.knowledge.asks import Asks
from ivr.knowledge.bare import names_nothing
from ivr.knowledge.base import KnowledgeBase, Ranked
from ivr.knowledge.bench import misheard
from ivr.knowledge.calibration import Curve
from ivr.knowledge.cues import cues_of
from ivr.knowledge.gate import barred
from ivr.knowledge.grasp_fit import learn as learn_grasp
from ivr.knowledge.judgement import Judgement
from ivr.knowledge.labelled import Labelled, learnt
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.loader import finish_articles, parse_articles
from ivr.knowledge.misfit import Misfit
from ivr.knowledge.misfit_fit import Pair, Pairs
from ivr.knowledge.prepare import made_of
from ivr.knowledge.reading_fit import learn as learn_reading
from ivr.knowledge.terms import Spoken, spoken
from ivr.knowledge.tone_fit import Worded, learn
from ivr.knowledge.unanswered import Unanswered, unanswered

FOLDS = 5
FRESH = FOLDS  # the number of the lines that are never learnt, after those of the folds
_SEEN = 12  # articles that are put in order
NEAR = 0.65  # likeness of characters from which a way repeats a line
_NEAREST = 6  # articles near a text, of which it is learnt what they lack
_ASKED = 0.5  # what is asked so surely teaches that, though no article answers it
_MISHEARD = (0.2, 0.3)  # shares of the characters, in copies of the ways
_TOLD, _WAY = 6.0, 2.0  # what a line of a known kind counts in the tone, and a way
_ONE_IN = 4  # lines told by kind, and ways, that weigh the cues: four weights need no more


@dataclass(frozen=True, slots=True)
class Told:
    """A line whose kind is known, or a way: its cues, with a tone learnt without it."""

    cues: Mapping[str, float]
    fold: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One text of the labelled lines, asked of a knowledge base that did not learn it."""

    item: Labelled
    fold: int
    open: bool  # nothing but the cues bars an answer
    cues: Mapping[str, float]
    said: Spoken
    near_unanswered: tuple[float, float]
    askable: float
    ranked: list[Ranked]
    free: dict[str, bool]  # an article: whether the text names nothing foreign to it


def fold_of(said: str) -> int:
    """The fold of a line: the same for all that is made of it."""
    return crc32(said.encode()) % FOLDS


def learning(
    folder: Path,
    variables: Mapping[str, str],
    today: date,
    lines: Sequence[Labelled],
    unseen: Sequence[str] = (),
    judgement: Judgement | None = None,
) -> KnowledgeBase:
    """A knowledge base that learnt just these lines, and no way that is nearly an unseen one."""
    lexicon = Lexicon.load(folder / "lexicons" / "concepts.yaml")[0]
    judgement = judgement or Judgement.load(folder)[0]
    raw = _without_near(parse_articles(folder / "articles")[0], unseen)
    made = made_of(raw, [], lexicon, learnt(lines))
    articles = finish_articles(raw, variables, today)[0]
    return KnowledgeBase(articles, lexicon, judgement, Unanswered(unanswered(lines), lexicon), made)


def _without_near(articles: list[Article], unseen: Sequence[str]) -> list[Article]:
    """The articles without ways that repeat an unseen line: whoever wrote them had read it."""
    if not unseen:
        return articles
    ways = sorted({way for article in articles for way in article.ways})
    alike = cdist(ways, unseen, scorer=Indel.normalized_similarity, score_cutoff=NEAR)
    near = {way for way, row in zip(ways, alike, strict=True) if row.max() >= NEAR}
    return [replace(a, ways=tuple(w for w in a.ways if w not in near)) for a in articles]


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is learnt from: the articles' folder, the labelled lines, and what else is worded.

    `kinds` has every dev line as said first, then as heard, …; `fresh` is never learnt.
    """

    folder: Path
    variables: Mapping[str, str]
    today: date
    kinds: Sequence[Sequence[Labelled]]
    fresh: Sequence[Labelled]
    worded: Sequence[Worded]


@dataclass(frozen=True, slots=True)
class Fold:
    """How its lines fared, and what was learnt without them."""

    seen: list[Seen]
    told: list[Told]
    learnt: Judgement


def seen_in_folds(
    lessons: Lessons, progress: Callable[[str], None]
) -> tuple[list[Seen], list[Told], Judgement]:
    """Every text of every kind, asked in its fold; and what all of dev teaches.

    As many folds at once as there are cores. Of what else is worded one in four is told, with its
    cues alone.
    """
    folds = range(FRESH + 1)
    many = min(len(folds), os.cpu_count() or 1)
    done: list[Fold] = []
    # An interrupt is the parent's alone, which then ends the others.
    ignored = signal.SIGINT, signal.SIG_IGN
    with get_context("spawn").Pool(many, signal.signal, ignored) as pool:
        for fold in pool.imap(partial(_asked_in, lessons), folds):
            done.append(fold)
            progress(f"{len(done)} of {len(folds)} folds, {many} at once")
    taught = done[FRESH].learnt
    seen, misfit = _with_misfit([one for fold in done for one in fold.seen], taught.curve)
    told = [one for fold in done for one in fold.told]
    return seen, told, replace(taught, misfit=misfit)


def _asked_in(lessons: Lessons, fold: int) -> Fold:
    """The lines of one fold, asked of what learnt the others; `fresh` of what learnt all."""
    dev = [item for kind in lessons.kinds for item in kind]
    mine = [item for item in dev if fold_of(item.said) == fold]
    asked = lessons.fresh if fold == FRESH else mine
    others = [[item for item in kind if fold_of(item.said) != fold] for kind in lessons.kinds]
    unseen = [item.said for item in lessons.kinds[0] if fold_of(item.said) == fold]
    judgement = _learnt(
        lessons, others, unseen, [w for w in lessons.worded if fold_of(w.origin) != fold]
    )
    kb = learning(lessons.folder, lessons.variables, lessons.today, others[0], unseen, judgement)
    labelled = {item.said for item in lessons.kinds[0]}
    told = [w for w in lessons.worded if w.text == w.origin and w.origin not in labelled]
    return Fold(
        [_seen(kb, judgement, item, fold) for item in asked],
        [
            Told(cues_of(w.text, judgement.tone.of(spoken(w.text, kb.lexicon))), fold, w.asks)
            for w in told[::_ONE_IN]
            if fold_of(w.origin) == fold
        ],
        judgement,
    )


def _learnt(
    lessons: Lessons,
    kinds: Sequence[Sequence[Labelled]],
    unseen: Sequence[str],
    worded: Sequence[Worded],
) -> Judgement:
    """All but the curve and the misfit, which need what was seen."""
    folder = lessons.folder
    lexicon = Lexicon.load(folder / "lexicons" / "concepts.yaml")[0]
    articles = _without_near(parse_articles(folder / "articles")[0], unseen)
    lines = [item for kind in kinds for item in kind]
    asking = list(asking_texts(articles, lines, lexicon))
    return Judgement(
        without_misfit(Judgement.load(folder)[0].curve),
        learn(worded, lexicon),
        Misfit({}),
        learn(askable_lines(kinds), lexicon),
        learn_grasp(asking),
        learn_reading(asking),
    )


def asking_texts(
    articles: Sequence[Article], lines: Iterable[Labelled], lexicon: Lexicon
) -> Iterator[Asks]:
    """Whence it is learnt what is asked for: the ways, also as misheard, and labelled lines."""
    ways = [
        Labelled("dev", frozenset({article.id}), way)
        for article in articles
        for way in asked_as(article)
    ]
    noisy = (misheard(ways, share, seed) for seed, share in enumerate(_MISHEARD))
    for item in chain(ways, *noisy, lines):
        said = spoken(item.text, lexicon)
        yield from (Asks(said, article) for article in sorted(item.answers))
        if not item.answers:
            yield Asks(said, None)


def _pairs(seen: Sequence[Seen], curve: Curve) -> Iterator[tuple[int, Pair]]:
    for one in seen:
        if one.item.answers or curve.question(one.cues) > _ASKED:
            nearest = sorted(one.ranked, key=lambda r: -curve.rank(r.signals))[:_NEAREST]
            for r in nearest:
                right = r.article.id in one.item.answers
                yield one.fold, Pair(one.said, r.match.lacks, curve.rank(r.signals), right)


def _with_misfit(seen: Sequence[Seen], curve: Curve) -> tuple[list[Seen], Misfit]:
    """The same with the misfit of every article near them, learnt without their fold; and all."""
    pairs = list(_pairs([one for one in seen if one.fold != FRESH], curve))
    folds = np.array([fold for fold, _pair in pairs])
    taken_apart = Pairs([pair for _fold, pair in pairs])
    misfits = [taken_apart.misfit(folds != fold) for fold in range(FRESH + 1)]
    found = []
    for one in seen:
        values = misfits[one.fold].values(one.said)
        ranked = [_weighed(r, float(Misfit.of(values, r.match.lacks))) for r in one.ranked]
        found.append(replace(one, ranked=ranked))
    return found, misfits[FRESH]


def _weighed(ranked: Ranked, misfit: float) -> Ranked:
    signals = msgspec.structs.replace(ranked.signals, misfit=misfit)
    return replace(ranked, signals=signals)


def worded_lines(
    folder: Path, kinds: Sequence[Sequence[Labelled]], told: Sequence[Labelled], share: float
) -> list[Worded]:
    """Whence the tone is learnt: labelled lines, what is told by kind, and the articles' ways.

    Questions that no article answers are left out: some of them are nearly grievances.
    """
    mine = [item for kind in kinds for item in kind if item.answers or item.appeal]
    lines = [*mine, *told, *misheard(told, share, 8)]
    articles = parse_articles(folder / "articles")[0]
    ways = [Worded(way, way, True, _WAY) for article in articles for way in article.ways]
    return [*(Worded(i.text, i.said, not i.appeal, _TOLD) for i in lines), *ways]


def askable_lines(kinds: Sequence[Sequence[Labelled]]) -> list[Worded]:
    """Whence it is learnt how questions are worded that articles answer, and others."""
    return [
        Worded(item.text, item.said, bool(item.answers))
        for kind in kinds
        for item in kind
        if not item.appeal
    ]


def _seen(kb: KnowledgeBase, judgement: Judgement, item: Labelled, fold: int) -> Seen:
    text = item.text
    said = kb.taken_apart(text)
    ranked = kb.search(text, _SEEN)
    free = {r.article.id: kb.may_mean(said, r) for r in ranked}
    cues, near = cues_of(text, judgement.tone.of(said)), kb.near_unanswered(said)
    askable = judgement.askable.of(said)
    may = barred(text) is None and not names_nothing(text, said)
    return Seen(item, fold, may, cues, said, near, askable, ranked, free)


def without_misfit(curve: Curve) -> Curve:
    """The order before it is known what the articles lack."""
    return msgspec.structs.replace(curve, order={**curve.order, "misfit": 0.0})
