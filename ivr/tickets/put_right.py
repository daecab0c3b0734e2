"""改正: which earlier words the right ones of a correction stand for, by the kind of thing.

A time stands for a time (and only for the part of it that was said anew: 周四晚上, 不对是周五), a
road for a road, a sum for a sum, a name for a name. What may stand for several is left as it is.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from ivr.language.word_marks import word_marks
from ivr.tickets.actors import BRANDS, ROLES
from ivr.tickets.figures import NUMBER
from ivr.tickets.houses import A_HOUSE, differs, is_a_house, put_into
from ivr.tickets.model import Evidence
from ivr.tickets.time_words import AROUND, CLOCK, PART

LONGEST = 16  # characters that are put right
A_TIME = "time"
TOWNS = frozenset("123")  # the sorts of cities, of districts, of streets and townships
_LEAST_ALIKE = 0.5  # of what is called wrong and what was said before
_A_PHRASE, _MUCH_ALIKE = 6, 0.8  # characters of one, and how much of it was said before
_LONGEST_NAME = 8
_OFTEN = 6  # one name is said before
_NEAR = 6  # characters between a sum and its correction in one breath
_ENDS = "，,。！!？?；; "
_COUNTED = re.compile(NUMBER)
_FIGURES = "0-9零〇一二三四五六七八九十百千万两"
_AMOUNT = re.compile(rf"{NUMBER}(?P<unit>[元块米人户度天个台辆斤平号栋层楼点分年月])")
_SUM = re.compile(
    rf"(?<![第{_FIGURES}])(?:[0-9]{{3,}}+|(?=[{_FIGURES}]*[百千万])[{_FIGURES}]++)"
    r"(?![个天人户度米斤号栋层楼点分年月日平次台辆岁亩吨公里路])"
)
_WHOLE_TIME = re.compile(
    rf"(?P<day>.*?)(?P<part>(?:的?{PART})?)(?P<clock>(?:的?{CLOCK})?){AROUND}了?"
)
_HOURS = re.compile(rf"{PART}|{CLOCK}|[到至]")
# What one name has that another may be said for: 移动 and 联通, 物业 and 开发商.
_KINDS_OF_NAMES = (re.compile(BRANDS), re.compile(ROLES))
_NO_NAME = re.compile("[我你您他她它们的了着过不没有也都就还这那什么谁哪]")
_REPORTS = re.compile("(?<![我刚才])[说讲]|称|认为|以为|觉得|答复|告诉|当[作成]|怀疑|怕|如果|要是")
_A_NOUN = "n"
_OF_EITHER = "能的就可才"  # 停水三天不是三天两天能修好的
_A_PERSON = tuple("老小姓")  # 老王, 小李, 姓刘
_EVERY_DAY = ("每天", "天天", "每日", "整天", "成天")


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a known sort: a time, or a road, an estate, a house of an address."""

    span: Evidence
    sort: str


@dataclass(frozen=True, slots=True)
class Change:
    """The right words, and all stretches before them that they stand for."""

    wrong: tuple[Evidence, ...]
    right: Evidence

    @property
    def ends(self) -> int:
        """Where the last of them ends afterwards."""
        length = self.right[1] - self.right[0]
        shorter = sum(end - start - length for start, end in self.wrong)
        return self.wrong[-1][1] - shorter


@dataclass(frozen=True, slots=True)
class Right:
    """The words that are right."""

    words: str
    span: Evidence
    told: Sequence[Fact]
    towns: Container[str] = ()  # their names in full and in short

    @property
    def said(self) -> str:
        return self.words[slice(*self.span)]

    def is_like(self, wrong: str) -> bool:
        """昨天 and 前天, 万莲小区 and 万泉小区: of one sort by their form."""
        counted = _COUNTED.search(wrong) and _COUNTED.search(self.said)
        timed = wrong.startswith(_EVERY_DAY) and any(t.sort == A_TIME for t in self.own)
        people = wrong[0] == self.said[0] and wrong[0] in _A_PERSON
        people = people and len(wrong) == len(self.said)  # 老王烧烤 is no 老李 of 老李烧烤
        same = wrong[-1] == self.said[-1] or wrong[:2] == self.said[:2]
        return bool(counted) or timed or people or same

    def is_a_time_for(self, wrong: Evidence) -> bool:
        """不是昨晚是今天早上, where 昨天晚上 was said: a time for a time, in other words."""
        times = [t.span for t in self.told if t.sort == A_TIME]
        return self.is_a_fact and self.own[0].sort == A_TIME and wrong in times

    def is_of_its_sort(self, wrong: Evidence) -> bool:
        """新华街 and 临江路 are roads, 幸福小区 and 康乐家园 estates."""
        sorts = {t.sort for t in self.told if t.span == wrong}
        return self.is_a_fact and self.own[0].sort in sorts

    @property
    def own(self) -> list[Fact]:
        """The facts in it, where it begins with one."""
        start, end = self.span
        within = [t for t in self.told if start <= t.span[0] < end]
        within = [t for t in within if self.words[end : t.span[1]] in ("", "了")]
        within.sort(key=lambda t: (t.span[0], -t.span[1]))
        return within if within and within[0].span[0] == self.span[0] else []

    @property
    def is_a_fact(self) -> bool:
        """Nothing but a fact."""
        return bool(self.own) and self.own[0].span[1] >= self.span[1]

    def said_anew(self, start: int, before: int) -> Change:
        """From there on all was said once more."""
        return Change(((start, before),), (self.span[0], self.span[0]))

    def instead_of(self, wrong: Evidence) -> Change:
        """It stands for words that were called wrong, or for the time that they are a part of."""
        for fact in self.own:
            for told in self.told:
                part = told.span[0] <= wrong[0] and wrong[1] <= told.span[1]
                if part and told.sort == fact.sort == A_TIME:
                    return Change((self._part_of(told.span, fact.span),), fact.span)
        if len(self.said) > 1 and wrong[1] - wrong[0] > 1:
            said = self.words[slice(*wrong)]
            return Change(tuple(often(self.words, said, wrong[1])), self.span)
        return Change((wrong,), self.span)

    def instead_of_a_name(self, wrong: Evidence) -> Change | None:
        """联通 for 移动, wherever that was said; 港澳 in 港澳通行证 is a part of something else."""
        first, last = self.span
        said = self.words[slice(*wrong)]
        behind, said_now = self.words[wrong[1] :], self.said
        tails = (said_now[-n:] for n in range(len(said_now) - 1, 0, -1))
        tail = next((each for each in tails if behind.startswith(each)), "")
        if len(tail) == 1:
            last -= 1  # 物业说，不是物业，是热力公司说的
            tail = ""
        name = self.words[first:last]
        follows = next(word_marks(self.words[wrong[1] : wrong[1] + _LONGEST_NAME]), ("", ""))
        kinds = any(kind.fullmatch(said) and kind.fullmatch(name) for kind in _KINDS_OF_NAMES)
        if not may_be_a_name(name) or (follows[1].startswith(_A_NOUN) and not kinds):
            return None
        every = list(often(self.words, said, wrong[1]))  # 老李|烧烤: 不是老李是老王烧烤
        rest = [len(tail) if self.words.startswith(tail, end) else 0 for _, end in every]
        whole = ((at, end + more) for (at, end), more in zip(every, rest, strict=True))
        return Change(tuple(whole), (first, last))

    def instead_of_its_beginning(self, before: int) -> Change | None:
        """不是|一个月|两个月了: two facts of one sort, of which the first was told before."""
        own = self.own
        for wrong in own:
            behind = (t for t in own if t.span[0] == wrong.span[1] and t.sort == wrong.sort)
            right = next(behind, None)
            words = self.words[slice(*wrong.span)]
            told = [t for t in self.told if t.sort == wrong.sort and t.span[1] <= before]
            same = [t for t in told if self.words[slice(*t.span)].removesuffix("了") == words]
            if right and same:
                rest = self.words[right.span[1] : self.span[1]]
                if not rest or (same[-1].span[1] == before and rest[0] not in _OF_EITHER):
                    return Change((same[-1].span,), right.span)
        return None

    def earlier(self, before: int) -> Iterator[Change]:
        """What it may stand for, the likeliest first."""
        if house := self.instead_of_a_house(before):
            yield house
        own = self.own
        for sort in dict.fromkeys(t.sort for t in own):
            same = [t for t in self.told if t.sort == sort and t.span[1] <= before]
            if same:
                last = max(same, key=lambda t: (self._alike(t.span), t.span))
                ends = [t.span[1] for t in own if (t.sort == A_TIME) == (sort == A_TIME)]
                right = own[0].span[0], max(ends)
                timed = sort == A_TIME
                wrong = self._part_of(last.span, right) if timed else self._address(last, own)
                yield Change((wrong,), right)
        if not own and len(self.said) >= _A_PHRASE:  # 从一块六涨到一块八
            yield from self._of_its_form(before, _MUCH_ALIKE)
        yield from self._of_its_unit(before)
        yield from self._of_its_size(before)
        if not own:
            yield from self._of_its_kind(before)
            yield from self._of_its_form(before)

    def instead_of_a_house(self, before: int, *, another: bool = False) -> Change | None:
        """Of 十二号楼一单元 the 号楼, where only that is said anew.

        `another`: only where the very same parts were told, with other numbers.
        """
        if not is_a_house(self.said):
            return None
        told = [t.span for t in self.told if t.sort == A_HOUSE and t.span[1] <= before]
        wrong = put_into(self.words, told, self.span)
        if not wrong or (another and not differs(self.words, wrong[-1], self.span)):
            return None
        return Change(wrong, self.span)

    def _part_of(self, told: Evidence, right: Evidence) -> Evidence:
        """Of 周四晚上 the day, where only another day is said; of 今天早上六点 the hour."""
        was = _WHOLE_TIME.fullmatch(self.words, *told)
        now = _WHOLE_TIME.fullmatch(self.words, *right)
        if not was or not now or _HOURS.search(was["day"]) or _HOURS.search(now["day"]):
            return told
        first = next((name for name in ("day", "part", "clock") if now[name]), "day")
        if first == "day" and not now["part"] and not now["clock"] and was["day"]:
            return was.span("day") if was["part"] or was["clock"] else told
        return was.start(first), told[1]

    def _address(self, told: Fact, own: Sequence[Fact]) -> Evidence:
        """Of 皇姑区昆山路 both, where both are said anew (浑南区新隆街)."""
        start, end = told.span
        sorts = {t.sort for t in own}
        for fact in sorted(self.told, key=lambda t: t.span):
            if fact.span[0] == end and fact.sort in sorts:
                end = fact.span[1]
        return start, end

    def is_a_sum(self) -> bool:
        """两千九, and no more."""
        return _SUM.fullmatch(self.said) is not None

    def _alike(self, span: Evidence) -> float:
        return SequenceMatcher(None, self.words[slice(*span)], self.said).ratio()

    def _of_its_unit(self, before: int) -> Iterator[Change]:
        """三十块 for 十块."""
        if amount := _AMOUNT.search(self.words, *self.span):
            earlier = _AMOUNT.finditer(self.words, 0, before)
            unit = [m.span() for m in earlier if m["unit"] == amount["unit"]]
            if unit:
                yield Change((unit[-1],), amount.span())

    def _of_its_size(self, before: int) -> Iterator[Change]:
        """两千四 for 四千: the only sum, or the one that was just said."""
        sum_ = _SUM.match(self.words, *self.span)
        if sum_ is None:
            return
        earlier = [found.span() for found in _SUM.finditer(self.words, 0, before)]
        if earlier and (len(earlier) == 1 or before - earlier[-1][1] <= _NEAR):
            yield Change((earlier[-1],), sum_.span())

    def _of_its_kind(self, before: int) -> Iterator[Change]:
        """联通 for 移动, where no other name of the kind was said."""
        for names in _KINDS_OF_NAMES:
            if names.fullmatch(self.said):
                earlier = list(names.finditer(self.words, 0, before))
                if len({found[0] for found in earlier}) == 1:
                    yield Change(tuple(found.span() for found in earlier), self.span)

    def _of_its_form(self, before: int, least: float = _LEAST_ALIKE) -> Iterator[Change]:
        """宏达公司 for 宏大公司: as long, with the same end, and half alike."""
        said = self.said
        if len(said) < 3:
            return
        for start in range(before - len(said), -1, -1):
            span = (start, start + len(said))
            same_end = self.words[span[1] - 2 : span[1]] == said[-2:]
            if same_end and self._alike(span) >= least:
                yield Change((span,), self.span)
                return


def often(words: str, said: str, before: int) -> Iterator[Evidence]:
    """Wherever they were said before; 1号楼 is no part of 11号楼."""
    yield from [found.span() for found in _whole(said).finditer(words, 0, before)][-_OFTEN:]


def last_said(words: str, said: str, before: int) -> Evidence | None:
    """Where they were said last before; 每天 also as 天天."""
    every = list(often(words, said, before))
    if not every and said.startswith(_EVERY_DAY):
        every = [s for day in _EVERY_DAY for s in often(words, day + said[2:], before)]
    return max(every, default=None)


@lru_cache(maxsize=64)
def _whole(said: str) -> re.Pattern[str]:
    counted = f"(?<![{_FIGURES}])" if re.match(f"[{_FIGURES}]", said) else ""
    return re.compile(counted + re.escape(said))


def is_reported(words: str, said: Evidence) -> bool:
    """物业说是正常现象: it is what another says, and not what the caller told."""
    start = max(words.rfind(mark, 0, said[0]) for mark in _ENDS)
    return _REPORTS.search(words, start + 1, said[0]) is not None


def may_be_a_name(said: str) -> bool:
    """移动, 烧烤店, 铁锅炖: by its form somebody may be called so."""
    return 2 <= len(said) <= _LONGEST_NAME and not _NO_NAME.search(said)


def ends_a_clause(words: str, at: int) -> bool:
    """Whether what stands before it ends a clause."""
    return at <= 0 or words[at - 1] in _ENDS


def begins_a_clause(words: str, at: int) -> bool:
    """Whether a clause begins there, or nothing follows."""
    return at >= len(words) or words[at] in _ENDS
