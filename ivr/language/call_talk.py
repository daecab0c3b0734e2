"""通话本身: words about the call and not about any matter. Pure.

The caller asks us to wait (等等我拿个笔), is ready again (好了你说吧), or asks whether anybody is
there (喂, 能听见吗, 咋没声呢).
"""

import re

_SOFT = (
    r"(?:[嗯呃啊哦哎诶唉，,。！!？?\s吧呀呗哈嘛了哟呢]|喂|那个|那|行|好的?|你们?|您|麻烦|不好意思|对不起"
    r"|姑娘|师傅|同志|先)*+"
)
_I = r"(?:(?:让|容)?我)"
_SOON = r"(?:这?就|先|得|要|再|正|还|现)?去?"
_WAIT = (
    rf"{_I}?(?:再|先)?(?:等(?:等)?我?(?:一?[下会]儿?|一小会儿|等)?"
    r"|稍(?:微)?等(?:等|我)?(?:一?下|一?会儿?|片刻)?|停(?:一?下|一停|停)"
    r"|(?<=先)别[说念讲]|别(?:着急|急)[说念讲]?|慢着|打住)(?!说|念|讲)"
)
_TAKE = rf"{_I}?{_SOON}(?:拿|找|取|翻|掏|戴)(?:一?[支根张个下只副]|一?找|到|出)?"
_TO_WRITE = r"(?:(?:纸)?[和跟]?笔(?:[和跟]?纸)?|纸|本子?|老?花镜|眼镜)"
_THINGS = r"(?:手机|身份证|户口本|材料|单子|卡|房本|票|合同|存折|东西)"
_COMES = r"(?:[来去]|出来|过来|记(?:一?下|上)?)?"
_KIN = r"我?家?(?:老伴|媳妇|对象|老公|爱人|[爸妈]|孩子|儿子|闺女|家里人|同事)"
_LOOKED_AT = (
    r"(?:门牌号?|楼号|地址|单子|合同|手机|身份证|号码?|短信|小票|日子|时间|日期|几号|在哪|是哪"
    r"|[啥什]么?时候)"
)
# 我拿个笔, 我记一下, 让我想想, 我看一下门牌号, 有人敲门: what keeps the caller busy.
_BUSY = (
    rf"(?:{_TAKE}{_TO_WRITE}{_COMES}"
    rf"|(?:{_I}|拿[纸笔本]子?|用[纸笔本]子?){_SOON}(?:拿笔|用笔)?"
    r"(?:记|写|抄)(?:一?下(?!来?了)|一[记写抄]|个|着|下来(?!了))"
    rf"|{_I}{_SOON}(?:好好)?(?:想(?:一?想|一?下)|看(?:一?看|一?下)|瞅(?:一?瞅|一?下))"
    rf"|{_I}{_SOON}[看瞅](?:一?下|一?[看瞅])?{_LOOKED_AT}|{_I}{_SOON}问(?:一?下|一?问|一声)?{_KIN}"
    rf"|{_I}{_SOON}(?:接一?个?电话|关(?:一?下)?(?:电视|火|门|窗|水)|开(?:一?下)?门|穿(?:件|个)?衣服)"
    r"|我?(?:这儿?|手头|手里)?(?:也)?没(?:有|带)?笔|笔没水)"
)
# 我孩子哭了, 锅开了, 快递到了: a moment at home.
_CALLED_AWAY = (
    r"(?:我?家?(?:孩子|小孩儿?|宝宝|娃儿?|[大二]宝|孙子|孙女|儿子|闺女|老[大二])(?:又|这|在这)?"
    r"(?:醒|哭|闹|[叫喊找]我|尿|拉|要喝水|要上厕所)(?:上|起来)?[了呢啊]?"
    r"|我?(?:先|去|得)*(?:哄|抱)(?:一?下|一?[哄抱])?(?:孩子|宝宝|娃)"
    r"|(?:锅|水|粥|饭|奶)(?:开|好|潽)了|(?:我的?)?(?:外卖|快递)到了?"
    r"|(?:有人|我?媳妇|我?老伴|我?老公|我?对象|我[爸妈]|领导)[找叫喊]我|(?:门铃|手机|电话)响了?)"
)
# Only behind 等一下, since by themselves they may be a matter: 找材料, 查日期, 有人敲门.
_WITHIN = (
    rf"(?:{_TAKE}{_THINGS}{_COMES}|{_I}?{_SOON}[查找翻看](?:一?下|一?[查找翻看]|个)?{_LOOKED_AT}"
    rf"|问(?:一?下|一?问|一声)?{_KIN}|有人敲门|来(?:个)?电话|{_CALLED_AWAY})"
)
_SLOWLY = r"(?:(?:说|念|讲)?慢(?:一?点儿?|一?些)(?:说|念|讲)?|太快)"
_WAITS = re.compile(
    rf"{_SOFT}(?:{_WAIT}{_SOFT}(?:{_BUSY}|{_WITHIN})?|(?:{_SLOWLY}{_SOFT})?{_BUSY}"
    rf"|{_WITHIN}{_SOFT}{_WAIT})(?:{_SOFT}(?:{_BUSY}|{_WAIT}|{_WITHIN})){{0,2}}{_SOFT}"
)

_SPEAKS = (
    r"(?:(?:接着|继续|往下|开始|可以|请)(?:说|讲|念)|(?<![我没别])(?:说|讲|念)(?=吧|$)|继续|接着来)"
)
_READY = re.compile(
    rf"(?:{_SPEAKS}|(?:准备|拿|找|弄|整|记|写|看|取|想|问|戴|翻)(?:好|到|着|完|来|妥)|(?:来|好|行|可以|妥|中|得|回来)(?=[了啦]|$)"
    r"|有笔|开始|[嗯呃啊哦哎，,。\s吧呀呗哈嘛了啦哟呢你您我那都也对是]|已经|好的?|行|可以)++"
)
_SAYS_READY = re.compile(rf"{_SPEAKS}|[好到着完来妥行得]|可以|有笔|开始|嗯|对|在")
_BIDDEN = re.compile(
    rf"{_SOFT}(?:可以|我?准备好了?|我?好了)?{_SOFT}{_SPEAKS}{_SOFT}(?:{_BUSY}{_SOFT})?"
)
_NOT_READY = re.compile(
    r"[嗯啊哎，]*(?:(?:我|等)?还没(?:有)?(?:准备|找|拿|弄|记|写)?(?:好|着|到|完)?|没(?:准备|找|拿|弄|记|写)?(?:好|着|到|完)"
    r"|再等(?:等|一?下|一?会儿)|快了?|马上(?:就)?(?:好|来)?|就来|差一点)[呢啊呀，。]*"
)
_NOTED = re.compile(
    r"(?:[嗯啊哦，]|好的?|行|我|都|已经|也|了)*+[记写抄](?:好|住|完|全|下来?|上)[了啦](?:谢谢你?|啊|哈|[，。])*"
)
_NOT_YET = re.compile(r"[嗯啊哎，]*没有?[呢啊呀，。]*")

_ADDRESS = re.compile(r"[，,。\s]*(?:喂|[你您]好|师傅|同志|(?:接线员)?(?:姑娘|小姐|女士|先生))")
_THERE = re.compile(
    r"(?:[你您]?(?:那边|那里)?(?:能|可以|还)*听(?:得)?(?:到|见|清楚?|着)(?:我(?:说话)?)?(?:吗|么|不|没有?)?"
    r"|(?:你|您|还)*在(?:吗|么|不在|不|听吗)|^人呢|(?:有|还有)人(?:在|吗)?(?:吗|么|没有?)?(?<!有人)|[你您]?(?:倒是)?(?:说话|吱声|吭声|吱个声)(?:吗|么|呀|呗)?"
    r"|(?:咋|怎么|为啥)(?:又|还|都|一直|老)?没(?:有)?(?:个)?(?:声(?:音|儿)?|动静|人(?:说话|吱声))|没声(?:音|儿)?)[了呢啊呀，,。？?！!\s]*"
)
_HELLO = re.compile(r"(?:[，,。？?！!\s]*喂)+[啊呀？?，。]*")


def asks_to_wait(text: str) -> bool:
    """等一下, 等等我拿个笔, 我记一下: the caller is busy, and tells nothing.

    >>> asks_to_wait("等等我拿个笔"), asks_to_wait("等一下还有个事")
    (True, False)
    """
    return _WAITS.fullmatch(text) is not None


def is_ready(text: str) -> bool:
    """好了, 你说吧, 我准备好了: said by who asked us to wait.

    >>> is_ready("好了你说吧"), is_ready("拿到了"), is_ready("好像是三号")
    (True, True, False)
    """
    return _READY.fullmatch(text) is not None and _SAYS_READY.search(text) is not None


def bids_go_on(text: str) -> bool:
    """你说吧, 接着说: it is our turn."""
    return _BIDDEN.fullmatch(text) is not None


def has_noted(text: str) -> bool:
    """我记好了: heard and written down, and nothing more is said."""
    return _NOTED.fullmatch(text) is not None


def is_not_ready(text: str, *, asked: bool) -> bool:
    """还没呢, 马上: more time is wanted; where it was asked for, 没有 says so too.

    >>> is_not_ready("还没呢", asked=False), is_not_ready("没有", asked=False)
    (True, False)
    """
    not_yet = asked and _NOT_YET.fullmatch(text) is not None
    return not_yet or _NOT_READY.fullmatch(text) is not None


def asks_if_heard(text: str) -> bool:
    """喂喂, 能听见吗, 咋没声呢: whether anybody is there; 喂你好 only greets.

    >>> asks_if_heard("喂喂"), asks_if_heard("喂，听得到吗"), asks_if_heard("喂，你好")
    (True, True, False)
    """
    if _HELLO.fullmatch(text):
        return True
    bare = _ADDRESS.sub("", text)
    return _THERE.search(bare) is not None and not _THERE.sub("", bare).strip("喂，,。！!？? ")


def is_of_the_call(text: str) -> bool:
    """Whether words are no part of any matter."""
    return asks_to_wait(text) or asks_if_heard(text) or bids_go_on(text)
