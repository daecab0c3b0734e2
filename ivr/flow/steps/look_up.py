"""look_up: 查询进度, the caller asks how their ticket stands. Only tickets of the caller's own
number are ever looked at, so that nobody hears of another person's matter; people check the rest.
"""

from collections.abc import Iterator

from ivr.flow.actions import FindTickets
from ivr.flow.events import FlowEvent, Progress, TicketsFound, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.progress import number_in
from ivr.flow.turn import Turn

PLACES = frozenset({"tail", "summary", "standing"})


class LookUp(Step, frozen=True, tag="look_up"):
    """Reads up to `most` tickets; of more it asks for the last digits of the number."""

    next: str
    text: str = "好的，我帮您查一下，请稍等。"
    found: str = "您尾号{tail}的工单，{summary}，{standing}。"
    which: str = "您有多个工单在办。请说一下工单号的后四位。"
    not_found: str = "用您现在的来电号码没有查到这个工单，我请人工话务员为您核实，请稍等。"
    most: int = 2

    def enter(self, turn: Turn) -> None:
        turn.say(self.text)
        turn.do(FindTickets(turn.state.asked_number))
        turn.set(asked_number="")

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, Understood):
            number = number_in(event.text)
            if number:
                turn.set(asking=None, misses=0)
                turn.do(FindTickets(number))
            else:
                turn.missed(silent=False)
        elif isinstance(event, TicketsFound):
            self._tell(turn, event)

    def _tell(self, turn: Turn, event: TicketsFound) -> None:
        if not event.tickets:
            turn.to_human(self.not_found)
        elif len(event.tickets) > self.most:
            turn.ask(self.which, tries=1)
        else:
            for ticket in event.tickets:
                turn.say(self.found, _words(ticket))
            turn.goto(self.next)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def prompts(self) -> Iterator[Prompt]:
        for name in ("text", "which", "not_found"):
            yield Prompt(name, getattr(self, name))
        yield Prompt("found", self.found, PLACES)

    @property
    def listens(self) -> bool:
        return True


def _words(ticket: Progress) -> dict[str, str]:
    return {
        "tail": ticket.number[-4:],
        "summary": ticket.summary.rstrip("。"),
        "standing": ticket.standing,
    }
