"""offer_ringback: 回拨, offered to who waits too long; the place in the queue is kept meanwhile."""

from collections.abc import Iterator

from ivr.flow.actions import BookRingBack, LeaveQueue
from ivr.flow.events import FlowEvent, KeyPressed, RingBackBooked, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.turn import Turn
from ivr.language import replies


class OfferRingback(Step, frozen=True, tag="offer_ringback"):
    """Key 1, 回电 or yes books it; anything else goes on waiting."""

    next: str  # after booking
    wait: str  # back to the queue
    text: str = "现在话务员都在忙。需要我们稍后给您回电吗？说“回电”或者按一，继续等待请说“不用”。"
    booked: str = "好的，我们会尽快按您来电的号码给您回电，感谢您的理解。"
    not_booked: str = "抱歉，现在无法登记回电，请您继续等待。"
    stay: str = "好的，请您稍候。"

    def enter(self, turn: Turn) -> None:
        turn.ask(self.text, tries=0)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, KeyPressed) and event.key == "1":
            turn.do(BookRingBack("offered"))
        elif isinstance(event, Understood):
            if ("回电" in event.text and replies.yes_no(event.text) is not False) or way_of(
                event
            ) is Way.YES:
                turn.do(BookRingBack("offered"))
            else:
                self.on_gave_up(turn)
        elif isinstance(event, RingBackBooked):
            turn.hush()
            turn.say(self.booked if event.booked else self.not_booked)
            if event.booked:
                turn.do(LeaveQueue())
                turn.goto(self.next)
            else:
                turn.goto(self.wait)

    def on_gave_up(self, turn: Turn) -> None:
        turn.say(self.stay)
        turn.goto(self.wait)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next
        yield "wait", self.wait

    def prompts(self) -> Iterator[Prompt]:
        for name in ("text", "booked", "not_booked", "stay"):
            yield Prompt(name, getattr(self, name))

    @property
    def listens(self) -> bool:
        return True
