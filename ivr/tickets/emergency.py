# ruff: noqa: E501 - a table reads better whole
"""紧急识别: finds what cannot wait, from the first words on, and says by which rule.

Recall first: a rule fires unless the words around it clearly say that it is not happening now
(`excuses.py`: 没有着火, 去年着过火, 电视剧里, 如果, 差点, 气得我都要爆炸了). Only the words of that one hit are
excused: 没有着火但是有人晕倒了 still calls 120.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from ivr.language.pinyin import syllables
from ivr.tickets.alarms import ALARMS, CONCERNS, LOOK_ALIKES, Alarm
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.excuses import excuse
from ivr.tickets.long_known import may_be_taken_back
from ivr.tickets.model import Emergency, Evidence, Sensitive
from ivr.tickets.needed import Needed

# Words the recogniser gets wrong by their sound, where no ordinary word sounds the same.
_HEARD = (
    "着火", "着火了", "起火了", "救命啊", "救护车", "煤气泄漏", "燃气泄漏", "天然气泄漏", "煤气中毒", "心脏病", "心梗", "心肌梗塞", "脑出血",
    "抢劫", "跳楼", "自杀", "不省人事", "昏迷", "交通事故", "肇事逃逸", "喝农药", "车祸", "大出血", "呼吸困难", "叫不醒",
    "困在电梯", "被困", "打起来", "有人打架", "冒浓烟", "爆炸", "口吐白沫", "喘不上气", "晕倒了", "走丢了", "追尾", "入室盗窃", "羊水破", "跟踪我", "抽搐", "喉咙",
)  # fmt: skip
# Ordinary words of the same sound, known by what is said with them: 百忙之中抽出时间, 拉了一车货.
_MEANT = re.compile(
    r"抽出(?=来(?!了)|去|的[水粪大泥沙油污]|(?:宝贵|一[点些]|点儿?|专门|[一二两三四五六七八九十几半][个天分小]?|[钟时的]){0,4}(?:时间|空|工夫|功夫|人手|人力|精力|资金))|[腿手]脚(?:都|也|又|有点)?不行|[不费]交不行|(?<=[一整半满拉装卸送小])车货|车货(?=[车主运值])|车或(?=[者是许])|车活(?=[鱼海蟹虾鸡鹅猪羊牛禽])|找[着到]活|(?:出来|出去|进城|打工|[来去想再])找活|(?:声音?|嗓门|肚子|胆子|越来越)大起来|[协空]调楼"
)
_BY_SOUND = {syllables(words): words for words in _HEARD}
_MOST = 4000
_OF_SELF_HARM = frozenset({"suicide", "on_the_edge"})  # the duty manager hears of these too
HELD_BACK = 4  # characters, less than a second of speech
_PIECE = 48  # characters whose alarms are looked for, and remembered, together
_BEFORE, _AFTER = 8, 60  # what a rule looks at before them, and its longest words
_NEAR = 16  # the same of misheard words and look-alikes
_WIDE_BEFORE, _WIDE_AFTER = 40, 120  # what may excuse a hit
_HELD = frozenset({"buried", "trapped"})
_ORDER = ("119", "122", "110", "120")
_NEEDED = Needed([alarm.words for alarm in ALARMS])


def as_heard(text: str) -> str:
    """The text with misheard alarm words put right; the same length, so that spans stay true."""
    sounds = syllables(text)
    if len(sounds) != len(text):
        return text
    meant = {at for match in _MEANT.finditer(text) for at in range(*match.span())}
    for length in (5, 4, 3, 2):
        for at in range(len(text) - length + 1):
            words = _BY_SOUND.get(sounds[at : at + length])
            heard = text[at : at + length]
            if words and words != heard and _close(words, heard) and at not in meant:
                text = text[:at] + words + text[at + length :]
    return text


def _close(words: str, heard: str) -> bool:
    """Two characters need one right, and the one that matters; longer words need one."""
    same = sum(a == b for a, b in zip(words, heard, strict=True))
    if words == "着火":
        return heard[1] == "火"
    return same >= 1 or len(words) >= 4


def find_emergency(
    text: str,
    *,
    going_on: bool = False,
    heeds: Callable[[str, Evidence, str], bool] | None = None,
) -> Emergency | None:
    """紧急事项 in the text, or None. Works on partial results as well.

    `going_on`: the sentence is not finished, and its last words wait for `HELD_BACK` more: 火灾 may
    become 火灾证明怎么开, 快生了 may want to know of an allowance.
    `heeds`: whether the hit of a rule in the text counts; all count without it.

    Read block by block, so that while a call goes on only the last ones are new.
    """
    text = text[:_MOST]
    known = len(text) - HELD_BACK if going_on else len(text)
    hits: dict[int, tuple[Alarm, Evidence]] = {}
    for index, span in _alarms_in(text):
        alarm = ALARMS[index]
        if index in hits or span[1] > known or (heeds and not heeds(text, span, alarm.name)):
            continue
        if going_on and may_be_taken_back(text, *span, alarm.name):
            continue
        hits[index] = (alarm, span)
    if not hits:
        return None
    on_the_road = any(alarm.services[0] == "122" for alarm, _ in hits.values())

    def urgency(hit: tuple[Alarm, Evidence]) -> tuple[int, Evidence]:
        alarm, span = hit
        held = on_the_road and alarm.name in _HELD  # in the wreck: the traffic police sends for all
        return (_ORDER.index("120" if held else alarm.services[0]), span)

    found = sorted(hits.values(), key=urgency)
    first, span = found[0]
    services = tuple(dict.fromkeys(s for alarm, _ in found for s in alarm.services))
    reason = "；".join(dict.fromkeys(alarm.reason for alarm, _ in found))
    return Emergency(first.services[0], services, reason, text[slice(*span)], first.name, span)


def _alarms_in(text: str) -> Iterator[tuple[int, Evidence]]:
    """The alarms of a text that nothing excuses: which, and where."""
    plain = _plain(text)
    for words, lead, at in blocks(plain, _BEFORE, _AFTER, _PIECE):
        for index, start, end in _alarms_of(words, lead):
            span = (start + at - lead, end + at - lead)
            if not _excused(plain, span, ALARMS[index].name):
                yield index, span


@lru_cache(maxsize=256)
def _alarms_of(words: str, lead: int) -> tuple[tuple[int, int, int], ...]:
    """What the rules find where one block begins: which, from where, to where."""
    return tuple(
        (index, *match.span())
        for index in _NEEDED.possible(words)
        for match in ALARMS[index].words.finditer(words, lead)
        if match.start() < lead + _PIECE
    )


def _excused(plain: str, span: Evidence, rule: str = "") -> bool:
    """Whether the words around a hit say that it is none."""
    start, end = span
    first = max(0, start - _WIDE_BEFORE)
    return _excused_in(plain[first : end + _WIDE_AFTER], start - first, end - first, rule)


@lru_cache(maxsize=256)
def _excused_in(words: str, start: int, end: int, rule: str) -> bool:
    return excuse(words, start, end, rule) is not None


def find_sensitive(text: str) -> Sensitive | None:
    """敏感事项: self-harm first, then gatherings, then threats to order."""
    text = text[:_MOST]
    found = list(_concerns_in(text))
    in_danger = [(0, *span) for i, span in _alarms_in(text) if ALARMS[i].name in _OF_SELF_HARM]
    if not found and not in_danger:
        return None
    index, start, end = min(found or in_danger)  # the rules of danger know more ways of telling it
    concern = CONCERNS[index]
    words = text[start:end]
    return Sensitive(concern.sort, concern.reason, words, concern.sort, (start, end))


def _concerns_in(text: str) -> Iterator[tuple[int, int, int]]:
    plain = _plain(text)
    for words, lead, at in blocks(plain, _BEFORE, _AFTER, _PIECE):
        for index, start, end in _concerns_of(words, lead):
            span = (start + at - lead, end + at - lead)
            if not _excused(plain, span):
                yield index, *span


@lru_cache(maxsize=256)
def _concerns_of(words: str, lead: int) -> tuple[tuple[int, int, int], ...]:
    return tuple(
        (index, *match.span())
        for index, concern in enumerate(CONCERNS)
        for match in concern.words.finditer(words, lead)
        if match.start() < lead + _PIECE
    )


def _plain(text: str) -> str:
    """The text as it was meant to be heard, without what only looks like an alarm."""
    return "".join(_plain_block(words, lead) for words, lead, _ in blocks(text, _NEAR, _NEAR))


@lru_cache(maxsize=128)
def _plain_block(words: str, lead: int) -> str:
    plain = LOOK_ALIKES.sub(lambda m: "□" * len(m.group()), as_heard(words))
    return plain[lead : lead + SIZE]
