"""读回: one sentence that says to the caller what was understood, fit to be spoken.

您反映, when, where, the gist of the matter, and what is wished. The gist is clauses as they were
said (fields.py); here they lose their hesitation, the caller becomes 您, the place is said once.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ivr.language.fillers import strip_fillers
from ivr.tickets.actors import BRANDS, KINDS, OFFICES, TRADES, UNITS
from ivr.tickets.demands import counted
from ivr.tickets.figures import NUMBER
from ivr.tickets.model import Kind
from ivr.tickets.wishes import wishes

_LONGEST, _LONGEST_WISH = 56, 48  # characters of what is told and of what is wished
_BRIEF = 12  # characters of a clause that only asks
_ADDED = 20  # of one that was added
_CONTEXT = 24  # of what is told before a question
_VERBS = {
    Kind.INQUIRY: "您咨询",
    Kind.SERVICE: "您反映",
    Kind.HELP: "您反映",
    Kind.COMPLAINT: "您投诉",
    Kind.REPORT: "您举报",
    Kind.SUGGESTION: "您建议",
    Kind.PRAISE: "您表扬",
    Kind.BUSINESS_COMPLAINT: "您反映",
    None: "您反映",
}

# What a clause begins with that is said already, or joins it to what is left out.
_LEAD = re.compile(
    r"^(?:[，,、。：:；;\s]|(?:那个|这个|那)啥?(?=[，,])|那个(?=我|我们|小区)|这个(?=我|我们)|(?:还有|另|再)?一[个件](?:事|问题)?是|[那这]么|那(?![个家边天年种些条位栋座里儿台片块段])|就是(?:说)?|就(?=[在是说问我咱俺])|我(?:是|就)?说(?=[我你您这那，,])|(?:哎|我的)?(?:妈呀|天哪|老天爷)|反正|咱就说|(?:你们?|您)(?:给)?(?:说说|评评理)(?=[一-龥]{4})|我寻思|特此|兹|现(?=反映|投诉|举报|将|就)"
    r"|然后|还有(?:就是|一个)?|另外|对了|再就是|顺便|而且|再一个|首先|其次|最后|所以|因为|但是?|可是|不过"
    r"|(?:我(?:们)?|本人)?(?:就|还|也)?(?:是)?(?:想|要|得|来)?先?(?:请|实名)?(?:跟|和|向)?(?:你们|您)?(?:投诉|举报|反映|咨询|表扬|打听|请问|问)(?:一下|下)?(?:的)?(?:是|就是)?(?:(?:一个|个|两个|几个)?(?:问题|情况|事儿?|的事))?(?:[，,：:]|是(?=我|你|您))?"
    r"|(?:尊敬的|各位)*+(?:市长|书记|区长|县长|局长|领导)(?:们|同志)?(?:[您你]好)?(?=[，,：:！!])|(?:我|俺)就?(?:看见|看到|发现)了?(?=[^，]{6})|特?来(?:信|电)(?:感谢|表扬|反映|投诉|举报|咨询)"
    r"|(?:头|第|二|三|另)一个(?:事儿?|问题)?就?是|头一[个件](?=[一-龥]{4})|第[一二三四五六][个件](?=我们|咱|俺|小区|楼[上下道顶里]|物业|暖气)"
    r"|(?:我|俺)?(?:就|还)?(?:想)?(?:有|提)一?[个点]小?(?:建议|意见)[啊呀哈呢]?(?=[，,：:]|[一-龥]{4})|(?:我|俺)?(?:就|还)?(?:想)?[跟和](?:你|您)们?(?:说|反映|念叨)一?个事儿?[啊呀哈]?|你们那个(?=，?不是)|(?:那个)?，?不是，?那啥|那啥|(?<![一-龥])我呢，|第[一二三四五六][个件点条]?(?:事儿?|问题)?(?:是)?(?=[，,、是])|[（(][一二三四五六1-6][）)]|[一二三四五六1-6][、．.)）]|[①②③④⑤⑥])++"
)
_TAIL = re.compile(
    r"(?:[，,、。；;：:！!？?\s]|(?<![时着])呢|(?<=[一-龥])[啊呀哈嘛哦]|(?<=了)吧)+$"
)
_LOOSE = re.compile(r"^(?:的|这边|这里|那边|那里|这块|那块|里面?的?|，)++")

_WISH = re.compile(
    r"^(?:[，,、。：:；;\s]|[0-9一二三四五六]{1,2}[、．.)）]|[一二三四五六]是|[①-⑨]|所以|因此|那|就|也|还(?=[想希请望要])|现(?!在)|诉求|我?(?:想)?(?:有|提)一?[个点]小?(?:建议|意见)[啊呀]?|可得|(?:就是|想)?提一?[个点](?:建议|意见)|我们?|咱们?|本人|只|强烈|特|在此|诚恳|恳切|衷心|迫切|真的?|也?就是|想要?|要(?=[他她它让叫退赔补求]|把|道歉|全额|双倍)|[让叫](?=你们|您)|一下"
    r"|希望|盼望?|期望|期待|要求|请求|恳请|恳求|敬请|烦请|劳烦|麻烦|拜托|求求?|建议|望(?=[^，。]{2})|请(?![问假客])|呼吁|必须"
    r"|你们|你(?=[给帮能快去来把]|赶紧)|您们?|政府|贵(?:单位|部门|局|中心|平台)|(?:相关|有关|主管|上级)?(?:职能)?部门|(?:各位)?领导|市里|上面"
    r"|能不能|能否|可不可以|可否|是否(?:可以|能)|可以(?=给|帮|派|来)|能够?(?=给|帮|派|来|尽快|把|让|早)|得(?=给)|给(?=[管修看查换催清问调办弄整退改补装安处解疏收拉送打开协]))++"
)
# Behind the first clause of a wish only what counts or joins.
_WISH_ON = re.compile(
    r"^(?:[\s]|[0-9一二三四五六]{1,2}[、．.)）]|[一二三四五六]是|[①-⑨]|希望|要求|同时|另外|还)+"
)
_WISH_TAIL = re.compile(
    r"(?:[，,、。；;！!？?\s]|呗|吧|啊|呀|呢|吗|嘛|么|哈|行不行?|行吗|好不好|好吗|可以吗|可不可以|中不中|谢谢.{0,4}|(?<=[忙修管查看办找理])不)+$"
)
# A wish that begins with a request for hands, however it is asked: 给管管呗, 帮我们协调协调.
_IS_WISH = re.compile(
    r"希望|盼|要求|诉求|(?<![邀申])请(?!假|客|了|问)|恳|望(?!着|见)|麻烦|建议|能不能|能否|可不可以|可否|赶紧|赶快|尽快|抓紧|马上|立即|快点|早点|及时|帮(?:我|忙|助|着|咱|俺)|来人|派人|管管|整改|协调|调解|督促|责令|落实|说法|答复|公道|做主|道歉|想(?:要|把|让|退|请|看)"
    r"|(?:^|[，,；;。、])(?:那|就|你们?|您|也|快|得|再|还是|彻底|依法|要么|把|让|给|帮)*(?:给|帮|派|让|把|退|赔|补|修|换|查|处理|解决|恢复|清理|拆|撤|安排|增设|规范|加强|取消|公布|公开|明确|停止)"
)
# 请市场监管局查一下有没有资质: a wish, whatever is to be found out.
_PLEASE = re.compile(
    r"(?:请(?!问|教)|希望|恳请|要求|麻烦|拜托)[^，]{0,16}(?:查|核实|鉴定|检测|看|解释|说明|告知|答复)"
)
_CRY = re.compile("[快赶紧马上点，]*(?:来人|救人|救命|报警|派人|来)[来啊吧呀哪，]*")
_IS_QUESTION = re.compile(
    r"[吗？?]|(?<![要什怎多那这])么|怎么|怎样|如何|咋(?!呼)|多少|多久|多长|多大|几[天点号岁年月]|(?P<verb>[干修盖建拆动给来管退赔])不(?P=verb)|谁|哪|啥|什么|为何|何时|何处|是不是|有没有|合不合|该不该|算不算|是否(?!可以|能)|能(?:不能|否)(?:用|享|报|办|领|落|申|查|上|转)"
)
_CAN = re.compile(r"能不能|能否|可不可以|可否|行不行|能[^，]{1,8}不$")
_OURS = "楼|单元|小区|村|屯|院|胡同|街|社区|家属院|园区"
_PERSONS = (
    (re.compile("俺"), "我"),
    (re.compile(r"(?:^|(?<=[，,。；;]))本人|本企业(?=的)"), "我"),
    (re.compile(r"咱们?家"), "我家"),
    (re.compile(r"你们?(?:说说|说|看看|看)(?=[我咱这那他它，,])"), ""),
    (
        re.compile(rf"(?:我们|咱们?|我)(?:这个|那个|的)?(?=(?:{_OURS})(?!卡|[顶上下道门]))"),
        "您所在的",
    ),
    (re.compile(r"(?:我们|咱们?|我)(?=(?:楼|单元)[顶上下道门]|门口)"), "您家"),
    (
        re.compile(
            rf"(?:我们|咱们?)(?=(?:{NUMBER}|几[十百千]?)(?:多|来|余)?(?:个人|户|口子|家|名|位))"
        ),
        "你们",
    ),
    (re.compile(r"咱们?(?:这个|那个)(?=[一-龥])"), ""),
    (re.compile(r"我(?:们)?(?:的)?(?:老)?(?:妈妈?|娘)(?![家舅])"), "您母亲"),
    (re.compile(r"我(?:们)?(?:的)?(?:老)?(?:爸爸?|爹)"), "您父亲"),
    (re.compile(r"我们(?=业主|居民|村民|老百姓|农民工|家长|工人|这些|这帮|几[个家户])"), ""),
    (re.compile(r"我们家|我家"), "您家"),
    (re.compile(r"我们(?=公司|企业|单位|厂|店|学校)"), "您"),
    (re.compile(r"我们|咱们|咱|我"), "您"),
    (re.compile(r"你们?(?=给您|帮您)"), ""),
    (re.compile(r"(?<=[家的们])([那这]个)[，,]"), r"\1"),
    (
        re.compile(
            r"(?:^|(?<=打)|(?<=打过)|(?<=打了))(?:你们|您们)(?=12345|一二三四五|热线|话务员|接线员)"
        ),
        "我们",
    ),
    (re.compile(r"您您"), "您"),
)
# Not worth saying by itself: 天天, 夏天, 三个月.
_VAGUE = re.compile(
    r"天天|每天|每晚|整天|成天|平时|现在|一直|[春夏秋冬]天"
    r"|[一二三四五六七八九十半两几0-9]+个?[多来半]?(?:天|周|月|年|小时|礼拜|星期)"
)
_LASTS = re.compile(
    rf"(?![0-9]{{4}}年)(?:已经?|都|快|将近|有|大概|差不多|约|近)*(?:{NUMBER}|半|好几|几|多少|[一-龥]?来)(?:多|来|几)?(?:个)?(?:半)?(?:天|周|星期|礼拜|月|年|小时|钟头|宿|晚上|季度|多年|余年|余天)(?:多|来)?(?:了|有余)?"
)
_AGAINST = frozenset({Kind.COMPLAINT, Kind.REPORT, Kind.BUSINESS_COMPLAINT})
# 宏达地产, 金派健身, 移动: called by a name, and no mere 物业 or 司机.
_NAMED = re.compile(
    rf"(?:(?!.*物业.*物业)[^，。的了和跟还我你他她把在不某啊呢是]{{2,14}}(?:{KINDS}|{TRADES}|{UNITS}|{OFFICES}|物业|店|馆|厂)|(?!保险$){BRANDS})$"
)
_OF_ONESELF = re.compile("^(您(?:投诉|举报))(?=您)")  # nobody complains of his own son
_BY_THE_CALLER = re.compile(r"您(?!家|所在|父|母|孩子|们|公司|单位|住)")
_OURS_AGAIN = re.compile(rf"^您所在的(?:{_OURS})(?:的|里的?)?")  # behind the name of the place
_TWICE = re.compile(
    r"([一-龥]{3,12}?)(?:，)?\1|(?<=(门口|楼下|楼上|小区|医院|饭店|超市|附近|学校|路口|公司|社区|街道))\2"
)
# 小区门口小区的路灯: said again by who corrects himself.
_DOUBLED = re.compile(
    r"(小区|楼道|电梯|单元|院)(门口|里面?|内|大门口?|附近)?[，,]?(?:您所在的)?\1(?:里面?|内)?的"
)
# 公交，二三七路，司机: breathed between, and one name.
_SHORT_PIECE = re.compile(
    r"(?<![^，])(公交车?|地铁|[零一二三四五六七八九十百幺0-9]{1,4}路|司机|师傅)，(?=[一-龥])"
)
# What the call is called once more: 我要投诉供热公司 names whom.
_CALLED_IT = re.compile(
    r"(?:所以)?(?:就是)?(?:您)?(?:就)?(?:要|想|得)(?:投诉|举报|反映)(?:一下)?(?:他们?|她们?|它|你们|这件?事|此事)?(?P<whom>[^，]{0,12})"
)
# 你们是干啥吃的, 你说气不气人, 我要匿名举报: of the caller's mind and of the call.
_OF_THE_CALL = re.compile(
    r"(?:(?:你|您|他)们?)?(?:这帮人|这些人|都|到底|究竟)?(?:是)?干(?:啥|什么|嘛)吃的(?!饭)"
    r"|(?:(?:你|您)们(?:到底|究竟)?|(?:到底|究竟))(?:还)?(?:管不管|管还是不管)[了啊呀]*(?=$|[，,。？?]|气死|烦死|我)"
    r"|(?:你|您)(?:说说|说|评评理)(?:这(?:个)?(?:事儿?)?)?(?:气不气人|气人不气人|闹不闹心|缺不缺德|像话吗|这叫(?:啥|什么)事儿?)"
    r"|(?:真是|简直|可)?(?:太)?(?:气死|烦死|闹心死|急死|愁死)(?:我|俺|人)(?:们)?了?"
    r"|(?:我|俺)(?:就)?(?:要|想|得)(?:实名|匿名)(?:举报|投诉|反映)(?:一下)?(?!信)"
    r"|那?(?:你|您)们?(?:倒|到)是(?:给个话|说话|告诉(?:我|俺|您)(?:一声)?)[啊呀]?"
    r"|(?:我|俺)呢|(?:(?:我|俺|您)(?:呢|就)?)?是(?:一?[个名位])?(?:普通|本地|外地)?(?:买房|租房)的[啊呀呢]?"
    r"|(?:你|您)们?(?:给)?(?:慢点说|再说一遍|听清楚?了?[吗没]?|听没听(?:见|清))|我没听清"
)
# 这不是糊弄人吗, 标准是多少度: asked beside what is told.
_ASKS = re.compile(r"[吗么？?]$|(?:是|要|收|需)多少[^，]{0,3}$|怎么[办样]$|咋[办整]$")
# A sentence does not end where something only begins: 结果上个礼拜, 今天早上八点多.
_UNFINISHED = re.compile(
    r"，(?:(?:如果|要是|假如)[^，]*|[^，]*(?:结果|后来|然后|的时候|因为|由于|[^小传听]说|(?<!职)称|找(?:他|他们|社区|物业))"
    r"|(?:今天|昨天|前天)(?:早上|上午|中午|下午|晚上)?|[一-龥]{0,4}(?:早上|上午|中午|下午|晚上)[一二三四五六七八九十0-9]*点?多?)$"
)
# 就是那个|斯大林路
_HESITATES = re.compile(r"(?:^|(?<=[，在到去说]))(?:那个|这个|就是|那啥|我们|咱们?|俺们)+，?$")
_HOUSES = ("小区门口", "小区里", "楼下", "楼上", "门口", "院里", "附近", "对面")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a sentence is made of; all words as they were said, but the place completed."""

    kind: Kind | None
    told: tuple[str, ...]  # the clauses that tell the matter
    request: str | None = None
    place: str | None = None
    place_said: str | None = None
    time: str | None = None
    whom: str | None = None  # who is praised or complained of
    further: tuple[str, ...] = ()  # what is wanted besides the request

    @property
    def wanted(self) -> tuple[str, ...]:
        """All that is wanted or asked."""
        return (self.request, *self.further) if self.request else ()


@lru_cache(maxsize=96)
def summary_of(gist: Gist) -> str | None:
    """您反映铁西区建设大道三号楼家里暖气不热，希望尽快维修。 None when nothing was said."""
    if not gist.told and not gist.request:
        return None
    verb = _VERBS[gist.kind]
    inquires = gist.kind is Kind.INQUIRY and bool(gist.request)
    told = _told(gist, _LONGEST)
    if inquires:
        more = [words for words in gist.further if _asks_more(words)]
        asked = "，".join(_clause(words, gist) for words in (gist.request or "", *more))
        while len(asked) > _LONGEST_WISH and "，" in asked:  # what is asked comes last
            asked = asked.partition("，")[2]
        told = _told(gist, max(_CONTEXT, _LONGEST - len(asked)), added=False)
        told = "" if told in asked or len(told) > _LONGEST else told
        return _sentence(verb, gist, "，".join(filter(None, (told, asked))))
    wish, asked = _wish_of(gist), _asked_of(gist)
    if gist.kind in (Kind.SUGGESTION, Kind.SERVICE) and wish:
        suggests = gist.kind is Kind.SUGGESTION
        if not told or told in wish:
            return _sentence(verb if suggests else "您需要", gist, wish)
        return _sentence("您反映", gist, told, f"，{'建议' if suggests else '希望'}{wish}")
    praises = gist.kind is Kind.PRAISE
    if not told and wish and not praises:
        return _sentence("您希望", gist, wish)
    if not told:
        return _sentence(verb, gist, _clause(gist.request or "", gist))
    wishes = bool(wish) and not praises and wish not in told
    behind = (f"，希望{wish}" if wishes else "") + (f"，想问{asked}" if asked else "")
    return _sentence(verb, gist, told, behind)


def _asks_more(words: str) -> bool:
    return _IS_QUESTION.search(words) is not None or _CAN.search(words) is not None


def _sentence(verb: str, gist: Gist, told: str, behind: str = "") -> str:
    """Where and when are said in front, unless the words say it themselves."""
    where = _to_the_caller(gist.place or "")
    where = "" if where in told + behind else where
    when, lasts = "", ""
    time = _to_the_caller(gist.time or "").strip("，,。 ")
    if time and not _says(told, time) and not _VAGUE.fullmatch(time):
        if _LASTS.fullmatch(time):
            lasts = f"，{time}"
        else:
            when = time
    whom = _whom(gist)
    if whom and whom not in told + where:
        where = f"{_before(whom, where)}{whom}，"
    elif where and not when and _BY_THE_CALLER.match(told):
        where, lasts = "", f"{lasts}，地点在{where}"
    if where and told:
        told = _OURS_AGAIN.sub("", told)
    elif when and gist.place and told.startswith(gist.place):  # 铁西区老李烧烤店从上周开始半夜扰民
        where, told = gist.place, told.removeprefix(gist.place)
    said = _OF_ONESELF.sub(r"\1的是，", f"{verb}{where}{when}{told}{lasts}{behind}。")
    return _TWICE.sub(lambda m: m[1] or "", said)


def _before(whom: str, where: str) -> str:
    """万莲小区 before 万科物业, of 万莲小区万科."""
    twice = next((n for n in range(len(whom), 1, -1) if where.endswith(whom[:n])), 0)
    return where[: len(where) - twice]


def _whom(gist: Gist) -> str:
    """Who is praised, or which firm is complained of, without where they are."""
    whom = _LEAD.sub("", _to_the_caller(gist.whom or ""))
    for place in (gist.place, gist.place_said):
        whom = whom.rpartition(place)[2] if place else whom
    named = gist.kind is Kind.PRAISE or (gist.kind in _AGAINST and _NAMED.match(whom))
    return whom if named else ""


def _says(told: str, time: str) -> bool:
    """Whether the words say when, be it in one piece: 昨天 in 昨天早上."""
    bare = re.sub(r"[，,。\s]", "", time)
    return bare in told.replace("，", "")


def _told(gist: Gist, longest: int, *, added: bool = True) -> str:
    clauses = [each for words in gist.told for each in _clause(words, gist).split("，")]
    named = [found["whom"] for words in clauses[1:] if (found := _CALLED_IT.fullmatch(words))]
    clauses = [words for words in clauses if not _CALLED_IT.fullmatch(words)] or clauses
    clauses = [words for words in clauses if not _merely_asks(words)] or clauses
    clauses = _without_said_apart(clauses, gist)
    whom = next((name for name in named if name and name not in "".join(clauses)), None)
    later = _told_later(gist) if added else frozenset()
    story = [whom] if whom else []
    more: list[str] = []
    length = 0
    room = longest + len(gist.place or "")
    for words in filter(None, clauses):
        if words in story or words in more:
            continue
        if words in later and (story or len(later) < len(clauses)):
            more.append(words)
        elif story and length + len(words) > room:
            room = 0  # a story goes on to where it is cut
        else:
            story.append(words)
            length += len(words)
    words = "，".join([_short("，".join(story), longest + len(gist.place or "")), *more])
    while "，" in words and _UNFINISHED.search(words):
        words = words[: words.rindex("，")]
    return words


def _told_later(gist: Gist) -> frozenset[str]:
    """Brief stretches behind the first (fields.py): what was added in a clause of its own."""
    brief = (_clause(words, gist) for words in gist.told[1:] if len(words) <= _ADDED)
    return frozenset(words for words in brief if "，" not in words)


def _merely_asks(words: str) -> bool:
    return len(words) <= _BRIEF and _ASKS.search(words) is not None


def _without_said_apart(clauses: list[str], gist: Gist) -> list[str]:
    """Where, when and whom that were only told on being asked: the sentence has them in front."""
    place, whom = gist.place or "", _whom(gist)
    time = _to_the_caller(gist.time or "").strip("，,。 ")
    apart = {place, whom}
    if not _VAGUE.fullmatch(time) and (_LASTS.fullmatch(time) or not time.endswith("了")):
        apart.add(time)

    def said_apart(words: str) -> bool:  # 大连五星电器, too, in 大连市中山区解放路
        where = words.removesuffix(whom) if whom and words.endswith(whom) else "-"
        return words in apart or where in place

    last = len(clauses)
    while last > 1 and (clauses[last - 1] == time or said_apart(clauses[last - 1])):
        last -= 1
    return clauses[:last] + [words for words in clauses[last:] if not said_apart(words)]


def _clause(words: str, gist: Gist) -> str:
    """A clause as it is said to the caller."""
    calm = _OF_THE_CALL.sub("，", words).strip("，") or words
    bare = _TAIL.sub("", _LEAD.sub("", strip_fillers(calm.strip())))
    if gist.place and gist.place_said:
        bare = _placed(bare, gist.place, gist.place_said)
    bare = _SHORT_PIECE.sub(r"\1", bare)
    bare = _DOUBLED.sub(lambda m: f"{m[1]}{m[2] or ''}的", _to_the_caller(bare))
    return re.sub(r"[\s，,。；;：:？?！!]+", "，", _LOOSE.sub("", bare)).strip("，")


def _to_the_caller(words: str) -> str:
    for mine, yours in _PERSONS:
        words = mine.sub(yours, words)
    return words


def _placed(words: str, place: str, said: str) -> str:
    """The place under its full name, where it was said, and once."""
    pattern = r"[，,\s]*".join(map(re.escape, re.sub(r"[，,\s]", "", said)))
    found = re.search(pattern, words)
    if found is None:
        beside = next((end for end in _HOUSES if place.endswith(end)), "")
        return words.replace(beside, "", 1) if beside else words
    rest = re.sub(rf"[，,]?(?:就是)?{pattern}", "", words[found.end() :])
    return f"{_HESITATES.sub('', words[: found.start()])}{place}{rest}"


def _wish_of(gist: Gist) -> str:
    """尽快维修 of 希望你们能尽快维修一下吧; nothing where it is no wish but a question or a cry."""
    wishes = (_wish_in(words, gist) for words in gist.wanted)
    return _short("，".join(dict.fromkeys(filter(None, wishes))), _LONGEST_WISH)


def _asked_of(gist: Gist) -> str:
    """为啥停 of what is wanted and is no wish."""
    questions = (
        _clause(words, gist)
        for words in gist.wanted
        if _IS_QUESTION.search(words) and not _wish_in(words, gist)
    )
    return _short("，".join(dict.fromkeys(questions)), _LONGEST_WISH)


def _wish_in(request: str, gist: Gist) -> str | None:
    if not _says_a_wish(request):
        return None
    if gist.place_said:
        request = re.sub(rf"[，,]?(?:就?在)?{re.escape(gist.place_said)}", "", request)
    if demands := counted(request):
        return _short(_clause("，".join(demands), _NOWHERE), _LONGEST_WISH)
    sentences = [s for s in re.split(r"(?<=[。！!？?；;])", request) if _wishes(s)]
    said = strip_fillers("".join(sentences).strip())
    clauses = [clause for clause in re.split(r"[，,；;。！!：:]", said) if clause.strip()]
    while clauses and not _says_a_wish(clauses[0]):
        del clauses[0]
    if not clauses:
        return None
    bare = [_WISH.sub("", clauses[0]), *(_WISH_ON.sub("", clause) for clause in clauses[1:])]
    wished = "，".join(_WISH_TAIL.sub("", clause) for clause in bare)
    wished = _clause(wished, _NOWHERE)
    asks = _IS_QUESTION.search(wished) and not _says_a_wish(wished)
    if len(wished) < 2 or _CRY.fullmatch(wished) or (asks and not _PLEASE.match(clauses[0])):
        return None
    return _short(wished, _LONGEST_WISH)


_NOWHERE = Gist(None, ())


def _wishes(sentence: str) -> bool:
    """Whether it says what is wanted: 能不能派人来 does, 怎么还不来人 asks."""
    asks = _IS_QUESTION.search(sentence) and not _WISH.match(sentence)
    return _says_a_wish(sentence) and not asks


def _says_a_wish(words: str) -> bool:
    return _IS_WISH.search(words) is not None or wishes(words)


def is_mere_anger(words: str) -> bool:
    """Whether a clause tells nothing but the caller's mind: 你说气不气人."""
    return _OF_THE_CALL.fullmatch(words) is not None


def asks_or_wishes(words: str) -> bool:
    """Whether they ask or want something by what they say: 农村厕所不能用 does not."""
    return _says_a_wish(words) or _IS_QUESTION.search(words) is not None


def _short(words: str, longest: int) -> str:
    """Whole clauses only; the first is said however long it is."""
    while len(words) > longest and "，" in words:
        words = words[: words.rindex("，")]
    return words
