"""短答: words that are nothing but a reply, and short questions that only look like one. Pure.

要不要钱 begins like a yes, 不要钱吧 like a no, 没身份证行不 like a goodbye: a question is none.
A reply is brief when nothing is left of it without the words of agreeing, denying, thanking and
parting; what has more behind it tells something.
"""

import re
from collections.abc import Iterator

_AGREE = (
    r"是这么回事|是那么回事|这么回事|可不咋的|可不是|那可不|可不|没错|没毛病|没意见|不错|嗯[哪呐呢]|嗯+|昂+|哦|噢"
    r"|对|是|好(?!像)|行|中|成|得嘞|得|妥|同意|愿意|需要|可以|要|正确|准确|确认|确定|必须的|当然|有|差不多|大概其?|基本|一样"
    r"|就是|ok|OK|yes|转|接"
)
_DENY = (
    r"不需要|不愿意|不同意|不可以|不正确|不准确|不对|不是|不行|不要|不用|不必|不成|不中|不麻烦|不打扰|不说|不问|不了|不"
    r"|没有|没得|没|别|[说写记弄听搞]?(?:得)?错|算了|否|拒绝|非也|哪儿?啊|甭|两个|俩"
)
_PART = (
    r"别的|其他的?|其它的?|啥|什么|事(?:儿|情)?|问题|要说|要问|想问|可说|可问|补充|说完|问完|完|够|这些|那些|这样|那样|这么[着地]?|那么[着地]?"
    r"|先|到这|到此为止|挂|撂|回见|再见|拜拜|暂时|现在|目前|应该|好像|多|件|个|点|了|就|一"
)
_THANK = (
    r"谢谢|感谢|多谢|谢|麻烦|辛苦|劳驾|打扰|客气|知道|整?明白|懂|清楚|了解|[记写][住下好]了?"
    r"|(?:孩子|丫头|老弟)(?=，?(?:谢|辛苦|麻烦你))|(?<=[谢啊了呀哈你您])(?:孩子|丫头|老弟|大爷|大娘|阿姨|叔|宝贝|亲)(?=[啊呀了，。]*$)"
    r"|小?姑娘|小伙子?|小哥|小同志|小姐|同志|师傅|闺女|大[哥姐]|大?兄弟|[大老]?妹[子儿]?|您嘞"
)
# 那我等你们电话, 你忙吧, 那我就去派出所办去了: they lead up to a goodbye, and tell nothing.
LEAVING = (
    r"(?:等(?:着|[你您]们?的?(?:电话|消息|信儿?|回信|回复|回电|通知)|信儿?|消息|电话|通知|回信)"
    r"|[你您]们?(?:先|去)?忙|祝(?:你|您)们?(?:工作|生活|一切|身体|天天)[一-龥]{2}|拉倒"
    r"|(?:去|上)(?![哪啥]|什么)(?:[^不没别给了哪啥，。]{0,5}办|派出所|社区|窗口|银行)去?"
    # 我明天去社区问问, 回头再打: what the caller will do; 你们明天去看看 is what we are to do
    r"|(?<![你您们])(?:[我俺咱](?:们)?|明天|明儿个?|后天|今天|下午|上午|周[一二三四五六日]|下周|回头|改天|抽空|有空|有时间|过两天|这就|一会儿?|自己)"
    r"(?:就|先|再|自己|也|还是|得|明天|明儿个?|后天|今天|下午|上午|下周|回头|改天|抽空|有空|有时间|过两天|一会儿?)*+"
    r"(?:去|上|到)(?![哪啥]|什么)[^不没别给了哪啥，。你您]{0,6}(?:看看|问问|办办|瞅瞅|打听打听|跑一趟|问一下|看一下)"
    r"|(?<![你您们])(?:回头|改天|有事儿?|过两天)(?:我)?再(?:打|说|问|来)(?:电话)?)"
)
_SOFT = (
    r"[吧嘞呀呢的哈嘛咧呗哎诶哟啦喽昂啊呃额，,。！!\s儿您你]"
    r"|们|我|咱|那|这|也|都|还|真|挺|太|全|说|记|录|登记|记录"
)
_WORDS = rf"(?:{_AGREE}|{_DENY}|{_PART}|{_THANK}|{LEAVING}|问问|随便|而已|{_SOFT})"
# 没有了，你们快点给办吧: wishes us speed, and tells nothing.
_URGED = (
    r"(?:(?:就是|那就?|我就?)?(?:希望|麻烦|请|想让|盼着)?(?:你们|您|您们|咱们?)?"
    r"(?:尽快|尽早|快点儿?|快|抓紧(?:点|时间)?|赶紧|早点儿?)(?:的)?(?:给|帮|替)?(?:我们|俺们|我|俺)?"
    r"(?:来人)?(?:处理|解决|办理|办|落实|弄|整|管|回复|回信|来修|修|来|说|转)?(?:一下|好)?[吧啊呗呀了，。]*)?"
)
_BRIEF = re.compile(rf"{_WORDS}++{_URGED}")
_SAYS = re.compile(
    rf"{_AGREE}|{_DENY}|{_THANK}|{LEAVING}|完|够|[这那]些|[这那]样|[这那]么|到这|到此|挂|撂|回见|再见|拜拜"
)

_NO_END = re.compile(r"没完没了")
_NO_NOD = re.compile(
    r"有|要(?!是)|问|转|接|不(?!错)|没(?!错|毛病|意见)|别|错了|否|哪(?!$)|两个|俩|对了$"
)
_OR_NOT = re.compile(
    r"(?<!不)([^不没\s，。])不\1|(?<!没)有没有"
    r"|(?:[对行好成中]|可以|好使|合适)不[啊呀]?$|.是吧(?:$|[？?]|(?=那))"
    r"|(要|用|能|会|给|让|收|算|带|管|办)[一-龥]{1,6}不\2[啊呀]?$|有[^都也还，]{1,6}没有[啊呀]?$"
)
_ASKS = re.compile(
    r"(?<![什那这要])[吗么](?=[啊呀？?，。]*$)|(?<![嗯没])呢[？?。]*$|[？?]$|呗[？?。]*$"
    r"|(?<![我就还可也偏都，不])不[啊呀]?$|(?<![我就还可也才都么啥，])没[啊呀]?$"
    r"|多少|多(?:长时间|久|大|远)|(?<![好十这那没])几(?!乎|句)|(?<![没有])(?:什么|啥)(?!都|也|的$)|(?<!可不)(?:咋|怎么)(?!说呢)"
    r"|(?<!随便)哪(?!怕|$)|如何|为何|凭啥|找谁|谁管|谁(?:出钱|掏钱|拿钱|付钱|交钱|承担)"
    r"|^(?:那|这个?|是|也|都|还|应该)*(?:不(?![用要需行必]+了)|没(?!有?了|事)|能|得(?!了|嘞)|要)[^我了，]+吧[。？?]?$"
)
# 他们还赌钱呢, 我等着交手术费呢: how it is, stressed. 那还有别的办法呢, 孩子没满月的呢 ask.
_STRESS = re.compile(
    r"还(?!有别|能|可以|行|得)|都|[就正老净](?=[在是搁])|也[没不]|好几|一直|天天|[一-龥]着"
    r"|[花交扣收罚赔欠][了我][^，。]{0,3}[一二两三四五六七八九十百千万]"
)
_NO_STRESS = re.compile(
    r"^(?:[嗯啊哦，]*(?:那(?!边|儿|里|[个家帮些条种])|要是|如果|万一|假如))|咋|怎么|谁|哪|啥|什么|多少|的呢[啊呀，]*$"
)
_STRESSED_END = re.compile(r"(?<=[^，。]{4})呢[啊呀]?$")
_THANKS = re.compile(r"谢|辛苦|麻烦你|打扰|(?:知道|明白|懂|清楚)了")
_DENIES = re.compile(r"不(?:太)?(?:对|是|准)|[说写记弄搞听]?(?:得)?(?:(?<![没不])错|反)了?")
# 哎等一下我说错了, 不对是三万: what was written is put right.
_CORRECTS = re.compile(
    r"(?:[嗯呃啊哦哎诶唉，,。\s]|喂|等一下|等会儿?|等等|先别挂|那个|还是|有|我|你们?|刚才|地址|时间|名字?|电话|门牌号?|数)*+"
    r"(?:不(?:太)?对(?!劲|方)|不是(?!.*[吗么]$)|(?:说|写|记|弄|搞|整|听|登记)(?:得)?(?:错|反)|错了|说得?不对|记得?不对)"
)
_FAREWELL = re.compile(r"(?:再见|拜拜|回见|[挂撂]了)(?:[了吧啊呀哈嘞，。]|您|谢谢|你)*$")
# 对就是楼号错了, 可以但是别留我名字, 对了你再给我加上一句: what leads up to the telling.
_UP_TO = re.compile(
    r"(?:[嗯呃啊哦哎，,。\s]|对|是|行|好|中|成|可以|没错|没有|没啥|没什么|没事|别的|大事|了|的|吧|啊|呀)++"
    r"(?:就是(?!说)|不过|但是?|可是)(?=[一-龥]{2})"
    r"|对(?=(?:(?:他们?|她们?|它|人家|我们?|这)(?:还|就|现在|天天|一直)|现在|而且)[一-龥]{2})"
    r"|(?:[嗯啊哎，]|对了|对|你|您|麻烦|请|再|还|给我|帮我)*+(?:加|添|补)(?:上|充)?一?[句点下条]，?(?=[一-龥]{2})"
)
# What may stand before and behind an announcement: nothing that tells.
_ROUND = rf"(?:{_WORDS}|等一?下|等会儿?|等等|喂|领导|你好|您好|诶|[？?])"
_WAITS = re.compile(
    r"(?:(?:你|您)?(?:先)?(?:让|容)?我?(?:再|先)?(?:等一?下|等会儿?|等等|稍等(?:一下)?)"
    r"|(?:你|您)?(?:让|容)?我?(?:再|先)?(?:想想|想一?下|看看|瞅瞅)(?:还有(?:啥|什么|没有))?"
    r"|(?:你|您)?(?:先)?别(?:着急)?挂|(?:还|我)?没(?:说)?完(?!没)|(?:你|您)?(?:先)?听我(?:把话)?(?:说|讲)(?:一下|两句|完)?"
    r"|我(?:就)?跟(?:你|您)们?(?:说|讲|唠)(?:一下|两句)?)"
)
_HESITATES = re.compile(
    r"(?=.*(?:那个|那啥|这个|[啊哦哎诶]对了))(?:[嗯呃啊哦哎诶呀，]|那个|这个|那啥|啥|对了)++"
)
_BEGINS = re.compile(
    r"(?:(?:我|俺|咱)?(?:就|先|是)*(?:还|再|也|想|要|得|来){1,4}(?:跟(?:你|您)们?|向(?:你|您)们?|给(?:你|您)们?)?"
    r"(?:问|打听|咨询|了解|反映|说|讲|唠)(?:(?:你|您)们?|一下|一|问(?!题)|说|下|听|反映|[个件点儿]|别的|其他的?|几)*+(?:事儿?|事情|情况|问题)?"
    r"|(?:我|俺|咱)?(?:跟(?:你|您)们?|向(?:你|您)们?|给(?:你|您)们?)?(?:反映|咨询|打听|问|说|讲|唠)(?:(?:你|您)们?)?"
    r"(?:一?[个件点]|一下|几[个件])(?:别的|其他的?)?(?:事儿?|事情|情况|问题)"
    r"|(?:我|俺|这)?(?:还|再)(?:是)?有(?:一|个|件|点|几)*(?:别的|其他)?(?:事儿?|事情|问题|情况|补充)?"
    r"|(?:我|俺)?有(?:一|个|件|点)+(?:事儿?|事情|问题|情况)(?:(?:想|要|得|就|来)*(?:跟|向|给)(?:你|您)们?(?:说|反映|讲|唠|念叨|汇报){1,2}(?:一下|一声|下)?|(?:想|要|得)?(?:麻烦|求)(?:你|您)们?)?"
    r"|(?:我|俺|咱)?(?:这)?(?:想|要|就是|来|是|有|给(?:你|您)们?|跟(?:你|您)们?|提){1,4}(?:一?[个点条些])?(?:小|好|合理化)?(?:建议|意见|想法)"
    r"|(?:我|俺|咱)?(?:就|是|来|想|要|得|需要){1,3}(?:跟|向|给)?(?:你|您)?们?(?:求助|求个助)(?:一下|个事|点事)?"
    r"|(?:我|俺|咱)们?(?:就|是|来)*(?:代表|替|代|帮|受)(?:我们?|俺们?|咱们?)?(?:这?个?(?:全?楼|全?小区|全?单元|全?村|整栋楼|院))?的?(?:全体|所有|广大|几户|几家)?(?:居民|业主|邻居|住户|老百姓|村民|老少爷们|人|大家|大伙儿?)?的?(?:委托)?"
    r"(?:来|打电话|跟你们|向你们)*(?:反映|说|投诉|问)(?:一下|一?[个点件])?(?:事儿?|事情|情况|问题)的?)"
)
_ANNOUNCES = re.compile(rf"{_BEGINS.pattern}|{_WAITS.pattern}")
_BEFORE = re.compile(rf"{_ROUND}*+")
_BEHIND = re.compile(rf"(?:{_ROUND}|{_ANNOUNCES.pattern})*+")


def is_brief(text: str) -> bool:
    """对就这么回事, 没有了谢谢你: a reply with nothing told behind it.

    >>> is_brief("对呀，就是这样"), is_brief("没有了谢谢"), is_brief("要求给补偿")
    (True, True, False)
    """
    words = text.strip()
    if _NO_END.search(words):
        return False
    return _BRIEF.fullmatch(words) is not None and _SAYS.search(words) is not None


def is_question(text: str) -> bool:
    """要不要钱, 有车行不, 没身份证行吗: whatever it begins with, it asks.

    >>> is_question("要不要扣分"), is_question("有啥补贴没"), is_question("不去北京吧")
    (True, True, True)
    >>> is_question("不是不是"), is_question("那就这样吧"), is_question("嗯呢")
    (False, False, False)
    """
    words = unstressed(text.strip(" ，,。"))
    return _OR_NOT.search(words) is not None or (
        _ASKS.search(words) is not None and not is_brief(words)
    )


def unstressed(text: str) -> str:
    """Without the 呢 that only stresses how it is; of a question nothing is taken.

    >>> unstressed("我等着交手术费呢"), unstressed("孩子的名字呢"), unstressed("那还有别的呢")
    ('我等着交手术费', '孩子的名字呢', '那还有别的呢')
    """
    told = _STRESSED_END.search(text)
    if told is None or _NO_STRESS.search(text) or not _STRESS.search(text):
        return text
    return text[: told.start()]


def thanks(text: str) -> bool:
    """谢谢, 好的知道了: thanks, and nothing besides."""
    return is_brief(text) and _THANKS.search(text) is not None


def nods(text: str) -> bool:
    """好嘞, 行, 嗯嗯, 妥了: heard, and neither wanted nor asked for more.

    >>> nods("好嘞"), nods("嗯"), nods("有啊"), nods("没有了")
    (True, True, False, False)
    """
    return is_brief(text) and _NO_NOD.search(text) is None


_SETTLED = re.compile(r"好|行|中|成|得[了嘞]|妥|可以|知道|明白")


def has_settled(text: str) -> bool:
    """行, 好了, 妥了: of those who nod, who lets it be; 对 and 嗯 may mean that there is more."""
    return nods(text) and _SETTLED.search(text) is not None


def parts(text: str) -> bool:
    """拜拜, 行了我挂了: a goodbye, and nothing told besides."""
    return is_brief(text) and _FAREWELL.search(text) is not None


def told_part(text: str) -> str:
    """What is told behind a reply.

    >>> told_part("对就是楼号错了是3号楼"), told_part("可以但是别留我名字"), told_part("对面楼吵")
    ('楼号错了是3号楼', '别留我名字', '对面楼吵')
    """
    return _UP_TO.sub("", text, count=1) if _UP_TO.match(text) else text


# 行知道了, 好嘞谢谢, 没别的了: what was offered is not wanted any more.
_HAS_ENOUGH = re.compile(
    r"谢|辛苦|麻烦[你您]|打扰|(?:知道|明白|懂|清楚|了解|[记写][住下好])了|没(?:有)?(?:别的|其他|其它|[啥什]么?)?(?:事儿?|问题)?(?:了|啦)"
    r"|没(?:有)?(?:别的|其他)|先?[这那](?:么[地着样]?|样)|不(?:用|需要|问|必|麻烦)了"
)
_SAYS_YES = re.compile(r"对|是|没错|正确|可不|嗯[呐呢哪]")


def takes_leave(text: str) -> bool:
    """行知道了谢谢啊, 好嘞再见: said to an offer, a goodbye and no yes; 对谢谢 is a yes.

    >>> takes_leave("行知道了谢谢啊"), takes_leave("好的再见"), takes_leave("没了")
    (True, True, True)
    >>> takes_leave("对谢谢"), takes_leave("好的"), takes_leave("就是这样")
    (False, False, False)
    """
    if parts(text) or (is_brief(text) and re.search(LEAVING, text)):
        return True
    enough = is_brief(text) and _HAS_ENOUGH.search(text) is not None
    return enough and _SAYS_YES.search(text) is None and not is_question(text)


def denies(text: str) -> bool:
    """不对, 不是, 错了: what was said to the caller is wrong; 没有 and 不用 only want no more."""
    return _DENIES.search(text) is not None and not is_question(text)


def corrects(text: str) -> bool:
    """不对是三万八, 等一下我说错了: it begins by saying that something is wrong.

    >>> corrects("不对是三万八"), corrects("等一下我说错了"), corrects("身份证记错了咋改")
    (True, True, False)
    """
    return _CORRECTS.match(text) is not None and not is_question(text)


def opens(text: str) -> bool:
    """我想反映个事儿, 等一下: there is more to come, and nothing is told yet.

    >>> opens("那个我还要说一个事儿"), opens("我想问问那个"), opens("我想问问社保卡")
    (True, True, False)
    """
    words = text.strip(" ，,。")
    return _HESITATES.fullmatch(words) is not None or any(
        _BEFORE.fullmatch(words, 0, found.start()) and _BEHIND.fullmatch(words, found.end())
        for found in _announcements(words)
    )


def _announcements(words: str) -> Iterator[re.Match[str]]:
    """Wherever one may begin; 没有了还有个事 holds one behind its first 有."""
    for start in range(len(words)):
        found = _ANNOUNCES.match(words, start)
        if found is not None:
            yield found
