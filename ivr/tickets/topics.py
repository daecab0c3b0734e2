"""热点 (DOMAIN.md S1, S4): what rises, where, against the same hours of the days before. Pure.

Every caller counts: merged tickets (并单) are counted, void ones are not.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ivr.clock import CHINA
from ivr.language.mask import mask_text
from ivr.tickets.merging import Matter, matter_of, site_of
from ivr.tickets.model import Ticket, TicketState

DAYS_BEFORE = 7  # with how many days the hours are compared
LEAST = 3  # fewer tickets raise no alert
MANY = 10  # so many are told even with no day before to compare with
STEEP = 2.0  # standard deviations above the days before
_PLACES, _EXAMPLES = 3, 3
HEATING = "供热"


class Rank(NamedTuple):
    """The order of topics: the one place that says it."""

    not_heating: bool  # 供热 first in winter
    not_alert: bool
    rise: float  # the steepest first, as a negative number
    many: int  # the most first, as a negative number
    matter: Matter


@dataclass(frozen=True, slots=True)
class Topic:
    """热点: one type of matter in the hours looked at."""

    matter: Matter
    count: int
    usual: float | None  # the mean of the same hours before; None: nothing to compare with
    rise: float  # how far above, in standard deviations of such a count
    days: tuple[int, ...]  # the same hours of the days before, oldest first, these hours last
    places: tuple[tuple[str, int], ...]  # where, the most first
    examples: tuple[str, ...]  # ticket numbers
    alert: bool


@dataclass(frozen=True, slots=True)
class TopicReport:
    """热点分析: what came in from `start` to before `end`."""

    start: datetime
    end: datetime
    total: int
    usual: float | None
    days: tuple[int, ...]
    topics: tuple[Topic, ...]
    days_compared: int  # how many days before were known

    @property
    def alerts(self) -> tuple[Topic, ...]:
        """What must be told now."""
        return tuple(topic for topic in self.topics if topic.alert)


def is_winter(day: date) -> bool:
    """供暖期: from the first of November to the end of March."""
    return day.month >= 11 or day.month <= 3


def first_hour(end: datetime, hours: int) -> datetime:
    """From when on tickets are needed for a report that ends then."""
    return end - timedelta(hours=hours, days=DAYS_BEFORE)


def topics(tickets: Sequence[Ticket], end: datetime, hours: int) -> TopicReport:
    """The report over the last `hours` before `end`."""
    if not 0 < hours <= 24:
        raise ValueError(f"热点时段应为 1 到 24 小时，不能是 {hours}")
    start = end - timedelta(hours=hours)
    counted = [t for t in tickets if t.state is not TicketState.VOID and t.created < end]
    oldest = min((t.created for t in counted), default=end)
    # A day counts for comparing only when the ledger reaches back to it.
    known = min(DAYS_BEFORE, (end - oldest) // timedelta(days=1))
    days: list[list[Ticket]] = [[] for _ in range(known + 1)]  # today first
    for ticket in counted:
        for back in range(known + 1):
            ago = timedelta(days=back)
            if start - ago <= ticket.created < end - ago:
                days[back].append(ticket)
    per_day = [Counter(m for t in day if (m := matter_of(t))) for day in days]
    of_matter: dict[Matter, list[Ticket]] = defaultdict(list)
    for ticket in days[0]:
        matter = matter_of(ticket)
        if matter:
            of_matter[matter].append(ticket)
    found = [_topic(m, of_it, [day[m] for day in per_day]) for m, of_it in of_matter.items()]
    winter = is_winter(end.astimezone(CHINA).date())
    found.sort(key=lambda topic: _rank(topic, winter=winter))
    series = [len(day) for day in days]
    return TopicReport(
        start, end, series[0], _mean(series[1:]), tuple(reversed(series)), tuple(found), known
    )


def _mean(counts: Sequence[int]) -> float | None:
    return sum(counts) / len(counts) if counts else None


def _rank(topic: Topic, *, winter: bool) -> Rank:
    heating = winter and topic.matter[0] == HEATING
    return Rank(not heating, not topic.alert, -topic.rise, -topic.count, topic.matter)


def _topic(matter: Matter, tickets: Sequence[Ticket], days: Sequence[int]) -> Topic:
    count, usual = days[0], _mean(days[1:])
    # A count of such events scatters by its root; one is added for what was rarely seen.
    rise = (count - (usual or 0.0)) / math.sqrt((usual or 0.0) + 1)
    newest = sorted(tickets, key=lambda t: (t.created, t.number), reverse=True)
    return Topic(
        matter,
        count,
        usual,
        round(rise, 2),
        tuple(reversed(days)),
        tuple(_places(tickets)),
        tuple(t.number for t in newest[:_EXAMPLES]),
        count >= MANY if usual is None else count >= LEAST and rise >= STEEP,
    )


def _places(tickets: Sequence[Ticket]) -> list[tuple[str, int]]:
    """The estates and roads named more than once, else the districts."""
    found = (site_of(t.draft.place_parts) for t in tickets)
    sites = Counter(mask_text("".join(site)) for site in found if site)
    often = [(name, n) for name, n in sites.most_common(_PLACES) if n > 1]
    if often:
        return often
    districts: Counter[str] = Counter()
    for ticket in tickets:
        parts = ticket.draft.place_parts
        name = (parts.city or "") + (parts.district or "") if parts else ""
        if name:
            districts[name] += 1
    return districts.most_common(_PLACES)


def alert_line(topic: Topic, hours: int) -> str:
    """预警 in one sentence, for a screen, a message or a log."""
    where = "，".join(f"{name}{n}件" for name, n in topic.places)
    days = len(topic.days) - 1
    usual = "暂无可比数据" if topic.usual is None else f"前{days}日同时段平均{topic.usual:.1f}件"
    told = f"预警：{'／'.join(topic.matter)} 近{hours}小时{topic.count}件（{usual}）"
    return told + (f"，{where}" if where else "")
