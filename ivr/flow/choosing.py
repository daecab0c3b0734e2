"""澄清 one matter is offered, or two, and the caller says which is meant: by place, key or yes, or
in words that name it together with what was spoken of. Decided here only.
"""

import re
from dataclasses import dataclass, replace

from ivr.flow.events import Finding, FlowEvent, KeyPressed, Understood
from ivr.flow.routing import Way, states_a_case, tells_trouble, way_of
from ivr.flow.telling import tells_a_fact
from ivr.flow.turn import Turn
from ivr.language.brief_replies import corrects, is_brief, takes_leave
from ivr.language.earlier import wants_it_taken
from ivr.language.elliptic import in_topic, stated

UNKNOWN_WORDS = "这个问题我请人工话务员为您解答，请稍等。"
WHAT_THEN = "那您想问什么？请您说一下。"


@dataclass(frozen=True, slots=True)
class Clarified:
    """How often the caller was asked which matter is meant, and whether none of them was."""

    times: int = 0
    neither: bool = False


MOST_CHOICES = 2  # offered one after the other; then people
# 两个都不是, 不知道: said to a choice between two, it wants another matter, not our goodbye.
_NEITHER = re.compile(r"不是|不对|都不|都没|不知道|不清楚|随便|无所谓|没有我|答非所问|没问这")
_BARE_NO = re.compile(r"(?:[嗯哦]|都|也)*没有?[的啊呀]*")  # 没有: neither is mine
_CHOOSING = frozenset(
    {Way.YES, Way.NO, Way.REPEAT, Way.UNCLEAR, Way.GREETING, Way.CLARIFY, Way.UNKNOWN, Way.POLICE}
)
_PLACES = ("第一个", "第二个")


def offer(turn: Turn, heard: Understood) -> None:
    """Ask which matter is meant, not for ever."""
    asked = _clarified(turn)
    if asked.times >= MOST_CHOICES or (asked.times and not heard.reply.among):
        turn.to_human()
        return
    turn.set(memo=replace(asked, times=asked.times + 1), misses=0)
    if tells_trouble(heard):  # 我家停水了啥时候来: an address behind it makes it a ticket
        turn.remember(heard)
        turn.set(matter=stated(heard.whole))
    else:
        turn.forget()
    again = (heard.reply.question or "",)
    before = turn.state.asking.about if turn.state.asking else ""
    of_it = before and heard.reply == heard.in_context  # 那孩子的呢, after 护照怎么办理
    turn.ask(
        again[0],
        silence=again,
        unclear=again,
        among=heard.reply.among,
        about=in_topic(before, heard.text) if of_it else heard.text,
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


_PLACE = re.compile(
    r"(?:[嗯啊哦，]|那|再|还有|说说|问问|我要?)*+第[一二1-2两]个(?:事儿?|问题)?(?:呢|吧|啊|咋办|怎么办)*[。？?]*"
)


def names_place(text: str) -> bool:
    """那第二个呢: one of two that were offered, and nothing besides."""
    return _PLACE.fullmatch(text) is not None


def is_choosing(turn: Turn) -> bool:
    """Whether the caller was asked which matter is meant."""
    return _clarified(turn).times > 0


def chosen(turn: Turn, heard: Understood) -> tuple[Way, Understood] | None:
    """Where words lead that may choose between offered matters; None: it is dealt with."""
    way = way_of(heard)
    offered = turn.state.asking.among if turn.state.asking else ()
    if way is Way.NO and _clarified(turn).neither:
        turn.to_human(UNKNOWN_WORDS)
        return None
    if not (is_choosing(turn) and turn.state.asking and turn.state.asking.about):
        return way, heard
    if takes_leave(heard.text):  # 好的再见, to 您想问的是…对吗: no yes
        return Way.DONE, heard
    if offered and heard.chosen:  # 嗯第一个
        return _taken(turn, heard, offered)
    if turn.state.last and tells_trouble(heard) and tells_a_fact(heard, turn.state.last):
        return Way.DRAFT, heard
    if offered and _BARE_NO.fullmatch(heard.text.strip("，。 ")):
        _neither(turn)
        return None
    denied = _denies_offer(heard, way)  # 不对我是换护照: no complaint of us
    if way not in _CHOOSING and not denied and not states_a_case(heard, way):
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


def _denies_offer(heard: Understood, way: Way) -> bool:
    """不对我是换护照; 不是我要举报他 wants a ticket of what was told."""
    return way is Way.DRAFT and corrects(heard.text) and not wants_it_taken(heard.text)


def _taken(
    turn: Turn, heard: Understood, offered: tuple[str, ...]
) -> tuple[Way, Understood] | None:
    """What was chosen is read; people where it may not be."""
    if any(reply.lacking for reply in heard.chosen):
        turn.remember(heard)
        turn.to_human(UNKNOWN_WORDS)
        return None
    return Way.ANSWER, _more_exactly(heard, offered)


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
    turn.forget()
    about = turn.state.asking.about if turn.state.asking else ""
    turn.ask(WHAT_THEN, silence=(WHAT_THEN,), unclear=(WHAT_THEN,), about=about, tries=1)
