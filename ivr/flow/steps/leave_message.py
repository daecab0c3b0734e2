"""leave_message: 留言, becomes a ticket together with its recording."""

from collections.abc import Iterator

from ivr.flow.actions import OpenTickets
from ivr.flow.events import FlowEvent, TicketsOpened, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.speak import spoken_list, spoken_number
from ivr.flow.turn import Turn


class LeaveMessage(Step, frozen=True, tag="leave_message"):
    """Listens until the caller is done or silent."""

    next: str
    text: str = "现在没有话务员在线。请您留言，说明事情、地点和您的要求，说完请说“就这些”。"
    go_on: str = "好的，请您继续，说完请说“就这些”。"
    thanks: str = "好的，您的留言已经登记，工单号是{numbers}，我们会尽快处理。"
    thanks_plain: str = "好的，您的来电已经记录，我们会尽快给您回电。"

    def enter(self, turn: Turn) -> None:
        turn.ask(self.text, tries=1)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, Understood):
            if way_of(event) in (Way.DONE, Way.NO):
                self._finish(turn)
            else:
                turn.remember(event)
                turn.ask(self.go_on, tries=0)
        elif isinstance(event, TicketsOpened):
            numbers = spoken_list([spoken_number(n) for n in event.numbers])
            turn.say(self.thanks if numbers else self.thanks_plain, {"numbers": numbers})
            turn.goto(self.next)

    def _finish(self, turn: Turn) -> None:
        if turn.state.matter:
            self._write(turn)
            turn.forget()
        else:
            turn.goto(self.next)

    def on_gave_up(self, turn: Turn) -> None:
        self._finish(turn)

    def on_left(self, turn: Turn) -> None:
        if turn.state.matter:
            self._write(turn)

    def _write(self, turn: Turn) -> None:
        told = turn.state
        turn.do(
            OpenTickets(told.matter, confirmed=False, secrecy=told.secrecy, ring_at=told.ring_at)
        )

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)
        yield Prompt("go_on", self.go_on)
        yield Prompt("thanks", self.thanks, frozenset({"numbers"}))
        yield Prompt("thanks_plain", self.thanks_plain)

    @property
    def listens(self) -> bool:
        return True
