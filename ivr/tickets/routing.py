"""分转 (属地属事): who gets the ticket, at which level, straight or up one (DOMAIN.md S0, S3)."""

import re

from ivr.tickets.model import Kind, Level, Mode, PlaceParts, Route
from ivr.tickets.taxonomy import Duty

COMPANIES = "政企直通车"
HEAT_AND_POWER = "供热供电直通车"

_TRIED_IN_VAIN = re.compile(
    r"(?:反映|投诉|找|打|报修)(?:过|了)?(?:很多|好多|多|好几|无数|几|[三四五六七八九十][几多]?)(?:次|遍|回)|多次(?:反映|投诉|报修)"
    r"|推来推去|互相推|踢皮球|一直没(?:有)?(?:人)?(?:解决|处理|管)|(?:半年|一年|两年|三年|几年|好几个月|多年)(?:了)?(?:都|也|还)?(?:没人管|没解决|没人处理)|虚假答复|假回复"
)


def route_of(
    duty: Duty | None, kind: Kind | None, industry: str | None, place: PlaceParts | None, text: str
) -> Route | None:
    """Where a matter goes; None while it is not known what the matter is."""
    if duty is None:
        return None
    channel = None
    if kind is Kind.BUSINESS_COMPLAINT or industry == "营商环境":
        channel = COMPANIES
    elif industry in ("供热", "供电"):
        channel = HEAT_AND_POWER
    level, mode, reason = duty.level, Mode.DIRECT, f"属事：{duty.name}"
    if _TRIED_IN_VAIN.search(text):
        level, mode = _above(level), Mode.ESCALATED
        reason += "；多次反映未解决，提级办理"
    elif kind is Kind.BUSINESS_COMPLAINT:
        level, mode = _above(level), Mode.ESCALATED
        reason += "；涉企营商环境投诉，提级办理"
    unit, where = place_in_front(duty.unit, duty.level, place)
    if mode is Mode.ESCALATED:
        unit = f"{unit}（{level.value}级督导）"
    return Route(unit, level, mode, channel, f"{reason}；{where}")


_UP = (Level.GRID, Level.STREET, Level.COUNTY, Level.CITY, Level.PROVINCE)


def _above(level: Level) -> Level:
    """One level up: 乡 and 街道 stand side by side below 县."""
    here = Level.STREET if level is Level.TOWNSHIP else level
    return _UP[min(_UP.index(here) + 1, len(_UP) - 1)]


def place_in_front(unit: str, level: Level, place: PlaceParts | None) -> tuple[str, str]:
    """The unit with its place in front, as far down as the level asks and as is certain."""
    if level is Level.PROVINCE:
        return f"辽宁省{unit}", "属地：全省"
    if place is None or not (place.city or place.district):
        return f"属地{unit}", "属地：地点不明，待补充"
    names = [place.city or ""]
    if level is not Level.CITY:
        names.append(place.district or "")
    if level in (Level.STREET, Level.TOWNSHIP, Level.GRID) and place.street:
        names.append(place.street)
        unit = {"街道办事处": "办事处", "乡镇人民政府": "人民政府"}.get(unit, unit)
    where = "".join(names)
    return where + unit, f"属地：{where}"
