# ruff: noqa: E501 - a pattern reads better whole
"""要求：一是停工，二是赔偿: what is counted behind a story is one request, said whole."""

import re
from collections.abc import Iterator

from ivr.tickets.model import Evidence

_BEGIN = re.compile(
    r"(?<=.{20})(?:诉求|要求|请求|恳请|恳求|请|希望|建议|主张)[^，。：:；;\n]{0,10}[：:]\s*(?=[（(]?[一1①]|第一)"
    # nobody says a colon: 我们要求一是停工二是赔偿, 诉求有两个，第一退钱
    r"|(?<=.{6})(?:诉求|要求|请求|恳请|恳求|希望)(?:就?是|有|你们|政府|社区|物业|能|如下|主要|以下|[两三四五几][个点条项]|[：:，, ])*+(?=一是|一要|其一|第一[，把要个是给退赔修让恢尽停])"
)
_WHO = re.compile(r"(?:我们?|俺们?|本人|业主们?|家长们?|大家|现|特|在此|提出|的)+$")
_STYLES = (
    *(
        (how, "一二三四五六七八九")
        for how in ("第{}", "其{}", "{}是", "{}要", "{}、", "（{}）", "({})")
    ),
    *((how, "123456789") for how in ("{}、", "{}．", "{}.", "（{}）", "({})", "{}）", "{})")),
    ("{}", "①②③④⑤⑥⑦⑧⑨"),
)
_JOINS = "，,、。；;：:是个点就 "
_END = re.compile(r"[，,。；;！!？?\n]|$")


def demands_at(plain: str) -> int:
    """Where what the caller wants begins to be counted; the end where it is not."""
    found = _BEGIN.search(plain)
    return found.end() if found else len(plain)


def demands_of(words: str) -> Evidence | None:
    """From who demands to the end of what was counted last; None where less than two are."""
    found = _BEGIN.search(words)
    counts = list(_counts(words, found.end())) if found else []
    if found is None or len(counts) < 2:
        return None
    who = _WHO.search(words, 0, found.start())
    last = _END.search(words, counts[-1][1])
    return who.start() if who else found.start(), last.start() if last else len(words)


def counted(request: str) -> list[str]:
    """Every single one of demands that are counted, without its number."""
    first = next((at for at in range(len(request)) if _style(request, at)), len(request))
    counts = list(_counts(request, first))
    ends = [start for start, _ in counts[1:]] + [len(request)]
    each = (request[at:end] for (_, at), end in zip(counts, ends, strict=False))
    return [one.strip(_JOINS) for one in each] if len(counts) > 1 else []


def _counts(words: str, at: int) -> Iterator[Evidence]:
    """一是, 二是, 三是: each number of one style that follows the one before."""
    how, order = _style(words, at) or ("", "")
    for number in order:
        mark = how.format(number)
        start = words.find(mark, at)
        if start < 0:
            return
        at = start + len(mark)
        yield start, at


def _style(words: str, at: int) -> tuple[str, str] | None:
    """How it is counted from there on."""
    return next(
        (style for style in _STYLES if words.startswith(style[0].format(style[1][0]), at)), None
    )
