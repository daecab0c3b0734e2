# ruff: noqa: E501 - a pattern reads better whole
"""读回: one sentence that says to the caller what was understood, fit to be spoken."""

import re
from functools import lru_cache

from ivr.language.fillers import strip_fillers
from ivr.tickets.model import Kind

_LONGEST = 44
_VERBS = {
    Kind.INQUIRY: "您咨询",
    Kind.SERVICE: "您需要",
    Kind.HELP: "您反映",
    Kind.COMPLAINT: "您投诉",
    Kind.REPORT: "您举报",
    Kind.SUGGESTION: "您建议",
    Kind.PRAISE: "您表扬",
    Kind.BUSINESS_COMPLAINT: "您反映",
    None: "您反映",
}
_LEAD = re.compile(
    r"^(?:(?:那个|那(?!个)|就是?|哎|嗯|我寻思|咱就说|现|兹|特|然后|还有|另外|对了|再就是|顺便|而且|再一个|首先|其次|最后|第[一二三四五](?:个|件)?(?:事儿?|问题)?(?:是)?|还|再|也|呢|，|,|。| )*+"
    r"(?:我(?:们)?|本人)?(?:是)?(?:就是)?(?:想|要|来|先)?(?:请)?(?:跟你们)?(?:投诉|举报|反映|咨询|表扬|建议|问|打听|了解|请问|知道|提)(?:一下|的是|下|一个|个|你们)?(?:问题|事儿?|情况|建议)?(?:就是|是)?)++"
)
_START = re.compile(
    r"^(?:(?:那(?!个)|那个(?=我|我们|小区)|就是|（?[一二三四五六]）|[一二三四五六][、，]|[1-6][、.．)）]|(?:事项|问题|诉求)[一二三四五六1-6]?[：:、，]|然后|还有|另外|对了|再就是|顺便|而且|再一个|首先|其次|最后|第[一二三四五](?:个|件)?(?:事儿?|问题)?(?:就?是)?|还有一个(?:事|问题)?(?:就?是)?|呢|，|,|。| |我?家?住(?:在|的是)?|我(?:们)?在|位于)++)"
)
_WISH = re.compile(
    r"^(?:所以)?(?:我|我们)?(?:就)?(?:希望|要求|恳请|恳求|请求|盼望|请|麻烦|想(?:请|让))+(?:你们|政府|相关部门|有关部门|领导|能|能够|可以|给|帮(?:我|忙)?(?!.{0,3}要))*"
)
# 本人系某小区业主，: who calls is known, what is the matter is told after it.
_WHO_I_AM = re.compile(
    r"^(?:本人|我)(?:叫|姓)?[^，。]{0,4}，?(?:系|是|为)[^，。]{2,40}?(?:业主|居民|村民|住户|市民|员工|职工|家长|农民工)[，,]"
)
# …我要投诉这个班主任, …在鞍山市立山区这块: told once already, or said in front.
_ONCE_MORE = re.compile(
    r"[，,]?(?:所以)?(?:我|我们|本人)?(?:要|想|得)(?:投诉|举报|反映)(?:一下)?(?:他们?|她|它|你们|(?:这|那)个?[一-龥]{1,6}|他们这帮人)?(?:在)?$"
)
_BOTH = re.compile(
    r"[。，,]?(?:望|请|希望)(?:分别|一并)(?:处理|解决|查处)$|[，,]?这(?:两|三|几)个事.{0,10}$"
)
_ASKED_WISH = re.compile(r"^(?:能不能|能否|可不可以|是否可以)")
_IS_WISH = re.compile(
    r"希望|要求|请|望|恳|求|麻烦|能不能|能否|可不可以|尽快|赶紧|抓紧|快|早点|马上|帮|给(?:我|我们)?(?:个|一个)?(?:说法|答复|解决|处理|修|退|赔)|处理|解决|查处|整改|退还|恢复|维修"
)
_NO_WISH = re.compile(r"[吗呢]$|怎么|多少|为什么|合理")
_BREAKS = ("然后", "后来", "但是", "可是", "现在", "因为", "所以", "结果", "又", "还")
_PRONOUNS = (
    ("本人", "您"),
    ("我们家", "您家"),
    ("我们公司", "您公司"),
    ("我们企业", "您企业"),
    ("我们单位", "您单位"),
    ("我们小区", "您所在的小区"),
    ("我们村", "您村"),
    ("我家", "您家"),
    ("我们业主", "业主"),
    ("我们", "您"),
    ("咱们", "您"),
    ("咱", "您"),
    ("我", "您"),
)


@lru_cache(maxsize=96)
def summary_of(
    kind: Kind | None,
    place: str | None,
    place_words: str | None,
    course: str | None,
    request: str | None,
) -> str | None:
    """您反映铁西区建设大道三号楼家里暖气不热，希望尽快维修。 None when nothing was said."""
    asking = kind in (Kind.INQUIRY, Kind.SERVICE, Kind.SUGGESTION)
    main = (request or course) if asking else (course or request)
    if not main:
        return None
    what = _tidy(main, place, place_words)
    if (
        asking
        and course
        and request
        and course != request
        and len(course) + len(request) < _LONGEST
    ):
        lead = _tidy(course, place, place_words)
        what = f"{lead}，{what}" if lead and lead not in what else what
    if not what:
        return None
    verb = _VERBS[kind]
    for word in ("建议", "希望", "咨询", "需要", "投诉", "举报", "表扬", "反映"):
        what = what.removeprefix(word)
    what = _without_doubles(_place_first(what if asking else _told_once(what, place), place))
    where = place if place and place not in what else ""
    spoken = f"{verb}{where}{_short(what, len(place or ''))}"
    if request and not asking and request != main and _wished(request):
        request = _ASKED_WISH.sub("能", request)
        wish = _speak(_WISH.sub("", _BOTH.sub("", request)).strip("，,。 "))
        for words in (place, place_words):
            wish = (
                re.sub(rf"(?:就?在|地点[：:为是]?)?{re.escape(words)}$", "", wish)
                if words
                else wish
            )
        if wish:
            spoken += f"，希望{_short(wish)}"
    return spoken + "。"


# What the call is called, once more, between the words of the matter.
_CALLED_IT = re.compile(
    r"(?:所以)?(?:就是)?(?:我|我们|您)(?:就)?(?:要|想|得)(?:投诉|举报|反映)(?:一下)?(?:他们?|她们?|它|你们|这件?事|此事)?(?P<whom>[^，]{0,12})"
)


def _told_once(what: str, place: str | None) -> str:
    """Without the clauses that only say where, or that this is a complaint."""
    clauses = what.split("，")
    if len(clauses) < 2:
        return what
    whom = [found["whom"] for c in clauses[1:] if (found := _CALLED_IT.fullmatch(c))]
    where = next((c for c in clauses[1:] if place and c == place), None)
    told = [clause for clause in clauses if clause != where and not _CALLED_IT.fullmatch(clause)]
    who = next((name for name in whom if name and name not in "".join(told)), None)
    return "，".join([who, *told] if who else told) or what


def _wished(request: str) -> bool:
    return bool(_IS_WISH.search(request)) and not _NO_WISH.search(request)


_BESIDE = ("小区门口", "小区里", "楼下", "楼上", "门口", "院里", "附近", "对面")


def _tidy(words: str, place: str | None, place_words: str | None) -> str:
    words = strip_fillers(words)
    words = _WHO_I_AM.sub("", _START.sub("", words))
    words = _START.sub("", _LEAD.sub("", _START.sub("", words)))
    words = _ONCE_MORE.sub("", _BOTH.sub("", re.sub(r"[。，；]现?$", "", words.strip())))
    if place and place_words:
        inherited = place_words not in words
        if inherited:
            beside = next((end for end in _BESIDE if place.endswith(end)), "")
            words = words.replace(beside, "", 1)
        words = words.replace(place_words, place, 1)
    words = re.sub(r"^(?:的|这边|这里|那边|那里|这个|那个|里面?的?)+", "", words)
    return _speak(words.strip("，,。.；;！!？? "))


_CRY = re.compile(
    r"^(?:(?:快|赶紧|赶快|马上)++(?:派人|来人|来|救人|救命|报警|点)++(?:来|吧|啊|呀)*+|救命(?:啊|呀|哪)*|来人(?:啊|呀|哪)*|不好了|出事了|哎呀|妈呀|喂|，|,|。|！|!)+"
)
_CRY_LAST = re.compile(
    r"(?:，|,)?(?:(?:你们)?(?:快|赶紧|赶快|马上)(?:点)?(?:派人|来人|过来|来)(?:啊|吧|呀|看看)*|救命(?:啊|呀)*)$"
)
_HERE = re.compile(
    r"(?:，|,)?(?:就)?在(?:我|您)们?家?(?:的)?(?:楼下|楼上|门口|小区(?:里|门口)?|楼道里?|附近|对面)(?:，|,|这儿|呢)*$"
)
_DOUBLED = re.compile(
    r"(小区|楼道|电梯|单元|院)(门口|里面?|内|大门口?|附近)?[，,]?(?:我们|您|你们)?\1(?:里面?|内)?的"
)


def _place_first(what: str, place: str | None) -> str:
    """有人打架就在楼下在建设中路3号楼楼下 → 建设中路3号楼楼下有人打架."""
    calm = _CRY_LAST.sub("", _CRY.sub("", what))
    if not place:
        return calm or what
    match = re.search(
        rf"(?:，|,)?(?:就)?(?:是)?在{re.escape(place)}(?:这儿|这边|这里|这块儿?|这片|那块|那段|附近住|呢|，|,)*$",
        calm,
    )
    if match and match.start():
        told = _CRY_LAST.sub("", _HERE.sub("", calm[: match.start()]))
        return place + told if told else calm
    match = re.match(rf"(?:就)?在{re.escape(place)}", calm)
    return calm[match.end() - len(place) :] if match else calm or what


def _without_doubles(what: str) -> str:
    """小区门口小区的路灯 → 小区门口的路灯."""
    return _DOUBLED.sub(lambda m: f"{m[1]}{m[2] or ''}的", what)


def _speak(words: str) -> str:
    for mine, yours in _PRONOUNS:
        words = words.replace(mine, yours)
    return re.sub(r"[\s，,]+", "，", words.replace("您您", "您，您"))


def _short(words: str, more: int = 0) -> str:
    """Cut at a pause, or where it must."""
    longest = _LONGEST + more
    if len(words) <= longest:
        return words
    pause = words.rfind("，", 8 + more, longest)
    if pause > 0:
        return words[:pause]
    at = max(words.rfind(word, 12 + more, longest) for word in _BREAKS)
    return (words[:at] if at > 0 else words[:longest]) + "等情况"
