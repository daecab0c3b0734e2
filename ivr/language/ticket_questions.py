# ruff: noqa: E501 - a pattern reads better whole
"""工单问答 what callers ask of the ticket itself: its number, when it is settled, how to follow it,
to whom it goes, what if it is not settled well. Pure.

Before the ticket is written these are no part of the matter either, nor is a bidding to write it
(那你们给我报一下呗). But then a time may still be told (今天, 几个月了), and of a matter that is itself
a question, 几天能下来 is asked of that: only what speaks of what we shall do is of the ticket.
"""

import re
from enum import Enum


class OfTicket(Enum):
    """What is asked."""

    NUMBER = "number"  # 工单号多少
    WHEN = "when"  # 什么时候能给我办, 会有人给我打电话吗
    PROGRESS = "progress"  # 那我咋查进度啊
    UNIT = "unit"  # 转给哪个单位啊, 能给我解决吗
    UNHAPPY = "unhappy"  # 我要不满意咋办
    REACH = "reach"  # 需要我留个电话吗, 你知道我电话不, 到时候给我打这个电话不
    DETAILS = "details"  # 我妈叫啥名用不用说


_NUMBER = re.compile(
    r"(?:工单|单子|编号|号码?)[^，。]{0,6}(?:再(?:给|跟|帮)?(?:我|俺)?(?:说|念|报)|没记|没听|记不|忘|多少|啥|什么)"
    r"|(?:再(?:给|跟|帮)?(?:我|俺)?(?:说|念|报)|没记住?|没听清|忘)[^，。]{0,6}(?:工单|单子|编号|号码?)"
)
# 那你们啥时候能来修, 得等几天: of the ticket, whatever articles it reminds of.
_WHEN = re.compile(
    r"(?:[嗯那哦啊，]|(?:我的?|我们的?)?这个?(?:工?单子?|工单|事儿?|事情|问题)|这个|我们?|你们?|您|他们|人家|有人|大概其?|大约|差不多|一般|最快|最晚|还?得|需?要|到底|还|会|能|是|都|等)*+"
    r"(?:(?:啥|什么|多)(?:时候|长时间|久|会儿)|多[咱暂]|[啥多]前儿?|几时|(?:几|多少)(?:天|个?工作日|个?小时|个?月|号)|[今明]天|当天)"
    r"(?:之?内|，|才|能|会|就|可以|给|我们?|你们?|来人|过来|来|去|派?人|有|个|打|接到?|收到?|等到?|联系|通知|答复|电话|回复|回信儿?|回音|回访|回话|[准口]?信儿?|准话|结果|消息|动静|说法"
    r"|修|看|查|知道|办|处理|解决|整|弄|回|出|到|好|完|上|下来|结|了|不了|[啊呀呢吗么不吧])*+[？?。]*"
)
_LED = r"(?:[嗯那哦啊，]|对了|好的?|行|我(?:们)?|你们?|您|以后|之后|到时候?|然后|请问|要是|如果|万一|的|(?:这个?|办的?)?(?:事儿?|事情|工单|单子)|这个?|就|得|想|要)*+"
_SOFT = r"[了的啊呀呢吗么嘛去？?。]*"
_PROGRESS = re.compile(
    rf"{_LED}(?:咋|怎么|怎样|如何|(?:上|去|在|到)?哪(?:里|儿)?|能不能|可不可以|能|可以)(?:才|能|可以|去|自己|再|网上|知道)*+(?:查|看|问|了解|跟踪)(?:询|到|看|一?下)?"
    rf"(?:(?:这个?|我的?|办理?|处理)*+(?:进度|进展|结果|情况|办到哪步?|办得?[咋怎]么?样|[办修弄好]没[办修弄好])(?:了)?)?{_SOFT}"
)
_UNIT = re.compile(
    rf"{_LED}(?:是|会|能|把)*+(?:转|交|派|报|归|由|反映|发|给)(?:办|到|给|了|去)*+(?:哪(?:个|儿|里)?|啥|什么|谁)(?:单位|部门|地方|局)?(?:来|去|管|办|处理|负责|解决)*+{_SOFT}"
    rf"|{_LED}(?:是)?(?:哪个(?:单位|部门|局)|谁)(?:来|会|能|去|给)*+(?:处理|负责|管|办|解决)(?:这个?事儿?|我这事儿?)?{_SOFT}"
)
_UNHAPPY = re.compile(
    rf"{_LED}(?:对)?(?:你们|他们|她们|物业|人家|单位)?(?:处理|办理|解决|办|给|结果|的|还是?|再|又|也)*+(?:不满意|不(?:给)?(?:解决|办|管|处理|修|理)|没(?:人|给)?(?:办|解决|处理|管|修|弄)好?)(?:了|的话|，|我|那)*+"
    rf"(?:(?:该|得|又)?(?:咋|怎么)(?:办|整|弄)|(?:还)?(?:能|可以)?(?:再)?(?:找谁|上哪儿?说理|打(?:电话|12345|投诉)+)|(?=呢)){_SOFT}"
)
# 会有人给我打电话吗, 谁给我回电话
_CALLS_BACK = re.compile(
    r"(?:[嗯那哦啊，]|到时候?|然后|你们|他们|是|都)*+(?:谁|(?:会|能)?有人|哪个(?:部门|单位)|会不会|能不能|会|能)(?:会|能|来|去|有人)*+"
    r"(?:(?:给|跟|和)我(?:们|家)?)?(?:回个?|打个?|来个?|给个?)?(?:电话|准?信儿?|准?话|联系|回复|通知|答复)我?[吗么啊呀呢不？?。]*"
)

# 能给我解决吗, 你们管不管: whether anything will be done.
_WILL_IT = re.compile(
    rf"{_LED}(?:到底|究竟|真的?|还)*+(?:(?:能|可以)(?:给|帮|替|我们?|我|真的?)*+(?:解决|处理|办|管|弄|整)(?:了|好|成|得了|明白|一下)*+[吗么不嘛]"
    rf"|(?:能不能|会不会|可不可以)(?:给|帮|替|我们?|我|真的?)*+(?:解决|处理|办|管|弄|整)(?:了|好|成|得了|明白|一下)*+"
    rf"|(?:能|会)?管不管|(?:反映|打|登记|投诉|报)了?(?:有用|好使|管用)[吗么不]|(?:有没有|管不管)用|(?:好使|管用)[吗么不]"
    rf"|(?:光|只|净|就)?(?:给我)?(?:记|报|登记|反映|打电话?|说)(?:了|上|这|这个)*+(?:能|又)?有(?:啥|什么)用){_SOFT}"
)
# 这个有期限吗, 明天呢: before anything is settled.
_LIMIT = re.compile(
    rf"{_LED}(?:有没有|有|啥|什么)(?:个|一个)?(?:办理)?(?:期限|时限|准信儿?|准时间|具体时间|时间限制)(?:没有?)?{_SOFT}|{_LED}[明后]天(?:行不行|行|呢){_SOFT}"
)
# 我咋知道你们给没给我报
_DONE_OR_NOT = re.compile(
    rf"{_LED}(?:咋|怎么|上哪儿?)(?:能)?知道(?:你们?|您|他们)?(?:到底)?(?:给没给我?|有没有给?我?|是不是|真)*+(?:报|记|办|登记|反映|处理|上报)(?:没(?:报|记|办))?{_SOFT}"
)
_MY_NUMBER = r"(?:我的?|这个|来电|本机|我这个|我打的这个|我现在(?:打的)?(?:这个)?)*+(?:联系)?(?:电话|手机|号码?|手机号码?|电话号码?|联系方式)"
_OFFERS = re.compile(
    rf"{_LED}(?:能不能|可不可以|能|可以|用不用|要不要|需不需要|用|需要|麻烦|给你们|给我|帮我|替我|你|您|再|，)*+(?:记|留|写|登记|存|报|说|告诉)(?:一?下|一?个|上|给?你们?)*+{_MY_NUMBER}(?:给你们?|给我)?(?:行不行?|行吗|可以吗|吧|呗|{_SOFT})"
)
_REACH = re.compile(
    rf"{_LED}(?:还|用不用|需不需要|需要|用|要不要|要|得)*+我?(?:再)?(?:留|报|说|登记)(?:一?个|一?下)?{_MY_NUMBER}(?:给你们?)?{_SOFT}(?<=[吗么不？?啊码话])"
    rf"|{_LED}(?:那边|这边|系统)?(?:能不能|能|可以|有没有|有|知不知道|知道|记没记|记|看得?|查得?|显示)*+(?:看|查|显示|记|知道|找)?(?:到|着|见|下|没有?)*+{_MY_NUMBER}(?:没有?|吧|不)?{_SOFT}(?<=[吗么不没吧有？?啊])"
    rf"|{_LED}(?:给我)?(?:就)?(?:打|回|联系|按)(?:到|我)?{_MY_NUMBER}(?:上|联系我?|打|就|也|都|行|成|可以|好|找到我|能)*+{_SOFT}"
)
# 到时候给我打这个电话不, 是打我这个号吗: which number is rung.
_RINGS_WHICH = re.compile(
    rf"{_LED}(?:回头|到时|有结果|是不是|是|就|会|都|还|也|他们|人家)*+(?:给我|跟我)?(?:打|回|拨|联系)(?:到|我|的是?|是|就)*+{_MY_NUMBER}"
    r"(?:上|联系我?|找我|给我)*+(?:是吧|对吧|是不是|行吗|[吗么不嘛])[啊呀？?。]*"
)
# 我妈叫啥名用不用说, 还用报身份证号不: whether more is to be told.
_WHOSE = r"(?:(?:我|俺|咱)?(?:们|家)?(?:的)?(?:老?[妈爸公婆伴]|媳妇|爱人|父亲|母亲|爷爷?|奶奶?|姥[姥爷]|儿子|闺女|女儿|姑娘|孩子|[姐妹哥弟]+|老人)?的?|孩子的?|老人的?|本人的?|他的?|她的?)"
_DETAIL = r"(?:(?:叫|姓)(?:啥|什么)(?:名字?|姓)?|名字?|姓名|身份证(?:号码?)?|[车门]牌号?|详细地址|具体地址|地址|住址|楼号|工号|户名|户号|卡号|账号|订单号|单位名|年龄|岁数|具体时间)"
_TELLS_US = r"(?:再|都|也|跟你们?|给你们?|和你们?|向你们?)*+(?:说|报|告诉|提供|登记|留|写)(?:给?你们?|一?下|上|清楚|全)*+"
_DETAILS = re.compile(
    rf"{_LED}{_WHOSE}?{_DETAIL}(?:还|都|也)?(?:(?:用不用|要不要|需不需要|用不着){_TELLS_US}|(?:用|需要|要|得){_TELLS_US}[吗么不嘛]){_SOFT}"
    rf"|{_LED}(?:还|都|也)?(?:(?:用不用|要不要|需不需要)(?:我)?{_TELLS_US}|(?:用|需要|要|得)(?:我)?{_TELLS_US}(?=.*[吗么不嘛])){_WHOSE}?{_DETAIL}[吗么不嘛]?{_SOFT}"
)
# 工单号多少, 给我个单号, 有没有编号: the ticket has none yet.
_ITS_NUMBER = re.compile(
    r"(?:[嗯那哦啊，]|对了|好的?|行|请问|我(?:们)?|你们?|您|这个?|的|事儿?|能|把|给|告诉|报|说|发|有没有|有|是不是|会|一?个|一下|知道|想|要)*+"
    r"(?:工单(?:的)?(?:编?号码?)?|单子?号|受理(?:编)?号码?|登记(?:编)?号|查询(?:编)?号码?|回执(?:编)?号?)"
    rf"(?:是|给我|告诉我?|发我|报|说|一下|一声|多少|几|啥|什么|有|没|一?个)*+{_SOFT}"
)
_ASKS_OF_IT = (
    (OfTicket.WHEN, _WHEN),
    (OfTicket.WHEN, _CALLS_BACK),
    (OfTicket.PROGRESS, _PROGRESS),
    (OfTicket.UNIT, _UNIT),
    (OfTicket.UNHAPPY, _UNHAPPY),
    (OfTicket.REACH, _RINGS_WHICH),
    (OfTicket.DETAILS, _DETAILS),
)
_ONLY_BEFORE = (
    (OfTicket.UNIT, _WILL_IT),
    (OfTicket.WHEN, _LIMIT),
    (OfTicket.PROGRESS, _DONE_OR_NOT),
)
# 几天能办完 is still to come; 几天了 has been, and 今天 is told.
_TO_COME = re.compile(
    r"能|会|才|给|回|有人|一般|需要|得|等|最[快晚]|[吗么不](?:[啊呀？?。])*$|办|结果|答复|联系|处理|解决|派|上门|[去来]查|来(?:人|看|修|电话)|通知|准[信话]|信儿"
)
_HAS_BEEN = re.compile(r"了[啊呀呢吧？?。]*$")
_TO_US = re.compile(
    r"给我(?:们|家)?(?:个)?(?:回|打|办|来|信|准|答复|联系|通知|结果|消息|说法)|回(?:复|话|信|音|访)|工单|单子|电话"
)
# 你记一下 leads up to something else.
_BIDS_WRITE = re.compile(
    r"(?!(?:[嗯那啊，]|麻烦|你|您|先|再)*+[记写录](?:一?下|着)?$)(?:[嗯那啊哦好行对是，]|可以|没错|没问题|就|先|都|也|麻烦|请|你们?|您|这么|这样|照(?:这么?|这样)|按(?:这个|这么)|快|赶紧|赶快|尽快|抓紧|马上|点儿?|些|一定|可|务必|必须|得|要|给|帮|替|我们?|往上|向上|好好)*+"
    r"(?:登记|上报|反映|提交|立案|报|记录?|写|录|递|转|派|办理?|处理|解决|弄|整)(?:反映|上去|上|下来?|进去|过去|一?下|一[报记写]|办)*+[吧呗啊呀嘛了哈，。]*+(?:谢谢(?:你|您|了|啊)*+)?"
)
_BIDDEN = re.compile(r"[给帮替]我|你|您|快|赶紧|赶快|抓紧|马上|麻烦|请|往上|这[么样]|[吧呗]")

_YES = re.compile(
    r"[嗯，]*(?:对(?!方|面)|没错|是的|行(?!不)|好的|可以(?!不))[对的啊呀了，]*+(?=.{3})"
)


def without_yes(text: str) -> str:
    """What is asked behind 对.

    >>> without_yes("对，那多长时间给我回话"), without_yes("转给哪个单位")
    ('那多长时间给我回话', '转给哪个单位')
    """
    return _YES.sub("", text, count=1) if _YES.match(text) else text


def asks_number(text: str) -> bool:
    """工单号再说一遍, 刚才那个号我没记住."""
    return _NUMBER.search(text) is not None


def offers_number(text: str) -> bool:
    """能记一下我电话吗, 我给你们留个电话吧: a number to ring is still to be told."""
    return _OFFERS.fullmatch(text.strip("，。？? ")) is not None


def asked_of_ticket(text: str) -> OfTicket | None:
    """What is asked of a ticket that is written, besides its number."""
    return next((asked for asked, pattern in _ASKS_OF_IT if pattern.fullmatch(text)), None)


def asked_before(text: str, *, of_question: bool = False) -> OfTicket | None:
    """What is asked of a ticket still to be written; `of_question`: the matter is a question.

    >>> asked_before("工单号多少"), asked_before("多长时间给我回话")
    (<OfTicket.NUMBER: 'number'>, <OfTicket.WHEN: 'when'>)
    >>> asked_before("几个月了"), asked_before("今天"), asked_before("几天能下来", of_question=True)
    (None, None, None)
    """
    words = text.strip("，。？? ")
    if _ITS_NUMBER.fullmatch(words):
        return OfTicket.NUMBER
    if _REACH.fullmatch(words):
        return OfTicket.REACH
    for asked_too, pattern in _ONLY_BEFORE:
        if pattern.fullmatch(words):
            return None if of_question else asked_too
    asked = asked_of_ticket(words)
    if asked is None or (of_question and _TO_US.search(words) is None):
        return None
    to_come = _TO_COME.search(words) and ("能" in words or not _HAS_BEEN.search(words))
    return asked if asked is not OfTicket.WHEN or to_come else None


def bids_to_write(text: str) -> bool:
    """那你们给我报一下呗, 快给我记上: that it be written down, and nothing told.

    >>> bids_to_write("那你们给我报一下呗"), bids_to_write("那你快给我记上"), bids_to_write("就这么报吧")
    (True, True, True)
    >>> bids_to_write("物业给我处理了"), bids_to_write("处理了"), bids_to_write("别给我报")
    (False, False, False)
    """
    words = text.strip("，。 ")
    return _BIDS_WRITE.fullmatch(words) is not None and _BIDDEN.search(words) is not None
