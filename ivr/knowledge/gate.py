"""What bars an answer whatever is asked: danger, a wish for a person, the caller's own word.

Danger and wishes are obeyed whatever else is said. Who calls it 投诉, 举报, 建议, 表扬, or wants
somebody to come, gets a ticket. Whether the rest is a question or a grievance is told by its
wording (`cues`, `tone`).
"""

import re

from ivr.knowledge.cues import asks_how_to_complain, kinds_of
from ivr.knowledge.decision import Reason
from ivr.language.intent import Kind
from ivr.language.replies import wants_human

_GRIEVANCES = (Kind.COMPLAINT, Kind.REPORT, Kind.BUSINESS_COMPLAINT, Kind.SUGGESTION, Kind.PRAISE)
_OWN_WORD = 5.0  # figure of a kind from which the caller has said it in so many words
_SERVICE = 4.0  # 给我找个开锁的: somebody is to come
_DANGER = re.compile(
    r"(?<!不)着火(?!车)|起火|失火|火灾了|冒(?:黑|浓)烟|爆炸了?|救命|杀人|砍人|捅(?:人|了)|持刀|抢劫|抢(?:我|包|了)|绑架|强奸|跳楼|轻生|自杀|不想活|割腕|喝农药|溺水|落水|(?<![证卡本照机票])掉(?:水|河|井|冰窟)里|触电|昏(?:倒|迷|过去)|晕倒|晕过去|没(?:有)?呼吸|没(?:有)?意识|心脏病犯|大出血|快(?:生|不行)了"
    r"|(?:煤气|燃气|天然气|瓦斯|液化气)(?:味|泄漏|泄露|漏)|漏(?:煤气|燃气|天然气)|一氧化碳中毒|煤气中毒|车祸|撞(?:人|伤|死|车)了|出车祸|正在(?:打人|打架|施暴)|打起来了|困在电梯|电梯(?:里)?困|(?<!持)有人(?:死|被困|跳)|走失"
    r"|(?:孩子|娃|老人|老太太|老头|老爷子|爸|妈|爷爷|奶奶|姥姥|闺女|儿子|孙子|孙女)(?:走丢|跑丢|丢了(?!.{0,8}[证卡本照])|不见|找不(?:着|到)(?!工作|对象|学|幼儿园|证|卡|本))"
    r"|摔.{0,4}起不来|动刀"
)
# A fire or an accident that is over, and what is asked about it: 下班出车祸算工伤吗.
_OVER = re.compile(r"(?:着|失|起)火|(?:出)?车祸|撞(?:人|车)了?|煤气中毒|电梯困人")
_FOLLOWS = re.compile(
    r"算(?:不算)?(?:工伤|上下班)|救助(?:基金|金|不|吗|$)|(?:申请|有没有|有啥|能给|政府|给点).{0,6}(?:救助|救急|帮点|补助)"
    r"|谁(?:先)?垫|基金垫|负责赔|赔多少|赔的少|最多赔|调解|谈不拢"
)
_NOW = re.compile(
    r"正在|这会儿|刚(?:刚|才)?|快(?:点|来)|赶紧|救命|(?:还|人)(?:在|被)(?:里|困)|流血|受伤了|不动了|[冒烧]着"
)


def _asks_what_follows(text: str) -> bool:
    return bool(_FOLLOWS.search(text)) and not _NOW.search(text)


def barred(text: str) -> Reason | None:
    """Why the text must not be answered whatever it asks; None where the cues decide."""
    if not text.strip():
        return Reason.EMPTY
    if wants_human(text):
        return Reason.HUMAN
    if _DANGER.search(_OVER.sub("", text) if _asks_what_follows(text) else text):
        return Reason.EMERGENCY
    kinds = kinds_of(text)
    own_word = max((kinds.get(kind, 0.0) for kind in _GRIEVANCES), default=0.0) >= _OWN_WORD
    if (own_word or kinds.get(Kind.SERVICE, 0.0) >= _SERVICE) and not asks_how_to_complain(text):
        return Reason.GRIEVANCE
    return None
