"""撤回: the caller wants nothing written down, or a ticket of before taken back. Pure."""

import re

from ivr.language.brief_replies import is_question

_LEAD = (
    r"(?:[嗯呃啊哦哎诶唉行好了吧，,。\s]|那|就|还是|我说|我|咱|你们?|您|算了|拉倒|先|也|都"
    r"|对(?![方面])|不对|等等|等一下|等会儿?|再见|拜拜|[这那]个?事(?:儿|情)?|刚才(?:那个|的)?"
    r"|后悔了?|改(?:变)?主意了?|(?:想|寻思|合计)了?(?:想|寻思|合计|一下)"
    r"|怕(?:报复|麻烦|得罪人|惹事|影响不好)|不(?:想)?(?:说|弄|办|整|折腾)了|不用(?:了|(?=[，我])))*+"
)
_END = r"(?:[了啦吧啊呀哈呗嘛，,。\s]|谢谢|麻烦|辛苦|你们?|您|再见|拜拜)*+"
_WRITTEN = r"(?:登记|报|上报|反映|投诉|举报|立案|记录?|写|告|追究)"
_SENT = (
    r"(?:(?:派|来)人?(?:过?来|去)?(?:修|看|管|办|处理|弄|整)?|修|看|管|办|处理|弄|整"
    r"|回(?:复|访|信|电话)|登记|报|记|反映|投诉|麻烦)"
)
_LEAVE_IT = r"(?:不用|不必|不要|甭|别)(?:给我|再|替我|帮我|往上)*"
# 不投诉了就给退钱 and 不用报了就报第二个 go on.
_NO_MORE = r"(?!，?(?:[他它]们?|店家|物业)?(?:就|才)(?!行|得|好|这样|算))"
_GOOD = (
    r"(?:修好|弄好|整好|解决|处理|好|亮|通|热|来[水电气])了"
    r"|有人(?:来|修|管)|自[己个]|再(?:问|看|等)"
)
# 别登记了, 我不报了, 算了吧我自己找物业, 先别记我儿子说修好了
_NOT_WRITTEN = re.compile(
    rf"{_LEAD}(?:不想?(?:再)?{_WRITTEN}[了啦]{_NO_MORE}|{_LEAVE_IT}{_WRITTEN}(?:[了啦吧]{_NO_MORE}|$)"
    rf"|{_LEAVE_IT}{_WRITTEN}，?(?:我|他|人家|物业|家里|刚)[^，。]{{0,6}}(?:{_GOOD}))"
)
_BY_MYSELF = re.compile(
    rf"(?:算了|拉倒|不用|不麻烦|不报|不|{_LEAVE_IT}{_WRITTEN})[你们您了吧啊，]*(?:还是|那|就|等)*"
    r"我(?:们|还是|就|再)*自[己个](?:再)?(?:找|去|想|解决|弄|修|打|联系|跟|来|整|办|处理|问)"
)
_NEVER_MIND = re.compile(
    rf"(?=.*(?:算了|拉倒|不[办弄整]了|不折腾了))(?!.*等){_LEAD}{_END}"
    rf"|{_LEAD}(?:就)?当我没(?:说|打)(?:过)?(?:这个?电话)?{_END}"
)
# 取消吧, 帮我撤了: nothing is named, so it is what is being written down.
_CANCELLED = re.compile(
    rf"{_LEAD}(?:(?:给我|帮我|替我|要|想|把(?:它|登记|单子|[这那]个?事?儿?))*+(?:取消|撤[销回掉]?)"
    rf"(?:登记|一下|掉)?(?:了?吧|(?=$|[，。]))|(?:取消|撤[销回掉]?)[了啦]){_END}"
)
# 又亮了不用管了, 你们不用来了
_NOT_NEEDED = re.compile(
    rf"(?:(?<![说让给叫])|(?<=我说))(?:不用|不必|甭|别)(?:你们|您|再|麻烦)*{_SENT}[了啦]"
)
_ITS_END = re.compile(rf"(?:不用|不必|甭|别)(?:你们|您|再|麻烦)*{_SENT}[了啦]{_END}$")
_GOOD_AGAIN = re.compile(
    r"(?:又|已经|都|自己|人家|给|刚|这)*(?:亮|好|来[电水气]|有[电水气]|通|热|修好|弄好|整好|解决)了(?!.*(?:又不|还不|还是|没))"
)
_EARLIER = re.compile(
    r"上次|上回|之前|前(?:两|几|些)?天|昨天|那天|刚才|(?:反映|投诉|举报|打电话|报)[过的]"
)
_TAKEN_BACK = re.compile(
    r"(?:我|想|要|给|就|来|把)[^，]{0,4}(?:撤诉|撤单|撤回|撤案)|撤(?:销|回|掉?了?)[^，]{0,6}(?:工单|投诉|举报|诉求)"
    r"|(?:工单|投诉|举报|诉求|反映)[^，]{0,12}(?:撤(?:销|回|了|掉)|取消)|取消[^，]{0,6}(?:工单|投诉|举报|诉求)"
)

# 算了这事先不说我说另一个, 不说这个了换个事: left for another. 这事先不说，关键是态度 goes on.
_THIS = r"(?:这|那|刚才|头|前面?|上)(?:一?[个件]|说的|那)*+(?:事儿?|事情|问题)?(?:儿)?"
_LEFT = (
    r"(?:(?:先)?(?:不|别|甭)(?:说|提|讲|反映|投诉|报|记|管|登记|弄|办|唠)|先?放一?放|先?搁一?搁|搁(?:一边|那儿?|着)|撂(?:下|一边)|算了|拉倒|不重要|不着急|不急)"
    rf"(?:{_THIS})?(?:[了吧啊呀呢，,\s])*+"
)
_OTHER = (
    r"(?:(?:我|咱|还是|先|再|就|想|要|得|来|跟(?:你|您)|给(?:你|您)|也)*+(?:说|讲|反映|问|报|唠|投诉|换|改)(?:说|讲|反映)?(?:一?[下个件]|点|你)*+"
    r"(?:另外?(?:一?[个件])?|别的|其他的?|其它的?|下一?[个件]|第二[个件]|(?<=换)|(?<=换一个)|(?<=换个)|(?<=换件)|(?<=换一件))(?:事儿?|事情|问题|情况)?(?:说|讲|反映)?)"
)
_LETS_GO = re.compile(
    rf"(?:[嗯呃啊哦哎诶唉，,\s]|那(?![个件事])|行了?|对|就|我|还是|等等|等一下)*+(?:算了[吧，]*|拉倒[吧，]*)?(?:{_THIS}|我|就|先|也|，)*+"
    rf"{_LEFT}{_OTHER}[吧啊呀哈，,。\s]*+(?P<rest>.*)"
)


def lets_go(text: str) -> str | None:
    """What is told after a matter is left for another; None where none is.

    >>> lets_go("算了这事先不说我说另一个"), lets_go("不说这个了换个事，我家停水了")
    ('', '我家停水了')
    >>> lets_go("这事先不说，关键是态度不好"), lets_go("还有另一个事")
    (None, None)
    """
    found = _LETS_GO.fullmatch(text.strip(" ，,。"))
    return found["rest"] if found else None


def withdraws(text: str) -> bool:
    """What is being written down is not wanted any more.

    >>> withdraws("算了吧别登记了"), withdraws("它又亮了不用管了"), withdraws("不用了我自己找物业")
    (True, True, True)
    >>> withdraws("物业说不用修了"), withdraws("他们不管"), withdraws("别留我名字")
    (False, False, False)
    """
    words = text.strip(" ，,。")
    if is_question(words):
        return False
    well = _GOOD_AGAIN.search(words) is not None and "不用" in words
    return well or bool(
        _NOT_WRITTEN.match(words)
        or _BY_MYSELF.search(words)
        or _NEVER_MIND.fullmatch(words)
        or _CANCELLED.fullmatch(words)
        or (_NOT_NEEDED.search(words) and _ITS_END.search(words))
    )


# 我就问问, 不投诉光打听打听, 不用登记我就想查查啥时候来电
_JUST_ASKS = (
    r"(?:就是?|只是?|光|随便)(?:想|来)*"
    r"(?:问问|问一?下|问一声|打听打听|打听一?下|咨询咨询|咨询一?下|了解了解|了解一?下|查查|查一?下)"
)
_UNWRITTEN = rf"(?:{_LEAVE_IT}|不是?(?:要|想|来)?){_WRITTEN}"
_ONLY_ASKING = re.compile(
    rf"(?:[嗯呃啊哦唉，]|那|不是|没(?:啥|什么|别的)?事(?:儿|情)?|{_UNWRITTEN}|我|俺|了)*+"
    rf"{_JUST_ASKS}(?:而已|罢了|的)?{_END}"
)
_NOT_BUT_ASKS = re.compile(
    rf"(?:[嗯呃啊哦唉，]|那|我)*+{_UNWRITTEN}[了啦，]*(?:我|俺)?{_JUST_ASKS}"
)


def only_asking(text: str) -> bool:
    """Nothing is to be written down: the caller only wanted to know.

    >>> only_asking("我就问问"), only_asking("不用登记我就想查查啥时候来电")
    (True, True)
    >>> only_asking("我就问问凭啥收我钱"), only_asking("我就想问问咋没人管")
    (False, False)
    """
    words = text.strip(" ，,。")
    return bool(_ONLY_ASKING.fullmatch(words) or _NOT_BUT_ASKS.match(words))


def takes_back(text: str) -> bool:
    """A ticket of before is not needed any more: people find it and close it.

    >>> takes_back("我想撤销一个工单"), takes_back("上次反映的事解决了不用派人来了")
    (True, True)
    >>> takes_back("上次反映的暖气又不热了"), takes_back("撤诉以后还能起诉吗")
    (False, False)
    """
    if is_question(text):
        return False
    needless = _NOT_NEEDED.search(text) is not None and _EARLIER.search(text) is not None
    return needless or _TAKEN_BACK.search(text) is not None
