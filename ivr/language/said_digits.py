# ruff: noqa: E501 - a pattern reads better whole
"""说出的数字: long numbers as people say them, one breath after another.

Digits stand as written (139), as spoken (幺三九), as soldiers and railwaymen read them (洞幺两三,
勾 拐), with repeats (五个零), hundreds (一百三十九), pauses, corrections (不对是…) and words between the
groups (后面是…, 中间四位…).
"""

import re

DIGIT = "0-9０-９零〇一二三四五六七八九幺两洞拐勾"
PART = r"(?:前|头|中间|当中|后|最后|末|尾)(?:面|边)?(?:的)?[两二三四五六]位(?:数字?)?"
BETWEEN = (
    rf"(?:[\s\-－—·、，,。.]|{PART}|然后|后面|后边|最后|接着|完了|再来|再后[边面]|再加上?|那个|不对|不是|错了|应该|就是|是|对|杠|转|呃|嗯|啊|哈|额)"
    r"{0,5}"
)
_REPEATED = re.compile(rf"([两二三四五六七八2-8])个([{DIGIT}])(?![{DIGIT}]*(?:月|小时|人))")
SPOKEN = rf"(?:[两二三四五六七八2-8]个[{DIGIT}]|[{DIGIT}])"
_HUNDREDS = re.compile(
    r"([一二三四五六七八九])百(?:零([一二三四五六七八九])|([一二三四五六七八九])十([一二三四五六七八九])?|([一二三四五六七八九]))?"
)
HUNDRED = r"[一二三四五六七八九]百(?:零[一二三四五六七八九]|[一二三四五六七八九]十[一二三四五六七八九]?|[一二三四五六七八九])?"
_TIMES = dict(
    zip("两二三四五六七八2345678", (2, 2, 3, 4, 5, 6, 7, 8, 2, 3, 4, 5, 6, 7, 8), strict=True)
)

# What one number is said in: at least four signs, whatever stands between them.
SAID = rf"(?:{HUNDRED}{BETWEEN}){{0,2}}{SPOKEN}(?:{BETWEEN}{SPOKEN}){{3,}}"
_CORRECTION = re.compile(r"不对|不是|错了|应该")
_FIGURES = str.maketrans(
    "零〇一二三四五六七八九幺两洞拐勾０１２３４５６７８９", "0012345678" + "912079" + "0123456789"
)


def signs_of(words: str) -> str:
    """The digits of a stretch one by one, in the writing they stand in; an X as well."""
    words = re.sub(PART, "", words).replace("艾克斯", "X")
    words = _HUNDREDS.sub(lambda m: f"{m[1]}{m[3] or m[5] or '零'}{m[2] or m[4] or '零'}", words)
    words = _REPEATED.sub(lambda m: m[2] * _TIMES[m[1]], words)
    return "".join(re.findall(rf"[{DIGIT}xXＸ叉]", words))


def in_figures(words: str) -> str:
    """The number that a stretch means, corrections heeded: 幺三九…幺二不对幺三 ends in 13."""
    number = ""
    for told in _CORRECTION.split(words):
        part = signs_of(told).translate(_FIGURES)
        number = part if len(part) >= len(number) else number[: len(number) - len(part)] + part
    return number
