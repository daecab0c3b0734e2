"""各句作用: what each clause of a matter does, so that a ticket holds every field's own words.

A conditional random field over the clauses (pauses.py): the stretches of each and of its
neighbours, where it stands, whether it only says where, and what tends to follow what. Learnt by
`python -m tools.learn_roles` from matters in which people marked every clause (`roles.tsv`).
Without weights everything is told background.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ivr.language.questions import asked_of_it
from ivr.language.word_marks import word_marks
from ivr.tickets.kept_weights import Kept, lines_of, read_kept
from ivr.tickets.model import Evidence, Kind
from ivr.tickets.pauses import END
from ivr.tickets.time_words import AGO, HABIT, LENGTH, POINT, VAGUE
from ivr.tickets.wishes import only_complains, wants_justice, wishes, wishes_besides

FILE = "roles.npz"
STEP = 24.0  # weights are kept as whole parts of this


class Role(Enum):
    """What a clause does; the letter marks it in `roles.tsv`."""

    NOTHING = "O"  # 你好, 我想反映个问题, 我是某小区业主, 谢谢
    PLACE = "P"  # says where, and nothing else
    BACKGROUND = "B"  # how it came about, who was asked, what they answered
    KEY = "K"  # the matter itself, as an operator would note it in one line
    STATE = "S"  # how things stand now
    REQUEST = "R"  # what is wanted or asked


ROLES = tuple(Role)
_TELLS = np.array([{Role.KEY: 1.0, Role.STATE: 0.5}.get(role, 0.0) for role in ROLES], np.float32)
_ASIDE = frozenset({Role.NOTHING, Role.PLACE})
MARK = re.compile(r"\{([OPBKSR])\}")  # before each stretch of `roles.tsv`

# Whoever thanks, signs or says his name tells nothing more, in whatever clause.
_POLITE = re.compile(
    r"(?:在此|先|提前|最后|再次|致以|向您|向你们|我们|全体[一-龥]{2,4}|本人|对此|我|先行|给您|深表|表示)*"
    r"(?:万分|衷心|诚挚|非常|十分|不胜|特别|由衷|无比|多谢|的)*(?:感谢|感激|谢谢|叩谢|拜谢|致谢|鞠躬|多谢|盼复|望复|望批复|盼回复|此致|敬礼|顺祝|祝好|打扰了?|辛苦了?|添麻烦了|磕头了?)"
    r"(?:您|你们|领导|各位|大家|政府|了|啊|啦|不尽|敬礼|商祺|支持|关心|理解|帮助|的|对|工作)*"
    r"|(?:我|本人)(?:就)?(?:姓|叫|名叫)[一-龥]{1,4}|(?:我的?|本人|联系)?(?:电话|手机|联系方式)(?:号码?)?(?:就?是)?[0-9〇零一二三四五六七八九幺]{7,}"
)
# 不对; 啊在哪啊: what we asked, said again before it is answered.
_REPLY = re.compile(
    r"(?:[嗯啊哦哎]|对|是的|不对|不是|[说记写弄]?错了|好的?|行|没有了?|没了|没错|就这些)++"
    r"|[啊哎嗯噢哦]+[你您]?[问说]?(?:我家)?[在住]?(?:哪儿|哪里?|啥时候|什么时候)[啊呀呢]+"
)
_WHEN = re.compile(
    rf"(?:大概|大约|差不多|就是?|是|从)*+(?:{POINT}|{AGO}|{LENGTH}|{VAGUE}|{HABIT})(?:了|吧|呢|啊|开始|起|的事儿?|的)*"
)
_DONE = re.compile(
    r"(?:^|[我他她了月日号年天])(?:就|是|要|想|还|都)*(?:占|开|买|交|办|修|卖|签|租|借|存|取|寄|加|扣|拆|盖|种|打|装|换|缴|付|贷|报)(?:[的了过]|那个|这个|[一-龥]{0,2}证)"
)
_SUM = re.compile(
    r"(?=[^，]*[百千万块元])(?:一共|总共|大概|差不多|能有|得有|有|是|就)*+"
    r"[0-9零一二三四五六七八九十百千万两俩]++(?:\.[0-9]++万?)?(?:多|来|块|元|钱|左右|呢|吧)*+"
)
_NO_WORD = re.compile(r"[，。；！？,.;!?：:、…—\s]+")
_BLANK = "□"
_WHOLE = 6  # characters of a clause that is known as a whole
_FAR = 3  # clauses from the first and the last that are told apart
_MOST = 8  # clauses, and steps of length
_LITTLE, _MUCH = 0.4, 0.75  # of a clause's characters that are names of places
_NO_NEIGHBOUR = "^"
_KEPT = 512  # clauses that are remembered, not for long: it is what callers said


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text that does one thing."""

    span: Evidence
    role: Role
    worth_telling: float = 0.0  # how likely it is the key, and half as much the present state


@dataclass(frozen=True, slots=True)
class Told:
    """One matter, cut into its clauses."""

    words: str
    bare: str  # the words with the names of places blanked
    spans: Sequence[Evidence]
    kind: Kind | None
    trouble: Sequence[Evidence]  # where the classifier saw the matter


@dataclass(frozen=True)
class Roles:
    """Weights of signs for each role, and of one role after another."""

    column: Mapping[str, int] = field(default_factory=dict)
    weights: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((0, len(ROLES)), np.float32)
    )
    follows: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros((len(ROLES), len(ROLES)), np.float32)
    )
    digest: str = ""

    def __bool__(self) -> bool:
        return bool(self.column)

    def of(self, told: Told) -> list[Clause]:
        """The likeliest roles of all clauses together, and what of them is worth telling."""
        if not self or not told.spans:
            return [Clause(span, Role.BACKGROUND) for span in told.spans]
        worths = np.stack([self._worth(view) for view in views_of(told)])
        said = [_NO_WORD.sub("", told.words[slice(*span)]) for span in told.spans]
        bare = [told.bare[slice(*span)] for span in told.spans]
        likely = [ROLES[at] for at in self._best(worths)]
        roles = _settled(said, [_told_of(*each) for each in zip(bare, likely, strict=True)])
        telling = self._shares(worths) @ _TELLS
        return list(map(Clause, told.spans, roles, telling.tolist()))

    def _best(self, worths: NDArray[np.float32]) -> list[int]:
        """One role after the other, the likeliest way."""
        best, came = worths[0], []
        for worth in worths[1:]:
            ways = best[:, None] + self.follows
            came.append(ways.argmax(0))
            best = ways.max(0) + worth
        chosen = [int(best.argmax())]
        for before in reversed(came):
            chosen.append(int(before[chosen[-1]]))
        return chosen[::-1]

    def _shares(self, worths: NDArray[np.float32]) -> NDArray[np.float32]:
        """How likely each role of each clause is, by all ways."""
        ahead, behind = [worths[0]], [np.zeros_like(worths[0])]
        for worth in worths[1:]:
            ahead.append(_log_sum(ahead[-1][:, None] + self.follows, 0) + worth)
        for worth in worths[:0:-1]:
            behind.append(_log_sum(self.follows + (worth + behind[-1]), 1))
        both = np.stack(ahead) + np.stack(behind[::-1])
        shares: NDArray[np.float32] = np.exp(both - _log_sum(both, 1)[:, None])
        return shares

    @cached_property
    def _worth(self) -> Callable[["View"], NDArray[np.float32]]:
        return lru_cache(maxsize=_KEPT)(self._weigh)

    def _weigh(self, view: "View") -> NDArray[np.float32]:
        known = [at for sign in _signs(view) if (at := self.column.get(sign)) is not None]
        worth: NDArray[np.float32] = self.weights[known].sum(0)
        return worth


def _log_sum(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    most = values.max(axis, keepdims=True)
    told: NDArray[np.float32] = most + np.log(np.exp(values - most).sum(axis, keepdims=True))
    return told.squeeze(axis)


class View(NamedTuple):
    """All that is looked at of one clause: in a growing text few of them change."""

    words: str
    before: str  # the clause before it
    behind: str
    first: int  # clauses from the first one, and from the last, as far as they count
    last: int
    of: int  # how many clauses
    kind: str
    stop: str  # the mark behind it
    where: int  # how much of it are names of places
    over: int  # how often the trouble is in it
    begins: bool  # no clause before it holds any


def views_of(told: Told) -> Iterator[View]:
    """The clauses as they are looked at."""
    said = [_NO_WORD.sub("", told.words[start:end]) for start, end in told.spans]
    around = [_NO_NEIGHBOUR, *said, _NO_NEIGHBOUR]
    count, kind = len(said), told.kind.value if told.kind else "-"
    seen = False  # whether the trouble was
    for at, (words, (start, end)) in enumerate(zip(said, told.spans, strict=True)):
        mark = END.match(told.words, end)
        over = sum(a < end and b > start for a, b in told.trouble)
        names = told.bare[start:end].count(_BLANK) / (end - start)
        yield View(
            words=words,
            before=around[at],
            behind=around[at + 2],
            first=min(at, _FAR),
            last=min(count - 1 - at, _FAR),
            of=min(count, _MOST),
            kind=kind,
            stop=mark[0][0].strip() if mark else "",
            where=0 if not names else 1 if names < _LITTLE else 2 if names < _MUCH else 3,
            over=min(over, 2),
            begins=bool(over) and not seen,
        )
        seen = seen or bool(over)


def signs_of(told: Told) -> Iterator[list[str]]:
    """What is weighed of each clause."""
    return map(_signs, views_of(told))


def _signs(view: View) -> list[str]:
    words, before, behind, kind = view.words, view.before, view.behind, view.kind
    signs = [
        *("", f"k{kind}", f"i{view.first}", f"j{view.last}", f"n{view.of}"),
        *(f"l{min(len(words) // 3, _MOST)}", f"x{kind}{view.first}", f"y{kind}{view.last}"),
        *(f"m{view.stop}", f"p{view.where}", f"t{view.over}"),
        *(f"<{words[:size]}" for size in (1, 2, 3)),
        *(f">{words[-size:]}" for size in (1, 2, 3)),
        *(f"g{gram}" for size in (1, 2, 3) for gram in _grams(words, size)),
        *(f"w{word}" for word, _ in word_marks(words)),
        *(f"u{words[:2]}{view.last}", f"v{words[-2:]}{view.last}"),
        *(f"a{before[:2]}", f"b{before[-2:]}", f"c{behind[:2]}", f"d{behind[-2:]}"),
        *(f"e{gram}" for gram in _grams(before, 2)),
        *(f"f{gram}" for gram in _grams(behind, 2)),
    ]
    if len(words) <= _WHOLE:
        signs.append(f"={words}")
    if view.begins:
        signs.append("first")
    return signs


def only_says_when(words: str) -> bool:
    """Whether a clause is a mere time: 从上周开始, 三天了."""
    return _WHEN.fullmatch(_NO_WORD.sub("", words)) is not None


def _told_of(bare: str, likely: Role) -> Role:
    """二零二二年占的三亩地, 要开那个证明: what names no place and is done to something is told, as
    is a mere sum (两万三).
    """
    done = likely is Role.PLACE and _BLANK not in bare and _DONE.search(bare)
    sum_ = likely in _ASIDE and _SUM.fullmatch(_NO_WORD.sub("", bare))
    return Role.BACKGROUND if done or sum_ else likely


def _settled(said: Sequence[str], likely: Sequence[Role]) -> list[Role]:
    """Thanks and 不对 tell nothing, a mere day is no wish, and who wishes something last says so.

    Who wishes nothing else wants to know what is asked about the matter.
    """
    roles = list(likely)
    for at, words in enumerate(said):
        no_wish = roles[at] is Role.REQUEST and only_says_when(words)
        if no_wish or _POLITE.fullmatch(words) or _REPLY.fullmatch(words):
            roles[at] = Role.NOTHING
    wanted = list(map(wishes, said, ["", *said]))
    for at in range(1, len(said)):
        before = wanted[at - 1] or roles[at - 1] is Role.REQUEST
        wanted[at] = wanted[at] or (before and wishes_besides(said[at]))
    for at in reversed(range(len(said))):
        if wanted[at]:
            roles[at] = Role.REQUEST
        elif roles[at] not in _ASIDE and roles[at] is not Role.REQUEST:
            break
    if Role.REQUEST not in roles:
        asked = [
            at
            for at, words in enumerate(said)
            if words and (not asked_of_it(words) or wants_justice(words))
        ]
        if not asked and said and only_complains(said[-1]):
            asked = [len(said) - 1]
        for at in asked:
            roles[at] = Role.REQUEST
    return roles


def _grams(words: str, size: int) -> set[str]:
    return {words[at : at + size] for at in range(len(words) - size + 1)}


def unmarked(marked: str) -> tuple[str, str]:
    """The words of a marked text, and of each character the letter of its role."""
    parts = MARK.split(marked)[1:]
    letters = [letter * len(words) for letter, words in zip(parts[::2], parts[1::2], strict=True)]
    return "".join(parts[1::2]), "".join(letters)


def read_roles(path: Path) -> Roles:
    """What was learnt; nothing where the file is missing or broken."""
    return read_kept(path, _made_of) or Roles()


def _made_of(kept: Kept) -> Roles:
    column = {name: at for at, name in enumerate(lines_of(kept, "names"))}
    weights = kept["weights"].astype(np.float32) / np.float32(STEP)
    follows = kept["follows"].astype(np.float32)
    if weights.shape != (len(column), len(ROLES)) or follows.shape != (len(ROLES), len(ROLES)):
        raise ValueError("weights of other roles")
    return Roles(column, weights, follows, kept["digest"].item())
