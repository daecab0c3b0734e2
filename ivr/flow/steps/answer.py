"""answer: 即时答复, spoken at once; then whether there is anything else, and whether it helped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from ivr.flow.actions import AnswerGiven, Helped
from ivr.flow.choosing import UNKNOWN_WORDS, Clarified, names_place, pressed
from ivr.flow.events import Finding, FlowEvent, KeyPressed, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.progress import asks_progress
from ivr.flow.resuming import note_narrowed, resumed
from ivr.flow.routing import INQUIRY, Way, states_a_case, way_of
from ivr.flow.steps.listen import Routes, follow, no_more
from ivr.flow.turn import Turn
from ivr.language import replies
from ivr.language.asked_facts import (
    asks_a_fact,
    asks_the_same,
    hours_of,
    not_ones_own,
    telling,
)
from ivr.language.brief_replies import is_brief, is_question, nods, takes_leave, thanks
from ivr.language.call_talk import has_noted
from ivr.language.earlier import asks_of_oneself, only_says_where
from ivr.language.elliptic import goes_over, is_whole, narrows, subject_of
from ivr.language.put_through import wants_people
from ivr.language.withdrawals import only_asking

_HELPED = re.compile(r"谢谢|感谢|麻烦你|辛苦|打扰|明白|知道了|清楚了|懂了|好的|行了|解决了|可以了")
_NOT_HELPED = re.compile(r"不对|不是|没(?:有)?解决|没(?:有)?用|不满意|答非所问|错了|没(?:有)?帮")
_REPROACH = re.compile(r"不满意|没(?:有)?解决|答非所问|(?:答|说|讲)的?(?:都)?不对")
# 那要带什么, 需要多少钱: asks on about the matter just answered, which the longer form tells.
_ASKS_ON = re.compile(
    r"(?:[嗯那哦，]|这个?|我们?|就|都|还|得|需要?|要|该)*+(?:带|准备|拿|交|提供|用)?(?:些|点)?(?:什么|哪些|啥)(?:材料|手续|证件|东西)?(?:呢|啊|吗)?"
    r"|(?:[嗯那哦，]|这个?|我|就|还|得|需要?|要|该|大概|一共)*+(?:多少钱|多长时间|多久|几天|花钱|收费|本人去?|去哪(?:儿|里|办)?|上哪(?:儿|办)?)(?:能|办|下来|好)*(?:呢|啊|吗)?"
    r"|(?:[嗯那哦，]|这个?|我|就|是|还|得|要|该|应该)*+(?:[在用去上到打拿找从下]|登录?|下载|登陆)?(?:哪一?个|哪个?|什么|啥)"
    r"(?:软件|[Aa][Pp][Pp]|窗口|网站|公众号|小程序|电话|地方|平台|部门|科室|楼|银行|号码|大厅|单位)(?:[办弄整下登]|上|里|申请|打|下载|办理|能办)*(?:呢|啊|呀|吗)?"
)
_LISTENING = re.compile(r"(?:嗯|哦|噢|啊|好|是|对|好的|是的|对的)+")  # said while hearing us out
_INCOMPLETE = (Way.CLARIFY, Way.UNKNOWN, Way.UNCLEAR)
_PLACES = frozenset({"answer", "title"})


@dataclass(frozen=True, slots=True)
class Told:
    """How long a form the caller has heard, how often it was said again, and what parts of it."""

    longer: bool = False
    again: int = 0
    parts: tuple[str, ...] = ()  # sentences of it that were told by themselves
    looked_up: str = ""  # the question for the hours of the office that it names
    lacking: bool = False  # what was asked last is told nowhere; people were offered


MOST_REPEATS = 3


class Answer(Step, frozen=True, tag="answer"):
    """Speaks the knowledge base's answer, its longer form once when asked, then people."""

    routes: Routes
    text: str = "{answer}"
    beside: str = "另外，您问的{title}：{answer}"
    more: str = "请问还有其他问题吗？"
    lacks: str = "这一点我这里没有查到，需要为您转接人工话务员吗？"
    go_on: str = "您请讲。"
    sorry: str = "很抱歉没能解答您的问题，我为您转接人工话务员，请稍等。"
    silence: list[str] = msgspec.field(default_factory=lambda: ["请问还有其他问题吗？"])

    def enter(self, turn: Turn) -> None:
        turn.note_help(Helped.INFERRED)  # the answer before this one was left at that
        self._tell(turn, longer=False)

    def _tell(self, turn: Turn, *, longer: bool, again: int = 0) -> None:
        first = turn.state.reply
        turn.set(memo=Told(longer, again), answered=first.entry or "", misses=0)
        for reply in (first, *turn.state.beside):
            answer = (reply.full_answer if longer else reply.answer) or reply.answer or ""
            title = reply.title or ""
            turn.do(AnswerGiven(reply.entry or "", title, answer, reply.score, longer))
            words = self.text if reply is first else self.beside
            turn.say(words, {"answer": _sentence(answer), "title": title})
        self._ask(turn, self.more)

    def _ask(self, turn: Turn, text: str) -> None:
        about = turn.state.reply.title or ""
        turn.ask(text, silence=tuple(self.silence), about=about, tries=1)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, KeyPressed) and event.key in "*#":
            turn.hush()
            self._tell(turn, longer=_told(turn).longer)
            return
        if pressed(turn, event) or not isinstance(event, Understood):
            return
        if not event.chosen and names_place(event.text) and self._the_other(turn, event.text):
            return
        if event.text == _told(turn).looked_up:
            self._tell_hours(turn, event)
            return
        heard = resumed(turn, event, self.routes.draft)
        if heard is not None:
            self._heard(turn, heard)

    def _heard(self, turn: Turn, event: Understood) -> None:
        if isinstance(turn.state.memo, Clarified):  # another matter is being made out
            self._other(turn, event, way_of(event))
        elif turn.state.cut and _LISTENING.fullmatch(event.text.strip("，。")):
            self._tell(turn, longer=_told(turn).longer)
        elif _not_heard(event, way_of(event)):
            self._repeat(turn)
        elif not_ones_own(event.text):
            self._again(turn, event.text)
        else:
            self._said(turn, event, way_of(event))

    def _said(self, turn: Turn, event: Understood, way: Way) -> None:
        if way is Way.OPENING:  # 不是我还有个事
            self._ask(turn, self.go_on)
            return
        if asks_progress(event.text):
            self._other(turn, event, way)
            return
        if _told(turn).lacking and self._of_people(turn, event, way):
            return
        hours = "" if way is Way.ANSWER else hours_of(_all_told(turn), event.text)
        if hours:
            turn.set(memo=replace(_told(turn), looked_up=hours))
            turn.understand(hours)
            return
        if states_a_case(event, way) or (way is Way.UNCLEAR and only_says_where(event.text)):
            self._case(turn, event)
            return
        asked = _asked_on(turn, event, way)
        if asked is not None:  # 多少钱: another article tells what this one does not
            turn.note_help(Helped.INFERRED)
            follow(turn, asked, self.routes)
        elif way is Way.REPEAT or _asks_on(turn, event, way):
            self._again(turn, "" if way is Way.REPEAT else event.text)
        elif way not in (Way.ANSWER, Way.DRAFT) and _NOT_HELPED.search(event.text):
            turn.note_help(Helped.NO)
            turn.remember(event)
            turn.to_human(self.sorry)
        elif way in (Way.DONE, Way.NO) or no_more(event.text):
            thanked = bool(_HELPED.search(event.text))
            turn.note_help(Helped.YES if thanked else Helped.INFERRED)
            turn.goto(self.routes.done)
        elif _acknowledges(event, way):
            self._nodded(turn, event)
        elif way is Way.YES:
            self._ask(turn, self.go_on)
        else:
            self._other(turn, event, way)

    def _the_other(self, turn: Turn, words: str) -> bool:
        """那第二个呢, after the first was told: of the two that were offered."""
        asked, asking = turn.state.asked, turn.state.asking
        if asked is None or asking is None or not asked.offered or asking.among:
            return False
        turn.forget()
        turn.set(asking=replace(asking, among=asked.offered))
        turn.understand(words)
        return True

    def _tell_hours(self, turn: Turn, heard: Understood) -> None:
        """When the office is open that the answer names; it is still that answer we are at."""
        told, reply = replace(_told(turn), looked_up=""), heard.reply
        known = reply.finding is Finding.ANSWER
        words = (reply.answer or "", reply.full_answer or "") if known else ()
        new = next((w for w in words if w and w not in told.parts), "")
        turn.set(memo=told)
        turn.forget()
        if new:
            turn.set(memo=replace(told, parts=(*told.parts, new)))
            turn.do(AnswerGiven(reply.entry or "", reply.title or "", new, reply.score, False))
            turn.say(self.text, {"answer": _sentence(new)})
            self._ask(turn, self.more)
        else:
            self._lacking(turn)

    def _of_people(self, turn: Turn, heard: Understood, way: Way) -> bool:
        """好谢谢, 不用了: whether people are to tell what was not found."""
        agreed = way is Way.YES and not takes_leave(heard.text)
        if agreed or wants_people(heard.text):
            turn.note_help(Helped.NO)
            turn.to_human(turn.flow.phrases.to_human)
            return True
        turn.set(memo=replace(_told(turn), lacking=False))
        if way is Way.NO:
            self._ask(turn, self.more)
        return way is Way.NO

    def _case(self, turn: Turn, heard: Understood) -> None:
        """我们是租房的: another article knows the case, or the longer form does, or people."""
        reply, told = heard.in_context, _told(turn)
        other = reply.entry != turn.state.reply.entry and reply.finding is Finding.ANSWER
        offered = reply.among and turn.state.reply.entry not in reply.among
        offers = reply.finding is Finding.CLARIFY and bool(offered)
        if other or offers:
            turn.note_help(Helped.INFERRED)
            follow(turn, replace(heard, reply=reply, kind=INQUIRY, matters=()), self.routes)
        elif not told.longer and turn.state.reply.full_answer:
            note_narrowed(turn, heard.text)
            self._tell(turn, longer=True, again=told.again)
        else:
            turn.note_help(Helped.NO)
            turn.remember(replace(heard, matters=()))  # no ticket: who takes the call is told
            turn.to_human(UNKNOWN_WORDS)

    def _nodded(self, turn: Turn, event: Understood) -> None:
        """行, 好嘞: whether there is more is asked once; thanks for all that was said end it."""
        if _HELPED.search(event.text):
            turn.note_help(Helped.YES)
        thanked = thanks(event.text) and not turn.state.cut
        if thanked or not turn.may_ask_again():
            turn.note_help(Helped.INFERRED)
            turn.goto(self.routes.done)
        else:
            self._ask(turn, self.more)

    def _other(self, turn: Turn, event: Understood, way: Way) -> None:
        if way in (Way.ANSWER, Way.DRAFT, Way.POLICE, Way.UNKNOWN):
            reproached = _REPROACH.search(event.text)
            turn.note_help(Helped.NO if reproached else Helped.INFERRED)
        if follow(turn, event, self.routes):
            return
        if turn.state.misses and not is_brief(event.text):  # nobody hangs up on words
            turn.to_human()
        else:
            turn.missed(silent=False)

    def _repeat(self, turn: Turn) -> None:
        """再说一遍 is no failure: the short form, to who does not hear at all a few times only."""
        told = _told(turn)
        if told.again >= MOST_REPEATS:
            turn.to_human(self.sorry)
        else:
            self._tell(turn, longer=False, again=told.again + 1)

    def on_ready(self, turn: Turn) -> None:
        """好了你说吧: the answer again, or what is offered."""
        if isinstance(turn.state.memo, Clarified):
            turn.ask_again()
        else:
            self._repeat(turn)

    def _again(self, turn: Turn, asked: str) -> None:
        note_narrowed(turn, asked)
        told, fact = _told(turn), asks_a_fact(asked) or asks_of_oneself(asked)
        part = _part(turn, asked) if told.longer or fact else ""
        if fact and not part and (is_question(asked) or not_ones_own(asked)):
            self._lacking(turn)
        elif part and part not in told.parts:
            turn.set(memo=replace(told, parts=(*told.parts, part)))
            turn.say(self.text, {"answer": _sentence(part)})
            self._ask(turn, self.more)
        elif told.longer:
            turn.note_help(Helped.NO)
            turn.to_human(self.sorry)
        else:
            self._tell(turn, longer=True, again=told.again)

    def _lacking(self, turn: Turn) -> None:
        """几天能拿, of which nothing is told: said honestly, and not the same words again."""
        turn.set(memo=replace(_told(turn), lacking=True))
        self._ask(turn, self.lacks)

    def on_gave_up(self, turn: Turn) -> None:
        turn.note_help(Helped.INFERRED)
        if isinstance(turn.state.memo, Clarified):
            turn.to_human()
        else:
            turn.goto(self.routes.done)

    def on_left(self, turn: Turn) -> None:
        if not turn.state.speaking:
            turn.note_help(Helped.INFERRED)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield from self.routes.exits()

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text, _PLACES)
        yield Prompt("beside", self.beside, _PLACES)
        for name in ("more", "lacks", "go_on", "sorry"):
            yield Prompt(name, getattr(self, name))
        for text in self.silence:
            yield Prompt("silence", text)

    @property
    def listens(self) -> bool:
        return True


def _told(turn: Turn) -> Told:
    return turn.state.memo if isinstance(turn.state.memo, Told) else Told()


def _all_told(turn: Turn) -> str:
    return f"{turn.state.reply.answer or ''}{turn.state.reply.full_answer or ''}"


def _part(turn: Turn, asked: str) -> str:
    """What of the answer tells it; of the longer form where that does."""
    reply = turn.state.reply
    return telling(reply.full_answer or "", asked) or telling(reply.answer or "", asked)


def _not_heard(heard: Understood, way: Way) -> bool:
    """再说一遍, 喂你说话啊."""
    return way is Way.GREETING or (way is Way.REPEAT and replies.wants_it_again(heard.text))


def _acknowledges(heard: Understood, way: Way) -> bool:
    """好嘞, 我记好了: heard, and nothing more is said."""
    text = heard.text
    return (
        nods(text)
        or has_noted(text)
        or only_asking(text)
        or (way is Way.UNCLEAR and bool(_HELPED.search(text)))
    )


def _asks_on(turn: Turn, heard: Understood, way: Way) -> bool:
    """Whether it is the matter just answered that is asked about: no other is named."""
    answered = turn.state.reply.entry
    if way is Way.ANSWER and (heard.reply.entry == answered or _is_unnamed(heard, answered)):
        return True
    if way is Way.CLARIFY and heard.reply.among in ((), (answered,)):  # 需要本人去吗
        return True
    if way not in _INCOMPLETE or (way is Way.CLARIFY and goes_over(heard.text)):
        return False
    if narrows(heard.text) and not is_brief(heard.text):  # 孩子的: of that matter, or of none
        return True
    context = heard.in_context
    likely = context.among[:1] if context.finding is Finding.CLARIFY else ()
    of_it = answered in (context.entry, *likely)
    asked = is_question(heard.text) or (of_it and way is Way.UNKNOWN)
    of_it = of_it or (way is Way.UNCLEAR and heard.text[0] not in "你您")
    if asked and of_it and not is_whole(heard.text):
        return True
    return bool(_ASKS_ON.fullmatch(heard.text.strip("，。？? ")))


def _is_unnamed(heard: Understood, answered: str | None) -> bool:
    """阶梯是咋算的 after 电费: the words fit water as well, and name neither."""
    fits = heard.in_context.entry == answered and answered in heard.reply.among
    return fits and not set(subject_of(heard.reply.title or "")) & set(heard.text)


def _asked_on(turn: Turn, heard: Understood, way: Way) -> Understood | None:
    """多少钱 after 护照怎么办理: as asked with its subject; None: no other article answers."""
    reply = heard.in_context
    narrowed = narrows(heard.text) and not is_brief(heard.text)
    bare = way is Way.CLARIFY and (narrowed or not heard.reply.among)
    own = asks_a_fact(heard.text) and _part(turn, heard.text)
    better = reply.finding is Finding.ANSWER and asks_the_same(heard.text, reply.title or "")
    if bare and own and own not in _told(turn).parts and not better:
        return None
    if not bare and way not in (Way.UNKNOWN, Way.UNCLEAR):
        return None
    if way is Way.UNCLEAR and not (narrowed or is_question(heard.text)):
        return None
    answers = reply.finding is Finding.ANSWER and reply.entry != turn.state.reply.entry
    offers = reply.finding is Finding.CLARIFY and turn.state.reply.entry not in reply.among[:1]
    of_it = bare and not goes_over(heard.text)
    untold = asks_a_fact(heard.text) and not own
    if offers and of_it and not (_told(turn).longer or untold):
        return None  # the longer form may tell it more surely
    if not answers and not (offers and reply.among):
        return None
    return replace(heard, reply=reply, kind=INQUIRY, matters=())


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。？！" else text + "。"
