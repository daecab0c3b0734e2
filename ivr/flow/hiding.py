"""保密 a wish for secrecy said before a ticket is written is noted in every step, and the talk
goes on where it was; a question about it that an article answers, with nothing told yet, is
answered besides. `OpenTickets` carries the wish. Decided here only.
"""

from ivr.flow.events import Understood
from ivr.flow.routing import Way
from ivr.flow.turn import Turn
from ivr.language.secrecy import parted


def of_secrecy(turn: Turn, heard: Understood, way: Way) -> bool:
    """Deal with words that only wish for secrecy; False: they are about something else."""
    state = turn.state
    if state.asking is None or not turn.hears_of_secrecy:
        return False
    wish, told = parted(heard.text)
    if not wish or told or (way is Way.ANSWER and not state.matter):
        return False
    turn.set(misses=0, paused=False)
    turn.say(turn.flow.phrases.secret)
    if state.matter or state.asking.among:
        turn.step.on_noted(turn)
    else:
        turn.bid(turn.flow.phrases.listening)
    return True
