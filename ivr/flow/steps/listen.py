"""listen: an open question, and where each kind of answer leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ivr.flow.events import Finding, FlowEvent, Reply, Understood
from ivr.flow.model import Prompt, Step, Tries
from ivr.flow.progress import asks_progress, number_in
from ivr.flow.routing import INQUIRY, Way, way_of
from ivr.flow.turn import Turn


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


@dataclass(frozen=True, slots=True)
class Clarified:
    """How often the caller was asked which matter is meant."""

    times: int = 0


# 两个都不是, 不知道: said to a choice between two, it wants a person, not our goodbye.
_NEITHER = re.compile(
    r"不是|不对|都不|都没|都(?:要|想|行|可以)"
    r"|不知道|不清楚|随便|无所谓|没有我"
)
_BARE_NO = re.compile(r"(?:[嗯哦]|都|也)*没有?[的啊呀]*")
_NO_QUESTION = re.compile(
    r"(?:嗯|我|这边|暂时|也|就|都)*没(?:有)?(?:啥|什么|其他|别的)?问题(?:了|啦|啊|呀)?"
)
_CHOOSING = (Way.YES, Way.NO, Way.REPEAT, Way.UNCLEAR, Way.GREETING, Way.CLARIFY)


def follow(turn: Turn, heard: Understood, routes: Routes) -> bool:
    """Go where the words lead; False when they lead nowhere and the step must say something."""
    way = _chosen(turn, heard)
    if way is None:
        return True
    if routes.progress and asks_progress(heard.text):
        turn.set(asked_number=number_in(heard.text))
        turn.goto(routes.progress)
    elif way is Way.ANSWER or (way is Way.CLARIFY and _in_one_breath(heard)):
        first, *others = _in_one_breath(heard) or (heard.reply,)
        turn.set(reply=first, beside=tuple(others))
        turn.forget()
        turn.goto(routes.answer)
    elif way is Way.DRAFT:
        turn.remember(heard)
        turn.goto(routes.draft)
    elif way in (Way.POLICE, Way.UNKNOWN):
        turn.remember(heard)
        name = routes.police if way is Way.POLICE else routes.unknown
        if name:
            turn.goto(name)
        else:
            turn.to_human(UNKNOWN_WORDS)
    elif way is Way.CLARIFY:
        asked = turn.state.memo if isinstance(turn.state.memo, Clarified) else Clarified()
        if asked.times >= 1:
            turn.to_human()
        else:
            turn.set(memo=Clarified(asked.times + 1), misses=0)
            again = (heard.reply.question or "",)
            turn.ask(again[0], silence=again, unclear=again, among=heard.reply.among, tries=1)
    elif way in (Way.DONE, Way.NO) or no_more(heard.text):
        turn.goto(routes.done)
    else:
        return False
    return True


def _in_one_breath(heard: Understood) -> tuple[Reply, ...]:
    """身份证到期怎么换，另外居住证多久能下来: several questions, each of which has its answer."""
    replies = {m.reply.entry: m.reply for m in heard.matters if m.kind == INQUIRY}
    every = len(replies) == len(heard.matters) > 1 and heard.whole == heard.text
    answered = all(reply.finding is Finding.ANSWER for reply in replies.values())
    return tuple(replies.values()) if every and answered else ()


def no_more(text: str) -> bool:
    """没问题 to 还有其他问题吗 is no yes."""
    return _NO_QUESTION.fullmatch(text.strip("，。 ")) is not None


def _chosen(turn: Turn, heard: Understood) -> Way | None:
    """Where words lead that may choose between two offered matters; None: it is dealt with."""
    way = way_of(heard)
    offered = turn.state.asking.among if turn.state.asking else ()
    if offered and _BARE_NO.fullmatch(heard.text.strip("，。 ")):  # 没有: neither is mine
        turn.to_human(UNKNOWN_WORDS)
        return None
    if offered and heard.reply.lacking and heard.reply.entry in offered:  # chosen, not to be read
        turn.remember(heard)
        turn.to_human(UNKNOWN_WORDS)
        return None
    if not offered or way not in _CHOOSING:
        return way
    if heard.reply.finding is Finding.ANSWER:  # 嗯第一个
        return Way.ANSWER
    if _NEITHER.search(heard.text):
        turn.to_human(UNKNOWN_WORDS)
    elif way in (Way.NO, Way.CLARIFY):
        return way
    else:  # 嗯? 你再说一遍: the choice once more, then people
        turn.missed(silent=False)
    return None


UNKNOWN_WORDS = "这个问题我请人工话务员为您解答，请稍等。"


class Listen(Step, frozen=True, tag="listen"):
    """An open question to the caller."""

    text: str
    routes: Routes
    go_on: str = "您请讲。"
    silence: list[str] = msgspec.field(default_factory=list)
    unclear: list[str] = msgspec.field(default_factory=list)
    seconds: float = 0.0  # of silence; 0: as the flow says
    tries: Tries | None = None  # how often silence is asked again; None: as the flow says
    give_up: str = ""  # where silence leads in the end; empty: people

    def enter(self, turn: Turn) -> None:
        self._ask(turn, self.text)

    def _ask(self, turn: Turn, text: str) -> None:
        turn.ask(
            text,
            silence=tuple(self.silence),
            unclear=tuple(self.unclear),
            seconds=self.seconds or None,
            tries=self.tries,
        )

    def on(self, turn: Turn, event: FlowEvent) -> None:
        if not isinstance(event, Understood) or follow(turn, event, self.routes):
            return
        way = way_of(event)
        if way is Way.REPEAT or (way is Way.GREETING and turn.may_ask_again()):
            self._ask(turn, self.text)
        elif way is Way.YES and turn.state.memo is None:  # 有: then we wait for what it is
            turn.set(memo=Clarified())
            self._ask(turn, self.go_on)
        else:
            turn.remember(event)
            turn.missed(silent=False)

    def on_gave_up(self, turn: Turn) -> None:
        if self.give_up:
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
        for name in ("silence", "unclear"):
            for text in getattr(self, name):
                yield Prompt(name, text)

    @property
    def listens(self) -> bool:
        return True
