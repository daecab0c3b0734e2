"""survey: 评价, satisfaction by voice or key (一次一评)."""

import re
from collections.abc import Iterator

from ivr.flow.actions import RatingGiven
from ivr.flow.events import FlowEvent, KeyPressed, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.turn import Turn
from ivr.language import replies

_BAD = re.compile(
    r"不(?:太|是很|怎么|大)?满意|很差|太差|没(?:有)?(?:解决|人管|处理)|不行|不好|差评"
)
_FAIR = re.compile(r"一般|还行|凑合|马马虎虎|还可以")
_GOOD = re.compile(r"满意|很好|挺好|解决了|处理好了|修好了|感谢|谢谢|不错|好的")


def rating_of(text: str) -> int | None:
    """5 satisfied, 3 fair, 1 dissatisfied; None when the words do not say."""
    if _BAD.search(text):
        return 1
    if _FAIR.search(text):
        return 3
    if _GOOD.search(text):
        return 5
    agreed = replies.yes_no(text)
    return None if agreed is None else (5 if agreed else 1)


class Survey(Step, frozen=True, tag="survey"):
    """Keys 1 satisfied, 2 fair, 3 dissatisfied; the caller's words are the remark."""

    text: str
    next: str
    bad: str = ""  # where a dissatisfied caller goes; empty: `next`

    def enter(self, turn: Turn) -> None:
        turn.ask(self.text, tries=1)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, KeyPressed) and event.key in "123":
            turn.hush()
            self._rated(turn, {"1": 5, "2": 3, "3": 1}[event.key], "")
        elif isinstance(event, Understood):
            rating = rating_of(event.text)
            if rating is None:
                turn.missed(silent=False)
            else:
                self._rated(turn, rating, event.text)

    def _rated(self, turn: Turn, rating: int, remark: str) -> None:
        turn.do(RatingGiven(rating, remark))
        turn.goto(self.bad if rating < 3 and self.bad else self.next)

    def on_gave_up(self, turn: Turn) -> None:
        turn.do(RatingGiven(None, ""))
        turn.goto(self.next)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        if self.bad:
            yield "bad", self.bad

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)

    @property
    def listens(self) -> bool:
        return True
