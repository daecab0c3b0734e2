"""Tickets as tests need them."""

from dataclasses import replace
from datetime import datetime

from ivr.clock import CHINA
from ivr.tickets.deadlines import deadline_for
from ivr.tickets.model import Kind, PlaceParts, Ticket, TicketDraft, TicketState

NOTHING = TicketDraft(
    kind=None, category=None, time=None, place=None, course=None, state=None, request=None,
    respondent=None, summary=None, deadline=None, route=None, evidence={},
)  # fmt: skip
COLD = ("供热", "室温不达标", "家中不热")


def made(
    number: str,
    *,
    at: str = "2026-11-16T09:00",
    category: tuple[str, str, str] | None = COLD,
    detail: str | None = "建设中路8号",
    district: str | None = "铁西区",
    caller: str = "",
    kind: Kind = Kind.HELP,
    state: TicketState = TicketState.DRAFT,
) -> Ticket:
    created = datetime.fromisoformat(at).replace(tzinfo=CHINA)
    draft = replace(
        NOTHING,
        kind=kind,
        category=category,
        place=f"{district or ''}{detail or ''}" or None,
        place_parts=PlaceParts("沈阳市", district, None, detail),
        summary=f"您反映{district}{detail}暖气不热。",
        deadline=deadline_for(kind, created.date()),
    )
    return Ticket(number, f"call-{number}", created, caller or f"139{number:0>8}", draft, state)
