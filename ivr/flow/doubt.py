"""疑似险情 words that may mean danger: one short question, once a call.

Denied, the call goes on where it was; confirmed, it is danger. Of money gone by fraud it is asked
whether that was today, with whom to ring: such a transfer can be stopped. Who speaks of life as
worth nothing comes to people unasked.

Who calmly tells on (天天吵到半夜), or says 对 where 对吗 had just been asked, is asked once more in
clearer words; who then tells on again, or says that it was yesterday, goes on with what was told,
and the doubt stays on the ticket. A bare 对 behind what was calmly told leaves it open too.
Anything else, silence too, brings people, before all others who wait.
"""

from dataclasses import replace

from ivr.flow.actions import DoubtNoted, Settled
from ivr.flow.events import Emergency, Understood
from ivr.flow.routing import Way, way_of
from ivr.flow.state import Withheld
from ivr.flow.turn import Turn
from ivr.language.danger_replies import (
    confirms_danger,
    denies_danger,
    happened_today,
    is_distressed,
    is_fraud,
    is_long_over,
    is_weary_of_life,
    only_agrees,
)

_BRIEF = 6  # characters of an answer that adds nothing to the matter

_TELLING_NOTHING = (Way.YES, Way.NO, Way.REPEAT, Way.WAIT, Way.HEARING, Way.GREETING, Way.OPENING)


def raise_doubt(turn: Turn, heard: Understood, emergency: Emergency) -> None:
    """Ask whether somebody is hurt or in danger."""
    if is_weary_of_life(emergency.words):
        keep(turn, emergency)
        turn.remember(heard)
        turn.to_human(turn.flow.phrases.danger_open)
        return
    turn.do(DoubtNoted(emergency, Settled.OPEN))
    withheld = Withheld(heard, turn.state.matter, read_back=turn.step.reads_back(turn))
    turn.set(doubt=emergency, doubted=True, asked_about=emergency.words, withheld=withheld)
    turn.set(matter=heard.whole, misses=0)
    phrases = turn.flow.phrases
    question, clear = phrases.danger, phrases.danger_clear
    if is_fraud(emergency.words):
        question, clear = phrases.danger_fraud, phrases.danger_fraud_clear
    turn.ask(question, silence=(clear,), unclear=(clear,), tries=1)


def keep(turn: Turn, emergency: Emergency) -> None:
    """The caller wants a person anyway: who takes the call knows."""
    if not turn.state.doubted:
        turn.do(DoubtNoted(emergency, Settled.OPEN))
        turn.set(doubt=emergency, doubted=True)


def answered(turn: Turn, heard: Understood) -> Understood | None:
    """What to go on with once danger was denied; None when the call has gone another way."""
    doubt, withheld = turn.state.doubt, turn.state.withheld
    if doubt is None or withheld is None:
        turn.set(withheld=None, asking=None)
        return heard
    denied = denies_danger(heard.text)
    if not denied and is_long_over(heard.text, doubt.words):
        return _go_on(turn, withheld, heard)
    if not denied and _stays_open(doubt, withheld, heard):
        if _asked_enough(turn) and _tells(heard):
            return _go_on(turn, withheld, heard)
        _ask_once_more(turn, withheld, heard)
        return None
    turn.set(withheld=None, asking=None)
    if denied:
        turn.do(DoubtNoted(doubt, Settled.DENIED))
        turn.set(doubt=None, matter=withheld.matter)
        return _more_said(withheld.heard, heard)
    turn.remember(replace(heard, whole=heard.whole or withheld.heard.whole))
    if _confirmed(doubt, heard) and not _may_agree(doubt, withheld, heard):
        turn.do(DoubtNoted(doubt, Settled.CONFIRMED))
        turn.to_emergency(doubt)
    else:
        turn.to_human(turn.flow.phrases.danger_open)
    return None


def _go_on(turn: Turn, withheld: Withheld, heard: Understood) -> Understood:
    """With what was told before and now; whoever reads the ticket sees that it was left open."""
    turn.set(withheld=None, asking=None, misses=0, matter=withheld.matter)
    return replace(
        withheld.heard,
        whole=heard.whole,
        matters=heard.matters or withheld.heard.matters,
        doubt=None,
    )


def _confirmed(doubt: Emergency, heard: Understood) -> bool:
    """Yes to the question that was asked."""
    if is_fraud(doubt.words):
        return happened_today(heard.text)
    return confirms_danger(heard.text)


def _stays_open(doubt: Emergency, withheld: Withheld, heard: Understood) -> bool:
    """Neither yes nor no, and said calmly: 人家养老院叫夕阳红, or 对 to the 对吗 of before."""
    if _may_agree(doubt, withheld, heard):
        return True
    calm = heard.doubt is None or heard.pieced
    uneasy = is_distressed(heard.text) or way_of(heard) is Way.HUMAN
    return calm and not uneasy and not _confirmed(doubt, heard)


def _may_agree(doubt: Emergency, withheld: Withheld, heard: Understood) -> bool:
    """Of money 对 says that it was today."""
    unclear = withheld.read_back or (withheld.told_on and not is_fraud(doubt.words))
    return unclear and only_agrees(heard.text)


def _asked_enough(turn: Turn) -> bool:
    return turn.state.asking is not None and turn.state.misses >= turn.state.asking.tries


def _tells(heard: Understood) -> bool:
    return bool(heard.matters) and way_of(heard) not in _TELLING_NOTHING


def _ask_once_more(turn: Turn, withheld: Withheld, heard: Understood) -> None:
    """What was told meanwhile belongs to the matter; who agrees twice comes to people."""
    if _tells(heard):
        told = replace(withheld.heard, whole=heard.whole, matters=heard.matters)
        turn.set(withheld=replace(withheld, heard=told, told_on=True), matter=heard.whole)
    elif withheld.told_on and not withheld.agreed:
        turn.set(withheld=replace(withheld, agreed=True), misses=0)
    turn.missed(silent=False)


def _more_said(before: Understood, answer: Understood) -> Understood:
    """没有 adds nothing; 没有，就是想问谁来砍 is part of the matter."""
    if len(answer.text) <= _BRIEF:
        return before
    return replace(before, whole=answer.whole, matters=answer.matters or before.matters, doubt=None)
