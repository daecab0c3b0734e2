"""通话流程 the typed model of a call flow; every kind of step lives in `ivr.flow.steps`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from ivr.flow.events import FlowEvent
    from ivr.flow.turn import Turn

# Placeholders that every prompt may use; `summary` is what an outbound call is about.
COMMON_WORDS = frozenset({"greeting", "notice", "summary"})


# What a figure or a list of a flow may be; anything else is a fault with its line.
Tries = Annotated[int, Meta(ge=0, le=2)]  # a caller is asked again at most twice
Seconds = Annotated[float, Meta(ge=1, le=600)]
Waiting = Annotated[int, Meta(ge=0, le=1000)]
Texts = Annotated[list[Annotated[str, Meta(min_length=1)]], Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sentence of a step, with where it stands, for the checker and the voice."""

    field: str
    text: str
    placeholders: frozenset[str] = frozenset()  # allowed beside the common ones


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """One step. A kind overrides `enter` and `on`; both speak through the turn, nothing else."""

    def enter(self, turn: "Turn") -> None:
        """The call comes to this step."""
        raise NotImplementedError

    def on(self, turn: "Turn", event: "FlowEvent") -> None:
        """Something happened here that the interpreter does not handle for every step."""

    def on_said(self, turn: "Turn") -> None:
        """Every prompt of this step was heard and no question is open."""

    def on_ready(self, turn: "Turn") -> None:
        """Who asked us to wait is ready, or bids us speak."""
        turn.ask_again()

    def reads_back(self, turn: "Turn") -> bool:
        """Whether 对吗 is open, to which 对 agrees."""
        return False

    def sets_aside(self, turn: "Turn", text: str) -> bool:
        """Whether words are of the ticket to be written, and no part of its matter."""
        return False

    def on_noted(self, turn: "Turn") -> None:
        """保密 was wished for, or a number told, and noted: what was asked is asked again."""
        turn.ask_again()

    def on_hearing(self, turn: "Turn") -> None:
        """The caller asks whether anybody is there."""
        turn.say(turn.flow.phrases.here)
        self.on_ready(turn)

    def on_gave_up(self, turn: "Turn") -> None:
        """The caller stayed silent or was not understood too often."""
        turn.to_human()

    def on_left(self, turn: "Turn") -> None:
        """The caller hung up here."""

    def exits(self) -> Iterator[tuple[str, str]]:
        """(field, step) of every way out."""
        yield from ()

    def prompts(self) -> Iterator[Prompt]:
        """Every sentence this step may say."""
        yield from ()

    @property
    def listens(self) -> bool:
        """Whether the step waits for the caller, for people or for time."""
        return False

    @property
    def reaches_people(self) -> bool:
        """Whether the step brings a human being."""
        return False


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patience of a flow."""

    misses: Tries = 2  # silences or misunderstandings in a row before a human comes
    silence_seconds: Seconds = 6.0
    talking_seconds: Seconds = 12.0  # sounds without words that are waited for
    waiting_seconds: Seconds = 25.0  # of silence, for who asked us to wait
    visits: Annotated[int, Meta(ge=2, le=100)] = (
        12  # a step entered oftener than this goes to a human
    )


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences of the flow that belong to no step."""

    machine: str = "我是12345热线的智能语音助手，不是真人。您说“人工”，我马上为您转接话务员。"
    silence: Texts = msgspec.field(
        default_factory=lambda: [
            "您好，我在听，请您讲。",
            "不好意思，还是没有听到您的声音，请您大点声再说一遍。",
        ]
    )
    unclear: Texts = msgspec.field(
        default_factory=lambda: [
            "不好意思，我没有听明白，请您换个说法再讲一遍。",
            "抱歉，我还是没有听明白，请您简单说一下是什么事。",
        ]
    )
    wait: str = "好的，您慢慢来。"
    ready: str = "请问您准备好了吗？"
    listening: str = "我在听，您请讲。"
    secret: str = "好的，会在工单里注明您要求保密。"
    ring_at: str = "好的，您的回电号码记下了。"
    here: str = "我在听。"  # before the question, or the answer, is said again
    to_human: str = "好的，我为您转接人工话务员，请稍等。"
    give_up: str = "很抱歉没能听清您的话，我为您转接人工话务员，请稍等。"
    wrap_up: str = "不好意思，现在有其他市民来电等待，我们稍后再与您联系，感谢您的配合，再见。"
    danger: str = "请问现在有人受伤，或者有危险吗？"
    danger_clear: str = (
        "请您告诉我，现在有没有人受伤或者有危险？如果有，请说有；如果没有，请说没有。"
    )
    danger_fraud: str = (
        "如果钱是刚转出去的，请您马上拨打110或者96110，越早越有可能止付。请问是今天的事吗？"
    )
    danger_fraud_clear: str = (
        "请您告诉我，钱是不是今天转出去的？如果是，请说是，我马上为您转接；如果不是，请说不是。"
    )
    danger_open: str = "您别着急，我马上为您转接人工话务员，请不要挂断。"
    trouble: str = "抱歉，智能助手暂时不便，我为您转接人工话务员，请稍等。"


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole flow, already checked when it comes from `ivr.flow.loader`."""

    name: str
    title: str
    start: str
    human: str  # the step that brings a human, from everywhere
    emergency: str  # the step that takes danger, from everywhere
    steps: Mapping[str, Step]
    limits: Limits = field(default_factory=Limits)
    phrases: Phrases = field(default_factory=Phrases)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)  # "step.field" -> line
