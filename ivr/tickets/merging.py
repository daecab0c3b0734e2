"""并单与重复诉求: the same matter by many, and one caller who comes back with it. Pure.

Nothing is merged by itself: proposals are made for a person, who merges with a name and a reason.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ivr.tickets.life import Move, step
from ivr.tickets.model import Joined, PlaceParts, Step, Ticket, TicketState

WITHIN = timedelta(days=7)  # 同一时段: reports of one outage come within days
REPEAT_WITHIN = timedelta(days=183)
_MERGEABLE = frozenset(
    {TicketState.DRAFT, TicketState.ACCEPTED, TicketState.ROUTED, TicketState.RETURNED}
)
_OPEN = _MERGEABLE | {TicketState.HANDLING, TicketState.SUPERVISED, TicketState.SUMMONED}
# 三号楼 and 五号楼 of one estate are one place to a burst main.
_ESTATE = re.compile(
    r"^.*?(?:小区|花园|家园|新村|公寓|新城|社区|园区|大厦|广场|村|屯|[路街道巷]\S*?号(?!楼))"
)
_HOUSE = re.compile(r"(?:[0-9零一二三四五六七八九十百]+(?:号楼|栋|单元|层|楼|室|户|幢|门))+.*$")

_NUMBER = re.compile(r"[0-9]{4}")

Site = tuple[str, str, str]  # city, district, estate or road
Matter = tuple[str, str]  # industry, type


class MergeRefusedError(ValueError):
    """These tickets cannot become one; the message says why."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """并单建议: tickets that tell of one matter, the first in time leads."""

    lead: str
    others: tuple[str, ...]
    matter: Matter
    site: Site


@dataclass(frozen=True, slots=True)
class Repeat:
    """重复诉求: one caller's tickets of one matter, the oldest first."""

    caller: str
    matter: Matter
    numbers: tuple[str, ...]


def matter_of(ticket: Ticket) -> Matter | None:
    """Industry and type."""
    category = ticket.draft.category
    return (category[0], category[1]) if category else None


def site_of(parts: PlaceParts | None) -> Site | None:
    """The estate or the road; None where the place is too wide to be one site."""
    if parts is None or not parts.detail:
        return None
    found = _ESTATE.match(parts.detail)
    detail = found.group() if found else _HOUSE.sub("", parts.detail)
    return (parts.city or "", parts.district or "", detail) if detail else None


def proposals(tickets: Sequence[Ticket]) -> list[Proposal]:
    """What looks like one matter: the same type at the same site within a week."""
    groups: dict[tuple[Matter, Site], list[Ticket]] = defaultdict(list)
    for ticket in sorted(tickets, key=lambda t: (t.created, t.number)):
        matter, site = matter_of(ticket), site_of(ticket.draft.place_parts)
        if matter and site and ticket.state in _OPEN:
            groups[matter, site].append(ticket)
    found = []
    for (matter, site), group in groups.items():
        lead: Ticket | None = None
        others: list[str] = []
        for ticket in group:
            if lead is None or ticket.created - lead.created > WITHIN:
                if lead and others:
                    found.append(Proposal(lead.number, tuple(others), matter, site))
                lead, others = ticket, []
            elif ticket.state in _MERGEABLE:
                others.append(ticket.number)
        if lead and others:
            found.append(Proposal(lead.number, tuple(others), matter, site))
    return sorted(found, key=lambda p: (-len(p.others), p.lead))


def merge(
    lead: Ticket, others: Sequence[Ticket], *, by: str, at: datetime, why: str
) -> list[Ticket]:
    """并单: the lead with every caller kept, and the others as they stand now."""
    if lead.state not in _OPEN:
        raise MergeRefusedError(f"工单 {lead.number} 已办完，不能再并入")
    if not others or any(ticket.number == lead.number for ticket in others):
        raise MergeRefusedError("并单要写明并入的其他工单")
    if not why.strip():
        raise MergeRefusedError("并单要写明理由")
    joined = list(lead.joined)
    gone = []
    for ticket in {other.number: other for other in others}.values():  # each once
        told = f"并入 {lead.number}：{why}"
        moved = step(ticket, Move.MERGE, by=by, at=at, why=told)
        joined += [
            Joined(ticket.number, ticket.call, ticket.caller, ticket.created),
            *ticket.joined,
        ]
        gone.append(replace(moved, joined=(), merged_into=lead.number))
    taken = "、".join(t.number for t in gone)
    noted = Step(at, by, Move.MERGE.value, lead.state, lead.state, f"并入 {taken}：{why}")
    return [replace(lead, joined=tuple(joined), history=(*lead.history, noted)), *gone]


def separate(
    lead: Ticket, ticket: Ticket, *, by: str, at: datetime, why: str
) -> tuple[Ticket, Ticket]:
    """拆单: the lead without it, and the ticket on its own again."""
    if lead.merged_into:  # its companions went along
        raise MergeRefusedError(f"工单 {lead.number} 已并入 {lead.merged_into}，请从那里拆出")
    if all(joined.number != ticket.number for joined in lead.joined):
        raise MergeRefusedError(f"工单 {ticket.number} 没有并入 {lead.number}")
    alone = step(ticket, Move.SEPARATE, by=by, at=at, why=why)
    left = tuple(j for j in lead.joined if j.number != ticket.number)
    noted = Step(
        at, by, Move.SEPARATE.value, lead.state, lead.state, f"拆出 {ticket.number}：{why}"
    )
    lead = replace(lead, joined=left, history=(*lead.history, noted))
    return lead, replace(alone, merged_into=None)


def is_somebody(caller: str) -> bool:
    """Whether a caller's number names one line; withheld ones (unknown, restricted) are nobody."""
    return _NUMBER.search(caller) is not None


def repeats(tickets: Sequence[Ticket]) -> list[Repeat]:
    """Callers who came back with the same matter, the most often first."""
    groups: dict[tuple[str, Matter], list[Ticket]] = defaultdict(list)
    for ticket in sorted(tickets, key=lambda t: (t.created, t.number)):
        matter = matter_of(ticket)
        if is_somebody(ticket.caller) and matter and ticket.state is not TicketState.VOID:
            groups[ticket.caller, matter].append(ticket)
    found = [
        Repeat(caller, matter, tuple(t.number for t in group))
        for (caller, matter), group in groups.items()
        if len({t.call for t in group}) > 1
    ]
    return sorted(found, key=lambda r: (-len(r.numbers), r.numbers))


def earlier_of(ticket: Ticket, tickets: Sequence[Ticket]) -> tuple[str, ...]:
    """The caller's earlier tickets of this matter, and those whose numbers were said."""
    matter = matter_of(ticket)
    own = {
        t.number
        for t in tickets
        if t.number != ticket.number
        and t.call != ticket.call
        and is_somebody(ticket.caller)
        and t.caller == ticket.caller
        and matter is not None
        and matter_of(t) == matter
        and timedelta(0) <= ticket.created - t.created <= REPEAT_WITHIN
    }
    said = {t.number for t in tickets if t.number in ticket.draft.references}
    return tuple(sorted(own | said))
