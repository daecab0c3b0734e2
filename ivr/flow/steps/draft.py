"""draft: 工单草稿. Hears the caller out, asks what is missing, reads back, writes the tickets."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from ivr.flow.actions import Addition, AddToTicket, AnswerGiven
from ivr.flow.draft_memo import Memo, Stage, to_write
from ivr.flow.events import Finding, FlowEvent, Matter, Reply, TicketsOpened, Understood
from ivr.flow.fact_questions import fact_questions
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.speak import ordinal, sentence, spoken_list, spoken_number
from ivr.flow.state import Filed
from ivr.flow.telling import Telling, of_ticket, telling_of
from ivr.flow.ticket_answers import DAYS, deadline_of, ticket_answers
from ivr.flow.told_to_draft import NEEDED, Next, agrees_to_last, judged
from ivr.flow.turn import Turn
from ivr.flow.villages import town_last
from ivr.language import replies
from ivr.language.additions import puts_right
from ivr.language.brief_replies import is_brief
from ivr.language.earlier import is_mere_question
from ivr.language.ticket_questions import OfTicket, bids_to_write
from ivr.language.withdrawals import lets_go

_PLACES = frozenset({"summary", "which", "numbers", "title", "answer", "count"})


class Draft(Step, frozen=True, tag="draft"):
    """Two matters give two tickets (一事一工单); a question inside is answered beside them."""

    next: str
    questions: dict[str, str] = msgspec.field(default_factory=fact_questions)
    max_questions: int = 2
    more: str = "好的，我记下了。请问还有补充吗？"
    go_on: str = "您请讲。"
    needs: str = "不好意思，这一点转办时要用到，麻烦您再说一下。"  # a question is asked once more
    check: str = "我记录的是：{summary}。对吗？"
    check_one: str = "{which}件，{summary}。对吗？"
    check_again: str = "请问我记录得对吗？您可以说对，或者不对。"
    wrong: str = "不好意思，请问哪里不对？请您说一下正确的内容。"
    still_wrong: str = "很抱歉没有记对，我请人工话务员为您登记，请稍等。"
    thanks: str = (
        "好的，您反映的事情已经登记，工单号是{numbers}。"
        "我们会转给承办单位尽快办理并给您回复，感谢您的来电。"
    )
    thanks_many: str = (
        "好的，您反映的{count}件事已经分别登记，工单号是{numbers}。"
        "我们会转给承办单位尽快办理并给您回复，感谢您的来电。"
    )
    withdrawn: str = "好的，那就不登记了。"
    let_go: str = "好的，这件事先不登记。"
    beside: str = "另外，您问的{title}：{answer}"
    answers: dict[str, str] = msgspec.field(default_factory=ticket_answers)
    asked_too: str = "您另外问的问题也记到工单里了，会一并给您答复。"
    added: str = "好的，已经为您补充到工单里了。"

    def enter(self, turn: Turn) -> None:
        last = turn.state.last
        if last is None or not last.matters:
            turn.to_human()
            return
        self._go_on(turn, Memo(followed=replies.is_done(last.text)))

    # -- what comes next -------------------------------------------------------------------

    def _go_on(self, turn: Turn, memo: Memo) -> None:
        """A missing fact, else anything to add, else reading back."""
        missing = self._missing(turn, memo)
        if missing:
            memo = replace(memo, stage=Stage.FACT, asked=(*memo.asked, missing))
            self._ask(turn, memo, self._question(turn, missing), tries=0)
        elif not memo.followed and not memo.asked:
            self._ask(turn, replace(memo, stage=Stage.MORE, followed=True), self.more, tries=0)
        else:
            self._check(turn, replace(memo, index=0))

    def _missing(self, turn: Turn, memo: Memo) -> str | None:
        if len(memo.asked) >= self.max_questions:
            return None
        for matter in self._written(turn):
            for name in matter.to_ask:
                if name in self.questions and name not in memo.asked:
                    return name
        return None

    def _question(self, turn: Turn, fact: str) -> str:
        """The question that fits the first matter without the fact; else the fact's own."""
        fitting = (dict(zip(m.to_ask, m.questions, strict=False)) for m in self._written(turn))
        name = next((names[fact] for names in fitting if fact in names), fact)
        return self.questions.get(name, self.questions[fact])

    def _ask(self, turn: Turn, memo: Memo, text: str, *, tries: int = 2) -> None:
        turn.set(memo=memo, misses=0)
        again = (self.check_again,) if memo.stage is Stage.CHECK else ()
        turn.ask(text, silence=again, unclear=again, tries=tries)

    def _check(self, turn: Turn, memo: Memo) -> None:
        matters = self._written(turn)
        if memo.index >= len(matters):
            self._write(turn, memo)
            return
        places = {
            "summary": sentence(matters[memo.index].summary),
            "which": ordinal(memo.index),
        }
        text = self.check if len(matters) == 1 else self.check_one
        self._ask(turn, replace(memo, stage=Stage.CHECK), turn.words(text, places))

    def _write(self, turn: Turn, memo: Memo, *, confirmed: bool = True) -> None:
        written = self._indices(turn)
        if not written:
            turn.to_human()
            return
        owed = (*memo.beside, *self._questions_inside(turn))
        writing = tuple(self._written(turn))
        turn.set(memo=replace(memo, beside=owed, writing=writing), asking=None)
        turn.keep_matter(confirmed=confirmed, which=written)

    def _withdraw(self, turn: Turn, memo: Memo, text: str) -> None:
        turn.forget()
        turn.say(text)
        self._tell_beside(turn, memo)
        turn.goto(self.next)

    def _part(self, turn: Turn, memo: Memo) -> None:
        """A goodbye in the middle writes what was told; of a mere question nothing is written,
        and what is no matter by itself goes to the ticket before."""
        if is_mere_question(turn.state.matter):
            turn.forget()
            self._tell_beside(turn, memo)
            turn.goto(self.next)
        elif turn.state.tickets and self._is_bare(turn):
            turn.do(AddToTicket(turn.state.tickets[-1], turn.state.matter, Addition.MORE))
            self._withdraw(turn, memo, self.added)
        else:
            self._write(turn, memo, confirmed=False)

    def _is_bare(self, turn: Turn) -> bool:
        """想让政府给弄弄: nothing says of what sort it is, nor where; no ticket of its own."""
        return all(not m.about and "place" in m.to_ask for m in self._written(turn))

    # -- the caller's words ----------------------------------------------------------------

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, TicketsOpened):
            self._thank(turn, event)
        elif isinstance(event, Understood):
            moved = town_last(turn.state.matter, event.text)
            if moved:
                turn.set(matter=moved)
                turn.understand(event.text)
                return
            memo = turn.state.memo if isinstance(turn.state.memo, Memo) else Memo()
            telling = telling_of(event, turn.state.last)
            other = lets_go(event.text)
            if other is not None:
                turn.set(pending=other, announced=True)
                self._withdraw(turn, memo, self.let_go)
            elif telling is Telling.WITHDRAWS:
                self._withdraw(turn, memo, self.withdrawn)
            elif telling is Telling.PARTS and not agrees_to_last(memo, event, turn.state.last):
                self._part(turn, memo)
            elif way_of(event) is Way.REPEAT and telling is not Telling.KNOWS_NOT:
                self._repeat(turn, memo)
            else:
                self._judge(turn, memo, event, telling)

    def _judge(self, turn: Turn, memo: Memo, heard: Understood, telling: Telling) -> None:
        """A fact, an addition, an answer to 对吗, or what is right."""
        found = judged(memo, heard, telling, turn.state.last)
        if telling is Telling.OF_TICKET:
            self._tell_of_ticket(turn, memo, heard)
        if found.keeps:
            turn.remember(heard)
        match found.next:
            case Next.UNDERSTAND:
                turn.set(memo=found.memo)
                turn.understand(found.words)
            case Next.MEND:
                self._mend(turn, found.memo, heard)
            case Next.UNCLEAR:
                turn.missed(silent=False)
            case Next.PEOPLE:
                turn.to_human(self.still_wrong)
            case _:
                self._lead_on(turn, found.memo, found.next)

    def _lead_on(self, turn: Turn, memo: Memo, what: Next) -> None:
        """The next thing that the caller is asked."""
        match what:
            case Next.HEAR:
                self._ask(turn, memo, self.go_on, tries=0)
            case Next.STRAY:
                self._stray(turn, memo)
            case Next.ONWARD:
                self._go_on(turn, memo)
            case Next.CONFIRM:
                self._ask(turn, memo, self.check_again)
            case Next.UNHARMED:
                turn.set(matter=memo.denied)
                self._check(turn, memo)
            case _:
                self._check(turn, memo)

    def _tell_of_ticket(self, turn: Turn, memo: Memo, heard: Understood) -> None:
        """什么时候能给我办: what its deadline will say, of the matter just read back."""
        asked = of_ticket(heard.text, turn.state.last)
        if asked is OfTicket.WHEN:
            matters = self._written(turn)[memo.index :]
            name, days = deadline_of(matters[0] if matters else None)
            turn.say(self.answers[name], days)
        elif asked is not None:
            turn.say(self.answers[asked.value])

    def _stray(self, turn: Turn, memo: Memo) -> None:
        """Something else than the fact, which is asked for once more."""
        if memo.fact and not memo.strayed:
            memo = replace(memo, strayed=True)
            turn.say(self.needs)
            self._ask(turn, memo, self._question(turn, memo.fact), tries=0)
        else:
            self._go_on(turn, memo)

    def _mend(self, turn: Turn, memo: Memo, heard: Understood) -> None:
        """What is right is understood as put after 不对; a correction in vain is not kept."""
        memo = replace(memo, stage=Stage.CORRECT, wrong=1, denied=turn.state.matter)
        tells_more = not is_brief(heard.text) and not puts_right(heard.text)
        turn.set(matter=heard.whole if tells_more else f"{turn.state.matter}，不对")
        self._ask(turn, memo, self.wrong)

    def _repeat(self, turn: Turn, memo: Memo) -> None:
        if memo.stage is Stage.CHECK:
            self._check(turn, memo)
        elif memo.fact:
            self._ask(turn, memo, self._question(turn, memo.fact), tries=0)
        else:
            self._ask(turn, memo, self.wrong if memo.stage is Stage.CORRECT else self.more)

    def sets_aside(self, turn: Turn, text: str) -> bool:
        return bids_to_write(text) or of_ticket(text, turn.state.last) is not None

    def reads_back(self, turn: Turn) -> bool:
        return isinstance(turn.state.memo, Memo) and turn.state.memo.stage is Stage.CHECK

    def on_noted(self, turn: Turn) -> None:
        """别说是我说的 or a telephone number is all that is to add, and nothing is wrong."""
        memo = turn.state.memo
        if not isinstance(memo, Memo) or memo.stage in (Stage.FACT, Stage.CHECK):
            turn.ask_again()
        elif memo.stage is Stage.CORRECT:
            turn.set(matter=memo.denied)
            self._check(turn, memo)
        else:
            self._go_on(turn, memo)

    def on_gave_up(self, turn: Turn) -> None:
        memo = turn.state.memo
        if isinstance(memo, Memo) and memo.stage in (Stage.MORE, Stage.FACT):
            memo = replace(memo, followed=True)  # silence: nothing to add
            if memo.asked and memo.asked[-1] in NEEDED:
                self._stray(turn, memo)
            else:
                self._go_on(turn, memo)
        else:
            turn.to_human()

    def on_left(self, turn: Turn) -> None:
        if is_mere_question(turn.state.matter):
            turn.forget()
        turn.keep_matter()

    # -- thanks ----------------------------------------------------------------------------

    def _thank(self, turn: Turn, event: TicketsOpened) -> None:
        memo = turn.state.memo if isinstance(turn.state.memo, Memo) else Memo()
        if not event.numbers:
            turn.to_human(self.still_wrong)
            return
        filed = map(Filed, event.numbers, memo.writing)
        turn.set(filed=(*turn.state.filed, *filed))
        numbers = [spoken_number(n) for n in event.numbers]
        places = {
            "numbers": spoken_list(numbers),
            "count": _COUNT[len(numbers) % 11],
        }
        turn.say(self.thanks if len(numbers) <= 1 else self.thanks_many, places)
        if memo.open:
            turn.do(AddToTicket(event.numbers[0], "，".join(memo.open), Addition.MORE))
            turn.say(self.asked_too)
        self._tell_beside(turn, memo)
        turn.goto(self.next)

    def _tell_beside(self, turn: Turn, memo: Memo) -> None:
        for reply in memo.beside:
            title, answer = reply.title or "", reply.answer or ""
            turn.do(AnswerGiven(reply.entry or "", title, answer, reply.score))
            turn.say(self.beside, {"title": title, "answer": answer})

    # -- which matters become tickets ------------------------------------------------------

    def _indices(self, turn: Turn) -> tuple[int, ...]:
        matters = turn.state.last.matters if turn.state.last else ()
        return to_write(matters)

    def _written(self, turn: Turn) -> list[Matter]:
        matters = turn.state.last.matters if turn.state.last else ()
        return [matters[i] for i in self._indices(turn)]

    def _questions_inside(self, turn: Turn) -> tuple[Reply, ...]:
        """The answers to what was asked beside or within what becomes a ticket."""
        matters = turn.state.last.matters if turn.state.last else ()
        return tuple(m.reply for m in matters if m.reply.finding is Finding.ANSWER)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield "next", self.next

    def prompts(self) -> Iterator[Prompt]:
        for name, text in self.questions.items():
            yield Prompt(f"questions.{name}", text)
        for name, text in self.answers.items():
            yield Prompt(f"answers.{name}", text, DAYS)
        for name in _SPOKEN:
            yield Prompt(name, getattr(self, name), _PLACES)

    @property
    def listens(self) -> bool:
        return True


_COUNT = "零一两三四五六七八九十"
_SPOKEN = (
    "more",
    "go_on",
    "needs",
    "check",
    "check_one",
    "check_again",
    "wrong",
    "still_wrong",
    "thanks",
    "thanks_many",
    "withdrawn",
    "let_go",
    "beside",
    "asked_too",
    "added",
)
