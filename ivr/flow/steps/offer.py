"""offer: asks leave with a yes-no question (智能助手先为您记录，可以吗?)."""

from collections.abc import Iterator

from ivr.flow.actions import LeaveQueue
from ivr.flow.events import FlowEvent, KeyPressed, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.steps.listen import Routes, follow
from ivr.flow.turn import Turn


class Offer(Step, frozen=True, tag="offer"):
    """Who answers with the matter itself has agreed; `leave_queue` gives the place up first."""

    text: str
    agreed: str
    refused: str
    routes: Routes | None = None
    leave_queue: bool = False

    def enter(self, turn: Turn) -> None:
        turn.ask(self.text, tries=1)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, KeyPressed) and event.key == "1":
            self._agreed(turn)
        elif isinstance(event, Understood):
            way = way_of(event)
            if way in (Way.NO, Way.DONE):
                turn.goto(self.refused)
            elif way is Way.YES:
                self._agreed(turn)
            elif way is Way.UNCLEAR or self.routes is None or not follow(turn, event, self.routes):
                turn.missed(silent=False)

    def _agreed(self, turn: Turn) -> None:
        if self.leave_queue:
            turn.do(LeaveQueue())
        turn.hush()
        turn.goto(self.agreed)

    def on_gave_up(self, turn: Turn) -> None:
        turn.goto(self.refused)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "agreed", self.agreed
        yield "refused", self.refused
        if self.routes:
            yield from self.routes.exits()

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)

    @property
    def listens(self) -> bool:
        return True
