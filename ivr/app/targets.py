"""Checks whom we ring: the lines of the linkage, the operators' phones, the outbound trunk."""

import ipaddress
import re
from collections import Counter

from ivr.errors import Fault
from ivr.settings.model import Settings

_SIP = re.compile(r"sip:(?P<user>[^@\s]+)@(?P<host>\[[0-9A-Fa-f:]+\]|[^:;\s]+)(:(?P<port>\d+))?$")
SERVICES = ("110", "119", "120", "122", "police")
REMEDY = "write sip:USER@ADDRESS:PORT with a literal address, or the user of a registered phone"


def target_faults(settings: Settings) -> tuple[list[Fault], list[Fault]]:
    """(errors, notices) of everything that is to be rung."""
    tables = settings.tables
    targets = [
        (f"linkage.lines[{n}].target", line.target) for n, line in enumerate(tables.linkage.lines)
    ]
    targets += [
        (f"queue.operators[{n}].target", who.target) for n, who in enumerate(tables.queue.operators)
    ]
    if tables.outbound.trunk:
        targets.append(("outbound.trunk", tables.outbound.trunk.replace("{number}", "0")))
    errors = [
        Fault(*settings.place(path), wrong, REMEDY)
        for path, target in targets
        if (wrong := _wrong(target))
    ]
    for n, line in enumerate(tables.linkage.lines):
        unknown = [name for name in line.services if name not in SERVICES]
        if unknown:
            place = settings.place(f"linkage.lines[{n}].services")
            message = f"unknown services {', '.join(unknown)}"
            errors.append(Fault(*place, message, f"services: {', '.join(SERVICES)}"))
    return errors + _doubles(settings), _gaps(settings)


def _doubles(settings: Settings) -> list[Fault]:
    """Operators are known by their names: of two with one name only one would be there."""
    seats = settings.tables.queue.operators
    counts = Counter(seat.name for seat in seats)
    return [
        Fault(
            *settings.place(f"queue.operators[{n}].name"),
            f"the operator {seat.name!r} is there twice or nameless",
            "give every seat a name of its own",
        )
        for n, seat in enumerate(seats)
        if not seat.name or counts[seat.name] > 1
    ]


def _gaps(settings: Settings) -> list[Fault]:
    """What will not be there when it is needed; the service runs without it."""
    tables = settings.tables
    taken = {service for line in tables.linkage.lines for service in line.services}
    missing = [service for service in SERVICES if service not in taken]
    notices = []
    if missing:
        notices.append(
            Fault(
                *settings.place("linkage"),
                f"no line takes {', '.join(missing)}: such calls go to an operator",
                "add [[linkage.lines]] in config/lines.toml",
            )
        )
    if not tables.queue.operators and not tables.telephone.accounts:
        notices.append(
            Fault(
                *settings.place("queue"),
                "no operators: a caller who wants a human is offered to be rung back",
                "add [[queue.operators]] in config/queue.toml",
            )
        )
    return notices


def _wrong(target: str) -> str | None:
    """What is wrong with a target, or None."""
    if not target.startswith("sip:"):
        return None if re.fullmatch(r"[\w.+-]+", target) else f"{target!r} is no target"
    parts = _SIP.match(target)
    if parts is None:
        return f"{target!r} is no SIP address"
    try:
        ipaddress.ip_address(parts["host"].strip("[]"))
    except ValueError:
        return f"{target!r} names a host, not an address"
    if parts["port"] and not 0 < int(parts["port"]) <= 65535:
        return f"{target!r}: no such port"
    return None
