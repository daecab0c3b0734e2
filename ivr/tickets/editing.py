"""更正 a person puts a draft right before it goes out; what follows from it is reckoned anew.

Pure. Who changed what from what to what stands in the ticket's history.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ivr.labels import TICKET_STATES
from ivr.language.intent import Kind
from ivr.tickets.life import IllegalMoveError, Move, deadline_of
from ivr.tickets.model import Step, Ticket, TicketDraft, TicketState
from ivr.tickets.reckoning import routed, summarised, to_ask
from ivr.tickets.understanding import Understanding
from ivr.tickets.when import find_times

OPEN = frozenset({TicketState.DRAFT, TicketState.ACCEPTED, TicketState.RETURNED})
LONGEST = 300  # characters of a field

FIELD_NAMES = {
    "kind": "类别",
    "category": "分类",
    "time": "时间",
    "place": "地点",
    "course": "过程",
    "state": "现状",
    "request": "诉求",
    "respondent": "被反映对象",
    "summary": "摘要",
}
Category = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person writes into the draft; None leaves a field as it is."""

    kind: Kind | None = None
    category: Category | None = None
    time: str | None = None
    place: str | None = None
    course: str | None = None
    state: str | None = None
    request: str | None = None
    respondent: str | None = None
    summary: str | None = None


def corrected(
    ticket: Ticket, wish: Correction, tables: Understanding, *, by: str, at: datetime
) -> Ticket:
    """The ticket with the fields put right. Raises IllegalMoveError with the reason.

    A ticket that has gone out is the unit's: it must be returned first.
    """
    if ticket.state not in OPEN:
        names = "、".join(TICKET_STATES[state] for state in TicketState if state in OPEN)
        raise IllegalMoveError(
            f"工单 {ticket.number} {TICKET_STATES[ticket.state]}，只有{names}的工单可以更正"
        )
    changes = _changes(ticket.draft, wish)
    _check(changes, tables)
    if not changes:
        raise IllegalMoveError("没有改动")
    draft = _reckoned(replace(ticket.draft, **changes), changes, ticket, tables)
    why = "；".join(
        f"{FIELD_NAMES[name]}：{_said(getattr(ticket.draft, name))}→{_said(value)}"
        for name, value in changes.items()
    )
    taken = Step(at, by, Move.EDIT.value, ticket.state, ticket.state, why)
    return replace(ticket, draft=draft, history=(*ticket.history, taken))


def _changes(draft: TicketDraft, wish: Correction) -> dict[str, Any]:
    """What is really different; an emptied field was not said after all."""
    changes: dict[str, Any] = {}
    for name in FIELD_NAMES:
        value = getattr(wish, name)
        if isinstance(value, str) and not isinstance(value, Kind):
            value = value.strip()[:LONGEST]
            if value != (getattr(draft, name) or ""):
                changes[name] = value or None
        elif value is not None and value != getattr(draft, name):
            changes[name] = value
    return changes


def _check(changes: dict[str, Any], tables: Understanding) -> None:
    category = changes.get("category")
    taxonomy = tables.classifier.taxonomy
    if category is not None and taxonomy.duty_of(category) is None:
        raise IllegalMoveError("确权责任清单里没有这个分类")


def _reckoned(
    draft: TicketDraft, changes: dict[str, Any], ticket: Ticket, tables: Understanding
) -> TicketDraft:
    """Deadline, route, place and summary as they follow from the corrected fields."""
    evidence = {name: span for name, span in draft.evidence.items() if name not in changes}
    carried = tuple(name for name in draft.carried if name not in changes)
    draft = replace(draft, evidence=evidence, carried=carried)
    if "place" in changes:
        found = tables.places.of(draft.place or "")
        draft = replace(draft, place_parts=found.parts if found else None)
    if "time" in changes:
        times = find_times(draft.time or "", ticket.created)
        draft = replace(draft, time_resolved=times[0].resolved if times else None)
    if "category" in changes:
        draft = replace(draft, category_confidence=1.0, alternatives=())
    if "kind" in changes and draft.kind is not None:
        draft = replace(draft, deadline=deadline_of(replace(ticket, draft=draft)))
    if changes.keys() & {"kind", "category", "place"}:
        draft = routed(draft, tables.classifier.taxonomy)
    if "course" in changes:
        draft = replace(draft, gist=(draft.course,) if draft.course else ())
    if "summary" not in changes and changes.keys() & {
        "kind",
        "place",
        "time",
        "course",
        "request",
        "respondent",
    }:
        draft = replace(draft, summary=summarised(draft, tables.places))
    return replace(draft, to_ask=to_ask(draft, tables.classifier.taxonomy))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return " / ".join(map(str, value))
    return "（空）" if value is None else str(value)
