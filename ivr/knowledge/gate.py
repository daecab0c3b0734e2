"""What may be answered at all: a question may; a grievance, danger or a wish for a person may not.

The kind of an utterance is `ivr.language.intent`'s to say. Here its figures are weighed with one
thing only this place needs: is something broken, withheld or done to the caller now (then a ticket
is due, whatever question is wrapped around it), or is a rule asked for?
"""

import re

from ivr.knowledge.decision import Reason
from ivr.language.intent import Kind, kind_scores, wants_human
from ivr.language.pinyin import folded

_ASKS = re.compile(
    r"(?<!不)怎么(?!回事|还|这么|那么|不|没|又|老|着|的)|如何|怎样|咋(?!还|不|没|回事|这么)|(?<!为)什么(?!都|也|年代|事都|玩意|态度)|(?<!为)(?<!没)啥(?!都|也)|哪|吗|呢$|多少|多久|多长|多大|找谁|谁(?:能|给|管|负责|开|出)|几[个天岁年月次点号种寸倍回分路家门档]"
    r"|能不能|能否|可不可以|可以不|行不行|是不是|有没有|要不要|用不用|得不得|是否|会不会|算不算|(?<!还)(?<!也)(?<!都)(?<!就)(?:不|还不|没|没有|么|嘛|不呢|不啊)$"
    r"|请问|想问|问一下|问下|咨询|打听|了解|想知道|流程|什么手续|要手续|标准|规定|政策|期限|有效期|费用"
)
_WANTS = re.compile(
    r"(?:想|(?<!不)要|打算|准备|需要)(?:去|来|给我|把|帮)?.{0,10}(?:办|申请|补|换|开|领|交|缴|查|提取|转|迁|注销|登记|报销|落户|改|立|装|挪|考|贷|退|报)"
)

_MARKS = "，。？！,.?! "

# The same through a recogniser's errors: 怎么, 啥, 什么, 多少, 哪里, 能不能, a last 吗.
_ASKS_BY_SOUND = re.compile(
    r"\b(?:zen me|sen me|za (?:ban|zen|lon)|sa (?:sou|tiao|cai|zen|dou|si)|duo sao"
    r"|duo ziu|la li|len bu len|ke bu ke)\b| ma $"
)
_STATES = re.compile(r"[了没还老都太不]|有人|正在|被|天天|打我|乱|给|叫|在我|几个|发烧|超标|期间")

# Asked as a rule, for anybody: may be answered although the words of a grievance stand in it.
_RULE = re.compile(
    r"规定|标准|政策|流程|手续|材料|条件|期限|时效|申请(?!了|过)|法律|(?:该|应该|应当|可以|能)?(?:去|到|找|向|往)(?:哪|谁|什么(?:部门|地方)|啥(?:部门|地方))|哪个部门|归(?:谁|哪|什么)"
    r"|(?:怎么|如何|咋)(?:算|退|申请|办理|补办|认定|维权|索赔|赔偿|测|量|查|报|计算|处罚|罚|收费|挂失|补|领|投诉|举报)|(?:能|可以|可不可以|能不能|怎么).{0,6}退(?:费|钱|款)|几点|多少度|几度|多少分贝|多久|多少天|多少钱|什么时候"
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
    r"|态度(?:太|特别|很|非常|不|恶劣|差)|乱收费|多收|强制|刁难|推(?:诿|来推去|脱)|踢皮球|卖假|假货|过期(?:的)?(?:食品|东西|面包|牛奶|药)|变质|缺斤|宰客|拒载|绕路|黑车|私搭|违建|偷排|传销|赌博|聚众|家暴|打我|骂我|威胁|骚扰"
    r"|好(?:几|多)(?:天|个月|年)了|(?:几|两|三|四|五|半)(?:天|个月|周|年|个星期)了(?!吗|能|可以)|凭什么|受不了|忍无可忍|太(?:过分|不像话|气人|缺德|吵|臭|脏|冷|慢)|解决一下|管一管|管管|修一修|修一下|来修|派人|派个人|来个人|来看看|帮(?:我|忙|我们)(?:解决|处理|协调|反映|看看|修|催|要|找)|给(?:我|我们)?(?:个说法|解决|处理|反映|修)|催一下|投诉(?!的|过)|举报(?!的|过)|(?<!投诉)反映(?!的|过|渠道|问题的)(?:一下|个|问题|情况)?|要个说法|讨个说法|讨(?:薪|要)|出了?(?:什么)?问题"
)
# Somebody refuses or fails in a duty: a grievance however it is put.
_REFUSAL = re.compile(
    r"不给(?:我|我们|俺|办|退|发|修|解决|开|换|赔|结|批|交|上|落|报|登记|签)|不让(?:我|我们)|卡着|没人(?:管|修|理)|不(?:管|作为)(?:我|了|$)|推来推去|踢皮球|跑路|拖着"
)
_HOW_TO_COMPLAIN = re.compile(
    r"(?:怎么|如何|咋|去哪|到哪|找谁|向谁|向哪|找哪|哪里|哪个部门|什么部门|打什么|打哪个).{0,10}(?:投诉|举报|反映|维权)|(?:投诉|举报|反映|维权).{0,6}(?:电话|渠道|流程|途径|去哪|找谁|找哪|需要什么|要什么材料|归谁)"
)
_FIRST_PERSON = re.compile(
    r"我|俺|咱|这(?:边|里|儿|块|个|栋|条|家)|那(?:边|家|个)|号楼|单元|小区|栋|楼上|楼下|隔壁|邻居|门口|老板|物业"
)
_LOST_PAPER = re.compile(
    r"(?:证|卡|户口本|户口簿|护照|执照|发票|车牌|号牌|存折|通行证|合同|房本|印章|公章).{0,6}(?:丢|没了|找不|遗失|弄没|被偷|坏|损|破|烂|撕|过期|到期)|(?:丢|弄丢|遗失|弄坏).{0,4}(?:证|卡|户口本|护照|执照|车牌)"
)
_DANGER = re.compile(
    r"着火(?!车)|起火|失火|火灾了|冒(?:黑|浓)烟|爆炸了?|救命|杀人|砍人|捅(?:人|了)|持刀|抢劫|抢(?:我|包|了)|绑架|强奸|跳楼|轻生|自杀|不想活|割腕|喝农药|溺水|落水|掉(?:水|河|井|冰窟)里|触电|昏(?:倒|迷|过去)|晕倒|晕过去|没(?:有)?呼吸|没(?:有)?意识|心脏病犯|大出血|快(?:生|不行)了"
    r"|(?:煤气|燃气|天然气|瓦斯|液化气)(?:味|泄漏|泄露|漏)|漏(?:煤气|燃气|天然气)|一氧化碳中毒|煤气中毒|车祸|撞(?:人|伤|死|车)了|出车祸|正在(?:打人|打架|施暴)|打起来了|困在电梯|电梯(?:里)?困|有人(?:死|被困|跳)|走失|孩子(?:丢|不见|找不)"
)
_GRIEVANCES = (Kind.COMPLAINT, Kind.REPORT, Kind.BUSINESS_COMPLAINT, Kind.SUGGESTION, Kind.PRAISE)


def asks(text: str) -> bool:
    """Whether something is asked, or a matter is to be done that the hotline explains."""
    text = text.rstrip(_MARKS)
    if _ASKS.search(text) or _WANTS.search(text):
        return True
    return bool(_ASKS_BY_SOUND.search(" ".join(folded(text[:400])) + " "))


def names_a_matter(text: str, groups: int) -> bool:
    """公积金提取, 身份证丢了: so short and plain that it can only be a question."""
    if groups < 2:
        return False
    return bool(_LOST_PAPER.search(text)) or (5 <= len(text) <= 9 and not _STATES.search(text))


def barred(text: str) -> Reason | None:
    """Why the text must not be answered with an article; None where it may be."""
    if not text.strip():
        return Reason.EMPTY
    if wants_human(text):
        return Reason.HUMAN
    if _DANGER.search(text):
        return Reason.EMERGENCY
    return Reason.GRIEVANCE if _grieves(text) else None


def _grieves(text: str) -> bool:
    scores = kind_scores(text)
    inquiry = scores.get(Kind.INQUIRY, 0.0)
    worst = max((scores.get(kind, 0.0) for kind in _GRIEVANCES), default=0.0)
    how_to = bool(_HOW_TO_COMPLAIN.search(text))
    rule = how_to or bool(_RULE.search(text))
    if scores.get(Kind.BUSINESS_COMPLAINT, 0.0) > inquiry:
        return True
    if worst >= 6 and not how_to:  # the caller's own word: 投诉, 举报, 建议, 表扬
        return True
    if _REFUSAL.search(text) and not how_to:
        return True
    if _HARM.search(text) and not _LOST_PAPER.search(text):
        personal = bool(_FIRST_PERSON.search(text))
        return not (rule and asks(text)) or (personal and not how_to)
    if not asks(text):
        helped = scores.get(Kind.HELP, 0.0) >= 3 or scores.get(Kind.SERVICE, 0.0) >= 3
        return worst > 0 or (helped and not _LOST_PAPER.search(text))
    return worst > max(inquiry, 2.0) and not rule
