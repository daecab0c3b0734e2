"""承前省略: a question that is whole only together with what was spoken of before. Pure.

多少钱 after 护照怎么办理 asks 护照多少钱, and 那港澳通行证呢 asks 港澳通行证怎么办理;
到期了 after 驾照 asks 驾照到期了.
"""

import re

# Where a title begins to ask: 护照|怎么办理, 低保|一个月多少钱.
_ASKED = re.compile(
    r"(?:一个月|一年|能|可以|需要|要)?(?:怎么|咋|如何|在哪|去哪|上哪|到哪|找谁|向谁|打什么|要[带交]|什么|多少|多久|多长|几|有没有|能不能|可不可以|要不要)"
    r"|(?:能|可以|需要|算|有|会)[一-龥]{0,6}吗"
)
_LEAD = re.compile(
    r"(?:[嗯呃啊哦哎，,。\s]|那个|那就?|就是|行|好的?|对了|对的?|是的?|知道了|明白了|请问|我?(?:还|就|再)?(?:想|要)?(?:问|咨询)(?:一下|问|下)?|还有)*+"
)
_MATTER = re.compile(r"的?(?:事儿?|事情|问题)$")
# 怎么|改名字, 老旧小区怎么|加装电梯: what is done belongs to the subject; 护照怎么|办理 names none.
_HOW = re.compile(r"(?:怎么|咋|如何)((?:(?![啊呀呢吗]+$)[一-龥]){3,})[啊呀呢吗]*$")
# 灵活就业社保一年交|多少钱, 抚养费一个月给|多少
_GIVEN = re.compile(
    r"(?<=..)(?:(?:一个月|一年|每个?月|每年)(?:能|要|得)?|能|要)[交缴领给发拿提贷]$"
)
# 身份证丢了: what has happened to the subject, where not that but the paper itself is asked of.
_HAPPENED = re.compile(r"(?<=..)(?:丢了|丢失|弄丢|遗失|到期|过期|坏了|损坏|没了)(?:了|没换)*$")
_BEFELL = re.compile(r"(?:弄丢|丢|过期|坏|没)了(?=[呢啊呀吗咋怎，]|$)")
_SOFT_END = re.compile(r"[啊呀呢]+$")
_HOW_LONG = re.compile(
    r"(?:要|得|需要|大概|一般)*+(?:多长时间|多久|几天|多少天)(能?(?:办|补|换)?(?:下来|拿到|到手|好|完))?[啊呀呢]*"
)
_ALSO = re.compile(r"(?:的)?(?:呢|咋样|怎么样)?[啊呀，。？?]*$")
_AND_THIS = re.compile(r"呢[啊呀，。？?]*$")


# 火星移民怎么申请 is whole by itself; 没有照片咋整 and 卡丢了咋办 are not.
_WHOLE = re.compile(
    r"(?![^怎如咋]{0,12}[了不没])(?!没|有|要|如|不|那|我|孩子|老人|外地|别)[一-龥]{3,}(?:怎么|如何|咋)(?:申请|办|交|领|查|补|换|提|报|预约)"
)


# 那水电费有没有优惠, 新生儿的呢: it goes over to another matter.
_ANOTHER = re.compile(r"[嗯哦啊，]*那(?![个么些样我你他要得])(?=[一-龥]{3})|.*呢[啊呀，。？?]*$")


def goes_over(text: str) -> bool:
    """Whether a question turns to something other than what was just answered."""
    return _ANOTHER.match(text) is not None


# 租房的, 我媳妇74年的: of whom or what it is asked.
_NARROWS = re.compile(r"[^，。]{1,9}的[啊呀吧，。]*")


def narrows(text: str) -> bool:
    """Whether words only say of whom, or of what, the matter just answered is meant.

    >>> narrows("租房的"), narrows("那孩子的呢"), narrows("我去过了")
    (True, False, False)
    """
    return _NARROWS.fullmatch(text) is not None


_PERSON = (
    r"(?:[我俺咱他她](?:们|家)?(?:家)?(?:孩子|小孩|宝宝|儿子|闺女|女儿|老人|老伴|[爸妈爷奶]|姥姥|姥爷|对象|媳妇|老公|老婆|爱人|父母)?"
    r"|孩子|小孩|宝宝|儿子|闺女|女儿|老人|老伴|本人|父母|对象|媳妇|老公|爱人|人)"
)
_THING = (
    r"(?:的?(?:户口|户籍|房子|房本|房产|学籍|社保|医保|驾照|身份证|车|证件?|单位|名字|岁数|年龄))"
)
_IS = (
    r"(?:(?:现在|今年|目前|一直|就|都|也|可|但)*+(?:(?<!也)(?<!就)是(?!不|来|说|想|问|要)|不是|才|刚|已经|属于|在(?![听等])|不在|没有?(?:[一-龥]{2,})|有(?![个点事意问什啥没人]|一)"
    r"|(?:岁数|年纪|年龄)(?:太|挺|也)?[大小]|不会(?:用|上网|弄)|没|都快?[一二两三四五六七八九十0-9]|[一二三四五六七八九十0-9]+多?(?:岁|周岁|了)|快?[一二三四五六七八九十0-9]+(?=了|岁)|离(?:过)?婚|退休|毕业|怀孕|结婚"
    r"|(?:去年|前年|今年|上个?月|这个?月|以前|早)?(?:才|刚|就)?(?:买|租|办|交|领|考|签|贷|开|生|借)的))"
)
# 我们是租房的, 孩子才三岁, 户口在老家, 这个月还没到: how it is with who asks.
_CIRCUMSTANCE = re.compile(
    rf"{_LEAD.pattern}(?:可|但|要是|如果|那|可是|但是)*+(?:{_PERSON}{_THING}?|{_THING}){_IS}[^，。]{{0,10}}"
    rf"|{_LEAD.pattern}(?:没有?|有)(?:[一-龥]{{0,4}}(?:身份证|户口本?|房本|房产|社保卡?|医保卡?|学籍|结婚证|工作|单位|手机|驾照|护照|发票|合同))(?:啊|呀|呢|了)*"
    rf"|{_LEAD.pattern}(?:这个?月|上个?月|今年|钱|款|补贴|津贴|短信|证|卡|批复)?(?:的)?(?:还|一直)没(?:有)?(?:到账?|发|下来|收到|领|批|审完?|通知)(?:呢|啊|呀)*"
)
# 我去了三次都没给办, 单位不给交: that is a grievance, or a reply to us.
_NO_CIRCUMSTANCE = re.compile(
    r"没(?:人|给|管|办|修|接|处理|解决|回|听|记|说|有?问题|事|啥|别|了|有了|明白|懂|毛病|意见)|[吗么]$|在(?:河|楼|车|井|水|火|坑|树|江|海)|不(?:给|让|管|办|理|满意|知道|清楚|对)|被|挨|欠|打|骂|坏|漏|堵|吵|臭|拖|扣|骗|罚|卡着|工资|投诉|举报|反映|建议"
    r"|[两三四五六七八九十几多]+(?:次|趟|回|遍)|没有?(?:水|电|气|暖|热水|信号|网)|停|断(?!交|缴)|疼|晕|病了|丢|难受"
)


def is_circumstance(text: str) -> bool:
    """Whether words only say how it is with who asks, and no trouble.

    >>> is_circumstance("我们是租房的"), is_circumstance("孩子才三岁")
    (True, True)
    >>> is_circumstance("我去了三次都没给办"), is_circumstance("井盖没了")
    (False, False)
    """
    return _CIRCUMSTANCE.fullmatch(text) is not None and not _NO_CIRCUMSTANCE.search(text)


def bare(text: str) -> str:
    """A question without what leads up to it: 我想问问."""
    return _LEAD.sub("", text, count=1)


def is_whole(text: str) -> bool:
    """Whether a question names its own matter."""
    return _WHOLE.match(_LEAD.sub("", text, count=1)) is not None


def subject_of(asked: str) -> str:
    """What a question is about, without what it asks of it.

    >>> subject_of("护照怎么办理"), subject_of("低保一个月多少钱"), subject_of("驾照")
    ('护照', '低保', '驾照')
    >>> subject_of("老旧小区怎么加装电梯"), subject_of("怎么改名字")
    ('老旧小区加装电梯', '改名字')
    >>> subject_of("低保咋申请啊")
    '低保'
    >>> subject_of("灵活就业社保一年交多少钱")
    '灵活就业社保'
    """
    found = _ASKED.search(asked)
    done = _HOW.match(asked, found.start()) if found else None
    before = asked[: found.start()] if found else asked
    about = _LEAD.sub("", before + (done[1] if done else ""), count=1)
    return _GIVEN.sub("", _MATTER.sub("", about))


# 我家停电了咋整, 停水了啥时候来, 家里还没供暖呢: at a loss, behind what has happened.
_AT_A_LOSS = re.compile(
    r"(?<=..)，?(?:这|那|该|得|都|可|你们?|我|到底)*(?:咋整|咋办|怎么整|怎么办|找谁(?:修|管|啊)?"
    r"|(?:啥|什么|多)(?:时候|久|会儿)(?:能|才|会|给)*(?:来|修|好|通|供|热|送)[一-龥]?)(?:啊|呀|呢|了)*[？?。]*$"
    r"|(?<=[没不][^，。])呢[？?。]*$|(?<=[没不][^，。]{2})呢[？?。]*$"
)
# 出租车拒载我上哪投诉, 学校乱收补课费合法吗: a grievance, told as a question about it.
_TO_WHOM = re.compile(
    r"(?<=..)，?(?:这|那|该|得|应该|可以|能|我|我们|要|想|到底|都|算|是)*+"
    r"(?:找谁(?!赔)[要说讲理论评]*|(?:咋|怎么|如何|去哪儿?|上哪儿?|到哪儿?|往哪儿?|在哪儿?|向谁|找谁|跟谁)(?:里)?(?:去|能|可以)*(?:投诉|举报|反映|告(?:他们?)?|说理|讲理|维权)"
    r"|(?:咋|怎么|谁)赔(?:偿)?|归谁管|(?<=[能要])(?:不能)?(?:要|追|退|拿|讨)?得?回来(?:吗|么|嘛|不)?|(?:哪个部门|谁)(?:能)?管|合法|违法|犯法|合规|违规|合理不合理|合不合[法理]|合理)(?:的)?(?:吗|么|嘛)?"
    r"(?:啊|呀|呢|了)*[？?。]*$"
)
_ONLY_ASKS = re.compile(
    r"^(?:[嗯呃啊哦，]|那个|你好|喂)*+(?:请问|(?:我)?(?:就)?(?:想)?(?:问|咨询|打听|了解)(?:一下|问|下)?)"
)


# 土地确权证丢了咋办: nobody is to blame.
_LOST = re.compile(r"[证卡本照单票折书][^，。]{0,4}(?:丢|没了|找不[着到]|过期|到期|坏)|报停|报废")


def grieved(text: str) -> str:
    """What somebody who asks where to complain of it, or whether it may be, complains of.

    >>> grieved("出租车拒载我上哪投诉"), grieved("学校乱收补课费合法吗")
    ('出租车拒载', '学校乱收补课费')
    >>> grieved("怎么投诉"), grieved("我想问一下收三百合理不合理"), grieved("路灯坏了咋整")
    ('', '', '路灯坏了')
    """
    if _ONLY_ASKS.match(text) or _LOST.search(text):
        return ""
    said = stated(_TO_WHOM.sub("", text, count=1))
    return "" if said == text else said


# 啥时候来电啊我家停电半天了: the question first, and what has happened behind it.
_WHEN_BACK = re.compile(
    r"^(?:[嗯呃啊哦，]|那|这|到底|请问|你们?|您)*+(?:啥|什么|多)(?:时候|久|会儿)(?:能|才|会|给|可以)*+"
    r"(?:来|修|通|供|送|恢复)[一-龥]?(?:好)?[啊呀呢？?，]+(?=[一-龥]{4})"
)


def stated(text: str) -> str:
    """What has happened, without the question what to do about it.

    >>> stated("我家停电了咋整"), stated("家里还没供暖呢"), stated("护照怎么办理")
    ('我家停电了', '家里还没供暖', '护照怎么办理')
    >>> stated("啥时候来电啊我家停电半天了")
    '我家停电半天了'
    """
    return _AT_A_LOSS.sub("", _WHEN_BACK.sub("", text, count=1), count=1)


def in_topic(about: str, text: str) -> str:
    """What is spoken of after an incomplete question was asked of it.

    >>> in_topic("护照怎么办理", "那孩子的呢"), in_topic("", "驾照")
    ('护照孩子', '驾照')
    """
    words = _LEAD.sub("", text, count=1)
    return subject_of(about) + (_ALSO.sub("", words) or words) if about else text


# 新生儿|医保怎么办, then 户口咋办: another matter of the same person.
_OF_WHOM = re.compile(
    r"(?P<who>新生儿|孩子|小孩|学生|老人|残疾人|退役军人|农民工|外地人|退休人员)(?P<what>[一-龥]{2,4})$"
)
_OTHER_MATTER = re.compile(
    r"(?![我你他她它这那没不要怎咋啥]|多少|什么)[一-龥]{2,4}?(?=怎么|咋|如何|在哪|去哪|上哪)"
)


def _of_the_same(subject: str, words: str) -> tuple[str, ...]:
    """户口咋办 after 新生儿医保: of the newborn as well."""
    of_whom, other = _OF_WHOM.match(subject), _OTHER_MATTER.match(words)
    if of_whom is None or other is None or other[0] in subject:
        return ()
    return (of_whom["who"] + words,)


def completed(about: str, text: str) -> tuple[str, ...]:
    """The whole questions that a text may mean after what was spoken of, the likeliest first.

    >>> completed("护照怎么办理", "那多少钱")
    ('护照多少钱', '护照怎么办理多少钱')
    >>> completed("护照怎么办理", "那港澳通行证呢")
    ('港澳通行证怎么办理', '护照港澳通行证', '护照怎么办理港澳通行证')
    >>> completed("身份证丢了怎么补办", "几天")[:2]
    ('身份证丢了几天能办下来', '身份证几天能办下来')
    """
    words = _LEAD.sub("", text, count=1)
    if not about or not words:
        return ()
    waits = _HOW_LONG.fullmatch(words)
    if waits and not waits[1]:  # for the paper asked for; not how long it is good for
        words = _SOFT_END.sub("", words) + "能办下来"
    bare = _ALSO.sub("", words) or words
    asked = _ASKED.search(about)
    other = (bare + about[asked.start() :],) if asked and _AND_THIS.search(words) else ()
    if narrows(words):
        other = (words + about,)  # 租房的公积金怎么提取
    said = bare if other else words
    subject = subject_of(about)
    itself = (_HAPPENED.sub("", subject) + said,) if waits else ()
    befell = _BEFELL.search(words)
    if befell and _HAPPENED.search(subject):  # 那要是丢了呢, after 身份证到期怎么换
        other = (f"{_HAPPENED.sub('', subject)}{befell[0]}怎么办", *other)
    other = (*other, *_of_the_same(subject, words))
    return tuple(dict.fromkeys((*other, subject + said, *itself, about + said)))
