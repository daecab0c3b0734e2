# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 masks: what a list, a log, a page or an export shows of a person by default.

Numbers, cards, plates, names and house numbers are masked as they are written (13900000000) and as
they are spoken (幺三九零零…). Rather one word too many than a person too few.
"""

import re
from typing import Any

from ivr.language.common_words import common_words

_DIGITS = re.compile(r"\d{7,}")

_DIGIT = "0-9０-９零〇一二三四五六七八九幺两"
_PAUSE = r"(?:[\s\-－·、，,]|呃|嗯|啊|哈|那个|然后){0,4}"
_DATE = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{2}:\d{2})?)?"
# Telephones, identity numbers (the last may be X) and cards, also with pauses between the digits.
# 五个零 is five of them, 一百三十九 is how some say the first three.
_REPEATED = re.compile(rf"([两二三四五六3-6])个([{_DIGIT}])")
_SPOKEN = rf"(?:{_REPEATED.pattern.replace('(', '(?:')}|[{_DIGIT}])"
_HUNDRED = re.compile(r"一百([三四五六七八九])十?([一二三四五六七八九]?)")
_RUN = re.compile(
    rf"(?P<date>{_DATE})|(?:{_HUNDRED.pattern.replace('(', '(?:')}(?={_PAUSE}{_SPOKEN}(?:{_PAUSE}{_SPOKEN}){{6}}){_PAUSE})?"
    rf"{_SPOKEN}(?:{_PAUSE}{_SPOKEN}){{6,}}(?:{_PAUSE}(?:[xX]|叉))?"
)

_TIMES = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "3": 3, "4": 4, "5": 5, "6": 6}

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"([{_PROVINCE}](?:\s?[A-Za-z]|诶|欸|艾弗|艾|爱|阿|啊|必|比|币|逼|毕|西|希|弟|地|滴|迪|哎|依|衣|鸡|开))(?:牌)?[·.、，,\s]?(?:那个|呃|嗯|大写)?(?:[A-Za-z{_DIGIT}]{_PAUSE}){{4,5}}[A-Za-z{_DIGIT}挂警学](?![{_DIGIT}])"
)

_NUMBER = r"(?:[0-9０-９]{1,5}|[零〇一二三四五六七八九十百幺两]{1,5}|[A-Za-z甲乙丙丁东西南北])"
_HOUSE = rf"{_NUMBER}(?:号楼|栋楼?|幢|座(?!位|机)|号院|单元|门洞?(?=[0-9零一二三四五六七八九])|室|楼(?![上下道顶梯盘管])|号)"
_FLAT = r"(?:[0-9]{2,4}|[零〇一二三四五六七八九幺两]{3,4})(?:室|房|户)?"
_ADDRESS = re.compile(
    rf"(?P<road>(?:路|街|道|巷|胡同|里|屯|村|组))(?P<number>{_NUMBER}(?:之|-|杠)?(?:{_NUMBER})?号楼?)(?P<rest>(?:的|，|,|\s)?(?:{_HOUSE}|{_FLAT})*)"
    rf"|(?P<house>(?<![第十百千零一二三四五六七八九0-9])(?:{_NUMBER}(?:号楼|栋楼?|幢|单元)|{_NUMBER}座(?=[0-9一二三四五六七八九]))(?:的|，|,|\s)?(?:{_HOUSE}|{_FLAT})*)"
    rf"|(?P<short>(?<![0-9零一二三四五六七八九])(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:-|杠)(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:-|杠){_FLAT})"
    rf"|(?P<floor>(?<=住){_NUMBER}楼{_NUMBER}(?:号|室|户)?)"
    rf"|(?P<flat>(?<![0-9零〇一二三四五六七八九幺两]){_FLAT}(?<=室|户))"
)

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴宋"
    "庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解应宗丁宣邓"
    "郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳段富巫焦谷侯全班秋仲宫宁仇甘武符刘景詹束龙叶幸司黎印白蒲鄂"
    "赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶冉桑桂牛寿通边燕冀尚农温别庄晏柴瞿阎慕连茹习艾鱼容向古易慎戈廖"
    "庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰关查后荆红游闫付肖代"
)
_SURNAME = rf"(?:欧阳|上官|司马|诸葛|司徒|东方|尉迟|皇甫|慕容|令狐|宇文|长孙|端木|[{_SURNAMES}])"
_GIVEN = r"[一-龥]"
_NO_GIVEN = (
    "住在我是的家电手身今来要想反投咨有了们说报就想给这那也都还跟把被请问和，。他她它去到上下不没"
)
_NAMED = re.compile(
    rf"(?P<lead>(?:我|我们|您|你|本人|人|名字|姓名|他|她|业主|户主|房主|房东|孩子|儿子|女儿|老伴|丈夫|妻子|父亲|母亲|老公|媳妇|老板|司机|店主|经办人|联系人|当事人|患者|学生)(?:的)?(?:名字|姓名)?(?:就)?(?:叫做?|名叫|名字叫|是叫|姓名是|名字是)|姓名(?:是|为|[:：])?|(?:名字|本人|联系人|户主|业主)(?:就)?(?:是|叫)|联系人[:：]?)"
    rf"(?P<name>{_SURNAME}(?:(?![{_NO_GIVEN}]){_GIVEN}){{1,2}})(?!费|站|位|祸|主任|经理|先生|女士)"
)
_TITLED = re.compile(
    rf"(?P<surname>{_SURNAME})(?P<given>{_GIVEN}{{1,2}})(?=先生|女士|小姐|同志|师傅|大爷|大妈|阿姨|经理|主任|大夫|医生|老师|警官|书记|律师)"
)
_NOT_GIVEN = re.compile(
    r"[区县市街道路村镇局院校站部门司厂店室物业班组馆长任的位个名找让给跟和社校]"
)
# 举报人陈志强, 包工头刘二柱, 张建国13900000000, 李建国，男: a name shown by what stands beside it.
_FULL = rf"(?P<name>{_SURNAME}(?:(?![{_NO_GIVEN}]){_GIVEN}){{1,2}})"
_BESIDE_LEAD = re.compile(
    rf"(?P<lead>(?:联系|举报|投诉|经办|收件|寄件|申请|当事|负责|委托|承租|报案|反映|诉求|来电|被投诉|签字|监护)人(?:是|为|叫|姓名)?[:：]?|我是(?:居民|市民|业主|户主|村民|住户|租户|车主|家长|职工|退休工人)"
    rf"|(?:户名|姓名|法人|户主|业主|患者|病人|死者|包工头|法定代表人)(?:是|为|叫)?[:：]?|(?:叫做?|名叫)|我是){_FULL}(?!费|站|位|祸|主任|经理|先生|女士)"
)
_BESIDE_NUMBER = re.compile(
    rf"(?<![一-龥]){_FULL}(?=[，,：: ]{{0,2}}(?:的)?(?:联系)?(?:电话|手机|身份证|男[，,。]|女[，,。]|[+]?[0-9]{{3,}}\*|[零一二三四五六七八九幺]{{3}}\*))"
)
_AFTER_I_AM = re.compile(r"^(?:[，,。]|$|我?(?:家)?住|电话|手机|今年|男|女)")
_CONTACTS = re.compile(
    r"(?P<mail>[A-Za-z0-9])[A-Za-z0-9._+-]*@[A-Za-z0-9.-]+|(?P<chat>微信(?:号)?(?:是|[:：])?\s*[A-Za-z0-9])[A-Za-z0-9_-]{4,}|(?P<qq>[Qq][Qq](?:号)?(?:是|[:：])?\s*[0-9])[0-9]{4,}"
)
_NO_TITLED = frozenset({"代课", "司机", "谢谢", "安装", "居委"})  # 司机师傅 is nobody's name
_NO_NAME = frozenset({"车来", "车祸", "包工头", "单元门", "家长"})
_RARELY_A_NAME = frozenset("能于都时应经双从")  # surnames that are mostly other words


def mask_number(number: str) -> str:
    """A telephone number with its middle hidden: 024****0001."""
    if len(number) < 7:
        return number
    return f"{number[:3]}{'*' * (len(number) - 7) or '*'}{number[-4:]}"


def mask_digits(text: str) -> str:
    """Every long run of digits in a text masked: numbers, identity and bank cards."""
    return _DIGITS.sub(lambda found: mask_number(found[0]), text)


def mask_text(text: str) -> str:
    """A text with everything masked that tells who or exactly where somebody is."""
    text = _PLATE.sub(lambda m: f"{m[1]}*****", text)
    text = _RUN.sub(_run, text)
    text = _ADDRESS.sub(_address, text)
    text = _CONTACTS.sub(lambda m: f"{m['mail'] or m['chat'] or m['qq']}***", text)
    text = _NAMED.sub(lambda m: m["lead"] + _name(m["name"]), text)
    text = _BESIDE_LEAD.sub(_beside, text)
    text = _BESIDE_NUMBER.sub(lambda m: _full_name(m["name"]), text)
    return _TITLED.sub(_titled, text)


def _run(found: re.Match[str]) -> str:
    if found["date"]:
        return found[0]
    said = _HUNDRED.sub(lambda m: f"一{m[1]}{m[2] or '零'}", found[0])
    said = _REPEATED.sub(lambda m: m[2] * _TIMES[m[1]], said)
    return mask_number("".join(re.findall(rf"[{_DIGIT}xX叉]", said)))


def _address(found: re.Match[str]) -> str:
    if found["road"]:
        return f"{found['road']}**号" + ("***" if found["rest"] else "")
    return "***"


def _name(name: str) -> str:
    return name if name in _NO_NAME else name[0] + "*" * (len(name) - 1)


def _beside(found: re.Match[str]) -> str:
    if found["lead"] == "我是" and not _AFTER_I_AM.match(found.string[found.end() :]):
        return found[0]
    return found["lead"] + _full_name(found["name"])


def _full_name(name: str) -> str:
    """The name masked, unless it is an everyday word: 叫安全员来, 业主方便的话."""
    words = common_words()
    if (
        name in _NO_NAME
        or name[0] in _RARELY_A_NAME
        or name[:2] in words
        or name in words
        or _NOT_GIVEN.search(name[1:])
    ):
        return name
    return _name(name)


def _titled(found: re.Match[str]) -> str:
    given = found["given"]
    neighbour = found[0].startswith("居") and found.string[: found.start()].endswith("邻")
    if _NOT_GIVEN.search(given) or found[0] in _NO_TITLED or neighbour:
        return found[0]
    return found["surname"] + "*" * len(given)


_OURS = frozenset(
    {"number", "numbers", "tickets", "ticket", "call", "work", "entry", "deadline", "merged_into"}
)


def mask_fields(data: Any) -> Any:
    """The fields of a journal entry or a ticket masked; our own numbers stay."""
    if isinstance(data, str):
        return mask_text(data)
    if isinstance(data, dict):
        return {key: v if key in _OURS else mask_fields(v) for key, v in data.items()}
    if isinstance(data, list | tuple):
        return [mask_fields(value) for value in data]
    return data
