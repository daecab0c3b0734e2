"""前话: what an earlier question leaves for later words, and whether words tell trouble. Pure.

公司不给休 after 年假怎么算 is a matter of 年假; 网上行不 after 护照怎么办理 is a question and no
trouble; 皇姑区黄河大街那 only says where.
"""

import re

from ivr.language.asked_facts import left_undone
from ivr.language.brief_replies import is_brief, is_question
from ivr.language.elliptic import bare, grieved, stated, subject_of

# What others did to the caller, or left undone.
_WRONGED = re.compile(
    r"[打骂](?:人|孩子|小孩|学生|老人|[我俺咱])|"
    r"[不没未](?:有)?(?:给|让|肯|准|予)(?!您|你)|没有?人(?:管|理|修|来|接|给|办|收|答|回|处理|解决|搭理|应|通知)"
    r"|不(?:管|理(?!解)|赔|退|修|认(?![证定识得])|承认|批|报|负责|作为|处理|解决)|(?:乱|多|硬|强行)收|收了?(?:我|俺|咱)|让(?:我|俺|咱)(?:们)?(?:交|跑|掏|花|出钱|等|去)"
    r"|[扣罚骗坑赖]了?(?:我|俺|咱)|[少漏][交缴发给][了我]|拖[欠着]|欠(?:我|俺|薪|着|了)|推[诿脱来]|踢皮球|态度|凭(?:啥|什么)"
    r"|(?:还|一直|到现在|至今|都)没(?:有)?(?:到|来|发|下来|办|修|给|解决|动静|信|热|通|收)|跑了[两三四五六七八九十几好]+[趟次回]"
    r"|(?:咋|怎么|为啥|为什么)(?:就|还|又)?(?:这么|那么|[一二三四五六七八九十两几]+[百千万]|不|没|老|总|停|断)"
)
_BROKEN = re.compile(
    r"坏[了的]|漏(?![缴交报填登])|停(?:了|的|水|电|气|暖|供|[一-龥]{0,3}[水电气暖])|堵|臭|吵|噪[声音]|扰民|不热|不亮|不走|[刷用打登上开交]不(?:了|上|开|出来|过)"
    r"|丢了|虫|假货|跑路|砸|撞|冻|没(?:有)?(?:水|电|气|热|信号|网)|摔|违(?:规|法|建)|(?:才|就|只有|还?不到)[一二三四五六七八九十]++度|十[一二三四五六七八九]?度|零下"
    r"|有毛病|质量|欺负|威胁|不退|不发|失踪|倒闭|修(?!改|正)|毁|脏|塌|裂|不达标|没了$|拖欠"
)
# 合法吗, 让不让: whether what somebody does is right.
_IS_IT_RIGHT = re.compile(r"合法|违法|犯法|合理|合规|违规|让不让|允许|管不管|找谁(?:赔|管|修)")
_OF_RULES = re.compile(r"通知|公告|规定|政策|标准|条件|流程")  # 停水通知在哪查
_PAPER_LOST = re.compile(
    r"(?:证明?|本|[卡照票章牌单书]|手续|档案|密码|合同)(?:原件)?(?:[让被]?我(?:妈|爸|家|们)?(?:给)?)?(?:整|弄|搞|不小心|不慎)*"
    r"(?:丢|没|找不(?:着|到)|遗失|坏|撕|过期|到期)了?"
)


def tells_of_wrong(text: str) -> bool:
    """他们不给我办, 收了我六十: others did it, or left it undone."""
    return _WRONGED.search(text) is not None


def tells_of_trouble(text: str) -> bool:
    """Whether words tell what is wrong.

    >>> tells_of_trouble("我家才十五度"), tells_of_trouble("网上行不")
    (True, False)
    """
    return tells_of_wrong(text) or _BROKEN.search(text) is not None


def asks_of_trouble(asked: str) -> bool:
    """快递丢了找谁赔, 物业停我家电合法吗: behind the question there is trouble."""
    if _OF_RULES.search(asked):
        return False
    return tells_of_trouble(asked) or _IS_IT_RIGHT.search(asked) is not None


# 我想打物业电话, 给我供电公司的号码.
_WANTS_NUMBER = re.compile(
    r"(?:想|要|给我|帮我)(?:打|要|找|问|知道|查|拨|个|一下)*+[^，。]{1,10}(?:电话|号码|热线)(?:号码?)?[啊呀吧呗。]*$"
)


def wants_number(text: str) -> bool:
    """Whether a telephone number is asked for, and nothing told.

    >>> wants_number("我想打物业电话"), wants_number("我想投诉骚扰电话")
    (True, False)
    """
    asked = _WANTS_NUMBER.search(text) is not None
    return asked and not tells_of_trouble(text) and not begins_anew(text)


_SOME = re.compile(
    r"[好十]?几(?:[百千万十]|[个块天次年](?=月?[都的了]))"
)  # 就几百块钱 asks nothing


def only_asks(text: str) -> bool:
    """A question that tells no trouble; that a paper is lost is how it comes to be asked.

    >>> only_asks("那卖的人交啥税"), only_asks("公司不给休咋办"), only_asks("出生证明弄丢了咋整")
    (True, False, True)
    """
    told = _SOME.sub("", _PAPER_LOST.sub("", text, count=1))
    return is_question(_SOME.sub("", text)) and not tells_of_trouble(told)


# 单位不给我报我自己去哪报, 那我能起诉不: what the caller may do, and where.
_OWN_STEP = re.compile(
    r"(?:[我俺咱]|自己|自个儿?|本人)(?:们|自己|自个儿?|就|还|都|也|该|应该|想|得|要)*+"
    r"(?:能不能|可不可以|能|可以|[去上到往在]哪(?:儿|里)?|用不用|要不要|需不需要)[^，。]{0,8}$"
)
# 那表没电了咋整: a battery, which nobody is sent for.
_FLAT = re.compile(r"(?:(?<!电)表|锁|遥控器?|电池|手机|电瓶|电动车)(?:里|的)?没电")
_LEAST_WRONG = 18  # characters of who was wronged, and asks for what to do all the same


def asks_of_oneself(text: str) -> bool:
    """Whether words only ask what the caller may or must do, whoever is to blame.

    >>> asks_of_oneself("单位不给我报我自己去哪报"), asks_of_oneself("那表没电了咋整")
    (True, True)
    >>> asks_of_oneself("公司不给休咋办"), asks_of_oneself("楼上漏水我能找谁")
    (False, False)
    >>> asks_of_oneself("出租车拒载我上哪投诉")
    False
    """
    words = text.strip(" ，,。？?")
    if left_undone(words) or (_FLAT.search(words) and is_question(words)):
        return True
    told = len(words) > _LEAST_WRONG or _BROKEN.search(_PAPER_LOST.sub("", words))
    if told or begins_anew(words) or grieved(words) or not is_question(words):
        return False
    return _OWN_STEP.search(words) is not None


_WHERE = re.compile(
    r"(?:[嗯啊哦，]|我们?|俺|咱|家|就|是|住|在|那|人|现在)*+"
    r"[一-龥0-9]{0,28}?(?:[省市区县旗镇乡路巷村屯街号楼]|街道|单元|社区|花园|家园|银行|医院|派出所|大厅)"
    r"(?:[一二三四五六七八九十0-9零]{1,6}(?:号楼?|单元|室|层|楼)?)?(?:[的那这边里呢啊呀]|附近|门口|旁边|那块儿?|这块儿?|那儿|这儿)*"
)


def only_says_where(text: str) -> bool:
    """我家大东区东塔街的, 皇姑区黄河大街那: a place, and nothing besides.

    >>> only_says_where("我家大东区东塔街的"), only_says_where("大东区东塔街路灯坏了")
    (True, False)
    """
    return _WHERE.fullmatch(text.strip(" ，,。")) is not None and not tells_of_trouble(text)


_FROM_WHERE = re.compile(r"(?<=..)，?(?=(?:我们?|俺|咱)(?:家)?(?:就)?(?:住|在|是)[一-龥])")


def parted(text: str) -> tuple[str, str]:
    """A question, and where the caller is, told behind it; nothing where that is not told.

    >>> parted("那我上哪个街道啊我住铁东区和平街道")
    ('那我上哪个街道啊', '我住铁东区和平街道')
    """
    for found in _FROM_WHERE.finditer(text):
        asked, where = text[: found.start()], text[found.end() :]
        if is_question(asked) and only_says_where(where):
            return asked, where
    return text, ""


# 我要投诉物业, 还有我家门口路灯坏了: a matter of its own is begun.
_BEGINS_ANEW = re.compile(r"投诉|举报|反映|表扬|建议|另外|还有(?!没)|再一个|顺便|换个|别的事")


def begins_anew(text: str) -> bool:
    """Whether words say that another matter begins."""
    return _BEGINS_ANEW.search(text) is not None


# 我要投诉, 那我要举报他们, 你给我登记上吧: the wish alone; what it is about was told before.
_TAKE_IT = re.compile(
    r"(?:[嗯啊哦唉，]|不是|那|就|我们?|俺|咱|是|得|要|想|来|也|你们?|您|请|麻烦|帮|给|替)*+"
    r"(?:投诉|举报|反映|告|登记|记录|记|立案)(?:一下|一个|上|下来?|个)*+"
    r"(?:这个?|那个?|他们?|它们?|她们?|我们?|俺们?|单位|公司|物业|开发商|店家|商家|老板|房东|邻居|楼上|那?户|这?家|人家|学校|医院|事儿?|情况|问题)*+[吧呗啊呀了，。]*+"
)


def wants_it_taken(text: str) -> bool:
    """Whether words only say that something is to be taken down.

    >>> wants_it_taken("我要投诉单位"), wants_it_taken("那你给我登记上吧")
    (True, True)
    >>> wants_it_taken("我要投诉物业乱收费"), wants_it_taken("在哪投诉"), wants_it_taken("不登记")
    (False, False, False)
    """
    return _TAKE_IT.fullmatch(text.strip(" ，,。")) is not None


_LEAST_TOLD = 6  # characters that tell of trouble


def trouble_in(asked: str) -> str:
    """What an earlier question told of trouble; nothing where it only asked.

    >>> trouble_in("单位给我少交了五年养老保险我该找谁"), trouble_in("护照怎么办")
    ('单位给我少交了五年养老保险', '')
    >>> trouble_in("消费者维权打啥电话"), trouble_in("健身房跑路了")
    ('', '健身房跑路了')
    """
    told = grieved(asked)
    if len(told) >= _LEAST_TOLD or tells_of_trouble(told):
        return told
    return stated(asked) if tells_of_trouble(asked) and not _OF_RULES.search(asked) else ""


# 都停水两天了, 堵了一个礼拜, 天天半夜吵: what goes on, and did not just begin.
_LASTS = re.compile(
    r"(?:[一二两三四五六七八九十几半多好0-9]++个?多?(?:天|宿|晚上?|礼拜|星期|周|月|小时|钟头|年)(?:多)?|大?半天|一上午|一下午|一整?天|好久|老长时间)(?:都?没|[^，。]{0,3}了)"
    r"|天天|一直|到现在|至今|三天两头|老是|总是"
)


def lasts(text: str) -> bool:
    """Whether what is told has gone on for some time.

    >>> lasts("我们小区都停水两天了啥时候来水"), lasts("我家停水了啥时候来水")
    (True, False)
    """
    return _LASTS.search(text) is not None


# 那楼上晚上九点还砸墙呢: 呢 that tells on, and asks nothing.
_GOES_ON = re.compile(r"(?:还|天天|一直|老是?|总是?|正)[^，。怎咋吗么哪啥几]{1,10}呢[啊呀。]*$")


def goes_on(text: str) -> bool:
    """Whether words tell what somebody goes on doing.

    >>> goes_on("那楼上晚上九点还砸墙呢"), goes_on("那港澳通行证呢"), goes_on("还要带啥呢")
    (True, False, False)
    """
    return _GOES_ON.search(text) is not None


# 那车司机昨天甩站: which bus that is was told before.
_POINTS_BACK = re.compile(
    r"[嗯啊哦，]*(?:那|这)(?:个|台|趟|辆|家|路)?(?:车|店|司机|师傅|人|单位|公司|学校|医院|小区|窗口|老板|工地)"
)


def points_back(text: str) -> bool:
    """Whether words begin with something that was told of before.

    >>> points_back("那车司机昨天甩站不停"), points_back("那路灯坏了")
    (True, False)
    """
    return _POINTS_BACK.match(text) is not None


# 那我老婆的也丢了呢, 我妈也要去北京, 我爸的能不能也提: the same, for somebody else.
_KIN = (
    r"(?:我|俺|咱)(?:们)?家?(?:的)?(?:老?(?:婆|公|伴|妈|爸|爷子|太太)|媳妇|爱人|对象|孩子|小孩|儿子|闺女|女儿|姑娘"
    r"|[妈爸爷奶]|爷爷|奶奶|姥姥|姥爷|父亲|母亲|父母|爸妈|公公|婆婆|丈母娘|老丈人|岳父|岳母|[哥姐弟妹]+|大?姨|姑|舅|叔|朋友|同事|邻居)"
)
_SAME_FOR = re.compile(
    rf"(?:[嗯啊哦，]|那|要是|还有|然后)*+{_KIN}(?:那个|的)?[^，。]{{0,6}}?也[^，。]{{1,14}}"
)


def same_for_another(text: str) -> bool:
    """Whether what was asked before is asked for somebody else as well.

    >>> same_for_another("那我老婆的也丢了呢"), same_for_another("我妈也要去北京")
    (True, True)
    >>> same_for_another("我家也停水了"), same_for_another("我妈也没人管")
    (False, False)
    """
    words = text.strip(" ，,。")
    return _SAME_FOR.fullmatch(words) is not None and not tells_of_trouble(
        _PERSONAL_LOSS.sub("", words)
    )


_PERSONAL_LOSS = re.compile(
    r"也(?:给|让|不小心|整|弄|搞)*(?:丢|没|过期|到期|坏)了?(?=[呢吗啊呀]*$)"
)

_TAG = re.compile(
    r"，?(?:这|这样|他们这么[做干])?(?:都|还)?(?:合不合[法理规]|(?:合[法理规]|违法|犯法|违规|对|行|正常|允许|可以)(?:吗|么|不)|让不让|行不行|管不管)[啊呀]?$"
)
_MAY = re.compile(
    r"我?们?(?:还|就|都|应该|该)?(?:能|可以|会|要)(?:要求|让他|找他)?[^，]{0,2}$|(?:会|都|还)?有$|一(?:亩|平米?|度|吨|个月|年|天|次|人|方)$"
)


# 燃气安检|收费吗: whether it costs anything is no part of what it is about.
_COSTS = re.compile(
    r"(?<=..)(?:还|都|也|要|得|需要|用)*+(?:收费|免费|要钱|花钱|交钱|收钱)(?:吗|不|么|嘛)[啊呀]*$"
)


def is_mere_question(told: str) -> bool:
    """Whether all that was told of a matter is a question, and nothing in it is wrong.

    >>> is_mere_question("那卖的人交啥税，嗯"), is_mere_question("楼下天天跳广场舞，咋整")
    (True, False)
    """
    clauses = [clause for clause in told.split("，") if clause and not is_brief(clause)]
    return bool(clauses) and all(map(only_asks, clauses))


def without_tag(text: str) -> str:
    """收了我六十块钱合理吗: what happened, without whether it is right."""
    return _TAG.sub("", text) or text


def told_before(asked: str) -> str:
    """What stands in front of a matter that an earlier question began, in the caller's own words.

    >>> told_before("年假怎么算"), told_before("饭店吃出虫子了我能要求赔多少")
    ('年假', '饭店吃出虫子了')
    >>> told_before("种地补贴一亩多少钱"), told_before("工地半夜还施工让不让")
    ('种地补贴', '工地半夜还施工')
    """
    words = _COSTS.sub("", bare(asked).strip(" ，,。？?"))
    subject = subject_of(words)
    short = _MAY.sub("", without_tag(subject))
    return short if len(short) > 1 else subject or words
