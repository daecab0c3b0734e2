"""即时答复的决定: answer at once, ask which of two matters is meant, or hand over to a person."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.knowledge.article import Article


class Action(StrEnum):
    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOFF = "handoff"


class Reason(StrEnum):
    """Why it was decided so; the journal, the operator's screen and `ivr ask` show it."""

    FOUND = "found"  # one matter is meant, and the answer may be read
    TWO = "two"  # two matters fit
    ONE = "one"  # one matter fits, not surely enough to be read out
    BARE = "bare"  # it is asked what of any matter may be asked, and no matter is named
    HUMAN = "human"  # the caller wants a person
    EMERGENCY = "emergency"  # danger: not a matter for a leaflet
    EMPTY = "empty"  # nothing was said
    GRIEVANCE = "grievance"  # a complaint, a report, a request for help: a ticket, not a leaflet
    UNSURE = "unsure"  # something may fit, not surely enough
    UNKNOWN = "unknown"  # nothing fits
    UNFILLED = "unfilled"  # the article lacks a local value


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be meant, with the share of such guesses that is right."""

    entry: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Decision:
    """决定: what to do with what the caller said."""

    action: Action
    reason: str  # a Reason, for some with a detail after a colon: "unfilled: 供暖开始日期"
    entry: str | None = None
    title: str | None = None
    answer: str | None = None  # spoken, at most 80 characters
    full_answer: str | None = None  # spoken once when the caller did not understand
    score: float = 0.0  # calibrated: of answers given with this figure, that share is right
    alternatives: tuple[Candidate, ...] = ()  # the best first; on clarify those that are offered
    question: str | None = None  # on clarify: what to ask
    police: bool = False


def answered(article: Article, candidates: tuple[Candidate, ...]) -> Decision:
    """The article, which is the first of the candidates, is read out."""
    return Decision(
        Action.ANSWER,
        Reason.FOUND,
        article.id,
        article.question,
        article.answer,
        article.full,
        candidates[0].score,
        candidates[1:],
        police=article.police,
    )


def between(first: Candidate, second: Candidate) -> Decision:
    """The caller is asked which of two matters is meant."""
    return Decision(
        Action.CLARIFY,
        Reason.TWO,
        score=round(first.score + second.score, 4),
        alternatives=(first, second),
        question=f"您想问的是，第一个，{first.title}；还是第二个，{second.title}？",
    )


def whether(first: Candidate) -> Decision:
    """The caller is asked whether this one matter is meant."""
    return Decision(
        Action.CLARIFY,
        Reason.ONE,
        score=first.score,
        alternatives=(first,),
        question=f"您想问的是，{first.title}，对吗？",
    )
