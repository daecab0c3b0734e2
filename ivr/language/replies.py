"""回话: what callers say back to us, whatever their matter is. Pure.

They want a person, agree or not, have nothing more, want it said again, ask whether we are one.
"""

import re

from ivr.language.brief_replies import LEAVING, is_question

# 人工湖, 人工智能 and 人工费 are none; 仁工 and 人公 are how the recogniser hears it.
_PERSON = (
    r"(?:人工(?!湖|窗口|柜台|通道|收费|智能|费|呼吸|降|草|授|林|河|岛|成本|耳|流|关节|服务费|作|给|审核|往)|仁工|人公|人空"
    r"|大?活人|真人|会喘气的|接线员|话务员|接线的)"
)
_CHIEF = "(?:领导|经理|主任|班长|负责人|管事的|明白人|工作人员|值班(?:的|员))"
_ANYBODY = f"(?:{_CHIEF}|真?人)"
_SOFT = r"(?:[，,。！!？?\s吧啊呗呀呢哈]|一下|接听|服务|台|行不行|可以吗|得了)*"
_HUMAN = re.compile(
    # 转人工, 给我接人工客服, 让话务员接
    rf"(?:转|赚|接|找|要|给我|换|叫|让|来|有|到|帮我|按)(?:一?[个下位名]|到|成|我)?(?:你们)?的?{_PERSON}"
    # nothing but the word, once or again and again: 人工人工, 客服, 转接
    rf"|^(?:[嗯呃啊喂，,\s]|我[要想]?|你|给我|[转接找])*"
    rf"(?:(?:{_PERSON}|客服|坐席|转接|转人|接人|找人接){_SOFT})+$"
    r"|人工服务(?!费|态度)"
    # 给我转一下, 帮我转接: whom else
    rf"|^[^把将转]{{0,8}}(?:给|帮|替)我转(?:接|过去|一下){_SOFT}$"
    # 那你给我转个人吧, 能不能换个人
    rf"|^(?:[嗯呃啊哦哎，那你您就快]|还是|算了|麻烦|赶紧|能不能|可不可以|可以|我?[要想]|[给帮替]我)*+"
    rf"(?:(?:转|换)(?:一?个|一?位)?|(?<=[给帮替]我)找(?:一?个|一?位))[真活]?人{_SOFT}$"
    # 我要跟你们领导说话, 让你们经理接电话, 换个人跟我说
    rf"|(?:[要想让得]|能不能|可以|可不可以)我?(?:跟|和|与|找)(?:一?个)?(?:你们)?的?{_ANYBODY}"
    r"来?(?:说(?!话不|了|过|他|理)|讲(?!理)|聊|谈|唠|通话|对话)"
    rf"|(?:找|叫|让|换|来个)(?:一?个)?(?:你们)?的?{_ANYBODY}"
    rf"来?(?:接(?:电话)?{_SOFT}$|听(?:电话|我)|跟我(?:说|讲|唠|谈)|说话{_SOFT}$)"
    rf"|^.{{0,8}}(?:(?:找|叫|让)(?:一?个)?(?:你们)?的?{_CHIEF}来?|换个人){_SOFT}$"
    # 不想跟机器人唠
    r"|不(?:想|愿意?|乐意)?(?:跟|和)(?:你|机器|机器人|电脑)(?:说(?!了)|讲|聊|唠)"
)
_NOT_HUMAN = re.compile(
    r"(?:不(?:用|要|需要)|别)(?:转|接|找)?(?:到)?(?:人工|真人)"
    r"|(?:找|绕|接|转)不(?:到|着|过|上)|没有?个?(?:人工|真人)|心理(?:援助)?(?:的?电话|热线)|倾诉"
)


def wants_human(text: str) -> bool:
    """转人工: the caller asks for a person."""
    return bool(_HUMAN.search(text)) and not _NOT_HUMAN.search(text)


# 没事就是想唠唠嗑, 一个人在家害怕: no article and no ticket helps.
_COMPANY = re.compile(
    r"(?:想|就是)[^，。]{0,6}(?:唠(?:唠|嗑|叨)|聊聊|聊天|说说(?:话|心里))|唠唠嗑|一个人[^，。]{0,6}(?:害怕|孤单|寂寞|没意思)"
    r"|心里(?:头)?(?:可|太|挺|真|特别)?(?:难受|憋屈|憋得慌|堵得慌|苦|闷)|没(?:个)?(?:地方|人)(?:说说?(?:话|心里话)?|唠嗑|聊天)$"
)


def wants_company(text: str) -> bool:
    """Somebody to talk to is all the caller wants."""
    return _COMPANY.search(text) is not None


# 我要投诉你们12345: of us, and nothing that we should write down ourselves.
_OF_US = re.compile(
    r"(?:投诉|举报|告)(?:一下|的?就?是)?(?:你们?|您们?|咱们?)?(?:这个?|那个?|的)*+"
    r"(?:(?:12345|一二三四五)(?!.{0,4}(?:没管|不管|转))|(?<=[你您们这个那的])(?:热线|平台|接线员|话务员|客服|机器人|智能语音))"
    r"|(?:我|俺)(?:就|想|要|得)+(?:投诉|举报|告)(?:你们?|您们?)[啊呀了吧]*$"
    r"|(?:12345|一二三四五)(?:热线|平台)?的?(?:接线员|话务员|客服|服务态度|工作人员)"
)


def complains_of_us(text: str) -> bool:
    """我要投诉你们12345: a complaint about this hotline.

    >>> complains_of_us("我要投诉你们12345"), complains_of_us("我跟你们12345投诉物业")
    (True, False)
    """
    return _OF_US.search(text) is not None


_NO = re.compile(
    r"^(?:[嗯呃啊哦，,。\s]|那个)*(?:不(?!错|好意思)|没有|没(?!错|问题|毛病|事)|别|错了|算了|不用|哪儿?啊|否|拒绝|非也)|不(?:对|是|行|可以|同意|需要|愿意|正确|准确|要)(?!劲)|(?:说|写|记|弄|听|搞|理解)(?:得)?(?:错|反)"
)
_YES = re.compile(
    r"^(?:[嗯呃啊哦那，,。\s])*(?:对(?!不起|面|方|象|了.)|可不|是(?!不是)|好(?!像|多|几|久)|行|可以|没错|没问题|没毛病|嗯+|昂+[，。]*$|成|中$|同意|愿意|要(?!是)|需要|转吧|接吧|正确|准确|不错|确认|确定|得[嘞了]|差不多|大概其|基本(?=对|上|是)|妥|必须的|有(?!没有)|当然|就是|麻烦你|谢谢|ok|OK|yes)"
    r"|(?:对的|是的|好的|可以的|没错|同意|行啊|好吧|行吧)"
)
_DOUBT = re.compile(r"是不是|对不对|行不行|可不可以|什么意思|不(?:太)?(?:知道|清楚|确定|好说)|好像")


def yes_no(text: str) -> bool | None:
    """The answer to a yes-no question, or None when it is neither."""
    text = text.strip()
    if not text or _DOUBT.search(text) or is_question(text):
        return None
    if re.match(r"^(?:[嗯呃啊哦，,。\s])*(?:不错|没错|没问题|没毛病|没事)", text):
        return True
    if _NO.search(text):
        return False
    return True if _YES.search(text) else None


_NOTHING = (
    r"没(?:有|得)?(?:[了啦喽]|(?:啥|什么)(?=$|[了，。]|可?[说问]|事|问题|别的|其他)"
    r"|别的|其他|其它|问题|事(?:儿|情)?(?=$|[了，。没谢再拜行]|我?就))"
)
_SOFTLY = r"(?:[了吧啊呀呗哈哦嘛，。]|谢谢|你们?|您)*+"
_DONE = re.compile(
    rf"^(?:[嗯呃啊哦行的得嘞了吧，,。\s]|好(?!像)|那|我?知道了|我?明白了|谢谢你?|[记写][住下好]了|(?:就|随便)*问问(?:而已)?)*+(?:暂时|现在|目前|应该|好像|也|都|我|就(?![这那行]))*+(?:{_NOTHING}|(?:这就|先)?{LEAVING}{_SOFTLY}$|差不多了$|没(?:有)?$|不了?$"
    r"|就[这那](?:些|样|么[个地着]?|一?[个点件]|事)(?:事|问题)?儿?(?=$|[吧了啊呗，。没别谢行麻再拜])|不用了|不需要了?|不必了?|不麻烦|不打扰|不问了|没事儿?|[说问]?完(?:事儿?)?了|打错(?:电话)?了|可以了|够了|就行了)"
    r"|(?:别的|其他的?|其它的?)(?:就|都|也|事)?(?:没有?|没)(?:了|什么)?|没有(?:别的|其他|其它|问题)(?:事)?(?:了)?|就这(?:些|样|个事|一个|么)(?:事)?(?:了|吧|儿)?$|不用了(?:谢谢)?|(?:再见|拜拜|回见)(?:了|啊|吧|哈|您嘞)*$|先这(?:样|么)"
    r"|^(?:[嗯那我行好的了吧，]|就|先)*+[挂撂]了(?:吧|啊|哈)?$|就到这"
)


def is_done(text: str) -> bool:
    """没有了, 就这些, 不用了谢谢: the caller has nothing more."""
    words = text.strip(" ，,。")
    return _DONE.search(words) is not None and not is_question(words)


_REPEAT = re.compile(
    r"再(?:说|讲|念|重复|来)(?:一)?(?:遍|次|下)|重(?:复|新说)|没(?:有)?(?:听|整)(?:明白|清楚?|懂|见|到|着|太清)|听不(?:清|见|懂|明白)|(?:你)?(?:刚才)?[说问](?:的)?(?:是)?(?:啥|什么)(?:$|来着|呢)|^(?:啥|什么|啊|嗯)(?:玩意儿?)?[？?]?$|慢(?:一)?点说|大点声|没记(?:住|下来?|清楚?|全)|记不住|^(?:你说(?:得|的)?)?太快了?$|^(?:那|这|你)*(?:是)?(?:啥|什么)意思|(?<!说)(?:没|不)(?:太|大)?(?:整|弄|搞)?(?:懂|明白)(?:啥|什么|呢|啊|你|$)|声音(?:太)?小"
)


def asks_repeat(text: str) -> bool:
    """没听明白, 再说一遍: the caller wants the last prompt again."""
    return bool(_REPEAT.search(text))


_ONLY_REPEAT = re.compile(
    r"(?:[嗯啊哎呃，,。？?！ 你您我这都还也就给跟请能吧吗呗呀呢了行不的]|喂|不好意思|对不起|等一?下"
    r"|等会儿?|那个|刚才|刚刚|麻烦|能不能|可不可以|可以|姑娘|同志|有点儿?|耳朵(?:不好使?|背|聋)"
    r"|再(?:给我|跟我)?(?:说|讲|念|重复|来)一?(?:遍|次|下)|重复一?(?:遍|次|下)|重新?说(?:一?遍)?"
    r"|(?:没有?|不)(?:太|大)?(?:听|整)(?:太|大)?(?:清楚?|明白|懂|见|到|着)"
    r"|听不(?:太)?(?:清楚?|见|懂|明白)|说?慢一?点儿?说?|大点儿?声说?|声音太?小|太快"
    r"|没记(?:住|下来?|清楚?|全)|记不住|[说问]的?是?(?:啥|什么)(?:来着)?|信号不好)++"
)


def only_asks_repeat(text: str) -> bool:
    """Whether the words want the last prompt again and tell nothing besides.

    >>> only_asks_repeat("你再说一遍我没听清"), only_asks_repeat("我没听清他说啥就让我签字")
    (True, False)
    """
    return asks_repeat(text) and _ONLY_REPEAT.fullmatch(text) is not None


# 再说一遍, 啊？: it is to be heard again, and nothing was hard to understand.
_AGAIN = re.compile(
    r"再(?:说|讲|念|重复|来)(?:一)?(?:遍|次|下)|重(?:复|新说)|没(?:有)?听(?:清|见|到|着|太清)|听不(?:清|见)"
    r"|^(?:啥|什么|啊)(?:玩意儿?)?[？?]?$|慢(?:一)?点说|没记(?:住|下来?|清楚?|全)|记不住|太快了?$|大点声|声音(?:太)?小|(?:你)?刚才[说问](?:的)?(?:啥|什么)"
)


def wants_it_again(text: str) -> bool:
    """Of those who ask again, who only did not hear it; 没听明白 wants it explained."""
    return _AGAIN.search(text) is not None


_MACHINE = re.compile(
    r"(?:你|您|对面|这)(?:到底|究竟)?(?:是)?(?:不是)?(?:个)?(?:是)?(?:真人|机器|机器人|电脑|人工智能|AI|ai|智能|录音|语音助手|活人)(?:还是|吗|啊|吧|在|么|$)|(?:你|您|对面|这)(?:到底|究竟)?是(?:不是)?(?:一?个)?人(?:还是|吗|啊|吧|在|么|$)|是(?:真)?人(?:还是)?(?:机器|AI)|是不是(?:机器|真人|AI|ai|录音|电脑)|机器人(?:吗|吧|啊)|(?:真人|AI)(?:还是)(?:机器|真人|AI)|跟我说话的是(?:人|机器|谁)"
)


def asks_if_machine(text: str) -> bool:
    """你是真人还是机器: answered truthfully, always (NORMS.md)."""
    return bool(_MACHINE.search(text))
