"""工单: drafting, classes, routing, emergencies, deadlines and the life of a ticket.

`Understanding.load(folder)` reads the tables once; `draft` is pure and quick enough to run on every
partial result. docs/TICKETS.md says where each rule lives.
"""

from ivr.tickets.emergency import find_emergency, find_sensitive
from ivr.tickets.model import (
    Deadline,
    Draft,
    Emergency,
    Kind,
    Route,
    Sensitive,
    Ticket,
    TicketDraft,
    TicketState,
)
from ivr.tickets.understanding import Understanding

__all__ = [
    "Deadline",
    "Draft",
    "Emergency",
    "Kind",
    "Route",
    "Sensitive",
    "Ticket",
    "TicketDraft",
    "TicketState",
    "Understanding",
    "find_emergency",
    "find_sensitive",
]
