# ruff: noqa: E501 - a pattern reads better whole
"""只是听着像: what only sounds like danger to what is learnt, and what it is instead.

A debtor who hides, a leak that is back, a bin nobody empties, the fumes of a kitchen. Each is asked
of the whole text, of the stretch that sounds so, and of what stands near it; a hit of a rule is
never excused by these.
"""

import re
from collections.abc import Callable

# 包工头跑了电话打不通: who owes money hides from it; a child or an old man who is gone is lost.
_DEBTOR = re.compile(
    r"(?:包工头|工头|老板|中介|开发商|商家|店家|卖家|房东|二房东|租客|教练|物业|公司|施工队|装修队|机构|健身房|培训班|平台)[^，。]{0,6}"
    r"(?:跑(?!.{0,3}[孩娃])|失联|联系不上|打不通|找不[着到]|没影|不见|躲)"
)
_SOMEBODY = re.compile(
    r"[孩娃爸妈爷奶姥婆爹娘儿女]|老人|老伴|晕|昏|伤|血|烧|火|刀|死|跳|困|救|打(?!不通|电话|工)|撞"
)
# 现在又漏了, of which nothing is said: it was reported before; gas has a name.
_BACK_AGAIN = re.compile(
    r"(?:[嗯啊哦，]|现在|今天|这[几两]天|昨天|修(?:完|好)了?|没[几两]天|结果)*+又(?:在|给)?(?:漏|坏|堵|停|冒)(?:水|上来)?[了着呢啊]*"
)
_MAY_BE_GAS = re.compile(r"气|煤|燃|味|电|油|罐|火|烟|毒|氨|化工|瓦斯")


# 垃圾桶好几天没人倒了: a bin, and no person who fell.
_BIN = re.compile(r"垃圾|泔水|厨余|废品|桶|箱")
_NOT_EMPTIED = re.compile(r"(?:没有?人|没谁|不)(?:来|给|去|管|往外)?[倒收清拉]")
_FALLEN = re.compile(r"[倒躺]|个人")
# 饭店排烟道往我家灌烟: what a kitchen sends out; a stove at home may poison, and a fire has its words.
_KITCHEN = re.compile(
    r"油烟|饭店|饭馆|餐馆|餐厅|餐饮|烧烤|烤肉|烤串|串店|烤鸭|火锅|面馆|拉面|饺子馆|小吃|早餐|早点|食堂|厨房|后厨|炒菜|炸串|大排档|熟食"
)
_FUMES = re.compile(
    r"(?:烟|味)[^，。]{0,12}(?:往|朝|冲着|对着|直)[^，。]{0,8}(?:灌|飘|排|吹|进|钻)|排烟[^，。]{0,8}呛|烟[^，。]{0,12}(?:熏|呛)"
)
_NO_FUMES = re.compile(
    r"着火|[起失明]火|火[苗光势花]|着(?:了|起)|烧(?:起来|着)|[蹿爆]|自燃|浓烟|黑烟|[晕昏倒]|迷糊|救|困|出不[来去]|上不来气|喘不"
    r"|煤气|燃气|天然气|液化气|一氧化碳|中毒|消防|突然|忽然|炉子|炕|老人|孩子|抽搐|吐|红|烫|响|油锅|烟了|越来越|冒(?!油烟)"
)


def _not_emptied(text: str, within: str, _near: str) -> bool:
    if _SOMEBODY.search(text):
        return False
    rest, emptied = _NOT_EMPTIED.subn("", text)
    return bool(emptied and _BIN.search(within)) and not _FALLEN.search(rest)


def _kitchen_fumes(text: str, _within: str, near: str) -> bool:
    if _NO_FUMES.search(text):
        return False
    return bool(_KITCHEN.search(near) and _FUMES.search(near))


def _gone_with_money(text: str, within: str, _near: str) -> bool:
    return not _SOMEBODY.search(text) and _DEBTOR.search(within) is not None


def _back_again(text: str, within: str, _near: str) -> bool:
    if _MAY_BE_GAS.search(text) or _SOMEBODY.search(text):
        return False
    return _BACK_AGAIN.fullmatch(within.rpartition("，")[2]) is not None


ONLY_SOUNDS: dict[str, Callable[[str, str, str], bool]] = {
    "gone_with_money": _gone_with_money,
    "back_again": _back_again,
    "not_emptied": _not_emptied,
    "kitchen_fumes": _kitchen_fumes,
}
