"""诉求类型: what sort of appeal a matter is (DOMAIN.md S2).

The caller's own words come first (我要投诉, 建议, 请问: ivr/language/intent.py); where they leave
it open, what callers with such words mostly want and what such a matter mostly is decide.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from ivr.language.intent import Kind, asks_if_machine, kind_scores, wants_human
from ivr.tickets import emergency
from ivr.tickets.classify import Judgement
from ivr.tickets.sentences import Sentences
from ivr.tickets.taxonomy import Taxonomy, TypeKey

_LIKENESS = 10.0  # what full likeness to the sentences of a kind counts; a clear case has 0.6
_SHARE = 1.0  # what it counts that all sentences of this class are of the kind
_USUAL = 2.0  # what a matter usually is (types.csv) counts as much as a word
_DANGER = 12.0  # whoever tells of a danger wants help, whatever else they ask
_ABUSE = re.compile(r"王八|他妈|你妈|妈的|傻[逼比子]|滚(?:蛋|犊)|混蛋|去死|[操草]你|骗子")
# 能听见吗, 是市长热线吗, 换个人接: about the call itself, no matter of the city.
_TALK = re.compile(
    r"听(?:得|不)?(?:到|见|清|明白)|在听|机器人|真人|人工|(?:市长|政府|12345|一二三四五)(?:热线|电话)?(?:吗|吧|么)|打(?:错|对|通)了|换个?人|(?:接|转)(?:到|给)?(?:.{0,4})(?:的人|值班|领导)|占线|再说一遍|没听|说到哪|挂(?:了|断)|稍等|等一下|哪个都不是|不是不是|怎么说"
)
_TALK_AT_MOST = 3.0
_ENOUGH_TO_TELL = 8
_ENOUGH_SCORE = 1.9
_CHINESE = re.compile(r"[一-鿿]")
_A_STORY = 15  # nobody tells the hotline so much about nothing
_SOME_SCORE = 0.8
_ENOUGH_IF_COUNTED = 1.0


class Kinds:
    """诉求类型 by words, by likeness and by what the matter is."""

    def __init__(self, taxonomy: Taxonomy, sentences: Sentences) -> None:
        self._usual = taxonomy.usual
        self._sentences = sentences
        counted: dict[TypeKey, Counter[Kind]] = defaultdict(Counter)
        for example in taxonomy.examples:
            counted[example.industry, example.type][example.kind] += 1
        self._shares: Mapping[TypeKey, Mapping[Kind, float]] = {
            key: {kind: n / kinds.total() for kind, n in kinds.items()}
            for key, kinds in counted.items()
        }

    def of(self, words: str, judged: Judgement, *, counted: bool) -> Kind | None:
        """None when nothing is asked and no matter is told: hello, 12345, abuse.

        `counted`: the words are one of several matters that the caller told.
        """
        scores = kind_scores(words)
        danger = emergency.find_emergency(words) is not None
        if not danger and judged.score < _TALK_AT_MOST and _TALK.search(words):
            return None
        if not scores and not danger and not _tells(words, judged, counted=counted):
            return None
        for kind, like in self._sentences.kinds(words).items():
            scores[kind] = scores.get(kind, 0.0) + _LIKENESS * like
        if judged.candidates:
            key = judged.candidates[0].category[:2]
            for kind, share in self._shares.get(key, {}).items():
                scores[kind] = scores.get(kind, 0.0) + _SHARE * share
            if (usual := self._usual.get(key)) is not None:
                scores[usual] = scores.get(usual, 0.0) + _USUAL
        if danger:
            scores[Kind.HELP] = scores.get(Kind.HELP, 0.0) + _DANGER
        return max(scores, key=lambda kind: scores[kind]) if scores else None


def _tells(words: str, judged: Judgement, *, counted: bool) -> bool:
    """A matter told without a word of wish or blame: its topic is named in a whole sentence."""
    if _ABUSE.search(words):
        return False
    if asks_if_machine(words) or wants_human(words):
        return False
    if counted:
        return judged.score >= _ENOUGH_IF_COUNTED
    if judged.score >= _ENOUGH_SCORE and judged.named:
        return len(words) >= _ENOUGH_TO_TELL
    return judged.score >= _SOME_SCORE and len(_CHINESE.findall(words)) >= _A_STORY
