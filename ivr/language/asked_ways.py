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
