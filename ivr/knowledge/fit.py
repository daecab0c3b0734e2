"""拟合: fits order, gate and probabilities on what was seen, and says how well they hold.

What was fitted without a fold judges it. The part `fresh` counts half as much as all folds.
Each line counts as written, as heard and as misheard by rule.
"""

from collections.abc import Iterator, Sequence

import msgspec

from ivr.knowledge.bench import Guess
from ivr.knowledge.calibration import NAMES, Curve, OfText, figures, fitted, ordered
from ivr.knowledge.cues import CUES
from ivr.knowledge.folds import FOLDS, FRESH, Seen, Told

OUTSIDE = 0.2  # share of the questions that no article answers, as the curve expects it
_OF_FRESH = 0.5  # what the fresh lines count beside all folds
_RIDGE = 0.00005  # of the curve of probabilities; ten times as much held back good answers


def fit(start: Curve, seen: Sequence[Seen], told: Sequence[Told]) -> Curve:
    """The curve with order, gate and probabilities fitted on these texts."""
    curve = msgspec.structs.replace(start, order=_fit_order(seen))
    bias, cues = _fit_asked(seen, told)
    curve = msgspec.structs.replace(curve, asked=cues, asked_bias=bias)
    asked = [(one, judged(curve, one)) for one in sorted(seen, key=lambda s: s.fold)]
    may = [(one, *guess) for one, guess in asked if guess is not None and guess[1].may]
    outside = [not one.item.answers for one, _figures, _guess in may]
    fresh = [one.fold for one, _figures, _guess in may].count(FRESH)
    bias, weights = fitted(
        [figures for _one, figures, _guess in may],
        [guess.right for _one, _figures, guess in may],
        _RIDGE,
        beside(outside[: len(may) - fresh], outside[len(may) - fresh :]),
    )
    return msgspec.structs.replace(curve, bias=bias, weights=dict(zip(NAMES, weights, strict=True)))


def beside(folds: Sequence[bool], fresh: Sequence[bool]) -> list[float]:
    """How much each question of the folds counts, and then each fresh one."""
    parts = ((1.0, mixed(folds)), (_OF_FRESH, mixed(fresh)))
    return [share * each / max(sum(own), 1.0) for share, own in parts for each in own]


def mixed(outside: Sequence[bool]) -> list[float]:
    """How much each question counts, so that those outside the articles have their share."""
    many = sum(outside)
    each = OUTSIDE / (1 - OUTSIDE) * (len(outside) - many) / max(many, 1)
    return [each if out else 1.0 for out in outside]


def _fit_order(seen: Sequence[Seen]) -> dict[str, float]:
    asking = [one for one in seen if one.item.answers]
    fresh = sum(one.fold == FRESH for one in asking)
    each = _OF_FRESH * (len(asking) - fresh) / max(fresh, 1)
    return ordered(
        [
            (
                [r.signals for r in one.ranked],
                [r.article.id in one.item.answers for r in one.ranked],
                each if one.fold == FRESH else 1.0,
            )
            for one in asking
        ]
    )


def _fit_asked(seen: Sequence[Seen], told: Sequence[Told]) -> tuple[float, dict[str, float]]:
    """Questions against grievances; questions that no article answers are left out.

    So are the fresh lines: of most of them it is not known which are grievances.
    """
    chosen = [s for s in seen if s.open and (s.item.answers or s.item.appeal) and s.fold != FRESH]
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
