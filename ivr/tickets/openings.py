# ruff: noqa: E501 - a pattern reads better whole
"""Where another matter may begin: each place is only tried; `split_sense.py` decides.

The caller counts (第一…第二, 一个是…再一个是), adds (另外, 还有一个事), ends a sentence, or plainly
speaks of something else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.classify import Matter
from ivr.tickets.demands import demands_at
from ivr.tickets.model import Evidence

COUNT = re.compile(
    r"第[一二三四五六](?:个|件|点|项|呢|，|是|就是)*(?:事儿?|问题|情况|诉求|方面)?(?:就?是|呢)?(?!次|趟|中学?|天|人民|医院|小学|初级|高级|方|者|名|期|季|实验|届|种|批|教|幼|职|年|时间|遍|回|层|单元|栋|排|代|产业|高中|大街|产权|顺位|医|附属|粮|国|责任)"
    r"|(?:(?<=[。；;：:，, \n！!？?])|^)(?:（?[一二三四五六]）|（[1-6]）|[一二三四五六]、|[1-6]\s?(?:[、．)）]|\.(?![0-9])))|(?:事项|问题|诉求|事情)[一二三四五六1-6](?=[：:，,、是])"
    r"|(?<![十二三四五六七八九百0-9])(?:一|二|三|四)是(?=.)|(?:一个|一件)(?:[大小好难]?事儿?|问题)?是(?=.{4,60}(?:一个|另一个|再一个|一件|还有)(?:[大小好难]?事|问题|就)?是)|(?:(?:另|还有|再)?一个|另一件)(?:[大小好难]?事儿?|问题)?(?:就)?是(?=.)|(?<=[，,。；;、：:])一(?:个|件)(?:[大小]?事儿?|问题)?就?是(?=.)|其一|其二|其三|另?一家是|(?<=[。；;：:，,])[一二三四]，|头一(?:件|个|样|宗|桩|条|回事)(?!月|礼拜|星期|人|孩子|学期)|(?<!十)[二三]一(?:件|个|样|宗)(?=[，,是])|(?<![一-龥])[甲乙丙](?=[，,、])|(?<![那这哪唯了下上])一(?:码|宗|档子|桩)(?:事儿?)?(?:就?是|呢?[，,])|(?<![那这哪唯了下上])一样(?:事儿?)?就?是|(?<![一-龥])一样(?:事儿?)?呢?[，,]|另一(?:样|码|宗|档子|桩|件|个)(?:事儿?)?(?:就?是|呢?[，,])|首先|其次|最后(?!一[回次遍趟天])(?:一个)?(?=.{0,3}(?:我|问|反映|事|是))|(?<=[，,。；;：: ])(?:好事|难事|大事|小事)是"
)
ADD = re.compile(
    r"(?:还有|再有|另外|此外|除此之外|再就是|再者|再说|再一个|再来|对了|顺便|顺带|还有就是|然后还有|另|还)(?:呢|啊|就是|还有|再|，|, )*(?:一)?(?:个|件|点)(?:事儿?|问题|情况|诉求|小事)(?:就是|是|呢|，)?"
    r"|(?:另外(?!那?[一两俩]?[个位名](?!事|问题|情况|诉求|就?是|呢|啊|我|想|[，, ]))|此外|除此之外|再就是|再者|还有就是|再一个|再有|顺便|顺带|对了|还有(?!一个(?:在|没|人|孩子|也|是)|俩|两个|好几|多久|多长|多少|没有|几天|效|待|一半|谁|什么|很多|好多|一部分|机会|剩|余额|别人|一些|点|没|人|钱|吗|气味|味|声))(?:呢|啊|就是|还|再|我)*"
    r"|(?:还一个|完了(?:我)?再|还想(?:说|问)|现?又有)(?=[一-龥，])|(?<=[，。；,])再说(?=[一-龥]{2})|(?<=[，。；,])再(?:提|夸|说)(?:个|点|一个|一句)?(?:意见|建议)?(?=[：:，,])|同时(?=[，,])|同时(?:也|还)?(?:想|要)?(?:提|说|反映|咨询|表扬)(?=[个一点下，])|另(?=[，,：:])|再(?:想|要)?(?:问问|问一?[下句]|打听打听|(?:投诉|举报|表扬|咨询|建议|反映)(?!过|了|也|就|不|没|有))"
    r"|(?:还|再|也)(?:想|要|得|必须)?(?:再)?(?:问|反映|咨询|投诉|举报|说|打听)(?:一下|一个|个|下|一件)"
)
# 两件事，一个楼道灯不亮一个单元门锁坏了: words of which each may count, looked at in want of others.
_ONE = re.compile(
    r"(?<![十百千零第这那哪每某有另])(?:[二三四]个(?=[，, ])|[二三另再]?一(?:个|件|样|家|码))(?!月|小时|钟|星期|礼拜|多|人|字|孩子|亿|万|千|百|[大小]?时|比|接一|也|都|劲|半|晚|单位|年)"
)
_STOP = re.compile(r"[。；;！!？?]+")
_HALF = re.compile("；")
_LEAST = 6  # characters on both sides of the end of a sentence
_CAUSE = re.compile(
    r"因为|由于|导致|造成|所以|把|使得|害得|影响|结果|引起|才|的原因|怀疑|为了|就因|弄得|搞得|致使|以后|之后|自打|自从|为(?:我|孩子|其)"
)
_START = re.compile(
    r"(?:然后|而且|同时|并且|以及|还有|另外|再|楼下|楼上|小区里?|门口|路口|我们|村里|单位|孩子|我妈|我爸|我家|家里|附近|对面|旁边|[，,。.；;！!？? 、])"
)
_DECIMAL = re.compile(r"\.[0-9]")
_PUNCTUATION = "，,。.；;！!？? 、"
_FAR = 60  # characters between two topics
_BEFORE, _AFTER = 8, 96  # what is looked at around the words that open a matter


class Sort(StrEnum):
    """How another matter is opened."""

    COUNTED = "counted"
    ADDED_ONE = "added one"  # 还有一个事: 个 or 件 is said
    ADDED = "added"
    STOP = "stop"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Opening:
    """Where another matter may begin, and the words that open it."""

    start: int
    sort: Sort
    words: str


def openings(plain: str, *, several: bool, each_one: bool = False) -> list[Opening]:
    """All that show in the words themselves, from left to right.

    `several`: the caller says that there are. Then halves of a sentence count as counted where
    nothing else does. `each_one`: any 一个 may be one of them.
    """
    said = list(_said(plain))
    if each_one:
        said += (Opening(m.start(), Sort.ADDED_ONE, m.group()) for m in _ONE.finditer(plain))
    if several and all(opening.sort is Sort.STOP for opening in said):
        said += (Opening(m.end(), Sort.COUNTED, m.group()) for m in _HALF.finditer(plain))
    end = demands_at(plain)
    said = [o for o in said if o.start < end or o.sort in (Sort.ADDED, Sort.ADDED_ONE)]
    found: dict[int, Opening] = {}
    for opening in sorted(said, key=lambda o: list(Sort).index(o.sort)):
        near = (at for at in range(opening.start - 4, opening.start + 5) if at in found)
        if opening.start > 0 and next(near, None) is None:
            found[opening.start] = opening
    return sorted(found.values(), key=lambda o: o.start)


def _said(plain: str) -> Iterator[Opening]:
    for words, lead, at in blocks(plain, _BEFORE, _AFTER):
        for start, sort, said in _in_block(words, lead):
            yield Opening(start + at - lead, sort, said)
    for stop in _STOP.finditer(plain):
        if stop.start() >= _LEAST and len(plain) - stop.end() >= _LEAST:
            yield Opening(stop.end(), Sort.STOP, plain[stop.end() : stop.end() + 2])


@lru_cache(maxsize=128)
def _in_block(words: str, lead: int) -> tuple[tuple[int, Sort, str], ...]:
    """Where the caller counts or adds in one block of a text."""
    found = [(m.start(), Sort.COUNTED, m.group()) for m in COUNT.finditer(words, lead)]
    for m in ADD.finditer(words, lead):
        sort = Sort.ADDED_ONE if re.search("个|件", m.group()) else Sort.ADDED
        found.append((m.start(), sort, m.group()))
    return tuple(one for one in found if one[0] < lead + SIZE)


def topics(words: str, matters: Sequence[Matter]) -> Iterator[Opening]:
    """Where the words plainly go over to something else, though nothing says so."""
    last: Matter | None = None
    for matter in matters:
        if last is not None and matter.type != last.type:
            cut = _between(words, last.span, matter.span)
            if cut:
                yield Opening(cut, Sort.TOPIC, words[cut : cut + 2])
        last = matter


def _between(words: str, left: Evidence, right: Evidence) -> int | None:
    gap = words[left[1] : right[0]]
    if len(gap) > _FAR or _CAUSE.search(gap):
        return None
    starts = [m for m in _START.finditer(gap) if not _DECIMAL.match(words, left[1] + m.start())]
    if not starts:
        return right[0]
    spot = starts[0] if starts[0].group()[0] in _PUNCTUATION else starts[-1]
    return left[1] + spot.start()
