# ruff: noqa: E501 - a pattern reads better whole
"""说出的数字: long numbers as people say them, one breath after another.

Digits stand as written (139), as spoken (幺三九), as soldiers and railwaymen read them (洞幺两三,
勾 拐), with repeats (五个零), hundreds (一百三十九), pauses, corrections (不对是…) and words between the
groups (后面是…, 中间四位…, 你记一下).
"""

import re

DIGIT = "0-9０-９零〇一二三四五六七八九幺两洞拐勾壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨"
PART = r"(?:前|头|中间|当中|后|最后|末|尾)(?:面|边)?(?:的)?[两二三四五六]位(?:数字?)?"
# Characters that sound like a digit: taken for a pause where they stand right between two digits.
_HEARD = "要腰妖邀药衣依医以而儿俩散伞山司思武舞午物溜流留气起其期吧把霸久酒就旧林灵铃另oOｏＯ○"
_SIGN = r"[\s\-－—–‐‑−ー·•・、，,。.…/／~～_＿；;：:？?！!|｜+＋（）()“”\"'「」【】\[\]\u200b-\u200f\ufeff]"
# Long words first: what lies between two digits is read one way only.
_PAUSE = (
    r"然后|后[面边头]|最后|前[面边]|中间|当中|接着|下[面边]|完了|完事|再来|再后[边面]|再加上?|那个|这个|还有"
    r"|不对|不是|错了|应该|就是|对方|对[吧吗]|是[吧吗]|空格|横[杠线]|短横|[开打]头|[结末]尾|来着|大写|稍等|等等"
    r"|等(?:一?下|会儿?)|(?:麻烦)?[你您请]?[先再]?(?:拿笔)?[记写听](?:一下|下来?|好|住|着|上)?了?(?:吗|没有?)?"
    r"|(?:让?我)?[想看](?:想|看|一下)|[是对杠转再尾的空呃嗯啊哈额哎唉诶呢吧哦噢喔啦喂呀]"
)
_GAP = rf"(?:{_SIGN}{{1,4}}|(?<!\*)\*(?!\*)|{PART}|{_PAUSE}|(?<=[{DIGIT}{_HEARD}])[{_HEARD}](?=[{DIGIT}{_HEARD}]))"
BETWEEN = rf"{_GAP}{{0,6}}+"
_REPEATED = re.compile(rf"(?:([两二三四五六七八2-8])个|双)([{DIGIT}])(?![{DIGIT}]*(?:月|小时|人))")
SPOKEN = rf"(?:(?:[两二三四五六七八2-8]个|双)[{DIGIT}]|(?!两[年天次户家])[{DIGIT}])"
_HUNDREDS = re.compile(
    r"([一二三四五六七八九])百(?:零([一二三四五六七八九])|([一二三四五六七八九])十([一二三四五六七八九])?|([一二三四五六七八九]))?"
)
HUNDRED = r"[一二三四五六七八九]百(?:零[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?|[一二三四五六七八九])?"
_TIMES = dict(
    zip("两二三四五六七八2345678", (2, 2, 3, 4, 5, 6, 7, 8, 2, 3, 4, 5, 6, 7, 8), strict=True)
)

# What one number is said in: at least four signs, whatever stands between them.
SAID = rf"(?:{HUNDRED}{BETWEEN}){{0,2}}{SPOKEN}(?:{BETWEEN}{SPOKEN}){{3,}}"
# A telephone told in values: 一百三十九零四百一十七一千一百二十二, 一三九，零四十七，一十一，二十二.
_VALUE = r"(?:[一二三四五六七八九零〇两幺][千百十]?|十)"
IN_VALUES = (
    rf"(?:[一幺]百[三五七八九]十[一二三五六七八九]?|[一幺][三五六七八九][{DIGIT}])(?=[{DIGIT}，,、\s]+[千百十])"
    rf"(?:{BETWEEN}{_VALUE}){{6,16}}+(?![{DIGIT}万亿块元人户度平米号路])"
)
_NO_SIGNS = re.compile(rf"{PART}|{_PAUSE}")  # 后四位, 你记一下: the digits in them are none
_GAPS = re.compile(rf"{_GAP}++")
_CORRECTION = re.compile(r"不对|不是|错了|应该")
_FIGURES = str.maketrans(
    "零〇一二三四五六七八九幺两洞拐勾０１２３４５６７８９壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨",
    "0012345678" + "912079" + "0123456789" + "123456789" * 2,
)


def signs_of(words: str) -> str:
    """The digits of a stretch one by one, in the writing they stand in; an X as well."""
    words = _NO_SIGNS.sub("", words).replace("艾克斯", "X")
    words = _HUNDREDS.sub(lambda m: f"{m[1]}{m[3] or m[5] or '零'}{m[2] or m[4] or '零'}", words)
    words = _REPEATED.sub(lambda m: m[2] * _TIMES[m[1] or "两"], words)
    return "".join(re.findall(rf"[{DIGIT}xXＸ叉]", words))


def in_figures(words: str) -> str:
    """The number that a stretch means, corrections heeded: 幺三九…幺二不对幺三 ends in 13."""
    number = ""
    for told in _CORRECTION.split(words):
        part = signs_of(told).translate(_FIGURES)
        number = part if len(part) >= len(number) else number[: len(number) - len(part)] + part
    return number


def groups_of(words: str) -> list[str]:
    """The digits of a stretch in figures, breath by breath."""
    return [in_figures(group) for group in _GAPS.split(words) if group]
