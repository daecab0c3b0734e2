"""逆文本规范化: spoken numbers to the written form that a ticket shows. Rules are tables.

What stays in characters: words that only contain a numeral (一下, 统一, 十分), round counts of
people and things (三个人, 两户), approximations (二三十, 几百), and names (十三纬路, 三中, 星期三).
Clock times keep their 点 and 半 (8点半): which half of the day is meant is not always said.
"""

import itertools
import re
from dataclasses import dataclass

from ivr.language import numerals
from ivr.language.numerals import DIGITS, NUMERALS


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the written form and the stretch of the recognised text it came from."""

    text: str
    start: int
    end: int


RUN = re.compile(f"[{NUMERALS}]+")

# Left as they are wherever they stand.
_KEPT = """
万一 统一 唯一 单一 同一 一一 不一 一再 千万别 千万不 千万要 千万得 一五一十
三三两两 不三不四 三番五次 三番两次 七上八下 乱七八糟 五花八门 三天两头 隔三差五
隔三岔五 说一不二 一清二楚 接二连三 丢三落四 朝三暮四 颠三倒四 七嘴八舌 一干二净
四通八达 五颜六色 三心二意 一年四季 千方百计 百分百 十万火急 一日三餐 三更半夜
十全十美 十有八九 一心一意 四面八方 一年到头 一天到晚 一时半会 五湖四海 九牛一毛
半斤八两 四舍五入 百年不遇 千家万户 千辛万苦 百忙之中 十字 十足 十佳 一号通办
一网通办 一码通 一站式 一件事 一次性 一把手 一刀切 一条龙 一楼道 三一五 五一节
六一节 八一节 五一假 十一假 十一期间 十一长假 十一放假 五一期间 五一长假
五一放假 国庆十一 一二九 五四广场 五一劳动节 六一儿童节 七一建党节 八一建军节
三八妇女节 双十一 十一国庆 九一八 十一黄金周 五一路 八一路 五四路 二七 七夕 二维码 四平 三亚
一级 二级 三级 四级 五级 六级 七级 八级 九级 十级 一度停 一点一点 一天天
一年年 一层层 一块一块
"""
_PATTERNS = (
    "(?<![零一二三四五六七八九])[一二两三四五六]室[一二两三]厅(?:[一二两三][卫厨])*",
    "[一二三四五六七八九]年级(?:[一二三四五六七八九十]+班)?",
)


def _kept(word: str) -> str:
    """The pattern of a word; 二七 is no word in 二七二路, nor 一一 in a telephone number."""
    digits = "[零〇幺一二三四五六七八九]"
    return f"(?<!{digits}){word}(?!{digits})" if numerals.is_digits(word) else word


WORDS = re.compile(
    "|".join((*_PATTERNS, *map(_kept, sorted(_KEPT.split(), key=len, reverse=True))))
)

# A lone digit becomes a figure only before one of these.
UNITS = re.compile(
    """号楼|号线|号院|号|栋|幢|楼|单元|层|室|门洞|月份|月|日|年|点|分钟|分(?=钟|左右|到)|秒|块|元|角|毛|岁
    |小时|个小时|个钟头|个半?月|个工作日|个星期|个礼拜|个多月|个多小时|天|周|米|公里|千米|厘米|毫米|平米|平方米|平方|平|公斤|斤|吨
    |度|万|亿|倍|期|组|多年|多天|多米|多公里|多小时|楼道""".replace("\n", "").replace(" ", "")
)
# After these a lone digit with 年 月 天 周 … is part of a phrase: 这一年, 有一天, 星期三.
PHRASE_BEFORE = re.compile("[有每这那哪某上下前头后同整]$")
WEEKDAY_BEFORE = re.compile("(?:星期|礼拜|每周|下周|上周|这周|本周|周)$")
ORDINAL_BEFORE = re.compile("(?:第|初|其|老|头)$")
ROUGH_BEFORE = re.compile("[几数]$")
ROUGH_HUNDREDS_BEFORE = re.compile("[几数上成好]$")
ROUGH_AFTER = re.compile("^几")
NAME_AFTER = re.compile(
    "^(?:[纬经马]?路(?!公交|公汽|汽车|车|电车|线)|[纬经]街|大?街|巷|胡同|中(?!午|旬|间|央|心)|[纬经]|环|院|里(?!地|路)"
    "|村|屯|道(?!题)|小学|大会|届|家子|台子|间房|道沟|分之)"
)
OPINIONS_AFTER = re.compile("^点(?:意见|建议|要求|问题|原因|诉求|疑问|想法|说明|希望|小)")
DAYTIME_BEFORE = re.compile(
    "(?:上午|下午|中午|早上|早晨|晚上|夜里|半夜|傍晚|凌晨|清晨|今早|今晚|昨晚|明早|每晚|当晚|夜间|到|至|从)$"
)
CLOCK_AFTER = re.compile("^点(?:半|钟|多|左右|一刻|三刻|到|至|开始|之前|以前|以后|整|前|后)")
REST_BEFORE = re.compile(f"[{NUMERALS}][块元毛角度米]$")  # 三块五, 五毛六, 三十七度八, 一米七五
REST_AFTER = re.compile("$|[毛角钱的一每了呢吧高宽长深左，]")
ALONE_AFTER = re.compile("$|[，。！？、的了吗呢吧]")  # 七点三, not 六点一直
DIRT_AFTER = re.compile("^层(?:灰|土|冰|雪|油|皮|水|泥|沙|层)")
EXACT_UNIT = re.compile(  # after 三点五: a decimal, not a time
    "^(?:米|公里|千米|厘米|毫米|平|公斤|斤|吨|度|块|元|万|亿|倍|个百分点|个小时|小时|个月|级|折)"
)
YEAR_OR_ROOM = re.compile("^(?:年|号|室|楼|栋|幢|门|单元)")


def written(text: str) -> str:
    """The written form of recognised text: 三号楼二单元四零二 becomes 3号楼2单元402."""
    return "".join(piece.text for piece in written_pieces(text))


def written_pieces(text: str) -> tuple[Piece, ...]:
    """The same, with where each piece came from; together the pieces cover the text."""
    pieces: list[Piece] = []
    kept = [False] * len(text)
    for word in WORDS.finditer(text):
        kept[word.start() : word.end()] = [True] * (word.end() - word.start())
    done = 0
    for start, end, figure in _figures(text, kept):
        if start > done:
            pieces.append(Piece(text[done:start], done, start))
        pieces.append(Piece(figure, start, end))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], done, len(text)))
    return tuple(pieces)


def _figures(text: str, kept: list[bool]) -> list[tuple[int, int, str]]:
    """The stretches to replace, in order."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while match := RUN.search(text, at):
        start, end = match.span()
        if kept[start]:
            at = start + 1
            continue
        end = next((i for i in range(start, end) if kept[i]), end)
        before, run, after = text[:start], text[start:end], text[end:]
        if figure := _fraction(run, after) or _decimal(before, run, after):
            found.append((start, end + figure[1], figure[0]))
            at = end + figure[1]
            continue
        if WEEKDAY_BEFORE.search(before):  # 周三四点半
            start, before, run = start + 1, before + run[0], run[1:]
        if run:
            found.extend(_run(start, before, run, after))
        at = end
    return _with_decimals(text, found)


def _fraction(run: str, after: str) -> tuple[str, int] | None:
    """百分之三十, 三分之一: the figure and how much of `after` belongs to it."""
    match = re.match(f"分之([{NUMERALS}]+)(?:点([{NUMERALS}]+))?", after)
    if not match:
        return None
    whole, decimals = match[1], match[2] or ""
    number = numerals.value(whole)
    if whole == "百":
        number = 100
    if number is None and numerals.is_digits(whole):
        number = int(numerals.digits(whole))
    if number is None or (decimals and not numerals.is_digits(decimals)):
        return None
    top = str(number) + ("." + numerals.digits(decimals) if decimals else "")
    if run in ("百", "千"):
        sign = {"百": "%", "千": "‰"}[run]
        return top + sign, match.end()
    below = numerals.value(run)
    return (f"{top}/{below}", match.end()) if below else None


def _decimal(before: str, run: str, after: str) -> tuple[str, int] | None:
    """三点五公里, 一点五万: a decimal for certain, because a measure follows."""
    match = re.match("点([零一二三四五六七八九]+)", after)
    if not match or not EXACT_UNIT.match(after[match.end() :]) or DAYTIME_BEFORE.search(before):
        return None
    number = numerals.value(run) if run != "零" else 0
    return None if number is None else (f"{number}.{numerals.digits(match[1])}", match.end())


def _run(start: int, before: str, run: str, after: str) -> list[tuple[int, int, str]]:
    """A run of numerals: one figure, several, or none."""
    rough = ROUGH_BEFORE if run[0] == "十" else ROUGH_HUNDREDS_BEFORE
    if run[0] in "十百千万" and rough.search(before):
        return []
    if ROUGH_AFTER.search(after) and run[-1] in "十百千万亿":  # 十几, 三百几
        return []
    figure = _figure(before, run, after)
    if figure is not None:
        return [(start, start + len(run), figure)] if figure else []
    for split in _splits(run):
        head = _figure(before, run[:split], run[split:] + after)
        tail = _figure(before + run[:split], run[split:], after)
        if head and tail:
            middle = start + split
            return [(start, middle, head), (middle, start + len(run), tail)]
    return []


def _splits(run: str) -> list[int]:
    """Where a run may fall apart into digits and a value: 四零二|十一月; telephones first."""
    telephone = [11] if re.match("[一幺][三四五六七八九]", run) else [8, 7]
    leading = next((i for i, c in enumerate(run) if c not in DIGITS or c == "两"), len(run))
    places = [n for n in telephone if n <= leading] + list(range(leading, 2, -1))
    return [place for place in places if 2 < place < len(run)]


def _figure(before: str, run: str, after: str) -> str | None:
    """The figure of a whole run; "" to leave it in characters; None when it is not one number."""
    if ORDINAL_BEFORE.search(before):
        return ""
    if numerals.is_digits(run) and len(run) > 1:
        return _digit_string(before, run, after)
    number = numerals.value(run)
    if number is None:
        return None
    if len(run) == 1 and run in DIGITS:
        return _lone_digit(before, run, after)
    if NAME_AFTER.search(after) and not (number >= 100 and after.startswith("路")):  # 二百零七路
        return ""
    if run == "十" and not re.match(
        "[个位名户人家次天年月号点分块元米楼层栋栋室岁秒周斤吨多来公平小倍度条件万]", after
    ):
        return ""
    if run == "十" and after.startswith("分") and not re.match("分钟|分左右", after):
        return "10" if before.endswith("点") else ""
    if number >= 10_000 and number % 10_000 == 0 and number < 10**8:
        return f"{number // 10_000}万"
    if number >= 10**8 and number % 10**8 == 0:
        return f"{number // 10**8}亿"
    return str(number)


def _digit_string(before: str, run: str, after: str) -> str:
    if run[0] == "零" and before[-1:] in ("块", "元") and after[:1] in ("毛", "角", "分"):
        return "零" + numerals.digits(run[1:])
    if before.endswith("米") and REST_BEFORE.search(before):
        return numerals.digits(run)
    if any(c in run for c in "零〇幺"):
        return numerals.digits(run)
    steps = {DIGITS[b] - DIGITS[a] for a, b in itertools.pairwise(run)}
    if len(run) == 2:
        rough = steps == {1} or run in ("三五", "九十")
        exact = not rough and YEAR_OR_ROOM.search(after)
        return numerals.digits(run) if exact else ""
    if steps == {1} and len(run) < 5 and UNITS.match(after) and not after.startswith("号"):
        return ""  # 三四五楼
    return numerals.digits(run)


def _lone_digit(before: str, digit: str, after: str) -> str:
    figure = str(DIGITS[digit])
    reach = re.match(f"[到至](?=[{NUMERALS}]+(.*))", after)  # 三到五天
    if reach and (UNITS.match(reach[1]) or reach[1].startswith("点")):
        return figure
    if before and before[-1] == "点":  # 八点五分; other digits after 点 are decimals
        return figure if after.startswith("分") and not after.startswith("分之") else ""
    if (REST_BEFORE.search(before) and REST_AFTER.match(after)) or (
        before.endswith("差") and after.startswith("分")  # 差五分八点
    ):
        return figure
    if digit == "零" or not UNITS.match(after):
        return ""
    if after.startswith("点"):
        return figure if _is_clock(before, digit, after) else ""
    if DIRT_AFTER.search(after):
        return ""
    if digit == "一":
        if PHRASE_BEFORE.search(before) and not after.startswith(("号", "单元", "楼", "层")):
            return ""
        if after.startswith(("度", "平", "组", "期", "周", "倍", "角", "毛")):
            return ""
        if after.startswith("块") and not re.match(f"块(?:钱|[{NUMERALS}])", after):
            return ""
    if after.startswith(("天", "年", "周", "月")) and before.endswith(("这", "那", "每")):
        return ""
    return figure


def _is_clock(before: str, digit: str, after: str) -> bool:
    """三点 is a time unless points are made (三点意见) or a little is meant (快一点)."""
    if OPINIONS_AFTER.search(after):
        return False
    if DAYTIME_BEFORE.search(before) or CLOCK_AFTER.search(after):
        return True
    if re.match(f"点[{NUMERALS}]", after):
        return True
    return digit not in "一两二" and not before.endswith(("有", "提", "说", "这", "那"))


def _with_decimals(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """三点五公里: join a figure, 点 and the digits after it where a decimal or a time is meant."""
    joined: list[tuple[int, int, str]] = []
    taken = 0
    for start, end, figure in found:
        if start < taken:
            continue
        match = re.compile(f"点([{NUMERALS}]+)").match(text, end)
        if match and figure.isdigit() and numerals.is_digits(match[1]):
            mark = _point(text[:start], match[1], text[match.end() :])
            if mark:
                end = match.end()
                figure += mark + numerals.digits(match[1])
        joined.append((start, end, figure))
        taken = end
    return joined


def _point(before: str, run: str, after: str) -> str:
    """What 点 between a figure and more digits is: 点 of a time, a decimal point, or nothing."""
    if after.startswith("刻"):  # 三点一刻
        return ""
    if after.startswith("分"):
        return "点"
    clock = DAYTIME_BEFORE.search(before)
    measured = EXACT_UNIT.match(after)
    if len(run) == 1 and not measured and (clock or not ALONE_AFTER.match(after)):  # 六点一直
        return ""
    minutes = len(run) == 2 and run[0] in "零〇" and not measured
    return "点" if clock or minutes else "."
