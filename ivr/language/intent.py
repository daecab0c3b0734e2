"""意图: what sort of thing the caller says. Pure; the words come from the recogniser or a keyboard.

Each question has one function; the lists of words stand beside it. Cues are weighed, the explicit
words of the caller (投诉, 举报, 建议, 咨询) before what the matter looks like.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """诉求类型 (DOMAIN.md S2, S3)."""

    INQUIRY = "inquiry"  # 咨询
    SERVICE = "service"  # 服务
    HELP = "help"  # 求助
    COMPLAINT = "complaint"  # 投诉
    REPORT = "report"  # 举报
    SUGGESTION = "suggestion"  # 建议
    PRAISE = "praise"  # 表扬
    BUSINESS_COMPLAINT = "business_complaint"  # 涉企营商环境投诉


# (kind, weight, words): every match adds its weight once.
_CUES: tuple[tuple[Kind, float, str], ...] = (
    (Kind.PRAISE, 6, r"(?:要|想|给予|进行|提出)?表扬(?!信用)|锦旗|点(?:个)?赞|感谢信"),
    (Kind.PRAISE, 5, r"(?:想|要|特别|非常|衷心|由衷|真心|向.{1,14})(?:地)?感谢|感谢一下|谢谢他们"),
    (
        Kind.PRAISE,
        3,
        r"(?:态度|服务|工作)(?:特别|非常|很|真)(?:好|热情|负责|认真)|拾金不昧|好人好事",
    ),
    (Kind.REPORT, 7, r"(?:我)?(?:要|想|来|实名|匿名)举报|举报(?!电话|中心|过|奖|了)"),
    (
        Kind.REPORT,
        3,
        r"偷排|无证(?:经营|照|行医|办学)|黑(?:作坊|诊所|网吧|车(?!位)|中介)|非法|违法(?!停)",
    ),
    (
        Kind.REPORT,
        3,
        r"传销|赌博|聚赌|假(?:药|酒|烟|货|币|证)|制假|售假|偷税|漏税|不开发票|盗采|盗伐",
    ),
    (
        Kind.REPORT,
        3,
        r"违(?:章|规)?(?:建|搭)|私搭乱建|私自(?:改建|搭建|占用)|占用耕地|毁林|超载|套取|骗保|吃回扣",
    ),
    (
        Kind.REPORT,
        3,
        r"贪污|受贿|行贿|挪用|有偿补课|违规补课|焚烧秸秆|烧秸秆|倾倒(?:垃圾|废)|地沟油|注水肉",
    ),
    (
        Kind.COMPLAINT,
        7,
        r"(?:我)?(?:要|想|来|必须|是)投诉|投诉(?!电话|渠道|中心|过|了|到|给|平台|热线)",
    ),
    (
        Kind.COMPLAINT,
        3,
        r"(?:服务)?态度(?:特别|非常|很|极其|真|太|也|还|十分)*(?:差|恶劣|不好|蛮横|不行)|骂人|辱骂",
    ),
    (
        Kind.COMPLAINT,
        3,
        r"乱收费|多收(?:费|钱|了)|强制(?:消费|收费|办|买)|霸王条款|不给退|不退(?:钱|款|费|押金|给)?|拒(?:绝|不)退",
    ),
    (
        Kind.COMPLAINT,
        3,
        r"推诿|踢皮球|推来推去|不作为|慢作为|互相推|敷衍|扰民|欺骗|忽悠|坑人|坑钱|虚假宣传|跑路|关门了钱",
    ),
    (
        Kind.COMPLAINT,
        3,
        r"拖欠(?:工资|我)|欠(?:我|我们|着)?.{0,6}(?:工资|工钱)|不(?:给)?(?:发|开)工资|拒载|绕路|宰客|缺斤少两|短斤",
    ),
    (
        Kind.COMPLAINT,
        2,
        r"没人(?:管|理|处理|接电话)|不(?:给)?(?:管|处理|解决|理睬)|吵得|噪音|噪声|太吵|质量(?:太|很)?差|物业(?:也)?不",
    ),
    (
        Kind.COMPLAINT,
        2,
        r"收了钱不|不(?:履行|兑现)|违约|假的|过期(?:食品|的)|变质|发霉|吃坏|罚款不合理",
    ),
    (
        Kind.SUGGESTION,
        7,
        r"(?:我)?(?:想|要|有|提)(?:个|一个|一条|点|一点|些)?(?:小)?建议|建议(?!书|稿)",
    ),
    (
        Kind.SUGGESTION,
        3,
        r"(?:能不能|能否|可不可以|希望|应该|最好).{0,16}(?:增加|增设|加设|多设|多开|设(?:置|立|个)|加(?:个|一)|安(?:个|装)|延长|改成|改一下|优化|推广)",
    ),
    (Kind.SUGGESTION, 3, r"提(?:个|点|一个|些)?意见|合理化|要是能.{1,20}就好了"),
    (
        Kind.INQUIRY,
        6,
        r"咨询|(?:请|想|我)?问(?:一)?下|打听|请问|想问|了解一下|想了解|想知道|查一下|查询",
    ),
    (
        Kind.INQUIRY,
        4,
        r"怎么(?:办理|办(?!啊|呀|$)|申请|交|缴|算|收费|补|领|查|报|报销|开|转|走|去|预约|取|换|注销|投诉|举报|弄|认定|激活|登记|用)|如何",
    ),
    (
        Kind.INQUIRY,
        3,
        r"(?:需要|带|准备|提供|要)(?:什么|哪些|啥)(?:材料|手续|证件|条件|东西)?|什么(?:条件|流程|手续|政策|标准|时候(?:能|可以|开始|发|供|交|恢复|来|到|放|上班))",
    ),
    (
        Kind.INQUIRY,
        3,
        r"多少钱|多长时间|多久|几点|几号|在哪(?:儿|里|办|交|个)?|哪里(?:能|可以|办)|去哪|到哪|电话是多少|有没有.{1,12}(?:政策|补贴|规定)|能(?:不能)?(?:报销|领|办|申请|享受|落户)|可以(?:办|申请|领|报销).{0,10}吗",
    ),
    (
        Kind.INQUIRY,
        3,
        r"怎么(?!回事|不|没|能这样|还|总|老|这么|这样|就|说呢|样都)|什么时候|啥时候|哪个|多大|标准是|咋(?:办|整|交|弄)",
    ),
    (Kind.INQUIRY, 1.5, r"吗$|吗[，,。？?]|呢$|是不是|有没有|能不能|可不可以"),
    (
        Kind.SERVICE,
        5,
        r"(?:帮|给)我?(?:找|联系|预约|叫|约|安排)(?:一)?(?:个|位|下)?.{0,8}(?:师傅|保洁|保姆|护工|月嫂|家政|开锁|维修工|搬家|钟点工|陪诊|送水|代驾|理发|疏通|换锁|车)",
    ),
    (
        Kind.SERVICE,
        4,
        r"(?:需要|想要|想找|要找|找|想请|请|预约|想约)(?:一)?(?:个|位)?.{0,6}(?:保洁|保姆|护工|月嫂|家政|开锁|钟点工|陪诊|上门(?:理发|服务|维修|体检)|搬家公司|代办|助浴|送餐)",
    ),
    (Kind.SERVICE, 3, r"(?:帮我|给我|替我)(?:预约|挂号|挂个号|订)|上门服务"),
    (
        Kind.HELP,
        4,
        r"求助|救助|帮帮(?:我|忙)|帮(?:我|我们)(?:解决|协调|反映|联系|处理|看看|想想)|帮忙|麻烦(?:你们|您)?(?:给)?(?:反映|处理|协调|修|派人)",
    ),
    (
        Kind.HELP,
        3,
        r"反映(?:一下|个)?|没(?:有)?(?:暖气|水|电|煤气|燃气|热水)|停(?:水|电|气|暖|热)|漏(?:水|气|电|雨)|不(?:热|亮|来水|通|制热|供暖)|坏(?:了|掉|的)|堵(?:了|住|得)|塌|裂|积水|断(?:了|电|水)|跑水|冒水|反水|返水|结冰",
    ),
    (
        Kind.HELP,
        2,
        r"(?:赶紧|尽快|快|早点|抓紧|马上).{0,6}(?:修|解决|处理|来人|清理|恢复|派人|给)|希望.{0,8}(?:修|解决|处理|清理|恢复|协调)|修(?:一下|修|好)|困难|走失|没人修|丢了|太冷|冻",
    ),
)
_BUSINESS_SPEAKER = re.compile(
    r"我们?(?:这(?:个|家)?|的|是(?:一)?(?:家|个|做)?.{0,8})?(?:公司|企业|厂(?!家的)|工厂|单位是企业|合作社|店(?:铺|里)?|商户|个体户?|饭店|超市|项目部?)"
    r"|作为(?:一家)?(?:企业|公司|民营)|我公司|我司|我厂|我是.{0,10}(?:法人|企业主|老板|负责人|个体|开(?:公司|厂))|营商环境|惠企|民营企业|小微企业"
)
_BUSINESS_MATTER = re.compile(
    r"营商环境|审批|许可证?|批(?:不)?下来|不(?:给)?(?:批|审批|受理|盖章)|卡(?:着|住|我们)|刁难|吃拿卡要|索要|乱(?:罚款|检查|摊派)|重复检查|频繁检查|天天(?:来)?检查|三天两头"
    r"|(?:政府|管委会|开发区|园区|招商|街道|镇里|局里?|国企|学校|医院).{0,16}(?:承诺|欠|拖欠|不兑现|违约|不付|不给|款)|招商(?:引资)?|政策不兑现|补贴(?:一直)?(?:不|没)(?:兑现|到|发|给)"
    r"|招标|投标|中标|围标|政府采购|工程款|账款|强制(?:指定|要求)|指定.{0,6}(?:中介|第三方|公司)|新官不理旧账|退税|行政处罚|罚款"
)
_COMPLAINING = re.compile(
    r"投诉|拖|不(?:给|批|兑现|付|办|受理|履行|退)|没(?:给|批|兑现|付|办|到账|结果)|刁难|卡|乱|频繁|三天两头|天天|反复|一直|强制|指定|欠|不合理|推|索|吃拿|违约|围标|不公"
)
_COMPILED = tuple((kind, weight, re.compile(words)) for kind, weight, words in _CUES)
_HOW_TO = re.compile(
    r"(?:怎么|如何|去哪儿?|到哪儿?|在哪儿?|向谁|哪里)(?:能|可以)?(?:去)?(?:投诉|举报|反映|表扬|提建议)|(?:投诉|举报)(?:的)?(?:电话|渠道)(?:是)?(?:多少|什么)"
)


def kind_scores(text: str) -> dict[Kind, float]:
    """What speaks for each kind; empty when nothing does."""
    scores: dict[Kind, float] = {}
    for kind, weight, words in _COMPILED:
        if words.search(text):
            scores[kind] = scores.get(kind, 0.0) + weight
    if _HOW_TO.search(text):
        for kind in (Kind.COMPLAINT, Kind.REPORT, Kind.PRAISE):
            scores.pop(kind, None)
        scores[Kind.INQUIRY] = scores.get(Kind.INQUIRY, 0.0) + 6
    business = _BUSINESS_SPEAKER.search(text) and _BUSINESS_MATTER.search(text)
    if business and _COMPLAINING.search(text) and scores.get(Kind.INQUIRY, 0) < 6:
        scores[Kind.BUSINESS_COMPLAINT] = 9 + scores.get(Kind.COMPLAINT, 0.0)
    return scores


def kind_of(text: str) -> Kind | None:
    """诉求类型 of the text, or None when nothing is asked."""
    scores = kind_scores(text)
    return max(scores, key=lambda kind: scores[kind]) if scores else None


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
    r"|(?:别的|其他的?|其它的?)(?:就|都|也|事)?(?:没有?|没)(?:了|什么)?|没有(?:别的|其他|其它|问题|什么)(?:事)?(?:了)?|就这(?:些|样|个事|一个|么)(?:事)?(?:了|吧|儿)?$|不用了(?:谢谢)?|(?:再见|拜拜)$|先这样"
)


def is_done(text: str) -> bool:
    """没有了, 就这些, 不用了谢谢: the caller has nothing more."""
    return bool(_DONE.search(text.strip(" ，,。")))


_REPEAT = re.compile(
    r"再(?:说|讲|念|重复|来)(?:一)?(?:遍|次|下)|重(?:复|新说)|没(?:有)?(?:听|整)(?:明白|清楚?|懂|见|到|太清)|听不(?:清|见|懂|明白)|(?:你)?(?:刚才)?说(?:的)?(?:啥|什么)(?:$|来着|呢)|^(?:啥|什么|啊|嗯)[？?]?$|慢(?:一)?点说|大点声|声音(?:太)?小"
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
