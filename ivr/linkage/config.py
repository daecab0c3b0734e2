"""Settings of the lines that calls are handed over to."""

import msgspec


class LineConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """联动线路 One desk that takes calls from us."""

    services: list[str]  # what it takes: 110, 119, 120, 122, police
    title: str  # said aloud and shown: 公安警务台
    target: str  # sip:user@host:port, or the user of a registered phone
    ring_seconds: float = 20.0


class LinkageConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where emergencies and the police's matters go; the first line that takes a service is tried
    first, the next ones are its alternatives. Operators may transfer callers to each other, to
    these lines and to registered phones; to numbers outside only where `outside` allows it."""

    lines: list[LineConfig] = msgspec.field(default_factory=list)
    tries: int = 2  # rounds over the lines before people of our own take the caller
    ring_seconds: float = 20.0  # how long a transfer of an operator's rings
    outside: list[str] = msgspec.field(default_factory=list)  # beginnings of numbers outside
