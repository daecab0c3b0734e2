"""answer: 即时答复, spoken at once; then whether there is anything else, and whether it helped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ivr.flow.actions import AnswerGiven, Helped
from ivr.flow.events import FlowEvent, KeyPressed, Understood
from ivr.flow.model import Prompt, Step
from ivr.flow.routing import Way, way_of
from ivr.flow.steps.listen import Clarified, Routes, follow, no_more
from ivr.flow.turn import Turn

_HELPED = re.compile(r"谢谢|感谢|明白|知道了|清楚了|懂了|好的|行了|解决了|可以了")
_NOT_HELPED = re.compile(r"不对|不是|没(?:有)?解决|没(?:有)?用|不满意|答非所问|错了|没(?:有)?帮")
_REPROACH = re.compile(r"不满意|没(?:有)?解决|答非所问|(?:答|说|讲)的?(?:都)?不对")
# 那要带什么, 需要多少钱: asks on about the matter just answered, which the longer form tells.
_ASKS_ON = re.compile(
    r"(?:[嗯那哦，]|这个?|我们?|就|都|还|得|需要?|要|该)*+(?:带|准备|拿|交|提供|用)?(?:些|点)?(?:什么|哪些|啥)(?:材料|手续|证件|东西)?(?:呢|啊|吗)?"
    r"|(?:[嗯那哦，]|这个?|我|就|还|得|需要?|要|该|大概|一共)*+(?:多少钱|多长时间|多久|几天|花钱|收费|本人去?|去哪(?:儿|里|办)?|上哪(?:儿|办)?)(?:能|办|下来|好)*(?:呢|啊|吗)?"
)
_LISTENING = re.compile(r"(?:嗯|哦|噢|啊|好|是|对|好的|是的|对的)+")  # said while hearing us out
_PLACES = frozenset({"answer", "title"})


@dataclass(frozen=True, slots=True)
class Told:
    """How long a form the caller has heard."""

    longer: bool = False


class Answer(Step, frozen=True, tag="answer"):
    """Speaks the knowledge base's answer, its longer form once when asked, then people."""

    routes: Routes
    text: str = "{answer}"
    beside: str = "另外，您问的{title}：{answer}"
    more: str = "请问还有其他问题吗？"
    go_on: str = "您请讲。"
    sorry: str = "很抱歉没能解答您的问题，我为您转接人工话务员，请稍等。"
    silence: list[str] = msgspec.field(default_factory=lambda: ["请问还有其他问题吗？"])

    def enter(self, turn: Turn) -> None:
        turn.note_help(Helped.INFERRED)  # the answer before this one was left at that
        self._tell(turn, longer=False)

    def _tell(self, turn: Turn, *, longer: bool) -> None:
        first = turn.state.reply
        turn.set(memo=Told(longer), answered=first.entry or "", misses=0)
        for reply in (first, *turn.state.beside):
            answer = (reply.full_answer if longer else reply.answer) or reply.answer or ""
            title = reply.title or ""
            turn.do(AnswerGiven(reply.entry or "", title, answer, reply.score, longer))
            words = self.text if reply is first else self.beside
            turn.say(words, {"answer": _sentence(answer), "title": title})
        self._ask(turn, self.more)

    def _ask(self, turn: Turn, text: str) -> None:
        turn.ask(text, silence=tuple(self.silence), tries=1)

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if isinstance(event, KeyPressed) and event.key in "*#":
            turn.hush()
            self._tell(turn, longer=turn.state.memo == Told(True))
            return
        if not isinstance(event, Understood):
            return
        way = way_of(event)
        same = way is Way.ANSWER and event.reply.entry == turn.state.answered
        if turn.state.cut and _LISTENING.fullmatch(event.text.strip("，。")):
            self._tell(turn, longer=turn.state.memo == Told(longer=True))
        elif way is Way.REPEAT or same or _asks_on(event, way):
            self._again(turn)
        elif way not in (Way.ANSWER, Way.DRAFT) and _NOT_HELPED.search(event.text):
            turn.note_help(Helped.NO)
            turn.remember(event)
            turn.to_human(self.sorry)
        elif way in (Way.DONE, Way.NO) or no_more(event.text):
            thanked = bool(_HELPED.search(event.text))
            turn.note_help(Helped.YES if thanked else Helped.INFERRED)
            turn.goto(self.routes.done)
        elif way in (Way.YES, Way.UNCLEAR) and _HELPED.search(event.text):
            turn.note_help(Helped.YES)
            self._ask(turn, self.more)
        elif way is Way.YES:
            self._ask(turn, self.go_on)
        else:
            if way in (Way.ANSWER, Way.DRAFT, Way.POLICE, Way.UNKNOWN):
                reproached = _REPROACH.search(event.text)
                turn.note_help(Helped.NO if reproached else Helped.INFERRED)
            if not follow(turn, event, self.routes):
                turn.missed(silent=False)

    def _again(self, turn: Turn) -> None:
        told = turn.state.memo
        if isinstance(told, Clarified) or told == Told(longer=True):
            turn.note_help(Helped.NO)
            turn.to_human(self.sorry)
        else:
            self._tell(turn, longer=True)

    def on_gave_up(self, turn: Turn) -> None:
        turn.note_help(Helped.INFERRED)
        turn.goto(self.routes.done)

    def on_left(self, turn: Turn) -> None:
        if not turn.state.speaking:
            turn.note_help(Helped.INFERRED)

    def exits(self) -> Iterator[tuple[str, str]]:
        yield from self.routes.exits()

    def prompts(self) -> Iterator[Prompt]:
        yield Prompt("text", self.text, _PLACES)
        yield Prompt("beside", self.beside, _PLACES)
        for name in ("more", "go_on", "sorry"):
            yield Prompt(name, getattr(self, name))
        for text in self.silence:
            yield Prompt("silence", text)

    @property
    def listens(self) -> bool:
        return True


def _asks_on(heard: Understood, way: Way) -> bool:
    """Whether it is the matter just answered that is asked about: no other is named."""
    if way is Way.CLARIFY and not heard.reply.among:  # 需要本人去吗
        return True
    return way in (Way.CLARIFY, Way.UNKNOWN, Way.UNCLEAR) and bool(
        _ASKS_ON.fullmatch(heard.text.strip("，。？? "))
    )


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。？！" else text + "。"
