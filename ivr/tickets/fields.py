"""要素: what happened, how it is now and what is wanted, and the gist that is read back.

A field is always words that were said, in one stretch, never a conclusion; which clauses they are
is learnt (roles.py). Here the clauses of one role become the stretch of a field.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ivr.tickets.model import Evidence, Kind
from ivr.tickets.roles import ROLES, Clause, Role, only_says_when
from ivr.tickets.summary import asks_or_wishes, is_mere_anger

_TOLD = frozenset({Role.BACKGROUND, Role.KEY})
_BETWEEN = frozenset({Role.NOTHING, Role.PLACE})  # may stand between clauses of one field
_ONLY_ASK = frozenset({Kind.INQUIRY, Kind.SUGGESTION, Kind.SERVICE, None})
_LEAST, _MOST = 30, 56  # characters of a gist
_LITTLE = 0.1  # worth telling, so that it is read back, where enough is told without it
_KNOWN_BY = 0.1  # how much more a clause is worth that holds words by which the matter is known
# 到现在也不热, 第二天照旧, 脚手架还在那支着: how things stand; of the key only the first.
_UNTIL_NOW = r"(?:(?<!从)(?:到|至|直到)(?:现在|今天?|目前)|至今)"
_STANDS_STILL = re.compile(rf"{_UNTIL_NOW}(?:[^，]{{0,6}})(?:也|还)(?:没|不(?!是)|无|未)")
_STANDS = re.compile(
    rf"{_UNTIL_NOW}[^，]{{0,12}}(?:没|不(?!是)|无|未)|^(?:可|但|而)?(?:现在|目前|眼下|如今)[^，]*(?:没|不|无|未|一[个直分]|停)"
    r"|(?:[0-9一二三四五六七八九十半几两]+个?(?:多|来)?(?:天|月|年|周|礼拜|星期)(?:多|来)?了?)[^，]{0,2}没(?:有)?人(?:管|修|收|来|理|清|处理|维修)"
    r"|还在那|照旧$|还是老样子|还那样$|(?:还是|依旧|依然|仍然|仍)[^，]{0,6}(?:没|不|无|未)|(?:今天|今早)[^，]{0,4}更[^，]{1,4}$"
)
_HAS_ONE = re.compile("^(?:我|就|想|有|提)*一?[个点]小?(?:建议|意见)[啊呀哈呢，]*")
_WANTS_TO_KNOW = re.compile("想(?:要)?(?:了解|知道|问|咨询|请教)")
_CALLS_IT = re.compile(
    r"(?:我|俺|本人)?(?:就|是)?(?:想|要|得)?(?:投诉|举报|反映|说)(?:一下|下)?[^，]{2,10}(?:打|骂|乱|强|占|堵|偷|漏|坏|扣|欠|骗|拖|多收|不|没)[^，]{1,10}$"
)
_PRAISES = re.compile(r"(?:我|俺)?(?:就|是)?(?:想|要)?(?:表扬|夸|感谢|谢谢)|帮(?:我|俺)")
_NOW = re.compile("现在|目前|眼下|如今")
_MERELY_TOLD = re.compile(
    "[^，]{2,}了[啊呀]?$|不(?:够|方便|管|理|给|修|退|来)[^，]{0,2}$|没人[^，]{1,2}$"
)
_LEADS_ON = re.compile(
    r"(?:因为|由于|虽然|尽管|如果|要是|不但|不仅)[^，]*$|(?:之后|以后|后|时|时候|期间|以来|的话|结果|说|称)$"
    r"|^(?:我们?|俺们?)(?:就|也|都)?(?:看见|发现|看到|听说|听见|注意到)?$"
)
# Of whom or of what the next clause tells: 我父亲李守田, 动迁协议.
_WHOM = re.compile(
    r"(?:我们?|俺们?)家?的?(?:老?(?:父亲|母亲|爸爸?|妈妈?|婆婆|公公|爷爷|奶奶|姥姥|姥爷|老公|丈夫|爱人|媳妇|老伴|儿子|闺女|女儿|孩子|老人))[一-龥]{0,3}"
)
_WHAT = re.compile("[一-龥]{2,6}(?:协议|合同|手续)")
_WHO = re.compile("我们?|俺们?|我家|他们?|她们?")
_TO_A_PLACE = re.compile(r"(?:在|到|去)(?:那个|这个|那|这)?$")  # 我们家孩子在那个|向阳幼儿园
ADDED, MOST_TOLD = 20, 76  # characters of a clause told on its own behind it, and of all
_SENTENCES = re.compile("[。！；].")
_PAUSES = ("，", "。", "；", ",", ";", "！", "？")
# 喂你好, 我想求助, 我姓王: what leads up to a wish and tells nothing of what it is about.
_LEADS_UP = re.compile(
    r"(?:喂|你们?|您|好|哎|同志|师傅|领导|啊|我|俺|就|是|也|想|要|得|来|先)*+"
    r"(?:(?:反映|投诉|举报|咨询|求助|请教|问|催|打听|说|麻烦|帮忙|有)+(?:一下|下|一?个?事儿?|一?个?情况|一?个?问题|[您你]们?)*"
    r"|(?:叫|姓|住)[^，]*|[^，]{1,8}(?:是吧|对吧)|[^，]{0,12}(?:业主|居民|村民|市民|家长|住户|市的|区的|县的)|耳朵[^，]*|慢点说[啊呀]?)?"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """过程, 现状, 诉求 as stretches of the text, None where nothing was said; 要点 as clauses."""

    course: Evidence | None
    state: Evidence | None
    request: Evidence | None
    gist: tuple[Evidence, ...] = ()
    further: tuple[Evidence, ...] = ()  # what is wanted besides, told before or later


def find_facts(
    words: str, clauses: Sequence[Clause], kind: Kind | None, trouble: Sequence[Evidence]
) -> Facts:
    """The fields in one matter's words; `trouble` is where the classifier saw the matter."""
    clauses = _without_talk(words, clauses)
    clauses = _without_what_asks_nothing(words, clauses)
    clauses = _with_what_is_called_so(words, clauses, kind)
    clauses = _with_a_key(words, clauses, kind, trouble)
    course = _longest(_runs(words, clauses, _TOLD, _BETWEEN | {Role.STATE}, Role.KEY))
    state = _longest(_runs(words, clauses, {Role.STATE}, _BETWEEN))
    wanted = _runs(words, clauses, {Role.REQUEST}, _BETWEEN)
    for run in wanted:
        run.preferred = asks_or_wishes(words[slice(*run.span)])
    request = _longest(wanted)
    further = tuple(run.span for run in wanted if run.span != request)
    if course is None:
        course, state = state, None  # what is told once is what happened
    if course is None and request is None:
        # 我在青年大街被车撞了: a place, and what happened there in the same breath.
        places = [clause for clause in clauses if clause.role is Role.PLACE]
        course = _whole(words, clauses if trouble else places)
    if kind is Kind.SUGGESTION and request is None:
        request = course
    gist = tuple(sorted(_gist(words, clauses, trouble)))
    if not gist and request is not None:
        gist = tuple(_led_up_to(words, clauses))
    if not gist and request is None and (whole := _whole(words, clauses)):
        gist = (whole,)
    return Facts(course, state, request, gist, further)


def _without_what_asks_nothing(words: str, clauses: Sequence[Clause]) -> Sequence[Clause]:
    """What stands among requests and wants nothing is told: 现在要倒两趟车, 早高峰太挤了.

    Nor is 我的公积金啊 a request of its own where something is asked elsewhere.
    """
    wants = [
        clause.role is Role.REQUEST and _wants(words[slice(*clause.span)]) for clause in clauses
    ]
    if not any(wants):
        return clauses
    asked = [False, *(clause.role is Role.REQUEST for clause in clauses), False]
    changed = list(clauses)
    for at, clause in enumerate(clauses):
        if clause.role is not Role.REQUEST or wants[at]:
            continue
        said = words[slice(*clause.span)]
        if _NOW.match(said) and at and wants[at - 1]:
            changed[at] = replace(clause, role=Role.STATE)
        elif _MERELY_TOLD.search(said) and any(wants[at + 1 : at + 2]):
            changed[at] = replace(clause, role=Role.KEY)
        elif not (asked[at] or asked[at + 2]):
            changed[at] = replace(clause, role=Role.BACKGROUND)
    return changed


def _with_what_is_called_so(
    words: str, clauses: Sequence[Clause], kind: Kind | None
) -> Sequence[Clause]:
    """我要投诉保安打人 tells what is complained of, where no clause does it better; and
    想表扬民警，帮我找回了我妈 wants nothing.
    """
    if kind is Kind.PRAISE:
        return [
            replace(clause, role=Role.KEY)
            if clause.role is Role.REQUEST and _PRAISES.match(words[slice(*clause.span)])
            else clause
            for clause in clauses
        ]
    if any(clause.role is Role.KEY for clause in clauses):
        return clauses
    return [
        replace(clause, role=Role.KEY, worth_telling=1.0)
        if clause.role is Role.NOTHING and _CALLS_IT.match(words[slice(*clause.span)])
        else clause
        for clause in clauses
    ]


def _wants(said: str) -> bool:
    said = _HAS_ONE.sub("", said)
    return asks_or_wishes(said) or _WANTS_TO_KNOW.search(said) is not None


def with_state(words: str, clauses: Sequence[Clause], facts: Facts) -> Facts:
    """Where nobody tells apart how things stand, what of the story says so: 到现在也不热.

    It stays a part of what happened.
    """
    if facts.state is not None or facts.course is None:
        return facts
    told = [clause for clause in clauses if clause.role in _TOLD]
    standing = [clause.span for clause in told if _stands(words, clause)]
    return replace(facts, state=standing[-1]) if standing and len(told) > 1 else facts


def _stands(words: str, clause: Clause) -> bool:
    stands = _STANDS_STILL if clause.role is Role.KEY else _STANDS
    return stands.search(words[slice(*clause.span)]) is not None


def _without_talk(words: str, clauses: Sequence[Clause]) -> Sequence[Clause]:
    """你们是干啥吃的 is no question, and no part of the matter; where it is all, it stays."""
    talk = [is_mere_anger(words[slice(*clause.span)]) for clause in clauses]
    if all(talk):
        return clauses
    each = zip(clauses, talk, strict=True)
    return [Clause(clause.span, Role.NOTHING) if mere else clause for clause, mere in each]


def _with_a_key(
    words: str, clauses: Sequence[Clause], kind: Kind | None, trouble: Sequence[Evidence]
) -> Sequence[Clause]:
    """Whoever complains in two clauses has told more than when: that which holds the trouble.

    What is added to it (前年修的, 单位是城建局) never takes its place.
    """
    told = [
        clause
        for clause in clauses
        if (clause.role in _TOLD or clause.role is Role.STATE)
        and not only_says_when(words[slice(*clause.span)])
    ]
    if kind in _ONLY_ASK or len(clauses) < 2:
        return clauses
    key = next((c for c in clauses if any(_overlap(c.span, each) for each in trouble)), None)
    if key is None or key in told or (told and not _only_add(words, key, told)):
        return clauses
    if key.role is Role.REQUEST:
        wishes = sum(clause.role is Role.REQUEST for clause in clauses)
        if wishes == 1 and asks_or_wishes(words[slice(*key.span)]):
            return clauses
    return [Clause(c.span, Role.KEY, 1.0) if c is key else c for c in clauses]


def _only_add(words: str, key: Clause, told: Sequence[Clause]) -> bool:
    """Whether what else is told is mere background, in clauses of their own behind the trouble."""
    return all(
        clause.role is Role.BACKGROUND and clause.span > key.span and _is_added(words, clause.span)
        for clause in told
    )


def _is_added(words: str, span: Evidence) -> bool:
    """Whether it is brief and begins behind a pause: 前年修的, on being asked or at the end."""
    start, end = span
    return words[:start].rstrip().endswith(_PAUSES) and end - start <= ADDED


@dataclass
class _Run:
    """Clauses of one field that follow each other."""

    start: int
    end: int = 0
    length: int = 0
    preferred: bool = False

    @property
    def span(self) -> Evidence:
        return self.start, self.end


def _runs(
    words: str,
    clauses: Sequence[Clause],
    of: Collection[Role],
    between: Collection[Role],
    prefer: Role | None = None,
) -> list[_Run]:
    """The runs of clauses that tell a field."""
    runs: list[_Run] = []
    goes_on, before = False, 0
    for clause in clauses:
        start, end = clause.span
        goes_on = goes_on and not _parted(words, before, start)
        before = end
        if clause.role in of:
            if not goes_on:
                runs.append(_Run(start))
            run = runs[-1]
            run.end, run.length = end, run.length + end - start
            run.preferred |= clause.role is prefer
            goes_on = True
        elif clause.role not in between:
            goes_on = False
    return runs


def _longest(runs: Sequence[_Run]) -> Evidence | None:
    """The longest; of those with the role that tells the field best."""
    best = max(runs, key=lambda run: (run.preferred, run.length), default=None)
    return best.span if best else None


def _whole(words: str, clauses: Sequence[Clause]) -> Evidence | None:
    """All that is told in one stretch, whatever it does."""
    return _longest(_runs(words, clauses, ROLES, ()))


def _gist(words: str, clauses: Sequence[Clause], trouble: Sequence[Evidence]) -> Iterator[Evidence]:
    """The stretches that tell the matter in few words: what is most worth telling, as said.

    A clause that only leads on (自供暖以来, 因为孩子尿裤子) has the one behind it.
    """
    told = [c for c in clauses if c.role in _TOLD or c.role is Role.STATE]
    worth = {
        c.span: c.worth_telling + _KNOWN_BY * any(_overlap(c.span, each) for each in trouble)
        for c in told
    }
    chosen: set[Evidence] = set()
    length = 0
    for span in sorted(worth, key=lambda one: -worth[one]):
        size = span[1] - span[0]
        wanted = worth[span] >= _LITTLE or length < _LEAST
        if not chosen or (wanted and length + size <= _MOST):
            chosen.add(span)
            length += size
    for clause, after in pairwise(clauses):
        said = words[slice(*clause.span)]
        if clause in told and after.span in chosen and _only_begins(said):
            chosen.add(clause.span)
        if after.span not in chosen and _WHAT.fullmatch(said) and len(chosen) > 1:
            chosen.discard(clause.span)
        if clause.span not in chosen:
            continue
        leads_on = after in told and (_LEADS_ON.search(said) or _only_begins(said))
        if leads_on or (after.role is Role.PLACE and _TO_A_PLACE.search(said)):
            chosen.add(after.span)
    yield from _joined(words, [clause.span for clause in clauses], chosen)
    yield from _added(words, clauses, chosen)


def _only_begins(said: str) -> bool:
    """我父亲李守田, 我去年腊月二十八: who and when, and not yet what."""
    if _WHOM.fullmatch(said):
        return True
    who = _WHO.match(said)
    return who is not None and only_says_when(said[who.end() :])


def _added(
    words: str, clauses: Sequence[Clause], chosen: Collection[Evidence]
) -> Iterator[Evidence]:
    """What was told last in brief clauses of their own: the caller hears that it was written.

    A letter (。) is told at once, and such clauses stand everywhere in it.
    """
    if _SENTENCES.search(words):
        return
    room = MOST_TOLD - sum(end - start for start, end in chosen)
    found: list[Evidence] = []
    for clause in reversed(clauses):
        start, end = clause.span
        if end - start > ADDED or clause.span < min(chosen, default=(0, 0)):
            break
        told = clause.role in _TOLD or clause.role is Role.STATE
        if not told or clause.span in chosen:
            continue
        later = _is_added(words, clause.span) or (found and found[-1][0] == end)
        room -= end - start
        if not later or room < 0:
            break
        found.append(clause.span)
    yield from reversed(found)


def _led_up_to(words: str, clauses: Sequence[Clause]) -> Iterator[Evidence]:
    """我爷爷瘫痪在床, 暖气的事: what a wish is about, where nothing else tells it."""
    for clause in clauses:
        said = words[slice(*clause.span)]
        if clause.role is Role.REQUEST:
            return
        leads_up = _LEADS_UP.fullmatch(said) or is_mere_anger(said)
        if clause.role is Role.NOTHING and len(said) > 3 and not leads_up:
            yield clause.span


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _joined(
    words: str, spans: Sequence[Evidence], chosen: Collection[Evidence]
) -> Iterator[Evidence]:
    """The chosen clauses; those that follow each other as one stretch."""
    stretch: Evidence | None = None
    for span in spans:
        if stretch and (span not in chosen or _parted(words, stretch[1], span[0])):
            yield stretch
            stretch = None
        if span in chosen:
            stretch = (stretch or span)[0], span[1]
    if stretch:
        yield stretch


def _parted(words: str, end: int, start: int) -> bool:
    """Whether words lie between two clauses that are none: the caller's name."""
    return any(map(str.isalnum, words[end:start]))
