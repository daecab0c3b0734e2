"""listen: an open question, and where each kind of answer leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from ivr.flow.events import Finding, FlowEvent, KeyPressed, Reply, Understood
from ivr.flow.model import Prompt, Step, Tries
from ivr.flow.progress import asks_progress, number_in
from ivr.flow.routing import INQUIRY, Way, way_of
from ivr.flow.turn import Turn
from ivr.language.brief_replies import corrects, denies, is_brief, thanks


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
    """How often the caller was asked which matter is meant, and whether none of them was."""

    times: int = 0
    neither: bool = False


MOST_CHOICES = 2  # offered one after the other; then people
# 两个都不是, 不知道: said to a choice between two, it wants another matter, not our goodbye.
_NEITHER = re.compile(r"不是|不对|都不|都没|不知道|不清楚|随便|无所谓|没有我|答非所问|没问这")
_BARE_NO = re.compile(r"(?:[嗯哦]|都|也)*没有?[的啊呀]*")  # 没有: neither is mine
_NO_QUESTION = re.compile(
    r"(?:嗯|我|这边|暂时|也|就|都)*没(?:有)?(?:啥|什么|其他|别的)?问题(?:了|啦|啊|呀)?"
)
_CHOOSING = frozenset(
    {Way.YES, Way.NO, Way.REPEAT, Way.UNCLEAR, Way.GREETING, Way.CLARIFY, Way.UNKNOWN, Way.POLICE}
)
_PLACES = ("第一个", "第二个")


def follow(turn: Turn, heard: Understood, routes: Routes) -> bool:
    """Go where the words lead; False when they lead nowhere and the step must say something."""
    chosen = _chosen(turn, heard)
    if chosen is None:
        return True
    way, heard = chosen
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
        turn.goto(routes.draft)
    elif way in (Way.POLICE, Way.UNKNOWN):
        turn.remember(heard)
        name = routes.police if way is Way.POLICE else routes.unknown
        if name:
            turn.goto(name)
        else:
            turn.to_human(UNKNOWN_WORDS)
    elif way is Way.CLARIFY:
        _offer(turn, heard)
    elif way is Way.DONE or (way is Way.NO and not denies(heard.text)) or no_more(heard.text):
        turn.goto(routes.done)
    else:
        return False
    return True


def _offer(turn: Turn, heard: Understood) -> None:
    """Ask which matter is meant, not for ever."""
    asked = _clarified(turn)
    if asked.times >= MOST_CHOICES or (asked.times and not heard.reply.among):
        turn.to_human()
        return
    turn.set(memo=replace(asked, times=asked.times + 1), misses=0)
    again = (heard.reply.question or "",)
    turn.ask(
        again[0],
        silence=again,
        unclear=again,
        among=heard.reply.among,
        about=heard.text,
        tries=1,
    )


def _clarified(turn: Turn) -> Clarified:
    return turn.state.memo if isinstance(turn.state.memo, Clarified) else Clarified()


def pressed(turn: Turn, event: FlowEvent) -> bool:
    """Key 1 or 2 chooses of what was offered, as the words would."""
    among = turn.state.asking.among if turn.state.asking else ()
    if not isinstance(event, KeyPressed) or event.key not in "12"[: len(among)]:
        return False
    turn.understand(_PLACES[int(event.key) - 1])
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


def _chosen(turn: Turn, heard: Understood) -> tuple[Way, Understood] | None:
    """Where words lead that may choose between offered matters; None: it is dealt with."""
    way = way_of(heard)
    offered = turn.state.asking.among if turn.state.asking else ()
    if way is Way.NO and _clarified(turn).neither:
        turn.to_human(UNKNOWN_WORDS)
        return None
    if not (
        isinstance(turn.state.memo, Clarified) and turn.state.asking and turn.state.asking.about
    ):
        return way, heard
    if offered and any(reply.lacking for reply in heard.chosen):  # chosen, not to be read
        turn.remember(heard)
        turn.to_human(UNKNOWN_WORDS)
        return None
    if offered and heard.chosen:  # 嗯第一个
        return Way.ANSWER, _more_exactly(heard, offered)
    if offered and _BARE_NO.fullmatch(heard.text.strip("，。 ")):
        _neither(turn)
        return None
    denied = way is Way.DRAFT and corrects(heard.text)  # 不对我是换护照: no complaint of us
    if way not in _CHOOSING and not denied:
        return way, heard
    said = heard if is_brief(heard.text) else _made_out(heard)
    if said.reply.finding is Finding.ANSWER:
        return Way.ANSWER, said
    offers = said.reply.finding is Finding.CLARIFY and bool(said.reply.among)
    if offered and _NEITHER.search(heard.text) and not offers:
        _neither(turn)
        return None
    if offers:
        return Way.CLARIFY, said
    if way is Way.UNKNOWN or not offered:
        return way, heard
    turn.missed(silent=False)  # 嗯? 你再说一遍: the choice once more, then people
    return None


def _more_exactly(heard: Understood, offered: tuple[str, ...]) -> Understood:
    """是的给孩子办: a yes to the one matter, and words for which there is an article of its own."""
    context = heard.in_context
    other = context.finding is Finding.ANSWER and context.entry not in offered
    if len(offered) > 1 or not other or is_brief(heard.text):
        return heard
    return replace(heard, chosen=(context,))


def _made_out(heard: Understood) -> Understood:
    """到期的, said to a choice about 驾照: with the reply to it, alone or as asked of that."""
    context = heard.in_context
    if heard.reply.finding is Finding.ANSWER or context.finding is Finding.HANDOFF:
        return heard
    return replace(heard, reply=context)


def _neither(turn: Turn) -> None:
    """不是: what is meant then; once, then people."""
    if _clarified(turn).neither:
        turn.to_human(UNKNOWN_WORDS)
        return
    turn.set(memo=replace(_clarified(turn), neither=True), misses=0)
    about = turn.state.asking.about if turn.state.asking else ""
    turn.ask(WHAT_THEN, silence=(WHAT_THEN,), unclear=(WHAT_THEN,), about=about, tries=1)


WHAT_THEN = "那您想问什么？请您说一下。"
UNKNOWN_WORDS = "这个问题我请人工话务员为您解答，请稍等。"


class Listen(Step, frozen=True, tag="listen"):
    """An open question to the caller."""

    text: str
    routes: Routes
    go_on: str = "您请讲。"
    mend: str = "好的，工单已经登记，我请人工话务员为您更正，请稍等。"
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
        if pressed(turn, event) or not isinstance(event, Understood):
            return
        way = way_of(event)
        if self._is_put_right(turn, event, way):
            turn.set(matter=event.text, last=None)  # who takes the call mends the ticket
            turn.to_human(self.mend)
        elif self.give_up and thanks(event.text):  # 谢谢 to 还有其他问题吗
            turn.goto(self.routes.done)
        elif not follow(turn, event, self.routes):
            self._ask_again(turn, event, way)

    def _is_put_right(self, turn: Turn, heard: Understood, way: Way) -> bool:
        """不对是三万八, said after the ticket was written."""
        choosing = turn.state.asking is not None and turn.state.asking.among
        answered = way in (Way.ANSWER, Way.CLARIFY)
        written = bool(turn.state.tickets) and not choosing and not answered
        return written and corrects(heard.text)

    def _ask_again(self, turn: Turn, event: Understood, way: Way) -> None:
        if way is Way.REPEAT or (way is Way.GREETING and turn.may_ask_again()):
            self._ask(turn, self.text)
        elif way is Way.OPENING and turn.may_ask_again():  # then we wait for what it is
            self._ask(turn, self.go_on)
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
        yield Prompt("mend", self.mend)
        for name in ("silence", "unclear"):
            for text in getattr(self, name):
                yield Prompt(name, text)

    @property
    def listens(self) -> bool:
        return True
