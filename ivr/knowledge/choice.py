"""Which of two offered matters a caller means, or whether the one: 第一个, 换证的那个, 对."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ivr.knowledge.index import Index
from ivr.knowledge.terms import Spoken

_NONE = re.compile(
    r"都不(?:是|对)|两个都不|不是这(?:两|俩|些)|都没|哪个都不|没有我(?:要|想)|^不(?:是|对|要)?$"
    r"|^(?:我)?(?:也)?(?:不知道|不清楚|不懂|没听清|没听懂|没听明白)|^(?:随便|都行|都可以|无所谓)|人工|真人|活人"
)
# 不是第一个是第二个: what is denied is not what is chosen.
_OTHERWISE = re.compile(r"不是(?:说|要|问)?(?:第.|[前后]).?(?:个|面|边|头|者)?")
_BOTH = re.compile(r"都(?:是|要|想|问)|两个都(?!不)|俩都(?!不)")
_OWN = 3.0  # a term is an article's own where so many times more of its ways hold it
_OFTEN = 0.12  # and at least this share of them
_ORDINALS = (
    re.compile(
        r"第[一1]|头[一个]|前(?:一|面|边|头|者)|^(?:前|头)?[一1]个?$|[一1]号|先说的|上(?:一|面)|^是?[一1]吧?$"
    ),
    re.compile(
        r"第[二2]|后(?:一|面|边|头|者)|^[二2两]个?$|[二2]号|后说的|下(?:一|面)|另一个|^是?[二2]吧?$"
    ),
)
# Nothing but these: 要带啥 begins like a yes, and is a question of its own.
_MORE = r"(?:[啊呀呢吧的嘛哎，。 ]|[这那]个|这事儿?|我(?:就|是|想|要)*[问说])"
_AGREED = re.compile(
    rf"{_MORE}*(?:对|是|嗯|好|行|成|正|就|可不|没错|不错|可以|第?一个)(?:对|是|嗯|就|{_MORE})*"
)


def agrees(text: str) -> bool:
    """Whether a text says yes to the one matter that was offered, and nothing besides."""
    return _AGREED.fullmatch(text) is not None


def ordinal(text: str, count: int) -> int | None:
    """The place that a text names, from nought; -1 for none of them; None where it is open."""
    if _NONE.search(text):
        return -1
    text = _OTHERWISE.sub("", text)
    named = [n for n, pattern in enumerate(_ORDINALS) if pattern.search(text)]
    if re.search(r"最后", text):
        return count - 1
    return named[0] if len(named) == 1 and named[0] < count else None


def chosen(
    said: Spoken, among: Sequence[str], ways: Mapping[str, Sequence[Spoken]], index: Index
) -> str | None:
    """The article whose own words, those the others lack, were said; None where that is open."""
    if _BOTH.search(said.text):
        return None
    shares = {entry: _shares(ways[entry]) for entry in among}
    counts = dict(zip(said.terms, index.asked(said).weights.tolist(), strict=True))
    scores: dict[str, float] = {}
    for entry in among:
        others = [shares[other] for other in among if other != entry]
        scores[entry] = sum(
            counts[t] ** 2 * surety
            for t, surety in said.terms.items()
            if t[0] in "cbp"
            and shares[entry].get(t, 0.0)
            > max(_OFTEN, _OWN * max((o.get(t, 0.0) for o in others), default=0.0))
        )
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] <= 0.0:
        return None
    if len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]:
        return None
    return ranked[0][0]


def _shares(ways: Sequence[Spoken]) -> dict[str, float]:
    """For every term the share of the ways that hold it."""
    counts = Counter(term for way in ways for term in way.terms)
    return {term: count / len(ways) for term, count in counts.items()}
