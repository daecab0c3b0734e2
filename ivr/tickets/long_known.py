# ruff: noqa: E501 - a pattern reads better whole
"""早已知道: what would be danger if it were of today, and is long known, or over without harm.

A body that has been ill for long, told to whom a paper is asked of (半边身子不好使了想办残疾证); a lost card
told of by its owner (我妈的也丢了); a knock that hurt nobody and is to be paid for. What takes a hit back
may still be said while a sentence goes on, so that such a hit waits for the next words.
"""

import re

_DISABLED = re.compile(
    r"半[边拉个]身|不好使|不(?:利索|听使唤)|[断折]了|骨折|瘫|动不了|不(?:能|会)动|没知觉|抬不起来|起不来|下不了|中风|脑(?:血栓|梗|出血|溢血)"
)
# 残疾证都啥程序, 养老金认证咋整, 申请轮椅; 医保卡没带咋办 asks for no paper.
_PAPER = r"(?:(?:残疾|老年|身份|居住|退休|驾驶|医保|社保|特病|慢病|优待)[证卡]|残联|低保|五保|特困|认证|养老金|退休金|社保|医保|公积金|报销|补贴|津贴|长护险|护理费|户口|公证|过户|委托书?|特病|慢病|评残|轮椅|辅具|残疾)"
_PAPER_ASKED = re.compile(
    rf"{_PAPER}[^，。没在呢]{{0,6}}(?:[咋怎]|如何|程序|手续|材料|条件|流程|[要需]啥|需要|能不能|可不可以|有没有|给多少|申请|咨询|[换补评办](?![事公])|吗)"
    rf"|(?:申请|办理?个?|评|领|报|换|补办?)(?:[^，。没在]{{0,3}}){_PAPER}"
)
_SUDDEN = re.compile(
    r"突然|忽然|一下子|刚|今[天早晚]|早上|起床|睡醒|这会儿|现在(?![^，。]{0,4}(?:在家|躺|卧|住|出不|下不|走不|去不))|快(?:来|点|救|死|不行)|救(?!助)|120|急救"
    r"|昏|晕|血(?![栓压糖管])|抽|吐|喘|说(?:不[了清出]|话)|嘴|叫不|不醒|没反应|疼得|犯了|又犯|发作|还在(?:地|路|楼)|地上|马路|起火|着火"
)
# 我妈的也丢了: the card of which was spoken before.
_HIS_CARD = re.compile(
    r"(?:[爸妈爹娘爷奶姥婆公伴儿女她他]|媳妇|闺女|老人|孩子)(?:家)?的(?:也|都|又|还|那[个张])*(?:给|让[我他她])?(?:弄)?(?:丢了?|找不[着到]了?|不见了?)(?![孩人])"
)
_KNOCKED = frozenset({"traffic", "crash"})
_UNHURT = re.compile(
    r"^(?:[了倒伤着]|一下|一跟头){0,4}，?(?:人|大人|孩子|[我他她]妈?)?(?:倒|也|都|是)?(?:没(?:有)?(?:啥|什么|大|多大)*(?:事|伤|受伤|毛病)|只?是?擦破|就(?:擦|蹭|破))"
)
_MAY_BE_UNHURT = re.compile(
    r"^(?:[了倒伤着]|一下|一跟头){0,4}，?(?:人|大人|孩子)?(?:倒|也|都)?(?:是)?(?:没|就擦|就蹭|$)"
)
_TO_BE_PAID = re.compile(
    r"赔|不(?:给|掏|拿|认|管)|私了|认账|医药费|检查费|修车|责任|投诉|管不管|态度"
)
_WORSE = re.compile(
    r"[晕昏]|血|起不来|动不了|疼得|断|堵(?:住|死|路|上|着)|马路(?:上|中间)|120|救|现在(?:还)?(?:疼|躺|在)|吐|跑了|逃"
)
# 帮我照顾我爸一宿没合眼: what a nurse did; who takes leave asks it of others.
_CARED = re.compile(
    r"^(?:了)?[^，。]{0,3}(?:一宿|一夜|一晚上|(?:好几|[一两二三四五六七八九十几半])+(?:多)?(?:天|宿|夜|晚|个月|年)(?!辈)|没合眼|没睡|得(?:可|很|特别|非常|挺)|可(?:好|细心|周到))"
)
_LEAVES = re.compile(r"对不[起住]|走了|不在|下辈子|来世|活|死|遗|再见|拜托|以后|累赘|拖累|跳|药")
_MOST_AWAITED = 24  # characters that may follow before a hit counts anyway
_AROUND = 12  # characters on each side in which the ailing body is named
_OF_A_BODY = frozenset({"life_in_danger", "illness", "injury", "likeness"})
_LOST = frozenset({"missing", "gone", "not_come_home", "likeness"})


def _known_body(text: str, start: int, end: int) -> bool:
    told = text[max(0, start - _AROUND) : end + _AROUND]
    return _DISABLED.search(told) is not None and _SUDDEN.search(text) is None


def is_long_known(text: str, start: int, end: int, rule: str) -> bool:
    """Whether a hit is of what is long known, lost as a card is, or hurt nobody."""
    within, after = text[start:end], text[end:]
    if rule in _LOST and _HIS_CARD.search(text[max(0, start - 2) : end + 1]):
        return True
    if rule in _KNOCKED and _UNHURT.match(after):
        return bool(_TO_BE_PAID.search(after)) and not _WORSE.search(text)
    if rule == "on_the_edge" and "照" in within and _CARED.match(after):
        return _LEAVES.search(text) is None
    if rule in _OF_A_BODY and _known_body(text, start, end):
        return _PAPER_ASKED.search(text) is not None
    return False


def may_be_taken_back(text: str, start: int, end: int, rule: str) -> bool:
    """Whether what would take a hit back may still follow in a sentence that goes on."""
    after = text[end:]
    if len(after) > _MOST_AWAITED:
        return False
    if rule in _KNOCKED:
        return bool(_MAY_BE_UNHURT.match(after)) and not _WORSE.search(text)
    if rule == "on_the_edge":
        return "照" in text[start:end] and not _LEAVES.search(text)
    body = _DISABLED.search(text, max(0, start - _AROUND))
    if rule not in _OF_A_BODY or body is None or len(text) - body.end() > _MOST_AWAITED:
        return False
    return _known_body(text, start, end) and not _HURRIED.search(text)


# Who is in need says so at once: of these words nothing waits.
_HURRIED = re.compile(r"赶紧|快|救|咋办|怎么办|出事|来人|120|地上|工地|楼上|车|机器|砸|掉|撞")
