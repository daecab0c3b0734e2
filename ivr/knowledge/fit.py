"""拟合: fits weights and curves on the dev part of the labelled lines, and says how well they hold.

The lines are dealt into folds. Those of one fold are asked of a knowledge base that learnt the
other folds only; what was fitted without a fold judges it. So the figures are those of questions
that were never seen. Each line counts as written, as heard and as misheard by rule.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
import yaml
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ivr.knowledge.article import Article, asked_as
from ivr.knowledge.bare import names_nothing
from ivr.knowledge.base import KnowledgeBase, Ranked
from ivr.knowledge.bench import Guess, misheard
from ivr.knowledge.calibration import NAMES, Curve, OfText, figures, fitted, ordered
from ivr.knowledge.cues import CUES, cues_of
from ivr.knowledge.gate import barred
from ivr.knowledge.grasp_fit import Example
from ivr.knowledge.grasp_fit import learn as learn_grasp
from ivr.knowledge.judgement import Judgement
from ivr.knowledge.labelled import Labelled, learnt
from ivr.knowledge.lexicon import Lexicon
from ivr.knowledge.loader import finish_articles, parse_articles
from ivr.knowledge.misfit import Misfit
from ivr.knowledge.misfit_fit import Pair, Pairs
from ivr.knowledge.misfit_fit import learn as learn_misfit
from ivr.knowledge.prepare import made_of
from ivr.knowledge.terms import Spoken, spoken
from ivr.knowledge.tone_fit import Worded, learn
from ivr.knowledge.unanswered import Unanswered, unanswered

FOLDS = 5
_SEEN = 12  # articles that are put in order
NEAR = 0.65  # likeness of characters from which a way repeats a line
_NEAREST = 6  # articles near a text, of which it is learnt what they lack
_ASKED = 0.5  # what is asked so surely teaches that, though no article answers it
OUTSIDE = 0.2  # share of the questions that no article answers, as the curve expects it
_MISHEARD = (0.2, 0.3)  # shares of the characters, in copies of the ways
_RIDGE = 0.00005  # of the curve of probabilities; ten times as much held back good answers
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


def seen_in_folds(
    folder: Path,
    variables: Mapping[str, str],
    today: date,
    kinds: Sequence[Sequence[Labelled]],
    worded: Sequence[Worded],
    progress: Callable[[str], None],
) -> tuple[list[Seen], list[Told]]:
    """Every text of every kind (as said first, then as heard, …), asked in its fold.

    Of what else is worded one in four too, with its cues alone.
    """
    found: list[Seen] = []
    told: list[Told] = []
    lexicon = Lexicon.load(folder / "lexicons" / "concepts.yaml")[0]
    curve = without_misfit(Judgement.load(folder)[0].curve)
    labelled = {item.said for item in kinds[0]}
    others_worded = [w for w in worded if w.text == w.origin and w.origin not in labelled]
    for fold in range(FOLDS):
        progress(f"fold {fold + 1} of {FOLDS}")
        tone = learn([w for w in worded if fold_of(w.origin) != fold], lexicon)
        others = [item for item in kinds[0] if fold_of(item.said) != fold]
        unseen = [item.said for item in kinds[0] if fold_of(item.said) == fold]
        asking = [w for w in askable_lines(kinds) if fold_of(w.origin) != fold]
        grasp = learn_grasp(
            asking_texts(
                _without_near(parse_articles(folder / "articles")[0], unseen),
                [item for kind in kinds for item in kind if fold_of(item.said) != fold],
                lexicon,
            )
        )
        judgement = Judgement(curve, tone, Misfit({}), learn(asking, lexicon), grasp)
        kb = learning(folder, variables, today, others, unseen, judgement)
        for kind in kinds:
            found += [
                _seen(kb, judgement, item, fold) for item in kind if fold_of(item.said) == fold
            ]
        told += [
            Told(cues_of(w.text, tone.of(spoken(w.text, lexicon))), fold, w.asks)
            for w in others_worded[::_ONE_IN]
            if fold_of(w.origin) == fold
        ]
    return list(_with_misfit(found, curve)), told


def asking_texts(
    articles: Sequence[Article], lines: Iterable[Labelled], lexicon: Lexicon
) -> Iterator[Example]:
    """Whence it is learnt what is asked for: the ways, also as misheard, and labelled lines."""
    ways = [
        Labelled("dev", frozenset({article.id}), way)
        for article in articles
        for way in asked_as(article)
    ]
    noisy = (misheard(ways, share, seed) for seed, share in enumerate(_MISHEARD))
    for item in chain(ways, *noisy, lines):
        terms = list(spoken(item.text, lexicon).terms)
        yield from (Example(terms, article) for article in sorted(item.answers))
        if not item.answers:
            yield Example(terms, None)


def learnt_misfit(seen: Sequence[Seen], curve: Curve) -> Misfit:
    """出入 of the questions among these texts and the articles nearest to them."""
    return learn_misfit([pair for _fold, pair in _pairs(seen, curve)])


def _pairs(seen: Sequence[Seen], curve: Curve) -> Iterator[tuple[int, Pair]]:
    for one in seen:
        if one.item.answers or curve.question(one.cues) > _ASKED:
            nearest = sorted(one.ranked, key=lambda r: -curve.rank(r.signals))[:_NEAREST]
            for r in nearest:
                right = r.article.id in one.item.answers
                yield one.fold, Pair(one.said, r.match.held, curve.rank(r.signals), right)


def _with_misfit(seen: Sequence[Seen], curve: Curve) -> Iterator[Seen]:
    """The same with the misfit of every article near them, learnt without their fold."""
    pairs = list(_pairs(seen, curve))
    folds = np.array([fold for fold, _pair in pairs])
    taken_apart = Pairs([pair for _fold, pair in pairs])
    for fold in range(FOLDS):
        misfit = taken_apart.misfit(folds != fold)
        for one in seen:
            if one.fold == fold:
                values = misfit.values(one.said)
                ranked = [_weighed(r, Misfit.of(values, r.match.held)) for r in one.ranked]
                yield replace(one, ranked=ranked)


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


def fit(start: Curve, seen: Sequence[Seen], told: Sequence[Told]) -> Curve:
    """The curve with order, gate and probabilities fitted on these texts."""
    curve = msgspec.structs.replace(start, order=_fit_order(seen))
    bias, asked = _fit_asked(seen, told)
    curve = msgspec.structs.replace(curve, asked=asked, asked_bias=bias)
    rows, right, outside = [], [], []
    for one in seen:
        guess = judged(curve, one)
        if guess is not None and guess[1].may:
            rows.append(guess[0])
            right.append(guess[1].right)
            outside.append(not one.item.answers)
    bias, weights = fitted(rows, right, _RIDGE, mixed(outside))
    return msgspec.structs.replace(curve, bias=bias, weights=dict(zip(NAMES, weights, strict=True)))


def mixed(outside: Sequence[bool]) -> list[float]:
    """How much each question counts, so that those outside the articles have their share."""
    many = sum(outside)
    each = OUTSIDE / (1 - OUTSIDE) * (len(outside) - many) / max(many, 1)
    return [each if out else 1.0 for out in outside]


def _fit_order(seen: Sequence[Seen]) -> dict[str, float]:
    return ordered(
        [
            ([r.signals for r in s.ranked], [r.article.id in s.item.answers for r in s.ranked])
            for s in seen
            if s.item.answers
        ]
    )


def _fit_asked(seen: Sequence[Seen], told: Sequence[Told]) -> tuple[float, dict[str, float]]:
    """Questions against grievances; questions that no article answers are left out."""
    chosen = [s for s in seen if s.open and (s.item.answers or s.item.appeal)]
    lines = [(s.cues, not s.item.appeal) for s in chosen] + [(t.cues, t.asks) for t in told]
    rows = [[cues[name] for name in CUES] for cues, _asks in lines]
    bias, weights = fitted(rows, [asks for _cues, asks in lines])
    return bias, dict(zip(CUES, weights, strict=True))


def judged(curve: Curve, one: Seen) -> tuple[tuple[float, ...], Guess] | None:
    """The first article under a curve: its signals, and the guess that it is."""
    if not one.ranked:
        return None
    order = sorted(((curve.rank(r.signals), r) for r in one.ranked), key=lambda pair: -pair[0])
    best = order[0][1]
    asked = curve.question(one.cues)
    lead = order[0][0] - (order[1][0] if len(order) > 1 else 0.0)
    signals = best.signals.placed(OfText(asked, *one.near_unanswered, one.askable), lead)
    may = one.open and asked >= curve.asked_from and one.free[best.article.id]
    right = best.article.id in one.item.answers
    return figures(signals), Guess(curve.probability(signals), right, may)


def cross_validated(
    start: Curve, seen: Sequence[Seen], told: Sequence[Told]
) -> Iterator[tuple[Seen, Guess]]:
    """Every text with the guess of a curve that was fitted without its fold."""
    for fold in range(FOLDS):
        others = [t for t in told if t.fold != fold]
        curve = fit(start, [s for s in seen if s.fold != fold], others)
        for one in seen:
            if one.fold == fold:
                guess = judged(curve, one)
                yield one, guess[1] if guess else Guess(0.0, False, False)


def write_curve(curve: Curve, path: Path) -> None:
    """Keeps a fitted curve where `KnowledgeBase.load` reads it."""
    note = "# 由 ivr bench kb --fit 在 dev 部分上拟合；*_from 是选定的门限。\n"
    text = yaml.safe_dump(msgspec.to_builtins(curve), allow_unicode=True, sort_keys=False)
    path.write_text(note + text, encoding="utf-8")
