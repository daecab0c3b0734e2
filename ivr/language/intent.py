"""意图: what sort of thing the caller says. Pure; the words come from the recogniser or a keyboard.

Each question has one function; the lists of words stand beside it. Cues are weighed, the explicit
words of the caller (投诉, 举报, 建议, 咨询) before what the matter looks like.
"""

import re
from enum import StrEnum
from functools import lru_cache

from ivr.language.brief_replies import unstressed
from ivr.language.kind_cues import CUES


class Kind(StrEnum):
    """诉求类型 (DOMAIN.md S2, S3)."""

    INQUIRY = "inquiry"  # 咨询
    SERVICE = "service"  # 服务
    HELP = "help"  # 求助
    COMPLAINT = "complaint"  # 投诉
    REPORT = "report"  # 举报
    SUGGESTION = "suggestion"  # 建议
    PRAISE = "praise"  # 表扬
    BUSINESS_COMPLAINT = "business_complaint"  # 涉企营商环境投诉


_BUSINESS_SPEAKER = re.compile(
    r"我们?(?:这(?:个|家)?|的|是(?:一)?(?:家|个|做)?.{0,8})?(?:公司|企业|厂(?!家的)|工厂|单位是企业|合作社|店(?:铺|里)?|商户|个体户?|饭店|超市|项目部?)"
    r"|作为(?:一家)?(?:企业|公司|民营)|我公司|我司|我厂|我是.{0,24}(?:企业|公司|厂)(?:的)?(?:负责人|法人|经理)|我是.{0,10}(?:法人|企业主|老板|负责人|个体|开(?:公司|厂))|营商环境|惠企|民营企业|小微企业"
)
_BUSINESS_OF = re.compile(
    r"(?:我们|咱们?|我)(?:是|就是)?(?:[做开干办搞]|搞|经营)(?!车|会|证|卡)[一-龥]{1,8}的|(?:我们|咱们?)(?:家)?[一-龥]{1,6}(?:公司|厂|企业|门诊|合作社|饭店|超市)(?!的人|不|没|乱|多|欠|让|说|把)"
)
_BUSINESS_MATTER = re.compile(
    r"营商环境|审批|许可证?|批(?:不)?下来|不(?:给)?(?:批|审批|受理|盖章)|卡(?:着|住|我们)|刁难|吃拿卡要|索要|乱(?:罚款|检查|摊派)|重复检查|频繁检查|天天(?:来)?检查|三天两头"
    r"|(?:政府|管委会|开发区|园区|招商|街道|镇里|局里?|国企|学校|医院).{0,16}(?:承诺|欠|拖欠|不兑现|违约|不付|不给|款)|招商(?:引资)?|政策不兑现|(?:补贴|补助|奖补|扶持|奖励|资金)(?:.{0,24})(?:不|没|未)(?:兑现|到|发|给)|环评|补[件正]|法定期限"
    r"|招标|投标|中标|围标|政府采购|工程款|账款|强制(?:指定|要求)|指定.{0,6}(?:中介|第三方|公司)|新官不理旧账|退税|行政处罚|罚款"
)
_COMPLAINING = re.compile(
    r"投诉|拖|不(?:给|批|兑现|付|办|受理|履行|退)|没(?:给|批|兑现|付|办|到账|结果)|刁难|卡|乱|频繁|三天两头|天天|反复|一直|强制|指定|欠|不合理|推|索|吃拿|违约|围标|不公"
)
_COMPILED = tuple((Kind(kind), weight, re.compile(words)) for kind, weight, words in CUES)
_MISHEARD_REPORT = re.compile(r"举[抱暴爆宝保]")
_MISHEARD_COMPLAINT = re.compile(r"头诉|投[书素速]")
_HOW_TO = re.compile(
    r"(?:怎么|如何|去哪儿?|到哪儿?|上哪儿?|在哪儿?|向谁|找谁|跟谁|哪里)(?:能|可以)?(?:去)?(?:投诉|举报|反映|表扬|提建议)|(?:投诉|举报)(?:的)?(?:电话|渠道)(?:是)?(?:多少|什么)"
)


def kind_scores(text: str) -> dict[Kind, float]:
    """What speaks for each kind; empty when nothing does."""
    return dict(_kind_scores(text))


@lru_cache(maxsize=32)
def _kind_scores(text: str) -> dict[Kind, float]:
    scores: dict[Kind, float] = {}
    text = _MISHEARD_REPORT.sub("举报", _MISHEARD_COMPLAINT.sub("投诉", text))
    for kind, weight, words in _COMPILED:
        if words.search(text):
            scores[kind] = scores.get(kind, 0.0) + weight
    if _HOW_TO.search(text):
        for kind in (Kind.COMPLAINT, Kind.REPORT, Kind.PRAISE):
            scores.pop(kind, None)
        scores[Kind.INQUIRY] = scores.get(Kind.INQUIRY, 0.0) + 6
    business = _BUSINESS_SPEAKER.search(text) and _BUSINESS_MATTER.search(text)
    if business and _COMPLAINING.search(text) and scores.get(Kind.INQUIRY, 0) < 6:
        scores[Kind.BUSINESS_COMPLAINT] = 9 + scores.get(Kind.COMPLAINT, 0.0)
    return scores


# What the caller calls the call: 我要举报, 投诉一个, 特此表扬.
_CALLED: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        (
            Kind.REPORT,
            r"(?:^|[我现名])(?:们|就是?|是|要|想|来|得)*+举报(?!过|电话|了)|举报(?:一下|一个|[个他她它这那])",
        ),
        (
            Kind.COMPLAINT,
            r"(?:^|[我现人])(?:们|就是?|是|要|想|来|得)*+投诉(?!过|电话|了)|投诉(?:一下|一个|[个他她它这那])",
        ),
        (
            Kind.PRAISE,
            r"(?:^|[我现特])(?:们|就是?|是|要|想|来|得|此|好好)*+(?:表扬|感谢|夸)|表扬(?:表扬|一下)|感激不尽|夸[夸一]",
        ),
        (
            Kind.SUGGESTION,
            r"(?:^|[我])(?:们|就是?|是|要|想|来|得)*+(?:建议|提个?.{0,4}建议)|(?:[说提有]|提出)(?:一?[个点条]|一下)(?:小)?(?:想法|主意|意见|建议)",
        ),
        (
            Kind.INQUIRY,
            r"^(?:请问|咨询|问一下|请教)|(?:我|本人)(?:就是?|想|要|来|请)*(?:咨询|问|打听|教|核实|弄清楚)",
        ),
        (Kind.HELP, r"(?:^|[我急])(?:要|想|来)*求助"),
    )
)


def says_it_is(text: str) -> tuple[Kind, ...]:
    """The kinds by which the caller calls the call, in so many words."""
    text = _MISHEARD_REPORT.sub("举报", _MISHEARD_COMPLAINT.sub("投诉", text))
    if _HOW_TO.search(text):
        return ()
    return tuple(kind for kind, words in _CALLED if words.search(text))


def of_business(text: str) -> tuple[str, ...]:
    """What makes a complaint one of a company: who speaks, and what of."""
    speaks = _BUSINESS_SPEAKER.search(text) or _BUSINESS_OF.search(text)
    return ("speaker",) * bool(speaks) + ("matter",) * bool(_BUSINESS_MATTER.search(text))


def kind_of(text: str) -> Kind | None:
    """诉求类型 of the text, or None when nothing is asked; 他们还赌钱呢 asks nothing."""
    scores = kind_scores(unstressed(text))
    return max(scores, key=lambda kind: scores[kind]) if scores else None
