# ruff: noqa: E501 - a pattern reads better whole
"""地址的片段: divisions, roads, estates, buildings and what lies beside them, found one by one."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum

from ivr.tickets.blocks import apart
from ivr.tickets.figures import NUMBER
from ivr.tickets.gazetteer import Gazetteer, Named
from ivr.tickets.model import Evidence


class Sort(Enum):
    """What a piece of an address is."""

    ROAD = "road"
    DIVISION = "division"
    ESTATE = "estate"
    BUILDING = "building"
    SITE = "site"  # a hospital, a school, a shop: a place only when the words around say so
    BESIDE = "beside"  # 楼下, 门口


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an address."""

    span: Evidence
    sort: Sort
    named: Named | None = None


_STOP = frozenset(
    "我你他她您们的在是了到从住这那给去往说把被也都很又还要想吗呢吧啊呀哎嗯呃，。,.！!？?、；;：: 位于向对就个叫有跟与及"
)
_STOP_WORDS = frozenset((
    "长期", "占用", "摊贩", "归",
    "投诉", "反映", "举报", "咨询", "表扬", "建议", "家里", "我家", "现在", "今天", "昨天", "因为", "住在",
    "冒充", "居民", "经营", "天天", "月底", "月初", "几天", "下雪", "下雨", "停车", "一家", "开发的", "职工", "员工", "一名", "纳入", "列入",
    "首先", "其次", "改成", "改造", "建成", "增设", "扔", "堆", "逃生", "解决", "请求", "有人来", "破烂", "补贴", "第一个", "第二个", "附近", "旁边", "对面", "门口", "看到", "发现", "一条", "这条", "那条", "整条", "好像", "经过", "路过",
    "政府", "希望", "请问", "麻烦", "感谢", "早上", "晚上", "下午", "上午", "沿着", "不到", "这边", "那边",
    "里面", "外面", "路口", "和平时", "一下", "一个", "物业", "开发商", "想问", "什么", "怎么", "哪个", "以及", "所在地", "找", "哪些",
))  # fmt: skip
_STOP_LENGTHS = tuple({len(word) for word in _STOP_WORDS})
_ROAD = re.compile(
    r"(?:大街|大道|公路|胡同|高速|国道|省道|立交桥|(?<!马)路(?!口|灯|面|边|上(?!的)|人|过|线|由|堵|段|费|况|障|牌|子|肩|基|程|旁|沿|中间|两(?:边|侧|旁))|街(?![道坊舞])|巷(?!道)|大桥|(?<=[一-龥]{2})桥(?=[上下]有)|桥(?!梁|下|上|洞|坏|断)|隧道)"
)
_NO_ROAD = re.compile(
    r"(?:走|马|修|铁|道|电|公|线|水|通|过|让|短|断|问|上|开|拦|堵|条|出|半|逛|扫|占|满|沿|全|网|思|门|一|挖|铺|绕|拐|主|辅|便|小|土|石|柏油|水泥|乡|村|盲|后|整|过街天|天|老|个|带|领|赶|气|油|销|活|生|死|错|迷|套|篇|高架|跑|炸|压|撞|跨|串|游|罢|[不没坏漏停堵了].*)$"
)
_LINE = re.compile(
    r"公交|车(?![库位])|线|司机|等了|不来|甩站|绕"
)  # 一三五路公交车 is a line, no road
_NUMBERED = re.compile(
    rf"(?:甲|乙|丙)?{NUMBER}(?:之|杠|-)?(?:{NUMBER})?号(?:甲|乙|丙)?(?!楼|线|院|门|开|到|就|停|下|以|早|晚|上午|下午)"
)
_ESTATE = re.compile(
    r"(?:小区|花园|家园|嘉园|佳园|新村|公寓|新城|名苑|花苑|雅苑|名城|华府|府邸|豪庭|华庭|名邸|庄园|山庄|社区|新区(?!域)|工业园区?|产业园区?|开发区|家属院|家属楼|回迁楼|安置房小区|广场(?!舞)|大厦|(?<=[一-龥])[苑府庭](?=[0-9一二三四五六七八九十]|小区|[ABCD]区|的|物业|里)|(?:(?<=[一-龥]))(?:(?<!农)村(?!委|民|书|主|干|支|医|卫|口|里路|子里)|屯(?!货|放|区))(?![^，。]?镇)|[一二三四五六七八九]期(?=[0-9一二三四五六七八九十]))(?:[一二三四五六七八九1-9]期|[ABCDabcd东南西北](?:区|苑|园))?"
)
_SITE = re.compile(
    r"医院|卫生院|卫生服务中心|诊所|幼儿园|小学|中学|高中|大学|学校|公园|汽车站|客运站|火车站|地铁站|公交站点?|站点|派出所|农贸市场|菜市场|大集|早市|夜市|批发市场|市场(?!监|价|管)|商场|超市|购物中心|步行街|政务(?:服务)?(?:大厅|中心)|服务大厅|办事大厅|车管所|停车场|加油站|充电站|水库|码头|机场|工地|垃圾站|变电所|换热站|体育馆|图书馆|饭店|烧烤店|宾馆|酒店|网吧|烧烤摊|养老院|敬老院|大棚|河边|海边|高速口|收费站"
)
_STATION = re.compile("火车站|汽车站|客运站|高铁站|机场|商场|码头")
# A street or township that no gazetteer has, behind its district.
_UNKNOWN_STREET = re.compile("(?!某|各|有|一|的|我|在)[一-龥]{2,4}?(?:街道|镇|乡)(?![政长里])")
_HOUSE = rf"(?:{NUMBER}|[A-Za-zＡ-Ｚ]|甲|乙)"
_BUILDING = re.compile(
    rf"(?:[东西南北ABCDabcd]区)?(?:{_HOUSE}(?:号楼|栋楼?|幢|座(?!位)|号院|单元|楼(?!上|下|道|顶|梯|盘|管)|层(?!次))(?:的)?)+(?:{NUMBER}(?:室|号房?(?!开|到)|户(?!人)|门|层|楼)?)?|{NUMBER}(?:-|杠){NUMBER}(?:(?:-|杠){NUMBER})?(?!点|天|个|月|年|号|块|元|次)|{NUMBER}委{NUMBER}组|{NUMBER}组(?=\d|$|的|住)"
)
_BESIDE = re.compile(
    r"楼下|楼上|楼顶|楼道里?|楼前|楼后|门前|门口|路口|十字路口|丁字路口|交叉口|交汇处|附近|旁边|对面|东侧|西侧|南侧|北侧|东门|西门|南门|北门|大门口?|院里|院内|后院|小区里面?|小区内|小区门口|后面|前面|电梯里|地下车库|地下室|地库|车棚|桥下|桥上|隔壁|(?<=[一-龥])边上|路边|道边|河里|山上|村口|屯口|楼栋"
)
_NO_STEM = re.compile(
    r"(?:老旧?|新建?|全|整个|整|哪个|封闭|开放|弃管|高档|隔壁|本|该|其他|别的|附近|各|多个|每个|两个|几个|回迁|大|小|周边|咱|咱们|某|一个)+"
)
GLUE = re.compile(
    r"(?:的|那个|这个|那边|这边|那儿|这儿|里面?|辖区|，|,|、| |和|与|跟|交(?:叉|汇|口)?|叫)*"
)


def find_pieces(text: str, gazetteer: Gazetteer) -> list[Piece]:
    pieces = [Piece(n.span, Sort.DIVISION, n) for n in gazetteer.find(text)]
    pieces += [
        Piece(m.span(), Sort.BUILDING) for m in _BUILDING.finditer(text) if _is_house(m.group())
    ]
    pieces += [Piece(m.span(), Sort.BESIDE) for m in _BESIDE.finditer(text)]
    suffixes = [
        (sort, reach, match)
        for sort, rule, reach in (
            (Sort.ROAD, _ROAD, 5),
            (Sort.ESTATE, _ESTATE, 7),
            (Sort.SITE, _SITE, 8),
        )
        for match in rule.finditer(text)
    ]
    walls = sorted({p.span[1] for p in pieces} | {m.end() for _, _, m in suffixes})
    divisions = {p.span[1] for p in pieces if p.sort is Sort.DIVISION}
    for sort, reach, match in suffixes:
        start = _walk_left(text, match.start(), reach, walls, divisions)
        stem = text[start : match.start()]
        if not stem and start in divisions and _STATION.fullmatch(match.group()):
            pieces.append(Piece(match.span(), sort))  # 大连火车站
        if not stem or _NO_STEM.fullmatch(stem):
            continue  # 小区 and 老旧小区 alone name nothing
        if (
            sort is Sort.ROAD
            and start not in divisions
            and re.search(
                r"^[零一二三四五六七八九幺十百0-9]+$|[零一二三四五六七八九幺0-9]{3}$", stem
            )
        ):
            continue  # 二六三路 is a line of buses
        if sort is Sort.ROAD and (_NO_ROAD.search(stem) or _LINE.match(text, match.end())):
            continue
        end = match.end()
        if sort is Sort.ROAD and (number := _NUMBERED.match(text, end)):
            end = number.end()
        pieces.append(Piece((start, end), sort))
    pieces = _without_overlaps(_with_bare_names(text, pieces, walls, divisions))
    taken = frozenset(at for p in pieces for at in range(*p.span))
    more = [p for p in _named_outright(text, pieces) if taken.isdisjoint(range(*p.span))]
    return sorted(pieces + more, key=lambda p: p.span)


def _with_bare_names(
    text: str, pieces: list[Piece], walls: list[int], divisions: set[int]
) -> list[Piece]:
    """万科城3号楼: a name that shows itself only by the building behind it."""
    found = []
    for piece in pieces:
        if piece.sort is Sort.BUILDING and piece.span[0] not in walls:
            start = _walk_left(text, piece.span[0], 6, walls, divisions)
            cued = start in divisions or text[:start].endswith(("在", "住", "住在", "是"))
            if cued and piece.span[0] - start >= 2:
                found.append(Piece((start, piece.span[0]), Sort.ESTATE))
    return pieces + found


_TOLD_NAME = re.compile(
    r"(?:小区|楼盘|地点|地址|位置)(?:就?是|叫|名字叫|在)([一-龥]{2,8})(?=[，。,. ]|$)"
)
_AT_THE_END = re.compile(r"[一-龥]{2,6}(?=[，。,. ]|$)")
_NO_NAME = re.compile(
    r"[的了不没有在是人我你他坏停漏堵这那]|门口|附近|员|师傅|主任|大夫|护士|[小老][一-龥]$|投诉|举报|反映|希望|收费|态度|服务|^某|一名|职工|员工|居民|村民|市民|业主|家属|教师|农民|商户|支行|分行"
    r"|(?:药房|公司|店|厂|超市|商城|家电城|酒楼|会所|银行|医院|学校|培训班|中心|幼儿园|驾校|俱乐部)$"
)


def _named_outright(text: str, pieces: list[Piece]) -> list[Piece]:
    """楼盘是恒大绿洲, 在长白街道万科城: a name shown by the words before it and the pause behind."""
    found = [m.span(1) for m in _TOLD_NAME.finditer(text)]
    for piece in pieces:
        if piece.sort is Sort.DIVISION and piece.named and piece.named.places[0].rank == 2:
            street = _UNKNOWN_STREET.match(text, piece.span[1])
            if street:
                found.append(street.span())
                continue
        if piece.sort is Sort.DIVISION and piece.named and piece.named.places[0].rank > 1:
            match = _AT_THE_END.match(text, piece.span[1])
            if match:
                found.append(match.span())
    return [Piece(s, Sort.ESTATE) for s in found if not _NO_NAME.search(text[slice(*s)])]


def _is_house(words: str) -> bool:
    """三号楼, 二单元 are houses; 五层, 一楼 alone are not enough, 两座 is a count."""
    return not re.fullmatch(
        rf"(?:[一两二三几]|十几)(?:座|栋楼?|幢|层|楼)|{NUMBER}(?:层|楼)", words.rstrip("的")
    )


def _walk_left(text: str, end: int, reach: int, walls: list[int], divisions: set[int]) -> int:
    """Where the name that ends at `end` begins: at a word that cannot be part of it."""
    floor = max(0, end - reach)
    at = bisect_right(walls, end)
    wall = walls[at - 1] if at else 0
    floor = max(floor, wall)
    start = end
    while start > floor and not _stops(text, start):
        start -= 1
    behind = start > wall and wall in divisions and start - wall <= 2 and start < end
    if behind and not GLUE.fullmatch(text[wall:start]):
        return wall  # 和平区太原街: behind a division even a stop word begins a name
    while start < end and text[start] in "家里上和一":
        if text[start : start + 2] in _GOOD_STARTS:
            break
        start += 1
    return start


def _stops(text: str, at: int) -> bool:
    if text[at - 1] in _STOP or text[at - 1].isdigit():
        return True
    return any(text[max(0, at - length) : at] in _STOP_WORDS for length in _STOP_LENGTHS)


_GOOD_STARTS = frozenset(
    [
        "和平",
        "和谐",
        "和睦",
        "和顺",
        "和泰",
        "家和",
        "家乐",
        "家兴",
        "一品",
        "一方",
        "上海",
        "上城",
        "里仁",
    ]
)


def _without_overlaps(pieces: list[Piece]) -> list[Piece]:
    order = (Sort.ROAD, Sort.ESTATE, Sort.DIVISION, Sort.BUILDING, Sort.SITE, Sort.BESIDE)
    ranked = sorted(pieces, key=lambda p: (order.index(p.sort), p.span[0] - p.span[1]))
    kept = apart(ranked, max((p.span[1] for p in pieces), default=0))
    return sorted(kept, key=lambda p: p.span)
