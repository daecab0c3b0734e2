"""Text as a voice must be given it: digits in characters, telephone numbers digit by digit with 幺.

The rules run in order; each turns the digits it understands into characters, so that what is
left for the last ones is plain values.
"""

import re
from collections.abc import Callable

from ivr.language.numerals import say_digits, say_value

# Numbers that are names, read digit by digit: emergency and service lines.
SERVICE = r"11[024579]|12[023]|12\d{3}|9[56]\d{3,4}|100\d{2}|8890"
# After these a number is a quantity, whatever it looks like.
QUANTITY = (
    "元|块|角|毛|万|亿|个|户|人|件|次|天|年|月|日|米|公里|千米|厘米|毫米|平方|平米|公斤|千克|吨|斤|度|分|秒|小时|岁|倍|名|位|家|条|项|起"
    "|辆|台|套|份|间|张|页|字|种|类|宗|多|余|层|级|摄氏|百分|%"
)
# Before these a lone 2 is 两.
TWO_OF = (
    "个|户|人|件|次|天|年|块|元|位|名|家|小时|分钟|周|条|项|起|辆|台|套|份"
    "|间|张|页|种|类|米|公里|公斤|吨|倍|点(?!\\d)|万|千|百|亿"
)

_LETTERS = (
    "诶 必 西 弟 伊 艾弗 吉 艾尺 艾 杰 开 艾勒 艾姆 "
    "恩 欧 屁 丘 阿尔 艾斯 提 优 维 达不溜 艾克斯 歪 贼德"
)
LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _LETTERS.split(), strict=True))
UNITS = {
    "km": "公里",
    "kg": "公斤",
    "cm": "厘米",
    "mm": "毫米",
    "m²": "平方米",
    "㎡": "平方米",
    "m2": "平方米",
    "m³": "立方米",
    "ml": "毫升",
    "°C": "摄氏度",
    "℃": "摄氏度",
    "kWh": "度",
    "kV": "千伏",
    "kW": "千瓦",
    "V": "伏",
    "m": "米",
    "t": "吨",
    "g": "克",
}
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def _number(text: str) -> str:
    """A value with or without decimals."""
    whole, _, decimals = text.replace(",", "").partition(".")
    return say_value(int(whole)) + ("点" + say_digits(decimals) if decimals else "")


def _telephone(number: str) -> str:
    """In the groups people say: 幺三九，零零零零，幺二三四."""
    number = re.sub(r"\D", "", number)
    if len(number) == 11 and number.startswith("1"):
        groups = (number[:3], number[3:7], number[7:])
    elif number.startswith("0"):
        area = 3 if number[1] in "12" else 4
        if number[1] == "2":
            area = 3
        local = number[area:]
        groups = (number[:area], local[:-4], local[-4:])
    elif len(number) == 10:  # 400 and 800 lines
        groups = (number[:3], number[3:6], number[6:])
    else:
        groups = (number[:-4], number[-4:], "")
    return "，".join(say_digits(group, telephone=True) for group in groups if group)


def _code(text: str) -> str:
    """Ticket numbers and the like: every sign by itself, a short pause every four digits."""
    said = []
    for part in re.findall(r"[A-Za-z]+|\d+", text):
        if part.isdigit():
            chunks = [part[i : i + 4] for i in range(0, len(part), 4)]
            said.append("，".join(say_digits(chunk, telephone=True) for chunk in chunks))
        else:
            said.append("，".join(LETTERS[c] for c in part.upper()))
    return "，".join(said)


def _date(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{say_digits(year)}年{say_value(int(month))}月{say_value(int(day))}日"


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    said = say_value(hour, two="两") + "点"
    if minute == 0:
        return said
    return f"{said}{'零' if minute < 10 else ''}{say_value(minute)}分"


def _value(text: str) -> str:
    """A plain number; long ones and those that begin with 0 are codes."""
    whole = text.replace(",", "").partition(".")[0]
    if len(whole) > 8 or (len(whole) > 1 and whole.startswith("0")):
        return _code(text)
    return _number(text)


def _room(number: str) -> str:
    return say_digits(number, telephone=True)


def _door(match: re.Match[str]) -> str:
    """3-2-402: building, entrance, flat."""
    return "杠".join(_room(part) if len(part) > 2 else _value(part) for part in match.groups())


NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
BEGIN, END = r"(?<![\d.])", r"(?!\d)"
ALONE = r"(?<![\dA-Za-z])"
DASH = r"\s*[-~～—–]+\s*"
READ = "零一二两三四五六七八九十点分日号月年"  # what a number may already have become

RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        # dates and times
        (rf"{BEGIN}(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){END}", _date),
        (rf"{BEGIN}(\d{{4}})(?=年)", lambda m: say_digits(m[1])),
        (rf"{BEGIN}(9\d)(?=年)", lambda m: say_digits(m[1])),
        (rf"{BEGIN}([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：][0-5]\d)?{END}", _time),
        # shares
        (rf"{BEGIN}({NUM})\s*%", lambda m: "百分之" + _number(m[1])),
        (rf"{BEGIN}({NUM})\s*‰", lambda m: "千分之" + _number(m[1])),
        # telephones and codes
        (rf"{ALONE}1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{END}", lambda m: _telephone(m[0])),
        (rf"{ALONE}0\d{{2,3}}[-— ]?\d{{7,8}}{END}", lambda m: _telephone(m[0])),
        (rf"{ALONE}[48]00[- ]?\d{{3}}[- ]?\d{{4}}{END}", lambda m: _telephone(m[0])),
        (rf"((?:转|分机)\s*)(\d{{2,6}})(?!\d|\s*(?:{QUANTITY}))", lambda m: m[1] + _room(m[2])),
        (rf"{ALONE}([A-Za-z]+)(\d+\.\d+){END}", lambda m: _code(m[1]) + _number(m[2])),  # PM2.5
        (r"[A-Za-z]+[-_]?\d+(?:[-_]\d+)*", lambda m: _code(m[0])),
        (rf"{ALONE}\d{{5,}}(?:-\d+)+", lambda m: _code(m[0])),
        (
            r"((?:[编单]号|号码|尾号|验证码|密码|邮编)[是为:：]?\s*)(\d+)",
            lambda m: m[1] + _code(m[2]),
        ),
        (rf"{BEGIN}({SERVICE})(?!\d|[.,]\d|\s*(?:{QUANTITY}))", lambda m: _room(m[1])),
        (rf"{BEGIN}(\d{{7,8}})(?!\d|[.,]\d|\s*(?:{QUANTITY}))", lambda m: _telephone(m[1])),
        # measures
        (rf"[¥￥]\s*({NUM})元?", lambda m: _number(m[1]) + "元"),
        (rf"-({NUM})\s*(?:℃|°C|摄氏度)", lambda m: f"零下{_number(m[1])}摄氏度"),
        (rf"-({NUM})(?=度)", lambda m: "零下" + _number(m[1])),
        (rf"{BEGIN}({NUM})\s*({_UNIT})(?![A-Za-z])", lambda m: _number(m[1]) + UNITS[m[2]]),
        # doors and bus lines
        (rf"(?<=单元)(\d{{3,4}}){END}", lambda m: _room(m[1])),
        (rf"(?<=[栋幢座])(\d{{3,4}}){END}", lambda m: _room(m[1])),
        (r"(?<=\d)[#＃](?=楼|栋|单元|院)", lambda _: "号"),
        (r"(?<!\d)(\d{3,4})(?=室|房|路公交|路车|路公共)", lambda m: _room(m[1])),
        (r"(?<!\d)(\d{4})(?=号)", lambda m: _room(m[1])),
        (rf"{BEGIN}(\d+)-(\d+)-(\d+){END}", _door),
        # ranges, fractions, "per"
        (rf"(?<=[\d{READ}]){DASH}(?=[\d{READ}百周])", lambda _: "到"),
        (r"(?<=\d)\s*[:：]\s*(?=\d)", lambda _: "比"),
        (r"(?<=\d)\s*[×*xX]\s*(?=\d)", lambda _: "乘"),
        (rf"{BEGIN}(\d+)/(\d+)(?![\d/])", lambda m: f"{_number(m[2])}分之{_number(m[1])}"),
        (r"(?<=[元次人户])/(?=\w)", lambda _: "每"),
        # plain values
        (rf"(?<![\d.第])2(?=\s*(?:{TWO_OF}))", lambda _: "两"),
        (rf"{BEGIN}{NUM}{END}", lambda m: _value(m[0])),
        (r"\d+", lambda m: _value(m[0])),
        # what is left of signs and letters
        (r"[#＃](?=键)", lambda _: "井号"),
        (r"[*＊](?=键)", lambda _: "星号"),
        (r"(?<![A-Za-z])[A-Z]{1,5}(?![A-Za-z])", lambda m: _code(m[0])),
    )
)

FULL_WIDTH = {ord(c) + 0xFEE0: c for c in "0123456789%.,-/:" if c not in ",:"} | {
    ord(c) + 0xFEE0: c for c in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
}


def spoken(text: str) -> str:
    """What a voice must be given so that it reads numbers the Chinese way."""
    text = text.translate(FULL_WIDTH)
    for pattern, rule in RULES:
        text = pattern.sub(rule, text)
    return text
