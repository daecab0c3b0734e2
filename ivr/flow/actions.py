"""What a flow wants done; `ivr.calls.performer` performs it, in order."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.flow.events import Emergency


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a sentence; prompts queue behind each other and each brings one `PromptEnded`."""

    prompt: int
    text: str


@dataclass(frozen=True, slots=True)
class StopSaying:
    """Fall silent at once and forget queued prompts (they end not completed)."""


@dataclass(frozen=True, slots=True)
class PauseSaying:
    """Fall silent at once and keep the place: somebody makes a sound."""


@dataclass(frozen=True, slots=True)
class GoOnSaying:
    """Go on where `PauseSaying` stopped: it was mere noise."""


@dataclass(frozen=True, slots=True)
class Understand:
    """Ask knowledge base and ticket drafting; `Understood` comes at once."""

    text: str
    whole: str
    among: tuple[str, ...] = ()  # entries a clarifying question offered
    about: str = ""  # what was spoken of before, which the words may be asked of
    asked: bool = False  # whether there is danger in it: only new words tell of some


@dataclass(frozen=True, slots=True)
class OpenTickets:
    """Write the tickets of `whole` (一事一工单); `TicketsOpened` comes at once."""

    whole: str
    confirmed: bool  # the caller agreed to every sentence read back
    matters: tuple[int, ...] | None = None  # which of the draft's matters; None: all
    secrecy: str = ""  # 保密: the caller's wish, which is put to each of them
    ring_at: str = ""  # 回电号码: the caller's words, which are put to each of them


class Addition(StrEnum):
    """补充 What words said of a written ticket are."""

    MORE = "more"  # 他们态度可恶劣了, 让他们晚上打
    CORRECTION = "correction"  # 不对是3号楼
    SECRECY = "secrecy"  # 别告诉人家是我说的


@dataclass(frozen=True, slots=True)
class AddToTicket:
    """补充 Put the caller's words to a ticket that is written."""

    number: str
    words: str
    sort: Addition


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Start, or start again, a timer of this call."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Stop a timer; unknown names do no harm."""

    name: str


@dataclass(frozen=True, slots=True)
class JoinQueue:
    """Wait for an operator; a caller who comes back keeps the first place in time."""

    reason: str
    emergency: bool = False
    police: bool = False
    vulnerable: bool = False
    skill: str | None = None
    also: str | None = None  # who has this skill may take the call too


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """Stop waiting for an operator."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """一键转接 Begin a warm hand-over to the line of a service (110, 119, 120, 122, police)."""

    service: str
    reason: str
    emergency: bool


@dataclass(frozen=True, slots=True)
class BookRingBack:
    """回拨 Ring this caller back as soon as people are free; `RingBackBooked` comes at once."""

    reason: str


@dataclass(frozen=True, slots=True)
class FindTickets:
    """查询进度 Look for the caller's own tickets; `TicketsFound` comes soon."""

    number: str  # or its last digits; empty: all in hand


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call from our side."""


@dataclass(frozen=True, slots=True)
class StepEntered:
    """For the journal: where the call is now."""

    step: str
    kind: str


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """For the journal: an instant answer was spoken."""

    entry: str
    title: str
    answer: str
    score: float
    longer: bool = False


class Settled(StrEnum):
    """疑似险情 How the question whether there is danger stands."""

    OPEN = "open"  # heard; to be asked, or nobody answered
    CONFIRMED = "confirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class DoubtNoted:
    """For the journal and the pages: words that may mean danger."""

    emergency: Emergency
    settled: Settled


class Helped(StrEnum):
    """Whether an instant answer helped."""

    YES = "yes"  # the caller said so
    NO = "no"
    INFERRED = "inferred"  # the caller heard it and asked nothing more on it


@dataclass(frozen=True, slots=True)
class HelpedNoted:
    """For the journal: whether the instant answer helped."""

    entry: str
    helped: Helped


@dataclass(frozen=True, slots=True)
class RatingGiven:
    """评价 For the journal: what the caller thinks of it."""

    rating: int | None
    remark: str


FlowAction = (
    Say
    | StopSaying
    | PauseSaying
    | GoOnSaying
    | Understand
    | OpenTickets
    | AddToTicket
    | StartTimer
    | StopTimer
    | JoinQueue
    | LeaveQueue
    | Transfer
    | BookRingBack
    | FindTickets
    | HangUp
    | StepEntered
    | AnswerGiven
    | DoubtNoted
    | HelpedNoted
    | RatingGiven
)
