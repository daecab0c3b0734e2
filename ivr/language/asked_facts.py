"""所问之点: the one fact that a short question asks, and the sentence that tells it. Pure.

在哪办 asks for a place, 要钱不 for money; who has heard an answer as a whole is told the part.
"""

import re

_NUMBER = r"[一二三四五六七八九十百两半]"
_HOURS = r"几点|上班|下班|开门|关门|周[六日末]|礼拜[六日天]|星期[六日天]|午休|休息|双休|节假日"
_NOT_OWN = r"不是(?:我|俺|本人)(?:们)?(?:自己|本人)?的(?!意思|错|问题|事)"
_PAIRS = tuple(
    (re.compile(asked), re.compile(tells))
    for asked, tells in (
        (_HOURS, r"办公时间|工作时间|[点时]到|工作日|周末|延时"),
        (
            r"网上|线上|手机上|小程序|[Aa][Pp][Pp]",
            r"网上|线上|网办|小程序|平台|应用|掌上|一二一二三|网站",
        ),
        (r"电话|号码是|打多少|打几|打哪", r"电话|拨打|热线|可?打[一二三四五六七八九零]{4}"),
        (
            r"多少钱|要钱|收钱|花钱|交钱|收费|费用|免费|几块|多钱",
            rf"{_NUMBER}元|免费$|免费(?=[（(])|不收费|不收取|工本费|收费|{_NUMBER}块|金额",
        ),
        (
            r"出(?:来)?(?:结果|结论)|(?:结果|结论)(?:啥|什么|多)",
            r"(?:结论|结果|决定)[^，。]{0,12}[日天月]|[日天月][^，。]{0,8}(?:结论|结果|决定)",
        ),
        (r"照相|拍照|照片|相片|相(?=不$)", r"拍照|照片|相片|照相|影像|合影"),
        (
            r"多大(?:岁数|年纪|年龄)?(?!的?(?:房|面积))|岁数|多少岁|年龄",
            rf"(?<!儿童|孩子)(?:周岁|{_NUMBER}+岁|年满)",
        ),
        (
            r"(?:我|俺|家里?|名下|们)(?:还|就|也|现在|名下)*有(?:一|两)?[台辆套个]?(?:小|面包|旧|破)?(?:车|房|楼|存款|商铺|门市)",
            r"车辆|房产|存款|有车|有房",
        ),
        (
            r"多久|多长时间|几天|多少天|[啥什么]+时候能|几个月|几个工作日|当天",
            rf"(?<![满第近一二三四五六七八九十百两半]){_NUMBER}+个?(?:工作)?(?:日|天|个月|小时)|当场|当天|立等",
        ),
        (
            r"代办|替|帮[我他她]|别人|家里人|本人[去到]|必须本人|委托",
            r"代办|委托|代为|代领|近亲属|家属|家人|须本人|应当本人|监护人",
        ),
        (
            r"外地|异地|老家|户口不在|不是本地|外省",
            r"异地|外地|居住地|跨省|任[意一]|全国|外来|户籍地或",
        ),
        (
            r"谁(?:出|掏|付|交|拿|承担)",
            r"费用.{0,12}(?:分摊|承担|出|付)|由.{1,8}(?:承担|负担|缴纳)",
        ),
        (r"不同意", r"协商|同意|调解"),
        (r"丢|没了|找不着|补办", r"丢|遗失|补办|补发|补领|挂失"),
        (r"审批|要批|批准", r"审批|批准|审核|报.{0,6}批"),
        (
            r"[带拿要准备]+(?:啥|什么|哪些)|材料|手续",
            r"带.{2,}|凭.{2,}|材料|证件",
        ),
        (r"没电", r"电池|没电"),
        (
            rf"(?:超过?|过)了?{_NUMBER}+(?:年|个月|天|日)",
            rf"{_NUMBER}+(?:年|个?月|日|天)(?:之)?内|逾期|超过",
        ),
        (
            _NOT_OWN,
            r"配偶|父母|子女|家人|近亲属|代办|家庭成员",
        ),
        (
            r"在哪|上哪|去哪|到哪|哪[办交领开补]|哪个(?:窗口|部门|单位)|什么地方|找谁",
            r"(?:到|向|在).{0,14}(?:窗口|派出所|中心|社区|街道|营业厅|医院|登记[处所]|车管所|机构|部门|网点|受理点|登记点|法院|大厅|村委会|村居|政府|学校|单位|机关|网站|局|站)",
        ),
        (
            r"(?:啥|什么|何)时候?|几月|几号|哪天",
            rf"{_NUMBER}月|[年月]底|季度|期间|每年|起止|截止|{_NUMBER}[日号](?!内)",
        ),
        (r"孩子|小孩|儿子|闺女|宝宝|娃|几?岁", r"周岁|未成年|监护人|儿童|婴幼儿|孩子"),
    )
)
_WITHIN = r"[^，。；]{0,10}"
_OWN = re.compile(r"(?:我|俺|咱)(?:们)?(?:能|可以|能不能)?(?:自己|自个儿?)")
_OWN_TOLD = re.compile(r"(?<![非和])(?<!非因)本人(?!身份证|意愿)|自行|直接申请")
_SHORT = 12  # characters of a question for one fact
_MOST = 2  # sentences
_BRIEF = 30  # characters of a sentence that is said whole
_GOES_ON = ("是", "可打", "可以打")  # 每月金额按当地标准，是以公告为准
_GOES_BEFORE = re.compile(r"^(?:并(?!不)|再|也|同时)")
_SENTENCE = re.compile(r"[^。；]+")
_QUESTION = re.compile(
    r"怎么|如何|咋|什么|啥|多少|哪里?|能不能|可以|需要|能|要|的|吗|呢|啊|不$|我|那"
)


# What is done where, as an answer names it, and how its hours are asked.
_OFFICES = tuple(
    (re.compile(named), asked)
    for named, asked in (
        (r"婚姻登记", "婚姻登记处几点上班"),
        (r"出入境", "出入境大厅几点上班"),
        (r"车管所|交管一二一二三", "车管所几点上班"),
        (r"不动产", "不动产登记中心几点上班"),
        (r"公积金", "公积金中心几点上班"),
        (r"派出所|户籍窗口", "派出所户籍窗口几点上班"),
        (r"(?:社保|医保|人社)[^，。；]{0,6}(?:窗口|经办|机构|局|中心|大厅)", "社保局几点上班"),
        (r"办税|税务", "办税服务厅几点上班"),
        (r"政务(?:服务)?(?:大厅|中心)|市场监管|一网通办|登记窗口", "政务大厅几点上班"),
    )
)
_ASKS_HOURS = re.compile(
    r"(?:[嗯呃啊哦，]|那|他们?|它|这|那儿|那边|窗口|人家|请问|今天|明天|是|都|一般|现在|早上|上午|下午|晚上|中午)*+"
    rf"(?:{_HOURS})[^，。去做工查违]{{0,8}}"
)


def hours_of(answer: str, asked: str) -> str:
    """The question for the hours of the office that an answer names; empty: not asked, or none.

    >>> hours_of("请您本人带身份证到派出所户籍窗口申请", "那周六上班吗")
    '派出所户籍窗口几点上班'
    >>> hours_of("到派出所户籍窗口申请", "多少钱"), hours_of("辞职提前三十天", "几点上班")
    ('', '')
    """
    if not _ASKS_HOURS.fullmatch(asked.strip(" ，,。？?")):
        return ""
    found = ((named.search(answer), question) for named, question in _OFFICES)
    first = min(((at.start(), question) for at, question in found if at), default=(0, ""))
    return first[1]


def asks_a_fact(asked: str) -> bool:
    """Whether words ask for one fact only: 要钱吗, 几点上班; 那怎么办 asks for all.

    >>> asks_a_fact("得几天"), asks_a_fact("周六上班吗"), asks_a_fact("那怎么办呢")
    (True, True, False)
    """
    return len(asked) <= _SHORT and any(asks.search(asked) for asks, _ in _PAIRS)


def asks_the_same(asked: str, other: str) -> bool:
    """Whether two questions ask for the same fact.

    >>> asks_the_same("要钱吗", "护照多少钱"), asks_the_same("要钱吗", "居住证丢了怎么补")
    (True, False)
    """
    kind = next((asks for asks, _ in _PAIRS if asks.search(asked)), None)
    return kind is not None and kind.search(other) is not None


# 不认证会咋样, 不学行不行: what follows where it is left undone.
_LEFT_UNDONE = re.compile(
    r"(?:[嗯啊哦，]|那|要是|如果|我们?|就|一直)*+不(?P<act>[^，。不会行]{1,4})(?:的话)?(?:会|能)?"
    r"(?:咋样|咋地|怎么样|怎样|有(?:什么|啥)(?:后果|影响|事)|行不行|行[吗不]|可以吗|中不中?)[啊呀呢？?。]*"
)


def left_undone(text: str) -> str:
    """What need perhaps not be done, where that is asked.

    >>> left_undone("那不认证会咋样"), left_undone("不学行不行"), left_undone("他们不管咋办")
    ('认证', '学', '')
    """
    found = _LEFT_UNDONE.fullmatch(text.strip(" ，,。"))
    return found["act"] if found else ""


def not_ones_own(text: str) -> bool:
    """不是我自己的公积金: it is somebody else's that is asked of.

    >>> not_ones_own("不是我自己的公积金"), not_ones_own("那不是我的意思")
    (True, False)
    """
    return (
        re.fullmatch(
            rf"(?:[嗯啊哦，]|那|可|但|这)*+{_NOT_OWN}[^，。]{{0,6}}(?:，[^，。]{{1,6}}的)?", text
        )
        is not None
    )


def telling(answer: str, asked: str) -> str:
    """What of an answer tells what is asked; empty where it is told nowhere.

    >>> full = "带身份证到登记机构申请。一般七个工作日发证。每本一百二十元；网上也可预约。"
    >>> telling(full, "多少钱"), telling(full, "得几天"), telling(full, "能退吗")
    ('每本一百二十元', '一般七个工作日发证', '')
    >>> telling(full, "上哪办啊"), telling(full, "能预约吗")
    ('带身份证到登记机构申请', '网上也可预约')
    """
    kinds = [tells for asks, tells in _PAIRS if asks.search(asked)]
    act = re.escape(left_undone(asked))
    if act:
        undone = re.compile(f"[未没不]{act}")
        must = re.compile(rf"(?:要|须|应当?|得){_WITHIN}{act}")
        tells = undone if undone.search(answer) else must
    elif _OWN.search(asked) and _OWN_TOLD.search(answer):
        tells = _OWN_TOLD
    elif kinds:
        tells = kinds[0]
    else:
        words = _QUESTION.sub("，", asked)
        pairs = {words[n : n + 2] for n in range(len(words) - 1)}
        named = sorted(pair for pair in pairs if len(pair) == 2 and "，" not in pair)
        tells = re.compile("|".join(map(re.escape, named)) or "(?!)")
    told = [part for s in _SENTENCE.findall(answer) if (part := _part(s, tells))]
    return _GOES_BEFORE.sub("", "；".join(told[:_MOST]), count=1)


def _part(sentence: str, tells: re.Pattern[str]) -> str:
    """The clauses that tell it, with what they are said of: 不在户籍地的，可以在居住地办理."""
    clauses = sentence.split("，")
    hits = {n for n, clause in enumerate(clauses) if tells.search(clause)}
    if len(sentence) <= _BRIEF:
        return sentence if hits else ""
    hits |= {n - 1 for n in hits if n and clauses[n - 1].endswith("的")}
    hits |= {n + 1 for n in hits if n + 1 < len(clauses) and clauses[n + 1].startswith(_GOES_ON)}
    return "，".join(clauses[n] for n in sorted(hits))
