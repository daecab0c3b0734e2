# ruff: noqa: E501 - a pattern reads better whole
"""是不是另一件事: whether what a caller goes on with is another matter or the same.

Logistic regression, learnt by `python -m tools.learn_splits` from labelled utterances: how it is
opened, what both sides are judged to speak of, how much there is to each, and the characters at
the edge. Without learnt weights only what is counted, or is of another industry, stands apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from ivr.language.intent import kind_scores
from ivr.tickets.classify import Classifier, Judgement
from ivr.tickets.kept_weights import by_name, read_kept
from ivr.tickets.openings import ADD, COUNT, Opening, Sort

FILE = "splits.npz"
STEP = 32.0  # weights are kept as whole parts of this
ENOUGH = -0.4  # rather a ticket too many than a matter that is lost
_UNANNOUNCED = 1.0  # so much more must speak for a matter that nothing announces
INTRODUCES = "introduces "  # before the names of the weights for that
Features = dict[str, float]

_WISH = re.compile(
    r"^[，,。 ]*(?:呢|啊|就是|我)*(?:希望|要求|请(?!问)|麻烦|尽快|赶紧|能不能(?:尽快|快|给|帮|派)|最好|谢谢|就这|没有(?:了|别)|没了|打(?:了|过)|找(?:了|过)|报修|我的?(?:电话|手机|名字)|我姓)"
)
# 建议将末班车延后: what is proposed of the trouble told before it.
_PROPOSES = re.compile(
    r"^[，,。 ]*(?:因此|所以|为此|故|我们?|本人|现|特|在此|也|强烈|恳切|衷心)*(?:希望|要求|请(?!问)|恳请|恳求|敬请|建议|期望|盼望?|望(?!花))"
)
# 另外承诺的外教一次也没来, 另外我老乡也是一样的: the same story goes on.
_SAME_STORY = re.compile(
    r"^(?:[，,。 ]|呢|啊|就是|我|还)*(?:(?:他|她|它)(?!家|们)|对方|当时|承诺|答应|合同|之前说|说好|人家|让我|叫我|(?:让|逼|叫|要)(?:我|我们)|开了|骂|威胁|也(?:没|不)|们?(?:这些)?(?:业主|老乡|人|邻居)?(?:还|也)(?:去)?(?:找|打|跑|反映)|(?:客服|老板|店员|服务员|司机|[一-龥]{1,3}楼)(?:还|也)(?:把|被|骂|说|不))|(?:也是|都是|跟我)?(?:一样|同样)(?:的|，|$)"
)
_QUESTION = re.compile(r"请问|多少|怎么|如何|哪[里儿个办]|什么|吗|啥|咋|几|[上去到]哪|能不能|能否")
_PRAISE = re.compile(r"表扬|感谢|点(?:个)?赞|锦旗|谢谢|好事")
_ASKS = re.compile(r"问一?下|咨询|打听|请问|想问|问一句")
_FIGURE = re.compile(r"[0-9零〇一二两三四五六七八九十]+")
_FOLLOW_UP = re.compile(r"(?:找|给|打|联系|反映|让|跟|问|向|叫|拨)[^，。]{0,8}$")
# 我反映两个问题, 我有三件事: how many, and nothing of what they are.
_ANNOUNCES = re.compile(
    r"[两俩二三仨四五六几些多](?:个|件|点|条|样|家|方面(?:的)?)?(?:的?小?问题|事儿?|事情|情况|诉求|意见)?(?:要|想)?(?:反映|说|问|咨询)?(?:一下)?(?:[，,。：: ]|呢|啊|吧)*$"
)
# 我说俩事, 一函两事: as many matters as are counted then, whatever they are.
_SEVERAL = re.compile(
    r"(?:[有说问反映函]|俩|两)(?:[两俩二三仨四几]|两三)?(?:个|件|样|宗|桩|点|条|码|档子|项)?(?:烦心|麻烦|小)?(?:事儿?|问题|请求|诉求|意见|建议|样|件|码|档子)(?=[，,：:。；啊呢吧请要想儿是、 一二头第甲]|要?反映)"
    r"|(?:说|问|反映|举报|投诉|建议|咨询|有)(?:一下)?(?:[两俩二三仨])(?:个|家|条|样|件)(?=[啊呢吧，,：:。]|一[个家条样件]|请)"
)
# 有三件事, 请教两个问题: nearly always there are as many tickets as that; 还有两个事 come on top.
_NUMBER = re.compile(
    r"(?<!还有)(?<!另外)(?<!再有)(?<!再说)(?<!再问)(?<![前后头别])(?:俩|仨|(?<![十百千第零0-9])[两二三四])(?:个|件|点|条|样|宗|桩|项|方面|码|档子)?(?:烦心|麻烦|小|大)?(?:事儿?(?![故业实情先后])|问题|建议|意见|诉求|想法|情况|请求|要求|困难)(?!都?[没不])"
)
# Of words that count, the first: who begins so has told no matter before, unless it shows.
_FIRST = re.compile(r"第一|其一|首先|头一|（?[一1]）|一、|1\s?[、．.)]|一是|一，|甲")
_FIGURES = {"俩": 2, "两": 2, "二": 2, "仨": 3, "三": 3, "四": 4}
_ALSO = re.compile("也|还|又|另")
# 楼下路灯也坏了: another thing out of order; 押金也不退 is the same quarrel.
_BROKEN_TOO = re.compile(
    r"[，,。 ]*[^，,。也]{2,12}也(?:都|给|让人|被|老|总|一直)*(?:坏|灭|漏|堵(?:了|着|得)|丢|碎|裂|塌|停|断|倒|黑|臭"
    r"|不(?:亮|热|通|转|响|走|灵|好使|制冷|出水)|没(?:了|水|电|暖气|有?人(?:修|管|收|扫)))"
)
_BRIEF = 30
_BESIDE = 16  # characters in which 也 may be said
_MANY = 3
_NEAR = 400  # characters, at least, to either side
_EDGE = 6  # characters on each side
_SCORES = (1.2, 1.9, 3.0, 5.0, 8.0)
_LENGTHS = (6, 12, 20, 35, 60, 120)
_KEPT, _SETTINGS = 192, 32


@dataclass(frozen=True)
class Side:
    """The words on one side of an edge."""

    words: str
    judged: Judgement

    @cached_property
    def types(self) -> list[tuple[str, ...]]:
        return [candidate.category[:2] for candidate in self.judged.candidates]


class Setting(NamedTuple):
    """What is said around of how many matters there are."""

    told: bool  # 我说两件事, or the first words count: 头一个问题是…再一个是
    counted: int  # 第一…第二; three stand for more


class Settings:
    """What a call says around each spot of how many matters there are.

    In a long call what is told far off counts no more, or each word would weigh all of it anew.
    `told`: it is known that there are several, whatever is said.
    """

    def __init__(self, plain: str, tried: Sequence[Opening], *, told: bool = False) -> None:
        self._plain, self._told = plain, told
        self._counted = [opening.start for opening in tried if opening.sort is Sort.COUNTED]
        self._first = COUNT.match(plain) is not None
        self._of_block: dict[int, Setting] = {}

    def at(self, spot: int) -> Setting:
        block = spot // _NEAR
        if block not in self._of_block:
            self._of_block[block] = self._around(max(0, block - 1) * _NEAR, (block + 2) * _NEAR)
        return self._of_block[block]

    def _around(self, start: int, end: int) -> Setting:
        counted = sum(start <= at < end for at in self._counted)
        first = self._first and start == 0
        told = self._told or says_several(self._plain[start:end]) or (first and counted > 0)
        return Setting(told, min(counted + first, _MANY))


@lru_cache(maxsize=64)
def says_several(plain: str) -> bool:
    return _SEVERAL.search(plain) is not None


def how_many(plain: str) -> int | None:
    """As many matters as the caller says there are; None where that is not said."""
    found = _NUMBER.search(plain)
    return _FIGURES[found.group()[0]] if found else None


def features(
    before: str, piece: str, opening: Opening, classifier: Classifier, setting: Setting
) -> Features:
    """What is weighed."""
    sides = _sides(before, piece, classifier)
    return _of_setting(opening.sort, setting) | _of_sides(*sides, opening.sort, opening.words)


def _sides(before: str, piece: str, classifier: Classifier) -> tuple[Side, Side]:
    bare = _bare(piece)
    return Side(before, classifier.judge(before)), Side(bare, classifier.judge(bare))


def _of_setting(sort: Sort, setting: Setting) -> Features:
    """What is said around; all else that is weighed is said close by."""
    several = f"told={setting.told} counted={setting.counted}"
    return {several: 1.0, f"s={sort.value} {several}": 1.0}


def _of_sides(left: Side, right: Side, opens: Sort, words: str) -> Features:
    """What is said on both sides, and how the other matter is opened."""
    sort = opens.value
    found = {"": 1.0, f"s={sort}": 1.0}
    if opens is not Sort.STOP and opens is not Sort.TOPIC:
        found[f"o={_FIGURE.sub('#', words)[:8]}"] = 1.0
    of_types = _of_types(left, right)
    found |= {f"{name} s={sort}": value for name, value in of_types.items()}
    if _ALSO.search(right.words[:_BESIDE]):
        found |= {f"{name} also": value for name, value in of_types.items()}
        found |= {f"also s={sort}": 1.0}
    return found | of_types | _of_words(left.words, right.words) | _of_edge(left.words, right.words)


def _in_a_row(opening: Opening, before: str, piece: str, setting: Setting) -> bool:
    """第一暖气不热第二路灯坏了, 暖气不热路灯也坏了: told as briefly as can be."""
    if opening.sort is Sort.COUNTED:
        return setting.counted > 1
    brief = max(len(before), len(piece)) <= _BRIEF
    return opening.sort is Sort.TOPIC and brief and _BROKEN_TOO.match(piece) is not None


def _bare(piece: str) -> str:
    """Without the words that open it."""
    return ADD.sub("", COUNT.sub("", piece, count=1), count=1).lstrip("，,。；; ")


def _of_types(left: Side, right: Side) -> Features:
    """Whether both sides speak of the same thing, and how plainly."""
    scores = _among(_SCORES, left.judged.score), _among(_SCORES, right.judged.score)
    found = {f"ls={scores[0]}": 1.0, f"rs={scores[1]}": 1.0, f"ls={scores[0]} rs={scores[1]}": 1.0}
    if not left.types or not right.types:
        return found | {f"lt={bool(left.types)} rt={bool(right.types)}": 1.0}
    same = left.types[0] == right.types[0]
    industry = left.types[0][0] == right.types[0][0]
    relation = "type" if same else "industry" if industry else "other"
    sure = left.judged.candidates[0].confidence, right.judged.candidates[0].confidence
    shared = len(set(left.types) & set(right.types))
    return found | {
        f"r={relation}": 1.0,
        f"r={relation} rs={scores[1]}": 1.0,
        f"r={relation} sure={int(sure[0] * 3)}{int(sure[1] * 3)}": 1.0,
        f"shared={shared}": 1.0,
        f"complete={right.judged.complete}": 1.0,
        f"lt={left.types[0][1]}": 0.5,
        f"rt={right.types[0][1]}": 0.5,
    }


def _of_words(left: str, right: str) -> Features:
    found = {f"ll={_among(_LENGTHS, len(left))}": 1.0, f"rl={_among(_LENGTHS, len(right))}": 1.0}
    for name, pattern in (("ask", _ASKS), ("question", _QUESTION), ("praise", _PRAISE)):
        sides = pattern.search(left) is not None, pattern.search(right) is not None
        found[f"{name} {sides[0]:d}{sides[1]:d}"] = 1.0
    if _WISH.match(right):
        found["wish"] = 1.0
    if _SAME_STORY.search(right):
        found["same story"] = 1.0
    if _FOLLOW_UP.search(left[-12:]):
        found["follow up"] = 1.0
    if _ANNOUNCES.search(left):
        found["announces"] = 1.0
    for kind, score in kind_scores(right).items():
        found[f"k={kind.value}"] = min(score, 4.0) / 4
    return found


def _of_edge(left: str, right: str) -> Features:
    end, start = left.rstrip("，,。；; ")[-_EDGE:], right[:_EDGE]
    found = {
        f"<{left[-1:]}": 1.0,
        f"<<{end[-2:]}": 0.7,
        f">>{start[:2]}": 0.7,
        f">>{start[:3]}": 0.7,
    }
    found |= {f"<{gram}": 0.5 for gram in _grams(end)}
    return found | {f">{gram}": 0.5 for gram in _grams(start)}


def _grams(words: str) -> list[str]:
    return [words[at : at + n] for n in (1, 2) for at in range(len(words) - n + 1)]


def _among(steps: Sequence[float], value: float) -> int:
    return sum(value >= step for step in steps)


class _Edge(NamedTuple):
    """What both sides of an edge say, whatever the rest of the call does."""

    worth: float  # how much speaks for another matter
    plainly: bool  # both say what is wrong, with things of different industries


class SplitSense:
    """The learnt weights; where two pieces meet is weighed once while a call goes on."""

    def __init__(self, classifier: Classifier, weights: Mapping[str, float]) -> None:
        self._classifier, self._weights = classifier, weights
        # As many as a long call has, and few more: what callers say is not kept for longer.
        self._edge = lru_cache(maxsize=_KEPT)(self._edge_of)
        self._several = lru_cache(maxsize=_SETTINGS)(self._several_of)

    def apart(
        self, before: str, piece: str, opening: Opening, setting: Setting, leaning: float = 0.0
    ) -> bool:
        """Whether the piece is another matter than what stands before it.

        `leaning`: what is added to all that speaks for it.
        """
        if _announces(before):
            return False
        if setting.told and opening.sort is Sort.COUNTED:
            return not _WISH.match(_bare(piece))  # whatever it is
        if not self._weights:
            return opening.sort in (Sort.COUNTED, Sort.ADDED_ONE)
        edge = self._edge("", before, piece, opening.sort, opening.words)
        if opening.sort is Sort.STOP and _PROPOSES.match(piece) and not edge.plainly:
            return False
        enough = ENOUGH + (_UNANNOUNCED if opening.sort is Sort.TOPIC else 0.0)
        if edge.worth + self._several("", opening.sort, setting) + leaning > enough:
            return True
        return edge.plainly and _in_a_row(opening, before, piece, setting)

    def introduces(self, before: str, piece: str, opening: Opening, setting: Setting) -> bool:
        """Whether what stands before the first that is counted is no matter of its own."""
        announced = _ANNOUNCES.search(before) is not None
        if announced and len(before) <= _BRIEF:
            return True
        first = _FIRST.match(opening.words) and not before.endswith(("这是", "这算"))
        if (announced or first) and not self._classifier.matters(before):
            return True
        edge = self._edge(INTRODUCES, before, piece, opening.sort, opening.words)
        return edge.worth + self._several(INTRODUCES, opening.sort, setting) > 0

    def _edge_of(self, part: str, before: str, piece: str, opens: Sort, words: str) -> _Edge:
        sides = _sides(before, piece, self._classifier)
        return _Edge(self._sum(part, _of_sides(*sides, opens, words)), _plainly(*sides))

    def _several_of(self, part: str, sort: Sort, setting: Setting) -> float:
        return self._sum(part, _of_setting(sort, setting))

    def _sum(self, part: str, found: Features) -> float:
        return sum(self._weights.get(part + name, 0.0) * value for name, value in found.items())


def _announces(before: str) -> bool:
    """我反映三个事: it says how many there are, and little else."""
    said = list(_NUMBER.finditer(before)) if len(before) <= _BRIEF else []
    return bool(said) and len(before) - said[-1].end() <= 1


def _plainly(left: Side, right: Side) -> bool:
    """Both say what is wrong, with things of different industries."""
    if not all(side.judged.complete and side.types for side in (left, right)):
        return False
    return left.types[0][0] != right.types[0][0]


def read_split_weights(path: Path) -> Mapping[str, float]:
    """What was learnt; nothing where the file is missing or broken: then what is counted is cut."""
    steps = read_kept(path, by_name) or {}
    return {name: weight / STEP for name, weight in steps.items()}
