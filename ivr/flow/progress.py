"""查询进度 whether a caller asks how their own ticket stands, and which number they say."""

import re

from ivr.language.said_digits import SAID, in_figures

_OWN = r"(?:我|上次|上回|之前|前几天|前天|昨天|上周).{0,10}(?:反映|投诉|举报|登记|报修)[过了]?的?"
_STANDS = (
    r"(?:怎么样了|到哪一?步|到哪儿?了|进度|进展|什么时候能?(?:办|处理)完|"
    r"(?:办|处理|解决)[得的]?(?:怎么样|如何|没有|了吗|了没|好了吗|到哪))"
)
_WAITS = r"(?:还|还是|一直|都|也)没(?:有|人|给)*(?:办|处理|解决|回复|答复|回音|动静|消息|管)"
_ASKS = re.compile(
    rf"工单.{{0,20}}(?:{_STANDS}|{_WAITS}|情况|结果)|(?:查|问|了解)[^，。]{{0,8}}工单"
    rf"|{_OWN}[^。]{{0,16}}{_STANDS}"
)
_SAID = re.compile(SAID)
_NUMBER = re.compile(r"\d{3,}")


def asks_progress(text: str) -> bool:
    """我的工单办得怎么样了; not how to apply for something, nor a new matter."""
    return _ASKS.search(text) is not None


def number_in(text: str) -> str:
    """A ticket number, or its last digits, as spoken; empty when none was said."""
    runs = [*map(in_figures, _SAID.findall(text)), *_NUMBER.findall(text)]
    return max(runs, key=len) if runs else ""
