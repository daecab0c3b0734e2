# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 of addresses: the house, the entrance and the flat; street and estate stay readable.

An address is told piece by piece (三号楼，二单元，嗯，五零一): between two pieces may stand what
people pause with, and what no piece follows is no part of it (17号，希望…).
"""

import re

_DIGITS = "0-9０-９零〇一二三四五六七八九幺两"
_NUMBER = r"(?:[0-9０-９]{1,5}|[零〇一二三四五六七八九十百幺两]{1,6}|[A-Za-z甲乙丙丁东西南北])"
_JOINS = r"(?:[-－—–/]|杠|之)"
# 501, 一八零二, 十九零二; 300 and 2000 are amounts, 110 is no room either.
_ROOM = rf"(?<![{_DIGITS}.])(?!(?:1|一|幺)(?:1|一|幺|2|二)[0249零二四九](?![{_DIGITS}])|8890|八八九零)(?:[0-9０-９]{{1,2}}(?!00)[0-9０-９]{{2}}|(?=[零〇一二三四五六七八九幺两]{{3,4}})[零〇一二三四五六七八九幺两]{{1,2}}(?!零零)[零〇一二三四五六七八九幺两]{{2}}|[一二三]?十[一二三四五六七八九]?零[一二三四五六七八九])"
_RUN = rf"[{_DIGITS}十百A-Za-z甲乙丙丁东西南北]{{1,10}}"  # B12, 十二甲
_NOT_A_ROOM = rf"(?![{_DIGITS}]|[十百千万亿多几]|[.．][0-9]|[-—~～至到][{_DIGITS}]|[建盖]|买的|[供采]暖|学年|[路线次块元米平吨度年月天人个台辆户家层楼岁分斤条名万%％℃]|号(?:线|公交)|公里|小时|公交)"
_FLAT = rf"{_ROOM}(?:号?(?:室|房间?|寝)|(?:号|户)(?![线主口])|{_NOT_A_ROOM})"
_DOOR = r"(?!线|窗|厅|柜|桌|台|机|馆|诊|病|床|井|泵|文|令|公|站|出|口|码|开始|[起到至之]|[早晚]|[上下]午|凌晨|中午|晚|停|那)"
_HOUSE = rf"(?:{_NUMBER}[\s，]?(?:号楼|#楼?|栋楼?|幢|座(?!位|机)|号院|单元|门洞?(?=\s?[{_DIGITS}])|室|楼(?![上下道顶梯盘管])|层(?=\s?[{_DIGITS}])|弄(?=\s?[{_DIGITS}])|号{_DOOR})|[甲乙丙丁]{_NUMBER}门)"
_DASHED = (
    rf"{_NUMBER}(?:(?:{_JOINS}{_NUMBER}){{2,3}}(?![{_DIGITS}点月年元]|{_JOINS})|{_JOINS}{_FLAT})"
)
_SIDE = r"[东西南北左右中](?:门|户|屋)(?!口|禁|锁|前|外|卫)"
_PAUSE = r"(?:[，,、。.；;…\s的]|(?:不对|不是|错了)[，,]?是?|应该是|就是|然后|那个|[啊嗯呃额哈呢])"
# What may follow the first piece; the last pause goes with the piece behind it.
_REST = (
    rf"(?:{_PAUSE}{{0,5}}+(?:{_DASHED}|{_HOUSE}|{_FLAT}|{_SIDE})|[东西南北左右中]?户(?!主|口))*+"
)
_LIVES = r"(?:家住|家在|住在|我住|家是|租的?是?|地址是?|住址是?)"
_WHOSE = r"的?(?:业主|住户|户主|租户|租客|邻居|房主|房东|那家|那户)"
_ESTATE = r"(?<=小区|花园|家园|公寓|新村|大厦|名苑|山庄|公馆)|(?<=[园苑府庭郡墅邸寓])"
_ADDRESS = re.compile(
    rf"(?P<road>(?:路|街|道|巷|胡同|里|屯|村|组|(?<=[0-9一二三四五六七八九十])[社队])(?:\s|，(?={_NUMBER}，号))?)(?P<number>{_RUN}(?:{_JOINS}{_RUN})*?[\s，]?号(?!线|加油)楼?|{_NUMBER}\s?弄|{_DASHED}|{_NUMBER}(?={_HOUSE}))(?P<rest>{_REST})"
    rf"|(?P<house>(?<![第十百千{_DIGITS}])(?:[甲乙丙丁东西南北]?{_NUMBER}\s?(?:号楼|#|栋楼?|幢|单元|门(?=\s?{_ROOM})|号(?=\s?(?:{_DASHED}|{_NUMBER}单元)))|{_NUMBER}座(?=[0-9一二三四五六七八九])){_REST})"
    rf"|(?P<short>(?<![{_DIGITS}])(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}}){_JOINS}(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}){_JOINS}{_ROOM}(?:室|户)?(?![{_DIGITS}]))"
    rf"|(?P<behind>(?:{_ESTATE}|(?<=[区城路街巷里号村院家住址湾厦郡])){_PAUSE}?{_DASHED}|(?:{_ESTATE}){_PAUSE}?{_NUMBER}(?:{_JOINS}{_NUMBER})(?=[，,]{_FLAT}){_REST})"
    rf"|(?P<floor>(?<=住){_NUMBER}楼{_NUMBER}(?:号|室|户)?)"
    rf"|(?P<storey>(?<![第十百{_DIGITS}])(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[楼层](?:的|，|,)?(?:{_FLAT}|{_NUMBER}号{_DOOR}))"
    rf"|(?P<door>(?<=门牌)(?:号码?)?(?:是|为|[:：])?{_NUMBER}(?:{_JOINS}{_NUMBER})*号?)"
    rf"|(?P<flat>(?<![共有约近达超万]){_ROOM}(?:号?(?:室|房间?|寝)|户(?![主口])|(?={_WHOSE})))"
    rf"|(?P<estate>(?:{_ESTATE})的?{_FLAT}{_REST})"
    rf"|(?P<home>{_LIVES}(?:(?![{_DIGITS}十百])[一-龥]){{0,14}}?(?<![有了交共])|我家|楼[上下](?:邻居)?(?:的|是)?|隔壁|对门){_FLAT}{_REST}"
)


def mask_addresses(text: str) -> str:
    """Everything behind a street's or an estate's name hidden."""
    return _ADDRESS.sub(_address, text)


def _address(found: re.Match[str]) -> str:
    if found["road"]:
        return f"{found['road']}**号" + ("***" if found["rest"] else "")
    return f"{found['home'] or ''}***"
