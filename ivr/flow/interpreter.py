"""The interpreter: `step(flow, state, event, now)` gives the new state and the actions. Pure.

What holds in every state stands here: the caller leaves; danger; key 0 and 人工; a failed part of
the machine; prompts and their end; speech, barge-in and silence. The rest goes to the step, and
where that leaves nothing to wait for, the caller is asked again or comes to people.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ivr.flow import doubt, hiding, pausing, reaching
from ivr.flow.actions import FlowAction, HangUp, StopTimer
from ivr.flow.events import (
    CallBegan,
    CallerLeft,
    EmergencyHeard,
    FlowEvent,
    Heard,
    KeyPressed,
    OperatorJoined,
    PartFailed,
    PartialHeard,
    PromptEnded,
    RingBackBooked,
    SomebodyWaits,
    SpeechBegan,
    SpeechStopped,
    TicketsFound,
    TicketsOpened,
    TimerFired,
    Understood,
)
from ivr.flow.model import Flow
from ivr.flow.routing import Way, way_of
from ivr.flow.state import Phase, State
from ivr.flow.turn import SILENCE, Turn
from ivr.flow.vulnerable import is_vulnerable
from ivr.language.brief_replies import is_brief, thanks
from ivr.language.fillers import strip_fillers
from ivr.language.withdrawals import withdraws

HUMAN_KEY = "0"
_NOTHING_TOLD = (Way.OPENING, Way.WAIT, Way.HEARING, Way.GREETING)
_OUTCOMES = (Understood, TicketsOpened, TicketsFound, RingBackBooked)


def begin(flow: Flow, words: Mapping[str, str] | None = None) -> State:
    """The state of a call that has not begun yet."""
    return State(flow=flow.name, words=tuple((words or {}).items()))


def step(
    flow: Flow, state: State, event: FlowEvent, now: datetime
) -> tuple[State, tuple[FlowAction, ...]]:
    """Let one thing happen to a call."""
    if state.phase is Phase.ENDED:
        return state, ()
    turn = Turn(flow, _came(state, event), now)
    _handle(turn, event)
    _never_for_nothing(turn)
    return turn.state, tuple(turn.actions)


def _came(state: State, event: FlowEvent) -> State:
    """What was waited for has come."""
    if isinstance(event, _OUTCOMES):
        return replace(state, awaited=max(0, state.awaited - 1))
    if isinstance(event, PartFailed):
        return replace(state, awaited=0)
    if isinstance(event, TimerFired) and event.name == SILENCE:
        return replace(state, timed=False)
    return state


def _never_for_nothing(turn: Turn) -> None:
    """Whatever a step makes of an event, the caller is asked again or comes to people."""
    if not turn.waits and turn.state.asking:
        turn.missed(silent=False)
    if not turn.waits:
        turn.to_human()


def _handle(turn: Turn, event: FlowEvent) -> None:
    handler = _HANDLERS.get(type(event))
    if isinstance(event, CallBegan | CallerLeft) or turn.state.phase is not Phase.NEW:
        if handler:
            handler(turn, event)
        else:
            turn.step.on(turn, event)


def _began(turn: Turn, event: CallBegan) -> None:
    if turn.state.phase is Phase.NEW:
        turn.set(called=event.called, caller=event.caller)
        turn.goto(turn.flow.start)


def _left(turn: Turn, _event: CallerLeft) -> None:
    if turn.state.step:
        turn.step.on_left(turn)
    turn.end()


def _failed(turn: Turn, event: PartFailed) -> None:
    if turn.state.with_people or turn.state.phase is Phase.WAITING:
        turn.step.on(turn, event)
    else:
        turn.to_human(turn.flow.phrases.trouble)


def _timer(turn: Turn, event: TimerFired) -> None:
    if event.name == SILENCE:
        _silence(turn)
    else:
        turn.step.on(turn, event)


def _opened(turn: Turn, event: TicketsOpened) -> None:
    turn.set(tickets=(*turn.state.tickets, *event.numbers))
    turn.step.on(turn, event)


def _danger(turn: Turn, event: EmergencyHeard) -> None:
    """即时转至: at once from every state; who already talks with people is in their hands."""
    state = turn.state
    if state.with_people or state.step == turn.flow.emergency:
        turn.set(emergency=state.emergency or event.emergency)
        turn.step.on(turn, event)
    elif state.emergency is None:  # after a failed hand-over people have the caller
        turn.to_emergency(event.emergency)


def _key(turn: Turn, event: KeyPressed) -> None:
    state = turn.state
    if event.key == HUMAN_KEY and not state.with_people and state.phase is not Phase.WAITING:
        turn.to_human(turn.flow.phrases.to_human)
    else:
        turn.step.on(turn, event)


def _prompt_ended(turn: Turn, event: PromptEnded) -> None:
    speaking = tuple(n for n in turn.state.speaking if n != event.prompt)
    if speaking == turn.state.speaking:
        return  # an old prompt that was stopped
    turn.set(speaking=speaking)
    if speaking:
        return
    if turn.state.wrapping_up:
        turn.do(HangUp())
        turn.end()
    elif turn.state.asking:
        turn.listen()
    else:
        turn.step.on_said(turn)


def _sounds(turn: Turn, event: SpeechBegan | SpeechStopped | PartialHeard) -> None:
    turn.set(talking=not isinstance(event, SpeechStopped))
    if isinstance(event, SpeechStopped):
        turn.go_on()
    state = turn.state
    if state.phase is Phase.WAITING or state.with_people:
        return
    if state.speaking:
        if not state.interruptible:
            return  # the rest of the prompt is heard out; words are kept
        if isinstance(event, SpeechBegan):
            turn.hold()
        elif isinstance(event, PartialHeard):
            _cut_short(turn)
    elif state.asking:
        turn.listen()


def _cut_short(turn: Turn) -> None:
    """Barge-in: these are words, nothing more is said."""
    turn.hush()
    turn.set(cut=True)
    if turn.state.asking:
        turn.listen()
    else:
        turn.step.on_said(turn)


def _heard(turn: Turn, event: Heard) -> None:
    text = event.text.strip()
    state = turn.state
    turn.set(talking=False)
    if not text:
        turn.go_on()
        if state.asking and not state.speaking:
            turn.listen()
        return
    if is_vulnerable(text):
        turn.set(vulnerable=True)
    if state.with_people or state.phase is Phase.WAITING:
        turn.step.on(turn, event)
    elif state.asking and (state.interruptible or not state.speaking):
        turn.set(cut=state.cut or state.held)
        turn.understand(text)
    elif strip_fillers(text):
        turn.set(pending=f"{state.pending}，{text}" if state.pending else text)
        if state.held:
            _cut_short(turn)
    else:  # 喂，你好 into a prompt is no answer to the question after it
        turn.go_on()


def _understood(turn: Turn, event: Understood) -> None:
    """What an utterance calls for in every state; the rest is the step's.

    好的, 麻烦你了, 没说完呢别挂, 不用来了 and a goodbye of nothing else tell no danger.
    """
    if event.emergency and turn.state.emergency is None:
        turn.remember(event)
        turn.to_emergency(event.emergency)
        return
    doubted = turn.state.withheld is not None
    if turn.state.withheld:
        withheld = doubt.answered(turn, event)
        if withheld is None:
            return
        event = withheld
    way = way_of(event)
    brief = is_brief(event.text) and (way in (Way.DONE, Way.YES) or thanks(event.text))
    civil = brief or way in _NOTHING_TOLD or withdraws(event.text)
    ask = event.doubt and not turn.state.doubted and not _said_calmly(turn, event)
    if event.doubt and ask and way is not Way.HUMAN and not civil:
        doubt.raise_doubt(turn, event, event.doubt)
    elif way is Way.HUMAN:
        if event.doubt:
            doubt.keep(turn, event.doubt)
        if event.matters and event.kind:  # 转人工 alone is no part of the matter
            turn.remember(event)
        turn.to_human(turn.flow.phrases.to_human)
    elif way is Way.MACHINE:
        turn.say(turn.flow.phrases.machine)
    elif doubted and way is Way.CLARIFY:  # 我对象打我: what sounded like danger gets no leaflets
        turn.remember(event)
        turn.to_human(turn.flow.phrases.to_human)
    elif not (
        hiding.of_secrecy(turn, event, way)
        or reaching.of_number(turn, event)
        or pausing.of_the_call(turn, event, way)
    ):
        turn.step.on(turn, event)


def _said_calmly(turn: Turn, event: Understood) -> bool:
    """To 对吗, words that only with those before them sound like danger: people read of it."""
    return event.pieced and turn.step.reads_back(turn)


def _silence(turn: Turn) -> None:
    if turn.state.held:
        turn.go_on()
    if turn.state.asking is None or turn.state.speaking:
        return
    turn.set(talking=False)
    turn.missed(silent=True)


def _wrap_up(turn: Turn, _event: SomebodyWaits) -> None:
    """呼入电话优先: one courteous sentence, then the line is free."""
    if turn.state.phase in (Phase.WAITING, Phase.ENDED) or turn.state.with_people:
        return
    turn.hush()
    turn.set(asking=None, interruptible=False, wrapping_up=True)
    turn.do(StopTimer(SILENCE))
    turn.say(turn.flow.phrases.wrap_up)


def _joined(turn: Turn, event: OperatorJoined) -> None:
    """A person took the call, wherever the flow was meanwhile (an offer may still be open)."""
    turn.hush()
    turn.do(StopTimer(SILENCE))
    turn.keep_matter()
    if turn.state.step != turn.flow.human:
        turn.set(step=turn.flow.human, memo=None)
    turn.set(phase=Phase.WAITING, asking=None, with_people=True, pending="")
    turn.step.on(turn, event)


_HANDLERS: dict[type, Callable[[Turn, Any], None]] = {
    CallBegan: _began,
    CallerLeft: _left,
    EmergencyHeard: _danger,
    KeyPressed: _key,
    PartFailed: _failed,
    PromptEnded: _prompt_ended,
    SpeechBegan: _sounds,
    SpeechStopped: _sounds,
    PartialHeard: _sounds,
    Heard: _heard,
    Understood: _understood,
    TimerFired: _timer,
    OperatorJoined: _joined,
    TicketsOpened: _opened,
    SomebodyWaits: _wrap_up,
}
