"""紧急归口 (NORMS.md: 即时转至): class and unit of a ticket whose words tell of an emergency.

The call itself is handed over at once; the ticket that is left of it belongs to the same side, not
to the street office that would settle the quarrel or the bureau that minds the road.
"""

from ivr.labels import EMERGENCY_SERVICES
from ivr.tickets.model import Candidate, Emergency, Level, Mode, PlaceParts, Route
from ivr.tickets.routing import place_in_front
from ivr.tickets.taxonomy import Duty

Category = tuple[str, str, str]

DUTIES = {
    "110": Duty("接警处置", "公安分局", Level.COUNTY),
    "119": Duty("灭火与应急救援", "消防救援大队", Level.COUNTY),
    "120": Duty("院前急救", "急救中心", Level.CITY),
    "122": Duty("交通事故处置", "公安交通管理部门", Level.COUNTY),
}
_OF_SERVICE: dict[str, Category] = {
    "110": ("社会治安", "警务服务", "求助出警与出警慢"),
    "119": ("消防与安全生产", "消防隐患", "火情与易燃物"),
    "120": ("医疗服务", "急救与献血", "急救求助与急救设备"),
    "122": ("交通管理", "车驾管与处罚", "交通事故处理与争议"),
}
_FIRE, _CRASH = _OF_SERVICE["119"], _OF_SERVICE["122"]
_FIGHT = ("社会治安", "公共秩序", "打架斗殴与聚众闹事")
_THEFT = ("社会治安", "诈骗盗窃", "盗抢与报案进展")
_FRAUD = ("社会治安", "诈骗盗窃", "网络诈骗")
_OF_RULE: dict[str, Category] = {
    "violence": _FIGHT,
    "attack": _FIGHT,
    "crowd": _FIGHT,
    "robbery": _THEFT,
    "intruder": _THEFT,
    "fire": _FIRE,
    "fire_seen": _FIRE,
    "traffic": _CRASH,
    "crash": _CRASH,
    "gas": ("燃气", "燃气安全", "疑似燃气泄漏"),
    "fraud_now": _FRAUD,
    "extortion": _FRAUD,
    "chemical": ("消防与安全生产", "危险化学品", "化工厂隐患"),
}
_KEEPS_ITS_CLASS: dict[str, frozenset[str]] = {
    "gas": frozenset({"燃气"}),
    "chemical": frozenset({"燃气"}),
    "trapped": frozenset({"特种设备"}),
    "traffic": frozenset({"交通管理"}),
    "crash": frozenset({"交通管理"}),
}
_SURELY = 0.6
_OWN = "消防与安全生产"  # of the fire brigade: whatever of it was understood stays


def class_of(emergency: Emergency, best: Candidate | None) -> Category:
    """What is surely known, unless the rule that fired has a class; else the service's own.

    A gas leak, a lift and what was understood of the traffic stay what they are.
    """
    judged = best.category if best else None
    if judged and judged[0] in _KEEPS_ITS_CLASS.get(emergency.rule, frozenset()):
        return judged
    if judged and judged[0] == _OWN and emergency.service == "119":
        return judged
    if best and emergency.rule not in _OF_RULE and best.confidence >= _SURELY:
        return best.category
    return _OF_RULE.get(emergency.rule, _OF_SERVICE[emergency.service])


def route_of_emergency(emergency: Emergency, place: PlaceParts | None) -> Route:
    """To the first service's unit, straight; the others are named."""
    duty = DUTIES[emergency.service]
    unit, where = place_in_front(duty.unit, duty.level, place)
    others = "、".join(f"{s}{EMERGENCY_SERVICES[s]}" for s in emergency.services[1:])
    first = f"{emergency.service}{EMERGENCY_SERVICES[emergency.service]}"
    reason = f"紧急：{emergency.reason}，即时转{first}"
    reason += f"，同时联动{others}" if others else ""
    return Route(unit, duty.level, Mode.DIRECT, None, f"{reason}；{where}")
