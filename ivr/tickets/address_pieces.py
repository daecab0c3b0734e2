# ruff: noqa: E501 - a pattern reads better whole
"""地址的片段: divisions, roads, estates and buildings, as far as their form shows them.

They say where an address may be (place_features.py), and their names say nothing of the matter.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum

from ivr.tickets.blocks import apart
from ivr.tickets.figures import NUMBER
from ivr.tickets.gazetteer import Gazetteer, Named
from ivr.tickets.model import Evidence
from ivr.tickets.time_words import DAY_NUMBER, NO_NAME


class Sort(Enum):
    """What a piece of an address is; of two that overlap, the one that stands first here."""

    ROAD = "road"
    ESTATE = "estate"
    DIVISION = "division"
    BUILDING = "building"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an address."""

    span: Evidence
    sort: Sort
    named: Named | None = None


# Where the name before a suffix begins: behind one of these.
_STOP = frozenset(
    "我你他她您们的在是了到从住这那给去往说把被也都很又还要想吗呢吧啊呀哎嗯呃，。,.！!？?、；;：: 位于向对就个叫有跟与及"
)
_STOP_WORDS = frozenset((
    "长期", "占用", "摊贩", "归", "找", "扔", "堆", "投诉", "反映", "举报", "咨询", "表扬", "建议", "家里", "我家", "现在", "今天", "昨天", "因为", "住在",
    "冒充", "居民", "经营", "天天", "月底", "月初", "几天", "下雪", "下雨", "停车", "一家", "开发的", "职工", "员工", "一名", "纳入", "列入", "首先", "其次",
    "搬进", "搬到", "搬来", "代表", "盼着", "亏欠", "头一件", "注册", "改成", "改造", "建成", "增设", "逃生", "解决", "请求", "有人来", "破烂", "补贴",
    "第一个", "第二个", "附近", "旁边", "对面", "门口", "看到", "发现", "一条", "这条", "那条", "整条", "好像", "经过", "路过", "政府", "希望", "请问", "麻烦",
    "感谢", "早上", "晚上", "下午", "上午", "沿着", "不到", "这边", "那边", "里面", "外面", "路口", "和平时", "一下", "一个", "物业", "开发商", "想问", "什么",
    "怎么", "哪个", "哪些", "以及", "所在地", "我们", "那儿", "这儿", "哪儿", "咱们", "购得", "购买",
))  # fmt: skip
_STOP_LENGTHS = tuple({len(word) for word in _STOP_WORDS})
A_TIME = re.compile(NO_NAME)
_DATE = re.compile("[0-9一二三四五六七八九十][年月日]$")
_GOOD_STARTS = frozenset((
    "和平", "和谐", "和睦", "和顺", "和泰", "家和", "家乐", "家兴", "一品", "一方", "上海", "上城", "里仁",
))  # fmt: skip

_NO_AND = ("在和", "到和")  # 在和悦广场
_PAUSE = re.compile("[，,。.；;！!？?：: ]")

_ROAD = re.compile(
    r"(?:大街|大道|公路|胡同|高速|国道|省道|立交桥|路(?<![^大二三四五六七八九]马路)(?!口(?<![和与跟在到][一-龥]{2}路口)(?<![和与跟在到][一-龥]{3}路口)|灯|面|边|人|过|线|由|堵|段|费|况|障|牌|子|肩|基|程|旁|沿(?!线)|中间|游器|径)|陆(?<=[一-龥]{3})(?![续地军])|街(?![道坊舞])|巷(?!道)|大桥|(?<=[一-龥]{2})桥(?=[上下]有)|桥(?!梁|下|上|洞|坏|断)|隧道)"
)
_NO_ROAD = re.compile(
    r"(?:走|马|修|铁|道|电|公|线|水|通|过|让|短|断|问|上|开|拦|堵|条|出|半|逛|扫|占|满|沿|全|网|思|门|一|挖|铺|绕|拐|(?<!民)主|辅|便|小|土|石|柏油|水泥|乡|村|盲|后|整|过街天|天|老|个|带|领|赶|气|油|销|活|生|死|错|迷|套|篇|高架|甬|送餐|座|座桥|那座|跑|炸|压|撞|跨|串|游|罢|学|班|家|去|来|回|途|[百千几村屯乡镇城]里|[不没坏漏停堵了].*)$"
)
_NO_STREET = re.compile(
    r"(?:上|逛|扫|满|沿|全|整|整个|一条|条|那|这|小吃|古玩|炸|骂|老|半|过|小|后|(?<!站)前|主|断|出|跨|串|游|当)$"
)
_STREETS = ("大街", "大道", "街", "胡同", "巷")
_BIG_STREET = re.compile(r"(?:东北大|[东西南北]?[二三四五六七八九]|[一-龥]{2}大)马$")
_A_LINE = re.compile(r"公交|车(?![库位])|线|司机|等了|不来|甩站|绕")  # 一三五路公交车
_LINE_NUMBER = re.compile(
    r"^[零一二三四五六七八九幺十百0-9]+$|[零一二三四五六七八九幺0-9]{3}$"
)  # 二六三路
_ON_THE_WAY = re.compile("上(?!的)")  # 上学路上
_NUMBERED = re.compile(
    rf"(?:甲|乙|丙)?{NUMBER}(?:之|杠|-)?(?:{NUMBER})?号(?:甲|乙|丙)?(?!楼|线|院|门(?![口前])|开|到|就|停|下|以|早|晚|上午|下午)"
    rf"|(?!{DAY_NUMBER}号){NUMBER}号(?!楼|线|院|门(?![口前]))"  # 六十六号停水: too many for a day
)
# 沈平线, 102国道: roads that bear no name. Each letter stands for a town.
_LINE_TOWNS = (
    "京沈大鞍抚本丹锦营阜辽盘铁朝葫哈长平康庄盖岫凤桓宽新法昌开西清彰义黑台凌建喀绥兴瓦普草"
)
_LONG_ROAD = re.compile(
    rf"[{_LINE_TOWNS}]{{2}}线(?![路缆杆索])(?:服务区|收费站|[一-龥]{{2,4}}段)?|(?:[GS][0-9]{{1,4}}|[0-9一二三零〇幺]{{2,4}})(?:国道|省道|县道|高速)"
)
_STATION_OF = re.compile("[东西南北]?站(?![点台前长街起岗])")
_ESTATE = re.compile(
    r"(?:小区|花园|家园|嘉园|佳园|新村|公寓|新城|名苑|花苑|雅苑|名城|华府|府邸|豪庭|华庭|名邸|庄园|山庄|社区|新区(?!域)|工业园区?|产业园区?|开发区|家属院|家属楼|家属区|供销大院|机关大院|部队大院|回迁楼|安置房小区|广场(?!舞)|大厦|(?<=[一-龥])[苑府庭](?:小区|(?=[0-9一二三四五六七八九十]|[ABCD]区|的|物业|里|[东西南北][侧门]|门[口前]))|[园里城湾郡邸居](?<=[一-龥]{3})(?=[0-9一二三四五六七八九十百]{1,4}号(?!线|台|车|电梯))|(?:(?<=[一-龥]))(?:(?<!农)村(?!委|民|书|主|干|支|医|卫|口|里路|子里)|屯(?!货|放|区|街))(?![^，。]?镇)|(?<=阳光)(?:一百|100)(?:小区)?(?![0-9零千万元块多个号年天户平米])|[一二三四五六七八九]期(?=[0-9一二三四五六七八九十]))(?:[一二三四五六七八九1-9]期|[ABCDabcd东南西北](?:区|苑|园))?"
)
_NO_STEM = re.compile(
    r"(?:老旧?|问|自然|三个|四个|新建?|全|整个|整|哪个|封闭|开放|弃管|高档|隔壁|本|该|其他|别的|附近|各|多个|每个|两个|几个|回迁|大|小|周边|咱|咱们|某|一个|听|进|进了|让|以|谢谢|作为|得上|一所|所|件|米|头一件|能不能让|可否以|通|规划|支|人才|一处|一座|几处|疫苗|接种)+"
    r"|.*(?:听|让|进|谢谢|作为|可否以|得上|撂|欠|每逢|逢|每到|得|口袋|周[一二三四五六日末]|[0-9一二三四五六七八九十百两几]米)"
)
# 阳光一百, an estate in several cities: the number is its name. 阳光一百二号楼 is 二号楼 of it.
_HOUSE = rf"(?:(?<!阳光)(?<!阳光一)[甲乙丙丁]?{NUMBER}|[A-Za-zＡ-Ｚ]|甲|乙)"
_BUILDING = re.compile(
    rf"(?:[东西南北ABCDabcd]区)?(?:{_HOUSE}(?:号宿舍楼?|号公寓楼?|号楼|栋楼?|幢|座(?!位)|号院|单元|楼(?!上|下|道|顶|梯|盘|管)|层(?!次))(?:的)?)+(?:{NUMBER}(?:室|号房?(?!开|到)|户(?!人)|门|层|楼)?)?|{NUMBER}(?:-|杠){NUMBER}(?:(?:-|杠){NUMBER})?(?!点|天|个|月|年|号|块|元|次)|{NUMBER}委{NUMBER}组|{NUMBER}组(?=\d|$|的|住)"
)
_NO_BUILDING = re.compile(rf"(?:[一两二三几]|十几)(?:座|栋楼?|幢|层|楼)|{NUMBER}(?:层|楼)")
BETWEEN = re.compile(
    r"(?:的|那个|这个|那边|这边|那儿|这儿|里面?|辖区|，|,|、| |和|与|跟|交(?:叉|汇|口)?|叫)*"
)


def find_pieces(text: str, gazetteer: Gazetteer) -> list[Piece]:
    """The pieces from left to right, none within another."""
    pieces = [_division(text, named) for named in gazetteer.find(text)]
    pieces += [Piece(m.span(), Sort.ROAD) for m in _LONG_ROAD.finditer(text)]
    pieces += [
        Piece(m.span(), Sort.BUILDING)
        for m in _BUILDING.finditer(text)
        if not _NO_BUILDING.fullmatch(m.group().rstrip("的"))
    ]
    own = [p.span for p in pieces if _is_true_name(p)]
    suffixes = [
        (sort, match)
        for sort, rule in ((Sort.ROAD, _ROAD), (Sort.ESTATE, _ESTATE))
        for match in rule.finditer(text)
        if not any(start <= match.start() and match.end() <= end for start, end in own)
    ]
    divisions = {p.span[1] for p in pieces if p.sort is Sort.DIVISION}
    named = {m.end() for _, m in suffixes if m.start() not in divisions}  # 老边区路南工业园
    times = {m.end() for m in A_TIME.finditer(text)} if suffixes else set()
    walls = sorted({p.span[1] for p in pieces} | named | times)
    listed = {p.span for p in pieces if p.named is not None}
    for sort, match in suffixes:
        span = _with_name(text, sort, match, walls, divisions)
        if span is not None and span not in listed:  # 金普新区: a spot that is known
            pieces.append(Piece(span, sort))
    order = list(Sort)
    ranked = sorted(pieces, key=lambda p: (order.index(p.sort), p.span[0] - p.span[1]))
    return sorted(apart(ranked, len(text)), key=lambda p: p.span)


def _is_true_name(piece: Piece) -> bool:
    """沈北新区, 太原街街道: their 新区 and 街 end no other name."""
    named = piece.named
    return named is not None and named.exact and not named.places[0].landmark


def _division(text: str, named: Named) -> Piece:
    """A division; 朝阳站, 开原西站 are a station, not the whole town."""
    start, end = named.span
    station = _STATION_OF.match(text, end) if named.places[0].rank < 3 else None
    if station is not None:
        return Piece((start, station.end()), Sort.ROAD)
    return Piece(named.span, Sort.DIVISION, named)


_REACH = {Sort.ROAD: 5, Sort.ESTATE: 7}  # characters of a name before its suffix


def _with_name(
    text: str, sort: Sort, suffix: re.Match[str], walls: list[int], divisions: set[int]
) -> Evidence | None:
    """The suffix with its name and its number; None when it names nothing."""
    start = _walk_left(text, suffix.start(), _REACH[sort], walls, divisions)
    stem, end = text[start : suffix.start()], suffix.end()
    if not stem or _NO_STEM.fullmatch(stem):
        return None  # 小区 and 老旧小区 alone name nothing
    if sort is Sort.ROAD:
        if _is_no_road(text, start, stem, suffix, in_division=start in divisions):
            return None
        if suffix.group() == "路" and text[end : end + 1] == "口":
            end += 1
    number = _NUMBERED.match(text, end)
    return start, number.end() if number else end


def _is_no_road(
    text: str, start: int, stem: str, suffix: re.Match[str], *, in_division: bool
) -> bool:
    """走路, 逛街, 二六三路公交车, 上学路上; 东北大马路 and 石油大街 are names."""
    said, end = suffix.group(), suffix.end()
    if said in _STREETS and _NO_STREET.search(stem):
        return True
    if said not in _STREETS and _NO_ROAD.search(stem) and not _BIG_STREET.search(stem):
        return True
    if not in_division and (said == "陆" or (said == "路" and _LINE_NUMBER.search(stem))):
        return True
    if _ON_THE_WAY.match(text, end):
        opens = start == 0 or in_division or text[start - 1] in "，。在于"
        return not opens or not 2 <= len(stem) <= 3
    return _A_LINE.match(text, end) is not None


def _walk_left(text: str, end: int, reach: int, walls: list[int], divisions: set[int]) -> int:
    """Where the name that ends at `end` begins: at a word that cannot be part of it."""
    at = bisect_right(walls, end)
    wall = walls[at - 1] if at else 0
    floor = max(0, end - reach, wall)
    start = end
    while start > floor and not _stops(text, start):
        start -= 1
    if end - start == 1 and start > floor and text[start - 1] == "向":
        start -= 1  # 向阳街: one character is no name
    behind = end > start > wall and wall in divisions and start - wall <= 2
    behind = behind and text[wall:start] not in _STOP_WORDS
    behind = behind or (start == end and wall in divisions and 0 < end - wall <= 2)
    between = text[wall:start]
    if behind and not BETWEEN.fullmatch(between) and not _PAUSE.search(between):
        return wall  # 和平区太原街: behind a division even a stop word begins a name
    while start < end and text[start] in "家里上和一":
        if text[start : start + 2] in _GOOD_STARTS or text[start - 1 : start + 1] in _NO_AND:
            break
        start += 1
    return start


def _stops(text: str, at: int) -> bool:
    if text[at - 1] in _STOP or text[at - 1].isdigit():
        return True
    if _DATE.search(text[max(0, at - 2) : at]):
        return True
    return any(text[max(0, at - length) : at] in _STOP_WORDS for length in _STOP_LENGTHS)
