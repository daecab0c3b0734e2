# ruff: noqa: E501 - a pattern reads better whole
"""一事一工单: where one matter ends and the next begins (DOMAIN.md S2).

A cut is tried where the caller counts (第一…第二, 一个是…再一个是), adds (另外, 还有一个事) or plainly
speaks of something else; it stays only if both sides hold a matter of their own. 然后 alone cuts
nothing, and what was done about the matter (找物业物业不管) belongs to it.
"""

import re
from functools import lru_cache
from itertools import pairwise

from ivr.language.intent import Kind, kind_scores
from ivr.tickets.blocks import SIZE, blocks
from ivr.tickets.classify import Classifier
from ivr.tickets.model import Evidence

_COUNT = re.compile(
    r"第[一二三四五六](?:个|件|点|项|呢|，|是|就是)*(?:事儿?|问题|情况|诉求|方面)?(?:就?是|呢)?(?!次|中学?|天|人民|医院|小学|初级|高级|方|者|名|期|季|实验|届|种|批|教|幼|职|年|时间|遍|回|层|单元|栋|排|代|产业|高中|大街|产权|顺位|医|附属|粮|国|责任)"
    r"|(?:(?<=[。；;：:，, \n！!？?])|^)(?:（?[一二三四五六]）|（[1-6]）|[一二三四五六]、|[1-6]\s?(?:[、．)）]|\.(?![0-9])))|(?:事项|问题|诉求|事情)[一二三四五六1-6](?=[：:，,、是])"
    r"|(?<![十二三四五六七八九百0-9])(?:一|二|三|四)是(?=.)|(?:一个|一件)(?:事儿?|问题)?是(?=.{4,60}(?:一个|另一个|再一个|一件|还有)(?:事|问题|就)?是)|(?:(?:另|还有|再)?一个|另一件)(?:事儿?|问题)?(?:就)?是(?=.)|(?<=[，,。；;、：:])一(?:个|件)(?:事儿?|问题)?就?是(?=.)|其一|其二|其三|头一(?:件|个|样|宗|桩|条|回事)(?!月|礼拜|星期|人|孩子|学期)|(?<!十)[二三]一(?:件|个|样|宗)(?=[，,是])|(?<![一-龥])[甲乙丙](?=[，,、])|一(?:样|码|宗|档子|桩)(?:事儿?)?(?:就?是|呢?[，,])|另一(?:样|码|宗|档子|桩|件|个)(?:事儿?)?(?:就?是|呢?[，,])|首先|其次|最后(?!一[回次遍趟天])(?:一个)?(?=.{0,3}(?:我|问|反映|事|是))"
)
_ADD = re.compile(
    r"(?:还有|再有|另外|此外|除此之外|再就是|再者|再说|再一个|再来|对了|顺便|顺带|还有就是|然后还有|另|还)(?:呢|啊|就是|还有|再|，|, )*(?:一)?(?:个|件|点)(?:事儿?|问题|情况|诉求|小事)(?:就是|是|呢|，)?"
    r"|(?:另外(?!那?[一两俩]?[个位名](?!事|问题|情况|诉求|就?是|呢|啊|我|想|[，, ]))|此外|除此之外|再就是|再者|还有就是|再一个|再有|顺便|顺带|对了|还有(?!一个(?:在|没|人|孩子|也|是)|俩|两个|好几|多久|多长|多少|没有|几天|效|待|一半|谁|什么|很多|好多|一部分|机会|剩|余额|别人|一些|点|没|人|钱|吗|气味|味|声))(?:呢|啊|就是|还|再|我)*"
    r"|(?:还一个|完了(?:我)?再|还想(?:说|问)|现?又有)(?=[一-龥，])|(?<=[，。；,])再(?:提|夸|说)(?:个|点|一个|一句)?(?:意见|建议)?(?=[：:，,])|同时(?=[，,])|另(?=[，,：:])|再(?:想|要)?(?:问问|打听打听|(?:投诉|举报|表扬|咨询|建议)(?!过|了|也|就|不|没|有))"
    r"|(?:还|再|也)(?:想|要|得|必须)?(?:再)?(?:问|反映|咨询|投诉|举报|说|打听)(?:一下|一个|个|下|一件)"
)
_CAUSE = re.compile(
    r"因为|由于|导致|造成|所以|把|使得|害得|影响|结果|引起|才|的原因|怀疑|为了|就因|弄得|搞得|致使|以后|之后|自打|自从|为(?:我|孩子|其)"
)
# A comma alone goes on with the same story: 音响开得震天响，孩子做不了作业.
_COMMA = re.compile(r"[，,、]")
_FULL_STOP = re.compile(r"[。；;！!？?]|\.(?![0-9])")
_DECIMAL = re.compile(r"\.[0-9]")
_BESIDE = re.compile(r"(?<!后来)(?:也|还(?!是)|另|而且|同时|并且|以及|此外|再就是|再一个|然后|第)")
_MORE = re.compile(
    r"也|还|又|另|而且|同时|并且|再|然后|以及|[，,。.；;！!？? 、]|楼下|楼上|小区|门口|路口|我们|村里|单位|孩子|我妈|我爸|我家|附近|对面|旁边|马路|道边"
)
_START = re.compile(
    r"(?:然后|而且|同时|并且|以及|还有|另外|再|楼下|楼上|小区里?|门口|路口|我们|村里|单位|孩子|我妈|我爸|我家|家里|附近|对面|旁边|[，,。.；;！!？? 、])"
)
_FOLLOW_UP = re.compile(r"(?:找|给|打|联系|反映|让|跟|问|向|叫|拨)[^，。]{0,8}$")
_ANSWERING = re.compile(
    r"服务$|作风$|执法$|运维$|^线上平台$|^社区与社团$|^法律服务$|^公共秩序$|^物业收费$"
)
_WISH = re.compile(
    r"^[，,。 ]*(?:呢|啊|就是|我)*(?:希望|要求|请(?!问)|麻烦|尽快|赶紧|能不能(?:尽快|快|给|帮|派)|最好|谢谢|就这|没有(?:了|别)|没了|打(?:了|过)|找(?:了|过)|报修|我的?(?:电话|手机|名字)|我姓)"
)
# 另外承诺的外教一次也没来, 另外我老乡也是一样的: the same story goes on.
_SAME_STORY = re.compile(
    r"^(?:[，,。 ]|呢|啊|就是|我|还)*(?:(?:他|她|它)(?!家|们)|对方|当时|承诺|答应|合同|之前说|说好|人家|让我|叫我|(?:让|逼|叫|要)(?:我|我们)|开了|骂|威胁|也(?:没|不)|们?(?:这些)?(?:业主|老乡|人|邻居)?(?:还|也)(?:去)?(?:找|打|跑|反映)|(?:客服|老板|店员|服务员|司机|[一-龥]{1,3}楼)(?:还|也)(?:把|被|骂|说|不))|(?:也是|都是|跟我)?(?:一样|同样)(?:的|，|$)"
)
_LEADING = re.compile(r"^(?:[，,。；; ]|然后|后来|另外|还有|而且|并且|再)+")
_QUESTION = re.compile(r"请问|多少|怎么|如何|哪[里儿个办]|什么|吗|啥|咋|几|[上去到]哪|能不能|能否")
_PRAISE = re.compile(r"表扬|感谢|点(?:个)?赞|锦旗")
_ASKS = re.compile(r"问一?下|咨询|打听|请问|想问")
# 我反映两个问题, 我有三件事: how many, and nothing of what they are.
_ANNOUNCES = re.compile(
    r"[两俩二三四五六几些多](?:个|件|点|条|方面(?:的)?)?(?:问题|事儿?|事情|情况|诉求|意见)(?:要|想)?(?:反映|说|问|咨询)?(?:一下)?(?:[，,。：: ]|呢|啊|吧)*$"
)
_BEFORE, _AFTER = 8, 96  # what is looked at around the words that open a matter
# 我说俩事, 一函两事: as many matters as are counted then, whatever they are.
_HOW_MANY = re.compile(
    r"(?:[有说问反映函]|俩|两)(?:[两俩二三四几]|两三)?(?:个|件|样|宗|桩|点|条|码|档子|项)?(?:烦心|麻烦|小)?(?:事儿?|问题|请求|诉求|意见|建议|样|件|码|档子)(?=[，,：:。；啊呢吧请要想儿是、 一二头第甲]|要?反映)"
)
_HALVES = re.compile("；")
_BESIDES = re.compile("另外|此外|除此之外|对了|再就是|还有(?=他家|她家|他们|我|咱|，|啊)")
_OWN_MATTER = 1.9
_A_WORD = 2.0  # one word that speaks for a kind
_SOME_MATTER = 1.2  # enough where the caller counts


def split(
    text: str, plain: str, classifier: Classifier, *, urgent: bool = False
) -> tuple[Evidence | None, list[Evidence]]:
    """The preamble that all share, if any, and the stretches of the matters.

    `plain` is the text with the names of places blanked, so that they are not taken for topics.
    """
    cuts = _explicit_cuts(plain)
    edges = [0, *[start for start, _ in cuts], len(text)]
    pieces = [(a, b) for a, b in pairwise(edges) if b > a]
    strong = {start for start, counted in cuts if counted}
    preamble, pieces = _preamble(plain, pieces, strong, classifier)
    counted = strong if _HOW_MANY.search(plain) else set()
    merged: list[Evidence] = []
    for piece in pieces:
        if not merged or (piece[0] in counted and not _WISH.match(plain[slice(*piece)])):
            merged.append(piece)
        elif _belongs(plain, merged[-1], piece, piece[0] in strong, classifier):
            merged[-1] = (merged[-1][0], piece[1])
        else:
            merged.append(piece)
    if urgent:
        result = merged  # 冰面塌了, 俩孩子掉下去了: one danger, however it is told
    else:
        result = [part for piece in merged for part in _implicit(plain, piece, classifier)]
    return preamble, result or [(0, len(text))]


def _explicit_cuts(plain: str) -> list[tuple[int, bool]]:
    counted, added = _openings(plain)
    if len(counted) == 1 and not re.match(r"(?:另|还有|再)|最后", plain[counted[0] :]):
        counted = []  # 第一 without 第二 counts nothing
    cuts = dict.fromkeys(counted, True)
    for start, strong in added:
        if all(abs(start - c) > 4 for c in cuts):
            cuts[start] = strong
    if not cuts and _HOW_MANY.search(plain):
        cuts = dict.fromkeys((m.start() for m in _HALVES.finditer(plain)), True)
    return sorted((start, strong) for start, strong in cuts.items() if start > 0)


def _openings(plain: str) -> tuple[list[int], list[tuple[int, bool]]]:
    """Where the caller counts, and where they add; the latter with whether 个 or 件 is said."""
    counted: list[int] = []
    added: list[tuple[int, bool]] = []
    for words, lead, at in blocks(plain, _BEFORE, _AFTER):
        counts, adds = _openings_of(words, lead)
        counted += (start + at - lead for start in counts)
        added += ((start + at - lead, strong) for start, strong in adds)
    return counted, added


@lru_cache(maxsize=128)
def _openings_of(words: str, lead: int) -> tuple[tuple[int, ...], tuple[tuple[int, bool], ...]]:
    """The same in one block of a text."""
    end = lead + SIZE
    counts = (m.start() for m in _COUNT.finditer(words, lead) if m.start() < end)
    adds = (m for m in _ADD.finditer(words, lead) if m.start() < end)
    return tuple(counts), tuple((m.start(), bool(re.search("个|件", m.group()))) for m in adds)


def _preamble(
    plain: str, pieces: list[Evidence], strong: set[int], classifier: Classifier
) -> tuple[Evidence | None, list[Evidence]]:
    """我家住铁西区…有两个事 before 第一: no matter of its own."""
    counts = _COUNT.match(plain) is not None
    if len(pieces) > 1 and pieces[1][0] in strong and not counts:
        first = plain[slice(*pieces[0])]
        announced = _ANNOUNCES.search(first) or classifier.judge(first).score < _OWN_MATTER
        if announced and not classifier.matters(first):
            return pieces[0], pieces[1:]
    return None, pieces


def _belongs(
    plain: str, before: Evidence, piece: Evidence, strong: bool, classifier: Classifier
) -> bool:
    """The piece holds no matter of its own, or the same as the one before."""
    words = plain[slice(*piece)]
    bare = _ADD.sub("", _COUNT.sub("", words, count=1), count=1)
    if _WISH.match(bare) or (not strong and _SAME_STORY.search(bare)):
        return True
    mine = classifier.judge(bare)
    added = _BESIDES.match(words) is not None
    if mine.score < _OWN_MATTER and not ((strong or added) and mine.score > _SOME_MATTER):
        return True
    theirs = classifier.judge(plain[slice(*before)])
    if not mine.candidates or not theirs.candidates:
        return False
    if bool(_PRAISE.search(words)) != bool(_PRAISE.search(plain, *before)):
        return False
    a, b = mine.candidates[0].category, theirs.candidates[0].category
    if _ASKS.search(words) and not _ASKS.search(plain[slice(*before)]) and a[1] != b[1]:
        return False  # a trouble, then a question beside it
    return a == b if strong else a[:2] == b[:2] if added else a[0] == b[0]


def _implicit(plain: str, piece: Evidence, classifier: Classifier) -> list[Evidence]:
    """Cut where the matter itself changes: two topics, each with its own trouble."""
    start, end = piece
    words = plain[start:end]
    matters = [m for m in classifier.matters(words) if m.score >= 3.2]
    cuts: list[int] = []
    last = None
    for matter in matters:
        if last is not None and matter.type[0] != last.type[0]:
            cut = _cut_between(words, last.span, matter.span, matter.type[1])
            if cut is not None:
                cuts.append(cut)
        last = matter
    edges = [0, *cuts, len(words)]
    parts = [(start + a, start + b) for a, b in pairwise(edges)]
    joined: list[Evidence] = []
    for part in parts:
        if joined and _same_matter(plain, joined[-1], part, classifier):
            joined[-1] = (joined[-1][0], part[1])
        else:
            joined.append(part)
    return joined


def _same_matter(plain: str, a: Evidence, b: Evidence, classifier: Classifier) -> bool:
    if _SAME_STORY.search(_LEADING.sub("", plain[slice(*b)])):
        return True
    if _QUESTION.search(plain, *b) and not _is_told(plain[slice(*a)]):
        return True  # 我驾驶证要到期了, 请问换证要体检吗: how things stand, then what is asked
    first, second = classifier.judge(plain[slice(*a)]), classifier.judge(plain[slice(*b)])
    if min(first.score, second.score) < 3.0 or not (first.candidates and second.candidates):
        return True
    return first.candidates[0].category[0] == second.candidates[0].category[0]


def _is_told(words: str) -> bool:
    """Something went wrong or is asked there."""
    scores = kind_scores(_QUESTION.sub("", words))
    troubles = (Kind.HELP, Kind.COMPLAINT, Kind.REPORT)
    return any(scores.get(kind, 0.0) >= _A_WORD for kind in troubles) or bool(
        _QUESTION.search(words)
    )


def _cut_between(words: str, left: Evidence, right: Evidence, kind: str) -> int | None:
    gap = words[left[1] : right[0]]
    if _CAUSE.search(gap) or len(gap) > 60:
        return None
    before = words[max(0, right[0] - 12) : right[0]]
    if _FOLLOW_UP.search(before) or (_ANSWERING.search(kind) and not re.search(r"另|还有", gap)):
        return None
    if _COMMA.search(gap) and not _FULL_STOP.search(gap):
        told = re.split(_COMMA, words[left[1] : right[1] + 2])[1:]
        if not _BESIDE.search("".join(told)):
            return None
    if gap not in ("", "了") and not _MORE.search(gap + words[slice(*right)]):
        return None
    starts = [m for m in _START.finditer(gap) if not _DECIMAL.match(words, left[1] + m.start())]
    if starts:
        spot = starts[0] if starts[0].group()[0] in "，,。.；;！!？? 、" else starts[-1]
        return left[1] + spot.start()
    return right[0]
