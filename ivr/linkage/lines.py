"""Which desks take a matter, in the order they are tried."""

from ivr.linkage.config import LineConfig, LinkageConfig

# Where an emergency goes when its own line is not configured: 110 moves the others (S4).
_STAND_IN = {"119": "110", "120": "110", "122": "110", "police": "110", "110": "police"}

TITLES = {
    "110": "公安一一零",
    "119": "消防一一九",
    "120": "急救一二零",
    "122": "交警一二二",
    "police": "公安警务台",
}


def lines_for(config: LinkageConfig, service: str) -> tuple[LineConfig, ...]:
    """The lines of the service, then those of the one that stands in for it; all `tries` rounds."""
    chosen = [line for line in config.lines if service in line.services]
    stand_in = _STAND_IN.get(service)
    chosen += [x for x in config.lines if stand_in in x.services and x not in chosen]
    return tuple(chosen) * max(config.tries, 1)


def title_of(service: str) -> str:
    """How the service is named aloud."""
    return TITLES.get(service, "相关部门")
