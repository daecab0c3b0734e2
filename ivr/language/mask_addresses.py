# ruff: noqa: E501 - a pattern reads better whole
"""脱敏 of addresses: the house, the entrance and the flat; street and estate stay readable."""

import re

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


def mask_addresses(text: str) -> str:
    """Everything behind a street's or an estate's name hidden."""
    return _ADDRESS.sub(_address, text)


def _address(found: re.Match[str]) -> str:
    if found["road"]:
        return f"{found['road']}**号" + ("***" if found["rest"] else "")
    return f"{found['home'] or ''}***"
