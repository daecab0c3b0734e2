"""Where a call stands in its flow. Frozen: `step` returns a new one."""

from dataclasses import dataclass
from enum import Enum

from ivr.flow.events import NO_REPLY, Emergency, Matter, Reply, Understood


class Phase(Enum):
    """What the flow waits for."""

    NEW = "new"  # the caller does not hear us yet
    SPEAKING = "speaking"  # prompts are being heard; an answer is wanted where `asking` is set
    LISTENING = "listening"  # the caller's turn
    WAITING = "waiting"  # for people: queue or hand-over
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Asking:
    """An open question: what is said again when nothing, or nothing clear, is heard."""

    silence: tuple[str, ...]  # said after silence, one after the other
    unclear: tuple[str, ...]  # said when nothing could be made of the words
    seconds: float  # of silence that count as none
    among: tuple[str, ...] = ()  # entries a clarifying question chooses between
    about: str = ""  # the matter spoken of, which an incomplete question may be asked of
    tries: int = 2  # how often it is asked again
    question: str = ""  # as it was spoken


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the caller said before the question whether there is danger; it is gone into after."""

    heard: Understood
    matter: str  # everything said on the matter before
    read_back: bool = False  # 对吗 was open: a bare 对 may be meant for it
    told_on: bool = False  # and no yes or no yet: a bare 对 may be meant for what was told
    agreed: bool = False  # such a 对 was said, and asked about


@dataclass(frozen=True, slots=True)
class Filed:
    """A ticket that this call has written, and the matter that it is of."""

    number: str
    matter: Matter


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest question that had an answer or an offer, in the caller's own words."""

    words: str
    about: str = ""  # the type it surely is of
    offered: tuple[str, ...] = ()  # the two matters between which the caller has chosen


@dataclass(frozen=True, slots=True)
class State:
    """One call in its flow."""

    flow: str
    words: tuple[tuple[str, str], ...] = ()  # placeholders of every prompt
    step: str = ""
    phase: Phase = Phase.NEW
    memo: object | None = None  # what the present step remembers, its own frozen dataclass
    prompt: int = 0  # number of the newest prompt
    speaking: tuple[int, ...] = ()  # prompts not yet heard to their end
    interruptible: bool = True
    asking: Asking | None = None
    talking: bool = False  # the caller is making sounds
    pending: str = ""  # heard while nothing was asked yet
    cut: bool = False  # the newest prompt was stopped by the caller's voice
    held: bool = False  # silent for a sound that may become words
    noises: int = 0  # sounds that the newest prompt was held for, and that came to nothing
    misses: int = 0  # silences and misunderstandings in a row
    paused: bool = False  # the caller asked us to wait
    pauses: int = 0  # how often
    checks: int = 0  # how often in a row the caller asked whether anybody is there
    with_people: bool = False  # caller and operator, or desk, talk
    wrapping_up: bool = False  # the last sentence is being said
    timed: bool = False  # silence is timed
    awaited: int = 0  # actions under way whose outcome the flow will hear of
    # what the call knows
    called: str = ""
    caller: str = ""
    matter: str = ""  # everything said on the matter that has no ticket yet
    secrecy: str = ""  # 保密: wished for, in the caller's words, and in no ticket yet
    announced: bool = False  # the caller has said that another matter is to come
    ring_at: str = ""  # 回电号码: told, in the caller's words, and in no ticket yet
    last: Understood | None = None
    reply: Reply = NO_REPLY  # the answer being given
    asked: Asked | None = None  # what it was given to
    alone: Understood | None = None  # words by themselves, while they are understood behind it
    beside: tuple[Reply, ...] = ()  # answers to what was asked in the same breath
    answered: str = ""  # entry of the newest answer whose help is not yet known
    tickets: tuple[str, ...] = ()
    filed: tuple[Filed, ...] = ()  # those of them whose matter was told here
    emergency: Emergency | None = None
    doubt: Emergency | None = None  # 疑似险情: heard, and not denied by the caller
    doubted: bool = False  # the question was asked; once a call
    asked_about: str = ""  # the words it was asked about
    withheld: Withheld | None = None  # the question is open
    vulnerable: bool = False  # 优先照顾: the caller's own words say so
    asked_number: str = ""  # a ticket number said with the question how it stands
    visits: tuple[tuple[str, int], ...] = ()  # how often steps were entered
