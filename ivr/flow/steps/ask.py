"""ask: one missing fact, added to the matter."""

from collections.abc import Iterator

from ivr.flow.events import FlowEvent, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.turn import Turn


class Ask(Step, frozen=True, tag="ask"):
    """Whatever the caller says is kept with the matter; who says nothing is not pressed."""

    text: str
    next: str

    def enter(self, turn: Turn) -> None:
        turn.ask(self.text, tries=1)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if not isinstance(event, Understood):
            return
        if way_of(event) is Way.REPEAT:
            turn.ask(self.text, tries=1)
            return
        if way_of(event) not in (Way.NO, Way.DONE):
            turn.remember(event)
        turn.goto(self.next)

    def on_gave_up(self, turn: Turn) -> None:
        turn.goto(self.next)

    def on_left(self, turn: Turn) -> None:
        turn.keep_matter()

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)

    @property
    def listens(self) -> bool:
        return True
