"""同一对象: whom several matters of one call are about, when only one of them says the name.

和煦物业不扫楼道…另外物业费还涨了: the second matter's 物业 is the first one's. 另外他家还占盲道: it
is theirs too. Where more than one could be meant, nothing is filled in.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ivr.tickets.model import Kind, TicketDraft
from ivr.tickets.respondent_features import generic_of

# Who may be called so: 厂子 is 恒达服装, 物业 only a 物业.
_ANY_FIRM = re.compile(
    "商家|[店卖厂]家|老板|店长|经理|客服|服务员|工作人员|公司|单位|甲方|厂里|厂子|工厂|企业|机构|平台"
)
_HOUSES = {
    "学校": "[小中大]学|[一二三四五六七八九十]中|[小幼]$|学院|校",
    "校方": "[小中大]学|[一二三四五六七八九十]中|学院|校",
    "医院": "医院|卫生院|[一二三四五六]院|门诊|妇幼",
    "院方": "医院|卫生院|[一二三四五六]院|门诊|妇幼|养老|敬老|公寓",
    "银行": "银行|信用社|[工农建中交招]行|支行",
}
_THEIRS = re.compile(
    "(?:[，,。；、呃那个啊嗯 ]|还有|另外|再就是|再一个|再有|第[二三四]|[二三]一?[个件]|其[二三]"
    "|一个|就?是|件|事儿?|呢)*+(?:他们?家|它们?家|她们?家|他们|它们|这家|该[店厂校园]|也是他|还是他)"
)


def with_one_respondent(tickets: Sequence[TicketDraft]) -> list[TicketDraft]:
    """The tickets, each with the name that another of them says."""
    return [_named(ticket, tickets[:at], tickets[at + 1 :]) for at, ticket in enumerate(tickets)]


def _named(
    ticket: TicketDraft, before: Sequence[TicketDraft], after: Sequence[TicketDraft]
) -> TicketDraft:
    if ticket.respondent is None:
        if before and _THEIRS.match(ticket.text) and ticket.kind is not Kind.INQUIRY:
            return _of(ticket, before[-1])
        return ticket
    if (role := generic_of(ticket.respondent)) is None:
        return ticket
    named = {other.respondent: other for other in (*before, *after) if _bears(other, role)}
    return _of(ticket, next(iter(named.values()))) if len(named) == 1 else ticket


def _bears(ticket: TicketDraft, role: str) -> bool:
    """It is about somebody with a name, who may be called so."""
    name = ticket.respondent
    if name is None or generic_of(name) is not None:
        return False
    if _ANY_FIRM.fullmatch(role):
        return True
    return name.endswith(role) or re.search(_HOUSES.get(role, "(?!)"), name) is not None


def _of(ticket: TicketDraft, other: TicketDraft) -> TicketDraft:
    if other.respondent is None:
        return ticket
    evidence = {**ticket.evidence, "respondent": other.evidence["respondent"]}
    to_ask = tuple(name for name in ticket.to_ask if name != "respondent")
    return replace(ticket, respondent=other.respondent, evidence=evidence, to_ask=to_ask)
