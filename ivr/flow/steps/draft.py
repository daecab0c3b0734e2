"""draft: 工单草稿. Hears the caller out, asks what is missing, reads back, writes the tickets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import msgspec

from ivr.flow.actions import Addition, AddToTicket, AnswerGiven
from ivr.flow.events import Finding, FlowEvent, Matter, Reply, TicketsOpened, Understood
from ivr.flow.fact_questions import fact_questions
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.speak import ordinal, sentence, spoken_list, spoken_number
from ivr.flow.state import Filed
from ivr.flow.telling import Telling, telling_of, tells_a_fact
from ivr.flow.turn import Turn
from ivr.language import replies
from ivr.language.additions import is_so_already, puts_right
from ivr.language.brief_replies import is_brief
from ivr.language.earlier import is_mere_question, parted
from ivr.language.questions import asked_of_us


class Stage(Enum):
    """What the draft waits for."""

    FACT = "fact"  # one missing fact
    MORE = "more"  # anything to add
    CHECK = "check"  # 对吗?
    CORRECT = "correct"  # what was wrong


@dataclass(frozen=True, slots=True)
class Memo:
    """What this step remembers."""

    stage: Stage = Stage.MORE
    asked: tuple[str, ...] = ()
    followed: bool = False
    index: int = 0  # which matter is read back
    wrong: int = 0  # times that it was not right
    added: int = 0  # times that something was added or asked while it was read back
    strayed: bool = False  # a question came instead of the fact; it is asked for once more
    denied: str = ""  # the matter before 不对, in case nothing is wrong after all
    beside: tuple[Reply, ...] = ()  # answers owed beside the ticket
    open: tuple[str, ...] = ()  # questions that no article answers; the ticket holds them
    writing: tuple[Matter, ...] = ()  # whose tickets are being written


MOST_WRONG = 2  # corrections that say what is right
MOST_ADDED = 4


_PLACES = frozenset({"summary", "which", "numbers", "title", "answer", "count"})


class Draft(Step, frozen=True, tag="draft"):
    """Two matters give two tickets (一事一工单); a question inside is answered beside them."""

    next: str
    questions: dict[str, str] = msgspec.field(default_factory=fact_questions)
    max_questions: int = 2
    more: str = "好的，我记下了。请问还有补充吗？"
    go_on: str = "您请讲。"
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
    beside: str = "另外，您问的{title}：{answer}"
    asked_too: str = "您另外问的问题也记到工单里了，会一并给您答复。"

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

    def _withdraw(self, turn: Turn, memo: Memo) -> None:
        turn.forget()
        turn.say(self.withdrawn)
        self._tell_beside(turn, memo)
        turn.goto(self.next)

    def _part(self, turn: Turn, memo: Memo) -> None:
        """A goodbye in the middle writes what was told; of a mere question nothing is written."""
        if is_mere_question(turn.state.matter):
            turn.forget()
            self._tell_beside(turn, memo)
            turn.goto(self.next)
        else:
            self._write(turn, memo, confirmed=False)

    # -- the caller's words ----------------------------------------------------------------

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, TicketsOpened):
            self._thank(turn, event)
        elif isinstance(event, Understood):
            memo = turn.state.memo if isinstance(turn.state.memo, Memo) else Memo()
            telling = telling_of(event, turn.state.last)
            if telling is Telling.WITHDRAWS:
                self._withdraw(turn, memo)
            elif telling is Telling.PARTS and not _agreed_last(turn, memo, event):
                self._part(turn, memo)
            elif way_of(event) is Way.REPEAT:
                self._repeat(turn, memo)
            elif memo.stage is Stage.CHECK:
                self._checked(turn, memo, event, telling)
            else:
                self._told(turn, memo, event, telling)

    def _bare_place(self, turn: Turn, memo: Memo, heard: Understood) -> str:
        """铁西的 to 在哪个区县: the name without what hides it."""
        asked = memo.stage is Stage.FACT and memo.asked[-1] in ("place", "city")
        found = _OF_PLACE.fullmatch(heard.text.strip("，。 "))
        before = turn.state.last
        if not asked or found is None or is_brief(heard.text) or tells_a_fact(heard, before):
            return ""
        return found[1]

    def _told(self, turn: Turn, memo: Memo, heard: Understood, telling: Telling) -> None:
        """A fact, an addition, or what is right."""
        if telling is Telling.OPENS or (
            memo.stage is Stage.MORE and _has_more(heard)  # 有: then we wait for it
        ):
            self._ask(turn, memo, self.go_on, tries=0)
        elif self._bare_place(turn, memo, heard):
            turn.understand(self._bare_place(turn, memo, heard))
        elif memo.stage is Stage.CORRECT:
            self._put_right(turn, memo, heard, telling)
        elif telling in _TOLD and not memo.wrong and _puts_nothing_right(turn, heard):
            self._ask_what_is_right(turn, memo, heard)
        elif telling is Telling.ASKS and parted(heard.text)[1]:
            asked, where = parted(heard.text)  # 那我上哪个街道啊 我住铁东区
            turn.set(memo=replace(memo, open=(*memo.open, asked)))
            turn.understand(where)
        elif telling is Telling.ASKS or self._is_aside(memo, heard):
            self._stray(turn, _owing(memo, heard))
        elif _is_no_place(memo, heard, telling) or (telling in _TOLD and not _kept(turn, heard)):
            self._stray(turn, memo)
        else:
            self._go_on(turn, memo)

    def _is_aside(self, memo: Memo, heard: Understood) -> bool:
        """顺便说 of something that an article answers."""
        return memo.stage is Stage.MORE and heard.reply.finding is Finding.ANSWER

    def _stray(self, turn: Turn, memo: Memo) -> None:
        """Something else than the fact, which is asked for once more."""
        if memo.stage is Stage.FACT and not memo.strayed:
            memo = replace(memo, strayed=True)
            self._ask(turn, memo, self._question(turn, memo.asked[-1]), tries=0)
        else:
            self._go_on(turn, memo)

    def _put_right(self, turn: Turn, memo: Memo, heard: Understood, telling: Telling) -> None:
        """The answer to 哪里不对."""
        again = telling in _TOLD and _puts_nothing_right(turn, heard)
        if telling is Telling.DENIES or again:
            turn.to_human(self.still_wrong)
            return
        if telling not in _TOLD or not _kept(turn, heard):
            turn.set(matter=memo.denied)  # nothing is wrong after all
            memo = _owing(memo, heard) if telling is Telling.ASKS else memo
        self._check(turn, memo)

    def _checked(self, turn: Turn, memo: Memo, heard: Understood, telling: Telling) -> None:
        """The answer to 对吗."""
        before = len(turn.state.last.matters if turn.state.last else ())
        if telling in _TOLD and _puts_nothing_right(turn, heard):
            telling = Telling.DENIES
        elif telling in _TOLD and not _kept(turn, heard):
            telling = Telling.UNCLEAR
        if telling in (Telling.AGREES, Telling.PARTS):
            self._check(turn, replace(memo, index=memo.index + 1))
        elif telling is Telling.OPENS:
            self._ask(turn, replace(memo, stage=Stage.MORE, followed=True), self.go_on, tries=0)
        elif telling is Telling.ADDS and memo.added < MOST_ADDED:
            more = len(heard.matters) > before
            told_on = more and replies.yes_no(heard.text) is True  # 对, 还有一件事
            last = len(self._written(turn)) - 1
            index = min(memo.index + 1 if told_on else memo.index, last)
            self._check(turn, replace(memo, added=memo.added + 1, index=index))
        elif telling is Telling.ASKS and memo.added < MOST_ADDED:
            self._check(turn, replace(_owing(memo, heard), added=memo.added + 1))
        elif telling is Telling.CORRECTS and memo.wrong < MOST_WRONG:
            self._check(turn, replace(memo, wrong=memo.wrong + 1))
        elif telling is Telling.DENIES and not memo.wrong:
            self._ask_what_is_right(turn, memo, heard)
        elif telling in (Telling.UNCLEAR, Telling.KNOWS_NOT):
            turn.missed(silent=False)
        else:
            turn.to_human(self.still_wrong)

    def _ask_what_is_right(self, turn: Turn, memo: Memo, heard: Understood) -> None:
        memo = replace(memo, stage=Stage.CORRECT, wrong=1, denied=turn.state.matter)
        bare = is_brief(heard.text) or not puts_right(heard.text)
        # What is right is understood as put after 不对.
        turn.set(matter=heard.whole if bare else f"{turn.state.matter}，不对")
        self._ask(turn, memo, self.wrong)

    def _repeat(self, turn: Turn, memo: Memo) -> None:
        if memo.stage is Stage.CHECK:
            self._check(turn, memo)
        elif memo.stage is Stage.FACT:
            self._ask(turn, memo, self._question(turn, memo.asked[-1]), tries=0)
        else:
            self._ask(turn, memo, self.wrong if memo.stage is Stage.CORRECT else self.more)

    def reads_back(self, turn: Turn) -> bool:
        return isinstance(turn.state.memo, Memo) and turn.state.memo.stage is Stage.CHECK

    def on_secrecy(self, turn: Turn) -> None:
        """别说是我说的 to 还有补充吗 is all that is to add, and to 哪里不对 that nothing is."""
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
            if memo.asked and memo.asked[-1] in _NEEDED:
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
        kept = tuple(i for i, m in enumerate(matters) if not _is_answered(m))
        return kept or tuple(range(len(matters)))

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
        for name in _SPOKEN:
            yield Prompt(name, getattr(self, name), _PLACES)

    @property
    def listens(self) -> bool:
        return True


_COUNT = "零一两三四五六七八九十"
_SPOKEN = (
    "more",
    "go_on",
    "check",
    "check_one",
    "check_again",
    "wrong",
    "still_wrong",
    "thanks",
    "thanks_many",
    "withdrawn",
    "beside",
    "asked_too",
)


_TOLD = (Telling.ADDS, Telling.CORRECTS)


_NEEDED = ("place", "course")  # nobody can do anything without


_OF_PLACE = re.compile(r"(?:我们?家?|俺|咱|就|是|在|住)*+([一-龥]{2,3})的[啊呀呢吧]?")
_FAULT = re.compile("[说记听写念报弄搞整]错了?$")
_HAS_MORE = re.compile(r"有|要|补充")


def _has_more(heard: Understood) -> bool:
    """有啊 to 还有补充吗; 对 and 谢谢 have none."""
    return way_of(heard) is Way.YES and _HAS_MORE.search(heard.text) is not None


def _is_no_place(memo: Memo, heard: Understood, telling: Telling) -> bool:
    """嗯 to 发生在哪里: no answer."""
    asked = memo.stage is Stage.FACT and memo.asked[-1:] and memo.asked[-1] in _NEEDED
    mere = telling is Telling.AGREES and replies.yes_no(heard.text) is True
    return bool(asked) and (mere or telling is Telling.UNCLEAR)


def _agreed_last(turn: Turn, memo: Memo, heard: Understood) -> bool:
    """行拜拜 to the last 对吗."""
    matters = turn.state.last.matters if turn.state.last else ()
    last = memo.stage is Stage.CHECK and memo.index + 1 >= len(matters)
    return last and replies.yes_no(heard.text) is True


def _kept(turn: Turn, heard: Understood) -> bool:
    """Put behind the matter, unless with these words nothing would be left to write."""
    if heard.matters:
        turn.remember(heard)
    return bool(heard.matters)


def _puts_nothing_right(turn: Turn, heard: Understood) -> bool:
    """不是东门是西门, where neither was told; 我记错了 read back as if it were of the matter."""
    if not puts_right(heard.text):
        return False
    fault = _FAULT.search(heard.text)
    if fault and any(fault[0] in each.summary for each in heard.matters):
        return True
    told = turn.state.last.matters if turn.state.last else ()
    read = [each.summary for each in heard.matters]
    same = [each.summary for each in told] == read
    return same and not any(is_so_already(heard.text, summary) for summary in read)


def _owing(memo: Memo, heard: Understood) -> Memo:
    """With the answer to a question beside the matter, or the question, which the ticket holds."""
    if heard.reply.finding is not Finding.ANSWER:
        told = asked_of_us(heard.text) or heard.text in memo.open
        return memo if told else replace(memo, open=(*memo.open, heard.text))
    return replace(memo, beside=(*memo.beside, heard.reply))


def _is_answered(matter: Matter) -> bool:
    return matter.kind == "inquiry" and matter.reply.finding is Finding.ANSWER
