# ruff: noqa: E501 - a pattern reads better whole
"""地址的片段: divisions, roads, estates, buildings and what lies beside them, found one by one."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum

from ivr.language.story_words import story_words
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
    "首先", "其次", "搬进", "搬到", "搬来", "代表", "盼着", "亏欠", "头一件", "经营", "注册", "改成", "改造", "建成", "增设", "扔", "堆", "逃生", "解决", "请求", "有人来", "破烂", "补贴", "第一个", "第二个", "附近", "旁边", "对面", "门口", "看到", "发现", "一条", "这条", "那条", "整条", "好像", "经过", "路过",
    "政府", "希望", "请问", "麻烦", "感谢", "早上", "晚上", "下午", "上午", "沿着", "不到", "这边", "那边",
    "里面", "外面", "路口", "和平时", "一下", "一个", "物业", "开发商", "想问", "什么", "怎么", "哪个", "以及", "所在地", "找", "我们", "咱们", "购得", "购买", "哪些",
))  # fmt: skip
_STOP_LENGTHS = tuple({len(word) for word in _STOP_WORDS})
_ROAD = re.compile(
    r"(?:大街|大道|公路|胡同|高速|国道|省道|立交桥|路(?<![^大二三四五六七八九]马路)(?!口(?<![和与跟在到][一-龥]{2}路口)(?<![和与跟在到][一-龥]{3}路口)|灯|面|边|人|过|线|由|堵|段|费|况|障|牌|子|肩|基|程|旁|沿(?!线)|中间|由器|游器|径)|陆(?<=[一-龥]{3})(?![续地军])|街(?![道坊舞])|巷(?!道)|大桥|(?<=[一-龥]{2})桥(?=[上下]有)|桥(?!梁|下|上|洞|坏|断)|隧道)"
)
_NO_ROAD = re.compile(
    r"(?:走|马|修|铁|道|电|公|线|水|通|过|让|短|断|问|上|开|拦|堵|条|出|半|逛|扫|占|满|沿|全|网|思|门|一|挖|铺|绕|拐|主|辅|便|小|土|石|柏油|水泥|乡|村|盲|后|整|过街天|天|老|个|带|领|赶|气|油|销|活|生|死|错|迷|套|篇|高架|甬|送餐|座|座桥|那座|跑|炸|压|撞|跨|串|游|罢|学|班|家|去|来|回|途|[百千几]里|[不没坏漏停堵了].*)$"
)
_NO_STREET = re.compile(
    r"(?:上|逛|扫|满|沿|全|整|整个|一条|条|那|这|小吃|古玩|炸|骂|老|半|过|小|后|(?<!站)前|主|断|出|跨|串|游|当)$"
)
_BIG_STREET = re.compile(r"(?:东北大|[东西南北]?[二三四五六七八九]|[一-龥]{2}大)马$")
_LINE = re.compile(
    r"公交|车(?![库位])|线|司机|等了|不来|甩站|绕"
)  # 一三五路公交车 is a line, no road
_NUMBERED = re.compile(
    rf"(?:甲|乙|丙)?{NUMBER}(?:之|杠|-)?(?:{NUMBER})?号(?:甲|乙|丙)?(?!楼|线|院|门(?![口前])|开|到|就|停|下|以|早|晚|上午|下午)"
)
_ESTATE = re.compile(
    r"(?:小区|花园|家园|嘉园|佳园|新村|公寓|新城|名苑|花苑|雅苑|名城|华府|府邸|豪庭|华庭|名邸|庄园|山庄|社区|新区(?!域)|工业园区?|产业园区?|开发区|家属院|家属楼|家属区|供销大院|机关大院|部队大院|回迁楼|安置房小区|广场(?!舞)|大厦|(?<=[一-龥])[苑府庭](?:小区|(?=[0-9一二三四五六七八九十]|[ABCD]区|的|物业|里|[东西南北][侧门]|门[口前]))|[园里城湾郡邸居](?<=[一-龥]{3})(?=[0-9一二三四五六七八九十百]{1,4}号(?!线|台|车|电梯))|(?:(?<=[一-龥]))(?:(?<!农)村(?!委|民|书|主|干|支|医|卫|口|里路|子里)|屯(?!货|放|区|街))(?![^，。]?镇)|[一二三四五六七八九]期(?=[0-9一二三四五六七八九十]))(?:[一二三四五六七八九1-9]期|[ABCDabcd东南西北](?:区|苑|园))?"
)
_SITE = re.compile(
    r"医院|卫生院|卫生服务中心|诊所|幼儿园|小学|中学|高中|大学|学校|公园|汽车站|客运站|火车站|地铁站|公交站点?|站点|派出所|农贸市场|菜市场|大集|早市|夜市|批发市场|市场(?!监|价|管)|商场|超市|购物中心|步行街|政务(?:服务)?(?:大厅|中心)|服务大厅|办事大厅|车管所|停车场|加油站|充电站|水库|码头|机场|工地|垃圾站|变电所|换热站|体育馆|图书馆|饭店|烧烤店|宾馆|酒店|网吧|烧烤摊|养老院|敬老院|大棚|河边|海边|高速口|收费站|服务区|健身中心|体育中心|游乐园|欢乐谷|景区|茶楼|动物园|植物园|百货大楼|技校|小卖部|小卖店|供销社|敬老院|机修厂|陵园|墓园|滑雪场|体育场|浴场"
)
_STATION = re.compile(
    "火车站|汽车站|客运站|高铁站|机场|商场|码头|政务(?:服务)?(?:大厅|中心)|服务大厅|办事大厅"
)
# A street or township that no gazetteer has, behind its district.
_UNKNOWN_STREET = re.compile("(?!某|各|有|一|的|我|在)[一-龥]{2,4}?(?:街道|镇|乡)(?![政长里])")
_HOUSE = rf"(?:[甲乙丙丁]?{NUMBER}|[A-Za-zＡ-Ｚ]|甲|乙)"
_BUILDING = re.compile(
    rf"(?:[东西南北ABCDabcd]区)?(?:{_HOUSE}(?:号宿舍楼?|号公寓楼?|号楼|栋楼?|幢|座(?!位)|号院|单元|楼(?!上|下|道|顶|梯|盘|管)|层(?!次))(?:的)?)+(?:{NUMBER}(?:室|号房?(?!开|到)|户(?!人)|门|层|楼)?)?|{NUMBER}(?:-|杠){NUMBER}(?:(?:-|杠){NUMBER})?(?!点|天|个|月|年|号|块|元|次)|{NUMBER}委{NUMBER}组|{NUMBER}组(?=\d|$|的|住)"
)
_BESIDE = re.compile(
    r"楼下|楼上|楼顶|楼道里?|楼前|楼后|门前|门口|路口|十字路口|丁字路口|交叉口|交汇处|附近|旁边|对面|东侧|西侧|南侧|北侧|东门|西门|南门|北门|大门口?|院里|院内|后院|小区里面?|小区内|小区门口|后面|前面|里头|底下|对过|跟前|把角儿?|后山|后屋|[东西南北]头(?![疼痛])|地铁口|道口|出站口|检票口|入口|拐角|桥洞子?(?:底下)?|一带|两旁|两侧|那一溜儿?|那块儿|那头|电梯里|地下车库|地下室|地库|车棚|桥下|桥上|隔壁|(?<=[一-龥])边上|路边|道边|河里|山上|村口|屯口|楼栋"
)
_NO_STEM = re.compile(
    r"(?:老旧?|问|自然|三个|四个|新建?|全|整个|整|哪个|封闭|开放|弃管|高档|隔壁|本|该|其他|别的|附近|各|多个|每个|两个|几个|回迁|大|小|周边|咱|咱们|某|一个|听|进|进了|让|以|谢谢|作为|得上|一所|所|件|米|头一件|能不能让|可否以|通|规划|支|人才|一处|一座|几处|疫苗|接种)+"
)
_NO_STEM_ENDS = re.compile(
    r"(?:听|让|进|谢谢|作为|可否以|得上|撂|欠|每逢|逢|每到|得|口袋|周[一二三四五六日末]|[0-9一二三四五六七八九十百两几]米)$"
)
_ON_THE_ROAD = re.compile("上(?!的)")
GLUE = re.compile(
    r"(?:的|那个|这个|那边|这边|那儿|这儿|里面?|辖区|，|,|、| |和|与|跟|交(?:叉|汇|口)?|叫)*"
)


def find_pieces(text: str, gazetteer: Gazetteer) -> list[Piece]:
    pieces = [Piece(n.span, Sort.DIVISION, n) for n in gazetteer.find(text)]
    pieces += [
        Piece(m.span(), Sort.BUILDING) for m in _BUILDING.finditer(text) if _is_house(m.group())
    ]
    pieces += [Piece(m.span(), Sort.BESIDE) for m in _BESIDE.finditer(text)]
    pieces += [Piece(m.span(), Sort.SITE) for m in _SPOT_ALONE.finditer(text)]
    pieces += [Piece(m.span(), Sort.ROAD) for m in _LONG_ROAD.finditer(text)]
    pieces = [_as_station(text, p) for p in pieces]
    suffixes = [
        (sort, reach, match)
        for sort, rule, reach in (
            (Sort.ROAD, _ROAD, 5),
            (Sort.ESTATE, _ESTATE, 7),
            (Sort.SITE, _SITE, 8),
        )
        for match in rule.finditer(text)
    ]
    divisions = {p.span[1] for p in pieces if p.sort is Sort.DIVISION}
    named = {m.end() for _, _, m in suffixes if m.start() not in divisions}  # 老边区路南工业园
    walls = sorted({p.span[1] for p in pieces} | named)
    for sort, reach, match in suffixes:
        start = _walk_left(text, match.start(), reach, walls, divisions)
        stem = text[start : match.start()]
        if not stem and start in divisions and _STATION.fullmatch(match.group()):
            pieces.append(Piece(match.span(), sort))  # 大连火车站
        if not stem or _NO_STEM.fullmatch(stem):
            continue  # 小区 and 老旧小区 alone name nothing
        if (
            match.group() == "路"
            and start not in divisions
            and re.search(
                r"^[零一二三四五六七八九幺十百0-9]+$|[零一二三四五六七八九幺0-9]{3}$", stem
            )
        ):
            continue  # 二六三路 is a line of buses
        if sort is Sort.ROAD and (_no_road(stem, match.group()) or _LINE.match(text, match.end())):
            continue
        if match.group() == "陆" and start not in divisions:
            continue
        if _NO_STEM_ENDS.search(stem):
            continue
        if sort is Sort.ROAD and _ON_THE_ROAD.match(text, match.end()):
            opens = start == 0 or text[start - 1] in "，。在于"
            if not opens or not 2 <= len(stem) <= 3:
                continue  # 上学路上
        end = match.end()
        if match.group() == "路" and text[end : end + 1] == "口":
            end += 1
        if sort is not Sort.SITE and (number := _NUMBERED.match(text, end)):
            end = number.end()
        pieces.append(Piece((start, end), sort))
    pieces = _without_overlaps(_with_bare_names(text, pieces, walls, divisions))
    pieces = _with_tails(text, pieces)
    taken = frozenset(at for p in pieces for at in range(*p.span))
    more = [p for p in _named_outright(text, pieces) if taken.isdisjoint(range(*p.span))]
    return sorted(pieces + more, key=lambda p: p.span)


def _as_station(text: str, piece: Piece) -> Piece:
    """朝阳站, 开原西站: a station, not the whole town."""
    station = _STATION_OF.match(text, piece.span[1]) if piece.sort is Sort.DIVISION else None
    town = piece.named is not None and piece.named.places[0].rank < 3
    return Piece((piece.span[0], station.end()), Sort.ROAD) if station and town else piece


def _no_road(stem: str, suffix: str) -> bool:
    """走路, 逛街: no names; 东北大马路 and 石油大街 are."""
    if suffix in ("大街", "大道", "街", "胡同", "巷"):
        return _NO_STREET.search(stem) is not None
    return _NO_ROAD.search(stem) is not None and not _BIG_STREET.search(stem)


def _with_tails(text: str, pieces: list[Piece]) -> list[Piece]:
    """With what stands behind an address and belongs to it; a mark in it is no piece any more."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and piece.span[0] < kept[-1].span[1]:
            continue
        kept.append(piece)
        if (tail := _tail(text, piece, pieces)) is not None:
            kept.append(Piece(tail, Sort.ESTATE if piece.sort is Sort.DIVISION else Sort.BESIDE))
    return kept


# 胜利街道河畔人家二期: a name that only its part shows.
_PART_OF_AN_ESTATE = re.compile("[一-龥]{2,5}?[一二三四五六七八九]期(?!间|限|工)")


def _with_bare_names(
    text: str, pieces: list[Piece], walls: list[int], divisions: set[int]
) -> list[Piece]:
    """万科城3号楼: a name that shows itself only by the building behind it."""
    found = []
    roads = {p.span[1] for p in pieces if p.sort is Sort.ROAD}
    for piece in pieces:
        if piece.sort is Sort.DIVISION and (part := _PART_OF_AN_ESTATE.match(text, piece.span[1])):
            found.append(Piece(part.span(), Sort.ESTATE))
        if piece.sort is Sort.BUILDING and piece.span[0] not in walls:
            start = _walk_left(text, piece.span[0], 6, walls, divisions)
            cued = start in divisions | roads or text[:start].endswith(("在", "住", "住在", "是"))
            if cued and piece.span[0] - start >= 2:
                found.append(Piece((start, piece.span[0]), Sort.ESTATE))
    return pieces + found


_TOLD_NAME = re.compile(
    r"(?:小区|楼盘|地点|地址|位置)(?:就?是|叫|名字叫|在)([一-龥]{2,8})(?=[，。,. ]|$)"
)
# 锦绣江南二期，: nothing but an estate has parts with a name before them.
_PART_ALONE = re.compile("(?<![^，。 ])[一-龥]{2,5}[一二三四五六]期(?=[，。 ]|$)")
_AT_THE_END = re.compile(r"[一-龥]{2,6}(?=[，。,. ]|$)")
_NO_NAME = re.compile(
    r"[的了不没有在是人我你他坏停漏堵这那]|门口|附近|^[一两几]套|二手房|员|师傅|主任|大夫|护士|[小老][一-龥]$|投诉|举报|反映|希望|收费|态度|服务|^某|一名|职工|员工|居民|村民|市民|业主|家属|教师|农民|商户|支行|分行"
    r"|(?:药房|公司|店|厂|超市|商城|家电城|酒楼|会所|银行|医院|学校|培训班|中心|幼儿园|驾校|俱乐部|局|供电所|税务所|委员会|管委会|街道办|法院|检察院|营业厅|消防站|大厅|籍|户口)$"
)


def _named_outright(text: str, pieces: list[Piece]) -> list[Piece]:
    """楼盘是恒大绿洲, 在长白街道万科城: a name shown by the words before it and the pause behind."""
    found = [m.span(1) for m in _TOLD_NAME.finditer(text)]
    found += [m.span() for m in _PART_ALONE.finditer(text)]
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
    names = [(s, text[slice(*s)]) for s in found]
    return [
        Piece(s, Sort.ESTATE)
        for s, name in names
        if not any(rule.search(name) for rule in (_NO_NAME, _ASKED, TELLS))
    ]


_ASKED = re.compile("[啥咋哪谁吗呢吧啊]|能不|能来|什么|怎么|多少|几点")


_SPOT = (
    "附近|旁边|对面|门前|[前后][边面]|对过|跟前|底下|里头|门口|路口(?:把角)?|道口|[东西南北]头|后院|后山|拐角|交叉口|边上|桥[上下]|拐弯处?"
    "|那(?:边|块|片|头|一?带|一溜|条(?:街|路|道|胡同)|段(?:路|河|堤|道)?)儿?|往[东西南北上下](?:走)?(?:大概|大约|也就|差不多)?[一-龥]{0,2}[0-9一二三四五六七八九十两几百]+(?:多|来)?米"
)
_NAME = "(?:(?!的)[一-龥])"
# 桓仁县泡子沿B区, 辽阳县穆家沟的水井, 法库县叶茂台那边: a name that only its place shows.
_BEHIND_DIVISION = re.compile(
    rf"(?:的|那个|这个)?((?!一|两|某|有|各|网格|交警|本|到|至)(?:{_NAME}{{2,5}}?(?:[A-Da-d东南西北]区)?(?:{_SPOT})?)|(?:{_NAME}{{0,6}}?(?:{_SPOT}))|{_NAME}{{2,5}}?[A-Da-d东南西北]区(?!域))(?=[，。,. ；]|$|的|那|这|(?<=[A-Da-d]区))"
)
# 文化路邮局门口, 珠江路靠近燕都小学那头: a mark beside the way.
_BEHIND_ROAD = re.compile(
    rf"((?:的(?={_SPOT}))?{_NAME}{{0,7}}?(?:{_SPOT}))(?=[，。,. ；]|$|的|有|那[个家]|这[边块片]|(?<=米)|(?<=处))"
)
TELLS = re.compile(
    r"[了着过没不有是被把给让我你他她它们说找去来想要得也就又还很太很最真好停漏坏断冒堵塌裂修装扰缺丢欠罚收退涨骗赔吵脏臭啥咋哪谁挖卖购养种籍办]|看(?!守)|经营|从事|注册|我们|当时|施工|干活"
)
# 沈平线, 102国道: roads that bear no name. Each letter stands for a town.
_LINE_TOWNS = (
    "京沈大鞍抚本丹锦营阜辽盘铁朝葫哈长平康庄盖岫凤桓宽新法昌开西清彰义黑台凌建喀绥兴瓦普草"
)
_LONG_ROAD = re.compile(
    rf"[{_LINE_TOWNS}]{{2}}线(?![路缆杆索])(?:服务区|收费站|[一-龥]{{2,4}}段)?|(?:[GS][0-9]{{1,4}}|[0-9一二三零〇幺]{{2,4}})(?:国道|省道|县道|高速)"
)
_STATION_OF = re.compile("[东西南北]?站(?![点台前长街起岗])")
# 在机场叫的车, 一中门口: what a town has one of needs no name.
_SPOT_ALONE = re.compile(
    rf"(?<=[在从])(?:机场|火车站|高铁站|客运站|汽车站|地铁站)(?![一-龥]?(?:派出所|民警))"
    rf"|(?:(?<![一-龥])|(?<=[在给于就到]))(?:[一二三四五六七八九十]中|天桥|火车站|动物园|植物园|百货大楼|体育馆|图书馆|政府广场|人民医院|中心医院|实验小学|中心小学)(?=的?(?:{_SPOT}))"
)
_BEHIND_SITE = re.compile(rf"((?:的)?(?:{_SPOT}|边(?!上)|[0-9一二三四五六七八九十]+楼))")
_BEHIND = {
    Sort.DIVISION: _BEHIND_DIVISION,
    Sort.ROAD: _BEHIND_ROAD,
    Sort.ESTATE: _BEHIND_ROAD,
    Sort.BUILDING: _BEHIND_ROAD,
    Sort.SITE: _BEHIND_SITE,
}
# 红旗街中医院家属楼, 万汇广场停车场: a mark that ends an address, whatever comes next.
_MARKS = (
    "小区|家属[楼院区]|宿舍楼?|大院|(?<=厂)院[里内]?|工地|停车场|候车室|胡同口?|步道|(?:长途|客运|公交|汽车)站(?=门前|门口|后|前|对|旁)|村口|屯口|桥头"
    "|(?<=[电工政银贸粮社])楼(?![上下道顶梯盘管层房市])"
)
_TO_A_MARK = re.compile(
    rf"(((?:(?![的那这个栋座条几两多哪有一某各本整全])[一-龥]){{0,8}}?)(?:{_MARKS})(?![长员])(?:门前|{_SPOT})?)"
)
_FIRM = (Sort.DIVISION, Sort.ROAD, Sort.ESTATE, Sort.BUILDING)


def _tail(text: str, piece: Piece, pieces: list[Piece]) -> Evidence | None:
    """What belongs to an address behind a known piece, up to the next pause."""
    rule = _BEHIND.get(piece.sort)
    match = rule.match(text, piece.span[1]) if rule else None
    if match is None or not _names(match.group(1)):
        match = _to_a_mark(text, piece)
        if match is not None:
            return match.span(1) if _is_free(match.span(1), pieces) else None
    if match is None or not _names(match.group(1)):
        match = _to_the_end(text, piece)
    if match is None or not _names(match.group(1)):
        return None
    start, end = match.span(1)
    if not _is_free((start, end), pieces):
        return None
    if piece.sort is Sort.DIVISION and _NO_NAME_BEHIND.search(match.group(1)):
        return (start, end) if _to_the_end(text, piece) else None
    return start, end


def _is_free(span: Evidence, pieces: list[Piece]) -> bool:
    return not any(p.sort in _FIRM and span[0] < p.span[1] and p.span[0] < span[1] for p in pieces)


def _to_a_mark(text: str, piece: Piece) -> re.Match[str] | None:
    match = _TO_A_MARK.match(text, piece.span[1]) if piece.sort in _FIRM else None
    return match if match and _names(match.group(2)) else None


# 在法库县长岭子砖厂, the last words of a call: where the caller is.
_LAST_WORDS = re.compile(
    rf"((?:的|那个|这个)?(?!一|两|某|有|各|网格|交警|本|的|到|至){_NAME}{{2,10}}?)(?=[。 ]?$)"
)
_LED_IN = re.compile("(?:[在到]|位置是)[一-龥]{0,9}$")
_ALONE = re.compile("[，。][一-龥]{0,3}$")
_A_FIRM = re.compile("(?:厂|店|馆|铺|堂|院|学|站|厅|部|公司|协会|上)$")
_PERSONS = re.compile(
    "[员部队][长人]?(?:的)?$|师傅|主任|大夫|护士|[小老][一-龥]$|[居村市]民|业主|的$|上班|工作|打工|^往|叫|[增画设装]|有限公司"
)


def _to_the_end(text: str, piece: Piece) -> re.Match[str] | None:
    if piece.sort not in (Sort.DIVISION, Sort.ROAD) or len(text) - piece.span[1] > 14:
        return None
    match = _LAST_WORDS.match(text, piece.span[1])
    if match is None or _PERSONS.search(match.group(1)):
        return None
    before = text[max(0, piece.span[0] - 11) : piece.span[0]]
    if _LED_IN.search(before):
        return match
    return match if _ALONE.search(before) and not _A_FIRM.search(match.group(1)) else None


_NO_NAME_BEHIND = re.compile(
    r"[员部队][长人]?$|师傅|主任|大夫|护士|[小老][一-龥]$|投诉|举报|反映|希望|收费|态度|服务|职工|居民|村民|市民|业主|家属|教师|农民|商户|工作|投资|班车|合作社|项目|企业|工程|[种养][一-龥]?户|办事"
    r"|(?:药房|公司|店|厂|超市|商城|家电城|酒楼|会所|银行|支行|分行|医院|学校|培训班|中心|幼儿园|驾校|俱乐部|局|供电所|税务所|[一二三四]所|委员会|管委会|街道办|法院|检察院|营业厅|消防站|大厅|籍|户口|牛场|猪场|鸡场|石业|饭馆|陶瓷|通信|建材|[一二三四五六七八九十][小中院])$"
)


def _names(words: str) -> bool:
    return not TELLS.search(words) and not _tells_a_story(words)


def _tells_a_story(name: str) -> bool:
    """A verb or the like in it, which names seldom hold: 老旧, 最好, 停电."""
    stem = re.sub(rf"^(?:靠近|紧?挨着|接近)|(?:{_SPOT})$", "", name)
    return any(stem[at : at + 2] in story_words() for at in range(len(stem) - 1))


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
    if start < end and start - 1 > floor and text[start - 1] == "和" and text[start - 2] in "在到":
        start -= 1  # 在和悦广场
    behind = end > start > wall and wall in divisions and start - wall <= 2
    behind = behind and text[wall:start] not in _STOP_WORDS
    behind = behind or (start == end and wall in divisions and 0 < end - wall <= 2)
    if behind and not GLUE.fullmatch(text[wall:start]):
        return wall  # 和平区太原街: behind a division even a stop word begins a name
    while start < end and text[start] in "家里上和一":
        if text[start : start + 2] in _GOOD_STARTS:
            break
        start += 1
    return start


_DATE = re.compile("[0-9一二三四五六七八九十][年月日]$")


def _stops(text: str, at: int) -> bool:
    if text[at - 1] in _STOP or text[at - 1].isdigit():
        return True
    if _DATE.search(text[max(0, at - 2) : at]):
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
