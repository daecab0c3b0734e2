"""hang_up: say goodbye and end the call."""

from collections.abc import Iterator

from ivr.flow.actions import HangUp as HangUpAction
from ivr.flow.model import Prompt, Step
from ivr.flow.turn import Turn
from ivr.language import intent, replies
from ivr.language.additions import says_on
from ivr.language.brief_replies import corrects, opens
from ivr.language.call_talk import asks_to_wait


class HangUp(Step, frozen=True, tag="hang_up"):
    """The farewell is heard to its end; who still asks something meanwhile goes to `again`, and who
    asks for a human gets one."""

    text: str = ""
    again: str = ""

    def enter(self, turn: Turn) -> None:
        turn.set(interruptible=False)
        turn.say(self.text)
        if not turn.state.speaking:
            self.on_said(turn)

    def on_said(self, turn: Turn) -> None:
        pending = turn.state.pending
        if pending and replies.wants_human(pending):  # 人工 counts into the last word
            turn.to_human(turn.flow.phrases.to_human)
            return
        added = bool(turn.state.tickets) and says_on(pending)  # 别说是我说的啊: to the ticket
        if self.again and pending and (_goes_on(pending) or added):
            turn.goto(self.again)
            return
        turn.do(HangUpAction())
        turn.end()

    def exits(self) -> Iterator[tuple[str, str]]:
        if self.again:
            yield "again", self.again

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)

    @property
    def listens(self) -> bool:
        return True


def _goes_on(words: str) -> bool:
    """等一下, 不对是三号楼, 我还想问: said into the farewell, it takes it back."""
    if opens(words) or corrects(words) or asks_to_wait(words):
        return True
    return intent.kind_of(words) is not None and not replies.is_done(words)
