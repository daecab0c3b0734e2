"""地点的特征: what the words say, at each spot of a text, of a place that begins, goes on or ends.

Stretches of characters before and behind, the words of the dictionary that meet there, the pieces
of addresses (address_pieces.py), heads of houses (超市, 支行) and marks beside a way (门口, 东侧),
and what else is said in the clause. What they weigh is learnt by `python -m tools.learn_places`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ivr.language.word_marks import word_marks
from ivr.tickets.address_pieces import Piece
from ivr.tickets.model import Evidence, Kind

_SIZE = 32  # spots of a window
_BEFORE, _AFTER = 16, 12  # characters around it that are asked
_CLAUSE = 10  # characters of a clause whose pairs count
_LEFT, _RIGHT = 4, 3  # characters on both sides of a spot
_AHEAD = 8  # how far behind a spot a piece may begin
_PAUSES = frozenset("，,。.；;！!？?：: \n\t、“”\"'（）()《》")
_NO_PAUSE = re.compile("[" + re.escape("".join(sorted(_PAUSES))) + "]")
_HEADS = re.compile(
    "超市|便利店?|商店|商场|商城|商厦|百货|购物中心|广场|大厦|市场|早市|夜市|大集|小学|中学|高中|初中|技校|学校|大学|学院|幼儿园"
    "|幼稚园|医院|诊所|门诊|卫生[院所]|药[店房]|口腔|齿科|饭店|酒店|宾馆|旅馆|民宿|酒楼|餐厅|烧烤|火锅|网吧|KTV|歌厅|酒吧|浴池"
    "|洗浴|健身|俱乐部|体育[馆场]|图书馆|博物馆|美容|美发|影[楼城院]|[支分]行|银行|信用社|营业[厅部]|加油站|充电站|驾校|停车场|[火汽]车站|高铁站"
    "|客运站|地铁站|公交站|车站|站点|收费站|服务区|机场|码头|公园|动物园|植物园|景区|陵园|墓园|养老院|敬老院|公寓|工地|水库|派出所|大厅|中心"
    "|托管班?|培训|[四4][sS]店|汽修|车行|售楼处|专柜|[馆店厅厂吧楼院坊]"
)
_MARKS = re.compile(
    "楼[下上顶道前后栋]|[门楼村屯路道]口|[门桥路]前|大门|附近|旁边|边上|对[面过]|[东西南北][侧门头边面]|院[里内]|后[院面身山]|前面|里[头面]|底下|跟前|把角|拐[角弯]|交[叉汇][口处]|桥[下上头]"
    "|隔壁|一带|两[旁侧]|那[块头边片溜段]儿?|地下[车室]库?|车[棚库]|[路道河海]边|往[东西南北][一-龥]{0,3}米|号窗口|[一二三四五六七八九十]楼|层"
)
_CLAUSES = ("cb", "CB")  # a pair before a spot, and behind
_CUES = frozenset("在到于去住从叫是")


Names = tuple[Sequence[str], Sequence[str]]  # of what begins at a spot, and of what ends there


@dataclass(frozen=True, slots=True)
class Signs:
    """The features of each spot of a stretch of text; a spot is before a character, or the end.

    What the characters and words on both sides say comes back with them: it is theirs alone.
    """

    sides: Sequence[tuple[str, str]]  # the characters before a spot, and behind it: of_sides
    words: Sequence[tuple[str, str]]  # the words that begin and end there: of_words
    held: Sequence[tuple[str, str]]  # the characters behind it, and their word: of_held
    begins_too: Sequence[Sequence[str]]  # what else a place has that begins at the spot
    ends_too: Sequence[Sequence[str]]  # one that ends there
    within_too: Sequence[Sequence[str]]  # one that holds the character behind the spot
    each_two: Sequence[str]  # characters, told of clauses before and behind a spot: of_two
    before: Sequence[Evidence]  # those of the clause up to the spot, and from there on
    behind: Sequence[Evidence]
    begins_as: Sequence[str]  # in short what begins at the spot: told with the kind of the matter
    ends_as: Sequence[str]  # and what ends there

    @property
    def begins(self) -> list[list[str]]:
        """All features of a place that begins at each spot."""
        return self._all(0, self.begins_too)

    @property
    def ends(self) -> list[list[str]]:
        return self._all(1, self.ends_too)

    def _all(self, which: int, too: Sequence[Sequence[str]]) -> list[list[str]]:
        return [
            [*of_sides(*sides)[which], *of_words(*words)[which], *more]
            for sides, words, more in zip(self.sides, self.words, too, strict=True)
        ]

    @property
    def within(self) -> list[list[str]]:
        """Of a place that holds the character behind the spot; behind the last one is none."""
        return [
            [*of_held(*held), *more] if held[0] else []
            for held, more in zip(self.held, self.within_too, strict=True)
        ]

    @property
    def pairs(self) -> list[list[str]]:
        return [of_two(two) for two in self.each_two]


def of_sides(left: str, right: str) -> Names:
    """What up to four characters before a spot say, and up to three behind it."""
    near, far = left[-1:] or "[", right[:1] or "]"
    return (
        [
            *(f"b{n}{left[-n:] or '['}" for n in (1, 2, 3, 4)),
            *(f"f{n}{right[:n]}" for n in (1, 2, 3)),
            f"x{near}_{right[:1]}", f"z{near}_{right[:2]}",
        ],
        [
            *(f"B{n}{left[-n:]}" for n in (1, 2, 3, 4)),
            *(f"F{n}{right[:n] or ']'}" for n in (1, 2, 3)),
            f"X{left[-1:]}_{far}", f"Z{left[-1:]}_{right[:2] or ']'}",
            f"W{left[-2:]}_{right[:2] or ']'}",
        ],
    )  # fmt: skip


def of_words(first: str, last: str) -> Names:
    """What the words say that begin and end at a spot."""
    return (
        [f"wf{first}", f"wl{last}", f"wfl{first}_{last}"],
        [f"WF{first}", f"WL{last}", f"WFL{first}_{last}"],
    )


def of_held(two: str, word: str) -> list[str]:
    """What a character says that is held, with the one behind it and its word."""
    return [f"i{two[:1]}", f"j{two}", f"w{word}"]


def of_two(two: str) -> list[str]:
    """What two characters say of a clause before a spot, and behind it."""
    return [f"{name}{two}" for name in _CLAUSES]


Tagged = tuple[int, int, str]  # a piece of an address: where it is, and what


class Window(NamedTuple):
    """A stretch of a text with what stands around it."""

    words: str
    pieces: tuple[Tagged, ...]
    spots: range  # those that are asked about


def tagged(piece: Piece) -> Tagged:
    """What the spots are told of a piece."""
    if piece.named is None:
        return (*piece.span, piece.sort.value)
    places = piece.named.places
    lowest = "landmark" if places[0].landmark else str(min(d.rank for d in places))
    sure = "" if piece.named.exact else "~"
    return (*piece.span, f"{lowest}{sure}{'?' if len(places) > 1 else ''}")


def windows(text: str, pieces: Sequence[Tagged]) -> Iterator[Window]:
    """The windows of a text, which cover each of its spots once."""
    for at in range(0, len(text) + 1, _SIZE):
        start, end = max(0, at - _BEFORE), at + _SIZE + _AFTER
        last = min(at + _SIZE, len(text) + 1)
        near = tuple(within(pieces, (start, end)))
        yield Window(text[start:end], near, range(at - start, last - start))


def signs(window: Window) -> Signs:
    """The features of the spots of a window."""
    words = window.words
    seen, spots = _Seen(words, window.pieces), window.spots
    return Signs(
        [(words[max(0, at - _LEFT) : at], words[at : at + _RIGHT]) for at in spots],
        [(seen.first[at], seen.last[at]) for at in spots],
        [(words[at : at + 2], seen.word[at]) for at in spots],
        [seen.begins(at) for at in spots],
        [seen.ends(at) for at in spots],
        [seen.within(at) if at < seen.size else () for at in spots],
        [words[at : at + 2] for at in range(seen.size)],
        [seen.before(at) for at in spots],
        [seen.behind(at) for at in spots],
        [seen.begins_as(at) for at in spots],
        [seen.ends_as(at) for at in spots],
    )


def with_kind(kind: Kind | None, short: str) -> str:
    """The feature of what begins or ends at a spot in a matter of some kind."""
    return f"k{kind.value if kind else ''} {short}"


class _Seen:
    """A text with what begins, ends and goes on at each of its spots."""

    def __init__(self, text: str, pieces: Sequence[Tagged]) -> None:
        size = len(text)
        self.text, self.size = text, size
        self.piece, self.word = [""] * (size + 1), [""] * (size + 1)  # of a character
        self.opens, self.closes = [""] * (size + 1), [""] * (size + 1)  # a piece, at a spot
        self.first, self.last = [""] * (size + 1), [""] * (size + 1)  # a word
        self.head = [0] * (size + 1)  # length of the head of a house that ends at a spot
        self.mark = [0] * (size + 1)
        for start, end, sort in pieces:
            for at in range(max(0, start), min(size, end)):
                self.piece[at] = sort
            if 0 <= start <= size:
                self.opens[start] = sort
            if 0 <= end <= size:
                self.closes[end] = sort
        at = 0
        for word, mark in word_marks(text):
            told = f"{mark}{len(word)}"
            self.word[at : at + len(word)] = [told[:1] + told[-1]] * len(word)
            self.first[at] = self.last[at + len(word)] = told
            at += len(word)
        for rule, found in ((_HEADS, self.head), (_MARKS, self.mark)):
            for match in rule.finditer(text):
                found[match.end()] = match.end() - match.start()

    def begins(self, at: int) -> list[str]:
        opens, closes, left = self.opens[at], self.closes[at], self.text[max(0, at - 2) : at] or "["
        found = [f"n{self._next(at)}", f"cl{min(at - self._from_pause(at), 6)}"]
        if opens or closes:
            found += (f"oc{opens}_{closes}", f"o1{opens}_{left[-1]}", f"o2{opens}_{left}")
        if piece := self._goes_on(at):
            found.append(f"in{piece}")
        return found

    def ends(self, at: int) -> list[str]:
        opens, closes, right = self.opens[at], self.closes[at], self.text[at : at + 2] or "]"
        found = [f"CL{min(self._to_pause(at) - at, 6)}"]
        if opens or closes:
            found += (f"OC{opens}_{closes}", f"C1{closes}_{right[0]}", f"C2{closes}_{right}")
        if piece := self._goes_on(at):
            found.append(f"IN{piece}")
        if head := self.head[at]:
            found += (f"H{head}", f"H1{right[0]}", f"HC{closes}")
        if mark := self.mark[at]:
            found += (f"M{mark}", f"M1{right[0]}")
        return found

    def _goes_on(self, at: int) -> str:
        """The piece that began before a spot and ends behind it."""
        return self.piece[at] if at and not self.opens[at] else ""

    def begins_as(self, at: int) -> str:
        left = self.text[at - 1] if at else "，"
        before = (
            "，" if left in _PAUSES else "在" if left in _CUES else left if left == "的" else ""
        )
        return f"{before}[{self.opens[at]}"

    def ends_as(self, at: int) -> str:
        right = self.text[at] if at < self.size else "，"
        behind = "，" if right in _PAUSES else right if right == "的" else ""
        house = "house" if self.head[at] else "mark" if self.mark[at] else ""
        return f"{self.closes[at] or house}]{behind}"

    def within(self, at: int) -> list[str]:
        found = []
        for name, sort in (("p", self.piece[at]), ("s", self.opens[at])):
            if sort:
                found.append(f"{name}{sort}")
        for name, length in (("h", self.head[at + 1]), ("m", self.mark[at + 1])):
            if length:
                found.append(f"{name}{length}")
        return [*found, "|"] if self.text[at] in _PAUSES else found

    def _next(self, at: int) -> str:
        """The piece or the head of a house that comes next, and how far it is."""
        end = at
        while end < self.size and end - at < _AHEAD and self.text[end] not in _PAUSES:
            if self.opens[end] or self.head[end + 1]:
                break
            end += 1
        head = end < self.size and self.head[end + 1] > 0
        return f"{self.opens[end]}{end - at}{head:d}"

    def before(self, at: int) -> Evidence:
        """The pairs of characters of the clause up to a spot, by where they begin."""
        start = self._from_pause(at)
        return start, max(start, at - 1)

    def behind(self, at: int) -> Evidence:
        return at, max(at, self._to_pause(at) - 1)

    def _from_pause(self, at: int) -> int:
        start = at
        while start and at - start < _CLAUSE and self.text[start - 1] not in _PAUSES:
            start -= 1
        return start

    def _to_pause(self, at: int) -> int:
        end = at
        while end < self.size and end - at < _CLAUSE and self.text[end] not in _PAUSES:
            end += 1
        return end


_LONGEST = 200  # characters of a matter that are asked for what it sounds like


def told_of(words: str) -> str:
    """The characters of a matter that are asked for what it sounds like."""
    told = ""
    for at in range(0, len(words), _LONGEST):
        told += _NO_PAUSE.sub("", words[at : at + _LONGEST])
        if len(told) >= _LONGEST:
            break
    return told[:_LONGEST]


def of_none(told: str, kind: Kind | None, sorts: Iterable[str]) -> dict[str, float]:
    """What speaks for a matter without a place: its kind, its pieces, what it sounds like."""
    grams = {told[at : at + n] for n in (1, 2, 3) for at in range(len(told) - n + 1)}
    counts = 1.5 / max(3.0, len(grams) ** 0.5)
    found = dict.fromkeys((f"0g{gram}" for gram in grams), counts)
    found |= dict.fromkeys((f"0p{sort}" for sort in sorts), 1.0)
    return found | {
        "0": 1.0,
        f"0k{kind.value if kind else ''}": 1.0,
        f"0l{min(9, len(told) // 15)}": 1.0,
    }


def within(pieces: Sequence[Tagged], stretch: Evidence) -> list[Tagged]:
    """The pieces in a stretch, counted from its beginning."""
    start, end = stretch
    first, last = bisect_left(pieces, (start,)), bisect_right(pieces, (end,))
    return [(a - start, b - start, sort) for a, b, sort in pieces[first:last] if b <= end]
