"""Learns where names of who is meant begin and end: `python -m tools.learn_edges` writes weights.

Who is meant in the matters of some authors is chosen by what the others' teach, as in a text that
nobody has seen; then, by logistic regression over the places where the chosen name may end, and
where it may begin, what the signs of `ivr/tickets/respondent_edges.py` say for the labelled ones.
`--check` judges authors that were not learnt from. To be learnt anew after `learn_respondents`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ivr.tickets.mentions import find_mentions
from ivr.tickets.model import Evidence
from ivr.tickets.respondent_edges import (
    FILE,
    STEP,
    Chosen,
    Edge,
    Edges,
    begins_of,
    chosen_of,
    ends_of,
    signs,
)
from ivr.tickets.sameness import same_respondent
from ivr.tickets.understanding import Understanding
from tools.learn_respondents import (
    Matter,
    Told,
    digest,
    in_steps,
    learn,
    matters,
    part_of,
    table,
    told_matters,
    unseen_borders,
    unseen_choices,
)
from tools.learning import FOLDER, run

SMALLEST = 2  # steps of a weight that is kept
APART = 0  # the part whose authors are judged in a check


@dataclass(frozen=True)
class Lesson:
    """Who was chosen, and the labelled name of the same one."""

    group: str  # whose way of speaking it is
    part: int
    want: str
    chosen: Chosen
    right: Evidence | None  # none where somebody else was chosen


def lessons(told: Sequence[Told]) -> Iterator[Lesson]:
    """Of the matters in which somebody is meant, and somebody was chosen."""
    parts = part_of([one.group for one in told])
    borders = unseen_borders(told, parts)
    choices = unseen_choices(matters(told, borders), parts)
    for one, part, own, choice in zip(told, parts, borders, choices, strict=True):
        mentions = find_mentions(one.words, one.blanked, own)
        if one.want and choice < len(mentions):
            chosen, _ = chosen_of(one.words, one.blanked, mentions, mentions[choice].span)
            yield Lesson(one.group, part, one.want, chosen, _labelled(one.want, chosen))


def _labelled(want: str, chosen: Chosen) -> Evidence | None:
    """The labelled name where it shares at least half of its characters with the chosen one."""
    start, end = chosen.span
    found = [at for at in range(len(chosen.text)) if chosen.text.startswith(want, at)]
    shared = {at: min(at + len(want), end) - max(at, start) for at in found}
    best = max(found, key=lambda at: shared[at], default=None)
    if best is None or 2 * shared[best] < len(want):
        return None
    return best, best + len(want)


def asked(lesson: Lesson, edge: Edge) -> Iterator[Matter]:
    """The places where the name may have that edge, as options one of which is right."""
    if lesson.right is None:
        return
    chosen, (begin, end) = lesson.chosen, lesson.right
    if edge is Edge.END:
        start = chosen.span[0]
        spans = [(min(start, at - 1), at) for at in ends_of(chosen)]
        right = [at == end for _, at in spans]
    else:
        spans = [(at, end) for at in begins_of(chosen, end)]
        right = [at == begin for at, _ in spans]
    if any(right):
        found = [dict.fromkeys(signs(chosen, edge, span), 1.0) for span in spans]
        yield Matter(lesson.group, chosen.text, [None] * len(spans), found, right)


def weights_of(taught: Sequence[Lesson]) -> dict[str, int]:
    """In steps, as they are kept."""
    kept: dict[str, int] = {}
    for edge in Edge:
        both = table([matter for lesson in taught for matter in asked(lesson, edge)])
        steps = in_steps(learn(both), STEP).tolist()
        kept |= {n: s for n, s in zip(both.names, steps, strict=True) if abs(s) >= SMALLEST}
    return kept


def check(found: Sequence[Lesson]) -> None:
    """How many names are as labelled, and how many say the same, as chosen and as fitted."""
    steps = weights_of([lesson for lesson in found if lesson.part != APART])
    edges = Edges({name: weight / STEP for name, weight in steps.items()})
    apart = [lesson for lesson in found if lesson.part == APART]
    for name, fit in (("chosen", lambda chosen: chosen.span), ("fitted", edges.fit)):
        said = [(one.want, one.chosen.text[slice(*fit(one.chosen))]) for one in apart]
        same = [same_respondent(*both) for both in said]
        equal = [want == got for want, got in said]
        print(f"{name}: {np.mean(equal):.1%} as labelled, {np.mean(same):.1%} the same")


def write(found: Sequence[Lesson]) -> None:
    weights = weights_of(found)
    path = FOLDER / "taxonomy" / FILE
    np.savez_compressed(
        path,
        names=np.array("\n".join(weights)),
        weights=np.array(list(weights.values()), np.int8),
        digest=np.array(digest()),
    )
    print(f"{len(found)} names, {len(weights)} signs, {path.stat().st_size / 1e3:.0f} kB")


def main() -> int:
    def learnt(understanding: Understanding, check_only: bool) -> None:
        found = list(lessons(list(told_matters(understanding))))
        if check_only:
            check(found)
        else:
            write(found)

    return run(__doc__, learnt)


if __name__ == "__main__":
    raise SystemExit(main())
