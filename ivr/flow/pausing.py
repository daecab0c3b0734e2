"""通话本身 who asks us to wait is given time, who asks whether anybody is there is told so, and who
is ready, or bids us speak, hears it (again). The same in every step; decided here only.
"""

from ivr.flow.events import Understood
from ivr.flow.routing import Way
from ivr.flow.turn import Turn
from ivr.language.call_talk import bids_go_on, is_not_ready, is_ready

MOST_PAUSES = 5  # in a call
MOST_CHECKS = 2  # whether anybody is there, one after the other; then people


def of_the_call(turn: Turn, heard: Understood, way: Way) -> bool:
    """Deal with words about the call itself; False: they are about something else."""
    state = turn.state
    text, paused = heard.text, state.paused
    waits = way is Way.WAIT or (paused and is_not_ready(text, asked=state.misses > 0))
    if state.asking is None:
        return False
    turn.set(paused=False, checks=state.checks if way is Way.HEARING else 0)
    if waits:
        if state.pauses >= MOST_PAUSES:
            return False
        turn.pause()
    elif way is Way.HEARING:
        _is_heard(turn)
    elif paused and is_ready(text):
        turn.set(misses=0)
        turn.step.on_ready(turn)
    elif bids_go_on(text) and turn.may_ask_again():
        turn.step.on_ready(turn)
    else:
        return False
    return True


def _is_heard(turn: Turn) -> None:
    if turn.state.checks >= MOST_CHECKS:
        turn.to_human()
        return
    turn.set(checks=turn.state.checks + 1)
    turn.step.on_hearing(turn)
