"""What follows from the fields of a draft, where one of them is set without words of its own:
by a person (editing.py), or from a matter before (referring.py). Pure.
"""

from dataclasses import replace

from ivr.tickets.asking import asks_of
from ivr.tickets.model import TicketDraft
from ivr.tickets.places import PlaceFinder
from ivr.tickets.routing import route_of
from ivr.tickets.summary import Gist, summary_of
from ivr.tickets.taxonomy import Taxonomy


def routed(draft: TicketDraft, taxonomy: Taxonomy) -> TicketDraft:
    """Its duty and whose it is."""
    category = draft.category
    duty = taxonomy.duty_of(category) if category else None
    if duty is None:
        return draft
    industry = category[0] if category else None
    route = route_of(duty, draft.kind, industry, draft.place_parts, draft.text)
    return replace(draft, duty=duty.name, route=route)


def summarised(draft: TicketDraft, places: PlaceFinder) -> str | None:
    """The place as it is now stands for the place that was said in the course of things."""
    told = "，".join(draft.gist)
    place = places.find(told, kind=draft.kind)
    said = told[slice(*place.span)] if place else draft.place
    gist = Gist(
        *(draft.kind, draft.gist, draft.request),
        *(draft.place, said, draft.time, draft.respondent),
    )
    return summary_of(gist) or draft.summary


def to_ask(draft: TicketDraft, taxonomy: Taxonomy) -> tuple[str, ...]:
    """What is still missing, the most needed first."""
    return tuple(ask.fact for ask in asks_of(draft, taxonomy))
