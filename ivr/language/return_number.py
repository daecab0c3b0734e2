# ruff: noqa: E501 - a pattern reads better whole
"""回电号码 a number to ring the caller at, told together with what is the matter. Pure.

我电话是一三八…, 你记一下一三八…, 打我儿子电话…: it is meant for us and no part of the matter, so it is
parted from what else was told. A number that others use, or that something is wrong with
(我手机号…停机了), is told, and stays.
"""

import re
from collections.abc import Iterator

from ivr.language.said_digits import BETWEEN, SAID, in_figures

TELEPHONE = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{1,2}[2-8][0-9]{6,7}")
LOCAL = re.compile(r"[2-8][0-9]{6,7}")

_KIN = r"(?:儿子|闺女|女儿|姑娘|媳妇|老婆|老公|老伴儿?|爱人|对象|爸爸?|妈妈?|父亲|母亲|[大二]?[哥弟姐妹]|家属|家里人|孩子|邻居|本人|家里?)"
_NUMBER = r"(?:联系)?(?:电话|手机|座机|号码|手机号码?|电话号码?|联系方式)"
_MINE = rf"(?<![给打跟用拿让叫往在着是到查])(?:我|俺|咱)们?{_KIN}?(?:这个|的|本人)?{_NUMBER}"
_NOTE = rf"(?:你|您)?(?:给我|帮我|再|先|麻烦|把)*+(?:[记写留]|登记)(?:一?下|个|着|上|住|我的?|{_NUMBER}|这个?)*+"
_LATER = r"(?:有事儿?|有消息|有结果|有信儿?|回头|回复|回访|回电|答复|通知|联系(?!电话|方式)|到时候?|办完|完事|让(?:他们|师傅|工作人员)|你们|给我(?:回个?|来个?)电话)"
_RING = (
    rf"(?:(?:^|(?<=，)){_LATER}?|{_LATER})(?:要是|的话|就|请|可以|都|您|你|，)*+"
    rf"(?:打我|回我|打这个|打到|联系我|回电话?打?|打)(?:{_KIN}|的|这个|那个|{_NUMBER}|号)*+"
)
_NEW = r"(?<=[，了])(?:就|给我|你|您)*+(?:换|改)(?:成|一?个|这个)(?:号码?|电话)?"
_BARE = rf"(?:^|(?<=[，。；\s])|(?<=[我叫姓][一-龥]{{2}})|(?<=[我叫姓][一-龥]{{3}}))(?:我?家里?的?|我的?)?{_NUMBER}"
_LED = rf"(?:(?:{_MINE}|{_NOTE}|{_RING}|{_BARE}|{_NEW})(?:号码?)?(?:换成|改成|就是|是|为)?[：:，]?)"
_TOLD = re.compile(
    rf"(?P<lead>{_LED}){BETWEEN}(?P<number>{SAID})(?:这个号码?)?[的啊呀吧哈了]*(?:[你您]记一?下)?"
)
_ALONE = re.compile(rf"(?:[嗯那啊，]|是)*+(?P<number>{SAID})[的啊呀吧哈，。]*")
# 我电话换了, 你把: leads up to the number, and tells nothing.
_UP_TO = re.compile(
    rf"(?:[嗯那啊哦，了的]|对了|还有|再|你|您|我|把|给|就|{_NUMBER}|号|跟|和|打|现在|这个|不一样|不是一个|换|变|回|个|不用|停机?|成|改)*+"
)
# What may stand right behind: it says nothing of the number.
_BEHIND = re.compile(
    r"$|[，。 ]|还有|另外|对了|你|您|谢|麻烦|有[事消结信]|到时|联系|打[给我这]|回[我电]|我(?:家|们|要|想|住|是|叫|姓)|尽快|赶紧|快"
)


def parted(text: str, *, alone: bool = False) -> tuple[str, str]:
    """The number in the caller's words, and what else is told; "" where there is none.

    `alone`: a number and nothing else is meant as one.

    >>> parted("铁西区牡丹小区我电话是一三八零零一三八零零零")
    ('我电话是一三八零零一三八零零零', '铁西区牡丹小区')
    >>> parted("你记一下一三八，零零一三，八零零零")
    ('你记一下一三八，零零一三，八零零零', '')
    >>> parted("我手机一三八零零一三八零零零停机了"), parted("物业电话一三八零零一三八零零零没人接")
    (('', '我手机一三八零零一三八零零零停机了'), ('', '物业电话一三八零零一三八零零零没人接'))
    """
    whole = _ALONE.fullmatch(text) if alone else None
    if whole and TELEPHONE.fullmatch(in_figures(whole["number"])):
        return text, ""
    for found in told_in(text):
        before, behind = text[: found.start()].rstrip("，。"), text[found.end() :].lstrip("，。")
        if _UP_TO.fullmatch(before) and not behind:
            return text, ""
        return found[0], "，".join(part for part in (before, behind) if part)
    return "", text


def told_in(text: str) -> Iterator[re.Match[str]]:
    """Where such numbers are told."""
    for found in _TOLD.finditer(text):
        if _is_telephone(in_figures(found["number"])) and _BEHIND.match(text, found.end()):
            yield found


def number_in(words: str) -> str | None:
    """The last number told, in figures."""
    told = [in_figures(m["number"]) for m in _TOLD.finditer(words)]
    alone = re.findall(SAID, words)
    return told[-1] if told else (in_figures(alone[-1]) if alone else None)


def _is_telephone(number: str) -> bool:
    return bool(TELEPHONE.fullmatch(number) or LOCAL.fullmatch(number))
