"""`ivr flow try`: the caller types, the flow answers; no telephone, no sound, real decisions.

A line is an utterance; `0` to `9`, `*`, `#` alone is a key; an empty line is silence; Ctrl-D hangs
up. Operators and desks are pretended to be there.
"""

import sys

from ivr.app.checking import Checked
from ivr.calls.mind import Mind
from ivr.cli.common import console, plain
from ivr.clock import now
from ivr.errors import UserError
from ivr.flow import actions as do
from ivr.flow import events as flow
from ivr.flow.interpreter import begin, step
from ivr.flow.model import Flow
from ivr.flow.state import Phase
from ivr.settings.model import Settings

OPERATOR = "坐席（模拟）"


class Trial:
    """One typed call."""

    def __init__(self, the_flow: Flow, mind: Mind, words: dict[str, str]) -> None:
        self.flow = the_flow
        self.mind = mind
        self.state = begin(the_flow, words)
        self.timer: str | None = None  # the timer that an empty line lets run out
        self.tickets = 0

    def feed(self, event: flow.FlowEvent) -> None:
        """Give the flow an event, perform what it wants, and whatever follows from that."""
        waiting = [event]
        while waiting:
            self.state, actions = step(self.flow, self.state, waiting.pop(0), now())
            for action in actions:
                waiting += self._perform(action)

    def _perform(self, action: do.FlowAction) -> list[flow.FlowEvent]:
        match action:
            case do.Say(prompt=prompt, text=text):
                console.print(f"[green]热线[/] {plain(text)}", highlight=False, soft_wrap=True)
                return [flow.PromptEnded(prompt)]
            case do.Understand():
                return [
                    self.mind.understand(
                        action.text, action.whole, action.among, action.about, asked=action.asked
                    )
                ]
            case do.OpenTickets(whole=whole, matters=matters):
                drafts = self.mind.tickets_of(whole, matters)
                self.tickets += len(drafts)
                first = self.tickets - len(drafts) + 1
                numbers = tuple(f"000000{first + n:04d}" for n in range(len(drafts)))
                return [flow.TicketsOpened(numbers)]
            case do.StartTimer(name=name):
                self.timer = name
            case do.StopTimer():
                self.timer = None
            case do.JoinQueue():
                console.print("[dim]（排队，坐席接听）[/]")
                return [flow.QueueMoved(1), flow.OperatorJoined(OPERATOR)]
            case do.Transfer(service=service):
                console.print(f"[dim]（转接 {service}，对方接听）[/]")
                return [flow.HandoverMoved(flow.HandoverResult.TALKING, service)]
            case do.FindTickets():
                return [flow.TicketsFound(())]
            case do.BookRingBack():
                return [flow.RingBackBooked(True)]
            case _:
                pass
        return []


def talk(the_flow: Flow, found: Checked, settings: Settings) -> int:
    """Talk until the flow or the caller ends it."""
    if found.knowledge is None or found.understanding is None:
        raise UserError("knowledge base or taxonomy is broken; `ivr check` says where")
    mind = Mind(found.knowledge, found.understanding, now())
    trial = Trial(the_flow, mind, settings.tables.flow.words("12345"))
    console.print("[dim]直接输入市民的话；空行是沉默；单个按键如 0 是按键；Ctrl-D 挂机。[/]")
    trial.feed(flow.CallBegan("12345", ""))
    for line in sys.stdin:
        said = line.strip()
        if said in set("0123456789*#"):
            trial.feed(flow.KeyPressed(said))
        elif said:
            danger = mind.danger(said)
            trial.feed(flow.EmergencyHeard(danger) if danger else flow.Heard(said))
        elif trial.timer:
            trial.feed(flow.TimerFired(trial.timer))
        if trial.state.phase is Phase.ENDED or trial.state.with_people:
            break
    if trial.state.phase is not Phase.ENDED:
        trial.feed(flow.CallerLeft())
    return 0
