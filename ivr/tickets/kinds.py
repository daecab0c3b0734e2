"""诉求类型: what sort of appeal a matter is (DOMAIN.md S2).

What the caller's words and the class of the matter say is weighed by learnt weights
(`kind_sense.py`); whoever tells of a danger wants help, whatever else they ask.
"""

import re
from collections.abc import Mapping

from ivr.language.fillers import without_telling_us
from ivr.language.intent import Kind, kind_scores, says_it_is
from ivr.language.machine_orders import orders_the_machine
from ivr.language.replies import asks_if_machine, wants_human
from ivr.tickets.classify import Judgement
from ivr.tickets.kind_sense import features, stretches
from ivr.tickets.taxonomy import Taxonomy, TypeKey

_ABUSE = re.compile(r"王八|他妈|你妈|妈的|傻[逼比子]|滚(?:蛋|犊)|混蛋|去死|[操草]你|骗子")
# 能听见吗, 是市长热线吗, 换个人接: about the call itself, no matter of the city.
_TALK = re.compile(
    r"听(?:得|不)?(?:到|见|清|明白)|在听|机器人|真人|人工(?!湖|智能|河|岛|草|降)|(?:市长|政府|12345|一二三四五)(?:热线|电话)?(?:吗|吧|么)|(?:电话|终于|可算|算)打通了|打(?:错|对)了|换个?人|(?:接|转)(?:到|给)?(?:.{0,4})(?:的人|值班|领导)|占线|再说一遍|没听|说到哪|挂(?:了|断)|稍等|等一下|哪个都不是|不是不是|怎么说"
)
_TALK_AT_MOST = 3.0
# Whatever else is said: they meant to ring somebody else, or want nothing after all.
_WRONG_NUMBER = re.compile(
    r"(?<![给把被])(?:我|那|号|电话)(?:是)?(?:打|按|拨)错|(?:按|拨)错了|(?:打错了[，,。啊吧]*){2}|没事了[，,。啊吧]*(?:没事了|挂了)"
)
_SAID_AT_MOST = 80  # characters of such a call
_HARDLY = 0.1  # that no matter is told
_NOTHING = 0.5  # as likely it must be that no matter is told
_MORE_THAN_A_TOPIC = 6  # characters without a word of wish or blame: 老年卡 is a topic ...
# ... and 井盖没了, 油烟太大, 污水外溢 are none: they say what is wrong with it.
_WRONG_WITH_IT = re.compile(
    r".[没太都被总]|.不(?!动产)|.有.|[了着坏脏黑]$|漏|堵(?!车)|塌|裂|溢|臭|吵|挡|占|松动|耷拉|断|掉|扰|冒|堆|破损|装修|施工"
)
_A_STATEMENT = 4  # characters of the shortest
_PLAIN_STATEMENT, _OF_A_TYPE = 2.5, 0.45  # so like a matter, and so surely of one type
# 屋里冷 can be of no other type, though nothing is called wrong; of chatter little is so sure.
_ONLY_ONE_TYPE, _ALMOST = 0.95, -1.0
_ENOUGH_TO_TELL = 8
_ENOUGH_SCORE = 1.9
_FEWEST = 2  # Chinese characters that tell anything
_CHINESE = re.compile(r"[一-鿿]")
# What the caller calls it goes first, where it is no way of asking.
_PLAINLY = frozenset({Kind.COMPLAINT, Kind.REPORT, Kind.SUGGESTION, Kind.PRAISE})
_ACCUSES = frozenset({Kind.COMPLAINT, Kind.REPORT})  # 我要投诉你们12345 is a matter, however told
# 我要反映和尚硬卖香 has a matter behind it, 我要反映个问题 and 我反映给你们了 have none yet.
_BRINGS_A_MATTER = re.compile(
    r"[要想来]反映(?:一下|下|的是|[:：，, ])?"
    r"(?!你|您|.{0,5}(?:问题|情况|[件个]事|事儿|的事|诉求|意见))(?=[一-龥]{5})"
)
_TROUBLES = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.REPORT})
_A_STORY = 15  # nobody tells the hotline so much about nothing
_SOME_SCORE = 0.8
_ENOUGH_IF_COUNTED = 1.0


class Kinds:
    """诉求类型 by words and by what the matter is."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._usual = taxonomy.usual
        self._sense, self._matters = taxonomy.kind_sense, taxonomy.matter_sense

    def of(
        self, words: str, bare: str, judged: Judgement, *, counted: bool, in_danger: bool = False
    ) -> Kind | None:
        """None when nothing is asked and no matter is told: hello, 12345, abuse.

        `bare` is `words` with the names of places blanked; `counted`: they are one of several
        matters that the caller told; `in_danger`: they tell of a danger.
        """
        words, bare = without_telling_us(words), without_telling_us(bare)
        scores = kind_scores(words)
        if in_danger:
            return Kind.HELP
        if len(_CHINESE.findall(words)) < _FEWEST:
            return None
        if judged.score < _TALK_AT_MOST and _TALK.search(words):
            return None
        if len(words) <= _SAID_AT_MOST and (
            _WRONG_NUMBER.search(words) or orders_the_machine(words)
        ):
            return None
        if not scores and _of_the_line(words, judged):
            return None
        held = stretches(bare)
        said = says_it_is(words)
        brought = _BRINGS_A_MATTER.search(words) is not None
        called = brought or _ACCUSES.intersection(said)
        wished = bool(scores)
        if not called and not self._is_told(words, held, judged, counted=counted, wished=wished):
            return None
        if len(said) == 1 and said[0] in _PLAINLY:
            return said[0]
        shares = self._likely(words, held, judged)
        if shares.get(None, 0.0) > _NOTHING and not brought and len(words) <= _SAID_AT_MOST:
            return None
        likely = {kind: share for kind, share in shares.items() if kind is not None} or scores
        return max(likely, key=lambda kind: likely[kind]) if likely else None

    def _is_told(
        self,
        words: str,
        held: Mapping[str, float],
        judged: Judgement,
        *,
        counted: bool,
        wished: bool,
    ) -> bool:
        """Whether a matter is told; nothing is learnt: its topic decides, or a wish or blame."""
        if not self._matters:
            return wished or _names_its_topic(words, judged, counted=counted)
        if not wished and len(words) < _MORE_THAN_A_TOPIC:
            if counted:
                return judged.score >= _ENOUGH_IF_COUNTED
            return self._says_what_is_wrong(words, held, judged)
        like = self._matters.of(held, judged.score)
        sure = like > 0 or (like > _ALMOST and self._is_of_one(words, held, judged))
        return sure or len(words) > _SAID_AT_MOST

    def _is_of_one(self, words: str, held: Mapping[str, float], judged: Judgement) -> bool:
        """反正就是屋里冷啊: said like chatter, and trouble that can be of one type only."""
        if not judged.complete or judged.candidates[0].confidence < _ONLY_ONE_TYPE:
            return False
        shares = self._likely(words, held, judged)
        likeliest = max(shares, key=lambda kind: shares[kind], default=None)
        return likeliest in _TROUBLES and shares.get(None, 0.0) < _HARDLY

    def _says_what_is_wrong(self, words: str, held: Mapping[str, float], judged: Judgement) -> bool:
        """井盖没了: trouble in few words; 没身份证 is what a question is asked of."""
        if len(words) < _A_STATEMENT or not (judged.complete and _WRONG_WITH_IT.search(words)):
            return False
        sure = judged.candidates[0].confidence >= _OF_A_TYPE
        if not sure or self._matters.of(held, judged.score) < _PLAIN_STATEMENT:
            return False
        shares = self._likely(words, held, judged)
        return max(shares, key=lambda kind: shares[kind], default=None) in _TROUBLES

    def _likely(
        self, words: str, held: Mapping[str, float], judged: Judgement
    ) -> dict[Kind | None, float]:
        """How likely each kind is, or no matter; nothing is learnt: the word lists decide."""
        types: dict[TypeKey, float] = {c.category[:2]: c.confidence for c in judged.candidates}
        return self._sense.of(features(words, held, types, self._usual))


def _of_the_line(words: str, judged: Judgement) -> bool:
    """Abuse, or a wish for a person."""
    if _ABUSE.search(words) and judged.score < _TALK_AT_MOST:  # 骗子 may be the matter
        return True
    return asks_if_machine(words) or wants_human(words)


def _names_its_topic(words: str, judged: Judgement, *, counted: bool) -> bool:
    """In a whole sentence."""
    if counted:
        return judged.score >= _ENOUGH_IF_COUNTED
    if judged.score >= _ENOUGH_SCORE and judged.named:
        return len(words) >= _ENOUGH_TO_TELL
    return judged.score >= _SOME_SCORE and len(_CHINESE.findall(words)) >= _A_STORY
