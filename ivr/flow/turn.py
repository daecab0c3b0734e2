"""One turn of the interpreter: the hand that steps write with, alive within one `step` call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ivr.flow import actions
from ivr.flow.actions import FlowAction
from ivr.flow.events import Emergency, Understood
from ivr.flow.model import Flow, Step
from ivr.flow.state import Asking, Phase, State
from ivr.language import return_number, secrecy
from ivr.language.brief_replies import told_part
from ivr.language.call_talk import is_of_the_call

SILENCE = "silence"  # the timer of an open question, and of a sound that never ends
_HEARD_OF = (
    actions.Understand,
    actions.OpenTickets,
    actions.FindTickets,
    actions.BookRingBack,
)  # what came of them is an event
MOST_NOISES = 2  # that hold a prompt; in such a place only words stop it


class Turn:
    """Collects actions and the state to be."""

    def __init__(self, flow: Flow, state: State, now: datetime) -> None:
        self.flow = flow
        self.state = state
        self.now = now
        self.actions: list[FlowAction] = []

    # -- state -----------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The present step."""
        return self.flow.steps[self.state.step]

    def set(self, **changes: Any) -> None:
        """Change the state."""
        self.state = replace(self.state, **changes)

    def do(self, action: FlowAction) -> None:
        """Want something done."""
        self.actions.append(action)
        if isinstance(action, _HEARD_OF):
            self.set(awaited=self.state.awaited + 1)
        elif isinstance(action, actions.StartTimer | actions.StopTimer) and action.name == SILENCE:
            self.set(timed=isinstance(action, actions.StartTimer))

    @property
    def waits(self) -> bool:
        """Whether anything is still to come of itself: nobody is left waiting for nothing."""
        state = self.state
        elsewhere = state.phase in (Phase.NEW, Phase.WAITING, Phase.ENDED) or state.with_people
        return elsewhere or bool(state.speaking or state.awaited) or state.timed

    # -- speaking --------------------------------------------------------------------------

    def words(self, text: str, more: Mapping[str, str] | None = None) -> str:
        """Fill the placeholders of a prompt."""
        filled = dict(self.state.words) | dict(more or {})
        for name, value in filled.items():
            text = text.replace("{" + name + "}", value)
        return text.strip()

    def say(self, text: str, more: Mapping[str, str] | None = None) -> None:
        """Speak; nothing happens for an empty text."""
        spoken = self.words(text, more)
        if not spoken:
            return
        if self.state.held:
            self.hush()
        number = self.state.prompt + 1
        self.set(prompt=number, speaking=(*self.state.speaking, number))
        self.set(cut=False, noises=0)
        if self.state.phase is not Phase.WAITING:
            self.set(phase=Phase.SPEAKING)
        self.do(actions.Say(number, spoken))

    def hush(self) -> None:
        """Fall silent at once."""
        if self.state.speaking or self.state.held:
            self.set(speaking=(), held=False)
            self.do(actions.StopSaying())

    def hold(self) -> None:
        """Silent until the sound under way is known to be words or noise."""
        if not self.state.held and self.state.noises < MOST_NOISES:
            self.set(held=True)
            self.do(actions.PauseSaying())
            self.do(actions.StartTimer(SILENCE, self.flow.limits.talking_seconds))

    def go_on(self) -> None:
        """It was noise: the prompt is heard on."""
        if self.state.held:
            self.set(held=False, noises=self.state.noises + 1)
            self.do(actions.GoOnSaying())

    def ask(
        self,
        text: str,
        more: Mapping[str, str] | None = None,
        *,
        silence: tuple[str, ...] = (),
        unclear: tuple[str, ...] = (),
        seconds: float | None = None,
        among: tuple[str, ...] = (),
        about: str = "",
        tries: int | None = None,
    ) -> None:
        """Speak and wait for the caller's words; `Understood` comes to the step."""
        phrases = self.flow.phrases
        asking = Asking(
            silence=tuple(self.words(s, more) for s in (silence or tuple(phrases.silence))),
            unclear=tuple(self.words(s, more) for s in (unclear or tuple(phrases.unclear))),
            seconds=self.flow.limits.silence_seconds if seconds is None else seconds,
            among=among,
            about=about,
            tries=self.flow.limits.misses if tries is None else tries,
            question=self.words(text, more),
        )
        self.set(asking=asking, interruptible=True, paused=False)
        if self.state.pending:
            self.understand(self.state.pending)
            return
        if not self.state.talking:  # who already speaks needs no question
            self.say(text, more)
        if not self.state.speaking:
            self.listen()

    def ask_again(self) -> None:
        """The open question, in the same words."""
        if self.state.asking is not None:
            self.bid(self.state.asking.question)

    def bid(self, text: str) -> None:
        """Say something within the open question, which stays open."""
        self.say(text)
        if not self.state.speaking:
            self.listen()

    def pause(self) -> None:
        """等等我拿个笔: wait kindly, and longer than for an answer."""
        self.set(paused=True, pauses=self.state.pauses + 1, misses=0)
        self.bid(self.flow.phrases.wait)

    def listen(self) -> None:
        """The caller's turn; silence is timed."""
        asking = self.state.asking
        if asking is None:
            return
        limits = self.flow.limits
        self.set(phase=Phase.LISTENING)
        seconds = limits.waiting_seconds if self.state.paused else asking.seconds
        if self.state.talking:
            seconds = limits.talking_seconds
        self.do(actions.StartTimer(SILENCE, seconds))

    def understand(self, text: str) -> None:
        """Have words understood, together with all that was said on this matter."""
        text, told = self._without_asides(text)
        matter = self.state.matter
        if not matter:
            matter = text
        elif told and not (is_of_the_call(text) or self.step.sets_aside(self, told)):
            matter = f"{matter}，{told_part(text)}"
        asking = self.state.asking
        among, about = (asking.among, asking.about) if asking else ((), "")
        self.hush()
        self.set(pending="", talking=False)
        self.do(actions.StopTimer(SILENCE))
        about_it = self.state.asked_about
        asked = bool(about_it) and about_it in matter
        self.do(actions.Understand(text, matter, among, about, asked))

    @property
    def hears_of_secrecy(self) -> bool:
        """Whether a wish for secrecy is of what is still to be written."""
        return bool(self.state.matter) or not self.state.tickets

    def _without_asides(self, text: str) -> tuple[str, str]:
        """What is to be understood, and what of it tells: asides to us are kept beside.

        They are a wish for secrecy, and a number to ring the caller at.
        """
        if not self.hears_of_secrecy:
            return text, text
        state, phrases = self.state, self.flow.phrases
        wish, told = secrecy.parted(text)
        number, told = return_number.parted(told, alone=self.step.reads_back(self))
        self.set(secrecy=_joined(state.secrecy, wish), ring_at=_joined(state.ring_at, number))
        if told and wish:
            self.say(phrases.secret)
        if told and number:
            self.say(phrases.ring_at)
        return told or text, told

    def may_ask_again(self) -> bool:
        """Counted like a misunderstanding: who says 喂 three times does not hear us."""
        asking = self.state.asking
        allowed = asking is not None and self.state.misses < asking.tries
        if allowed:
            self.set(misses=self.state.misses + 1)
        return allowed

    def missed(self, *, silent: bool) -> None:
        """Nothing, or nothing clear, was heard: ask again kindly, at most twice, then a human."""
        asking = self.state.asking
        if asking is None:
            return
        count = self.state.misses
        again, tries = asking.silence if silent else asking.unclear, asking.tries
        if self.state.paused:
            again, tries = (self.flow.phrases.ready,), max(1, tries)
        if count >= tries:
            self.set(misses=0, paused=False)
            if self.state.withheld:  # nobody says that there is no danger
                self.set(withheld=None)
                self.to_human(self.flow.phrases.danger_open)
            else:
                self.step.on_gave_up(self)
            return
        self.set(misses=count + 1, talking=False)
        self.say(again[min(count, len(again) - 1)])
        if not self.state.speaking:
            self.listen()

    # -- going on --------------------------------------------------------------------------

    def goto(self, name: str) -> None:
        """Leave this step and enter another. What was being said is finished first."""
        visits = dict(self.state.visits)
        visits[name] = visits.get(name, 0) + 1
        if visits[name] > self.flow.limits.visits and name != self.flow.human:
            name = self.flow.human
        self.set(
            step=name,
            phase=Phase.SPEAKING,
            memo=None,
            asking=None,
            misses=0,
            paused=False,
            checks=0,
            visits=tuple(visits.items()),
            interruptible=True,
        )
        self.do(actions.StopTimer(SILENCE))
        step = self.flow.steps[name]
        kind = str(type(step).__struct_config__.tag)
        self.do(actions.StepEntered(name, kind))
        step.enter(self)

    def to_human(self, words: str | None = None) -> None:
        """人工: from everywhere; what was told so far goes along."""
        if self.state.step == self.flow.human:
            return
        self.set(pending="", talking=False)
        self.hush()
        self.say(self.flow.phrases.give_up if words is None else words)
        self.goto(self.flow.human)

    def to_emergency(self, emergency: Emergency) -> None:
        """Danger: from everywhere, at once, without a question."""
        self.set(emergency=emergency, pending="", talking=False)
        self.hush()
        self.goto(self.flow.emergency)

    def end(self) -> None:
        """Nothing more happens."""
        self.set(phase=Phase.ENDED, asking=None, speaking=())

    def remember(self, heard: Understood) -> None:
        """Keep what was understood last, and the words of the matter."""
        self.set(last=heard, matter=heard.whole)

    def forget(self) -> None:
        """The matter is settled."""
        self.set(last=None, matter="")

    def keep_matter(self, *, confirmed: bool = False, which: tuple[int, ...] | None = None) -> None:
        """Write down what was told, so that nothing is lost when people take over."""
        last = self.state.last
        danger = self.state.emergency or self.state.doubt
        if self.state.matter and (danger or (last and last.matters)):
            state = self.state
            self.do(
                actions.OpenTickets(state.matter, confirmed, which, state.secrecy, state.ring_at)
            )
            self.set(secrecy="", ring_at="")
        self.forget()

    def note_help(self, helped: actions.Helped) -> None:
        """Journal whether the newest instant answer helped, once."""
        if self.state.answered:
            self.do(actions.HelpedNoted(self.state.answered, helped))
            self.set(answered="")


def _joined(before: str, more: str) -> str:
    return "，".join(words for words in (before, more) if words)
