"""say: speak a sentence and go on."""

from collections.abc import Iterator

from ivr.flow.model import Prompt, Step
from ivr.flow.turn import Turn


class Say(Step, frozen=True, tag="say"):
    """A sentence. `interruptible: false` for what the law wants heard; words are kept meanwhile."""

    text: str
    next: str
    interruptible: bool = True

    def enter(self, turn: Turn) -> None:
        turn.set(interruptible=self.interruptible)
        turn.say(self.text)
        if not turn.state.speaking:
            turn.goto(self.next)

    def on_said(self, turn: Turn) -> None:
        turn.goto(self.next)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)
