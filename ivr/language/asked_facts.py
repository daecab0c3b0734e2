"""所问之点: the one fact that a short question asks, and the sentence that tells it. Pure.

在哪办 asks for a place, 要钱不 for money; who has heard an answer as a whole is told the part.
"""

import re

_NUMBER = r"[一二三四五六七八九十百两半]"
_PAIRS = tuple(
    (re.compile(asked), re.compile(tells))
    for asked, tells in (
        (
            r"网上|线上|手机上|小程序|[Aa][Pp][Pp]",
            r"网上|线上|网办|小程序|平台|应用|掌上|一二一二三|网站",
        ),
        (r"电话|号码是|打多少|打几|打哪", r"电话|拨打|热线|可?打[一二三四五六七八九零]{4}"),
        (
            r"多少钱|要钱|收钱|花钱|交钱|收费|费用|免费|几块|多钱",
            rf"{_NUMBER}元|免费$|免费(?=[（(])|不收费|不收取|工本费|收费|{_NUMBER}块",
        ),
        (
            r"多久|多长时间|几天|多少天|[啥什么]+时候能|几个月|几个工作日|当天",
            rf"{_NUMBER}+个?(?:工作)?(?:日|天|个月|小时)|当场|当天|立等",
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
        (
            r"在哪|上哪|去哪|到哪|哪[办交领开补]|哪个(?:窗口|部门|单位)|什么地方|找谁",
            r"(?:到|向|在).{0,14}(?:窗口|派出所|中心|社区|街道|营业厅|医院|登记[处所]|车管所|机构|部门|网点|受理点|登记点|法院|大厅|村委会|村居|政府|学校|单位|机关|网站|局|站)",
        ),
        (r"孩子|小孩|儿子|闺女|宝宝|娃|几?岁", r"周岁|未成年|监护人|儿童|婴幼儿|孩子"),
    )
)
_MOST = 2  # sentences
_BRIEF = 30  # characters of a sentence that is said whole
_SENTENCE = re.compile(r"[^。；]+")
_QUESTION = re.compile(
    r"怎么|如何|咋|什么|啥|多少|哪里?|能不能|可以|需要|能|要|的|吗|呢|啊|不$|我|那"
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
    if kinds:
        tells = kinds[0]
    else:
        words = _QUESTION.sub("，", asked)
        pairs = {words[n : n + 2] for n in range(len(words) - 1)}
        named = sorted(pair for pair in pairs if len(pair) == 2 and "，" not in pair)
        tells = re.compile("|".join(map(re.escape, named)) or "(?!)")
    told = [part for s in _SENTENCE.findall(answer) if (part := _part(s, tells))]
    return "；".join(told[:_MOST]).removeprefix("并")


def _part(sentence: str, tells: re.Pattern[str]) -> str:
    """The clauses that tell it, with what they are said of: 不在户籍地的，可以在居住地办理."""
    clauses = sentence.split("，")
    hits = {n for n, clause in enumerate(clauses) if tells.search(clause)}
    if len(sentence) <= _BRIEF:
        return sentence if hits else ""
    hits |= {n - 1 for n in hits if n and clauses[n - 1].endswith("的")}
    return "，".join(clauses[n] for n in sorted(hits))
