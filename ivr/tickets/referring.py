"""承前: a second matter of a call that refers back to the first. Pure.

还是那个地方, 我们小区电梯也坏了, 也是他家: where it is, or who did it, was said of the matter whose
ticket is written already. Only words that point back take it over, and only where it fits: nobody
who complained of a shop lives there. The words of that matter are not these, so the field has no
evidence; `carried` names it instead, and the caller hears it read back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ivr.tickets.model import Kind, TicketDraft
from ivr.tickets.places import PlaceFinder
from ivr.tickets.reckoning import routed, summarised, to_ask
from ivr.tickets.taxonomy import Taxonomy

_SAME = re.compile(
    r"(?:(?:还|也|就|都)[是在](?:刚才)?(?:那|这|一|同一?)|同一?|刚才(?:说的?)?那?)(?:个|块儿?|边)?"
    r"(?:地方|地址|地点|位置)|(?:还|也|就|都)[是在](?:那|这)(?:儿|里|边|块儿?|一?片)"
)
_OURS = re.compile(
    r"(?:我们?|俺们?|咱们?)家?(?:那个|这个|那|这)?(小区|大?院(?!长|士)|村(?!长|主任)|屯|楼(?!上|下)|单元)"
)
_THIS = re.compile(
    r"(?:还|也|就|都)[是在](?:那|这|同一?)个?(小区|大?院|村|屯|楼|单元|工地|市场|商场|学校|路口)"
)
# 我家楼下井盖也没了: at the home whose address was told.
_HOME = re.compile(
    r"(?:我|俺|咱)们?家(?:这|那)?(?:边|个)?(?:楼[下上]|楼?门口|楼?门前|窗外|窗户|窗根|楼道|单元|后[面身院]|前[面院]|隔壁|对门|对面|屋里?|厨房|厕所|卫生间|阳台|下水|水管|也)"
)
_THEIRS = re.compile(
    r"(?:[嗯啊哦，]|还有|一?个事|也|还|就|都|是|对了|另外|然后)*+"
    r"(?:[他她它那]们?家(?!里|的?(?:孩子|老人|狗|猫))|那个([一-龥]{0,4}[店馆厂]|公司|单位|物业))"
)
# 就在楼门口, 小区门口那: the whole answer to where it is.
_SPOT = re.compile(
    r"(?:^|(?<=[，。]))(?:[嗯啊哦]|就|是|在|还|也|那|我们?家?|俺们?家?|咱们?家?|的)*+"
    r"(小区|大?院|村|屯|楼|单元|(?=门口|大门))(?:的|里面?|内|大|正)*+(?:门口?|门前|门外|口|[里下上]面?|前面?|后面?|旁边|边上|道|外面?)?"
    r"(?:那|这|块儿?|[边儿里]|旁边|呢|的|啊|呀|吧)*+(?=$|[，。])"
)
_ESTATE = re.compile(r".*(?:小区|花园|家园|新村|家属院|大院|苑|邸|(?<!法)庭|(?<!政)府)")
_VILLAGE = re.compile(r".*[村屯]")
_DWELLING = re.compile(r"号楼|[栋幢]|单元")


def with_referred(
    draft: TicketDraft, earlier: Sequence[TicketDraft], places: PlaceFinder, taxonomy: Taxonomy
) -> TicketDraft:
    """The draft with what it takes over, and what follows from that."""
    taken: dict[str, Any] = dict(_referred(draft, earlier))
    if not taken or draft.kind is Kind.INQUIRY:
        return draft
    if "place" in taken:
        found = places.of(taken["place"])
        taken["place_parts"] = found.parts if found else None
    draft = replace(draft, **taken, carried=tuple(_referred(draft, earlier)))
    draft = routed(draft, taxonomy) if draft.place_parts else draft
    return replace(draft, summary=summarised(draft, places), to_ask=to_ask(draft, taxonomy))


def _referred(draft: TicketDraft, earlier: Sequence[TicketDraft]) -> dict[str, str]:
    """What the words take over from the matters written before, by field; the last one first."""
    taken: dict[str, str] = {}
    theirs = _THEIRS.match(draft.text)
    if theirs and draft.respondent in (None, theirs[1]):
        named = theirs[1] or ""
        of_them = next((e for e in reversed(earlier) if named in (e.respondent or "-")), None)
        if of_them is not None and of_them.respondent is not None:
            taken["respondent"] = of_them.respondent
            if draft.place is None and of_them.place is not None:
                taken["place"] = of_them.place
    if draft.place is not None and _is_open(draft):
        along = (_along(draft.place, e.place) for e in reversed(earlier) if e.place)
        place = next((found for found in along if found), None)
        if place is not None:
            taken["place"] = place
    if draft.place is None and "place" not in taken:
        places = (_place(draft.text, e.place) for e in reversed(earlier) if e.place)
        place = next((found for found in places if found), None)
        if place is not None:
            taken["place"] = place
    return taken


# 中心街 of 中心街这疙瘩六十号门口, and what is behind it.
_NAMED = re.compile(
    r"(?P<name>[一-龥]{2,6}?(?:[路街巷村屯镇乡]|大街|大道|小区|花园|家园|新村|市场|广场))"
    r"(?:(?:那|这)(?:疙瘩|旮旯|边儿?|儿|里|块儿?|头|片))?的?(?P<spot>.*)"
)


def _is_open(draft: TicketDraft) -> bool:
    """Neither a city nor a district is told of its place."""
    parts = draft.place_parts
    return parts is None or not (parts.city or parts.district)


def _along(place: str, before: str) -> str | None:
    """中心街六十号, after 沈阳市辽中区中心街: the same street, in that town."""
    named = _NAMED.fullmatch(place)
    at = before.find(named["name"]) if named else -1
    if named is None or at < 1:
        return None
    return before[: at + len(named["name"])] + named["spot"]


def _place(text: str, before: str) -> str | None:
    """Where the words point to, of a place said before; None: not there."""
    if _SAME.search(text):
        return before
    if _HOME.search(text) and _DWELLING.search(before):
        return before
    sort = _OURS.search(text) or _THIS.search(text) or _SPOT.search(text)
    if sort is None:
        return None
    match sort[1]:
        case "小区" | "院" | "大院":
            estate = _ESTATE.match(before)
            return estate[0] if estate else (before if _DWELLING.search(before) else None)
        case "村" | "屯":
            village = _VILLAGE.match(before)
            return village[0] if village else None
        case "楼" | "单元":
            return before if _DWELLING.search(before) or _ESTATE.fullmatch(before) else None
        case "":
            return before if _DWELLING.search(before) or _ESTATE.match(before) else None
        case other:
            return before if other in before else None
