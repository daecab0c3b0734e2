"""追问: which facts are missing, the most needed first, and how to ask for them."""

from ivr.tickets.model import Kind

QUESTIONS = {
    "course": "请您说一下具体是什么事情？",
    "place": "请问这件事发生在哪里？请说到区、街道和小区或路名。",
    "city": "请问是哪个城市的？",
    "respondent": "请问您反映的是哪个单位或者哪个人？",
    "time": "请问是什么时候开始的？",
    "request": "请问您希望怎样解决？",
}
_NEEDED: dict[Kind | None, tuple[str, ...]] = {
    None: ("course",),
    Kind.INQUIRY: ("course",),
    Kind.SERVICE: ("course", "place", "city", "time"),
    Kind.HELP: ("course", "place", "city", "time", "request"),
    Kind.COMPLAINT: ("course", "respondent", "place", "city", "time", "request"),
    Kind.REPORT: ("course", "respondent", "place", "city", "time"),
    Kind.SUGGESTION: ("course", "place"),
    Kind.PRAISE: ("respondent", "course"),
    Kind.BUSINESS_COMPLAINT: ("course", "respondent", "place", "city", "time", "request"),
}


def missing(kind: Kind | None, known: frozenset[str]) -> tuple[str, ...]:
    """The fields to ask for; `known` holds those that were said.

    Whoever states a question or a wish has said what the matter is; and the city is asked only
    when some place was named whose city is open.
    """
    told = known | ({"course"} if "request" in known else set())
    if "place" not in known:
        told = told | {"city"}
    return tuple(name for name in _NEEDED[kind] if name not in told)
