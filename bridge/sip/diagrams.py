"""`python -m bridge.sip.diagrams`: draws every state table as Mermaid, for docs/TELEPHONY.md."""

import sys
from enum import Enum
from typing import Any

from bridge.sip.call_table import CALL
from bridge.sip.machine import Machine
from bridge.sip.registration import REGISTRATION
from bridge.sip.renegotiation import OFFERS
from bridge.sip.transaction_tables import TABLES

MACHINES: tuple[Machine[Any, Any, Any], ...] = (*TABLES, CALL, OFFERS, REGISTRATION)


def draw(machine: Machine[Any, Any, Any]) -> str:
    """One diagram; arrows between the same two states are one arrow, what stays is left out."""
    arrows: dict[tuple[Enum, Enum], list[str]] = {}
    for (state, what), (following, _) in machine.table.items():
        if state is not following:
            arrows.setdefault((state, following), []).append(what.name)
    lines = ["stateDiagram-v2", f"    [*] --> {machine.start.name}"]
    for (state, following), names in arrows.items():
        lines.append(f"    {state.name} --> {following.name}: {', '.join(names)}")
    if machine.end is not machine.start:
        lines.append(f"    {machine.end.name} --> [*]")
    return "\n".join(lines)


def document() -> str:
    """All diagrams, each under its name and the clause it implements."""
    parts = [
        f"### {machine.name} ({machine.clause})\n\n```mermaid\n{draw(machine)}\n```\n"
        for machine in MACHINES
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(document())
