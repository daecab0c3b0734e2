"""疑似险情 words that may mean danger: one short question, once a call.

Denied, the call goes on where it was; confirmed, it is danger; anything else, silence too, brings
people, before all others who wait.
"""

import re
from dataclasses import replace

from ivr.flow.actions import DoubtNoted, Settled
from ivr.flow.events import Emergency, Understood
from ivr.flow.state import Withheld
from ivr.flow.turn import Turn

_BRIEF = 6  # characters of an answer that adds nothing to the matter
_FRONT = r"^(?:[嗯呃啊哦哎唉，,。 ]|现在|目前|这个|那个|倒是?|就是)*"
_SAFE = re.compile(
    _FRONT + r"(?:没有|没人|没事|没啥|没什么|没伤|没受伤|没危险|没那么|没(?=$|[，。,没])|无"
    r"|不是|不危险|不用|不至于|(?:人|大家|都|我们|家里)*(?:没事|没受伤|挺好|平安|安全))"
)
_DANGER = re.compile(
    _FRONT + r"(?:有(?!没有|点)|是(?!不是)|对(?!不起)|危险|受伤|伤|快|赶紧|马上|救)"
)


def raise_doubt(turn: Turn, heard: Understood, emergency: Emergency) -> None:
    """Ask whether somebody is hurt or in danger."""
    turn.do(DoubtNoted(emergency, Settled.OPEN))
    turn.set(doubt=emergency, doubted=True, withheld=Withheld(heard, turn.state.matter))
    turn.set(matter=heard.whole, misses=0)
    question = turn.flow.phrases.danger
    turn.ask(question, silence=(question,), tries=1)


def keep(turn: Turn, emergency: Emergency) -> None:
    """The caller wants a person anyway: who takes the call knows."""
    if not turn.state.doubted:
        turn.do(DoubtNoted(emergency, Settled.OPEN))
        turn.set(doubt=emergency, doubted=True)


def answered(turn: Turn, heard: Understood) -> Understood | None:
    """What to go on with once danger was denied; None when the call has gone another way."""
    doubt, withheld = turn.state.doubt, turn.state.withheld
    turn.set(withheld=None, asking=None)
    if doubt is None or withheld is None:
        return heard
    if _SAFE.search(heard.text):
        turn.do(DoubtNoted(doubt, Settled.DENIED))
        turn.set(doubt=None, matter=withheld.matter)
        return _more_said(withheld.heard, heard)
    turn.remember(replace(heard, whole=heard.whole or withheld.heard.whole))
    if _DANGER.search(heard.text):
        turn.do(DoubtNoted(doubt, Settled.CONFIRMED))
        turn.to_emergency(doubt)
    else:
        turn.to_human(turn.flow.phrases.danger_open)
    return None


def _more_said(before: Understood, answer: Understood) -> Understood:
    """没有 adds nothing; 没有，就是想问谁来砍 is part of the matter."""
    if len(answer.text) <= _BRIEF:
        return before
    return replace(before, whole=answer.whole, matters=answer.matters or before.matters, doubt=None)
