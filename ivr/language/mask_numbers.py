# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 of numbers: telephones, identity numbers, cards, plates, addresses, however they are said.

What a number is said in, and what it then is, stands in `said_digits`.
"""

import re

from ivr.language.mask_addresses import mask_addresses
from ivr.language.mask_plates import mask_plates
from ivr.language.public_figures import PLAIN, is_hotline, is_public
from ivr.language.said_digits import BETWEEN, DIGIT, HUNDRED, IN_VALUES, SAID, SPOKEN, signs_of

# The birthday in the middle of an identity number is often told as a day.
_MONTH_AND_DAY = rf"(?:[{DIGIT}十]{{1,3}}|腊|正|冬)月初?[{DIGIT}十]{{1,3}}[号日]?"
_BIRTHDAY = rf"(?:年?{_MONTH_AND_DAY})"
_X = r"(?:[xXＸ]|叉|艾克斯)(?![A-Za-z])"
_RUN = re.compile(
    rf"(?P<plain>{PLAIN})"
    rf"|(?P<valued>{IN_VALUES})"
    rf"|(?:(?:{HUNDRED}{BETWEEN}){{0,2}}{SPOKEN}(?:{BETWEEN}{SPOKEN}){{7,}}{_BIRTHDAY}(?:{BETWEEN}{SPOKEN}){{0,4}}(?:{BETWEEN}{_X})?|{SAID}(?:{BETWEEN}{_X})?)"
)
_LEAST = 7  # digits that are more than a price or a hotline
_LONG = 11  # digits of which seven may be shown: a telephone with its area, a card
# 身份证后六位, 尾号: the tail alone is enough to find somebody by.
_OF_WHAT = r"(?:身份证|银行卡|社保卡|医保卡|存折|卡号?|车牌号?|车号|车)(?:号码?)?的?"
_TAIL = re.compile(
    rf"(?<![编单]号)(?<!单)(?P<lead>(?:(?:尾号|尾数|末尾|最?[后末尾]面?的?[两二三四五六七八几]位(?:数字?|号码?)?)|身份证(?:号码?)?的?前[面]?[三四五六七八几]位|{_OF_WHAT}(?:尾|最后)|证[一-龥]{{0,12}}字第)(?:就?是|为|[:：])?)[{DIGIT}A-Za-z叉](?:(?:[\s·-]|呃|嗯){{0,2}}+[{DIGIT}A-Za-z叉]){{2,7}}"
)
# Half of a number, where the caller told it in two breaths; the hotlines' own numbers stay.
_HALF = re.compile(
    rf"(?P<lead>(?:电话|手机|座机)(?:号码?)?(?:就?是|为|[:：])[，, ]?)(?P<run>{SPOKEN}(?:{BETWEEN}{SPOKEN}){{3,}})(?![十百千万块元])"
    rf"|^(?P<whole>(?![0-9.:/ -]+$){SPOKEN}(?:{BETWEEN}{SPOKEN}){{3,}})$"
)
_YEAR = rf"[{DIGIT}]{{2,4}}年"
_BORN = re.compile(
    rf"(?P<lead>(?:出生(?:年月日?|日期|时间|于)?|生日|(?<!先)生于)(?:是|在|为|[:：])?)(?:(?:{_YEAR})?{_MONTH_AND_DAY}|(?<=生于){_YEAR})"
    rf"|{_YEAR}{_MONTH_AND_DAY}(?=(?:出生(?!人口|率|证|登记)|生人|生的|生(?:$|[，。,、]|属)))"
)

_CONTACTS = re.compile(
    r"(?<![A-Za-z0-9])(?P<mail>[A-Za-z0-9])[A-Za-z0-9._+-]*@[A-Za-z0-9.-]+|(?P<said>(?:邮箱|邮件地址|电子邮件)(?:地址)?(?:是|为|[:：])?)[^，。,@]{1,30}?(?:艾特|圈[aA]|[aA][tT])[^，。,@]{1,16}?(?:点|\.|[dD][oO][tT])\s?(?:[Cc][Oo][Mm]|[Cc][Nn]|[Nn][Ee][Tt]|康姆?)"
    rf"|(?<![A-Za-z0-9*])[A-Za-z0-9._{DIGIT}*-]{{2,30}}+\s?(?:艾特|圈[aA]|[aA][tT])\s?[^，。,@]{{1,16}}?(?:点|\.|[dD][oO][tT])\s?(?:[Cc][Oo][Mm]|[Cc][Nn]|[Nn][Ee][Tt]|康姆?)"
    r"|(?P<chat>微信(?:号)?(?:是|[:：])?\s*[A-Za-z0-9])[A-Za-z0-9_-]{4,}|(?P<qq>[Qq][Qq](?:号)?(?:是|[:：])?\s*[0-9])[0-9]{4,}"
)


def mask_number(number: str) -> str:
    """A number with its middle hidden: 024****0001; of a short one at least half: 2****56."""
    if len(number) < _LEAST:
        return number
    head, tail = (3, 4) if len(number) >= _LONG else (len(number) // 2 - 2, 2)
    return f"{number[:head]}{'*' * (len(number) - head - tail)}{number[-tail:]}"


def mask_numbers(text: str) -> str:
    """Everything in a text that is found by a number: people, cars, cards and homes."""
    text = mask_plates(text)
    text = _TAIL.sub(lambda m: m["lead"] + "****", text)
    text = _BORN.sub(lambda m: f"{m['lead'] or ''}****", text)
    text = _RUN.sub(_run, text)
    text = mask_addresses(text)
    text = _HALF.sub(_half, text)
    return _CONTACTS.sub(
        lambda m: f"{m['mail'] or m['said'] or m['chat'] or m['qq'] or ''}***", text
    )


def _run(found: re.Match[str]) -> str:
    if found["plain"] or is_public(found):
        return found[0]
    if found["valued"]:
        return f"{found[0][:1]}****"
    signs = signs_of(found[0])
    return mask_number(signs) if len(signs) >= _LEAST else found[0]


def _half(found: re.Match[str]) -> str:
    said = found["run"] or found["whole"]
    return found[0] if is_hotline(said) else f"{found['lead'] or ''}****"
