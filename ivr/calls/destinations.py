"""转接对象 whom an operator may transfer a caller to: nobody but those whom the site names.

What a phone asks for by REFER, or dials, is only ever looked up here; an address in it is never
rung. So a phone in wrong hands places no calls (盗打).
"""

from dataclasses import dataclass
from enum import StrEnum

from bridge.events import CallArrived
from ivr.calls.house import House
from ivr.queueing.config import OperatorConfig


class Sort(StrEnum):
    """What a destination is; the journal's `to`."""

    OPERATOR = "operator"
    DESK = "desk"
    PHONE = "phone"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Destination:
    """Somebody who can be rung."""

    sort: Sort
    title: str  # shown
    target: str  # dialled
    ring_seconds: float


def find_destination(house: House, wanted: str) -> Destination | None:
    """An operator (name, number or phone), a line (title, service or number), a registered phone,
    or an outside number that `[linkage] outside` allows; None: nobody."""
    wanted = wanted.strip()
    settings, seconds = house.settings, house.settings.linkage.ring_seconds
    for who in settings.queue.operators:
        if wanted and wanted in (who.name, who.number, who.target, number_of(who.target)):
            return Destination(Sort.OPERATOR, who.name, who.target, seconds)
    for line in settings.linkage.lines:
        if wanted and wanted in (line.title, *line.services, line.target, number_of(line.target)):
            return Destination(Sort.DESK, line.title, line.target, line.ring_seconds)
    if wanted in house.telephone.registered():
        return Destination(Sort.PHONE, wanted, wanted, seconds)
    trunk = settings.outbound.trunk
    if trunk and _is_allowed(wanted, settings.linkage.outside):
        return Destination(Sort.OUTSIDE, wanted, trunk.format(number=wanted), seconds)
    return None


def _is_allowed(number: str, beginnings: list[str]) -> bool:
    dialled = number.isascii() and number.isdigit()
    return dialled and any(start and number.startswith(start) for start in beginnings)


def number_of(target: str) -> str:
    """The user part of `sip:user@host`; a registered user stays as it is."""
    is_uri = target.startswith(("sip:", "sips:"))
    return target.partition(":")[2].partition("@")[0] if is_uri else target


def owner_of(house: House, event: CallArrived) -> OperatorConfig | None:
    """Whose phone called us: recognised by its registration; or by the address it is rung at
    together with its number, because behind an exchange citizens come from that address too."""
    for who in house.settings.queue.operators:
        if event.phone and event.phone == who.target:
            return who
        fixed = who.target.partition("@")[2].partition(";")[0]
        from_there = fixed and event.source == (fixed if ":" in fixed else f"{fixed}:5060")
        if from_there and event.caller in (who.number, number_of(who.target)):
            return who
    return None


def offered(house: House) -> list[dict[str, str]]:
    """What the operator's page offers: colleagues and lines by name; a number is typed."""
    settings = house.settings
    colleagues = [(Sort.OPERATOR, who.name) for who in settings.queue.operators]
    desks = [(Sort.DESK, line.title) for line in settings.linkage.lines]
    outside = [(Sort.OUTSIDE, start) for start in settings.linkage.outside]
    return [{"sort": sort.value, "title": title} for sort, title in (*colleagues, *desks, *outside)]
