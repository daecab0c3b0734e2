"""What is said of the ticket just written: its number again, a correction, an addition, or only
that it be quick. No second, empty ticket comes of that. Decided here only.
"""

import re
from enum import Enum

from ivr.flow.events import Understood
from ivr.flow.routing import Way
from ivr.language.brief_replies import corrects


class OfFiled(Enum):
    """What words are to the tickets that this call has written."""

    NUMBER = "number"  # 工单号再说一遍
    MENDS = "mends"  # 地址说错了, 那个路灯还一闪一闪的: people put it in
    URGES = "urges"  # 没人管啊, 你们快点吧, 啥时候能来修


_NUMBER = re.compile(
    r"(?:工单|单子|编号|号码?)[^，。]{0,6}(?:再(?:说|念|报)|没记|没听|记不|忘|多少|啥|什么)"
    r"|(?:再(?:说|念|报)|没记住?|没听清|忘)[^，。]{0,6}(?:工单|单子|编号|号码?)"
)
_MISTAKEN = re.compile(
    r"(?:地址|时间|日期|电话|名字|门牌|楼号|单元|刚才)[^，。]{0,10}(?:[说报记写弄搞]错|错了|不对)"
)
_URGES = re.compile(
    r"没(?:有)?(?:人|谁|个人)[^，。]{0,4}(?:管|理|来|接|修|办|看|处理|回)|没(?:有)?(?:给我?)?(?:回复|回信|信儿|动静|用|下文)"
    r"|(?:快|抓紧|赶紧|赶快|尽快|早)(?:点|些|一点)?[^，。]{0,8}(?:修|来|办|处理|解决|弄|整|管|吧|啊)|抓紧|不管|不能(?:再)?拖|有(?:啥|什么)用"
    r"|(?:打|反映|报|投诉|说)[^，。]{0,4}(?:[好多几两三四五六七八九十百]+)(?:次|遍|回)|白(?:打|说|反映)|(?:也|都)(?:这么|那么|是这么)说"
    r"|(?:啥|什么|多)(?:时候|长时间|久|会儿)[^，。]{0,8}(?:来|修|办|回|答复|解决|处理|要回|好|通)|几天[^，。]{0,6}(?:来|修|办|回|答复|解决|好)"
    r"|谁(?:给|来|去|跟)[^，。]{0,6}(?:回|打|修|办|联系)|(?:没|不)[^，。]{1,4}咋(?:整|办)"
)
# 那你们啥时候能来修: of the ticket, whatever articles it reminds of.
_WHEN = re.compile(
    r"(?:[嗯那哦，]|你们?|您|大概|得|到底|还|要|能)*+(?:啥|什么|多)(?:时候|长时间|久|会儿)[，]?(?:才|能|会|给|我|你们?|就)*+"
    r"(?:来人|来|过来|修|办|处理|解决|整|弄|回|好)(?:电话|复|信|修|看|办|好|完|上|了|啊|呀|呢|人)*+[？?。]*"
)
_LEADS_ON = (Way.DRAFT, Way.UNKNOWN, Way.UNCLEAR)
_OTHERS = frozenset({"praise", "suggestion", "report"})  # of something else than was written


def said_of_filed(heard: Understood, way: Way, filed: tuple[str, ...]) -> OfFiled | None:
    """None: of something else. `filed` is what the tickets are about, as far as it is known."""
    text = heard.text
    if way is Way.REPEAT or (way is not Way.ANSWER and _NUMBER.search(text)):
        return OfFiled.NUMBER
    if _WHEN.fullmatch(text) and way is not Way.ANSWER:
        return OfFiled.URGES
    if way in (Way.ANSWER, Way.CLARIFY, Way.OPENING):
        return None
    if corrects(text) or _MISTAKEN.search(text):
        return OfFiled.MENDS
    if way not in _LEADS_ON or _tells_another(heard, filed):
        return None
    if _URGES.search(text):
        return OfFiled.URGES
    return OfFiled.MENDS if way is Way.DRAFT else None


def _tells_another(heard: Understood, filed: tuple[str, ...]) -> bool:
    """Whether a matter is told that is surely none of those written."""
    return any(
        m.kind in _OTHERS or (m.about and (m.about not in filed or "place" not in m.to_ask))
        for m in heard.matters
    )
