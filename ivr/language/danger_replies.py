"""险情的回答: what is said to 有人受伤，或者有危险吗. Pure.

Nobody is hurt (没有, 暂时没伤着人), somebody is (有, 快来), it is long over (昨天的事), or it
is left open: in distress, not knowing or not free to speak (不知道, 我不敢说), or simply telling
on (天天吵到半夜). Who may have been robbed of money is asked of the day instead, because what
was transferred today can still be stopped; who speaks of life as worth nothing is asked nothing.
"""

import re

from ivr.language.brief_replies import is_brief

_FRONT = (
    r"^(?:[嗯呃啊哦哎唉，,。 ]|好的?(?=[，没啊])|行(?=[，没])|现在|目前|暂时|眼下"
    r"|这会儿|这个|那个|倒是?|就是|还(?=没)"
    r"|[人我]?(?:都|也)(?=没)|(?:那|人)?倒(?=没)|我们(?=没)|(?:我们?)?(?:这儿?|家里?|那儿)(?:边|里)?(?=没))*+"
)
# 没有人管, 没有呼吸 and 没人来救 deny no danger.
_SAFE = re.compile(
    _FRONT
    + r"(?:没有(?!人?(?:[来管救敢接应答帮扶理看]|开门)|呼吸|意识|心跳|知觉|反应|动静|力气|气了)"
    r"|没人(?![敢来管救接应答帮扶理看]|开门)|没事|没啥|没什么|没[伤砸碰摔]|没受伤|没危险|没那么|没(?=$|[，。,没])"
    r"|无|不是|不危险|不用|不至于|(?:人|大家|都|我们|家里)*(?:没事|没受伤|挺好|平安|安全))"
    r"|(?<!有)(?<!是)(?:没有?|无)(?:啥|什么|人)?(?:受伤|危险|伤亡|伤[着到]?人?(?=$|[，。])|[伤砸碰][着到]人)"
    r"|(?:受伤|危险|伤人|伤亡|伤)(?:的)?(?:人)?(?:倒是?|都|也|暂时|还|目前|现在)*没有?(?=$|[，。啥])"
)
_DANGER = re.compile(
    _FRONT + r"(?:有(?!没有|点|[一两二三四五六七八九十几半好多0-9]+个?多?[年月周天]"
    r"|[一两三几好]*[家间](?!人|.口))"
    r"|(?:是|对)(?=$|[的啊呀吧了，。]|就?是?有|受|伤)|危险|受伤|伤"
    r"|快(?![餐递手捷]|[一两二三四五六七八九十半几0-9]+个?多?[年月周天])|赶紧|马上|救)"
)
# 没受伤但是出不来, 刚才没有现在有一个: what follows is worse.
_WORSE = re.compile(
    r"(?:但是?|可是?|不过|就是|现在|又)[^。]*?(?:(?<!没)有(?:危险|人|一?个)|出不[来去]|困|[压夹卡]着"
    r"|快(?:塌|死|不行)|血|[晕昏]|叫不)"
)
# Not told, and no calm telling either: people come at once.
_DISTRESS = re.compile(
    r"不(?:太)?(?:知道|清楚|晓得|好说)|说不(?:好|准|清)|(?:看|听)不[见清着到]|没(?:敢)?(?:看|过去)|谁知道"
    r"|不敢|不(?:方便|能)(?:说|讲)|没法(?:说|讲)|可能|也许|恐怕|没准|估计"
    r"|快(?:来|点|救)|赶紧|救|求[求你您]|来人|(?:咋|怎么)[办整]|出事|人命|危险|伤|血|疼|痛|[哭喊]|死|[晕昏]|喘"
    r"|没有?了?(?:呼吸|意识|心跳|知觉|反应|动静|力气|气)|没法活|不行|害怕|吓|倒(?:地|下|在)|躺|动不了|起不来|出不[来去]|没人(?:来|管|救|应|答)"
)

# 昨天的事, 前天就看见了, 上个月十号摔的: of which nothing goes on.
_LONG_AGO = re.compile(
    r"(?:昨[天晚]|大?前[天晚]|前[几两]天|前一?阵|上个?(?:周|星期|礼拜|月)|去年|前年|年前|早就|好几天"
    r"|[0-9一二两三四五六七八九十几]{1,4}(?:个?月|年|天|周|个?星期|个?礼拜)(?:以|之)?前"
    r"|[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}[号日])"
)
_GOES_ON = re.compile(
    r"到现在|现在|[还又](?!没[去找报])|一直|开始|至今|今天|刚|联系|找不|丢|走失|不见|从[昨前上]"
    r"|天天|没(?:有)?(?:回|见|来|出|下|上来|信|影|醒|吃|动)"
)
_LOST = re.compile(r"丢|走失|走散|失踪|失联|不见|没影|没回|没到家|联系不|打不通|找不[着到]|出走")

_FRAUD = re.compile(
    r"(?:被|让|叫|遭)[^，。]{0,8}骗(?![来到进出去过])|骗(?:了|走)?[我俺](?!来|到|进|去)"
    r"|骗(?:了|走)[^，。]{0,6}[钱万千块]|安全账户|刷单"
    r"|(?:让|叫|要)[^，。]{0,6}(?:转(?:了|账|钱|过去)|汇(?:了|款))|转(?:了|走|过去)[^，。]{0,6}[万千]"
)
_OF_TODAY = re.compile(
    _FRONT
    + r"(?:就?是(?!不|昨|前|上|去年|骗子)|对(?!面|门)|刚|今[天早晚儿]|早[上晨]|上午|中午|下午|晚上"
    r"|正|还在|这会儿|才(?=刚|转|打|发)|快(?=来|点|帮|转)"
    r"|[0-9一二两三四五六七八九十几半]+个?多?(?:分钟|小时|钟头)|转了|已经转|打过去"
    r"|需?要(?=$|[的，。转])|转接)|刚|今[天早]|这会儿|正(?:在)?转|还(?:在|让)"
)
_WEARY_OF_LIFE = re.compile(
    r"活[着得][^，。]{0,5}(?:没|有(?:个)?(?:啥|什么))[^，。]{0,3}(?:意思|意义|劲|盼头|奔头)"
    r"|活着[^，。]{0,5}(?:意思|意义|劲|盼头|奔头)[^，。]{0,2}没|不想活|活够|不如死|想死(?!你)|活着干"
)


def denies_danger(text: str) -> bool:
    """没有, 暂时没有, 人倒没伤着: nobody is in danger.

    >>> denies_danger("暂时没有"), denies_danger("没有危险就是怕它倒")
    (True, True)
    >>> denies_danger("没有人管"), denies_danger("没受伤但是出不来"), denies_danger("没有呼吸了")
    (False, False, False)
    """
    return _SAFE.search(text) is not None and _WORSE.search(text) is None


def confirms_danger(text: str) -> bool:
    """有, 是啊, 快来: somebody is; 是夕阳红养老院 tells on.

    >>> confirms_danger("有的"), confirms_danger("快来人"), confirms_danger("有两年了")
    (True, True, False)
    """
    return _DANGER.search(text) is not None


def only_agrees(text: str) -> bool:
    """对, 嗯, 没错: a yes that may be meant for the question before."""
    return is_brief(text) and not re.search(r"有|危险|伤|快", text)


def is_distressed(text: str) -> bool:
    """不知道, 不敢说, 快来人: whoever says so needs people.

    >>> is_distressed("我不敢说话"), is_distressed("天天吵到半夜")
    (True, False)
    """
    return _DISTRESS.search(text) is not None


def is_long_over(text: str, doubt: str = "") -> bool:
    """昨天的事: no danger of today, unless somebody is lost since.

    >>> is_long_over("昨天的事"), is_long_over("前天我就看见了"), is_long_over("今早七点加的")
    (True, True, False)
    >>> is_long_over("昨天晚上就没回来"), is_long_over("昨天的事", "孩子找不着了")
    (False, False)
    """
    lost = _LOST.search(doubt) or _GOES_ON.search(text)
    return _LONG_AGO.search(text) is not None and not lost and not is_distressed(text)


def is_fraud(words: str) -> bool:
    """让人骗了, 让我转了两万: who is to be asked of the day, not of the hurt.

    >>> is_fraud("我被骗了他们让我转了两万"), is_fraud("被人骗到山上去了")
    (True, False)
    """
    return _FRAUD.search(words) is not None


def happened_today(text: str) -> bool:
    """是, 就刚才, 今天上午: money that went today may still be stopped.

    >>> happened_today("今天上午的事"), happened_today("是昨天"), happened_today("沈阳市和平区")
    (True, False, False)
    """
    return _OF_TODAY.search(text) is not None and _LONG_AGO.search(text) is None


def is_weary_of_life(words: str) -> bool:
    """活着没意思: people at once, no questions.

    >>> is_weary_of_life("说活着没意思"), is_weary_of_life("我被骗了")
    (True, False)
    """
    return _WEARY_OF_LIFE.search(words) is not None
