"""清单核对: what `load_taxonomy` cannot call wrong but a site should know of its list. Pure."""

from collections import Counter, defaultdict

from ivr.tickets.alarms import ALARMS
from ivr.tickets.first_response import class_of
from ivr.tickets.model import Emergency
from ivr.tickets.taxonomy import Taxonomy

PROVINCE = (48, 222, 1117, 418)  # DOMAIN.md S0: industries, types, manifestations, duties
_NAMES = ("行业领域", "问题类型", "问题表现", "权责")
_TOO_COMMON = 8  # a word that so many types use tells little
_SHOWN = 5


def notices(taxonomy: Taxonomy) -> list[str]:
    """What to look at, the weightiest first; nothing here stops the service."""
    found = []
    for name, have, province in zip(_NAMES, taxonomy.shape(), PROVINCE, strict=True):
        if have != province:
            found.append(f"{have} {name}; the province's list has {province}")
    silent = [m.name for m in taxonomy.manifestations if not m.words]
    if silent:
        found.append(
            f"{len(silent)} 问题表现 have no 说法 and are known by name only: {_some(silent)}"
        )
    bare = ["／".join(key) for key, words in taxonomy.types.items() if not words]
    if bare:
        found.append(f"{len(bare)} 问题类型 have no 主题词: {_some(bare)}")
    unasked = {industry for industry, _ in taxonomy.types} - {i for i, _ in taxonomy.asks}
    if unasked:
        found.append(
            f"{len(unasked)} 行业领域 have no row in asks.csv; what is asked follows from the "
            f"kind alone: {_some(sorted(unasked))}"
        )
    types_of: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, words in taxonomy.types.items():
        for word in words:
            types_of[word].add(key)
    common = [word for word, keys in types_of.items() if len(keys) > _TOO_COMMON]
    if common:
        found.append(
            f"{len(common)} 主题词 stand with more than {_TOO_COMMON} types: {_some(common)}"
        )
    names = Counter((m.type, m.name) for m in taxonomy.manifestations)
    double = [f"{kind}／{name}" for (kind, name), n in names.items() if n > 1]
    if double:
        found.append(f"{len(double)} 问题表现 of several industries have one name: {_some(double)}")
    lost = sorted(
        {
            "／".join(category)
            for alarm in ALARMS
            if taxonomy.duty_of(category := class_of(_emergency(alarm.name, alarm.services), None))
            is None
        }
    )
    if lost:
        found.append(
            f"{len(lost)} classes of emergencies are not in the list; these are then classed "
            f"by their words and still go to the emergency services: {_some(lost)}"
        )
    return found


def _emergency(rule: str, services: tuple[str, ...]) -> Emergency:
    return Emergency(services[0], services, "", "", rule)


def _some(names: list[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
