"""共用的事实: what was said once and holds for several matters of a call.

The place and the time of the words before 第一, an address at the very end, the place next to which
the next trouble is (楼下路灯也坏了), a wish for all of them (希望尽快修).
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ivr.language.intent import Kind
from ivr.tickets.full_address import beside
from ivr.tickets.model import Evidence, TicketDraft
from ivr.tickets.places import Place, PlaceFinder
from ivr.tickets.reading import Reading
from ivr.tickets.summary import Gist, summary_of
from ivr.tickets.when import Found

_BESIDE = re.compile(
    r"(?:我们?家?|我们)?(?:小区|楼|单元|院)?(?:的)?(?:楼下|楼上|楼前|楼后|楼道里?|小区(?:里面?|门口|内|大门)|门口|门前|院里|院内|对面|隔壁|附近|旁边|地下车库|电梯里?|后面|前面)|我们(?:小区|楼|院|村|单元)"
)
_OURS = re.compile(r"^我们?家?的?")


def place_of(
    places: PlaceFinder,
    text: str,
    stretches: tuple[Evidence, tuple[Evidence, ...], Evidence | None],
    read: Reading,
    before: TicketDraft | None,
) -> Place | None:
    """The matter's own place; else the one all share; else beside the place of the one before.

    An address said once (…在铁岭市银州区岭东街, 地点：…) is where all matters are, in whichever of
    them it was said.
    """
    stretch, every, shared = stretches  # its own, those of all matters, and what all share
    own = places.find(text, [stretch], read.kind, read.blanked)
    if own and before and before.place and own.parts.city is None:
        return places.in_the_same_town(text, own, before.place)
    if own is not None or stretch == (0, len(text)):
        return own
    if shared is not None and (common := places.find(text, [shared], read.kind)) is not None:
        return common
    if not (before and before.place and (spot := _BESIDE.search(text, *stretch))):
        return places.anywhere(text, every)
    assert before.place_parts is not None
    told = text[: spot.start()]
    theirs = told.endswith(("他家", "她家", "那家", "店", "他们"))
    words = before.place if theirs else beside(before.place, _OURS.sub("", spot.group()), told)
    return Place(words, before.evidence["place"], before.place_parts)


def times_of(times: Sequence[Found], names: Sequence[Evidence]) -> tuple[Found, ...]:
    """The times that are no part of a place's name: 建设中路八号 is a house, not a day."""
    return tuple(found for found in times if not _is_within(found.span, names))


def _is_within(span: Evidence, names: Sequence[Evidence]) -> bool:
    at = bisect_right(names, (span[0], sys.maxsize)) - 1
    return at >= 0 and span[1] <= names[at][1]


_FOR_ALL = re.compile(r"都|一起|一并|尽快|解决|处理|修|派人|管|快点|赶紧")


def with_common_request(tickets: list[TicketDraft], text: str) -> list[TicketDraft]:
    """希望尽快修, said once at the end of two troubles, is wanted for both."""
    if len(tickets) < 2 or not tickets[-1].request or not _FOR_ALL.search(tickets[-1].request):
        return tickets
    last = tickets[-1]
    wished = []
    for ticket in tickets[:-1]:
        if ticket.request is None and ticket.kind in (Kind.HELP, Kind.COMPLAINT, Kind.REPORT):
            said = {name: text[slice(*span)] for name, span in ticket.evidence.items()}
            ticket = replace(
                ticket,
                summary=summary_of(
                    Gist(
                        *(ticket.kind, ticket.gist, last.request),
                        *(ticket.place, said.get("place"), ticket.time, ticket.respondent),
                    )
                ),
                request=last.request,
                evidence={**ticket.evidence, "request": last.evidence["request"]},
                to_ask=tuple(name for name in ticket.to_ask if name != "request"),
            )
        wished.append(ticket)
    return [*wished, last]
