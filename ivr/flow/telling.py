"""What the caller's words do to a draft: agree, deny, correct, add, ask, or nothing. Decided here.

Only a reply with nothing told behind it agrees or denies: 要求给补偿 and 就是大东区的 are facts.
"""

import re
from enum import Enum

from ivr.flow.events import Finding, Understood
from ivr.flow.routing import INQUIRY, Way, wants_hands, way_of
from ivr.language import replies
from ivr.language.brief_replies import corrects, denies, is_brief, is_question, parts, thanks
from ivr.language.questions import asked_of_it, asked_of_us
from ivr.language.ticket_questions import OfTicket, asked_before, bids_to_write, without_yes
from ivr.language.withdrawals import only_asking, withdraws


class Telling(Enum):
    """What an utterance is to the matter being written down."""

    AGREES = "agrees"  # 对, 没有了: nothing is wrong, nothing is missing
    DENIES = "denies"  # 不对, and not what
    CORRECTS = "corrects"  # 不对是三万
    ADDS = "adds"  # 半年了, 要求给补偿
    ASKS = "asks"  # 你们几点下班: no part of the matter
    OF_TICKET = "of ticket"  # 工单号多少, 什么时候能给我办: of what we shall do with it
    OPENS = "opens"  # 我还要说一个事儿: it is still to come
    PARTS = "parts"  # 拜拜
    WITHDRAWS = "withdraws"  # 算了别登记了
    KNOWS_NOT = "knows not"  # 我哪知道, 不敢说
    UNCLEAR = "unclear"


_KNOWS_NOT = re.compile(
    r"(?:[嗯呃啊哦，]|这个|那个|我|也|就|都|真|可)*+(?:不(?:太|大)?(?:知道|清楚|记得|好说|晓得|了解|确定)"
    r"|记不(?:清|得|住)|说不(?:好|上来|清)|忘了?|(?:上?哪儿?|咋|怎么|谁)(?:能|还)?(?:知道|晓得|记得|清楚))"
    r"(?:楚|了|啊|呀|呢|去|具体|时间|地方|是哪个?|在哪|几号|[啥什]么?时候|你们自己查|，)*+"
    r"|(?:我|也|就|可)*+(?:上?哪儿?|咋|怎么)能?(?:知道|晓得)[^，]{0,6}"
    r"|(?:我|他|那个?|[这的]|，)*+(?:车牌|车号|号码|牌子|名字?|姓名|工号|店名|时间|日子|哪天|几路|几号|具体)(?:号|叫|是|的|我|也|都|真|就|可|啥|，)*+"
    r"没有?(?:太)?(?:记(?:住|清楚?|得|下来?)|看(?:清楚?|见|着|到)|注意|留意)[了啊呀呢]*+"
    r"|(?:我|也|就|可)*+不(?:敢|想|能|便|方便|愿意?)(?:说|讲|透露)(?:[^，]{0,4}|(?:是)?哪[^，]*)"
)


# 我刚才不说了吗: it tells nothing again.
_TOLD_BEFORE = re.compile(
    r"(?:我|你|您|这|刚才|刚刚|不是|不|都|已经|跟你)*+说(?:过|完)?了?[吗嘛么啊呀]*"
)
# 能不能别写我家门牌: a wish, in the form of a question.
_WISHES = re.compile(r"(?:能不能|可不可以|能|可以)(?:给我|帮我)?(?:别|不)")
# 地址错了: what is right is still to come.
_ONLY_WRONG = re.compile(
    r"(?:[嗯啊哦，]|那个|这个)*+(?:地址|地点|时间|日期|名字?|单位|楼号|门牌号?|小区|街道?|数)"
    r"(?:不对|[说记写弄搞]?错了?)[了啊呀吧]*"
)
# 三千多呢, 都半年了呢: how much or how long, stressed.
_AMOUNT = re.compile(
    r"(?:[嗯啊哦，]|都|也|得|有|快|可|将近|大概|差不多|花了?|交了?|一共|总共|这都)*+[一二三四五六七八九十百千万两半几零0-9]++多?"
    r"(?:块|元|钱|年|个|月|天|多|次|回|趟|人|户|平|斤|小时|礼拜|星期)*+了?呢[啊呀]?"
)
_ASIDE = 10  # characters of a question to us, within which no matter is told
_OF_OTHERS = re.compile(r"他|她|人家|物业|单位|公司|老板")
_FACTS = frozenset({"course", "respondent", "place", "city", "time"})


def telling_of(heard: Understood, before: Understood | None) -> Telling:
    """What is said, to a matter that was so far understood as `before`."""
    text = heard.text.strip("，。 ")
    way = way_of(heard)
    if way is Way.OPENING:
        return Telling.OPENS
    if _KNOWS_NOT.fullmatch(text):
        return Telling.KNOWS_NOT
    if withdraws(text) or only_asking(text):
        return Telling.WITHDRAWS
    if parts(text):
        return Telling.PARTS
    if of_ticket(text, before) is not None:
        return Telling.OF_TICKET
    if bids_to_write(text):
        return Telling.AGREES
    if _asks(heard, before):
        return Telling.ASKS
    if _ONLY_WRONG.fullmatch(text):
        return Telling.DENIES
    if is_brief(text):
        return _reply(text)
    if way is Way.DONE:
        return Telling.AGREES
    if way is Way.GREETING or len(text) < 2 or _TOLD_BEFORE.fullmatch(text):
        return Telling.UNCLEAR
    return Telling.CORRECTS if corrects(text) else Telling.ADDS


def of_ticket(text: str, before: Understood | None) -> OfTicket | None:
    """What is asked of the ticket to be written of a matter, be it behind 对."""
    questions = before is not None and all(m.kind == INQUIRY for m in before.matters)
    return asked_before(without_yes(text), of_question=questions)


def _reply(text: str) -> Telling:
    agreed = replies.yes_no(text)
    if denies(text) or (agreed is False and not replies.is_done(text)):
        return Telling.DENIES
    return Telling.AGREES if agreed or replies.is_done(text) or thanks(text) else Telling.UNCLEAR


def _asks(heard: Understood, before: Understood | None) -> bool:
    """A question beside the matter; who wants hands, or tells a fact within it, asks none."""
    aside = len(heard.text) <= _ASIDE and _OF_OTHERS.search(heard.text) is None
    if aside and asked_of_us(heard.text):  # 你贵姓啊, 问这个有啥用
        return not tells_a_fact(heard, before)
    amount = _AMOUNT.fullmatch(heard.text.strip("，。 ")) is not None
    asked = not amount and (is_question(heard.text) or heard.kind == INQUIRY)
    wish = wants_hands(heard.text) or _WISHES.search(heard.text)
    if not asked or wish or tells_a_fact(heard, before):
        return False
    if heard.reply.finding is Finding.ANSWER:
        return True
    of_it = asked_of_it(heard.text.strip("，。 ")) == 0  # 啥时候来水: belongs on the ticket
    return is_question(heard.text) and heard.kind == INQUIRY and not of_it


def tells_a_fact(heard: Understood, before: Understood | None) -> bool:
    """Whether the words fill in what was missing of the same matters, be it without the city."""
    if before is None or [m.kind for m in before.matters] != [m.kind for m in heard.matters]:
        return False
    both = zip(before.matters, heard.matters, strict=True)
    return any(_FACTS & (set(was.to_ask) - set(now.to_ask)) for was, now in both)
