"""问句: the real question inside a grievance, which is answered beside the ticket. Pure."""

import re

# The recogniser writes no marks: a clause also ends where the caller comes back to the own matter.
_CLAUSE = re.compile(
    r"[，。；！？,;!?\s]+|(?<=[吗呢])(?=[一-龥]{2})|(?=我(?:家|们|要|想|这|就|是|现在)|(?:但|可)是|结果|他们|顺便|另外|还有|而且)"
)
_ASKS = re.compile(
    r"多少|怎么(?:办理|申请|交|缴|算|收费|补办?|领|查|报销|退|预约)|什么时候|什么(?:标准|条件|材料|手续)|标准是|规定(?:是|吗)|几(?:号|点|天|度)|多久|多长时间|哪(?:里|儿)(?:能|可以|办)|(?:能|可以|应该|需要|算)不?(?:能|可以)?.{1,14}[吗不]$|合不?合(?:法|规)|有没有(?:规定|标准|政策|补贴)|(?:请?问|咨询)(?:一下|下)"
)
# 能不能管管, 怎么还不修, 有没有人管: a reproach or a wish, no question.
_RHETORICAL = re.compile(
    r"能不能(?:快|赶|给|帮|派|管|修|处理|解决|来|让|别|不)|怎么(?:还|就|能|不|总|老|这|那|回事)|凭什么|为什么|为啥|有没有(?:人|王法)|谁来?管|管不管|什么时候(?:才|能|给)?.{0,4}(?:修|解决|处理|恢复|给|管)|多少(?:次|遍|回|天了|年了)|没多少|好几"
)
_LEAD = re.compile(
    r"^(?:顺便|另外|还有|再|就|我|也|想|要|请|那|然后|同时|打听|咨询|了解|问|一下|下|个|你们|您)*"
)

# What a caller wants to know of the very matter, said in one breath with it: …也不通知这合理吗.
_OF_IT = re.compile(
    r"(?:那|就是|还有|另外)?(?:你们?(?:说|看)|(?:我)?(?:就|还)?想(?:问问?|知道))?(?:"
    r"(?:这|这样|这么[做干整]|这事儿?)(?:都|也|是|还)?(?:合理|合法|合规|符合规定|对|正常|像话|应该|行)(?:吗|么|嘛|不)"
    r"|(?:这|这样)?合不合(?:理|法|规)"
    r"|(?:到底|究竟)?(?:有没有|有没)个?(?:人|部门|地方|单位)(?:能|来)?(?:管|负责)(?:得了|管|一管|一下|了)?"
    r"|(?:到底|究竟)?(?:啥|什么)时候(?:才)?(?:能|给|来|修|通|恢复|解决)[一-龥]{0,6}?"
    r"|(?:到底|究竟)(?:还)?(?P<done>[一-龥])不(?P=done)(?:了|啊|呀)*|还(?P<on>[干修盖建发开供通])不(?P=on)了"
    r"|(?:到底|究竟)?(?:为啥|为什么|为何)(?:停|不来|不给|没来|不通知|断|关)[一-龥]{0,4}?"
    r")[啊呀呢吗]?"
)
_LEAST_BEFORE = 4  # characters of what is told


def asked_of_it(clause: str) -> int:
    """Where the question about what is told begins; its length where there is none.

    >>> asked_of_it("停水了也不通知这合理吗"), asked_of_it("有没有人管啊"), asked_of_it("停水了")
    (7, 0, 3)
    """
    starts = (0, *range(_LEAST_BEFORE, len(clause)))
    return next((at for at in starts if _OF_IT.fullmatch(clause, at)), len(clause))


# 你们几点下班, 问这个干啥: of the call and of us, no part of any matter.
_OF_US = re.compile(
    r"(?:[嗯啊哦那，]|请问)*+[你您]们?(?:这儿?|那儿?|这里|那里|这边)?(?:[^我]{0,2})(?:几点|多会儿|叫[啥什]|贵姓|姓[啥什]|工号|在哪|是哪|是谁|是不是|上班|下班|吃饭)"
    r"|(?:问|要|说|打听|留)[^，]{0,5}(?:干啥|干什么|干嘛|做什么|有啥用|有什么用)|[啥什]么?意思|(?:为啥|为什么|干嘛)(?:还|非)?(?:要|得)?(?:问|知道|留|说)|(?:还|得)(?:说|问|要)(?:啥|什么|哪些)"
)


def asked_of_us(text: str) -> bool:
    """Whether a question is about us or this call.

    >>> asked_of_us("你们几点下班"), asked_of_us("问这个干啥"), asked_of_us("退费咋退")
    (True, True, False)
    """
    return _OF_US.search(text) is not None


def question_in(text: str) -> str | None:
    """The last clause that asks for something to know: 供暖温度标准是多少度."""
    for clause in reversed(_CLAUSE.split(text)):
        if _ASKS.search(clause) and not _RHETORICAL.search(clause):
            asked = _LEAD.sub("", clause)
            return asked if len(asked) > 3 else None
    return None
