# ruff: noqa: E501 - a pattern reads better whole
"""紧急识别: finds what cannot wait, from the first words on, and says by which rule.

Recall first: a rule fires unless the words around it clearly say that it is not happening now
(没有着火, 去年着过火, 电视剧里, 如果, 差点, 气得我都要爆炸了). Only the words of that one hit are
excused: 没有着火但是有人晕倒了 still calls 120.
"""

import re
from functools import lru_cache

from ivr.language.pinyin import syllables
from ivr.tickets.alarms import ALARMS, CONCERNS, LOOK_ALIKES, Alarm
from ivr.tickets.model import Emergency, Evidence, Sensitive

_NEGATED = re.compile(
    r"(?:没有|没|不是|并非|未|未曾|并没有|不会|别|从未|没有发生|没发生|不存在|防止|预防|避免|以免|免得|省得|怕|害怕|就怕|怕的就是|容易|很容易|易|会不会|担心(?:会|万一|再|以后)?|怕(?:会|万一|再|以后)?|万一|小心|严防|杜绝|不让)(?:再|又|会|发生|出现|引起|引发|造成|出|被|有人|人|导致|有|给)*$"
)
_NOT_REALLY = re.compile(
    r"(?:差点(?:儿)?|差一点|险些|几乎|就差|恨不得|像|好像要|仿佛|比)(?:没|就|把|被|要|给|都)*.{0,2}$"
)
_SUPPOSED = re.compile(
    r"(?:没有?(?:井)?盖|如果|要是|假如|假设|万一|倘若|一旦|比如|例如|比方说|以后|将来)(?:.{0,8})$"
)
_PAST = re.compile(
    r"(?:去年|前年|大前年|(?:19|20)[0-9]{2}年|[一二][九零〇][零〇一二三四五六七八九]{2}年|曾|当时|上次|上回|以前|从前|曾经|那年|当年|前几年|早些年|小时候|上个?月|上周|上星期|上礼拜|前段时间|前阵子|年前|个月前|(?:一|二|三|两|四|五|六|七|八|九|十|几|[0-9])(?:年|个月|周|天|个星期)(?:之|以)?前|昨天|前天|大前天|昨晚|[0-9一二三四五六七八九十]+月(?:份|[0-9一二三四五六七八九十]+[号日])?|之前|原来|前些天|前几天|前两天|早就)(?:.{0,16})$"
)
_STILL = re.compile(
    r"现在(?!.{0,4}(?:好|康复|没事|出院|恢复|退|解决|问|咨询|想))|正在|正(?=着|打|烧)|又(?!不)|刚才|刚刚|今天|还在|还没(?:灭|醒)|到现在|一直(?:到|没醒)|马上|赶紧|快来|快点|快救|救命|从昨|开始|至今(?!(?:仍|还)?(?:未|没有?|拒不?|不)(?:支付|给|赔|付|整改|处理|解决|答复|兑现|发|管|办|结|说法|人))|今早|今晚"
)
_PAST_AFTER = re.compile(
    r"^(?:去年|前年|上次|上回|上个月|以前|前几)|^了?(?:都|已经|有|快)?(?:[0-9一二两三四五六七八九十几半]+(?:多|几)?个?(?:天|周|月|年|星期|礼拜))(?!前)|^(?:过|完|之后|以后|后(?=来|遗)|的时候(?:.{0,4})(?:就|都)|那(?:次|回|天|年)|(?:已经)?(?:扑灭|灭了|处理完|解决了|修好|出院|好了))"
)
_PAST_WITHIN = re.compile(r"[着起失发出被打撞晕昏困犯关卡摔]过(?!去)")
_LONG_AGO_WITHIN = re.compile(r"以前|曾|去年|前年|从前|当年")
_ALMOST_WITHIN = re.compile(r"差点|差一点|险些|会不会|怕|眼看")
_WHAT_IF = re.compile(r"^(?:下去|去|来|人)?(?:咋办|咋整|怎么办|谁负责)")
_OVER_LATER = re.compile(
    r"^[^。]{0,14}(?:后来|好在|幸好|幸亏|还好)(?:就|又)?(?:.{0,4})(?:下来|出来|放出|好了|救出|被救|救起|救上|没事|没伤)|^.{0,4}已经找(?:着|到)了"
)
_AID_ASKED = re.compile(r"申请.{0,6}(?:救助|补助)|临时救助|求.{0,6}救助")
_TOLD = re.compile(
    r"(?:听说|据说|听人说|听别人说|传言|传闻|都说|网上(?:说|传|看到|看见)|新闻|电视|电视剧|电影|抖音|快手|视频|短视频|朋友圈|小说|游戏|演习|演练|培训|课本|书上|梦见|梦到|做梦|宣传|讲座|知识|台词|报纸|广播里|故事|段子)(?:.{0,14})$"
)
_TOLD_BY = re.compile(r"听(?:邻居|朋友|同事|亲戚|他们|大伙|街坊)(?:们)?说(?:.{0,14})$")
_FIGURE = re.compile(
    r"(?:呛得|臭得|气得|气的|急得|热得|累得|吵得|烦得|饿得|笑得|愁得|冻得|困得|忙得|堵得|气|肺都|肺|脑袋|脑子|头|心态|心都|头都|电话都|手机都|人都|整个人|心里|嗓子|快要?被(?:他|你|她)们?气|疼得我)(?:我|他|人|都|快|要|就|简直|得|直|我们|全家|快要|差点)*$"
)
_HOW_TO = re.compile(
    r"^(?:了)?(?:一样|似的|一般)|^(?:了)?(?:的话|的时候)?(?:应该|该|要|得)?(?:打|拨|拨打|报)?(?:什么|哪个|多少)(?:电话|号)|^(?:的)?(?:预防|赔偿|保险|补偿|理赔|认定|责任|案件|案子|的案|的人(?:已经)?抓|怎么预防|怎么赔|怎么处理赔|后续|怎么定责|的(?:电影|电视|新闻|游戏|小说|风险|可能|隐患|危险)|隐患|风险|游戏|电影|救助金|医院|专家|科)"
)
# 怕刮风倒了砸着人, 眼看要砸着人, 路口老出车祸: feared, or what happens time and again.
_FEARED = re.compile(
    r"(?:怕|担心|生怕|恐怕|防止|避免|万一|眼看|早晚|迟早|哪天|容易|隐患|差点)[^，。,.]{0,10}$|(?:老|总|常常?|经常|动不动就?|每年|每次|频繁|多次|三天两头|好几次)(?:是|会|发生|出|有|出现|把|被)*$"
)
_MAY_BE_FEARED = frozenset(
    {"fire", "fire_seen", "explosion", "trapped", "collapse", "unconscious", "injury", "buried",
     "traffic", "crash", "illness", "in_the_water", "life_in_danger", "drowning", "gas"}
)  # fmt: skip
_NOT_DECEIVED = re.compile(r"没(?:有)?(?:转|上当|信|给)|知道是骗|识破|未遂")
# What is asked for is money or a paper: it is over.
_PAPERS = re.compile(
    r"算(?:不算)?工伤|工伤|赔|医药费|全责|判|责任|拘留|扣分|讹|下(?:没)?来$|伤残|鉴定|认定|报销|报不报|申请(?!出警)|不负责|案子|办案|不认账|单位(?:说|不)|修车花|没人管$|投诉|误工|救助$|找到了人|让我停|到场吗|拖车费"
)
# Where a minute counts, a word of money or papers excuses nothing.
_NEVER_ON_PAPER = frozenset(
    {"fire", "fire_seen", "explosion", "gas", "chemical", "trapped", "unconscious", "suicide",
     "on_the_edge", "poisoning", "drowning", "in_the_water"}
)  # fmt: skip
_STOP = "，,。.！!？?；; 、\n"

# Words the recogniser gets wrong by their sound, where no ordinary word sounds the same.
_HEARD = (
    "着火", "着火了", "起火了", "救命啊", "救护车", "煤气泄漏", "燃气泄漏", "天然气泄漏", "煤气中毒", "心脏病", "心梗", "脑出血",
    "抢劫", "跳楼", "自杀", "不省人事", "昏迷", "交通事故", "肇事逃逸", "喝农药", "车祸", "大出血", "呼吸困难", "叫不醒",
    "困在电梯", "被困", "打起来", "有人打架", "冒浓烟", "爆炸", "口吐白沫", "喘不上气", "晕倒了", "走丢了", "追尾", "入室盗窃", "羊水破",
)  # fmt: skip
_BY_SOUND = {syllables(words): words for words in _HEARD}
_MOST = 4000
_WINDOW, _OVERLAP = 480, 120
_HELD = frozenset({"buried", "trapped"})
_ORDER = ("119", "122", "110", "120")


def as_heard(text: str) -> str:
    """The text with misheard alarm words put right; the same length, so that spans stay true."""
    sounds = syllables(text)
    if len(sounds) != len(text):
        return text
    for length in (5, 4, 3, 2):
        for at in range(len(text) - length + 1):
            words = _BY_SOUND.get(sounds[at : at + length])
            heard = text[at : at + length]
            if words and words != heard and _close(words, heard):
                text = text[:at] + words + text[at + length :]
    return text


def _close(words: str, heard: str) -> bool:
    """Two characters need one right, and the one that matters; longer words need one."""
    same = sum(a == b for a, b in zip(words, heard, strict=True))
    if words == "着火":
        return heard[1] == "火"
    return same >= 1 or len(words) >= 4


def find_emergency(text: str) -> Emergency | None:
    """紧急事项 in the text, or None. Works on partial results as well.

    Read in windows that overlap by more than any rule looks around, so that while a call goes on only
    the last one is new.
    """
    text = text[:_MOST]
    hits: dict[str, tuple[Alarm, Evidence]] = {}
    for at in range(0, max(1, len(text) - _OVERLAP), _WINDOW - _OVERLAP):
        for index, start, end in _alarms_of(text[at : at + _WINDOW]):
            alarm = ALARMS[index]
            hits.setdefault(f"{alarm.name} {index}", (alarm, (start + at, end + at)))
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


@lru_cache(maxsize=32)
def _alarms_of(window: str) -> tuple[tuple[int, int, int], ...]:
    """The alarms of a window that nothing excuses: which, from where, to where."""
    plain = _plain(window)
    found = []
    for index, alarm in enumerate(ALARMS):
        for match in alarm.words.finditer(plain):
            if not _excused(plain, match.start(), match.end(), alarm.name):
                found.append((index, *match.span()))
                break
    return tuple(found)


def find_sensitive(text: str) -> Sensitive | None:
    """敏感事项: self-harm first, then gatherings, then threats to order."""
    text = text[:_MOST]
    found: list[tuple[int, int, int]] = []
    for at in range(0, max(1, len(text) - _OVERLAP), _WINDOW - _OVERLAP):
        for index, start, end in _concerns_of(text[at : at + _WINDOW]):
            found.append((index, start + at, end + at))
    if not found:
        return None
    index, start, end = min(found)
    concern = CONCERNS[index]
    words = text[start:end]
    return Sensitive(concern.sort, concern.reason, words, concern.sort, (start, end))


@lru_cache(maxsize=32)
def _concerns_of(window: str) -> tuple[tuple[int, int, int], ...]:
    plain = _plain(window)
    return tuple(
        (index, *match.span())
        for index, concern in enumerate(CONCERNS)
        for match in concern.words.finditer(plain)
        if not _excused(plain, match.start(), match.end())
    )


@lru_cache(maxsize=16)
def _plain(text: str) -> str:
    return LOOK_ALIKES.sub(lambda m: "□" * len(m.group()), as_heard(text[:_MOST]))


def _excused(text: str, start: int, end: int, rule: str = "") -> bool:
    """The words around say that it is not so, not now, or not meant."""
    urgent = rule in _NEVER_ON_PAPER
    clause = max((text.rfind(stop, 0, start) for stop in _STOP), default=-1) + 1
    before = text[max(clause, start - 24) : start]
    after = text[end : end + 12]
    if (
        _NEGATED.search(before[-9:])
        or _NOT_REALLY.search(before[-7:])
        or _FIGURE.search(before[-9:])
    ):
        return True
    if rule in _MAY_BE_FEARED and _FEARED.search(before):
        return True
    if _ALMOST_WITHIN.search(text[start:end]) and rule in _MAY_BE_FEARED:
        return True
    if rule in _MAY_BE_FEARED and "了" not in text[start:end] and _WHAT_IF.match(after):
        return True
    if (_OVER_LATER.match(text[end : end + 24]) or _AID_ASKED.search(text[end:])) and (
        not _STILL.search(text[start : end + 12])
    ):
        return True
    if rule == "fraud_now" and _NOT_DECEIVED.search(text[start : end + 16]):
        return True
    if _SUPPOSED.search(before[-14:]) or _HOW_TO.match(after):
        return True
    wide = text[max(0, start - 24) : start]
    if not urgent and _TOLD_BY.search(wide) and not _STILL.search(before[-6:]):
        return True
    if _TOLD.search(wide[-20:]) and not _STILL.search(before[-6:]):
        return True
    within = text[start:end]
    if _PAST_WITHIN.search(within) or _LONG_AGO_WITHIN.search(within) or _PAST_AFTER.match(after):
        return not _STILL.search(before[-8:])
    if (
        not urgent
        and _PAPERS.search(text[end : end + 26])
        and not _STILL.search(text[max(0, start - 10) : end + 26])
    ):
        return True
    past = _PAST.search(wide)
    return bool(past) and not _STILL.search(text[past.start() : end + 12] if past else "")
