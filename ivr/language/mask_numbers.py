# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 of numbers: telephones, identity numbers, cards, plates, addresses, however they are said.

What a number is said in, and what it then is, stands in `said_digits`.
"""

import re

from ivr.language.said_digits import BETWEEN, DIGIT, HUNDRED, SAID, SPOKEN, signs_of

_DATE = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{2}:\d{2})?)?"
# The birthday in the middle of an identity number is often told as a day.
_BIRTHDAY = rf"(?:年[{DIGIT}十]{{1,3}}月[{DIGIT}十]{{1,3}}[号日]?)"
_X = r"(?:[xXＸ]|叉|艾克斯)(?![A-Za-z])"
_RUN = re.compile(
    rf"(?P<date>{_DATE})"
    rf"|(?:(?:{HUNDRED}{BETWEEN}){{0,2}}{SPOKEN}(?:{BETWEEN}{SPOKEN}){{7,}}{_BIRTHDAY}{BETWEEN}(?:{SPOKEN}{BETWEEN}){{0,4}}(?:{_X})?|{SAID}(?:{BETWEEN}{_X})?)"
)
_LEAST = 7  # digits that are more than a price or a hotline
# 身份证后六位, 车牌尾号: the tail alone is enough to find somebody by.
_TAIL = re.compile(
    rf"(?P<lead>(?:身份证|银行卡|社保卡|医保卡|存折|卡号?|车牌号?|车号|车)(?:号码?)?的?(?:尾号|[后末尾][三四五六八]位(?:数)?)(?:是|为|[:：])?)(?P<digits>(?:[{DIGIT}A-Za-z叉]{BETWEEN}){{3,8}})"
)
# Half of a number, where the caller told it in two breaths; the hotlines' own numbers stay.
_OURS = re.compile(r"(?:1?2345|8890|1[12][0-9]|[12一幺][二2]?三四五?|八八九零|[一幺二]+[零二九四])")
_HALF = re.compile(
    rf"(?P<lead>(?:电话|手机|座机)(?:号码?)?(?:就?是|为|[:：])[，, ]?)(?P<run>{SPOKEN}(?:{BETWEEN}{SPOKEN}){{3,}})(?![十百千万块元])"
    rf"|^(?P<whole>(?![0-9.:/ -]+$){SPOKEN}(?:{BETWEEN}{SPOKEN}){{3,}})$"
)
_BORN = re.compile(
    rf"(?P<lead>(?:出生(?:年月日?|日期|时间|于)?|生日|生于)(?:是|在|为|[:：])?)(?P<day>(?:[{DIGIT}]{{2,4}}年)?[{DIGIT}十]{{1,3}}月(?:初)?[{DIGIT}十]{{1,3}}[号日]?)"
)

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "[A-Za-zＡ-Ｚ]|诶|欸|艾弗|艾尺|艾勒|艾姆|艾斯|艾|爱|阿|啊|必|比|币|逼|毕|西|希|弟|地|滴|迪|哎|依|衣|鸡|开|杰|恩|欧|屁|丘|提|优|维"
_IN_PLATE = rf"(?:[两二三四五六七八2-8]个[{DIGIT}A-Za-z]|[A-Za-z{DIGIT}]){BETWEEN}"
_PLATE = re.compile(
    rf"(?P<where>(?:(?:辽宁|吉林|黑龙江|河北|山东|北京|内蒙古?)(?:省)?(?:的)?[{_PROVINCE}]?|[{_PROVINCE}])[·.、，,\s]{{0,2}}(?:{_LETTER}))(?:牌照?|车牌)?(?:[·.、，,\s\-]|的|那个|车|呃|嗯|大写|新能源){{0,3}}(?:{_IN_PLATE}){{2,6}}[A-Za-z{DIGIT}挂警学港澳领使](?![{DIGIT}])"
    rf"|(?P<lead>(?:车牌(?:号码?)?|牌照|车号)(?:是|为|[:：])?)[A-Za-z]?[·.\-\s]?(?:{_IN_PLATE}){{4,5}}[A-Za-z{DIGIT}]"
    rf"|(?<![A-Za-z])(?P<bare>[A-HJ-NP-Z][·.\-]?)(?=[A-Z0-9]*[0-9])[A-Z0-9]{{5,6}}(?=(?:的?车)|[{_PROVINCE}][A-Z])"
)

_NUMBER = r"(?:[0-9０-９]{1,5}|[零〇一二三四五六七八九十百幺两]{1,6}|[A-Za-z甲乙丙丁东西南北])"
_HOUSE = rf"{_NUMBER}(?:号楼|栋楼?|幢|座(?!位|机)|号院|单元|门洞?(?=[0-9零一二三四五六七八九])|室|楼(?![上下道顶梯盘管])|号)"
_FLAT = r"(?:[0-9]{2,4}|[零〇一二三四五六七八九幺两]{3,4})(?:室|房|户)?"
_QUANTITY = "平|米|块|元|多|人|户|度|年|天|月"
_ADDRESS = re.compile(
    rf"(?P<road>(?:路|街|道|巷|胡同|里|屯|村|组))(?P<number>{_NUMBER}(?:之|-|杠)?(?:{_NUMBER})?号楼?)(?P<rest>(?:的|，|,|\s)?(?:{_HOUSE}|{_FLAT})*+)"
    rf"|(?P<house>(?<![第十百千零一二三四五六七八九0-9])(?:[甲乙丙丁东西南北]?{_NUMBER}(?:号楼|栋楼?|幢|单元)|{_NUMBER}座(?=[0-9一二三四五六七八九]))(?:的|，|,|\s)?(?:{_HOUSE}|{_FLAT})*+(?:[东西南北左右中]?(?:门|户|屋)(?!口))?)"
    rf"|(?P<short>(?<![0-9零一二三四五六七八九])(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:-|杠)(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:-|杠){_FLAT})"
    rf"|(?P<floor>(?<=住){_NUMBER}楼{_NUMBER}(?:号|室|户)?)"
    rf"|(?P<storey>(?<![第十百零一二三四五六七八九0-9])(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[楼层](?:的)?{_FLAT}(?!{_QUANTITY}|[0-9零一二三四五六七八九]))"
    rf"|(?P<door>(?<=门牌)(?:号码?)?(?:是|为|[:：])?{_NUMBER}(?:(?:-|杠|之){_NUMBER})*号?)"
    rf"|(?P<flat>(?<![0-9零〇一二三四五六七八九幺两]){_FLAT}(?<=室|户))"
    rf"|(?P<home>(?:家住|家在|住在|我住|家是|租的是?))(?P<room>[0-9]{{3,4}}|[零〇一二三四五六七八九幺两]{{3,4}})(?!{_QUANTITY}|[0-9零一二三四五六七八九十百千万])"
)
_CONTACTS = re.compile(
    r"(?P<mail>[A-Za-z0-9])[A-Za-z0-9._+-]*@[A-Za-z0-9.-]+|(?P<said>(?:邮箱|邮件地址|电子邮件)(?:地址)?(?:是|为|[:：])?)[^，。,@]{1,30}?(?:艾特|at)[^，。,@]{1,16}?(?:点|\.)(?:[Cc][Oo][Mm]|[Cc][Nn]|[Nn][Ee][Tt]|康姆?)"
    r"|(?P<chat>微信(?:号)?(?:是|[:：])?\s*[A-Za-z0-9])[A-Za-z0-9_-]{4,}|(?P<qq>[Qq][Qq](?:号)?(?:是|[:：])?\s*[0-9])[0-9]{4,}"
)


def mask_number(number: str) -> str:
    """A telephone number with its middle hidden: 024****0001."""
    if len(number) < _LEAST:
        return number
    return f"{number[:3]}{'*' * (len(number) - 7) or '*'}{number[-4:]}"


def mask_numbers(text: str) -> str:
    """Everything in a text that is found by a number: people, cars, cards and homes."""
    text = _PLATE.sub(lambda m: f"{m['where'] or m['lead'] or m['bare']}*****", text)
    text = _TAIL.sub(lambda m: m["lead"] + "****", text)
    text = _BORN.sub(lambda m: m["lead"] + "****", text)
    text = _RUN.sub(_run, text)
    text = _ADDRESS.sub(_address, text)
    text = _HALF.sub(_half, text)
    return _CONTACTS.sub(lambda m: f"{m['mail'] or m['said'] or m['chat'] or m['qq']}***", text)


def _run(found: re.Match[str]) -> str:
    if found["date"]:
        return found[0]
    signs = signs_of(found[0])
    return mask_number(signs) if len(signs) >= _LEAST else found[0]


def _half(found: re.Match[str]) -> str:
    said = found["run"] or found["whole"]
    return found[0] if _OURS.fullmatch(said) else f"{found['lead'] or ''}****"


def _address(found: re.Match[str]) -> str:
    if found["road"]:
        return f"{found['road']}**号" + ("***" if found["rest"] else "")
    return f"{found['home'] or ''}***"
