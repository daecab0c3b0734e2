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
            found.append(f"{name} {have} 个，省清单为 {province} 个")
    silent = [m.name for m in taxonomy.manifestations if not m.words]
    if silent:
        found.append(f"{len(silent)} 个问题表现没有说法，只能按名称识别：{_some(silent)}")
    bare = ["／".join(key) for key, words in taxonomy.types.items() if not words]
    if bare:
        found.append(f"{len(bare)} 个问题类型没有主题词：{_some(bare)}")
    types_of: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, words in taxonomy.types.items():
        for word in words:
            types_of[word].add(key)
    common = [word for word, keys in types_of.items() if len(keys) > _TOO_COMMON]
    if common:
        found.append(f"{len(common)} 个主题词用在 {_TOO_COMMON} 个以上类型：{_some(common)}")
    names = Counter((m.type, m.name) for m in taxonomy.manifestations)
    double = [f"{kind}／{name}" for (kind, name), n in names.items() if n > 1]
    if double:
        found.append(f"{len(double)} 个问题表现在不同行业同名：{_some(double)}")
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
            f"紧急事项的 {len(lost)} 个归类不在清单里，届时按原文分类、仍转紧急单位：{_some(lost)}"
        )
    return found


def _emergency(rule: str, services: tuple[str, ...]) -> Emergency:
    return Emergency(services[0], services, "", "", rule)


def _some(names: list[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
