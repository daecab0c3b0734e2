# ruff: noqa: E501 - a pattern reads better whole
"""补充 what callers say of a matter that is written down already. Pure.

A wish (别告诉人家是我说的, 让他们晚上打), a demand (我要他们退钱), a detail (对了是三单元, 我有照片)
or that it be put down (你给记上). Where little else is said, it belongs to that matter, whatever a
single word of it reminds of. Questions are none.
"""

import re

from ivr.language.brief_replies import corrects, is_brief, is_question

_N = "0-9零〇一二两三四五六七八九十百幺几"
_NOT = r"(?:别|不要|不想|不能|甭|不许|不希望|不愿意?)"
_KIN = r"(?:儿子|闺女|女儿|姑娘|媳妇|老婆|老公|老伴儿?|爱人|对象|爸|妈|父亲|母亲|[大二]?[哥弟姐妹]|家属|家里人|孩子|邻居|本人|自己)"
_DAY = r"(?:白天|晚上|早上|平时|上午|下午|中午|周末|礼拜[天一二三四五六日]?|星期[天一二三四五六日]|工作日|周[一二三四五六日]|下班(?:后|以后)?)"
_BY_ME = r"(?:(?:是|说)?我(?:们)?(?:家)?(?:举报|反映|投诉|说|打|告|讲|报)?的?)?"
_SECRET = (
    rf"(?:替|给|帮|为)?(?:我们?)?保个?密(?!费|协议|局|柜)|匿名(?!举报|投诉|反映)|不(?:留|署|具)名|瞒着点?"
    rf"|{_NOT}[^，。]{{0,8}}(?:告诉(?!我)|透露|泄[露漏]|[说传]出去|说是?我|提我|把我)[^，。]{{0,6}}{_BY_ME}"
    rf"|{_NOT}(?:让|叫|给|被)[^，。]{{1,8}}(?:知道|晓得|看见|看到|认出){_BY_ME}"
    rf"|(?:别|不要|甭|不)(?:写|留|记|报|登|提|说|露)[上下了出]?我们?家?的?(?:名字?|姓名?|电话|手机|号码?|信息|门牌|住址|地址|身份)"
    rf"|我们?家?的?(?:名字?|姓名|电话|信息|身份|门牌)[^，。]{{0,4}}{_NOT}(?:写|留|记|说|给|告诉|透露)"
    rf"|(?:怕|担心)[^，。]{{0,6}}(?:报复|穿?小鞋|找我|记恨|知道是?我)"
)
_CALL = (
    rf"(?:让|叫|请|麻烦)(?:他们?|她|师傅|人家|你们?|您|工作人员|维修的?)(?!不用|别|甭)[^，。]{{0,10}}(?:打|联系|来|回|上门|通知|敲)(?:[^，。]{{0,5}}(?:电话|手机|座机|号码?))?"
    r"|(?:来|上门|过来|到)(?:之前|以前|的时候|前)[^，。]{0,6}(?:打|说|联系|通知|告诉|吱)(?:个|一|声|下|我|电话)*+"
    r"|(?:提前|先)(?:给我|跟我|和我)?(?:打|联系|说|通知)(?:个|一|声|下|我|电话)++"
    rf"|(?:打|拨|回)(?:我|俺|这个|那个|另外?一?个|来电)(?:这个|那个|另一?个)?{_KIN}?的?(?:电话|手机|座机|号码?)"
    rf"|联系我?{_KIN}?(?:吧|就行|就可以|就好|也行|都行|$)|找我?{_KIN}(?:吧|就行|就可以|就好|也行|都行|$)"
    rf"|(?:我|俺)?(?:都|就|得)?{_DAY}(?:都|得|才|也|要)?(?:上班|在家|不在家?|有空|没空|不?方便|休息|[有没]时间|开会|回来)(?:，?{_DAY}?(?:再|才)?(?:打|来|联系|接)(?:我|吧|电话)*+)?"
    rf"|{_DAY}(?:再|才)?(?:打|联系|来)(?:我|吧|电话|就行)*+$|(?:最好|尽量|只能)[是在]?[^，。]{{0,8}}(?:来|打|上门|联系)"
    r"|(?:电话|手机|号码|联系方式|微信)号?(?:是|换成|改成)(?:[^，。]{0,20})|换一?个(?:号码?|电话)(?:你?记一?下)?|(?:[0-9幺零一二三四五六七八九]，?){7,}|我(?:姓[一-龥]{1,2}|叫[一-龥]{2,4})$"
    r"|(?:电话|手机|号码?)号?(?:跟|和)?(?:我|现在)*+(?:打的?)?(?:这个|的这个)?号?(?:不一样|不是一个|换了|变了|停机了?|没电了?)(?:了|的)*+"
    r"|(?:你们?|您)?(?:要|得)?(?:给我|跟我)?(?:回|打|来)个?电话(?:的话|的时候|就|请)?(?=打|拨|找|联系)"
    r"|(?<![他她人行家店院])(?:给|跟)我(?:手机)?发(?:个|一?条)?(?:短信|信息|微信|消息)(?:通知|告诉|告知)?(?:我)?"
    r"|(?:你|您)?(?:给我)?[记写]一?下?(?=[0-9幺零一二三四五六七八九]{7})"
    r"|(?:敲门|门铃)[^，。]{0,6}(?:大声|声音大|使劲|轻|大)点?"
)
_PUT_DOWN = (
    r"(?:给|帮|替)我?(?:记|写|加|备注|注明|标|添|补)(?:上|一?下|一?笔|进去|清楚)|再?(?:给我?)?(?:加|添|补|记|写)(?:上一|上|一)?[句笔条](?:话)?"
    r"|补充(?:一下|一点|一句|的是|个)|备注|注明|[写记]上|记录?下来|[写加]进去"
)
_DEMAND = (
    r"(?:(?:要求?|希望|想要?|得|让|叫|必须)(?:他们?|她|对方|店家|商家|老板|单位|公司|物业|你们)?|给)[^，。]{0,6}"
    r"(?:退(?:给|还|我)*+(?:钱|款|费|货|押金|学费|会费|定金|卡)|退一赔[一-龥]|赔(?:偿|钱|礼|我|点)*+|道歉|说法|补偿|书面[答回]复|开除|停业)(?:损失|道歉)?"
)
_DETAIL = (
    rf"(?:(?:对了|具体|应该|地址|门牌号?|楼号|我们?家?|住|就?是|就?在)，?)*+(?:[{_N}]{{1,5}}(?:号楼|号院|单元|栋|幢|楼|层|号|室|门|户|组|排)){{1,4}}(?:[东西中]户|[东西南北]侧)?(?=[的啊呀吧，。]*(?:$|，))"
    rf"|第[二三四五六七八九十几]次了?|(?:打|反映|报|投诉|说|找|(?<!装)修)[^，。]{{0,4}}[好多{_N}]+(?:次|遍|回|趟)了?"
    rf"|^(?:都|已经|有|快|得有|大概)*+[好半多{_N}]{{1,3}}个?多?(?:天|月|年|礼拜|星期|周)多?了"
    r"|我(?:这儿?|手里|手机里)?[都也还]?有(?:[^，。]{0,3})(?:照片|发票|录像|录音|视频|证据|监控|合同|聊天记录|小票|收据|凭证|票据|截图|病历|记录)"
    rf"|我?(?:一共|总共|前后|都)*+(?:花|交|付|搭)(?:进去|了)+[好{_N}千万]{{1,6}}多?(?:块|元|钱)*+(?=[呢啊呀，。]*$)"
    r"|(?:照片|发票|录像|录音|证据|合同|聊天记录|小票|收据|票据|截图|病历)我?(?:都|还|也)*+(?:在|有|留着|没扔|保留着)(?=[呢啊呀，。]*$)"
    r"|我?[都也]?(?:拍|录)(?:了|下来?)(?:照片?|像|音|视频)?了?(?=$|，)|我(?:都|给)?(?:拍|录)(?:照|像|音|视频)了"
)
_BIDS = re.compile(
    r"(?:[嗯啊哦，]|对了|还有|你们?|您|麻烦|请|再)*+(?:给|帮|替)我(?:再)?(?:加|添|补|写|备注|注明)(?:上|进去|充|一?[句下笔])+(?=.{2})"
)
_SECRECY = re.compile(_SECRET)
_PUTS_DOWN = re.compile(_PUT_DOWN)
_SAYS_ON = re.compile("|".join((_SECRET, _CALL, _PUT_DOWN, _DEMAND, _DETAIL)))
# 给物业打电话没人接: told of others, and no wish of how to reach the caller.
_IN_VAIN = re.compile(r"[不没]接|没人|打?不通|骂|骚扰|威胁|[不没]理|不管|不来|推")
_SPEED = re.compile(r"快点|快些|赶紧|赶快|抓紧|尽快|早点")
_LITTLE = 4  # characters beside, which tell no other matter
# 能不能替我保密, 能不能晚上打: wishes in the form of a question.
_MAY = r"(?:能不能|可不可以|能否|能|可以)"
_ASKED_CALL = re.compile(
    rf"{_MAY}(?:让他们)?{_DAY}?(?:给我打个?电话|{_CALL})"
    r"|^(?:[嗯啊那，]|你们?|您|到时候?|有结果|办完|了|就|再)*+给我(?:发(?:个|一?条)?(?:短信|信息|微信)|[打来]个电话)(?:通知|告诉)?我?(?:一下|一声)?(?:行不行?|行吗|可以吗|好吗|好不好|成不)[啊呀]?$"
)
_ASKED_SECRECY = re.compile(
    rf"{_MAY}(?:(?:(?:给|替|帮|为)(?:我们?)?)?(?:保个?密|匿名)|(?:给|替|帮|为)(?:我们?)?瞒着|(?:给我)?(?:别|不)(?:写|留|说|告诉|透露|让|提|把))"
    r"|(?:会不会|能不能|会|能)[^，。]{0,8}(?:知道是?我|泄[露漏]|透露|告诉(?:他|人家|对方))|(?:给|替|帮)?我?[^，。]{0,6}保密(?:吗|么|不|嘛)"
)
_OF_THEM = re.compile(
    r"(?:[嗯啊哦哎，]|对了|还有|而且|再说|关键)*+(?:他们|她们?|他(?!妈)|人家|对方|[那这]个?人(?!家)|那[个家帮些](?!，))[^，。]{3,}"
)
_WRONG = re.compile(r"不(?:太)?对(?!面|劲)|[说写记弄搞整报](?:得)?[错反]|错了|不是|不叫")
_MISTAKEN = re.compile(
    r"(?:地址|时间|日期|电话|名字|门牌|楼号|单元|刚才)[^，。]{0,10}(?:[说报记写弄搞]错|错了|不对)"
)
_NOT_THAT = re.compile(
    r"(?:^|，|对了|那个|应该)是[^，。不]{1,12}，?(?:可|而)?不是[^，。]{1,12}$"
    r"|不[是叫在][^，。]{1,12}，?(?:应该)?[是叫在][^，。]{1,14}$"
)
# 我说的是沈河区, 应该是新华路我整错了
_INSISTS = re.compile(
    r"(?:^|，)我(?:刚才|刚刚)?说的?是[^，。]{2,12}$"
    r"|[^，。]{2,}(?:我|你们?|您)(?:刚才|刚刚)?[说记听写念报弄搞整]错了?$"
)
_SAID_TO_BE = re.compile(r"(?P<not>不)?[是叫](?P<what>[^，。是叫不]{2,12})")
_SOFT = re.compile(r"[了啊呀吧的呢哈，。！ 嗯]|刚才|那个|这个|哪儿?")


def says_on(text: str) -> bool:
    """Words that hardly say more than what belongs to a matter told before.

    >>> says_on("别告诉人家是我举报的"), says_on("我白天上班晚上打"), says_on("对了是三单元")
    (True, True, True)
    >>> says_on("楼上装修我投诉好几次了"), says_on("我给物业打电话没人接"), says_on("低保怎么申请")
    (False, False, False)
    """
    if _ASKED_SECRECY.search(text) or _ASKED_CALL.search(text):
        return True
    if is_question(text):
        return False
    told = [clause for clause in re.split(r"[，。]", text) if _tells(clause)]
    return bool(told) and all(map(_is_on_it, told))


def _tells(clause: str) -> bool:
    """别说是我说的 is made of the words of a brief reply, and is none."""
    return _SECRECY.search(clause) is not None or bool(clause and not is_brief(clause))


def _is_on_it(clause: str) -> bool:
    if _SAYS_ON.search(clause) is None or _SPEED.search(clause) or _IN_VAIN.search(clause):
        return False
    return len(_SOFT.sub("", _SAYS_ON.sub("", clause))) <= _LITTLE


def puts_down(text: str) -> bool:
    """补充一下他们没有执照, 你给记上: it is to stand in the ticket."""
    bidden = _BIDS.match(text) is not None  # 再帮我加上电线还露着呢 asks nothing
    return bidden or (_PUTS_DOWN.search(text) is not None and not is_question(text))


def wants_secrecy(text: str) -> bool:
    """替我保密, 别说是我说的, 能不能不写我名字."""
    wish = _ASKED_SECRECY.search(text) or (_SECRECY.search(text) and not is_question(text))
    return bool(wish)


def speaks_of_them(text: str) -> bool:
    """他们态度可恶劣了: of somebody named before."""
    return _OF_THEM.match(text) is not None and not is_question(text)


def puts_right(text: str) -> bool:
    """地址说错了, 不对是三万八, 是二号楼不是三号楼: what was written is not so.

    >>> puts_right("是二号楼不是三号楼"), puts_right("不是3号楼是2号楼"), puts_right("他们不是人")
    (True, True, False)
    >>> puts_right("我说的是沈河区"), puts_right("应该是新华路我整错了"), puts_right("户口本把名写错了")
    (True, True, False)
    """
    if is_question(text):
        return False
    said = corrects(text) or _MISTAKEN.search(text) or _NOT_THAT.search(text)
    return bool(said or _INSISTS.search(text))


def is_so_already(text: str, written: str) -> bool:
    """我说是沈河区, where that is what was written, and what it is not was not.

    >>> is_so_already("我说是沈河区", "沈阳市沈河区路灯不亮"), is_so_already("不是东门是西门", "西门")
    (True, True)
    >>> is_so_already("不是东门是西门", "东门路灯不亮"), is_so_already("整错了", "东门路灯不亮")
    (False, False)
    """
    told = [(found["not"], _SOFT.sub("", found["what"])) for found in _SAID_TO_BE.finditer(text)]
    right = [what for denied, what in told if not denied]
    return bool(right) and all((what in written) is not bool(denied) for denied, what in told)


def tells_right(text: str) -> bool:
    """Whether it is told what is right instead: 地址错了 alone does not.

    >>> tells_right("地址说错了是三号楼"), tells_right("等一下我说错了"), tells_right("不对")
    (True, False, False)
    """
    if _NOT_THAT.search(text):
        return True
    wrong = max((found.end() for found in _WRONG.finditer(text)), default=0)
    return len(_SOFT.sub("", text[wrong:])) > 1 and not is_brief(text)
