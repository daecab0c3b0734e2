"""换句话问: a question for one fact of a matter, asked as how the matter is done. Pure.

No article may ask 养老认证儿子能代办吗, and one tells it within 养老认证怎么办.
"""

import re

_ACT = r"补办|补领|补证|办理|换领|换发|换证|申领|申请|注册|注销|变更|过户|开通|报名|登记"
_SOFT = r"(?:[啊呀呢啦]|的)*"
_FACTS = re.compile(
    r"(?:(?:都|还|也|是|得|要(?![钱收])|需要(?![钱收])|大概|一般|一共|用|用不用)*+"
    r"(?:多少钱|多钱|几块钱|要钱|收钱|收费|花钱|交钱|免费|费用(?:是)?多少)(?:吗|不|么|嘛)?"
    r"|(?:我)?(?:自己)?(?:儿子|闺女|女儿|家里?人|别人|子女|孩子|老伴|亲戚|亲属|朋友|他人)?(?:能不能|可不可以|能|可以)"
    r"(?:[替帮给]我?)?(?:代办|代领|代取|代弄|去?办|弄)(?:吗|不|么|嘛)?"
    rf"|(?:应该|该|得|要|需要|能)*+[在上去到](?:哪里|哪儿|哪|什么地方)(?:能|可以|去)*+(?P<act>[交缴领开补换查办]|{_ACT}))"
    rf"{_SOFT}[？?。]*$"
)
_LEAD = re.compile(r"^(?:[嗯呃啊哦，]|那个|请问|我?(?:想)?(?:问|咨询)(?:一下|问|下)?|你好)*+")
_MATTER = re.compile(rf"(?P<subject>[一-龥]{{2,12}}?)(?P<act>{_ACT})?$")
# 我要查个人征信: what is to be done, said as a wish.
_ERRAND = re.compile(
    r"(?:[嗯呃啊哦，]|那个|你好|喂)*+(?:我|俺|咱)(?:们)?(?:就)?(?:是)?(?:想要?|要|得|打算|来)"
    r"(?P<act>查|打印|办理|办|补办|补领|领取|领|申请|申领|开|换领|换|注销|过户)(?:一下|一?[份张]|一?个(?!人))?"
    r"(?P<subject>(?!一下)[一-龥]{2,8}?)(?:的?事儿?)?[啊呀吧呢，。]*"
)
_NO_ERRAND = re.compile(
    r"[了没不他她它们谁]|投诉|举报|反映|电话|进度|工单|为啥|咋|怎么|什么|啥|^(?:证明|材料|手续|业务|证件?|单子|东西|发票)$"
)


def errand(text: str) -> str:
    """How that is done which somebody says to want done; empty where a text is no such wish.

    >>> errand("我要查个人征信"), errand("我想办个护照"), errand("我要查他们为啥停水")
    ('个人征信怎么查', '护照怎么办', '')
    """
    found = _ERRAND.fullmatch(text)
    if found is None or _NO_ERRAND.search(found["subject"]):
        return ""
    return f"{found['subject']}怎么{found['act']}"


def as_a_whole(text: str) -> str:
    """The question how the matter is done of which a text asks one fact; empty where it asks none.

    >>> as_a_whole("身份证补办得多少钱"), as_a_whole("养老认证儿子能代办吗")
    ('身份证怎么补办', '养老认证怎么办')
    >>> as_a_whole("灵活就业社保在哪交"), as_a_whole("护照怎么办"), as_a_whole("多少钱")
    ('灵活就业社保怎么交', '', '')
    """
    words = _LEAD.sub("", text, count=1)
    found = _FACTS.search(words)
    matter = _MATTER.match(words[: found.start()]) if found else None
    if found is None or matter is None:
        return ""
    return f"{matter['subject']}怎么{matter['act'] or found['act'] or '办'}"
