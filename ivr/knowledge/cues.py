"""语气 cues: what in an utterance speaks for a question and what for a grievance.

Each cue is one figure between 0 and 1; `gate` weighs them with weights fitted on the labelled
lines (knowledge_base/eval/calibration.yaml). A word is looked for once, in one list.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ivr.knowledge.lexicon import steady
from ivr.language.intent import Kind, kind_scores
from ivr.language.pinyin import folded

kinds_of = lru_cache(maxsize=16)(kind_scores)  # the gate asks for the same text
GRIEVANCES = (Kind.COMPLAINT, Kind.REPORT, Kind.BUSINESS_COMPLAINT, Kind.SUGGESTION, Kind.PRAISE)
_TAIL = 12  # the last characters of an utterance, where the question stands
_MARKS = "，。？！,.?! "
_LAST = _MARKS + "呀啊呢哦哈"
_A_NOT_A = re.compile(r"(.)不\1")  # 给不给 is no refusal

# A question word, or a wish for something that the hotline explains.
_ASKS = re.compile(
    r"(?<!不)怎么(?!回事|还|这么|那么|不|没|又|老|着|的)|如何|怎样|咋(?!还|不|没|回事|这么)|(?<!为)什么(?!都|也|年代|事都|玩意|态度)|(?<!为)(?<!没)啥(?!都|也)|哪|吗|呢$|多少|多久|多长|多大|找谁|谁(?:能|给|管|负责|开|出)|几[个天岁年月次点号种寸倍回分路家门档]"
    r"|能不能|能否|可不可以|可以不|行不行|是不是|有没有|要不要|用不用|得不得|是否|会不会|算不算|(?<!还)(?<!也)(?<!都)(?<!就)(?:不|还不|没|没有|么|嘛|不呢|不啊)$"
    r"|(?![管敢])(\S)[不没]\1|多(?:高|远|重|厚|宽)|谁(?:定|批|收|付|掏)|还是.{1,6}[好对行]?$"
    r"|请问|想问|问一下|问下|咨询|打听|了解|想知道|流程|什么手续|要手续|标准|规定|政策|期限|有效期|费用"
    r"|步骤|程序|条件|限制|税率|上限|(?:(?<!接)(?<!打)电话|热线|号码|地址|时间|日期|查询|年限|渠道|材料)$"
)
_WANTS = re.compile(
    r"(?:想|(?<!不)要|打算|准备|需要)(?:去|来|给我|把|帮)?.{0,10}(?:办|申请|补|换|开|领|交|缴|查|提取|转|迁|注销|登记|报销|落户|改|立|装|挪|考|贷|退|报)"
)
# The same through a recogniser's errors: 怎么, 啥, 什么, 多少, 哪里, 能不能, a last 吗.
_ASKS_BY_SOUND = re.compile(
    r"\b(?:zen me|sen me|za (?:ban|zen|lon)|sa (?:sou|tiao|cai|zen|dou|si)|duo sao"
    r"|duo ziu|la li|len bu len|ke bu ke)\b| ma $"
)
# Happening to the caller, now: needs somebody who does something about it.
_HARM = re.compile(
    r"卡住|撵|赶(?:我|人)|可怎么过|发烧|有人拿|往哪儿?去呢?$|那还.{1,4}啥|还得自己|白交|叫苦|受罪|"
    r"为什么|为啥|凭啥|怎么回事|咋回事|怎么还不|怎么又|怎么老|咋还不|"
    r"没人(?:管|理|修|处理|清|接|答复|来|扫|收)|不(?:管|理我|理睬|作为|处理|解决|答复|给(?:我|我们|俺|办|退|发|修|解决|开|换|赔|结|个说法)|让(?:我|我们|进|走|停|办)|受理)|不退|不发工资|不开工资|拖欠|欠(?:了)?(?:我|我们|俺)|克扣"
    r"|(?:还|都|一直|也|就|至今|迟迟|始终)(?:没|不)(?:有|来|给|修|通|热|亮|办|处理|解决|发|退|人|到账|见|下来|动静|信儿|结果|回复)|(?:暖气|屋里|家里|房间|地热).{0,8}(?:不热|冰凉|拔凉|太冷|冷|凉|不好使|没热)"
    r"|没(?:有)?(?:暖气|水|电|气|供暖|来水|来电|热水|燃气|煤气|信号)(?!费|表|卡|证)|停(?:水|电|气|暖|热)(?:了|好|一|两|几|半|到|都)|断(?:水|电|气|网)|漏(?:水|气|电|雨|了)|(?:灯|路灯|电梯|门|井盖|管道|水管|阀|锁|路面?|护栏|监控|红绿灯|信号灯|设备|下水道|马桶|墙|楼道|楼顶).{0,6}(?:坏|不亮|不好使|破|塌|裂|丢|掉|脱落|堵|冒|没了|松|失灵|停运|停了)"
    r"|坏了|不亮|堵了|堵得|堵死|冒(?:水|烟|污水)|返(?:水|味)|反(?:水|味)|塌陷|积水|臭|熏|脏|乱扔|乱停|乱放|乱堆|占道|占(?:用|了)(?:我|消防|人行|车位|绿地|公共)|堆(?:满|在|了|得)|满地|到处都?是"
    r"|吵(?:死|得|到|人|闹)|扰民|噪音(?:太|特别|很|大)|(?:半夜|凌晨|晚上|天天|每天|早上).{0,14}(?:吵|响|跳|唱|施工|打桩|装修|叫|闹|放歌|敲)|被(?:骗|坑|打|罚|扣|咬|偷|套路|拒|刁难|忽悠)|骗(?:了|我(?!的)|走|钱)|坑(?:了|我|人)|跑路|联系不上|不接电话|打不通|关门了|倒闭"
    r"|态度(?:太|特别|很|非常|不|恶劣|差)|乱收费|(?<!最)多收|强制|刁难|推(?:诿|来推去|脱)|踢皮球|卖假|假货|过期(?:的)?(?:食品|东西|面包|牛奶|药)|变质|缺斤|宰客|拒载|绕路|黑车|私搭|违建|偷排|传销|赌博|聚众|家暴|打我|骂我|威胁|(?<!防)骚扰"
    r"|好(?:几|多)(?:天|个月|年)了|(?:几|两|三|四|五|半)(?:天|个月|周|年|个星期)了(?!吗|能|可以)|凭什么|受不了|忍无可忍|太(?:过分|不像话|气人|缺德|吵|臭|脏|冷|慢)|解决一下|管一管|管管|修一修|修一下|来修|派人|派个人|来个人|来看看|帮(?:我|忙|我们)(?:解决|处理|协调|反映|看看|修|催|要|找)|给(?:我|我们)?(?:个说法|解决|处理|反映|修)|催一下|投诉(?!的|过|电话|热线)|举报(?!的|过|电话|热线)|(?<!投诉)反映(?!的|过|渠道|问题的)(?:一下|个|问题|情况)?|要个说法|讨个说法|讨(?:薪|要)|出了?(?:什么)?问题"
)
# Somebody refuses or fails in a duty.
_REFUSAL = re.compile(
    r"不给(?:我|我们|俺|办|退|发|修|解决|开|换|赔|结|批|交|上|落|报|登记|签)|不让(?:我|我们)|卡着|没人(?:管|修|理)|不(?:管|作为)(?:我|了|$)|推来推去|踢皮球|跑路|拖着"
)
# Asked as a rule, for anybody.
_RULE = re.compile(
    r"规定|标准|政策|流程|手续|材料|条件|期限|时效|申请(?!了|过)|法律|(?:该|应该|应当|可以|能)?(?:去|到|找|向|往)(?:哪|谁|什么(?:部门|地方)|啥(?:部门|地方))|哪个部门|归(?:谁|哪|什么)"
    r"|(?:怎么|如何|咋)(?:算|退|申请|办理|补办|认定|维权|索赔|赔偿|测|量|查|报|计算|处罚|罚|收费|挂失|补|领|投诉|举报)|(?:能|可以|可不可以|能不能|怎么).{0,6}退(?:费|钱|款)|几点|多少度|几度|多少分贝|多久|多少天|多少钱|什么时候"
)
_HOW_TO_COMPLAIN = re.compile(
    r"(?:怎么|如何|咋|去哪|到哪|找谁|向谁|向哪|找哪|哪里|哪个部门|什么部门|打什么|打哪个|哪个平台|什么平台).{0,10}(?:投诉|举报|反映|维权|告(?!诉))|(?:投诉|举报|反映|维权).{0,6}(?:电话|渠道|流程|途径|去哪|找谁|找哪|平台|打(?:哪|什么|啥)|咋打|上哪|什么|(?:需要|准备|要|带)(?:什么|啥|哪些)|归谁|保密|实名|匿名)|(?:投诉|举报).{0,8}知道(?:是)?(?:我|谁)"
)
_COMPLAINT = re.compile(r"投诉|举报|反映")  # says no grievance where it is what is asked about
_LOST_PAPER = re.compile(
    r"(?:证|卡|户口本|户口簿|护照|执照|发票|车牌|号牌|存折|通行证|合同|房本|印章|公章).{0,6}(?:丢|没了|找不|遗失|弄没|被偷|坏|损|破|烂|撕|过期|到期)|(?:丢|弄丢|遗失|弄坏).{0,4}(?:证|卡|户口本|护照|执照|车牌)"
)
_DEMANDS = re.compile(
    r"快(?:点|来|给|派|叫|把|去)|赶紧|赶快|尽快|马上(?:来|派|给|处理)|派(?:个)?人|来人|来个人|给(?:我|我们|俺|俺们|大家|老百姓)?(?:们)?(?:管|处理|解决|修|做主|做个主|说法|个说法|评评|整治|清|装个|追)|管(?:一)?管(?!道|理)|管不管|(?<!怎么)(?<!如何)(?<!怎样)(?<!咋)(?<!哪)(?<!哪里)(?<!哪儿)(?<!自己)(?<!检)(?:处理|解决|修|整治|清理|查处|查|疏通|协调|帮忙找|帮帮)(?:一下|下)?(?:吧|他|他们|呀)?$|修修|帮帮|找人(?:来)?(?:处理|修|看)|追回|要求(?:处理|赔|退|查|解决|严)|必须(?:给(?!.{0,8}[吗不]$)|处理|严)|做主|评评理|严查|严惩|没人管(?:吗|了|啊)|谁(?:来)?管(?:管|啊|呀)?$"
)
_PRAISES = re.compile(
    r"表扬|锦旗|感谢|点赞|夸|挺好的$|特别好|真好|建议|希望(?:能|你|政府|可以)|应该(?:加|设|装|给.{0,4}装)|太好了"
)
_BLAMES = re.compile(
    r"态度|恶劣|骂(?:人|我|起|街)|推来推去|推诿|踢皮球|乱收费|(?<!最)多收|宰(?:客|人)|拒载|跑路|黄了|欺负|不承认|穿小鞋|刁难|忽悠|坑(?:人|我|老)|太(?:过分|气人|不像话|缺德|差|坏|欺负)|霸道|不讲理|骗(?:子|我|人|保|了|走)|偷(?:工|排|着)|黑(?:心|水|烟)|无良|不要脸|缺德|气(?:死|人)|受不了|急死|逼(?:我|着|交)|强制|威胁|打(?:了|我|人|老人)|没良心|糊弄|敷衍|不作为|凭(?:什么|啥)|讹|勒索"
)
_FAILS = re.compile(
    r"没人(?:管|修|清|理|接|处理|来|扫|收|答复)|打不通|不接(?:电话)?|挂我|不(?:给|让)(?:我|我们|俺|办|修|退|解决|处理|说法|赔|开|登记|换|批|落)|不(?:管|理|处理|解决|修|赔|退|承认|认账|答复|退钱)|没(?:给|来|修|见着|到账|解决|处理|动静|结果|信|下来|发|清|打扫)|一直(?:没|不)|还(?:没|不)(?!到|满|知道|清楚|会|够|想|用|完|有|能|可|成|去|得)|(?:拖|欠)(?:着|了|我|欠)|[退取办查要打登开领修看用](?:也)?不(?:出来|了|开|下来|回来|上|通)|没(?:到账|赔|退|换|落实|兑现|收着)"
)
_TROUBLES = re.compile(
    r"坏(?:了|掉)|不(?:热|亮|好使|通|制热)|冰凉|停(?:水|电|暖|气|热)了|(?:水|电|煤气|燃气|暖气)(?:都|又|也|给)?停|没(?:水|电|气|暖气|热水)了|漏(?:水|雨|了)|爆了|堵(?:了|死|得|着)|冒(?:水|烟|出)|臭|熏|呛|脏|吵|(?<!影)响(?!应)|(?<!防骚)扰|污(?!损|水处理)|满地|到处|哗哗|淌|塌|裂|坑坑|积水|泡了|淹|掉(?:下来|皮)|破了|倒了|黑了|一(?:整)?(?:天|宿|晚上).{0,3}(?:吵|响|叫)|天天|半夜|凌晨|有人(?:在|往|偷|占|私)|正在|现在还在|超速|占(?:了|道|着)|堆(?:着|满|得|在|了)|乱(?:停|扔|倒|贴|收|涨|放)|噪音(?!标准|多少)"
)
_SINCE = re.compile(
    r"(?:[一两二三四五六七八九十几半多好]+|\d+)个?(?:来)?(?:天|月|个月|年|周|礼拜|星期|小时|钟头|趟|回|次)(?:多)?了|半(?:个月|年|天)"
)
_WHY = re.compile(
    r"为(?:什么|啥)|怎么回事|咋回事|怎么(?:还|又|老|这么|能|就)|咋(?:还|又|老|这么|能|就)|啥(?:意思|态度)|什么(?:态度|玩意)|哪有(?:这样|这么)|合理吗|管不管|还有没有"
)
_NEIGHBOURS = re.compile(
    r"楼上|楼下|隔壁|邻居|对门|门口|路口|小区|我们(?:村|楼|单元|这)|物业|公司|老板|商家|单位|工厂|饭店|施工|工地|司机|学校|老师|医院|窗口"
)
_PLACE = re.compile(
    r"(?:上|去|到|在|往|找|向)(?:哪|谁|什么|啥)|哪(?:里|儿|个|块|办|能|有)|归(?:谁|哪)"
)
_ASK = re.compile(
    r"怎么(?!回事|还|又|老|这么|那么|不|没|着$)|如何|咋(?!回事|还|又|老|这么|不|没)|什么(?!态度|玩意|都|也)|啥(?!态度|都|也|意思)|多少|多久|多长|多大|(?<!好)几[个天岁年月次点号种回分度块级档]|哪|(?<!还)(?:能不能|能否|可不可以|可以不|行不行|行不|用不用|要不要|是不是|有没有|算不算|让不让|给不给|会不会|得不得|开不开|该不该|允许不|够不够)|[吗么嘛不没呢吧]$|请问|想问|问一下|问下|咨询|打听|规定|标准|流程|手续|材料|条件"
)
_NEED = re.compile(
    r"(?:需要|得|要|用|都)(?:带|拿|准备|提供|交|些|有)?(?:什么(?!年代|玩意)|啥(?!年代|玩意)|哪些|多少|几)|带(?:啥|什么|点啥)|能(?:不能|报|领|办|退|赔|补|取|用|换|改|申请).{0,8}[吗不么]|怎么(?:办理|申请|算|认定|弄|规定|交|查|领|取|退|转|改|换)|咋(?:申请|算|认定|规定|交|查|领|取|退|转|改|换|办|补|弄)|多(?:久|长时间|少钱|少天)|(?<!好)几(?:天|倍|年|岁|点|分)|规定|标准|途径|哪个部门|上哪|去哪|找谁|用不用|行不行|还能.{0,6}[吗不]|程序|会不会|(?:什么|啥)(?:责任|影响|说法|后果|途径|待遇)|能查|哪个(?:部门|单位)|能不能"
)
# A rule is asked for in plain words: 算谁的, 能告我不, 犯不犯法, 三天了让退不.
_PLAINLY = re.compile(
    r"算(?:不算|谁的|工伤|违约|数)|(?:犯不犯法|犯法|违法|合法|违约|管用|好使|作数|算数)(?:吗|不|没有?)?$|让不让"
    r"|(?:让|给|能|许|准)(?:退|换|补|报|告|改|住|上路|开|考|领|打|用|养|骑)(?:我|钱|一?下)?[不吗]$"
    r"|哪(?:儿|里)?(?:有|能|打)|打几号|(?:哪个|几)号$|(?:咋|怎么)(?:算|赔|退|换|补|领|取|要|告|改)(?!我)"
    r"|[啥么]说法|有个?(?:准)?数没|找谁$|掏(?:啥|什么|多少)|国家给|该谁(?:掏|赔|出|负责)|能(?:不能)?告|[中行]不$|几天(?:给|得)"
)
_WISHES = re.compile(
    r"(?:想|打算|准备|要)(?!投诉|举报|反映|告|表扬|建议|夸|感谢|说|跟你|问你|钱|求).{0,14}(?:办|申请|补|换|开|领|交|缴|查|提取|取|转|迁|注销|登记|报销|落|改|立|装|挪|考|贷|退(?!给)|弄|调解|单独|离婚|结婚|养|卖|买|续|销|证明)"
)
_LOST = re.compile(
    r"(?:证|卡|本|照|牌|章|簿).{0,12}(?:丢|没了|找不|遗失|弄没|偷|顺走|掉了|坏|损|破|烂|撕|碎|过期|到期|没影)|(?:丢|遗失).{0,4}(?:证|卡|本|护照|执照|车牌)"
)
# Asked of nobody: 咋过啊, 这不是坑人吗, 就不能一次说清楚.
_LAMENTS = re.compile(
    r"(?:怎么|咋)(?:过(?!户|期|来|去|到|继|审|关|检)|活|受(?!理)|忍|得了)|这?不(?:就)?是?(?:坑|欺负|欺骗|骗|糊弄|忽悠|刁难|难为|折腾)|就不能|还(?:是否)?(?:让|叫)(?:不让|人|我).{0,4}(?:活|过|睡)|这都?什么|什么年代|哪有(?:这|这样)|有没有(?:人(?:性|管|来|处理|负责|理|给|能|修|$)|王法|良心)|谁(?:给|来)(?:赔|管)(?:啊|呀)?$|说理|讲理|都(?:给|是)(?:自己|他|他们)"
)
_CHOICE = re.compile(r"(?!管)(.)[不没]\1|还是(?!没|不|老|那样)|电话$|号码$|热线$|几(?:成|档)")
_FIRST_PERSON = re.compile(
    r"我|俺|咱|这(?:边|里|儿|块|个|栋|条|家)|那(?:边|家|个)|号楼|单元|小区|栋|楼上|楼下|隔壁|邻居|门口|老板|物业"
)


@dataclass(frozen=True, slots=True)
class Uttered:
    """An utterance, as the cues look at it."""

    text: str
    plain: str  # without last marks and particles; 给不给 as 是否给
    tail: str  # the end of the text
    plain_tail: str
    kinds: dict[Kind, float]


def uttered(text: str) -> Uttered:
    text = steady(text)
    told = _COMPLAINT.sub("", text) if asks_how_to_complain(text) else text
    bare = told.rstrip(_LAST)
    tail = text.rstrip(_MARKS)[-_TAIL:]
    return Uttered(
        bare, _A_NOT_A.sub(r"是否\1", bare), tail, _A_NOT_A.sub(r"是否\1", tail), kinds_of(text)
    )


def asks(text: str) -> bool:
    """Whether something is asked, or a matter is to be done that the hotline explains."""
    text = text.rstrip(_MARKS)
    if _ASKS.search(text) or _WANTS.search(text):
        return True
    return bool(_ASKS_BY_SOUND.search(" ".join(folded(text[:400])) + " "))


def asks_how_to_complain(text: str) -> bool:
    """去哪投诉: a question about a complaint, not a complaint."""
    return bool(_HOW_TO_COMPLAIN.search(text))


def blames(said: Uttered) -> float:
    """How many kinds of grievance are heard, from 0 to 1."""
    return sum(bool(p.search(said.plain)) for p in _GRIEVING) / len(_GRIEVING)


_GRIEVING = (_DEMANDS, _BLAMES, _FAILS, _TROUBLES, _WHY, _HARM, _REFUSAL, _LAMENTS)


def _in_plain(pattern: re.Pattern[str]) -> Callable[[Uttered], float]:
    return lambda said: float(bool(pattern.search(said.plain)))


def _in_text(pattern: re.Pattern[str]) -> Callable[[Uttered], float]:
    return lambda said: float(bool(pattern.search(said.text)))


def _in_tail(pattern: re.Pattern[str]) -> Callable[[Uttered], float]:
    return lambda said: float(bool(pattern.search(said.plain_tail) or pattern.search(said.tail)))


def _worst(said: Uttered) -> float:
    return min(8.0, max((said.kinds.get(kind, 0.0) for kind in GRIEVANCES), default=0.0)) / 8


def _only_told(said: Uttered) -> float:
    """A trouble after which no rule, place or figure is asked for."""
    if not blames(said):
        return 0.0
    asked = any(p.search(said.tail) for p in (_NEED, _PLACE, _PLAINLY)) or _RULE.search(said.text)
    return float(not asked)


CUES: dict[str, Callable[[Uttered], float]] = {
    "demand": _in_plain(_DEMANDS),
    "demand_last": lambda said: float(bool(_DEMANDS.search(said.plain[-10:]))),
    "praise": _in_plain(_PRAISES),
    "blame": _in_plain(_BLAMES),
    "fail": _in_plain(_FAILS),
    "trouble": _in_plain(_TROUBLES),
    "since": _in_plain(_SINCE),
    "why": _in_plain(_WHY),
    "neighbour": _in_plain(_NEIGHBOURS),
    "harm": _in_plain(_HARM),
    "refusal": _in_plain(_REFUSAL),
    "grieving": blames,
    "told": _only_told,
    "lament": _in_plain(_LAMENTS),
    "worst": _worst,
    "help": lambda said: min(said.kinds.get(Kind.HELP, 0.0), 6.0) / 6,
    "ask": _in_text(_ASK),
    "ask_last": _in_tail(_ASK),
    "asks": lambda said: float(asks(said.text)),
    "need": _in_text(_NEED),
    "need_last": lambda said: float(bool(_NEED.search(said.tail))),
    "plainly": lambda said: float(bool(_PLAINLY.search(said.tail))),
    "place_last": lambda said: float(bool(_PLACE.search(said.tail))),
    "choice": _in_text(_CHOICE),
    "wish": _in_text(_WISHES),
    "lost_paper": _in_text(_LOST_PAPER),
    "lost": _in_text(_LOST),
    "lost_calmly": lambda said: float(bool(_LOST.search(said.text)) and not blames(said)),
    "wish_calmly": lambda said: float(bool(_WISHES.search(said.text)) and not blames(said)),
    "calm": lambda said: float(not blames(said)),
    "first_person": _in_text(_FIRST_PERSON),
    "rule": _in_text(_RULE),
    "inquiry": lambda said: min(said.kinds.get(Kind.INQUIRY, 0.0), 8.0) / 8,
    "length": lambda said: min(len(said.text) / 50, 2.0),
    "short": lambda said: float(len(said.text) < 5),
}


def cues_of(text: str) -> dict[str, float]:
    """Every cue with its figure."""
    said = uttered(text)
    return {name: cue(said) for name, cue in CUES.items()}
