"""What a draft remembers from one turn to the next, and which of its matters become tickets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ivr.flow.events import Finding, Matter, Reply, Understood
from ivr.language.questions import asked_of_us


class Stage(Enum):
    """What the draft waits for."""

    FACT = "fact"  # one missing fact
    MORE = "more"  # anything to add
    CHECK = "check"  # 对吗?
    CORRECT = "correct"  # what was wrong


@dataclass(frozen=True, slots=True)
class Memo:
    """What the step remembers."""

    stage: Stage = Stage.MORE
    asked: tuple[str, ...] = ()
    followed: bool = False
    index: int = 0  # which matter is read back
    wrong: int = 0  # times that it was not right
    added: int = 0  # times that something was added or asked while it was read back
    strayed: bool = False  # a question came instead of the fact; it is asked for once more
    denied: str = ""  # the matter before 不对, in case nothing is wrong after all
    beside: tuple[Reply, ...] = ()  # answers owed beside the ticket
    open: tuple[str, ...] = ()  # questions that no article answers; the ticket holds them
    writing: tuple[Matter, ...] = ()  # whose tickets are being written

    @property
    def fact(self) -> str:
        """The fact that was asked for last and is waited for."""
        return self.asked[-1] if self.stage is Stage.FACT and self.asked else ""


def owing(memo: Memo, heard: Understood) -> Memo:
    """With the answer to a question beside the matter, or the question, which the ticket holds."""
    if heard.reply.finding is not Finding.ANSWER:
        told = asked_of_us(heard.text) or heard.text in memo.open
        return memo if told else replace(memo, open=(*memo.open, heard.text))
    return replace(memo, beside=(*memo.beside, heard.reply))


def to_write(matters: Sequence[Matter]) -> tuple[int, ...]:
    """Which matters become tickets: none that is only a question with an answer, if others are."""
    kept = tuple(i for i, matter in enumerate(matters) if not _is_answered(matter))
    return kept or tuple(range(len(matters)))


def _is_answered(matter: Matter) -> bool:
    return matter.kind == "inquiry" and matter.reply.finding is Finding.ANSWER
