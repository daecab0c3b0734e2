# ruff: noqa: E501 - a pattern reads better whole
"""被反映单位或人: whom the caller complains of, reports or praises, in the caller's own words."""

import re

from ivr.tickets.model import Evidence, Kind

_NAME = r"[一-龥A-Za-z0-9]"
_HEAD = (
    r"(?:物业服务(?:公司|中心)|物业公司|物业经理|物业办?(?!费)|供热公司|热力公司|供暖公司|热力站|自来水公司|供水公司|水务公司|水务集团|供电公司|供电所|供电局|电业局|燃气公司|煤气公司|天然气公司|公交公司|公交集团|地铁公司|出租车公司|房地产公司|开发公司|建筑公司|装修公司|家政公司|搬家公司|保洁公司|旅行社|保险公司|通信公司|快递公司|劳务公司|"
    r"公司|集团|开发商|承包商|包工头|施工队|施工方|施工单位|工程队|中介|房东|业委会|居委会|村委会|社区(?:居委会|工作人员)?(?!服务中心|医院)|街道办(?:事处)?|管委会|政府|派出所|交警队?|民警|城管(?:局|执法)?|(?:人社|人力资源和社会保障|税务|教育|公安|城管|住建|房产|房管|市场监管|市场监督管理|行政审批|审批|民政|医保|卫健|交通|水务|环保|生态环境|自然资源|农业农村|农业|林业|应急|财政|司法|信访|邮政|烟草)局|(?:行政服务|政务服务|便民服务|服务|社保|医保|公积金|公积金管理|培训|洗浴|购物|月子|美容|健身|疾控|检测)中心|(?:政务|办事|服务)大厅|顺丰|滴滴|美团|饿了么|京东|淘宝|拼多多|抖音|中通|圆通|申通|韵达|铁通|保险(?!费|单)|"
    r"医院|卫生院|诊所|学校|小学|中学|高中|幼儿园|大学|驾校|培训(?:学校|机构|班)|补习班|辅导班|机构|银行|超市|商场|饭店|餐厅|饭馆|烧烤店|烤肉店|火锅店|面馆|快餐店|早餐店|小吃店|麻将馆|棋牌室|网吧|KTV|歌厅|酒吧|浴池|洗浴(?:中心)?|健身房|美容院|理发店|美发店|药店|药房|宾馆|酒店|旅店|养老院|敬老院|4S店|修理厂|加油站|菜市场|市场|停车场|政府单位|单位|国企|种子站|主播|网格员[一-龥]{0,2}|住户|店铺?|厂子?|工厂|化工厂|砖厂|养殖场|养猪场|养鸡场|搅拌站|工地|作坊|商家|商户|老板|"
    r"驿站|快递员|外卖员|司机|驾驶员|乘务员|售票员|医生|大夫|护士|老师|班主任|校长|教练|导游|村书记|村主任|村支书|村干部|书记|主任|网格员|工作人员|保安|业务员|客服|邻居|楼[上下](?:住户|邻居|那家|(?=(?:的|天天|半夜|晚上|老|总|一直|又)*(?:跺|装修|漏水|养|闹|吵|唱|扔|打|走路|孩子|放)))|隔壁(?!小区)(?:邻居|那家)?|对门|出租车|网约车|公交车|平台|移动|联通|电信)"
)
_NAMED = re.compile(
    rf"(?:{_NAME}{{0,12}}?)(?P<head>{_HEAD})(?P<more>(?:急诊科?|门诊|内科|外科|儿科|窗口|收费处|前台)?的?(?:司机|驾驶员|医生|大夫|护士|老师|工作人员|收银员|老板|经理|保安|客服|销售|教练|前台|师傅|窗口))?"
)
_ACCUSED = re.compile(r"(?:投诉|举报|表扬|感谢|点名|控告|状告)(?:一下|的是|的|下)?")
_PLATE = re.compile(
    r"(?:车牌号?(?:是)?)?辽[A-Za-z][A-Za-z0-9]{5,6}|(?:[0-9]{1,3}|[零一二三四五六七八九幺两百十]{1,5})路(?:公交车?|车)?(?:的)?(?:司机|驾驶员|公交)?|尾号(?:是)?[0-9一二三四五六七八九零幺]{3,4}"
)
_DOES = re.compile(
    r"^(?:的人|那边|那里|方面|他们|也|都|又|还|就|却|老|总|一直|天天|每天|根本|从来|现在|竟然|居然|擅自|私自|强制|故意|在|晚上|半夜|白天|昨天|今天|早上)*(?:不|没|乱|多收|收|拖欠|拖着|欠|态度|服务|骂|打(?!电话|车)|推|说|让|把|违|偷|占|污染|排|扰|吵|欺|骗|忽悠|虚假|关门|跑|拒|绕|甩|超|强|停|扣|卖|涨|违规|收了|给(?!我打)|漏|装修|养|放|堆|跺|闹|唱|体罚|打骂|有偿|补课|特别|非常|很|帮|热心|拾|作风|吃拿|卡|索要|频繁|承诺|半夜|施工|冒|排放|违法|无证|夜间|经营|噪音|油烟|存在|涉嫌)"
)
_STOP = re.compile(
    r"[，,。.；;！!？?、 的我你他她您了在找给跟被让去到是住说说这那把有和跟与]|因为|但是|可是|然后|投诉|举报|反映|表扬|感谢|一下|昨天|今天|前天|现在|晚上|希望|打电话|打过电话|打了电话|许可证|办理|办证|审批(?!局)|申请|许可证|然后|后来|打电话|那边|放|送到|吃饭|吃出|吃|买的|买了|停车|乘坐|报名|干活|上班|住院|看病|拿着|收了|一只|虫子|好多|几个|就是|由于|附近|旁边|对面|门口|楼下(?!住户|邻居|那家)|一个|一家|有个|有家|某|里面|里边"
)
_PLAIN = re.compile(
    r"物业|开发商|商家|商户|城管|老板|司机|客服|驿站|邻居|楼|工作人员|派出所|承包商|包工头|房东|中介|保安|老师|大夫|医生"
)
_NO_NAME = re.compile(r"[不没了过着被打找让说得]|一直|拖|手续|漏|坏|停|搭建|暖气")
_NO_NAME_ALONE = re.compile(r"[不没了过着被打找让说得费款钱水电暖气热货子房]|.{4}")
_GENERIC = frozenset(
    {"机构", "店", "厂", "市场", "主任", "书记", "中心", "大厅", "平台", "工地", "政府", "社区"}
)
_BUSINESS = re.compile(
    r"(?:店|馆|超市|商场|饭店|餐厅|公司|医院|银行|浴池|健身房|驾校|学校|机构|KTV|酒吧|市场)$"
)
_NEEDS = (Kind.COMPLAINT, Kind.REPORT, Kind.PRAISE, Kind.BUSINESS_COMPLAINT)


def find_respondent(text: str, kind: Kind | None, blanked: str) -> Evidence | None:
    """Who is meant; None when nobody is named or nobody is complained of.

    `blanked` is the text with the names of places blanked, same length.
    """
    if kind in (Kind.INQUIRY, Kind.SERVICE, Kind.SUGGESTION, None):
        return None
    best: tuple[float, Evidence] | None = None
    for match in _NAMED.finditer(blanked):
        span = _tighten(blanked, match)
        score = _score(blanked, span, kind)
        if score > 0 and (best is None or score > best[0]):
            best = (score, span)
    plate = _PLATE.search(text)
    if plate and "辽" in plate.group() and kind in _NEEDS:
        return plate.span()
    if plate and kind in _NEEDS and (best is None or best[1][0] >= plate.start()):
        end = best[1][1] if best and best[1][0] - plate.end() <= 4 else plate.end()
        return (plate.start(), max(end, plate.end()))
    return best[1] if best else None


def _tighten(blanked: str, match: re.Match[str]) -> Evidence:
    """The name without the words before it that cannot belong to it."""
    start, head = match.start(), match.start("head")
    for stop in _STOP.finditer(blanked, start, head):
        start = stop.end()
    start = max(start, blanked.rfind("□", match.start(), head) + 1)
    start = min(start, head)
    bad = _NO_NAME_ALONE if _PLAIN.match(match.group("head")) else _NO_NAME
    if head - start < 2 or bad.search(blanked[start:head]):
        start = head
    return (start, match.end())


def _score(blanked: str, span: Evidence, kind: Kind | None) -> float:
    words, after, before = blanked[slice(*span)], blanked[span[1] :], blanked[: span[0]]
    score = 0.0
    accused = list(_ACCUSED.finditer(before[-24:]))
    if accused:
        gap = before[-24:][accused[-1].end() :]
        score += 4 if len(gap.replace("□", "")) <= 4 else 1
    if _DOES.match(after):
        score += 2.5
    if re.search(r"(?:给|找|跟|向|联系|问)$", before):
        score -= 1.5 if kind is not Kind.HELP else 2.5
        if re.search(
            r"^(?:打|说|反映|报修|联系)?.{0,10}(?:不管|没人管|不给|不来|推|不修|不处理|没人接|不接|说)",
            after,
        ):
            score += 2.2
    if re.search(r"(?:在|到|去)$", before) and _BUSINESS.search(words):
        score += 2.5  # 我在老四季面馆吃出虫子
    if words in _GENERIC:
        score -= 1.2
    if kind is Kind.HELP and not re.match(r"^(?:.{0,4})(?:不|没|推|拖|说|让|欠|扣)", after):
        score -= 3
    if re.search(r"(?:门口|附近|对面|旁边|楼下|路口|后面|前面)$", after[:3]) or re.match(
        r"(?:门口|附近|对面|旁边|路口|后面|前面|里的路灯)", after
    ):
        score -= 3
    if re.search(r"(?:我们?|我家|作为)(?:是|的|开|是开)?(?:一?家|个)?$", before[-5:]) and re.search(
        r"公司|企业|店|厂", words
    ):
        score -= 6 if kind is Kind.BUSINESS_COMPLAINT else 0  # 我们公司: the caller's own
    return score + min(len(words), 8) * 0.05
