"""查询进度 whether a caller asks how their own ticket stands, and which number they say."""

import re

from ivr.language.said_digits import SAID, in_figures

_BEFORE = (
    r"(?:[我俺咱]们?|上次|上回|之前|以前|前(?:几|两|些)?天|前(?:阵子?|段时间)|头两天|昨天|上(?:个)?(?:周|礼拜|星期|月)"
    r"|打(?:过|的)?(?:12345|电话|热线))"
)
_OWN = (
    rf"{_BEFORE}[^，。]{{0,10}}(?<![要想来])(?:反映|反应|投诉|举报|登记|报修|报(?=的修|过(?!名)|了|上去|给你们))(?:[过了上去的]|一下)*"
    r"|[我俺咱]们?(?:家)?(?:之前|上次|上回)?(?:那个?|这个?|的)+(?:单子|诉求|投诉|举报|报修)"
)
_WORD = r"(?:信儿?(?![号用息任])|消息|动静|结果|回音|回信|回复|答复|下文|说法|进展)"
_STANDS = (
    r"(?:(?:怎么|咋)样(?:了|啊|呢|$)|啥样了|咋整(?:的|得)?了|到哪一?步|到哪儿?了|进行到哪|进度|进展|(?:什么|啥)时候能?(?:办|处理)完|"
    r"(?:办|处理|解决|弄|整|落实)[得的]?(?:怎么样|咋样|啥样|如何|没有|了吗|了没|好了吗|好没|完没|没(?:办|处理|解决)|到哪)|"
    rf"有(?:没有?|啥|什么)?{_WORD}(?:了)?(?:没有?|吗|么|$)|(?:咋|怎么|为啥)还?(?:没有?|不给)(?:个)?(?:{_WORD}|人回))"
)
_WAITS = r"(?:还|还是|一直|都|也)没(?:有|人|给)*(?:办|处理|解决|回复|答复|回音|动静|消息|管)"
_ASKS = re.compile(
    rf"工单.{{0,20}}(?:{_STANDS}|{_WAITS}|情况|结果)|(?:查|问|了解)[^，。]{{0,8}}工单"
    rf"|(?:{_OWN})[^。]{{0,16}}{_STANDS}"
)
# 上次反映过，现在又漏了: a matter of its own.
_AGAIN = re.compile(
    r"又(?:漏|坏|堵|停|开始|来|有|犯|吵|响|臭|这样|不)|现在(?:更|还(?:漏|堵|吵|响|臭|不))"
)
_SAID = re.compile(SAID)
_NUMBER = re.compile(r"\d{3,}")


def asks_progress(text: str) -> bool:
    """我的工单办得怎么样了; not how to apply for something, nor a new matter."""
    return _ASKS.search(text) is not None and not _AGAIN.search(text)


def number_in(text: str) -> str:
    """A ticket number, or its last digits, as spoken; empty when none was said."""
    runs = [*map(in_figures, _SAID.findall(text)), *_NUMBER.findall(text)]
    return max(runs, key=len) if runs else ""
