# ruff: noqa: E501 - a pattern reads better whole
"""What is said of the tickets just written: the number again, when they are settled, that it be
quick, or more of the matter, which goes to the ticket it is of (补充). No second, empty ticket comes
of that. Decided here only.
"""

import re
from collections.abc import Sequence
from enum import Enum

from ivr.flow.events import Matter, Understood
from ivr.flow.routing import INQUIRY, Way
from ivr.flow.state import Filed
from ivr.language.additions import (
    puts_down,
    puts_right,
    says_on,
    speaks_of_them,
    tells_right,
    wants_secrecy,
)
from ivr.language.brief_replies import is_brief, is_question
from ivr.language.call_talk import has_noted
from ivr.language.intent import says_it_is
from ivr.language.of_the_matter import belongs, thing_meant
from ivr.language.return_number import parted
from ivr.language.ticket_questions import asked_of_ticket, asks_number, offers_number
from ivr.language.withdrawals import takes_back, withdraws


class OfFiled(Enum):
    """What words are to the tickets that this call has written."""

    NUMBER = "number"  # 工单号再说一遍
    WHEN = "when"  # 几天能办完, 那我啥时候能接到电话
    PROGRESS = "progress"  # 那我咋查进度啊
    UNIT = "unit"  # 转给哪个单位啊
    UNHAPPY = "unhappy"  # 我要不满意咋办
    REACH = "reach"  # 能记一下我电话吗, 到时候给我打这个电话不
    DETAILS = "details"  # 我妈叫啥名用不用说
    RINGS = "rings"  # 我手机号换了回复打一三九…
    NOTED = "noted"  # 好的记下了
    URGES = "urges"  # 没人管啊, 你们快点吧
    ADDS = "adds"  # 他们态度可恶劣了, 我白天上班晚上打
    HIDES = "hides"  # 别告诉人家是我举报的
    CORRECTS = "corrects"  # 地址说错了是3号楼
    DENIES = "denies"  # 地址说错了, and not what is right


_URGES = re.compile(
    r"没(?:有)?(?:人|谁|个人)[^，。]{0,4}(?:管|理|来|接|修|办|看|处理|回)|没(?:有)?(?:给我?)?(?:回复|回信|信儿|动静|用|下文)"
    r"|(?:快|抓紧|赶紧|赶快|尽快|早)(?:点|些|一点)?[^，。]{0,8}(?:修|来|办|处理|解决|弄|整|管|吧|啊)|抓紧|不管|不能(?:再)?拖|有(?:啥|什么)用"
    r"|白(?:打|说|反映)|(?:也|都)(?:这么|那么|是这么)说"
    r"|(?:啥|什么|多)(?:时候|长时间|久|会儿)[^，。]{0,8}(?:来|修|办|回|答复|解决|处理|要回|好|通)|几天[^，。]{0,6}(?:来|修|办|回|答复|解决|好)"
    r"|谁(?:给|来|去|跟)[^，。]{0,6}(?:回|打|修|办|联系)|(?:没|不)[^，。]{1,4}咋(?:整|办)"
)
# 还有个事, 另外我还想反映: another matter is announced, though it be of the same sort.
_ANOTHER = re.compile(
    r"(?:[嗯啊哦哎那，]|对了|然后|还是|我)*+(?:(?:还|再)(?:想|要|得)?(?:有|反映|投诉|举报|说|问|跟你说)?(?:另外|别的|一|个|件|点|两)+(?:别的)?(?:事|问题|情况|回事)"
    r"|另外(?:一[个件]|再|还|我)|(?:我)?(?:还|再|也)(?:想|要|得)(?:反映|投诉|举报|建议|表扬|报修))"
)
_REMARK = 8  # characters of what tells nothing that has happened: 我在外地打工
_LEADS_ON = (Way.DRAFT, Way.UNKNOWN, Way.UNCLEAR)
_OTHERS = frozenset({"praise", "suggestion", "report"})  # of something else than was written
# 上次修完又坏的, 还骂人: said on about what was told before.
_GOES_ON = re.compile(
    r"^(?:[嗯啊哦哎，]|对了|然后|而且|关键|主要|完了?|现在|这|家里|我家|我们?|那|呢)*+(?:还|又|也|都|就是|上次|上回|去年|前两天|每次|一直|老是|越来越|他们?|她们?|它|人家|对方|[那这][个家帮些种]?|老板|服务员|店员|司机|师傅)"
)


# 你们快点: nothing besides.
_HURRY = re.compile(
    r"(?:[嗯那啊，]|你们?|您|可|得|要|一定|麻烦|请|能不能|给我|帮我)*+(?:快|赶紧|赶快|尽快|抓紧|麻利)(?:点|些|一点|的|儿|啊|吧|呗|行不行?)*+"
)


def said_of_filed(heard: Understood, way: Way, filed: Sequence[Filed]) -> OfFiled | None:
    """None: of something else. `filed`: those tickets whose matter is known."""
    text = heard.text
    if _only_number(text):
        return OfFiled.RINGS
    if offers_number(text):
        return OfFiled.REACH
    if way is Way.REPEAT or (way is not Way.ANSWER and asks_number(text)):
        return OfFiled.NUMBER
    if _HURRY.fullmatch(text):
        return OfFiled.URGES
    asked = asked_of_ticket(text)
    if asked is not None:
        return OfFiled(asked.value)
    if has_noted(text):
        return OfFiled.NOTED
    if way is Way.OPENING or withdraws(text) or takes_back(text):
        return None
    if puts_right(text) and way not in (Way.ANSWER, Way.CLARIFY):
        return OfFiled.CORRECTS if tells_right(text) else OfFiled.DENIES
    if _belongs(heard, way, filed):
        return OfFiled.HIDES if wants_secrecy(text) else OfFiled.ADDS
    leads_on = way in _LEADS_ON and not _tells_another(heard, filed)
    return OfFiled.URGES if leads_on and _URGES.search(text) else None


# 我妈那屋也不热她住铁西区: the same, at another address.
_OF_ANOTHER_HOME = re.compile(
    r"(?:我|俺)(?:爸妈?|妈|父母|婆婆|公公|丈母娘|岳[父母]|儿子|闺女|女儿|姑娘|[姐妹哥弟]+|大?[姑姨舅叔]|爷爷?|奶奶?|姥[姥爷]|同事|朋友|亲戚)(?:他们|她们?|他)?(?:家|那屋|那边|那儿|那里|那个?小区|那栋|那|住)[^，。]*(?:也|住)"
)


def _belongs(heard: Understood, way: Way, filed: Sequence[Filed]) -> bool:
    """Whether it is more of a matter that was written down."""
    text = heard.text
    if _OF_ANOTHER_HOME.search(text) and way is Way.DRAFT:
        return False
    if says_on(text) and not (is_question(text) and way is Way.ANSWER):
        return True
    if puts_down(text) and way is not Way.ANSWER:
        return True
    announced = announces_another(text)
    if not announced and way is not Way.ANSWER and _is_of_it(text, filed):
        return True
    if _asks(heard) or is_brief(text) or way not in _LEADS_ON:
        return False
    if _tells_another(heard, filed) or _URGES.search(text):
        return False
    if way is not Way.DRAFT:
        return False
    remark = len(text) <= _REMARK and all("course" in m.to_ask for m in heard.matters)
    of_it = any(m.about for m in heard.matters) or _shared(text, filed) or _GOES_ON.match(text)
    return bool(of_it) or (not announced and (remark or not _is_whole(heard)))


def announces_another(text: str) -> bool:
    """还有个事, 我要投诉: whatever follows is a matter of its own."""
    return bool(_ANOTHER.match(text) or says_it_is(text))


def _only_number(text: str) -> bool:
    """我电话是一三八…你记一下, and nothing else."""
    number, told = parted(text, alone=True)
    return bool(number) and not told


def _asks(heard: Understood) -> bool:
    """昨天还有个老太太摔了呢 is told, though it ends like a question."""
    return heard.kind == INQUIRY or is_question(heard.text)


def _is_of_it(text: str, filed: Sequence[Filed]) -> bool:
    """退钱呗, 他家没有营业执照, 那水都浇地了: the words themselves show it."""
    told = not is_brief(text) and (belongs(text) or speaks_of_them(text))
    return told or _points_back(text, filed)


def _points_back(text: str, filed: Sequence[Filed]) -> bool:
    """那水都浇地了, where 水 was told of."""
    thing = thing_meant(text)
    return bool(thing) and any(thing in one.matter.summary for one in filed)


def _is_whole(heard: Understood) -> bool:
    """铁片子都翘起来了 says of itself neither what sort of matter it is nor where."""
    whole = any(m.about or "place" not in m.to_ask for m in heard.matters)
    return whole or heard.kind is not None


def _tells_another(heard: Understood, filed: Sequence[Filed]) -> bool:
    """Whether a matter is told that is surely none of those written."""
    if heard.matters and _ANOTHER.match(heard.text):
        return True
    about = {one.matter.about for one in filed}
    return any(
        m.kind == "praise"
        or (m.kind in _OTHERS and (m.about or says_it_is(heard.text)))
        or (m.about and (m.about not in about or _has_its_own_place(m)))
        for m in heard.matters
    )


def _has_its_own_place(matter: Matter) -> bool:
    return "place" not in matter.to_ask and not matter.refers


# -- which of several ---------------------------------------------------------------------

_PLAIN = frozenset(
    "的了是在我你您他她它们这那有没不也都还就个一上下里和家说要给让来去到吧啊呀呢吗，。"
)
_FIRST = re.compile(r"第一[个件]|头一[个件]|前[头面]那|(?:最|刚)开始|先头")
_SECOND = re.compile(r"第二[个件]|后[头面]那")
_SURELY = 3  # pairs of characters that the same type is worth


def which(heard: Understood, filed: Sequence[Filed], tickets: Sequence[str]) -> str:
    """The number of the ticket that is spoken of; where none is named, of the last."""
    text = heard.text
    for place, named in enumerate((_FIRST, _SECOND)):
        if named.search(text) and place < len(tickets):
            return tickets[place]
    about = {m.about for m in heard.matters if m.about}
    found = [(_likeness(text, one) + _SURELY * (one.matter.about in about), one) for one in filed]
    best = max((likeness for likeness, _ in found), default=0)
    likely = [one.number for likeness, one in found if likeness == best]
    return likely[-1] if best else tickets[-1]


def _shared(text: str, filed: Sequence[Filed]) -> bool:
    return any(_likeness(text, one) for one in filed)


def _likeness(text: str, one: Filed) -> int:
    """How many pairs of telling characters stand in both."""
    return len(_pairs(text) & _pairs(one.matter.summary))


def _pairs(text: str) -> set[str]:
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    return {pair for pair in pairs if not _PLAIN & set(pair)}
