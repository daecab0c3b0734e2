"""回话: what callers say back to us, whatever their matter is. Pure.

They want a person, agree or not, have nothing more, want it said again, ask whether we are one.
"""

import re

_HUMAN = re.compile(
    r"(?:转|接|找|要|给我|换|叫|来|有|到|帮我|按)(?:一?[个下位]|到|成|我)?(?:你们)?(?:的)?(?:人工(?!湖|智能|费|呼吸|降|草|授|林|河|岛|成本|耳|流|关节|服务费)|真人|活人|接线员|话务员|客服(?!电话|态度)|坐席|大活人)"
    r"|^(?:嗯|呃|我要|我想)?人工(?:服务|客服|台|坐席|吧|啊)?[。！!]?$|人工服务(?!费|态度)|转人(?:工)?$"
    r"|(?:跟|和|与|找)(?:一?个)?(?:真?人|工作人员|领导)(?:来)?(?:说(?!话不)|讲|聊|谈|通话|对话)|不(?:想)?(?:跟|和)(?:你|机器|机器人|电脑)(?:说|讲|聊)|(?:让|叫)(?:个)?(?:真?人|人工|工作人员)(?:来)?(?:接|听|跟我)"
)
_NOT_HUMAN = re.compile(r"(?:不(?:用|要|需要)|别)(?:转|接|找)?(?:到)?(?:人工|真人)")


def wants_human(text: str) -> bool:
    """转人工: the caller asks for a person (not 人工湖, 人工智能, 人工费)."""
    return bool(_HUMAN.search(text)) and not _NOT_HUMAN.search(text)


_NO = re.compile(
    r"^(?:[嗯呃啊哦，,。\s]|那个)*(?:不(?!错|好意思)|没有|没(?!错|问题|毛病|事)|别|错了|算了|不用|哪儿?啊|否|拒绝|非也)|不(?:对|是|行|可以|同意|需要|愿意|正确|准确|要)(?!劲)|(?:说|写|记|弄|听|搞|理解)(?:得)?(?:错|反)"
)
_YES = re.compile(
    r"^(?:[嗯呃啊哦，,。\s])*(?:对(?!不起|面|方|象)|是(?!不是)|好(?!像|多|几|久)|行|可以|没错|没问题|没毛病|嗯+|成|中$|同意|愿意|要(?!是)|需要|转吧|接吧|正确|准确|不错|确认|确定|得嘞|妥|必须的|有(?!没有)|当然|就是|麻烦你|谢谢|ok|OK|yes)"
    r"|(?:对的|是的|好的|可以的|没错|同意|行啊|好吧|行吧)"
)
_DOUBT = re.compile(r"是不是|对不对|行不行|可不可以|什么意思|不(?:太)?(?:知道|清楚|确定|好说)|好像")


def yes_no(text: str) -> bool | None:
    """The answer to a yes-no question, or None when it is neither."""
    text = text.strip()
    if not text or _DOUBT.search(text):
        return None
    if re.match(r"^(?:[嗯呃啊哦，,。\s])*(?:不错|没错|没问题|没毛病|没事)", text):
        return True
    if _NO.search(text):
        return False
    return True if _YES.search(text) else None


_DONE = re.compile(
    r"^(?:[嗯呃啊哦行好的，,。\s])*(?:(?:暂时|现在|目前|我|那|就)*(?:没(?:有)?(?:了|啥(?:了|事)?|什么(?:了|事)?|别的|其他|其它|事(?:儿)?(?:了)?)|没有$|就(?:这|那)(?:些|样|个|么|事|一)|不用了|不需要了?|不麻烦了|没问题了|没事儿?了?|说完了|完了|可以了|就行了))"
    r"|(?:别的|其他的?|其它的?)(?:就|都|也|事)?(?:没有?|没)(?:了|什么)?|没有(?:别的|其他|其它|问题|什么)(?:事)?(?:了)?|就这(?:些|样|个事|一个|么)(?:事)?(?:了|吧|儿)?$|不用了(?:谢谢)?|(?:再见|拜拜)$|先这样|^(?:[嗯那我行好的了吧，]|就|先)*挂了(?:吧|啊)?$|就到这"
)


def is_done(text: str) -> bool:
    """没有了, 就这些, 不用了谢谢: the caller has nothing more."""
    return bool(_DONE.search(text.strip(" ，,。")))


_REPEAT = re.compile(
    r"再(?:说|讲|念|重复|来)(?:一)?(?:遍|次|下)|重(?:复|新说)|没(?:有)?(?:听|整)(?:明白|清楚?|懂|见|到|太清)|听不(?:清|见|懂|明白)|(?:你)?(?:刚才)?说(?:的)?(?:啥|什么)(?:$|来着|呢)|^(?:啥|什么|啊|嗯)[？?]?$|慢(?:一)?点说|大点声|^(?:那|这|你)*(?:是)?(?:啥|什么)意思|(?<!说)(?:没|不)(?:太|大)?(?:整|弄|搞)?(?:懂|明白)(?:啥|什么|呢|啊|你|$)|声音(?:太)?小"
)


def asks_repeat(text: str) -> bool:
    """没听明白, 再说一遍: the caller wants the last prompt again."""
    return bool(_REPEAT.search(text))


_MACHINE = re.compile(
    r"(?:你|您|对面|这)(?:到底|究竟)?(?:是)?(?:不是)?(?:个)?(?:是)?(?:真人|机器|机器人|电脑|人工智能|AI|ai|智能|录音|语音助手|活人|人)(?:还是|吗|啊|吧|在|么|$)|是(?:真)?人(?:还是)?(?:机器|AI)|是不是(?:机器|真人|AI|ai|录音|电脑)|机器人(?:吗|吧|啊)|(?:真人|AI)(?:还是)(?:机器|真人|AI)|跟我说话的是(?:人|机器|谁)"
)


def asks_if_machine(text: str) -> bool:
    """你是真人还是机器: answered truthfully, always (NORMS.md)."""
    return bool(_MACHINE.search(text))
