# ruff: noqa: E501 - a pattern reads better whole
"""被反映单位或人: whom the caller complains of, reports or praises, in the caller's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.tickets.model import Evidence, Kind

_NAME = r"[一-龥A-Za-z0-9]"
_PREFIX = r"(?:[一二三四五六七八九十两0-9]{1,3}楼|楼上|对门|隔壁)"
_HEAD = (
    r"(?:(?:交警|消防|巡警|治安|稽查)(?:大|支|中)队|接警员|棋牌社|化工[厂场]|(?:售后)?维修[点部站]|维保(?:单位|公司)|洗车行|(?:会计|律师)事务所|老年人?大学|卫生(?:站|所|室)|(?:长途)?大巴|私家车|(?:快递|外卖|送餐|物业|保洁)(?:小哥|大姐|大哥|阿姨|大叔)|小哥|(?:卫生|环保|消防|市监|市场监管|城建|交通|税务|安监|教育|民政|公安|人社|应急|综合执法|执法|主管)部门|(?:镇|乡|县|区|市)政府|洗煤厂|洗涤厂|烧烤摊|(?:水果|早餐|小吃|修车|菜)摊|(?:一|几|好几|两|有)?(?:辆|台)(?:[一-龥]{0,3})车|大货车|货车|渣土车|三轮车|拖拉机|面包车|半挂车|洒水车|铲车"
    r"|(?:流动)?(?:摊贩|商贩|小贩)|业主(?!委员会|大会|群|们)|商户|卖家|厂家|环卫(?:工人?|公司|处)|(?:图书|档案|仓库|宿舍)?管理员|门卫|收费员|抄表员|安检员|辅警|协警|执法人员|维修工|施工人员"
    r"|(?:征收|拆迁|动迁|供热|城管|信访|清欠|扶贫|人防)办(?:公室)?(?!理|事|法|公|证|手)|(?:综合)?执法(?:大|中|支)?队|(?:综合)?执法局|环卫(?:所|处|队)|换热站|接待大厅|营业厅|办证大厅|综合窗口|热力(?:有限)?(?:公司|集团)|有限(?:责任)?公司|分公司"
    r"|便利店|大药房|家电城|家具城|建材城|商城|影城|电影院|影院|俱乐部|酒楼|会所|豆腐房|地产(?!证)|置业|钢构|火锅(?!店)|烤肉(?!店)|游泳馆|体育馆|图书馆|博物馆|台球厅|舞厅|影楼|婚庆|托管班|早教|瑜伽馆|宠物店|汽修厂|修车行|修车厂|二手车行|车行|回收站|废品站|屠宰场|搅拌厂|石材厂|喷漆厂|印刷厂|沙场|煤场|垃圾站|信用社|基金会|协会|合作社|急救中心|救助站|客运站|车管所|房管所|福利院|血站|动物园|景区|度假村|滑雪场|浴场|电视台|林场|农场|煤矿|变电站|污水处理厂|水泥厂|热源厂|殡仪馆|陵园|旅馆|民宿|客栈"
    r"|物业服务(?:公司|中心)|物业公司|物业经理|物业办?(?!费)|供热公司|热力公司|供暖公司|热力站|自来水公司|供水公司|水务公司|水务集团|供电公司|供电所|供电局|电业局|天?燃气公司|煤气公司|天然气公司|公交公司|公交集团|地铁公司|出租车公司|房地产公司|开发公司|建筑公司|装修公司|家政公司|搬家公司|保洁公司|旅行社|保险公司|通信公司|快递公司|劳务公司|"
    r"公司|集团|开发商|承包商|包工头|施工队|施工方|施工单位|工程队|中介|房东|业委会|居委会|村委会|社区(?:居委会|工作人员)?(?!服务中心|医院)|街道办(?:事处)?|管委会|政府|派出所|交警队?|民警|城管(?:局|执法)?|(?:人社|人力资源和社会保障|税务|教育|公安|城管|住建|房产|房管|市场监管|市场监督管理|行政审批|审批|民政|医保|卫健|交通|水务|环保|生态环境|自然资源|农业农村|农业|林业|应急|财政|司法|信访|邮政|烟草)局|(?:行政服务|政务服务|便民服务|服务|社保|医保|公积金|公积金管理|培训|洗浴|购物|月子|美容|健身|疾控|检测)中心|(?:政务|办事|服务)大厅|顺丰|滴滴|美团|饿了么|京东|淘宝|拼多多|抖音|中通|圆通|申通|韵达|铁通|保险(?!费|单)|"
    r"医院|卫生院|诊所|学校|小学|中学|高中|幼儿园|大学|驾校|培训(?:学校|机构|班)|补习班|辅导班|机构|银行|超市|商场|饭店|餐厅|饭馆|烧烤店|烤肉店|火锅店|面馆|快餐店|早餐店|小吃店|麻将馆|棋牌室|网吧|KTV|歌厅|酒吧|浴池|洗浴(?:中心)?|健身房|美容院|理发店|美发店|药店|药房|宾馆|酒店|旅店|养老院|敬老院|4S店|修理厂|加油站|菜市场|市场|停车场|政府单位|单位|国企|种子站|主播|网格员[一-龥]{0,2}|住户|店铺?|厂子?|工厂|化工厂|砖厂|养殖场|养猪场|养鸡场|搅拌站|工地|作坊|商家|商户|老板|"
    r"驿站|快递员|外卖员|司机|驾驶员|乘务员|售票员|医生|大夫|护士|老师|班主任|校长|教练|导游|村书记|村主任|村支书|村干部|书记|主任|网格员|工作人员|保安|业务员|客服|邻居|楼[上下](?:住户|邻居|那家|那户|那个老头|那个老太太|(?=(?:□|那个|那家|的|天天|老|总|半夜|晚上|老|总|一直|又)*(?:往下|往楼下|往外|往我|蹦|跳|砸|走路|拖|搬|跺|装修|漏水|养|闹|吵|唱|扔|打|走路|孩子|放)))|隔壁(?![一-龥]{0,3}(?:施工|小区|养|卖|开|店|馆|市|地|歌厅|幼儿园|校|厂|公司|邻居|房))(?:邻居|那家|那户)?|对门|出租车|网约车|公交车|平台|(?:移动|联通|电信)(?:公司)?)"
)
_NEXT_DOOR = re.compile(rf"{_PREFIX}$")
_NAMED = re.compile(
    rf"(?:{_NAME}{{0,12}}?)(?P<head>{_HEAD})(?!(?P=head))(?P<more>(?:急诊科?|门诊|内科|外科|儿科|窗口|收费处|前台)?(?:的|那个|那位|里的)?(?:管理员|民警|司机|驾驶员|医生|大夫|护士|老师|工作人员|收银员|老板|经理|保安|客服|销售|教练|前台|师傅|窗口|管理员|那个业务员|业务员)(?:工作人员)?)?(?P<name>(?:(?:姓|老|小)[一-龥](?![一-龥]?(?:区|楼|院|学|型|店|时|吃|孩|客))|[一-龥](?:某某?|师傅|队长|主任|经理|书记)(?!们)))?"
)
# 卖猪肉的那家, 收废品的: somebody known by what they do.
_DOER = re.compile(
    r"(?:卖|收|养|开|修|搞|送|倒腾)(?!到|了|过|始|着|学|工|车去)[一-龥]{1,4}?的(?:那家|那个人|人|师傅|老板)?"
)
# 叫鑫宇钢构, 名字叫碧波游泳馆: what the one complained of is called.
_CALLED = re.compile(
    r"(?<![要快别派])(?:名字?叫|叫做|名称(?:是|为)|(?<=[，, 。啊厂店馆子司])叫)(?:啥|什么)?(?P<name>[一-龥A-Za-z]{3,12}?)(?=[，,。；\s]|$|的?(?:在|我要|你们))"
    r"|是(?:那个|一个|个)?(?P<maker>[一-龥]{2,10}?)(?:盖|开|建|承建|开发|施工|办|经营)的"
)
_ASKED_TO_ACT = re.compile(
    r"(?:请(?!了|客|假|来的)|望|恳请|要求|希望|盼|建议|烦请|求)(?:求|贵|市|区|县|相关|有关|上级|你们|让|由|政府|[一-龥]{2,3}级)*$"
)
_ACCUSED = re.compile(r"(?:投诉|举报|表扬|感谢|点名|控告|状告)(?:一下|的是|的|下)?")
_PLATE = re.compile(
    r"(?:车牌号?(?:是)?)?辽[A-Za-z][A-Za-z0-9]{5,6}|(?:[0-9]{1,3}|[零一二三四五六七八九幺两百十]{1,5})路(?:公交车?|车)?(?:的)?(?:司机|驾驶员|公交)?|尾号(?:是)?[0-9一二三四五六七八九零幺]{3,4}"
)
_DOES = re.compile(
    r"^(?:将|以|均|其|称|的人|那边|那里|方面|他们|也|都|又|还|就|却|老|总|一直|天天|每天|根本|从来|现在|竟然|居然|擅自|私自|强制|故意|在|晚上|半夜|白天|昨天|今天|早上)*(?:不|没|乱|多收|收|拖欠|拖着|欠|态度|服务|骂|打(?!电话|车)|推|说|让|把|违|偷|占|污染|排|扰|吵|欺|骗|忽悠|虚假|关门|跑|拒|绕|甩|超|强|停|扣|卖|涨|违规|收了|给(?!我打)|漏|装修|养|放|堆|跺|闹|唱|体罚|打骂|有偿|补课|特别|非常|很|帮|热心|拾|作风|吃拿|卡|索要|频繁|承诺|半夜|施工|冒|排放|违法|无证|夜间|经营|噪音|油烟|存在|涉嫌)"
)
_STOP = re.compile(
    r"响|往|就|施工单位(?=.{3})|块钱|元钱|复查时|术后|上次|上回|第[一二三四五六]个|路上|街上|查处|要求|恳请|请|吃完|全家|闹|头发|联系|[，,。.；;！!？?、 的我你他她您了在找给跟被让去到是住说说这那把有和跟与]|因为|但是|可是|然后|投诉|举报|反映|表扬|感谢|一下|昨天|今天|前天|现在|晚上|希望|打电话|打过电话|打了电话|许可证|办理|办证|审批(?!局)|申请|许可证|然后|后来|打电话|那边|放|送到|吃饭|吃出|吃|买的|买了|停车|乘坐|报名|干活|上班|住院|看病|拿着|收了|一只|虫子|好多|几个|就是|由于|附近|旁边|对面|门口|楼下(?!住户|邻居|那家)|一个|一家|有个|有家|某|里面|里边"
)
_PLAIN = re.compile(
    r"物业|开发商|商家|商户|城管(?!局)|老板|司机|客服|驿站|邻居|楼|工作人员|派出所|承包商|包工头|房东|中介|保安|老师|大夫|医生|护士|民警|交警|警察|辅警|安检员|网格员|快递员|外卖员|业主|卖家|厂家|大?货车|拖拉机|三轮车|出租车|网约车|执法|管理员|教练|校长|班主任|摊贩|小贩|商贩|环保局|村委会|居委会|综合窗口"
)
# 物业至今未派人, 供热公司来人测过温却迟迟不解决: they left undone what they should do.
_FAILS = re.compile(
    r"^[^。；]{0,18}?(?:不管|不给|不来|不修|不理|不解决|不处理|不承认|不认|不让|没人|没给|没来|没修|没管|没法|没(?:有)?(?:说|通知)|也没|没有?(?:进展|下文|结果|回复|答复)|一点[^，。]{1,3}没有|未(?:派|予|给|能|解决|处理|答复|修|支付|发)|推脱|推诿|推给|推来|拖着|一直说|均以|就走了|拒绝|拒不|等(?:待)?配件|打不通|无人接听|失联)"
)
_DONE_TO = re.compile(r"(?:被|让|由|遭)(?:某|一家|一个|个|那个)?$")
_NO_NAME = re.compile(r"[用拿都肚口喝不没了过着被打找让说得]|一直|拖|手续|漏|坏|停|搭建|暖气")
_NO_NAME_ALONE = re.compile(r"[不没了过着被打找让说得费款钱水电暖气热货子房]|.{4}")
_GENERIC = frozenset(
    {"机构", "店", "厂", "市场", "主任", "书记", "中心", "大厅", "平台", "工地", "政府", "社区"}
)
# The whole of it: 燃气公司抄表的那个人, 楼上顶楼邻居, 三台子派出所的李警官, 楼下那个小饭店.
_PERSON = r"(?:(?<=[个位的])人|大夫|医生|护士|师傅|老师|司机|警官|民警|辅警|经理|客服|保安|店员|教练|业务员|工作人员|柜员|大姐|大哥|小伙子?|姑娘|主任|科长|所长|站长|书记)"
_FIRM = r"(?:公司|集团|医院|卫生[站所院]|派出所|大队|银行|大厅|学校|小学|中学|幼儿园|社区|物业|公交车?|车队|窗口|中心|街道|驿站|超市|药店|饭店|营业厅|维修点|支行)"
_WHOLE = re.compile(
    rf"(?P<stem>[一-龥0-9]{{0,8}}?)(?P<firm>{_FIRM})(?:的那个|里的|里那个|的|那个|那位|(?=[一-龥]{1, 4}的(?:那个)?人))(?:[一-龥]{{0,4}}?的?(?:那个)?){_PERSON}(?:(?:[老小姓][一-龥])(?![一-龥]?(?:区|楼|院|学|型|店|时|吃|孩|客)))?"
    r"|(?P<home>(?<!往)(?<!往我家)(?:楼上|楼下|对门|隔壁|顶楼|[一二三四五六七八九十0-9]{1,2}楼|[东西]屋)(?:顶楼)?(?:的|那个|那家|这家)?(?:(?:小|大|老)?(?:饭店|烧烤店?|饭馆|超市|[一-龥]{2}[行馆店厅社吧])|邻居|住户|那[家户]|老太太|老头|老爷子|小伙子?|[男女]的|小年轻|老两口))"
    r"|(?<=那个|托给|家叫)(?P<named>[一-龥]{2,6}(?<![们家区院])(?:物业|中介|健身房|健身会所|幼儿园|驾校|装修))"
    r"|(?:投诉|举报|表扬)(?:一下)?(?:那个|这个|个)?(?P<bare>快递|外卖|移动|联通|电信|中国石油|客运|环卫|物流)(?=啊|呢|[，,我]|$)"
    r"|(?:有个|那个|这个)(?P<folk>老太太|老头|大姐|大哥|男的|女的|小伙子)(?=(?:在|天天|老|总|每天|一直))"
    r"|(?P<both>[一-龥]{2,4}[和与跟][一-龥]{2,4})(?=(?:之间)?(?:互相|相互|来回)(?:推|踢))"
)
_FIRM_ALONE = re.compile(r"[局我你他她们的在了到给跟找那]")
_WHOLE_ADDS = 1.2
_COUNTED = re.compile(r"(?:十?几|[一两])?(?:个|辆|台|家|位|些|名|帮|伙)(?!人|体)(?=.{2})")
_A_DOER = 0.3
_CALLED_SO = 4.5  # being named beats most of what else is said of somebody
_NOT_CALLED = re.compile(r"小区|花园|街道|路$|村$|镇$|□|^什么|救护车|警察|我|他|她")
_DOERS = "卖收养开修搞送倒"
_NEEDS = (Kind.COMPLAINT, Kind.REPORT, Kind.PRAISE, Kind.BUSINESS_COMPLAINT)


@dataclass(frozen=True, slots=True)
class _Sign:
    """What speaks for somebody or against: all that is given must be so."""

    worth: float
    before: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    only: tuple[Kind, ...] | None = None
    blames: bool = False  # says that they did it, even where only help is asked


def _sign(
    worth: float,
    before: str | None = None,
    words: str | None = None,
    after: str | None = None,
    *,
    only: tuple[Kind, ...] | None = None,
    blames: bool = False,
) -> _Sign:
    compiled = [None if p is None else re.compile(p) for p in (before, words, after)]
    return _Sign(worth, compiled[0], compiled[1], compiled[2], only, blames)


_AT = r"(?:在|到|去|于|跟)(?:某|一家|那个|一个|个|那家)?$"
_DONE_NOTHING = r"^(?:[^。；]{0,14})(?:没下文|没信|没影|没动静)"
_THEM = r"(?:给|找|跟|向|联系|问)$"
_SIGNS = (
    _sign(-3.0, words=r"(?:市场|商场|大集|超市|客运站|车站|广场|小区)$", after=r"^(?:里|上|门口)?(?:的|那个)(?:那个|那家)?[一-龥]{0,4}(?:店|摊|馆|车|大巴|商户|商贩|公司)"),
    # 我公司系…有限公司, 本人系…公司员工: who calls
    _sign(-6.0, r"(?:我(?:公司|司|们|单位|厂)|本(?:公司|人|单位))?[系是](?:□|[一-龥]{0,3})*$", r"公司|厂|企业|合作社|集团", r"^(?:$|[，,。]|的?(?:法人|负责人|老板|经理))", only=(Kind.BUSINESS_COMPLAINT,)),
    _sign(-2.5, r"(?:都是|全是|周围是|周边是)$", r"^(?:住户|居民|邻居|业主)"),
    _sign(-3.5, r"(?:你|你们)?(?:让|叫|喊|派|求|找)$", r"^城管", r"^(?:来|去|给|过来|管|看)"),
    _sign(1.8, after=r"^(?:将|误将|误把|错把|把(?!.{0,6}(?:修好|送)))", blames=True),
    _Sign(2.5, after=_DOES),
    _sign(0.0, after=r"^(?:.{0,4})(?:不|没|推|拖|说|让|欠|扣)", blames=True),
    _Sign(1.8, after=_FAILS, blames=True),
    _Sign(2.5, before=_DONE_TO, blames=True),
    _sign(1.8, after=_DONE_NOTHING, blames=True),
    _sign(-1.5, words=r"^(?:老板|服务员)$", after=r"^(?:说|还|让)", only=(Kind.COMPLAINT,)),
    _sign(-1.5, _THEM),
    _sign(-1.0, _THEM, only=(Kind.HELP,)),
    _sign(2.2, _THEM, after=r"^(?:打|说|反映|报修|联系)?.{0,14}(?:不管|没人管|不给|不来|推|不修|不处理|没人接|不接|说|均以)"),
    # 我在老四季面馆吃出虫子: a name of its own; 在学校 alone is only where it was
    _sign(2.5, _AT, r"^.{2,}(?:店|馆|超市|商场|饭店|餐厅|公司|医院|银行|浴池|健身房|驾校|学校|机构|KTV|酒吧|市场|城|房|火锅|烤肉|中心|俱乐部|大厅|酒楼|培训班)$"),
    _sign(2.0, _AT, r"^.{4,}$", r"^(?:购买|买|办理|办(?!公)|做|报名|报了|给.{1,3}报|吃|住院|住|订|消费|充值|存|看病|就诊|打工|干活)", blames=True),
    _sign(-6.0, _ASKED_TO_ACT.pattern),
    _sign(-1.2, words=rf"^(?:{'|'.join(sorted(_GENERIC))})$"),
    _sign(-0.4, words=r"^(?:商家|店家|厂家|卖家|公司|医院|学校|工作人员|老板|单位)$"),
    _sign(-3.0, after=r"^(?:的)?(?:门口|门前|附近|对面|旁边|旁|路口|后面|前面|里的路灯|.{0,2}(?:门口|附近|对面|旁边|楼下|路口|后面|前面))"),
    _sign(-3.0, after=r"^(?:里|里头|门口)?(?:那个|的)?(?:卖|收)[一-龥]{1,4}的"),
    _sign(-4.0, r"(?:我们|咱们?|作为|本人(?:是|系)?)$", r"^(?:业主|住户|商户)"),
    _sign(-6.0, r"(?:我们?|我家|作为)(?:是|的|开|是开)?(?:一?家|个)?$", r"公司|企业|店|厂", only=(Kind.BUSINESS_COMPLAINT,)),
    _sign(3.0, r"(?:谢谢|感谢)(?:一下)?(?:那个|那位|咱们?|你们|人家)?$", r"[警夫生员傅哥姐师志机]$", only=(Kind.PRAISE,)),
    _sign(-2.5, r"(?:居民|群众|业主|百姓)(?:和|与|及|、)$"),
    _sign(-3.0, words=r"的$", after=r"^(?:快递|司机|工人|人员|员|师傅)"),
    _sign(-4.0, r"(?:用|拿|开|坐|乘|骑|打|买的?)$", r"车$"),
    _sign(1.5, after=r"^(?:[^，。]{0,10})(?:营业|油烟|往下|扔|倒水|漏水|跳|蹦|吵|闹|砸|打(?:到|牌|麻将)|施工|装修|排放|占|摆|经营|生产)"),
    _sign(-2.0, words=r"^(?:业主|邻居)$", only=(Kind.PRAISE,)),
)  # fmt: skip


def find_respondent(text: str, kind: Kind | None, blanked: str) -> Evidence | None:
    """Who is meant; None when nobody is named or nobody is complained of.

    `blanked` is the text with the names of places blanked, same length.
    """
    if kind in (Kind.INQUIRY, Kind.SERVICE, Kind.SUGGESTION, None):
        return None
    best: tuple[float, Evidence] | None = None
    for score, span in _candidates(blanked, kind):
        if score > 0 and (best is None or score > best[0]):
            best = (score, span)
    plate = _PLATE.search(text)
    if plate and "辽" in plate.group() and kind in _NEEDS:
        return plate.span()
    if plate and kind in _NEEDS and (best is None or best[1][0] >= plate.start()):
        end = best[1][1] if best and best[1][0] - plate.end() <= 4 else plate.end()
        return (plate.start(), max(end, plate.end()))
    return best[1] if best else None


def _candidates(blanked: str, kind: Kind) -> Iterator[tuple[float, Evidence]]:
    """Everybody who may be meant, with what speaks for them."""
    for match in _WHOLE.finditer(blanked):
        span = _whole_of(blanked, match)
        yield _score(blanked, span, kind) + _WHOLE_ADDS, span
    for match in _NAMED.finditer(blanked):
        span = _tighten(blanked, match)
        if counted := _COUNTED.match(blanked, *span):
            span = (counted.end(), span[1])
        yield _score(blanked, span, kind), span
    for match in _DOER.finditer(blanked):
        yield _score(blanked, match.span(), kind) + _A_DOER, match.span()
    for match in _CALLED.finditer(blanked):
        name = "name" if match["name"] else "maker"
        if kind in _NEEDS and not _NOT_CALLED.search(match[name]):
            yield _CALLED_SO, match.span(name)


def _whole_of(blanked: str, match: re.Match[str]) -> Evidence:
    """A person with their firm, without what stands before the firm's name."""
    if match["firm"] is None:
        return next(
            match.span(name) for name in ("home", "named", "bare", "folk", "both") if match[name]
        )
    start, firm = match.start(), match.start("firm")
    for stop in (
        *_STOP.finditer(blanked, start, firm),
        *_FIRM_ALONE.finditer(blanked, start, firm),
    ):
        start = max(start, stop.end())
    return (start, match.end())


def _tighten(blanked: str, match: re.Match[str]) -> Evidence:
    """The name without the words before it that cannot belong to it."""
    start, head = match.start(), match.start("head")
    for stop in _STOP.finditer(blanked, start, head):
        start = stop.end()
    start = max(start, blanked.rfind("□", match.start(), head) + 1)
    start = min(start, head)
    if neighbour := _NEXT_DOOR.search(blanked, match.start() - 4 if match.start() > 4 else 0, head):
        return (neighbour.start(), match.end())
    if _PLAIN.match(match.group("head")) and not match.group("head").startswith("楼"):
        return (head, match.end())
    if blanked[start:head].endswith(match.group("head")):
        return (head, match.end())  # 找老师老师说
    bad = _NO_NAME_ALONE if _PLAIN.match(match.group("head")) else _NO_NAME
    if head - start < 2 or bad.search(blanked[start:head]):
        start = head
    return (start, match.end())


def _score(blanked: str, span: Evidence, kind: Kind) -> float:
    """What the words before, inside and after say of somebody, added up (`_SIGNS`)."""
    words, after = blanked[slice(*span)], blanked[span[1] : span[1] + 60].replace("□", "")
    before = blanked[max(0, span[0] - 60) : span[0]].replace("□", "")
    score = _accused(before, doer=words.startswith(tuple(_DOERS)))
    needs_blame = kind is Kind.HELP
    for sign in _SIGNS:
        if sign.only is not None and kind not in sign.only:
            continue
        if (
            (sign.before is None or sign.before.search(before))
            and (sign.words is None or sign.words.search(words))
            and (sign.after is None or sign.after.match(after))
        ):
            score += sign.worth
            needs_blame = needs_blame and not sign.blames
    if needs_blame:
        score -= 3  # a trouble is told; they are only mentioned
    return score + min(len(words), 8) * 0.05


def _accused(before: str, *, doer: bool) -> float:
    accused = list(_ACCUSED.finditer(before[-24:]))
    if not accused:
        return 0.0
    gap = before[-24:][accused[-1].end() :]
    return 4.0 if len(gap) <= (8 if doer else 4) else 1.0
