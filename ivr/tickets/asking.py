"""追问: which missing facts are asked for, the most needed first, and with which question.

What a matter of a sort needs is told by the table `asks.csv` (asks.py): a row for its type, else
one for its industry. Where the type is not sure, or a site's own list has types without rows, the
kind of the matter says it. What was said is not asked again, nor what nobody can answer: a shop of
the street has an address, one on a platform has none; what goes on all the time has no beginning.
"""

from collections.abc import Iterator, Mapping

from ivr.tickets import asks
from ivr.tickets.asking_words import (
    A_NAME,
    BARGAIN,
    COUNTRY,
    HERE,
    HOUSE,
    NAMELESS,
    NO_BEGINNING,
    NO_OFFICE,
    NOT_IF,
    OF_RULES,
    ONLY_IF,
    OUTAGE,
    REMOTE,
    SAID,
)
from ivr.tickets.asks import Ask
from ivr.tickets.first_response import DUTIES
from ivr.tickets.model import Kind, TicketDraft
from ivr.tickets.taxonomy import Taxonomy

_SURE = 0.6  # so likely the type, or else the industry, must be that its row decides
_OF_KIND: Mapping[Kind | None, tuple[Ask, ...]] = {
    Kind.SERVICE: (asks.HOME,),
    Kind.HELP: (asks.PLACE,),
    Kind.COMPLAINT: (asks.PLACE,),
    Kind.REPORT: (asks.PLACE,),
    Kind.PRAISE: (asks.PRAISED,),
    Kind.BUSINESS_COMPLAINT: (asks.OFFICE, asks.TOWN),
}
_SITES = frozenset({asks.SPOT, asks.VILLAGE, asks.HOME, asks.ESTATE})
_ON_THE_SPOT = _SITES | {asks.SHOP_PLACE}
_OF_A_FIRM = {asks.HOME: asks.SPOT, asks.ESTATE: asks.SPOT, asks.SHOP_PLACE: asks.SPOT}
_WISHED = frozenset({Kind.HELP, Kind.COMPLAINT, Kind.BUSINESS_COMPLAINT})
_OUTAGES = (asks.HOME, asks.SINCE)  # the rows of heating, water, power and gas
_URGENT = frozenset(duty.name for duty in DUTIES.values())


def asks_of(draft: TicketDraft, taxonomy: Taxonomy) -> tuple[Ask, ...]:
    """What to ask of a matter, each fact once, the most needed first."""
    missing: dict[str, Ask] = {}
    for ask in (asks.COURSE, *_wanted(draft, taxonomy)):
        if ask.fact not in missing and not _is_known(ask, draft):
            missing[ask.fact] = ask
        elif ask.fact == "place" and _city_is_open(draft):
            missing.setdefault("city", _city_of(draft))
    if draft.kind in _WISHED and not draft.request:
        missing["request"] = asks.REQUEST
    if missing.get("respondent") == asks.SHOP and missing.get("place") == asks.SHOP_PLACE:
        missing["respondent"] = asks.SHOP_AND_PLACE
    return tuple(missing.values())


def _wanted(draft: TicketDraft, taxonomy: Taxonomy) -> Iterator[Ask]:
    """What a matter of this sort needs, in the words that fit it."""
    for ask in _of_kind(draft, _row_of(draft, taxonomy)):
        only, never = ONLY_IF.get(ask.question), NOT_IF.get(ask.question)
        if (only and not only.search(draft.text)) or (never and never.search(draft.text)):
            continue
        if ask in (asks.SHOP, asks.SHOP_PLACE, asks.PLACE) and REMOTE.search(draft.text):
            yield asks.PLATFORM
        elif ask in _SITES and COUNTRY.search(draft.text):
            yield asks.VILLAGE
        else:
            yield ask


def _of_kind(draft: TicketDraft, row: tuple[Ask, ...] | None) -> tuple[Ask, ...]:
    """Of what the type needs, what somebody must tell who asks, proposes, praises or complains."""
    kind = draft.kind
    if kind is None or kind is Kind.INQUIRY:
        return (asks.HOME,) if row == _OUTAGES and _asks_of_an_outage(draft.text) else ()
    if kind in (Kind.SERVICE, Kind.PRAISE) or row is None:
        return _OF_KIND.get(kind, ())
    if draft.duty in _URGENT:
        return tuple(ask for ask in row if ask.fact == "place")
    if kind is Kind.SUGGESTION:
        told = draft.place is not None and not _is_broad(draft)
        return tuple(a for a in row if a in _SITES) if told or HERE.search(draft.text) else ()
    if kind is Kind.BUSINESS_COMPLAINT:
        return tuple(_OF_A_FIRM.get(ask, ask) for ask in row if ask != asks.SHOP)
    if kind is Kind.HELP:
        return _to_help(draft, row)
    return row


def _asks_of_an_outage(words: str) -> bool:
    """啥时候来电, asked of one's own home; not what the rules say of it."""
    return OUTAGE.search(words) is not None and OF_RULES.search(words) is None


def _to_help(draft: TicketDraft, row: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Nobody is blamed: where it is comes first, and no shop is asked for where none was paid."""
    if asks.SHOP in row and not BARGAIN.search(draft.text):
        return _OF_KIND[Kind.HELP]
    needless = {asks.HOURS} | ({asks.FIRM} if draft.place else set())
    return tuple(ask for ask in row if ask not in needless)


def _row_of(draft: TicketDraft, taxonomy: Taxonomy) -> tuple[Ask, ...] | None:
    """The row of the type, where it is sure, else of the industry, where that is; else none."""
    if draft.category is None:
        return None
    industry, kind, _ = draft.category
    if draft.category_confidence >= _SURE:
        return taxonomy.asks_of(industry, kind)
    near = sum(c.confidence for c in draft.alternatives if c.category[0] == industry)
    if draft.category_confidence + near >= _SURE:
        return taxonomy.asks_of(industry)
    return None


def _is_known(ask: Ask, draft: TicketDraft) -> bool:
    if ask.fact == "course":
        return bool(draft.course or draft.request)
    if ask.fact == "time":
        return draft.time is not None or NO_BEGINNING.search(draft.text) is not None
    if ask == asks.VILLAGE and not _is_in_a_village(draft):
        return False
    if ask.fact == "place":
        return _has_name(draft.place) and not (ask in _ON_THE_SPOT and _is_broad(draft))
    return _is_named(ask, draft)


def _is_broad(draft: TicketDraft) -> bool:
    """A whole city or district, where the street or the estate is needed."""
    parts = draft.place_parts
    return parts is not None and not (parts.street or parts.detail)


def _is_in_a_village(draft: TicketDraft) -> bool:
    """A township alone does not say whose tap it is: 我村的自来水 in 安平乡."""
    parts = draft.place_parts
    return draft.place is not None and (parts is None or bool(parts.detail))


def _is_named(ask: Ask, draft: TicketDraft) -> bool:
    """Whether it was said who, so that they can be found."""
    said = SAID.get(ask.question)
    if said is not None and said.search(draft.text):
        return True
    if ask == asks.OFFICE:
        return draft.respondent is not None and not NO_OFFICE.fullmatch(draft.respondent)
    if ask == asks.PRAISED and draft.respondent and draft.place:
        return True
    if ask == asks.DEVELOPMENT and draft.place and not _is_broad(draft):
        return True
    if ask != asks.PRAISED and _has_name(draft.place) and HOUSE.search(draft.place or ""):
        return True
    return _has_name(draft.respondent)


def _has_name(words: str | None) -> bool:
    """老四季饭店, not 一家饭店."""
    return words is not None and len(NAMELESS.sub("", words)) >= A_NAME


def _city_is_open(draft: TicketDraft) -> bool:
    return draft.place_parts is not None and draft.place_parts.city is None


def _city_of(draft: TicketDraft) -> Ask:
    parts = draft.place_parts
    return asks.CITY if parts is not None and parts.district else asks.DISTRICT
