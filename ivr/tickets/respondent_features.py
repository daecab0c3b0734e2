"""被反映对象的特征: what a matter says of each stretch that may say who is meant, and of nobody.

Stretches of characters within, before and behind, near or farther, in the same clause or the next;
how they were found, how often and where they are said, and whether a fuller name is said elsewhere.
Weights of these are learnt by `python -m tools.learn_respondents`.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.language.word_marks import word_marks
from ivr.tickets.mentions import Mention
from ivr.tickets.model import Kind

Features = dict[str, float]

LOOK = 30  # characters before and behind that are asked
_NEAR, _FAR, _NEXT = 6, 16, 12  # characters of a clause, and of its neighbour
_CLAUSE = re.compile("[，,。.；;！!？?：: \n\t]")
_RUN = re.compile("□+")
_LONG = 8
_LITTLE = 2  # characters behind the last word: 的, a full stop
_FIRST, _LAST = 200, 100  # characters that say what a matter sounds like
# Who may stand for somebody named elsewhere: 商家, 老板.
_GENERIC = re.compile(
    "(?:我们|咱们?|该|本)?(?:小区|社区|村)?(?P<who>商家|店家|卖家|厂家|老板|店长|经理|客服|服务员|工作人员"
    "|公司|单位|甲方|超市|商场|饭店|酒店|酒楼|学校|学院|校方|幼儿园|医院|院方|银行|中介|物业|驾校|健身房"
    "|棋牌室|开发商|[园院厂]里|厂子|工厂|企业|售后|机构|平台|快递|外卖|燃气公司|供热公司|施工单位|施工方)"
)
# What stands behind it is the caller's own: 我家开小超市, 我是…加工厂的负责人.
_OWN = re.compile(
    "(?:我们?家?|俺们?家?|咱们?家?|我司|本人|本公司|我公司)(?:自己)?(?:是|系|开|做|干|经营|办|搞|有)(?:了|的|着)?"
    "(?:个|一?家|一个|间)?[^找让被给去]{0,4}$"
)


@dataclass(frozen=True, slots=True)
class Around:
    """A mention's words and what stands around them, places and times as one □."""

    sorts: tuple[str, ...]
    has_name: bool
    before: str
    words: str
    behind: str


def around(text: str, blanked: str, mention: Mention) -> Around:
    start, end = mention.span
    before = _RUN.sub("□", blanked[max(0, start - LOOK) : start])
    behind = _RUN.sub("□", blanked[end : end + LOOK])
    return Around(mention.sorts, mention.has_name, before, text[start:end], behind)


def of_words(told: Around) -> Features:
    """What the words and their neighbours say, whatever the kind of the matter."""
    found: Features = {}
    words, first = told.words, told.sorts[0]
    for sort in told.sorts:
        found[f"s {sort}"] = found[f"sn {sort} {told.has_name:d}"] = 1.0
    found[f"len {min(len(words), _LONG)}"] = 1.0
    found[f"w {words}"] = 0.7
    found |= {f"w$ {words[-n:]}": 0.7 for n in (1, 2, 3)}
    found |= {f"w^ {words[:n]}": 0.5 for n in (1, 2)}
    found |= dict.fromkeys((f"wi {gram}" for gram in _grams(words, 1) if len(gram) < 3), 0.4)
    left, earlier = _clause_before(told.before)
    right, later = _clause_behind(told.behind)
    found[f"bl {min(len(left), _NEAR)}"] = found[f"al {min(len(right), _NEAR)}"] = 1.0
    for length in (1, 2, 3, 4):
        found[f"b$ {left[-length:] or '['}"] = found[f"a^ {right[:length] or ']'}"] = 0.8
    for mine, yours, counts in ((1, 1, 0.6), (2, 2, 0.6), (2, 1, 0.5), (1, 2, 0.5)):
        found[f"x{mine}{yours} {left[-mine:]}_{right[:yours]}"] = counts
    found |= _of_marks(words, first)
    if _OWN.search(left):
        found["own"] = found[f"own {first}"] = 1.0
    found[f"sa {first} {right[:1]}"] = found[f"sb {first} {left[-1:]}"] = 0.5
    found[f"sa {first} {right[:2]}"] = found[f"sb {first} {left[-2:]}"] = 0.4
    for name, stretch, counts, shortest in (
        ("an", right[:_NEAR], 0.5, 1), ("af", right[_NEAR:_FAR], 0.4, 1),
        ("bn", left[-_NEAR:], 0.5, 1), ("bf", left[-_FAR:-_NEAR], 0.4, 1),
        ("a+", later[:_NEXT], 0.3, 2), ("b-", earlier[-_NEXT:], 0.3, 2),
    ):  # fmt: skip
        found |= dict.fromkeys((f"{name} {gram}" for gram in _grams(stretch, shortest)), counts)
    return found


def _of_marks(words: str, sort: str) -> Features:
    """Which words it is made of: a name is no verb and what it was done to."""
    marked = [(word, mark[:1] + str(len(word))) for word, mark in word_marks(words)]
    marks = [mark for _, mark in marked]
    found = {f"m {'-'.join(marks)}": 0.7, f"m^ {marks[0]}": 0.5, f"m$ {marks[-1]}": 0.5}
    found[f"m^$ {marks[0]} {marks[-1]} {sort}"] = 0.5
    found[f"m> {marked[-1][0]}"] = found[f"m< {marked[0][0]}"] = 0.5
    return found | dict.fromkeys((f"mi {mark}" for mark in marks), 0.4)


def of_kind(told: Around, kind: Kind | None) -> Features:
    """The same with the kind of the matter: who is asked in an inquiry is not complained of.

    None: it tells of a danger; then mostly nobody is blamed.
    """
    sort_of_matter = _named(kind)
    found = {f"sk {sort} {sort_of_matter}": 1.0 for sort in told.sorts}
    for name, gram in (("w", told.words[-2:]), ("a", told.behind[:1]), ("b", told.before[-1:])):
        found[f"{name}k {gram} {sort_of_matter}"] = 0.5
    return found


def _named(kind: Kind | None) -> str:
    return "danger" if kind is None else kind.value


def of_all(text: str, mentions: Sequence[Mention]) -> Iterator[Features]:
    """What the others say of each: how often and where it is said, who else is named."""
    said = [text[slice(*mention.span)] for mention in mentions]
    generic = [generic_of(words) for words in said]
    names = {w for w, m in zip(said, mentions, strict=True) if m.has_name and _is_somebody(m)}
    own = [name for name in names if generic_of(name) is None]
    ends = {name[at:] for name in names for at in range(1, len(name))}
    begins = {name[:at] for name in names for at in range(1, len(name))}
    roles = {who for who in generic if who is not None}
    for at, (mention, words) in enumerate(zip(mentions, said, strict=True)):
        start, end = mention.span
        found = {
            f"n {min(text.count(words), 3)}": 1.0,
            f"first {text.find(words) == start:d}": 0.5,
            f"last {text.rfind(words) == start:d}": 0.5,
            f"part {4 * start // max(1, len(text))}": 0.5,
            f"end {len(text) - end <= _LITTLE:d}": 1.0,
            f"fuller {words in ends:d}": 1.0,
            f"begins {words in begins:d}": 1.0,
        }
        for overlap in _overlaps(mentions, at):
            found[overlap] = 1.0
        if (who := generic[at]) is not None:
            named = any(name != words for name in own)
            found["generic"] = found[f"generic {named:d}"] = found[f"{who} {named:d}"] = 1.0
        elif mention.has_name and roles:
            found["beside"] = 1.0
            found |= {f"beside {who} {mention.sorts[0]}": 0.7 for who in roles}
        yield found


def generic_of(words: str) -> str | None:
    """The role, when it may stand for somebody named elsewhere."""
    match = _GENERIC.fullmatch(words)
    return match["who"] if match else None


def of_nobody(blanked: str, mentions: Sequence[Mention], kind: Kind | None) -> Features:
    """What speaks for nobody: the kind (None: danger), and what the matter sounds like."""
    found = {
        "0": 1.0,
        f"0 {_named(kind)}": 1.0,
        f"0n {min(len(mentions), 4)}": 0.5,
        f"0n {min(len(mentions), 2)} {_named(kind)}": 0.5,
    }
    told = _CLAUSE.sub("", blanked.replace("□", ""))
    if len(told) > _FIRST + _LAST:
        told = told[:_FIRST] + told[-_LAST:]
    grams = set(_grams(told, 1))
    counts = 3.0 / max(6.0, math.sqrt(len(grams)))
    return found | dict.fromkeys((f"0g {gram}" for gram in grams), counts)


def _is_somebody(mention: Mention) -> bool:
    first = mention.sorts[0]
    return first not in ("words", "more", "border") and not first.startswith("place ")


def _overlaps(mentions: Sequence[Mention], at: int) -> Iterator[str]:
    """Within another, or around it."""
    start, end = mentions[at].span
    for other in (*mentions[max(0, at - 3) : at], *mentions[at + 1 : at + 4]):
        first, last = other.span
        if first <= start and end <= last:
            yield "in"
        elif start <= first and last <= end:
            yield "around"


def _clause_before(before: str) -> tuple[str, str]:
    """The clause up to here, and what stands before it."""
    for at in range(len(before) - 1, -1, -1):
        if _CLAUSE.match(before[at]):
            return before[at + 1 :], before[:at]
    return before, ""


def _clause_behind(behind: str) -> tuple[str, str]:
    match = _CLAUSE.search(behind)
    return (behind[: match.start()], behind[match.end() :]) if match else (behind, "")


def _grams(text: str, shortest: int) -> Iterator[str]:
    for length in range(shortest, 4):
        for at in range(len(text) - length + 1):
            yield text[at : at + length]
