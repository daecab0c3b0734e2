# ruff: noqa: E501 - a pattern reads better whole
"""要素: what happened, how it is now, what is wanted, who is complained of; each a stretch of the text.

The recogniser gives no punctuation, so clauses are cut before the words that open one (现在, 希望,
但是, 给物业打过电话). A field is always words that were said, never a conclusion.
"""

import re
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from ivr.tickets.model import Evidence, Kind


class Role(Enum):
    """What a clause does."""

    OPENING = "opening"  # 你好我想反映一个问题
    COURSE = "course"
    STATE = "state"
    REQUEST = "request"
    QUESTION = "question"
    CLOSING = "closing"  # 谢谢


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text that does one thing."""

    span: Evidence
    role: Role


_PUNCTUATION = re.compile(r"[，,。.；;！!？?、\s]+")
_CUE = re.compile(
    r"(?:所以)?(?:我|我们|就)?(?:希望|要求|盼望|恳请|恳求|请求|(?<![申邀聘宴])请(?!问|假|客|教|律师|人吃|保姆|护工)|麻烦(?!了|事|死)|(?:你们|政府|相关部门|有关部门|领导|上面)?(?:能不能|能否|可不可以|可否)(?!用|享|报|办|领|落|申|查)|想(?:请|让|要求)|需要你们|建议(?!书)|帮(?:我|忙|我们)|赶紧|尽快|快点|必须(?:给|得))"
    r"|(?:到)?(?:现在|目前|至今|如今|眼下)(?!开始|的(?!情况))|但是|可是|不过|结果|后来|之后(?!的)|而且|所以|然后|于是"
    r"|(?:我|我们)?(?:就)?(?:给|跟|向)[^，。]{1,8}(?:打(?:过|了)?电话|反映(?:过|了)|投诉(?:过|了)|说(?:过|了))|(?:我|我们)?(?:也|又|已经)?(?:找|联系)(?:过|了)(?!工作)|谢谢|再见|就这(?:个|些|样)|麻烦你们了"
)
_RANGE = re.compile(r"(?:从|自|打|到|至)[^，。 ]{0,12}$")
_GREETINGS = r"喂|你好|您好|你们好|哎呀?|诶|嗯|呃|啊|那个|就是|是这样的?|我这边|这边|是|就|呢|的|一下|一个|个(?!税|人|体|性|头)|有几个|有个?|两个|几个|想|要|来|请|跟你们?说|跟您说|事儿?|问题|情况|反映|投诉|举报|咨询|问|说|打听|了解|12345|一二三四五|热线|吗|吧|，|,|。| |第[一二三四五六]|另外|还有|再就是|再|也|对了|顺便|首先|其次|最后|件|点"
_OPENING = re.compile(rf"^(?:{_GREETINGS}|我(?!们))++")
_ONLY_OPENING = re.compile(rf"(?:{_GREETINGS}|我们?)++")
_CLOSING = re.compile(r"^(?:谢谢|再见|就这|麻烦你们了|好的|没了|没有了|拜拜|嗯|行|好)")
# 我必须表扬啊: what it is called tells nothing of it.
_ONLY_CALLED = re.compile("(?:我|必须|得|要|想|就是)*(?:反映|投诉|举报|表扬)[啊呀吧哈一下]*")
_REQUEST = re.compile(
    r"^(?:所以)?(?:我|我们|就|也)*(?:希望|要求|盼望|恳请|恳求|请求|请(?!问|律师|假)|麻烦|(?:你们|政府|相关部门|有关部门|领导|上面)?(?:能不能|能否|可不可以|可否)|想(?:请|让|要求|要(?!投诉|举报|反映|咨询|问))|需要(?:你们)?|建议|帮|赶紧|尽快|快点|必须|给(?:我|我们)?(?:个|一个)?(?:说法|解决|处理|答复|修|退|赔))|(?:尽快|赶紧|抓紧|早点|马上|及时).{0,6}(?:修|解决|处理|清理|恢复|派人|来人|给|退|发|查|管|办|疏通)"
)
_QUESTION = re.compile(
    r"怎么(?!回事|不|没|能这样|还|总|老|这么)|如何|什么时候|多少|多久|多长|哪(?:里|儿|个|些)|去哪|在哪|几(?:点|号|岁|天|楼)|什么(?:材料|手续|条件|流程|政策|标准|证件|要求|规定|部门)|需要(?:什么|哪些|带)|能不能(?:用|享|报|办|领|落|申|查)|可以(?:吗|不|办|报|领)|能(?:报销|领|办|享受|落户|申请).{0,12}吗|吗[？?]?$|(?:有没有|是否|是不是|能否|可否).{1,}|呢[？?]?$|啥时候|咋(?:办|整|交|弄)"
)
_STATE = re.compile(
    r"^(?:到)?(?:现在|目前|至今|如今|眼下)|^(?:但是|可是|不过|结果)?(?:我们|他们|物业|公司|一直|现在|也|都|也都)?(?:还(?:没(?:有)?(?:人|修|解决|处理|来|恢复|给|退|发|办|好|兑现)|是(?:没|不|那样|这样|老样))|一直没(?:有)?(?:人|修|解决|处理|来|恢复|给|退|发|办|结果|兑现))|^(?:仍然|依然|依旧|始终)|(?:到现在|至今)(?:也|都|还|一直)?(?:没|不)"
)
_TROUBLE = re.compile(
    r"(?:特别|非常|很|太|都|一直|也|又|全|全都|还|总|老|根本|已经|完全){0,6}(?:不(?:热|亮|来水|通|制热|供暖|能用|好使|走|工作|暖和|够|转|开|下水|退|给|发|管|修|还|清|批|处理|解决|作为)|没(?:有)?(?:暖气|水|电|气|热水|信号|网|人(?:管|修|清|处理|扫|理|来|接)|供暖|修|解决|退|给|发|批)|停(?:水|电|气|暖|热|运|了|工)|漏(?:水|气|电|雨|了)|坏(?:了|掉)?|堵(?:了|住|塞|着|死)?|断了|裂(?:了|开)|塌(?:了|陷)|积水|冒水|返水|反水|发黄|发臭|有(?:异)?味|冰凉|丢了|倒了|歪了|掉(?:了|下来)|破损|跑(?:了|路)|占(?:了|用|着|道)|扰民|拖欠|欠着|堆(?:满|着|成山)|成堆|关(?:了|门)|打不通|结冰|脱落|生锈|超标|噪音大|吵)(?:了)?"
)


def clauses(text: str) -> list[Clause]:
    """The text as clauses from left to right."""
    edges = [0]
    for match in _PUNCTUATION.finditer(text):
        edges.extend((match.start(), match.end()))
    for match in _CUE.finditer(text):
        if not (
            match.group().startswith(("到", "现", "目")) and _RANGE.search(text[: match.start()])
        ):
            edges.append(match.start())  # 从十一月一号到现在 is one expression
    edges = sorted({e for e in edges if e <= len(text)} | {len(text)})
    found: list[Clause] = []
    for start, end in pairwise(edges):
        words = text[start:end]
        if not words.strip("，,。.；;！!？?、 \n\t"):
            continue
        opening = _OPENING.match(words)
        if opening and not found and opening.end() < len(words):
            start += _safe_opening(words, opening.end())
            words = text[start:end]
        found.append(Clause((start, end), _role(words)))
    return found


def _safe_opening(words: str, end: int) -> int:
    """An opening ends before 我家, 我们小区: they say whose matter it is."""
    while end > 0 and re.match(
        r"我们?(?:家|小区|村|单位|公司|楼|是|孩子|妈|爸|住|在|这|院|屯|厂|店|想问|儿|女|老|媳|奶|爷)",
        words[end - 1 :],
    ):
        end -= 1
        if words[end : end + 1] == "我":
            break
    if words[:end].endswith("我"):
        end -= 1
    return end


def _role(words: str) -> Role:
    if _CLOSING.match(words) and len(words) <= 10:
        return Role.CLOSING
    if _ONLY_OPENING.fullmatch(words) or _ONLY_CALLED.fullmatch(words):
        return Role.OPENING
    if _REQUEST.search(words) and not _STATE.match(words):
        return Role.REQUEST
    if _QUESTION.search(words):
        return Role.QUESTION
    return Role.STATE if _STATE.search(words) else Role.COURSE


@dataclass(frozen=True, slots=True)
class Facts:
    """过程, 现状, 诉求 as stretches of the text; None where nothing was said."""

    course: Evidence | None
    state: Evidence | None
    request: Evidence | None


def find_facts(text: str, kind: Kind | None, trouble: Evidence | None) -> Facts:
    """The course, the present state and the wish in one matter's words.

    `trouble` is where the classifier saw the matter: 暖气不热 is a state while nobody says that it
    is over, even without 现在.
    """
    parts = clauses(text)
    request = _run(parts, Role.REQUEST, text)
    question = _run(parts, Role.QUESTION, text)
    asking = kind in (Kind.INQUIRY, None)
    if request is None or (asking and question is not None):
        request = question or request
    course = _course(parts)
    state = _run(parts, Role.STATE, text)
    if state is not None and course is None:
        course = state
    if state is None and kind in (Kind.HELP, Kind.COMPLAINT, Kind.REPORT, Kind.BUSINESS_COMPLAINT):
        state = _trouble(text, course, trouble)
    if kind is Kind.SUGGESTION and request is None:
        request = course
    return Facts(*(_trim(text, span) for span in (course, state, request)))


def _run(parts: list[Clause], role: Role, text: str) -> Evidence | None:
    """The first unbroken run of clauses with that role; 能不能，呃， goes on with the next."""
    span: Evidence | None = None
    for part in parts:
        if part.role is Role.OPENING:
            continue
        if part.role is role or (span is not None and _HANGS.search(text[slice(*span)])):
            span = (span[0], part.span[1]) if span else part.span
        elif span is not None:
            break
    if span is not None and _HANGS.fullmatch(text[slice(*span)]):
        return None  # 谨提此建议
    return span


_HANGS = re.compile("(?:能不能|可不可以|希望|要求|恳请|麻烦|建议)$")
_A_SENTENCE = 9


def _course(parts: list[Clause]) -> Evidence | None:
    told = [p for p in parts if p.role is Role.COURSE]
    if not told:
        return None
    start, end = told[0].span
    for part in parts:
        if part.span[0] < end:
            continue
        if part.role is Role.OPENING:
            continue  # 那个，我，: no end of what is told
        if part.role not in (Role.COURSE, Role.STATE):
            break
        told_later = any(p.span[0] > part.span[0] for p in told)
        if part.role is Role.STATE and not told_later and end - start >= _A_SENTENCE:
            break  # 我们那个单位啊 alone tells nothing: what it did belongs to it
        end = part.span[1]
    return (start, end)


def _trouble(text: str, course: Evidence | None, trouble: Evidence | None) -> Evidence | None:
    """The words of the trouble itself, as the state while it lasts."""
    if course is None:
        return None
    words = text[slice(*course)]
    found = [(course[0] + m.start(), course[0] + m.end()) for m in _TROUBLE.finditer(words)]
    if not found:
        return None
    if trouble is None:
        return found[0]
    near = [f for f in found if f[0] < trouble[1] + 4 and f[1] > trouble[0]] or found
    start, end = near[0]
    if course[0] <= trouble[0] <= start and start - trouble[0] <= 10:
        start = trouble[0]
    return (start, end)


def _trim(text: str, span: Evidence | None) -> Evidence | None:
    if span is None:
        return None
    start, end = span
    while start < end and text[start] in "，,。.；;！!？?、 \n\t":
        start += 1
    while end > start and text[end - 1] in "，,。.；;！!？?、 \n\t":
        end -= 1
    for tail in ("谢谢你们", "谢谢您", "谢谢"):
        if text[start:end].endswith(tail) and end - start > len(tail):
            end -= len(tail)
    return (start, end) if end > start else None
