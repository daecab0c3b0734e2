"""What a flow hears: frozen facts about one call, already free of telephones and engines."""

from dataclasses import dataclass, field
from enum import StrEnum


class Finding(StrEnum):
    """What the knowledge base made of an utterance."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HANDOFF = "handoff"


@dataclass(frozen=True, slots=True)
class Reply:
    """即时答复 What the knowledge base would say."""

    finding: Finding
    entry: str | None = None
    title: str | None = None
    answer: str | None = None  # short enough to be spoken
    full_answer: str | None = None  # for those who ask again
    question: str | None = None  # the clarifying question, for CLARIFY
    among: tuple[str, ...] = ()  # the entries the question chooses between
    score: float = 0.0
    police: bool = False  # one of the police desk's matters
    lacking: str = ""  # local values that `title` lacks: a person answers, and is told so


NO_REPLY = Reply(Finding.HANDOFF)


@dataclass(frozen=True, slots=True)
class Matter:
    """一件事 One matter of the caller, as far as a flow needs to know it."""

    kind: str  # inquiry, service, help, complaint, report, suggestion, praise, ...
    summary: str  # one sentence fit to be read back
    to_ask: tuple[str, ...] = ()  # names of facts that are missing
    questions: tuple[str, ...] = ()  # for each of them the name of the question that fits
    respond_days: int | None = None  # working days until the caller hears of it
    close_days: int | None = None  # working days until it is settled; None: the rule names none
    reply: Reply = NO_REPLY  # for a question inside: what the knowledge base would say
    about: str = ""  # the type it surely is of; empty where that is open
    refers: bool = False  # where it is was said of a matter before


@dataclass(frozen=True, slots=True)
class Emergency:
    """紧急情况 Danger, found in the caller's own words."""

    service: str  # 110, 119, 120, 122
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class CallBegan:
    """The caller hears us."""

    called: str
    caller: str


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The caller is gone, whatever was going on."""


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """A prompt was heard to its end, or was stopped."""

    prompt: int
    completed: bool = True


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """The caller makes a sound that may be speech."""


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The sound ended; words may still follow."""


@dataclass(frozen=True, slots=True)
class PartialHeard:
    """What has been recognised so far of an utterance that goes on."""

    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A finished utterance in written form."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class EmergencyHeard:
    """Danger was found in a partial or final result."""

    emergency: Emergency


@dataclass(frozen=True, slots=True)
class Understood:
    """The answer to `Understand`: one utterance, and all of the matter so far."""

    text: str  # the utterance
    whole: str  # everything said on this matter, the utterance last
    kind: str | None  # what the utterance asks, None when nothing is asked
    reply: Reply = NO_REPLY  # on the utterance
    matters: tuple[Matter, ...] = ()  # of the whole
    emergency: Emergency | None = None
    sensitive: bool = False
    doubt: Emergency | None = None  # 疑似险情: may be danger
    pieced: bool = False  # the doubt is of what was said before; the utterance itself is calm
    tells: bool = False  # the utterance by itself tells a matter
    chosen: tuple[Reply, ...] = ()  # what was chosen of the offered matters, 两个都 both
    in_context: Reply = NO_REPLY  # on the utterance asked of what was spoken of before


@dataclass(frozen=True, slots=True)
class TicketsOpened:
    """The answer to `OpenTickets`; empty when nothing could be written down."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A telephone key."""

    key: str


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer that the flow had started ran out."""

    name: str


@dataclass(frozen=True, slots=True)
class QueueMoved:
    """Where the caller now stands in the queue; 1 is next."""

    position: int
    estimate: float | None = None  # seconds, measured; None while nothing was measured


@dataclass(frozen=True, slots=True)
class OperatorJoined:
    """Caller and operator talk."""

    operator: str


@dataclass(frozen=True, slots=True)
class OperatorLeft:
    """The operator hung up first."""

    operator: str


@dataclass(frozen=True, slots=True)
class TransferFailed:
    """The operator has gone, and who was to take the caller over did not come."""


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """No operator is signed in who could take this caller."""


class HandoverResult(StrEnum):
    """How a warm hand-over ended for the caller."""

    TALKING = "talking"  # caller and desk talk
    DONE = "done"  # they talked, and the desk hung up
    FAILED = "failed"  # no desk could be reached


@dataclass(frozen=True, slots=True)
class HandoverMoved:
    """A warm hand-over came to a point that matters to the caller."""

    result: HandoverResult
    service: str


@dataclass(frozen=True, slots=True)
class RingBackBooked:
    """The answer to `BookRingBack`."""

    booked: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How one ticket of the caller stands."""

    number: str
    summary: str
    standing: str  # 目前办理中，最晚12月11日办结


@dataclass(frozen=True, slots=True)
class TicketsFound:
    """The answer to `FindTickets`: the caller's own tickets only."""

    tickets: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class SomebodyWaits:
    """等待电话: a caller waits while the robot talks to a citizen it rang; it wraps up."""


class Part(StrEnum):
    """A part of the machine that can fail under a call."""

    VOICE = "voice"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class PartFailed:
    """Something the assistant needs is gone; people must take over."""

    part: Part
    why: str = field(default="")


FlowEvent = (
    CallBegan
    | CallerLeft
    | PromptEnded
    | SpeechBegan
    | SpeechStopped
    | PartialHeard
    | Heard
    | EmergencyHeard
    | Understood
    | TicketsOpened
    | KeyPressed
    | TimerFired
    | QueueMoved
    | OperatorJoined
    | OperatorLeft
    | TransferFailed
    | NobodyThere
    | HandoverMoved
    | RingBackBooked
    | TicketsFound
    | SomebodyWaits
    | PartFailed
)
