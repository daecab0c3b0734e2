# ruff: noqa: E501 - a pattern reads better whole
"""愿望: by which words a clause wants something, and where in a clause the wish begins. Pure.

我们要求封存病历, 要退款, 我想让他赔我: whoever says so last wants it. What is told of others is no
wish of the caller's (要求我们再交一份), and neither is what was tried before (让他们修了三回).
"""

import re

_CALLER = r"(?:我们?|俺们?|咱们?|本人|业主们?|家长们?|大家)"
_THEY = r"(?:他们?|她们?|它们?|你们?|您们?|对方|人家|(?:[一-龥]{0,2}(?:商家|店家|老板|公司|物业|开发商|楼上|楼下|邻居|司机|学校|单位|政府|社区|村里|厂家|房东|中介|平台|医院|施工方|工地))|有关部门|相关部门)"
_FORMAL = re.compile(
    r"(?:(?:我们?|俺们?|本人|业主们?|家长们?|故|因此|所以|现|特此?|在此|强烈|诚恳|恳切|也|还|就|只)*+"
    r"(?:希望(?!小学|工程|镇|路|街|村)|恳请|请求|恳求|[望盼](?=尽快|尽早|早日|及时|予以|能|有关|相关|上级|贵|领导|政府|你们)"
    r"|请(?=你们|您|帮|尽快|依法|依规|及时|查处|彻查|协调|督促|为(?:我|民|百姓)|[^，]{0,8}(?:部门|局|领导|政府|中心|单位|热线))"
    r"|要求(?=退|赔|补偿|道歉|整改|解决|处理|恢复|尽快|依法|给(?:我|个|予)|公开|修|停止|查处|协调|返还|更换|双倍))"
    r"|(?:我们?|本人|业主们?|家长们?)(?:就|只|强烈|坚决)*要求(?![他她我每]))"
)
# What makes good what was done.
_AMENDS = r"(?:把[^，]{1,8}?(?:给|还|退|修|换|补)|退(?!休|伍|役|学|步|出|烧|耕|林|租|给他)|赔|补偿|补(?:钱|差|款|回|给|上|发)|包赔|道(?:个)?歉|赔(?:礼|不是)|还(?:给)?我|换(?:货|新|一|个|成|台|$)|免(?:费|单|了)|给(?:我|俺|咱)(?:们)?[^，]{0,6}(?:修|退|赔|补|换|钱|说法|道歉|办|报销|恢复|解决|处理|弄好))"
_DOES = rf"(?:{_AMENDS}|(?:给(?:我|俺)们?)?(?:开(?:个|一张)?(?:发票|票|证明|收据)|办理?$)|修|拆|撤|停(?!车|水|电|气|暖)|搬走|清(?!华)|恢复|处理|解决|整改|管管|说说|查|来人|派人|安静|消停)"
# 他不肯, 修了三回, 说话不算: it is told how it went, and not what is wanted.
_STORY = r"(?![^，]*(?:(?:他|她|们|就|也|都|还|又|总|一直)不|不(?:肯|干|同意|给|行|愿意|承认|理|赔|退|修|让|能)|没(?!人)|[过了](?:[好几两三四五六七八九十]|多少|半天)|[吗么？?]$))"
_ALSO = r"(?:也|还|就|就是|只|只是|只要|可|现在|那|反正|主要|最好)*+"
_WANT = rf"{_CALLER}?{_ALSO}(?:想要?|要求?|得|寻思)?"
_PLAIN = re.compile(
    rf"{_STORY}(?:{_WANT}(?:你们|您)?(?:能|帮)?(?:让|叫|请|找)(?:你们|您)?{_THEY}[^，]{{0,8}}?{_DOES}"
    rf"|{_CALLER}?{_ALSO}(?:想要?|要)(?:让|叫|请|找)?(?:你们|您)(?:能|给|帮|去|来|找|让){{1,2}}[^，]++"
    rf"|{_CALLER}{_ALSO}想要?(?:让|叫|请)(?:{_THEY}[^，]++|[^，我]{{1,6}}?{_AMENDS})"
    rf"|{_CALLER}?{_ALSO}要回?(?:我们?|俺)?(?:自己|应得)?的(?:钱|工资|血汗钱|押金|定金|补偿款?|赔偿款?|补贴|货款|工程款)$"
    rf"|{_CALLER}?{_ALSO}(?:想要?|要求?|必须得?|得){_THEY}?(?:把[^，]{{1,8}}?|给我|全额|全部|双倍|三倍|原价|先){{0,2}}{_AMENDS}"
    rf"|{_ALSO}把[^，]{{1,6}}?(?:退|还|赔|给|补)(?:回|给)?(?:我|俺|咱)们?(?:就行|就可以|吧|呗|得了)?$"
    rf"|(?:你|您)们?(?:快|赶紧|可得|得|能|都)?(?:去|来|给){{1,2}}(?:查查|看看|管管|问问|催催|说说|修修)(?:吧|呗|啊|他|他们|她)*$"
    rf"|{_ALSO}(?:赔我|赔钱|退我|退钱|退款|退费|退货|赔偿|退一赔[三十]|假一赔十)[^，]{{0,6}}(?:就行|就可以|吧|呗|得了)?$)"
)
# Behind what is told: 修车花了六千|要他们赔, 爷爷没人照顾|能不能给申请个护工.
_BEHIND = re.compile(
    rf"(?<![不说非来是需只想就])(?:{_CALLER}{_ALSO}(?:想|要)|想|要)(?:要|求|让|叫)?{_THEY}(?:得|把[^，]{{1,6}}?|给我|全额|全)?{_AMENDS}[^，不没]{{0,8}}$"
    # 没记住|得给我个说法, 说没钱|你们得给我们做主, 到今天也没退|给我退了
    r"|(?<![不说非来是需只想就还])(?:(?:你|您|他)们?)?得给(?:我|俺|咱)们?(?:个|一个)?(?:说法|交代|做主|作主|解决|处理|主持公道|答复)[^，]{0,4}$"
    r"|(?<=[没未不][一-龥])(?<!不给|没给|没人|不让|不能|不肯|不会|没说)(?:(?:你|您)们?)?(?:快|赶紧|赶快)?给(?:我|俺|咱)们?(?:家)?(?:退|赔|补|修|换|办|解决|处理|弄|通)(?:了|一下|下|好|回来|修|上)?(?:吧|呗|啊)*$"
    r"|(?:(?<=照顾|照看)|(?<=没人管)|(?<=不[了动起热通亮走来])|(?<=[坏漏堵断病残裂塌]了))(?:能不能|能否|可不可以|可否)(?:给|帮|派|来|让|安排|申请)[^，]{2,}$"
)
_LEAST = 3  # characters of what is told before
# 要求公开监控，|退还押金: what is wanted besides, in the next breath.
_AND = re.compile(
    r"(?![^，]*(?:[了过](?!吧|呗|$)|没|不(?!要|得|再|能再|透露)|以后|的时候|[吗么？?]$))(?:并且?|同时|以及|还有|还|也|再|尽快|依法|依规|及时|严肃|彻底|立即|马上|全额|一并|从严|对)*+"
    r"(?:督促|责令|责成|处理|处罚|处分|惩处|查处|查清|查明|追责|追究|追回|退还|退回|返还|退款|退费|退钱|赔偿|赔(?:我|付|钱|礼|给)|补偿|补(?:发|交|种|办|齐|给)|恢复|公开|公布|拆除|整改|解决|维修|修复|更换|清理|清走|道歉|取缔|关停|停止|撤(?:销|换|掉)|重新|还(?:我|给)|安排|增设|增加|加强|规范|协调|落实|核实|保密|吊销|免除|给(?:我|俺|个|予|出)|给[^，]{1,5}个(?:说法|交代|答复)|开除|辞退|调走|把[^，]{1,10}(?:给|还|退|修|换|补|清|拆|撤|搬|抓|弄|处理|解决)|让(?:他们?|她们?|它|物业|商家|对方)|不要(?:透露|泄露|再))"
)
# 你们得给我们做主: wanted wherever it is said, where nothing else is.
_JUSTICE = re.compile(
    r"(?:(?:你|您)们?)?(?:可|必须|一定|都)?得(?:给|替|为)(?:我|俺|咱)们?(?:老百姓)?(?:个|一个)?(?:说法|交代|做主|作主|解决|处理|主持公道|答复)[^，]{0,3}"
)
# 到今天也没退，|给我退了
_GIVE_ME = re.compile(
    r"(?:(?:你|您)们?)?(?:快|赶紧|赶快)?给(?:我|俺|咱)们?(?:家)?(?:退|赔|补|修|换|办|解决|处理|弄|通)(?:了|一下|下|好|回来|上)?(?:吧|呗|啊)*"
)
_REFUSED = re.compile("[没未不][一-龥]{1,2}$")
_ONLY_COMPLAINS = re.compile(
    r"(?:我|俺)就(?:是|只|想|要|得)*(?:投诉|举报)(?:他|她|它|你)?们?(?:家|公司|个人)?[啊呀了]*"
)


def wishes(clause: str, before: str = "") -> bool:
    """Whether a clause that stands last says what the caller wants.

    >>> wishes("我想让他赔我"), wishes("要退款"), wishes("希望尽快修"), wishes("让他们修了三回")
    (True, True, True, False)
    >>> wishes("给我退了", before="到今天也没退"), wishes("给我退了", before="找他两回")
    (True, False)
    """
    if _REFUSED.search(before) and _GIVE_ME.fullmatch(clause):
        return True
    return _FORMAL.match(clause) is not None or _PLAIN.match(clause) is not None


def only_complains(clause: str) -> bool:
    """我就投诉她: said last, it is all that is wanted."""
    return _ONLY_COMPLAINS.fullmatch(clause) is not None


def wants_justice(clause: str) -> bool:
    """你们得给我们做主啊 is wanted, whatever is told behind it."""
    return _JUSTICE.fullmatch(clause) is not None


def wishes_besides(clause: str) -> bool:
    """Whether a clause behind a wish goes on with it.

    >>> wishes_besides("退还押金"), wishes_besides("重新选"), wishes_besides("退了两次")
    (True, True, False)
    """
    return _AND.match(clause) is not None


def wished_from(clause: str) -> int:
    """Where the wish behind what is told begins; the length where there is none.

    >>> wished_from("修车花了六千要他们赔"), wished_from("修车花了六千")
    (6, 6)
    """
    found = _BEHIND.search(clause, _LEAST)
    return found.start() if found else len(clause)
