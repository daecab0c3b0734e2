"""What the recogniser says of a caller: written down, looked at for danger, told to the flow."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ivr.calls.house import House
from ivr.calls.sureness import OURS, written_sureness
from ivr.errors import HotlineError
from ivr.flow import events as flow
from ivr.language.numbers import written
from ivr.speech.results import Final, Partial, SpeechEnded, SpeechResult, SpeechStarted, Word
from ivr.store.journal import EventKind

if TYPE_CHECKING:
    from ivr.calls.session import Session

HELD_BACK = 0.8  # seconds that a danger in the last words of half a sentence waits for more
PAUSE = 0.24  # seconds between two words that part a sentence
_DIGITS = frozenset("零〇一二三四五六七八九十百千万幺两")


class Hearing:
    """One caller's ear: from the first sound to the last word, also after hanging up."""

    def __init__(self, house: House, session: "Session") -> None:
        self.house = house
        self.session = session
        self.danger_told = False
        self.bystander: Callable[[str], None] | None = None  # hears along while people talk
        self._told: flow.Emergency | None = None
        self._stream: int | None = None
        self._half = ""  # the sentence that is being said
        self._waiting: asyncio.TimerHandle | None = None

    def open(self) -> bool:
        """Begin to listen; False when there is no recogniser."""
        stream = self.house.new_stream()
        try:
            path = self.house.parts.listening.open(stream, self._on_result)
        except (HotlineError, OSError, RuntimeError, ValueError) as error:
            self.house.fault(self.session.call, "listening", error)
            return False
        self._stream = stream
        self.house.telephone.listen(self.session.leg, stream, path)
        return True

    def close(self) -> None:
        """No more sound comes; a last word may."""
        self._wait_no_more()
        if self._stream is not None:
            self.house.telephone.unlisten(self.session.leg, self._stream)
            self.house.parts.listening.close(self._stream)
            self._stream = None

    def _on_result(self, result: SpeechResult) -> None:
        session = self.session
        match result:
            case SpeechStarted():
                session.feed(flow.SpeechBegan())
            case Partial(text=text) if text:
                self._partial(text)
            case Final():
                self._final(result)
            case SpeechEnded(lost=lost):
                session.feed(flow.SpeechStopped())
                if lost:
                    self.house.fault(session.call, "recogniser", "a worker died, a turn is lost")
                    session.feed(flow.PartFailed(flow.Part.SPEECH, "a turn was lost"))
            case _:
                pass

    def _partial(self, text: str) -> None:
        self.session.shown.partial = text
        self.house.live.changed()
        self._half = text
        self._danger_in_half(going_on=True)
        self.session.feed(flow.PartialHeard(text))

    def _danger_in_half(self, *, going_on: bool) -> None:
        """火灾 may become 火灾证明怎么开: the last words wait for more, but not for long."""
        if self._danger(self._half, going_on=going_on):
            self.session.note(EventKind.PARTIAL, text=self._half)
        elif going_on and self._waiting is None and self._found(self._half):
            loop = asyncio.get_running_loop()
            self._waiting = loop.call_later(HELD_BACK, self._waited)

    def _waited(self) -> None:
        self._waiting = None
        if self._half:
            self._danger_in_half(going_on=False)

    def _wait_no_more(self) -> None:
        self._half = ""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _final(self, final: Final) -> None:
        session = self.session
        self._wait_no_more()
        session.shown.partial = ""
        words = [w.confidence for w in final.words]
        confidence = round(sum(words) / len(words), 3) if words else None
        text = with_pauses(final)
        if text:
            session.mind.sureness.add(text, sureness_of(final))
            session.shown.add("市民", text)
            session.note(
                EventKind.HEARD,
                text=text,
                raw=final.raw,
                confidence=confidence,
                took=round(final.took, 3),
                at=round(final.at, 2),
                # of each word: characters of `raw`, start, end, confidence, hesitation
                words=[
                    [len(w.text), w.start, w.end, round(w.confidence, 3), w.filler]
                    for w in final.words
                ],
            )
            if not self._danger(text):
                self._correct_danger(text)
            if self.danger_told:  # nobody drafts any more what is being said
                session.note_sensitive(text)
            if self.bystander is not None:
                self.bystander(text)
            if session.over:
                session.last_words(text)
                return
        session.feed(flow.Heard(text, confidence))

    def _correct_danger(self, text: str) -> None:
        """救命 was heard first, 着火 came after: another desk may be the right one."""
        told = self._told
        if told is None or self.session.over:
            return
        found = self.session.mind.danger(text)
        if found is not None and found.service != told.service:
            self.note_danger(found)
            self.session.people.danger_changed(self.session, found)

    def _danger(self, text: str, *, going_on: bool = False) -> bool:
        """Danger is heard while it is being said, once a call."""
        found = self._found(text, going_on=going_on)
        if found is None:
            return False
        self.note_danger(found)
        self.session.feed(flow.EmergencyHeard(found))
        self.session.note_sensitive(text)
        return True

    def _found(self, text: str, *, going_on: bool = False) -> flow.Emergency | None:
        if self.danger_told or self.session.over:
            return None
        try:
            return self.session.mind.danger(text, going_on=going_on)
        except Exception as error:  # understanding must never cost a call
            self.house.fault(self.session.call, "danger", error)
            return None

    def note_danger(self, found: flow.Emergency) -> None:
        """On record and on the pages."""
        self.danger_told = True
        self._told = found
        self.session.shown.emergency = found.service
        self.session.note(
            EventKind.EMERGENCY, service=found.service, reason=found.reason, words=found.words
        )


def with_pauses(final: Final) -> str:
    """The written form with a comma where the caller drew breath; it parts matters and clauses."""
    breaths = _breaths(final)
    if len(breaths) == 1:
        return final.text
    return "，".join(written(_text(words)) for words in breaths)


def sureness_of(final: Final) -> list[float]:
    """The recogniser's confidence in each character of `with_pauses`."""
    made: list[float] = []
    for words in _breaths(final):
        confidence = [word.confidence for word in words for _ in word.text]
        made += [OURS] * bool(made) + written_sureness(_text(words), confidence)
    return made


def _breaths(final: Final) -> list[list[Word]]:
    """The words of each breath; all in one where they are not the whole text."""
    if len(_text(final.words)) != len(final.raw):
        return [list(final.words)]
    breaths: list[list[Word]] = [[]]
    for word in final.words:
        if breaths[-1] and _parted(breaths[-1][-1], word):
            breaths.append([])
        breaths[-1].append(word)
    return breaths


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)


def _parted(before: Word, after: Word) -> bool:
    """Numbers are read in groups; those pauses part nothing."""
    numbers = before.text[-1:] in _DIGITS and after.text[:1] in _DIGITS
    return after.start - before.end >= PAUSE and not numbers
