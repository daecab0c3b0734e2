"""接着前话: what is said after an answer is a matter of its own, or goes on with what was asked.

年假怎么算, answered, then 公司不给休咋办: the trouble is about 年假, and is understood anew with
it in front. 网上行不 is a question about what was answered, and no trouble. Decided here only.
"""

from dataclasses import replace

from ivr.flow.actions import Helped
from ivr.flow.events import NO_REPLY, Finding, Understood
from ivr.flow.progress import asks_progress
from ivr.flow.routing import DRAFTED, INQUIRY, Way, states_a_case, wants_hands, way_of
from ivr.flow.state import Asked
from ivr.flow.turn import Turn
from ivr.language.brief_replies import is_brief, is_question
from ivr.language.earlier import (
    asks_of_oneself,
    asks_of_trouble,
    begins_anew,
    goes_on,
    only_asks,
    only_says_where,
    points_back,
    same_for_another,
    tells_of_trouble,
    tells_of_wrong,
    told_before,
    trouble_in,
    wants_it_taken,
    without_tag,
)
from ivr.language.elliptic import grieved, in_topic, narrows, stated

_KNOWN = (Finding.ANSWER, Finding.CLARIFY)


def note_asked(turn: Turn, heard: Understood) -> None:
    """Keep the question that is answered or offered now; 第一个 leaves it as it was."""
    before = turn.state.asked
    if heard.chosen:
        _note_offered(turn)
        return
    about = next((m.about for m in heard.matters if m.about), "")
    if before and heard.reply == heard.in_context:  # 那多少钱: whole with what was asked before
        asked = Asked(in_topic(before.words, heard.text), about or before.about)
    else:
        asked = Asked(heard.text, about)
    turn.set(asked=asked)


def _note_offered(turn: Turn) -> None:
    """那第二个呢 may follow when the first was told."""
    asked, asking = turn.state.asked, turn.state.asking
    among = asking.among if asking else ()
    if asked and len(among) > 1:
        turn.set(asked=replace(asked, offered=among))


def note_narrowed(turn: Turn, text: str) -> None:
    """二三七路的: of what the question before is asked, kept with it."""
    asked = turn.state.asked
    if asked and narrows(text):
        turn.set(asked=replace(asked, words=in_topic(asked.words, text)))


def resumed(turn: Turn, heard: Understood, draft: str) -> Understood | None:
    """What the words are after an answer or an offer.

    None: they are being understood behind what was asked, or the step `draft` has them.
    """
    asked, alone = turn.state.asked, turn.state.alone
    turn.set(alone=None)
    if asked is None:
        return heard
    if wants_it_taken(heard.text):
        return _taken_down(turn, heard, asked)
    if _for_oneself(heard):
        return replace(heard, kind=INQUIRY, matters=())
    if only_asks(asked.words) and _of_what_was_answered(turn, heard):
        return replace(heard, kind=INQUIRY, matters=())
    if alone is not None and alone.whole != heard.whole:
        matter = _matter(heard, alone, asked)
        turn.forget()
        if matter is None:
            return _no_trouble(alone)
        turn.note_help(Helped.INFERRED)
        turn.remember(matter)
        turn.goto(draft)
        return None
    if not _may_belong(turn, heard, asked):
        return _no_trouble(heard)
    turn.set(alone=heard, matter=told_before(asked.words))
    turn.understand(without_tag(grieved(heard.text) or stated(heard.text)))
    return None


def _for_oneself(heard: Understood) -> bool:
    """那我能起诉不, 不认证会咋样: a question about what was answered, never a ticket."""
    text = heard.text
    of_danger = heard.emergency or heard.doubt
    return heard.whole == text and not of_danger and asks_of_oneself(text) and not wants_hands(text)


def _taken_down(turn: Turn, heard: Understood, asked: Asked) -> Understood | None:
    """我要投诉, 那给我登记吧: what was told before, and no choice of what was offered."""
    told = trouble_in(asked.words)
    if heard.whole != heard.text:
        return replace(heard, chosen=(), reply=NO_REPLY, in_context=NO_REPLY)
    if not told:
        return heard
    turn.set(matter=told)
    turn.understand(heard.text)
    return None


def _no_trouble(heard: Understood) -> Understood:
    """网上行不, 我家在大东区: taken for a complaint because there is nothing else in it."""
    if way_of(heard) is not Way.DRAFT or heard.kind in DRAFTED or heard.whole != heard.text:
        return heard
    of_it = heard.in_context.finding in _KNOWN or heard.reply.finding in _KNOWN
    if of_it and only_asks(heard.text) and stated(heard.text) == heard.text:
        return replace(heard, kind=INQUIRY, matters=())
    return replace(heard, matters=()) if only_says_where(heard.text) else heard


def _of_what_was_answered(turn: Turn, heard: Understood) -> bool:
    """那我老婆的也丢了呢, 我一个人带孩子没收入: for another, or how it is with who asks."""
    way, text = way_of(heard), heard.text
    if heard.kind in DRAFTED - {"help"} or heard.whole != text or wants_hands(text):
        return False
    if same_for_another(text):
        return way in (Way.DRAFT, Way.UNCLEAR, Way.UNKNOWN, Way.CLARIFY)
    answered = (heard.in_context.finding, heard.in_context.entry)
    of_it = answered == (Finding.ANSWER, turn.state.reply.entry)
    trouble = tells_of_trouble(text) or begins_anew(text) or only_says_where(text)
    return way is Way.DRAFT and of_it and not trouble


def _may_belong(turn: Turn, heard: Understood, asked: Asked) -> bool:
    """Whether it is worth while to understand the words behind what was asked."""
    text, way = heard.text, way_of(heard)
    whole = heard.whole != text or begins_anew(text) or asks_progress(text)
    if whole or is_brief(text) or heard.doubt or heard.chosen:
        return False
    trouble = tells_of_trouble(text)
    if states_a_case(heard, way) and not trouble:
        return False
    if way is Way.DRAFT:
        return (
            trouble
            or not (only_asks(text) or only_says_where(text))
            or asks_of_trouble(asked.words)
        )
    if way is Way.UNCLEAR or (way is Way.CLARIFY and not is_question(text)):
        return trouble or (way is Way.UNCLEAR and asks_of_trouble(asked.words))
    context = heard.in_context
    offered = turn.state.asking.among if turn.state.asking else ()
    known = context.entry in (turn.state.reply.entry, *offered)
    other = context.finding is Finding.ANSWER and not known  # an article of its own
    loss = trouble and _tells_on(text) and (goes_on(text) or not only_asks(text))
    return way in (Way.UNKNOWN, Way.CLARIFY) and (tells_of_wrong(text) or loss) and not other


def _tells_on(text: str) -> bool:
    """我家没电了咋整, 楼上还砸墙呢: a question in form only."""
    return stated(text) != text or goes_on(text)


def _matter(joined: Understood, alone: Understood, asked: Asked) -> Understood | None:
    """The words with what was asked in front where that makes them clearer, or without it.

    None: they have nothing to do with it, or tell nothing that a ticket is written of.
    """
    if len(joined.matters) != 1 or not joined.matters[0].about:
        return None
    matter, text = joined.matters[0], alone.text
    own = next((m.about for m in alone.matters if m.about), "")
    wronged, drafted = tells_of_wrong(text), way_of(alone) is Way.DRAFT
    if drafted and _tells_which(joined, alone) and _field(asked.about) in ("", _field(own)):
        return joined
    of_it = wronged and not is_question(told_before(asked.words))
    if own == matter.about and drafted and not of_it:
        return alone if _field(own) == _field(asked.about) else None  # 我家才十五度 is whole
    same = _field(matter.about) == _field(asked.about) if asked.about else not own
    if not same and not (wronged and matter.about != own):
        return None
    grieves = drafted and not only_says_where(text)
    fits = matter.kind in DRAFTED and asks_of_trouble(asked.words)
    return joined if grieves or tells_of_trouble(text) or fits else None


def _tells_which(joined: Understood, alone: Understood) -> bool:
    """那车司机甩站 after 二三七路的: with what was asked in front there is less to ask."""
    if not points_back(alone.text) or len(alone.matters) != 1:
        return False
    return set(joined.matters[0].to_ask) < set(alone.matters[0].to_ask)


def _field(about: str) -> str:
    return about.partition("/")[0]
