"""村 a village that is told later than its town: 曹庄镇，就这礼拜的事 and then 海滨村. Pure.

A place is one stretch of the caller's words, so the town is moved behind what was told since, and
the village stands beneath it. Words in which a village follows the town already stay.
"""

import re

_VILLAGE = re.compile(
    r"(?:[嗯啊，]|就?是|就?在|我们?|俺|咱|村?叫|对了)*+[一-龥]{2,6}(?:村|屯|堡子|社区|小区)(?:[的啊呀吧]|那边?|那儿)*+"
)
_TOWN = re.compile(
    r"(?:我们?|俺|咱|就?是|就?在|住|家)*+[一-龥]{2,16}(?:镇|乡|街道)(?:的|那边?|那儿)?"
)


def town_last(matter: str, text: str) -> str:
    """The matter as told so far with its town last; "" where nothing is to be moved.

    >>> town_last("我家那片老停电，兴城市曹庄镇，就这礼拜的事", "海滨村")
    '我家那片老停电，就这礼拜的事，兴城市曹庄镇'
    >>> town_last("老停电，曹庄镇", "海滨村"), town_last("停电，曹庄镇，西沟村，三天了", "海滨村")
    ('', '')
    """
    told = matter.split("，")
    towns = [at for at, clause in enumerate(told[:-1]) if _TOWN.fullmatch(clause)]
    if not towns or _VILLAGE.fullmatch(text.strip("，。 ")) is None:
        return ""
    if any(_VILLAGE.fullmatch(clause) for clause in told[towns[-1] + 1 :]):
        return ""
    town = told.pop(towns[-1])
    return "，".join([*told, town])
