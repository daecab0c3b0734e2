"""Where an utterance leads: answer, draft, people, or asking again. Decided here only."""

import re
from enum import Enum

from ivr.flow.events import Finding, Understood
from ivr.language import replies
from ivr.language.asked_ways import errand
from ivr.language.brief_replies import denies, is_brief, is_question, opens
from ivr.language.call_talk import asks_if_heard, asks_to_wait
from ivr.language.earlier import lasts, only_asks, tells_of_trouble, wants_number
from ivr.language.elliptic import is_circumstance, stated
from ivr.language.fillers import is_greeting

DRAFTED = frozenset(
    {"help", "complaint", "report", "suggestion", "praise", "business_complaint", "service"}
)  # what becomes a ticket when no instant answer serves

INQUIRY = "inquiry"
BRIEF = 6  # characters of what is nothing but a wish to hear it again
GRIEVANCES = DRAFTED - {"help", "service"}
# 能不能快点修: whoever wants hands wants no leaflet, whatever is asked beside it.
_WANTS_HANDS = re.compile(
    r"(?:快点|赶紧|赶快|尽快|抓紧|早点|马上|派(?:个|人|师傅)|来(?:个)?人|帮(?:我|忙)|给(?:我|我们)?)"
    r"[^，。]{0,6}(?:修(?!改)|恢复|清理|整治|查处)|派人|来(?:修|看看)(?:一下)?(?:吧|啊|呗|$)"
    r"|(?:有没有|能不能|能否|可不可以|能)(?:你们?)?(?:有)?(?:个)?(?:人|师傅|谁)?(?:过)?来(?:个)?人?(?:给|帮)?(?:我们?)?(?:[修拆拉管清查](?!费|询)|处理|看看|收拾)"
)

# 不用了我自己找物业: it tells why there is nothing more.
_REFUSES = re.compile(r"(?:[嗯啊哎唉，]|那|我)*+(?:不(?:用|需要|必|麻烦)[你们您]*了|算了)")


# 水费咋突然多了三倍: it wonders at what happened, and wants no leaflet.
_WONDERS = re.compile(
    r"(?:咋|怎么|为啥|为什么|凭啥|凭什么)(?:就|又|还|会)?(?:突然|一下子?|忽然|无缘无故|莫名其妙)?(?:就|又)?(?:多[了出收扣]|涨|高(?!考|中|龄)|贵|[这那]么[高贵多]|[收扣]了?我|翻)"
)


class Way(Enum):
    """What the caller's words call for."""

    EMERGENCY = "emergency"
    HUMAN = "human"
    MACHINE = "machine"  # 你是真人还是机器: said truthfully
    REPEAT = "repeat"
    WAIT = "wait"  # 等等我拿个笔
    HEARING = "hearing"  # 喂喂, 能听见吗: whether anybody is there
    GREETING = "greeting"  # 喂，你好: nothing is asked yet
    OPENING = "opening"  # 我想反映个事儿: it is still to be told
    ANSWER = "answer"
    CLARIFY = "clarify"
    DRAFT = "draft"
    POLICE = "police"  # the police desk's matter, no emergency
    DONE = "done"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # a question nobody wrote an answer for
    UNCLEAR = "unclear"


_OF_A_CASE = (Way.CLARIFY, Way.UNKNOWN, Way.UNCLEAR, Way.DRAFT, Way.POLICE)


def way_of(heard: Understood) -> Way:
    """Decide; the order is the order of importance."""
    text = heard.text
    if heard.emergency:
        return Way.EMERGENCY
    if replies.wants_human(text) or replies.complains_of_us(text) or _is_lonely(heard):
        return Way.HUMAN
    if replies.asks_if_machine(text):
        return Way.MACHINE
    early = _telling_nothing(text) or _brief(heard)
    if early:
        return early
    if heard.reply.finding is Finding.ANSWER and not _grieves(heard):
        return Way.ANSWER
    if (
        wants_number(text)
        and heard.kind in (None, INQUIRY)
        and heard.reply.finding is Finding.HANDOFF
    ):
        return Way.UNKNOWN
    several = len(heard.matters) > 1  # a question and a grievance: the question is answered beside
    told = several or heard.kind != INQUIRY or _will_not_wait(heard)
    if told and any(m.kind in DRAFTED for m in heard.matters):
        return Way.POLICE if heard.reply.police else Way.DRAFT
    if heard.reply.finding is Finding.CLARIFY:
        return Way.CLARIFY
    if replies.asks_repeat(text):
        return Way.REPEAT
    if heard.kind == INQUIRY or _wonders(heard):
        return _unanswered(heard)
    return Way.UNCLEAR


def _will_not_wait(heard: Understood) -> bool:
    """有没有人来拆, 都停水两天了啥时候来: a question in form, and no leaflet helps."""
    text = heard.text
    return tells_trouble(heard) and (
        wants_hands(text) or (lasts(text) and tells_of_trouble(text) and stated(text) != text)
    )


def _telling_nothing(text: str) -> Way | None:
    """Words about the call itself, and those that only lead up to a matter."""
    ways = (
        (asks_to_wait, Way.WAIT),
        (asks_if_heard, Way.HEARING),
        (is_greeting, Way.GREETING),
        (opens, Way.OPENING),
    )
    return next((way for holds, way in ways if holds(text)), None)


def _unanswered(heard: Understood) -> Way:
    """A question without an article; 我家停电了咋整 tells what a ticket is written of."""
    if heard.reply.police:
        return Way.POLICE
    if _wonders(heard):
        return Way.DRAFT
    return Way.DRAFT if tells_trouble(heard) and stated(heard.text) != heard.text else Way.UNKNOWN


def _wonders(heard: Understood) -> bool:
    return _WONDERS.search(heard.text) is not None and any(m.about for m in heard.matters)


def _is_lonely(heard: Understood) -> bool:
    """没事就是想唠唠嗑, where it belongs to no matter that a ticket is written of."""
    return replies.wants_company(heard.text) and not any(m.about for m in heard.matters)


def _brief(heard: Understood) -> Way | None:
    """对, 不用了, 没有了谢谢: an answer to us, whatever else the words remind of.

    A question is none, and of what tells or asks more only a goodbye that leads up to nothing.
    """
    text = heard.text
    again = replies.asks_repeat(text) and not replies.yes_no(text)
    if again and (len(text) <= BRIEF or replies.only_asks_repeat(text)):
        return Way.REPEAT  # 你说啥, 你再说一遍我没听清; but 嗯 is a yes
    if is_question(text):
        return None
    brief = is_brief(text)
    if replies.is_done(text) and not (brief and denies(text)):
        refused = heard.kind is None and _REFUSES.match(text) is not None
        more = (heard.tells and not refused) or heard.kind == INQUIRY
        return Way.DONE if brief or not more else None
    if not brief:
        return None
    agreed = replies.yes_no(text)
    return None if agreed is None else (Way.YES if agreed else Way.NO)


def tells_trouble(heard: Understood) -> bool:
    """Whether a ticket could be written of it, of a type that is surely meant."""
    return any(m.kind in DRAFTED and m.about for m in heard.matters)


def states_a_case(heard: Understood, way: Way) -> bool:
    """孩子才三岁 is said of what was asked before; a grievance, or what is whole, is not."""
    asks = heard.kind in (None, INQUIRY) and not is_question(heard.text)
    return asks and way in _OF_A_CASE and is_circumstance(heard.text)


def wants_hands(text: str) -> bool:
    """能不能快点修: a question in form only."""
    return _WANTS_HANDS.search(text) is not None


def _grieves(heard: Understood) -> bool:
    """A grievance is never settled by a leaflet; the answer comes beside the ticket."""
    kinds = {m.kind for m in heard.matters}
    if (
        len(kinds) == 1
        and heard.kind in (None, INQUIRY)
        and (only_asks(heard.text) or errand(heard.text))
    ):
        return False  # 那卖的人交啥税, 我要查个人征信
    if kinds and wants_hands(heard.text):
        return True
    return bool(kinds & GRIEVANCES) or (len(kinds) > 1 and bool(kinds & DRAFTED))
