"""The nouns of a ticket: what a draft holds and what is stored (DOMAIN.md S2: 一事一工单).

Everything here turns into JSON with `msgspec.to_builtins`. A fact that was not said is None and its
field is named in `to_ask`; nothing is ever filled in by guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ivr.language.intent import Kind

__all__ = [
    "Candidate",
    "Deadline",
    "Draft",
    "Emergency",
    "Evidence",
    "Joined",
    "Kind",
    "Level",
    "Mode",
    "PlaceParts",
    "Route",
    "Sensitive",
    "Step",
    "Ticket",
    "TicketDraft",
    "TicketState",
    "TimeSpan",
]

Evidence = tuple[int, int]  # start and end of the words in the text that was given


class Level(StrEnum):
    """层级: the six linked levels of "4+2" (DOMAIN.md S0)."""

    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡"
    STREET = "街道"
    GRID = "网格"


class Mode(StrEnum):
    """办理方式: straight to the unit, or up a level at a time (DOMAIN.md S0)."""

    DIRECT = "direct"  # 一键直达
    ESCALATED = "escalated"  # 提级办理


@dataclass(frozen=True, slots=True)
class Candidate:
    """候选分类: one place in the tree with the share of the evidence that speaks for it."""

    category: tuple[str, str, str]  # industry, type, manifestation
    confidence: float


@dataclass(frozen=True, slots=True)
class Deadline:
    """时限 (DOMAIN.md S2), counted in working days."""

    respond_by: date  # feedback, interim feedback, or findings and first opinion
    close_by: date
    certain: bool = True  # False: the official calendar does not reach that far
    note: str | None = None  # what is uncertain, in words

    def told(self) -> str:
        """Both days in a line, and what is uncertain of them."""
        days = f"{self.respond_by} 前反馈，{self.close_by} 前办结"
        return f"{days}（{self.note}）" if self.note else days


@dataclass(frozen=True, slots=True)
class Route:
    """分转: who gets the ticket, by place and by matter (属地属事)."""

    unit: str
    level: Level
    mode: Mode
    channel: str | None = None  # a through-train channel: 政企直通车, 供热供电直通车
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """时间: the days (or moments) that the caller's words mean, ISO 8601."""

    start: str
    end: str | None  # None: still going on


@dataclass(frozen=True, slots=True)
class PlaceParts:
    """地点: as far up as is certain, as far down as was said."""

    city: str | None = None
    district: str | None = None
    street: str | None = None  # 街道, 乡, 镇
    detail: str | None = None  # road, number, estate, house
    ambiguous: tuple[str, ...] = ()  # what the name could be when it is several places


@dataclass(frozen=True, slots=True)
class Emergency:
    """紧急事项: something that 110, 119, 120 or 122 must hear of now (DOMAIN.md S4)."""

    service: str  # the first to call
    services: tuple[str, ...]  # all that are needed
    reason: str  # in Chinese, for the operator
    words: str  # the caller's words
    rule: str  # the rule that found them
    span: Evidence = (0, 0)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """敏感事项: the duty manager is told at once (DOMAIN.md S2)."""

    sort: str  # mass_incident, public_order, self_harm
    reason: str
    words: str
    rule: str
    span: Evidence = (0, 0)


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """工单草稿: one matter, every field with the words it was taken from."""

    kind: Kind | None
    category: tuple[str, str, str] | None
    time: str | None  # as it was said
    place: str | None
    course: str | None  # 过程: what happened
    state: str | None  # 现状: how it is now
    request: str | None  # 诉求: what the caller wants
    respondent: str | None  # 被反映单位或人
    summary: str | None  # one sentence fit to be read back
    deadline: Deadline | None
    route: Route | None
    evidence: Mapping[str, Evidence]
    to_ask: tuple[str, ...] = ()  # fields that are missing, most needed first
    time_resolved: TimeSpan | None = None
    place_parts: PlaceParts | None = None
    contact: str | None = None  # a telephone number that was said
    references: tuple[str, ...] = ()  # earlier ticket numbers that were said
    confidence: Mapping[str, float] = field(default_factory=dict)
    category_confidence: float = 0.0
    alternatives: tuple[Candidate, ...] = ()
    duty: str | None = None  # 权责
    gist: tuple[str, ...] = ()  # 要点: the clauses that tell the matter
    text: str = ""  # the words of this matter
    carried: tuple[str, ...] = ()  # fields taken over from a matter written earlier in the call


@dataclass(frozen=True, slots=True)
class Draft:
    """通话理解结果: everything understood of the transcript so far."""

    tickets: tuple[TicketDraft, ...]
    emergency: Emergency | None = None
    sensitive: Sensitive | None = None
    to_ask: tuple[str, ...] = ()  # over all tickets, most needed first, each once
    doubt: Emergency | None = None  # 疑似险情: may be danger; to be asked about, not acted on


class TicketState(StrEnum):
    """工单状态; the table of legal steps is in life.py."""

    DRAFT = "draft"  # 待确认
    ACCEPTED = "accepted"  # 已受理
    ROUTED = "routed"  # 已转办
    HANDLING = "handling"  # 办理中
    RETURNED = "returned"  # 已退回
    FED_BACK = "fed_back"  # 已反馈
    RATED = "rated"  # 已评价
    FOLLOWED_UP = "followed_up"  # 已回访
    SUPERVISED = "supervised"  # 督办中
    SUMMONED = "summoned"  # 已约谈
    CLOSED = "closed"  # 已办结
    MERGED = "merged"  # 已并单: it goes on as part of another ticket
    VOID = "void"  # 已作废


@dataclass(frozen=True, slots=True)
class Step:
    """流转记录: who did what, when and why."""

    at: datetime
    by: str
    action: str
    before: TicketState
    after: TicketState
    why: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """并入诉求: a ticket that goes on as part of this one, with the caller who made it."""

    number: str
    call: str
    caller: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """工单: the stored thing."""

    number: str
    call: str
    created: datetime
    caller: str
    draft: TicketDraft
    state: TicketState = TicketState.DRAFT
    history: tuple[Step, ...] = ()
    extension_days: tuple[int, ...] = ()  # working days granted, one entry an extension
    joined: tuple[Joined, ...] = ()  # 并单: the same matter by other callers, none forgotten
    merged_into: str | None = None  # the ticket this one went into
    rating: int | None = None  # 满意度: the caller's last, 1 dissatisfied to 5 satisfied
    confirmed: bool = False  # the caller agreed to every sentence that was read back
