"""保密 a wish that nobody hear who called, said before anything is written. Pure.

你们可别跟老板说是我打的, 我要匿名举报, 能给我保密吗: it is meant for us and no part of the matter,
so it is parted from what else was told. What somebody bids the caller (他让我别告诉家里人) and what
others do (银行没给我保密) is told, and stays.
"""

import re
from collections.abc import Iterator

_NOT = r"(?:别|不要|不想|不能|甭|不许|不希望|不愿意?)"
_ME = r"(?:我|俺|咱)(?:们)?(?:家)?(?:的)?"
_MINE = (
    r"(?:真?名字?|姓名|姓啥|叫啥|电话|手机(?:号码?)?|号码?|(?:个人)?信息|门牌号?|住址|地址|身份)"
)
_CALLED = r"(?:举报|反映|投诉|说|打|告|讲|报|提供)(?:过)?(?:了)?的?(?:电话|热线)?"
_BY_ME = rf"(?:是)?(?:{_ME}|谁){_CALLED}"
_HIDDEN = (
    rf"{_NOT}(?:(?:跟|和|对|向)[^，。]{{1,6}})?(?:说|提|讲|透露|泄[露漏]|告诉(?!我)[^，。]{{1,6}}?)出?去?(?:{_BY_ME}|(?:是){_ME}(?!们))"
    rf"|{_NOT}(?:(?:跟|和|对|向)[^，。]{{1,6}})?(?:写|留|记|报|登记?|提|露|显示|公开|透露|泄[露漏]|说|讲|告诉(?!我)[^，。]{{1,6}}?)[上下了出]?去?{_ME}{_MINE}"
    rf"|{_NOT}(?:说|提|写){_ME}是[^，。]{{1,8}}(?:人|员工|工人|家长|业主|住户|邻居|学生)"
    rf"|{_NOT}(?:让|叫|给|被)(?!我(?!们|家))[^，。]{{1,8}}(?:知道|晓得|看出来?|认出来?)(?:{_BY_ME}|是{_ME}|{_ME}(?:{_MINE})?|是谁)?(?=[啊呀吧呢哈了行好可，。]|能|$)"
    rf"|{_NOT}(?:跟|和|对|向)[^，。]{{1,6}}(?:说|提)我(?=$|[啊呀吧行好，。])"
    rf"|{_ME}{_MINE}++(?:就|先|也|可)*{_NOT}(?:写|留|记|说|给|告诉|透露|公开|泄[露漏])[^，。]{{0,6}}"
    r"|(?:不(?:想|愿意?)?|别)(?:留|署|具)(?:真?名字?|姓名)|(?<!没)不(?:要|想)?实名"
)
_KEPT = r"保个?密(?!费|协议|局|柜|单位|合同|工作|员|条例)(?:处理|一下|措施)?"
_ANONYMOUS = (
    r"匿名(?!信|短信|电话|账号|快递|用户|网友|骚扰|恐吓|辱骂)(?=(?P<on>举报|投诉|反映|说)?)"
)
_WHOM = (
    r"(?:他们?|她|人家|对方|别人|(?:我们?|那个?|这个?)?(?:物业|老板|领导|单位|公司|厂里|学校|老师|校长|邻居|商家|店家|店里"
    r"|房东|开发商|村[里长]|书记|社区|楼[上下]|工地|包工头)(?:的?人|那边|他们|家)?)"
)
_LEAKED = (
    rf"(?:会不会|能不能|不会|会|能)(?:让[^，。]{{1,6}})?知道(?:是{_ME}|{_BY_ME})[^，。]{{0,4}}"
    rf"|(?:会不会|不会|会)(?:把)?(?:{_ME}{_MINE}?)?(?:给)?(?:泄[露漏]|透露)(?:出去|{_ME}{_MINE}?)*"
    rf"|(?:会不会|不会|会)告诉{_WHOM}(?:是我|是谁|是我[^，。]{{1,4}})?(?=[吗吧不么，。]|$)"
    # 会不会把我名字告诉物业, 能把我电话给老板吗
    rf"|(?:会不会|能不能|不会|不能|会|能)把{_ME}{_MINE}(?:也|都)?(?:告诉|说给|报给|透露给|泄[露漏]给|给){_WHOM}"
)
_CORE = re.compile(
    rf"(?:{_HIDDEN}|(?P<asked>{_KEPT}|{_LEAKED})|(?P<anonymous>{_ANONYMOUS}))(?:[啊呀吧呢哈了哦吗么不]|行吗|行不行?|好吗|好不好|可以吗|就行|谢谢)*+"
)
# What leads up to a wish, and is ours to hear.
_LEAD = (
    r"(?:[嗯啊哦哎，]|但是?|不过|可是|就是|还有|对了|另外|那|因为|所以|(?:我|俺)?(?:的)?这个?事儿?|事儿?"
    r"|你们?|您们?|咱们?|我们?|俺们?|的|可|千万|一定|必须|麻烦|请|求|希望|想|要求|申请|需要|要|得|能不能|可不可以|能否|是否|能|可以|是不是"
    r"|给|帮|替|为|对(?=我|俺|举报|来电|投诉|身份|个人|这)|最好|先|也|都|全|都?得|应该|到时候|把|个人|信息|姓名|名字|身份|电话|举报人|来电人|投诉人)"
)
_LED = re.compile(rf"{_LEAD}*+$")
_LED_BY = re.compile(r"你|您|请|麻烦|希望|千万|要求|能不能|可不可以")
_OURS = re.compile(r"[我俺咱你您能想要]|可以|希望|申请|请")
_OF_OTHERS = re.compile(
    r"(?:说|让|叫|告诉|要求|威胁|吓唬|警告|嘱咐|求|劝|逼|骗|[他她它]|[他她它人]们|对方|人家|没有?|不|未)$"
)
_SOFT = re.compile(r"[了啊呀吧的呢哈，。！ 嗯哦就]|但是?|不过|可是|而且|还有|对了|另外|就是|因为")
_FEARS = re.compile(
    rf"{_LEAD}*+(?:怕|害怕|担心)[^，。]{{0,6}}(?:报复|穿?小鞋|记恨|知道是?我)[^，。]{{0,4}}"
)


def parted(text: str) -> tuple[str, str]:
    """The wish in the caller's words, and what else is told; of each "" where there is none.

    >>> parted("我还在那儿上班呢你们可别跟老板说是我打的")
    ('你们可别跟老板说是我打的', '我还在那儿上班呢')
    >>> parted("我要匿名举报"), parted("能给我保密吗")
    (('我要匿名举报', '我要举报'), ('能给我保密吗', ''))
    >>> parted("骗子让我别告诉家里人"), parted("有人匿名举报我们饭店")
    (('', '骗子让我别告诉家里人'), ('', '有人匿名举报我们饭店'))
    """
    if _FEARS.fullmatch(text):
        return text, ""
    wishes, rest, last = [], "", 0
    for start, core in _wishes(text):
        wishes.append(text[start : core.end()] + (core["on"] or ""))
        kept = text[last : core.start() if core["on"] else start]
        rest, last = rest + kept, core.end()
    if not wishes:
        return "", text
    told = rest + text[last:]
    return "，".join(wishes).strip("，。"), _tidied(told) if _SOFT.sub("", told) else ""


def _wishes(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Each wish, and where what leads up to it begins."""
    last = 0
    for core in _CORE.finditer(text):
        before = text[last : core.start()]
        led = _LED.search(before)
        start = last + (led.start() if led else len(before))
        lead, others = text[start : core.start()], text[last:start]
        if _OF_OTHERS.search(others) or (core["asked"] and others and not _LED_BY.search(lead)):
            continue
        if core["anonymous"] and (others if not lead else not _OURS.search(lead)):
            continue
        yield start, core
        last = core.end()


def _tidied(told: str) -> str:
    """Without what led over to the wish."""
    return re.sub(r"(?:[，。]|但是?|不过|可是|还有|就是|而且)+$", "", told).lstrip("，。")
