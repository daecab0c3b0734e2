"""What the caller's answer does to a draft, by what the draft waited for. Pure; decided here.

To a missing fact and to 还有补充吗 something is told, or the words stray from it. To 对吗 the
caller agrees, and the next matter is read back; or adds, asks or corrects, and the same one is
read back again, a few times only; or asks of the ticket itself, is told and asked 对吗 again; or
denies, and is asked what is right. To 哪里不对 nothing may be wrong after all. `judged` is that
table; the step performs it.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

from ivr.flow.draft_memo import Memo, Stage, owing, to_write
from ivr.flow.events import Finding, Understood
from ivr.flow.routing import Way, way_of
from ivr.flow.telling import Telling, tells_a_fact
from ivr.language import replies
from ivr.language.additions import is_so_already, puts_right
from ivr.language.brief_replies import is_brief
from ivr.language.earlier import parted
from ivr.language.ticket_questions import bids_to_write, without_yes


class Next(Enum):
    """What the draft does next."""

    HEAR = "hear"  # 您请讲: more is to come
    UNDERSTAND = "understand"  # the words again, without what hides the fact in them
    STRAY = "stray"  # something else than the fact, which is asked for once more
    ONWARD = "onward"  # the next missing fact, or the read-back
    CONFIRM = "confirm"  # 请问我记录得对吗, without reading it again
    READ = "read"  # a matter is read back; after the last the tickets are written
    UNHARMED = "unharmed"  # nothing was wrong after all: it is read back as it was
    MEND = "mend"  # 请问哪里不对
    UNCLEAR = "unclear"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Judged:
    """What is next, and what is remembered then."""

    next: Next
    memo: Memo
    keeps: bool = False  # the words are part of the matter from now on
    words: str = ""  # to be understood


MOST_WRONG = 2  # corrections that say what is right
MOST_ADDED = 4
NEEDED = ("place", "course")  # nobody can do anything without

_TOLD = (Telling.ADDS, Telling.CORRECTS)
_OF_PLACE = re.compile(r"(?:我们?家?|俺|咱|就|是|在|住)*+([一-龥]{2,3})的[啊呀呢吧]?")
_OF_WHOM = re.compile(
    r"(?:[嗯啊，]|就|是|他|她|那个|在)*+([一-龥0-9A-Za-z]{1,12}?(?:路|线|院|店|局|所|队|社区|公司|学|园|科|大厅|中心|街道|银行|站|处|村))"
    r"(?:公交车?的?|(?:上班|工作)?的)[啊呀呢吧]?"
)
_ROLE = re.compile(
    r"[一那这][个位名]([一-龥]{0,4}?(?:司机|师傅|大夫|医生|护士|警察|民警|老师|人员|服务员|保安|保洁员?|快递员|乘务员|售票员|网格员|环卫工人?|城管))"
)
_FAULT = re.compile("[说记听写念报弄搞整]错了?$")
# 没有 to the first 对吗: not so, or nothing to add; behind an addition it is the latter.
_NOT = re.compile(r"[嗯啊，]*没有?[啊呀呢]?")
_HAS_MORE = re.compile(r"有|要|补充")


def judged(memo: Memo, heard: Understood, telling: Telling, before: Understood | None) -> Judged:
    """What words do that neither part nor withdraw; `before`: the matter as understood so far."""
    if memo.stage is Stage.CHECK:
        return _checked(memo, heard, telling, before)
    if telling is Telling.OPENS or (memo.stage is Stage.MORE and _has_more(heard)):
        return Judged(Next.HEAR, memo)  # 有: then we wait for it
    named = _bare_place(memo, heard, before) or _whose(memo, heard, before)
    if named:
        return Judged(Next.UNDERSTAND, memo, words=named)
    if memo.stage is Stage.CORRECT:
        return _put_right(memo, heard, telling, before)
    return _told(memo, heard, telling, before)


def agrees_to_last(memo: Memo, heard: Understood, before: Understood | None) -> bool:
    """行拜拜 to the last 对吗."""
    matters = before.matters if before else ()
    last = memo.stage is Stage.CHECK and memo.index + 1 >= len(matters)
    return last and replies.yes_no(heard.text) is True


# -- a fact, or anything to add ---------------------------------------------------------------


def _told(memo: Memo, heard: Understood, telling: Telling, before: Understood | None) -> Judged:
    if telling in _TOLD and not memo.wrong and _puts_nothing_right(heard, before):
        return Judged(Next.MEND, memo)
    if telling is Telling.ASKS and parted(heard.text)[1]:
        asked, where = parted(heard.text)  # 那我上哪个街道啊 我住铁东区
        return Judged(Next.UNDERSTAND, replace(memo, open=(*memo.open, asked)), words=where)
    if telling is Telling.ASKS or _is_aside(memo, heard):
        return Judged(Next.STRAY, owing(memo, heard))
    if (
        telling is Telling.OF_TICKET
        or _is_no_place(memo, heard, telling)
        or (telling in _TOLD and not heard.matters)
    ):
        return Judged(Next.STRAY, memo)
    return Judged(Next.ONWARD, memo, keeps=telling in _TOLD)


def _has_more(heard: Understood) -> bool:
    """有啊 to 还有补充吗; 对 and 谢谢 have none."""
    return way_of(heard) is Way.YES and _HAS_MORE.search(heard.text) is not None


def _bare_place(memo: Memo, heard: Understood, before: Understood | None) -> str:
    """铁西的 to 在哪个区县: the name without what hides it."""
    found = _OF_PLACE.fullmatch(heard.text.strip("，。 "))
    asked = memo.fact in ("place", "city")
    if not asked or found is None or is_brief(heard.text) or tells_a_fact(heard, before):
        return ""
    return found[1]


def _whose(memo: Memo, heard: Understood, before: Understood | None) -> str:
    """三三六路的 to 哪个单位、哪位工作人员: of the driver who was spoken of."""
    found = _OF_WHOM.fullmatch(heard.text.strip("，。 "))
    role = _ROLE.search(before.whole) if before else None
    if memo.fact != "respondent" or found is None or role is None or is_brief(heard.text):
        return ""
    return "" if role[1] in heard.text else f"{found[1]}的{role[1]}"


def _is_aside(memo: Memo, heard: Understood) -> bool:
    """顺便说 of something that an article answers."""
    return memo.stage is Stage.MORE and heard.reply.finding is Finding.ANSWER


def _is_no_place(memo: Memo, heard: Understood, telling: Telling) -> bool:
    """嗯, 给我报一下呗 to 发生在哪里: no answer."""
    agreed = replies.yes_no(heard.text) is True or bids_to_write(heard.text)
    mere = telling is Telling.AGREES and agreed
    return memo.fact in NEEDED and (mere or telling is Telling.UNCLEAR)


# -- 对吗 and 哪里不对 ------------------------------------------------------------------------


def _checked(memo: Memo, heard: Understood, telling: Telling, before: Understood | None) -> Judged:
    telling = _meant(memo, heard, telling, before)
    keeps = telling in _TOLD
    if telling in (Telling.AGREES, Telling.PARTS):
        return Judged(Next.READ, replace(memo, index=memo.index + 1))
    if telling is Telling.OPENS:
        return Judged(Next.HEAR, replace(memo, stage=Stage.MORE, followed=True))
    if telling is Telling.ADDS and memo.added < MOST_ADDED:
        index = _read_next(memo, heard, before)
        return Judged(Next.READ, replace(memo, added=memo.added + 1, index=index), keeps)
    if telling is Telling.OF_TICKET and without_yes(heard.text) != heard.text:
        return Judged(Next.READ, replace(memo, index=memo.index + 1))
    if telling is Telling.OF_TICKET:
        return Judged(Next.CONFIRM, replace(memo, added=memo.added + 1))
    if telling is Telling.ASKS and memo.added < MOST_ADDED:
        return Judged(Next.READ, replace(owing(memo, heard), added=memo.added + 1))
    if telling is Telling.CORRECTS and memo.wrong < MOST_WRONG:
        return Judged(Next.READ, replace(memo, wrong=memo.wrong + 1), keeps)
    if telling is Telling.DENIES and not memo.wrong:
        return Judged(Next.MEND, memo)
    if telling in (Telling.UNCLEAR, Telling.KNOWS_NOT):
        return Judged(Next.UNCLEAR, memo)
    return Judged(Next.PEOPLE, memo, keeps)


def _meant(memo: Memo, heard: Understood, telling: Telling, before: Understood | None) -> Telling:
    """What the words do to what was just read back."""
    if not memo.added and _NOT.fullmatch(heard.text.strip("，。 ")):
        return Telling.UNCLEAR
    if telling in _TOLD and _puts_nothing_right(heard, before):
        return Telling.DENIES
    return Telling.UNCLEAR if telling in _TOLD and not heard.matters else telling


def _read_next(memo: Memo, heard: Understood, before: Understood | None) -> int:
    """The same matter, or the next one behind 对, 还有一件事."""
    more = len(heard.matters) > len(before.matters if before else ())
    told_on = more and replies.yes_no(heard.text) is True
    last = len(to_write(heard.matters)) - 1
    return min(memo.index + 1 if told_on else memo.index, last)


def _put_right(
    memo: Memo, heard: Understood, telling: Telling, before: Understood | None
) -> Judged:
    in_vain = telling in _TOLD and _puts_nothing_right(heard, before)
    if telling is Telling.DENIES or in_vain:
        return Judged(Next.PEOPLE, memo)
    if telling in _TOLD and heard.matters:
        return Judged(Next.READ, memo, keeps=True)
    return Judged(Next.UNHARMED, owing(memo, heard) if telling is Telling.ASKS else memo)


def _puts_nothing_right(heard: Understood, before: Understood | None) -> bool:
    """不是东门是西门, where neither was told; 我记错了 read back as if it were of the matter."""
    if not puts_right(heard.text):
        return False
    fault = _FAULT.search(heard.text)
    if fault and any(fault[0] in each.summary for each in heard.matters):
        return True
    read = [each.summary for each in heard.matters]
    same = read == [each.summary for each in (before.matters if before else ())]
    return same and not any(is_so_already(heard.text, summary) for summary in read)
