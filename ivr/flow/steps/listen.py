"""listen: an open question, and where each kind of answer leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from ivr.flow.actions import Addition, AddToTicket
from ivr.flow.choosing import UNKNOWN_WORDS, Clarified, chosen, is_choosing, offer, pressed
from ivr.flow.events import Finding, FlowEvent, Reply, Understood
from ivr.flow.filed import OfFiled, announces_another, said_of_filed, which
from ivr.flow.model import Prompt, Step, Tries
from ivr.flow.progress import asks_progress, number_in
from ivr.flow.resuming import note_asked, resumed
from ivr.flow.routing import INQUIRY, Way, way_of
from ivr.flow.speak import spoken_list, spoken_number
from ivr.flow.ticket_answers import DAYS, deadline_of, ticket_answers
from ivr.flow.turn import Turn
from ivr.language.brief_replies import denies, has_settled, is_brief, is_question, nods, thanks
from ivr.language.earlier import wants_number
from ivr.language.elliptic import stated
from ivr.language.misdialled import is_misdialled, regrets_the_call
from ivr.language.return_number import parted
from ivr.language.withdrawals import takes_back, withdraws


class Routes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The step for each way an utterance can lead; an empty name means people."""

    answer: str
    draft: str
    done: str
    police: str = ""
    unknown: str = ""
    progress: str = ""  # 查询进度; empty: nothing is looked up

    def exits(self) -> Iterator[tuple[str, str]]:
        for name in self.__struct_fields__:
            if getattr(self, name):
                yield f"routes.{name}", getattr(self, name)


_NO_QUESTION = re.compile(
    r"(?:嗯|我|这边|暂时|也|就|都)*没(?:有)?(?:啥|什么|其他|别的)?问题(?:了|啦|啊|呀)?"
)


TAKE_BACK = "好的，我请人工话务员为您核实撤销，请稍等。"


_WONT_DO = re.compile(
    r"不[行成中](?!了)"
)  # no answer to 还有其他问题吗: something is not right yet


def follow(turn: Turn, heard: Understood, routes: Routes) -> bool:
    """Go where the words lead; False when they lead nowhere and the step must say something."""
    if _is_taken_back(turn, heard):
        return True
    meant = chosen(turn, heard)
    if meant is None:
        return True
    way, heard = meant
    if way in (Way.ANSWER, Way.CLARIFY):
        note_asked(turn, heard)
    if withdraws(heard.text):  # 别登记了, and nothing is
        way = Way.DONE
    if routes.progress and asks_progress(heard.text):
        turn.set(asked_number=number_in(heard.text))
        turn.goto(routes.progress)
    elif way is Way.ANSWER or (way is Way.CLARIFY and _in_one_breath(heard)):
        first, *others = heard.chosen or _in_one_breath(heard) or (heard.reply,)
        turn.set(reply=first, beside=tuple(others))
        turn.forget()
        turn.goto(routes.answer)
    elif way is Way.DRAFT:
        turn.remember(heard)
        turn.set(matter=stated(heard.whole))
        turn.goto(routes.draft)
    elif way in (Way.POLICE, Way.UNKNOWN):
        turn.remember(replace(heard, matters=()) if wants_number(heard.text) else heard)
        name = routes.police if way is Way.POLICE else routes.unknown
        if name:
            turn.goto(name)
        else:
            turn.to_human(UNKNOWN_WORDS)
    elif way is Way.CLARIFY:
        offer(turn, heard)
    elif _is_done(way, heard.text):
        turn.goto(routes.done)
    else:
        return False
    return True


def _is_taken_back(turn: Turn, heard: Understood) -> bool:
    """撤销 a ticket of before, or of this call: who takes the call finds it."""
    written = bool(turn.state.tickets) and not is_brief(heard.text) and withdraws(heard.text)
    if written or takes_back(heard.text):
        turn.set(matter=heard.text, last=None)
        turn.to_human(TAKE_BACK)
        return True
    return False


def _is_done(way: Way, text: str) -> bool:
    refused = way is Way.NO and not denies(text) and not _WONT_DO.search(text)
    return way is Way.DONE or refused or no_more(text)


def _in_one_breath(heard: Understood) -> tuple[Reply, ...]:
    """身份证到期怎么换，另外居住证多久能下来: several questions, each of which has its answer."""
    replies = {m.reply.entry: m.reply for m in heard.matters if m.kind == INQUIRY}
    every = len(replies) == len(heard.matters) > 1 and heard.whole == heard.text
    answered = all(reply.finding is Finding.ANSWER for reply in replies.values())
    return tuple(replies.values()) if every and answered else ()


def _says_right(said: OfFiled | None, heard: Understood, way: Way) -> bool:
    """The answer to 请说正确的内容, which is no question and no goodbye."""
    told = not (is_brief(heard.text) or withdraws(heard.text)) and way not in (
        Way.ANSWER,
        Way.OPENING,
        Way.DONE,
        Way.GREETING,
    )
    return told and said not in (OfFiled.NUMBER, OfFiled.WHEN, OfFiled.DENIES)


def no_more(text: str) -> bool:
    """没问题 to 还有其他问题吗 is no yes."""
    return _NO_QUESTION.fullmatch(text.strip("，。 ")) is not None


@dataclass(frozen=True, slots=True)
class Mending:
    """What is not so was said of a ticket, or whether more is to be told asked; that is to come."""

    number: str
    said: OfFiled = OfFiled.CORRECTS


def _comes(memo: Mending, said: OfFiled | None, heard: Understood, way: Way) -> bool:
    """我妈叫王桂兰: the detail that was asked about, and neither a question nor a matter."""
    if not _says_right(said, heard, way):
        return False
    if memo.said is OfFiled.CORRECTS:
        return True
    matter = announces_another(heard.text) or any(m.about for m in heard.matters)
    return said is None and not (matter or is_question(heard.text))


_ADDITIONS = {
    OfFiled.ADDS: Addition.MORE,
    OfFiled.CORRECTS: Addition.CORRECTION,
    OfFiled.HIDES: Addition.SECRECY,
}
_SPOKEN = (
    *("added", "corrected", "hidden", "right", "mend", "urged"),
    *("progress", "unit", "unhappy", "reach", "details", "elsewhere", "or_end"),
)
_TOLD_OF_IT = (
    *(OfFiled.PROGRESS, OfFiled.UNIT, OfFiled.UNHAPPY),
    *(OfFiled.REACH, OfFiled.DETAILS),
)
_ANSWERS = ticket_answers()


class Listen(Step, frozen=True, tag="listen"):
    """An open question to the caller."""

    text: str
    routes: Routes
    go_on: str = "您请讲。"
    added: str = "好的，已经为您补充到工单里了。"
    corrected: str = "好的，已经为您记到工单里，会请工作人员按您说的更正。"
    hidden: str = "好的，已经在工单里注明您要求保密。"
    right: str = "好的，请您说一下正确的内容。"
    mend: str = "好的，工单已经登记，我请人工话务员为您更正补充，请稍等。"
    urged: str = _ANSWERS["urged"]
    respond: str = _ANSWERS["respond"]
    settle: str = _ANSWERS["settle"]
    elsewhere: str = (
        "这里是12345政务服务便民热线，不是您要找的单位。"
        "您有政务服务方面的问题，或者要反映的事情，请讲。"
    )
    number: str = "您反映的事情已经登记，您的工单号是{numbers}。"
    progress: str = _ANSWERS["progress"]
    unit: str = _ANSWERS["unit"]
    unhappy: str = _ANSWERS["unhappy"]
    reach: str = _ANSWERS["reach"]
    details: str = _ANSWERS["details"]
    or_end: str = "您还有别的事情，请讲；没有的话，可以挂机了。"
    silence: list[str] = msgspec.field(default_factory=list)
    unclear: list[str] = msgspec.field(default_factory=list)
    seconds: float = 0.0  # of silence; 0: as the flow says
    tries: Tries | None = None  # how often silence is asked again; None: as the flow says
    give_up: str = ""  # where silence leads in the end; empty: people

    def enter(self, turn: Turn) -> None:
        text = self.go_on if turn.state.announced else self.text
        turn.set(asked=None, announced=False)
        self._ask(turn, text)

    def _ask(self, turn: Turn, text: str) -> None:
        turn.ask(
            text,
            silence=tuple(self.silence),
            unclear=tuple(self.unclear),
            seconds=self.seconds or None,
            tries=self.tries,
        )

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if pressed(turn, event) or not isinstance(event, Understood):
            return
        resuming = is_choosing(turn)
        heard = resumed(turn, event, self.routes.draft) if resuming else event
        if heard is not None:
            self._heard(turn, heard)

    def _heard(self, turn: Turn, event: Understood) -> None:
        way = way_of(event)
        of_filed = turn.state.tickets and not is_choosing(turn) and not asks_progress(event.text)
        if of_filed and self._of_filed(turn, event, way):
            return
        if is_misdialled(event.text) and turn.may_ask_again():
            self._ask(turn, self.elsewhere)
        elif self._is_over(turn, event.text):
            turn.goto(self.routes.done)
        elif not follow(turn, event, self.routes):
            self._ask_again(turn, event, way)

    def _is_over(self, turn: Turn, text: str) -> bool:
        thanked = bool(self.give_up) and thanks(text) and not is_choosing(turn)
        return thanked or (regrets_the_call(text) and not turn.state.tickets)

    def on_ready(self, turn: Turn) -> None:
        """It is the caller's turn; only a choice, which has words of its own, is offered again."""
        if is_choosing(turn):
            turn.ask_again()
        else:
            turn.bid(self.go_on)

    def on_hearing(self, turn: Turn) -> None:
        if is_choosing(turn):
            super().on_hearing(turn)
        else:
            turn.bid(turn.flow.phrases.listening)

    def _of_filed(self, turn: Turn, heard: Understood, way: Way) -> bool:
        """不对是三万八, 工单号再说一遍: said after the ticket was written."""
        number, told = parted(heard.text)
        if number and told:  # 我电话是一三八…还有我家停水了
            self._ring_at(turn, number)
            turn.understand(told)
            return True
        said = said_of_filed(heard, way, turn.state.filed)
        number = which(heard, turn.state.filed, turn.state.tickets)
        if isinstance(turn.state.memo, Mending) and _comes(turn.state.memo, said, heard, way):
            said, number = turn.state.memo.said, turn.state.memo.number
        if said is None:
            return False
        if said is OfFiled.NUMBER:
            numbers = spoken_list([spoken_number(n) for n in turn.state.tickets])
            turn.say(self.number, {"numbers": numbers})
        elif said in _TOLD_OF_IT:
            self._tell(turn, said, number)
        elif said is OfFiled.WHEN:
            self._tell_when(turn, number)
        elif said is OfFiled.RINGS:
            self._ring_at(turn, heard.text)
        elif said in _ADDITIONS:
            self._add(turn, heard, said, number)
        elif said is OfFiled.NOTED:
            turn.set(misses=0)
        elif not turn.may_ask_again():  # people put it in
            turn.set(matter=heard.text, last=None)
            turn.to_human(self.mend)
            return True
        elif said is OfFiled.DENIES:
            turn.set(memo=Mending(number))
            self._ask(turn, self.right)
            return True
        else:
            turn.say(self.urged)
        self._ask(turn, self.text)
        return True

    def _tell(self, turn: Turn, said: OfFiled, number: str) -> None:
        """What holds for every ticket; who may tell a detail does so next."""
        turn.say(getattr(self, said.value))
        if said is OfFiled.DETAILS:
            turn.set(memo=Mending(number, OfFiled.ADDS))

    def _tell_when(self, turn: Turn, number: str) -> None:
        """What its deadline says, as far as the call knows it."""
        matter = next((f.matter for f in turn.state.filed if f.number == number), None)
        name, days = deadline_of(matter)
        turn.say(getattr(self, name), days)

    def _ring_at(self, turn: Turn, words: str) -> None:
        """A number told now is rung for each ticket of the call, as one told before is."""
        for number in turn.state.tickets:
            turn.do(AddToTicket(number, words, Addition.MORE))
        turn.set(memo=None, misses=0)
        turn.forget()
        turn.say(turn.flow.phrases.ring_at)

    def _add(self, turn: Turn, heard: Understood, said: OfFiled, number: str) -> None:
        turn.do(AddToTicket(number, heard.text, _ADDITIONS[said]))
        turn.set(memo=None, misses=0)
        turn.forget()
        told = {OfFiled.HIDES: self.hidden, OfFiled.CORRECTS: self.corrected}
        turn.say(told.get(said, self.added))

    def _ask_again(self, turn: Turn, event: Understood, way: Way) -> None:
        if way is Way.REPEAT or (way is Way.GREETING and turn.may_ask_again()):
            self._ask(turn, self.text)
        elif way in (Way.OPENING, Way.NO) and turn.may_ask_again():  # then we wait for what it is
            self._ask(turn, self.go_on)
        elif self.give_up and nods(event.text) and not is_choosing(turn):
            self._nodded(turn, event.text)
        elif way is Way.YES and turn.state.memo is None:
            turn.set(memo=Clarified())
            self._ask(turn, self.go_on)
        else:
            told = not is_brief(event.text)
            turn.remember(event)
            if self.give_up and told and turn.state.misses:  # nobody hangs up on words
                turn.to_human()
            else:
                turn.missed(silent=False)

    def _nodded(self, turn: Turn, text: str) -> None:
        """行, 好嘞 is a goodbye once a ticket is written; 嗯, 对 is asked once what it means."""
        settled = bool(turn.state.tickets) and has_settled(text)
        if not settled and turn.may_ask_again():
            self._ask(turn, self.or_end if turn.state.tickets else self.text)
        else:
            turn.goto(self.routes.done)

    def on_gave_up(self, turn: Turn) -> None:
        if self.give_up and not is_choosing(turn):
            turn.goto(self.give_up)
        else:
            turn.to_human()

    def exits(self) -> Iterator[tuple[str, str]]:
        yield from self.routes.exits()
        if self.give_up:
            yield "give_up", self.give_up

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text)
        yield Prompt("go_on", self.go_on)
        for name in _SPOKEN:
            yield Prompt(name, getattr(self, name))
        yield Prompt("respond", self.respond, DAYS)
        yield Prompt("settle", self.settle, DAYS)
        yield Prompt("number", self.number, frozenset({"numbers"}))
        for name in ("silence", "unclear"):
            for text in getattr(self, name):
                yield Prompt(name, text)

    @property
    def listens(self) -> bool:
        return True
