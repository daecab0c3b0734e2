"""回电 a number told before a ticket is written is noted in every step, and the talk goes on where
it was. `OpenTickets` carries the caller's words. Decided here only.
"""

from ivr.flow.events import Understood
from ivr.flow.turn import Turn
from ivr.language.return_number import parted


def of_number(turn: Turn, heard: Understood) -> bool:
    """Deal with words that only tell where to ring; False: they are about something else."""
    number, told = parted(heard.text, alone=True)
    kept = number and not told and turn.state.ring_at.endswith(number)
    if not kept or turn.state.asking is None:
        return False
    turn.set(misses=0, paused=False)
    turn.say(turn.flow.phrases.ring_at)
    turn.step.on_noted(turn)
    return True
