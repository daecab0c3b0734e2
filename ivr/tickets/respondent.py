# ruff: noqa: E501 - a table reads better whole
"""被反映单位或人: whom the caller complains of, reports or praises, in the caller's own words.

naming.py finds everybody who is named; `_SIGNS` says what the sentence tells of them. Somebody who
did harm (把…占了, 骂人) is meant before somebody who did not help (找物业物业不管), and both before
whom the caller only mentions, asks to act (请城管来管管) or is themselves (我公司). Nobody is better
than somebody who did nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ivr.tickets.model import Evidence, Kind
from ivr.tickets.naming import Named, find_named

_BLAMING = (Kind.COMPLAINT, Kind.REPORT, Kind.PRAISE, Kind.BUSINESS_COMPLAINT)
# A caller in need tells of a trouble, not of somebody; a question may still hold a complaint.
_LEAST = {Kind.HELP: 1.5, Kind.INQUIRY: 4.4}
_NOBODY = (Kind.SERVICE, Kind.SUGGESTION, None)

_PLATE = re.compile(
    r"(?:车牌号?(?:是)?)?辽[A-Za-z][ ]?[A-Za-z]?[ ]?[A-Za-z0-9零一二三四五六七八九幺]{4,6}|尾号(?:是)?[0-9一二三四五六七八九零幺]{3,4}"
)
_ROUTE = re.compile(
    r"(?:公交)?(?:[0-9]{1,3}|[零一二三四五六七八九幺两百十]{1,5})路(?:公交车|公交|车)?(?:的)?(?:司机|驾驶员)?"
)
# 叫鑫宇钢构, 开发商是蓝湾置业: what the one complained of is called.
_CALLED = re.compile(
    r"(?<![要快别派])(?<![区盘村])(?<![区盘村]的)(?:名字?叫|叫做|名称(?:是|为)|(?<=[，, 。啊厂店馆子司家商院班社楼房位方队业台])叫)(?:啥|什么|个)?(?P<name>[一-龥A-Za-z]{3,12}?)(?=的?[，,。；\s]|$|的?(?:在|我要|你们))"
    r"|(?:开发商|商家|公司|物业|单位|平台|中介|店)是(?:那个|一个|个)?(?P<named>[一-龥]{3,10}?)(?=[，,。；\s]|$)"
    r"|(?:甲方|公司|厂家|店名|厂名|机构|老板)(?:的?名字)?叫(?:做)?(?P<firm>[一-龥]{2,8}?)(?=[，。]|$)"
    r"|(?:总包|施工|建设|承建|开发)(?:单位|方|商)(?:是|为)?(?P<builder>(?!的)[一-龥]{2,4}(?:建设|建筑|置业|地产|工程|公司|集团))"
    r"|叫(?:做|什么)?(?P<place>[一-龥]{2,8}?)的(?:那?个|一家)?(?:地方|[一-龥]{0,3}中介|平台|[一-龥]{0,2}物业|家政)"
    r"|叫(?:做|什么)?(?P<house>[一-龥]{2,6}的[一-龥]{0,6}(?:店|馆|厅|厂|行|超市|公司|学校|机构|中心|医院))"
    r"|是(?:那个|一个|个)(?P<maker>[一-龥]{2,10}?)(?:盖|开|建|承建|开发|施工|办|经营)的"
)
_NOT_CALLED = re.compile(r"小区|花园|街道|路$|村$|镇$|□|^什么|救护车|警察|我|他|她|不|没")
# 在丝路美发办的卡, 在花样年华拍的: where something was bought, whatever it is called.
_BOUGHT_AT = re.compile(
    r"在(?P<name>(?![一二三四五六七八九十百]|这|那|哪|家|屋|车|里|我|你|他|网|外|本|同|小区|单位|学校|老家|市场|手机|路|楼)(?:(?!花[一二两三四五六七八九十百千万])[一-龥]){3,7})(?=(?:办|拍|订|买|存|做|报|充|租|提|修|装|洗|烫|配)(?:了|的|过|完))"
)
# ，青桔的，: whose it is, said behind the matter.
_WHOSE = re.compile(
    r"(?<=[，,。])(?:就是|是)?(?:那个)?(?P<name>(?!人家|收到|东西|真|好|是|有|我|他|她|你|行|对|说|怪|挺|全|都|没|不|大|老|新|别)[一-龥]{2,6})的(?=[，,。]|$)"
)
# Where nobody known is named: X把…, X不给…; never the caller, their family or a thing.
_DOES_IT = re.compile(
    r"(?:^|(?<=[，。；□]))(?P<name>(?:(?![我你他她它咱俺这那哪谁的了不没在是有就也都又还要去来被把让给跟从对上下问，。；□])[一-龥]){2,6})(?=(?:把|说(?!话|是不)|让我|不给|不让|要我|收我|骂|拒绝|推给|告诉我|拖着|欠我|扣我))"
)
_NO_DOER = re.compile(
    r"孩子|儿子|女儿|闺女|[父母]亲|老[人公婆]|媳妇|家里|人家|合同|网上|通知|医生|当时|后来|结果|然后|但是|如果|现在|一直|听|觉得|希望|据|费"
)
_THIS_LINE = re.compile(
    r"(?:投诉|举报)(?:一下)?(?:你们)?(?P<name>12345|幺二三四五|一二三四五)(?!(?:热线)?的?(?:接线|客服|工作|话务))"
)
# 本人系某铁矿职工: whom 单位 stands for later.
_EMPLOYER = re.compile(
    r"(?:系|是)(?:□|某|一家)*(?P<name>[一-龥]{0,8}?(?:公司|厂|矿|集团|店|医院|学校|幼儿园|银行|机械|酒店|工地))的?(?:一名)?(?:职工|员工|工人|职员|保安|教师|司机)"
)
_STRUCTURAL = (
    (_THIS_LINE, 4.0),
    (_EMPLOYER, 0.1),
    (_CALLED, 4.5),
    (_BOUGHT_AT, 3.2),
    (_WHOSE, 0.7),
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """What the sentence says of somebody: all that is given must be so."""

    worth: float
    before: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    only: frozenset[Kind] | None = None
    sorts: frozenset[str] | None = None

    def tells(self, sort: str, kind: Kind, before: str, words: str, after: str) -> bool:
        return (
            (self.only is None or kind in self.only)
            and (self.sorts is None or sort in self.sorts)
            and (self.words is None or self.words.search(words) is not None)
            and (self.after is None or self.after.match(after) is not None)
            and (self.before is None or self.before.search(before) is not None)
        )


def _sign(
    worth: float,
    *,
    before: str | None = None,
    words: str | None = None,
    after: str | None = None,
    only: tuple[Kind, ...] | None = None,
    sorts: str | None = None,
) -> _Sign:
    compiled = [None if p is None else re.compile(p) for p in (before, words, after)]
    return _Sign(
        worth,
        compiled[0],
        compiled[1],
        compiled[2],
        only=None if only is None else frozenset(only),
        sorts=None if sorts is None else frozenset(sorts.split()),
    )


# Small words between somebody and what they do: 却, 一直, 半夜, 那个人他.
_THEN = r"(?:啊|呢|呀|吧|将|以|均|其|的人|那边|那里|方面|他们?|她|它|那个人|也|都|又|还|就|却|老是|老|总是|总|一直|天天|每天|根本|从来|现在|竟然|居然|擅自|露天|私自|强制|故意|在|半夜|白天|经常|张口闭口|张口|张嘴|动不动|永远|整天|成天|总共|突然|忽然|昨天|今天|姓[一-龥]|长期|常年|多次|屡次|屡屡|反复|持续|无故|随意|任意|单方面|口头|私下|违规|违法|非法|公然|肆意|恶意|反而|迟迟|始终|仍|已经?|曾|竟|均|全|再次|老早|直接|硬|非|净|光|至今|到现在|到今天|未经[^，。]{1,8}?|以[^，。]{1,12}?为由，?|，)*(?:在[^，。]{1,9}?)?"
_HARM = r"(?:把|将|误|给我|给我们|给俺|给孩子|管我|乱|多收|少给|收(?:了|我|取|学生|家长)|扣|拖欠|拖着|欠|骂|打(?!电话|车|算|听|印)|推(?!荐)|违|偷|占|污染|排(?!队)|扰|吵|欺|骗|忽悠|虚假|跑了|跑路|拒|绕|甩|超(?!市)|强|停(?!车|电)|涨|卖|漏|养|放|堆|跺|闹|唱|扔|倒|泼|拆|挖|砸|晃|体罚|有偿|补课|辱|侮|恐吓|威胁|作弊|贪|侵|私|吃拿|卡|索要|频繁|施工|冒|喷|焚|烧|无证|没(?:有)?(?:手续|证|执照)|营业到|经营|夜间|噪|油烟|存在|涉嫌|偷|压(?:价|秤)|缺斤|掺|坑|宰|不给|不让|不退|不赔|不开(?:发票|门)|让我(?!找|等)|逼|要(?:我|收)|收费|关门|倒闭|失联|卷|逃|私搭|搭建|改建|圈|上下客|吸烟|抽烟|加价|甩客|(?:粪污|污水|废水|废气|油烟|粪便|垃圾)(?:直排|乱排|外排|随意)|往|一天(?:狗|叫)|疲劳|开车|剐|撞|打错|少放|糊弄|敷衍)"
_MANNER = r"(?:态度|服务|作风|说话|老横|特别|非常|真|太|很|挺|帮|热心|拾|捡|救|耐心|认真|负责|及时|收费|效率|环境|卫生|质量|味|噪音|声音|灯|油烟|的(?:态度|服务|油烟|噪音|味|水|泥水|污水|粉尘|饭|菜|狗|音响|烟|垃圾|车|人))"
_FAILS = r"[^。；]{0,18}?(?:不管|不给|不来|不修|不理|不解决|不处理|不承认|不认|不让|不批|不办|不接|不退|不赔|没人|没给|没来|没修|没管|没法|没钱|没说|没通知|没批|没办|没动|没兑现|没见人|没露面|不见踪影|没人影|到(?:今天|现在|今)也?没|至今也?(?:没|未)|没有?(?:进展|下文|结果|回复|答复|通知|说法|收到)|没下文|没信|没影|没个|不在岗|一次(?:水)?(?:没|也)|一点[^，。]{1,3}没有|未(?:派|予|给|能|解决|处理|答复|修|支付|发|还)|推脱|推诿|推给|推来|踢皮球|拖着|拖|一直说|总说|均以|以各种|就走|早撤|早跑|拒绝|拒不|停工|烂尾|等(?:待)?配件|打不通|无人接听|关机|失联|联系不上|一直(?:在)?(?:审核|拖))"
_SAYS = r"(?:说|让|告诉|告知|答复|回复|推给|要求|通知|承诺|答应|改口)"
_REFUSES = r"[^，。]{0,2}(?:没(?!事)|不(?!客气)|等|无|过了|正常|合格|老化|系统|审核|配件|研究|休假|坏了|大修|就这样|自己|注意|回头)"
_HELP = (Kind.HELP,)
_PRAISE = (Kind.PRAISE,)
_BUSINESS = (Kind.BUSINESS_COMPLAINT,)
_SIGNS = (
    # named as the one who is meant
    _sign(-9.0, before=r"(?:不是|没有?|不想|不要|并非)(?:要|想)?(?:投诉|举报|反映|说)(?:我们|咱们?|那个)?$"),
    _sign(2.0, before=r"(?:都|就|全|还)?是$", after=r"^(?:的人)?(?:找人|让人|私自|自己|给|把|挖|弄|干|搞|砸|撞|盖|建|开发|承建|施工|负责|管)[^，。]{0,6}的(?:[，。]|$)"),
    _sign(5.0, before=r"(?:投诉|举报|表扬|控告|状告|点名|点赞)(?:一下|的就?是|的|下|个)?(?:我们|咱们?|我家|你们|那个|这个|那家|这家|个|有家|有个|一家|就)*(?:楼下|小区|对门|旁边|附近|村|镇上?|单位|菜市场|市场|早市|单元|楼道)?(?:的|那个|那家|里)?$"),
    _sign(1.2, before=r"(?:投诉|举报|反映)[^，。]{0,24}$"),
    _sign(3.5, before=r"(?:查一下|查一查|查查|管管|管一管|查处|治治|整治|曝光)(?:一下)?(?:我们)?(?:小区|村|社区|楼下|门口|附近)*(?:的|那个|那家|这个)*$"),
    _sign(4.0, before=r"(?:感谢|谢谢|给|为|向)(?:一下)?(?:咱们?|你们|人家|那个|那位)?$", only=_PRAISE),
    _sign(1.7, before=r"(?:(?:有|是)(?:一)?(?:家|个|伙|帮|些|辆|处)(?:叫)?|一(?:家|处|伙|帮))$"),
    _sign(1.0, before=r"(?:^|[，。；：、]|就是|就|我说|反映|啊|是)(?:我们|咱们?|你们|我家|俺们)?(?:小区|村|镇上?|楼下|学校|单位|门口|旁边)*(?:的|里)?(?:那个|那家|这个|这家|有个|有家)$"),
    _sign(1.0, before=r"(?:^|[，。；：、□])$"),  # opens a clause: who does what follows
    _sign(1.2, before=r"[，。]$", after=r"^的(?:[，。]|$)"),  # ，青桔的，
    _sign(0.8, before=r"[，。：、]$", after=r"^(?:[，。]|$)"),  # 教育机构，海川教育，
    _sign(1.0, after=r"^姓[一-龥]"),
    # did something
    _sign(3.2, after=rf"^{_THEN}{_HARM}"),
    _sign(3.0, after=r"^[^，。]{0,7}把(?:我|俺|人|孩子|老人|她|他)"),
    _sign(2.2, after=rf"^{_THEN}{_MANNER}"),
    _sign(1.9, after=rf"^{_THEN}{_FAILS}"),
    _sign(0.8, after=rf"^{_THEN}(?:不|没|未)[一-龥]"),
    _sign(1.4, after=rf"^{_THEN}{_SAYS}"),
    _sign(1.3, after=rf"^{_THEN}(?:就|只|光|都|也|又)?(?:均|每次都?)?(?:说|称|答复|回复|表示|告知|告诉我?们?|声称|让)(?:是|的是|我们?)?{_REFUSES}"),
    _sign(1.0, after=r"^[^，。]{0,12}(?:吵|臭|呛|响|震|堵|占|漏|脏|扰民|噪音|冒烟|乱|冒|熏|淌|流|排放|施工|装修|营业|唱|蹦|跳|砸)"),
    _sign(2.6, before=r"(?<!会)(?:被|遭|让(?!他|她|我))(?:我们|我家|某|一家|一个|个|那个)?(?:小区)?(?:楼下|楼上|隔壁)?(?:的|那个)?$", after=r"^.{0,2}[一-龥]"),
    _sign(1.8, before=r"(?:欠|拖欠).{0,6}$"),
    # where something was bought or done
    _sign(2.6, before=r"(?:在|到|去|于|上)(?:某|一家|那个|一个|个|那家|我们)?$", after=r"^(?:里|那|这)?(?:购买|买|办(?!公)|做|报|给.{1,3}报|吃|住|订|定|消费|充|存|看病|就诊|打工|干活|干|拍|提|修|学|上班|租|借|贷|投)", sorts="kind office unit brand"),
    _sign(1.4, before=r"(?:在|到|去|于)(?:某|一家|那个|一个|个|那家)?$", sorts="kind", words=r"^.{3,}"),
    _sign(2.0, before=r"(?:供货|货款|工程款|工资|押金|给)[^，。]{0,10}$", after=r"^[^，。]{0,16}(?:拖欠|欠|不结|不给|没给|不付)"),
    _sign(2.0, after=r"^(?:(?:给|卖|收|交)(?:我|俺|我们)|加|订|买|做|修|配|装|送|卖|盖|铺|建)的"),  # 种子站卖我的稻种
    _sign(2.0, before=r"(?:送(?:至|到|去)|找|委托(?:给)?|交给)$", after=r"^[^，。]{0,3}(?:维修|修|装修|装|做|卖|保养|安装)"),
    _sign(1.5, before=r"(?:因|由于|因为)$"),
    # turned to, and what came of it
    _sign(3.0, before=r"给$", after=r"^打(?:过|了)?电话(?:他们|人家|对方)?(?:就|只|光|都)?说"),
    _sign(1.6, after=r"^[^，。]{0,2}来(?:了)?(?:个)?人[^。]{0,20}(?:还是|也没|没(?:修|解决|下文))"),
    _sign(3.4, before=r"(?:给|找|跟|向|联系|问)(?:了|过)?$", after=r"^(?:报修|报|反映|打电话|打|说|去)(?:了|过)?[^，。]{0,3}(?:好几|多少|多|几|无数|八百|[二两三四五六七八九十]+)(?:回|次|遍|趟)"),
    _sign(3.5, before=r"向(?:□)*$", after=r"^(?:申请|提交|申报|办理|递交|提出)[^。]{0,44}(?:未|没|不予|拖|不批)"),
    _sign(3.4, before=r"(?:联系|拨打|咨询|反映|报修|打(?:过|了)?|找(?:过|了)?|[给跟向问])(?:了|过)?$", after=r"^[^。；]{0,30}(?:至今|到现在|到今天|仍然?|始终|一直|均|每次都?)[^。；，]{0,8}(?:无人|没人|未|没|不|推|登记|安排上门|占线|打不通)"),
    _sign(3.2, before=r"(?:打|拨打|给)$", after=r"^的?[^，。]{0,8}(?:电话|热线)?[^，。]{0,6}(?:占线|打不通|没人接|无人接|不接|关机)"),
    _sign(-1.6, before=r"(?:给|找|跟|向|联系|问|打|上|对)(?:了|过)?(?:我们)?(?:小区)?$"),
    _sign(3.0, before=r"(?:给|找|跟|向|联系|问|打)(?:了|过)?$", after=r"^(?:打|说|反映|报修|联系|电话|客服|去|投诉|问|申请|要|交涉)?[^。；]{0,16}(?:不管|没人管|不给|不来|推|不修|不处理|没人|不接|均以|拖|没批|没有批复|无果|没(?:有)?(?:结果|下文|回复)|未果|就说|让等)"),
    _sign(-3.2, before=r"(?:让|叫|说)(?:我|我们)?(?:去|再)?(?:找|问|上)$|(?:归|推给|赖|怪)$"),
    _sign(-2.2, after=r"^(?:的事|管(?!我)|负责)"),
    _sign(-0.8, after=r"^也(?:说|不管|没|推|不)"),
    _sign(-1.2, words=r"^(?:邻居|业主|住户|居民)$", after=r"^(?:都|们|也)"),
    _sign(-4.0, before=r"(?:投诉|反映|举报|上访)(?:到|给|至)$"),
    # asked to act
    _sign(-7.0, before=r"(?:(?<!申)请(?!了|客|假|来的)|望|恳请|要求|希望|盼|建议|烦请|求|麻烦)(?:求|贵|市|区|县|相关|有关|上级|你们|让|由|[一-龥]{2,3}级|□|及时|尽快)*$", after=r"^(?!□*(?:给我|给我们|打|骗|占|坑|弄|砸|撞|咬|铲|拆|偷|骂|扣|开)).{0,8}(?:来|去|管|看|查|解决|处理|出面|介入|整治|整改|督促|核实|协调|帮|派|加|给(?:看|修|查|解决|处理|调)|尽快|及时|严|依法|监督|规范|取缔|在|能|把|$|，|。)"),
    _sign(-6.0, before=r"(?:让|叫|喊|派)(?:你们)?$", after=r"^(?:来|去|给我?(?:看|修|查|解决|处理|调)|过来|管|看看|查查|帮)"),
    _sign(-6.0, before=r"(?:(?<!申)请|望|恳请|希望|建议|烦请|请求|要求)(?:市|区|县|相关|有关|上级|贵|□|你们)*$"),
    # a mark beside the way, not somebody
    _sign(-3.5, after=r"^(?:的)?(?:门口|门前|附近|对面|旁边|旁|路口|后面|前面|后身|里的路灯|后边|边上|出站口|出口|道口|站牌|候车|安全出口|以东|以西|以南|以北|大门|院内|院里|宿舍|家属|小区)"),
    _sign(-2.5, after=r"^(?:里|里头|上|门口|内)?(?:的|那个|有家|有个|有一家)*(?:[一-龥]{0,4}(?:店|摊|馆|车|大巴|司机|商户|商贩|公司)|(?:卖|收)[一-龥]{1,4}的)", sorts="kind office unit"),
    _sign(-2.6, words=r"(?:公园|公园里|早市|夜市|大集|[车客运火]站|菜市场|农贸市场|广场)$"),
    _sign(-1.6, words=r"^(?:银行|[村镇院园厂]里|小学|中学)$", after=r"^(?!□*(?:说|不|没|推|让|把|将|拒|收|态度|也|一直|多|扣|突然))"),
    _sign(-3.0, after=r"^(?:卡|账|存折|流水)", words=r"银行$|行$"),
    _sign(-4.0, words=r"^(?:街道|社区|村里|镇里|村|[一-龥]{2}街道)$", after=r"^(?:一家|某|有家|有个|有一|[一-龥]{1,5}(?:厂|场|店))"),
    _sign(-3.5, after=r"^(?:里|上|门口|出站口|那边|附近|院里)?(?:都|总|老)?有(?!人管|关)", sorts="kind unit"),  # 火车站都有…: where
    _sign(-3.0, before=r"(?:路过|经过|挨着|靠近|紧邻|毗邻)$"),
    _sign(-7.0, before=r"冒充(?:是)?$"),
    # the caller
    _sign(-7.0, before=r"(?:我(?:公司|司|们|单位|厂)|本(?:公司|人|单位))?(?<![联关])[系是为](?:□|[一-龥]{0,3})*$", words=r"公司|厂|企业|合作社|集团", after=r"^(?:$|[，,。]|的?(?:法人|负责人|老板|经理))"),
    _sign(-7.0, before=r"(?:我|本|贵)$", words=r"^(?:公司|单位|厂|司|店|企业)"),
    _sign(-6.0, before=r"(?:我们?|我家|作为|咱)(?:是|的|开|是开|开了)?(?:一?家|个)?$", words=r"公司|企业|店|厂|馆", only=_BUSINESS),
    _sign(-4.0, before=r"(?:我是|我们是|我们|咱们?|作为|本人(?:是|系)?|系)$", words=r"^(?:业主|住户|商户|租户)"),
    _sign(-4.0, before=r"(?:我|我们|本人|俺)(?:公司|厂|店|家|单位|合作社)?(?:就|也)?是?(?:一个|个|一名)?$", words=r"的$", sorts="doer"),
    _sign(-3.5, before=r"(?:在|到)(?:我们)?$", words=r"^(?:单位|学校|工地|医院|小区|平台|公司|银行)$"),
    _sign(-2.0, words=r"^(?:业主|邻居|住户|老人)$", only=_PRAISE),
    _sign(-3.0, before=r"(?:居民|群众|业主|百姓|都是|全是|周围是|周边是)(?:和|与|及|、)?$", words=r"^(?:业主|住户|邻居|商户|居民)"),
    _sign(-5.0, before=r"我(?:是|系)(?:一名|一个|□|(?!的)[一-龥]){0,6}$", sorts="role person"),
    _sign(-6.0, before=r"(?:帮|能不能|想|要|需要)(?:我|忙|给我)?(?:找|预约|约|叫|派|联系)(?:个|一个|位|一位|一下)?$"),
    _sign(-2.0, before=r"换(?:了)?(?:□|[一-龥])?(?:个)?$"),
    _sign(-7.0, before=r"(?:我|我们|本人|我家|咱)(?:□|[^，。隔对旁楼附]){0,8}(?:经营|开|承包)(?:着|了|有)?一?(?:家|个|间)?(?:小)?$", sorts="kind unit"),
    # a thing, a matter, not somebody
    _sign(-4.0, words=r"(?:产业|软件|科技|工业|物流|创业|食品)园区?$", after=r"^(?:上班|工作|打工|里|附近)"),
    _sign(-4.0, before=r"(?:用|拿|开|坐|乘|骑|打|买的?|租|取|叫|让|雇|停)(?:大|一辆|辆)?$", words=r"车$|^(?:快递|外卖|保险)$"),
    _sign(-2.5, words=r"车$", after=r"^(?:位|库|道|辆|棚|上|门|的(?!司机))"),
    _sign(-2.5, words=r"^(?:快递|外卖|保险|移动|联通|电信|广电|邮政|健身|售后|热线)$", after=r"^(?:单|费|箱|柜|盒|车|员|点|放|卡|的卡|信号|号|到(?!现在)|件|让)"),
    _sign(-3.0, words=r"的$", after=r"^(?:快递|司机|工人|人员|员|师傅|时候|那|[一-龥]{0,5}(?:店|行|馆|厂|部|队|公司|摊|点))", sorts="doer"),
    _sign(-1.5, after=r"^说", sorts="doer"),  # 修车的说油里有水: who knows about it
    _sign(-2.0, words=r"^(?:工地|市场|大学|学校|小学|中学|银行|医院|公园|机构|平台|村里|政府|中心|大厅)$", before=r"(?:在|到|去|从|上|进|入|离)$"),
    _sign(-2.5, words=r"^(?:哪个)?窗口$", before=r"(?:到|去|上|哪个)$"),
    # says little by itself
    _sign(-1.0, words=r"^(?:机构|店|厂|市场|主任|书记|中心|大厅|平台|工地|政府|社区|老板|服务员|工作人员|客服|经理|大夫|窗口|教练|店长|店家)$"),
    _sign(-0.4, words=r"^(?:商家|厂家|卖家|公司|医院|学校|单位)$"),
    _sign(0.8, sorts="kind office unit", words=r"^.{4,}"),
    _sign(0.6, sorts="neighbour folk doer"),
)  # fmt: skip
_NAME_ADDS = 0.8  # 瑞鑫物业 before 物业
_LENGTH_ADDS = 0.05
_LOOK = 40  # characters before and after that are asked
_AGAIN_ADDS = 0.4  # who is spoken of again and again


def find_respondent(text: str, kind: Kind | None, blanked: str) -> Evidence | None:
    """Who is meant; None when nobody is named or nobody is complained of.

    `blanked` is the text with the names of places and the times blanked, same length.
    """
    if kind is None or kind in _NOBODY:
        return None
    heard = list(_candidates(blanked, kind))
    best = max(heard, key=lambda c: (c.score, -c.span[0]), default=None)
    if best is not None and best.score <= _LEAST.get(kind, 0.0):
        best = None
    span = _by_name(blanked, best, heard) if best else _whoever_did_it(blanked, kind)
    if kind in _BLAMING and (vehicle := _vehicle(text, span)) is not None:
        return vehicle
    return span


def _whoever_did_it(blanked: str, kind: Kind) -> Evidence | None:
    if kind not in _BLAMING:
        return None
    found = (m.span("name") for m in _DOES_IT.finditer(blanked) if not _NO_DOER.search(m["name"]))
    return next(found, None)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody who may be meant, and what speaks for them."""

    score: float
    span: Evidence
    has_name: bool  # of their own: 福满超市, not 超市
    is_house: bool = False  # 某4S店, where something was bought: as good as named


def _candidates(blanked: str, kind: Kind) -> Iterator[_Candidate]:
    for pattern, worth in _STRUCTURAL:
        for match in pattern.finditer(blanked):
            span = next(match.span(group) for group in match.groupdict() if match[group])
            if not _NOT_CALLED.search(blanked[slice(*span)]):
                yield _Candidate(worth, span, has_name=True)
    found = list(find_named(blanked))
    said = [blanked[slice(*named.span)] for named in found]
    for named, words in zip(found, said, strict=True):
        again = min(said.count(words) - 1, 2) * _AGAIN_ADDS
        score = _score(blanked, named, kind) + again
        own = named.sort == "brand" or (
            named.has_name
            and named.sort in ("kind", "unit", "role", "office")
            and _STANDS_FOR.fullmatch(words) is None
        )
        own = own or (named.sort == "kind" and blanked[: named.span[0]].endswith("某"))
        house = named.sort in ("kind", "unit") and score > _A_HOUSE
        yield _Candidate(score, named.span, own, house)


def _by_name(blanked: str, best: _Candidate, heard: list[_Candidate]) -> Evidence:
    """商家, 老板, 该超市 are the firm that was named before or is named later: 鼎盛家电城."""
    words = blanked[slice(*best.span)]
    stands = _STANDS_FOR.fullmatch(words)
    if best.has_name:
        return best.span
    fuller = [c for c in heard if c.has_name and c.score > _LEAST_NAMED]
    if stands is None:  # 影楼, after 某婚纱影楼
        ends = [c for c in fuller if best.is_house and blanked[slice(*c.span)].endswith(words)]
        return max(ends, key=lambda c: c.score, default=best).span
    named = [c for c in heard if (c.has_name or c.is_house) and c.score > _LEAST_NAMED]
    same = [c for c in named if c.has_name and blanked[slice(*c.span)].endswith(stands["who"])]
    sellers = [c for c in named if not _PLATFORM.search(blanked[slice(*c.span)])]
    anybody = sellers if _ANYBODYS.fullmatch(stands["who"]) else []
    firms = [c for c in named if c.has_name and not _OFFICIAL.search(blanked[slice(*c.span)])]
    employer = firms if _EMPLOYERS.fullmatch(stands["who"]) else []
    if stands["who"] == "工作人员":
        employer = named
    return max(same or anybody or employer, key=lambda c: c.score, default=best).span


# Who may stand for somebody named elsewhere; and who may belong to any house, who to a firm.
_STANDS_FOR = re.compile(
    r"(?:我们|咱们|该|本)?(?:小区|社区|村)?(?P<who>商家|店家|卖家|厂家|老板|店长|经理|客服|服务员|工作人员|公司|单位|甲方|超市|商场|饭店|酒店|酒楼|学校|学院|校方|幼儿园|医院|院方|银行|中介|物业|驾校|健身房|棋牌室|开发商|[园院厂]里|厂子|工厂|企业|售后|机构|平台|快递|外卖|燃气公司|供热公司|施工单位|施工方)"
)
_ANYBODYS = re.compile(
    r"商家|店家|卖家|厂家|老板|店长|客服|服务员|校方|院方|[园院厂]里|厂子|开发商|售后|机构|平台|快递|外卖"
)
_EMPLOYERS = re.compile(r"公司|单位|甲方|工作人员|工厂|企业|供热公司|燃气公司|施工单位|施工方")
_PLATFORM = re.compile(r"抖音|快手|淘宝|京东|拼多多|微信|网上")
_OFFICIAL = re.compile(r"[局委办厅队]$|派出所|政府|法院|热线|社区|街道|部门|物业$|窗口|大厅|中心$")
_LEAST_NAMED = -1.0
_A_HOUSE = 2.4


def _score(blanked: str, named: Named, kind: Kind) -> float:
    """What the words before, inside and after say of somebody, added up (`_SIGNS`)."""
    start, end = named.span
    after = blanked[end : end + _LOOK].replace("□", "")
    before = blanked[max(0, start - _LOOK) : start].rstrip("□")
    return _told(named.sort, kind, before, blanked[start:end], after) + (
        _NAME_ADDS if named.has_name else 0.0
    )


@lru_cache(maxsize=512)
def _told(sort: str, kind: Kind, before: str, words: str, after: str) -> float:
    told = sum(sign.worth for sign in _SIGNS if sign.tells(sort, kind, before, words, after))
    return told + min(len(words), 8) * _LENGTH_ADDS


def _vehicle(text: str, best: Evidence | None) -> Evidence | None:
    """A plate says who; a bus route does unless somebody else is named before it."""
    plate = _PLATE.search(text)
    if plate:
        return plate.span()
    route = _ROUTE.search(text)
    if route is None:
        return None
    if best is not None and best[0] < route.start():
        return route.span() if text[slice(*best)] in ("公交", "公交车") else None
    end = best[1] if best and 0 <= best[0] - route.end() <= 1 else route.end()
    if re.search("[，。；]", text[route.end() : end]):
        end = route.end()
    return (route.start(), max(end, route.end()))
