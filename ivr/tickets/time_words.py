# ruff: noqa: E501 - a list of words reads better whole
"""时间词: a small grammar of time, from single words up to whole expressions.

Every part is a pattern with a name; `words` lists plain words, `either` and `maybe` put patterns
together. when.py weighs what these find, resolving.py says which days they mean.
"""

from ivr.tickets.figures import NUMBER


def words(listed: str) -> str:
    """One of these words, the longest first: 上上个月 must not be read as 上个月."""
    return either(*sorted(set(listed.split()), key=lambda word: (-len(word), word)))


def either(*patterns: str) -> str:
    """One of these, the first that fits."""
    return f"(?:{'|'.join(patterns)})"


def maybe(*patterns: str) -> str:
    """These one after another, or nothing."""
    return f"(?:{''.join(patterns)})?"


# Parts of a day ---------------------------------------------------------------------------------
PART = words(
    "大清早 一大早 大早上 清早 早晨 早上 清晨 凌晨 早晚 早 上午 大中午 中午 晌午 午后 下午 傍晚 大晚上"
    " 晚上 晚间 晚 夜里 夜间 大半夜 后半夜 前半夜 半夜 深夜 夜晚 夜"
)
CLOCK = (
    rf"(?:(?:{NUMBER}(?:点|时(?![间候代常而期刻不长段效差至]|半会|冲动))(?:来钟|多钟|钟|半|[一三]刻|{NUMBER}分?|多|左右|许|整)*)(?!也|意见|问题|儿)"
    r"|[0-9]{1,2}[:：][0-9]{2}(?![0-9]))"
)
AROUND = maybe(words("左右 前后 许 那会儿 那阵"))
AT = rf"(?:的?{PART})?(?:的?{CLOCK})?{AROUND}"

# Days -------------------------------------------------------------------------------------------
DAY = either(
    words("大前天 前天 昨天 昨日 今天 今日 当天"),
    "[昨今前]儿个?",
    "[昨今](?=[早晚夜])",
    "前(?=[晚夜])",
)
_DAY_OF = rf"{NUMBER}几?(?:号|日)"
# 三号楼, 五号电梯, 十号线: numbers of things, no days.
_A_NUMBER_OF = r"(?![游楼栋院线门机库厅窗车桌桩井泵炉地路口房店池厂矿馆站位坝床仓商公]|[一二三四五六七八九十0-9]|电梯|单元|学生)"
BARE_DAY = rf"(?:{words('本月 当月 这个月')})?(?<![第府城园湾邸]){_DAY_OF}{_A_NUMBER_OF}"
WEEK_NAME = words("周 星期 礼拜")
_WEEKDAY = either(
    rf"(?:上上|上|这|本|前|下下|下)个?{WEEK_NAME}(?:[一二三四五六日天末](?!天)|[1-6])?",
    rf"{WEEK_NAME}[一二三四五六日天末](?!天)",
)
WEEK = rf"{_WEEKDAY}(?:{WEEK_NAME}[一二三四五六日天])?"  # 周六周日

# Months, years ----------------------------------------------------------------------------------
_THIRD = words("初 底 末 中旬 上旬 下旬 月初 月底 月末 中")
MONTH_DAY = rf"{NUMBER}月(?!子|供|租)(?:份)?(?:的)?(?:{_DAY_OF}|{_THIRD})?"
MONTH = rf"(?:上上|上|这|本|当|下)个?月(?:的)?(?:{_DAY_OF}|{_THIRD})?"
YEAR = either(
    r"(?:[0-9]{4}|[零〇一二三四五六七八九]{4}|[零〇一二三][零〇一二三四五六七八九])年(?!级|度|前|以|多|来)",
    rf"[0-9]{{2}}年(?=的?{NUMBER}月|初|底|末|春|夏|秋|冬|年)",
    "(?:今|去|前|大前|当|明)年",
)
SEASON = words("春天 春季 夏天 夏季 秋天 秋季 冬天 冬季 开春 入冬 入夏 入秋 秋收 雨季 汛期")
HEATING = words("供暖季 供暖期 供热期 采暖期 采暖季 供暖")
_OF_A_YEAR = words("年初 年底 年末 初 底 末 上半年 下半年 第一季度 第二季度 第三季度 第四季度")
LUNAR = either(
    rf"(?:农历|阴历)(?:{NUMBER}|正|腊|冬)月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]|{NUMBER})?",
    rf"{NUMBER}月初[一二三四五六七八九十]",
    rf"(?:正月|腊月|冬月)(?:里|初[一二三四五六七八九十]|{NUMBER})?",
    "大年(?:三十|初[一二三四五六七])",
    "(?<![高])初[一二三四五六七八九十](?![年级的班学中步次])",
)
FEAST = either(
    words("国庆节 国庆 春节 元旦 中秋节 端午节 清明节 教师节 劳动节 六一 三八节 元宵节 重阳节"),
    words("双十一 双十二 除夕 腊八 立冬 立春 立秋 立夏"),
    "(?:中秋|端午|清明)(?!街|路|花|上|桥|区)",
    "小年(?!轻)",
    "五一(?!斤|个|袋|盒|份|张|米|路|街|广|大|公|小)",
    "(?<![二三四五六七八九零双第])十一(?!岁|月|点|号|栋|楼|路|中|个|块|万|户|层|人|年|斤|天|街|米|台|家|次|二|三|四|五|六|七|八|九|局|小|单|份|千|百|万)",
)
_FEAST_DAYS = maybe(words("假期 期间 放假 那几天 那两天 那天 当天 前后 前几天 前两天 后 前"))
DATE = either(
    rf"{YEAR}(?:的)?(?:{MONTH_DAY}|{LUNAR}|{FEAST}{_FEAST_DAYS}|{SEASON}|{HEATING}|{_OF_A_YEAR})?",
    LUNAR,
    MONTH_DAY,
    rf"{FEAST}{_FEAST_DAYS}(?![路街广大])",
)

LATE_OR_EARLY = words("年初 年底 年前 年后 月初 月底 月末 上半年 下半年 年根")
POINT = rf"(?:{either(DAY, DATE, MONTH, WEEK, BARE_DAY)}{AT})"

# Lengths ----------------------------------------------------------------------------------------
_ABOUT = maybe(words("不到 连续 将近 接近 快 近 整整 足足 大概 差不多 小 超过"))
_COUNT = either(
    rf"(?:大半|小半|好几|十几|几十|几|半拉|半|俩|仨|好些|{NUMBER}(?:几|多|来)?)",
)
LONG_UNIT = words("天 周 星期 礼拜 月 年 宿儿 宿 夜 晚上 晚 夏天 冬天 夏 冬 学期 年头")
SHORT_UNIT = words("分钟 小时 钟头 上午 下午")
UNIT = either(LONG_UNIT, SHORT_UNIT)
LENGTH = either(
    rf"{_ABOUT}(?![一二三四五六七八九十0-9]+月){_COUNT}(?:个)?(?:整)?(?:半)?(?:多)?{UNIT}(?:零{NUMBER}(?:个)?{UNIT})?(?:半|多)?(?![级轻薪终度底初])",
    "一天一夜",
    "(?:老|挺|好|很|这么)长(?:一段)?时间",
)
# Since something that happens: 从供暖, 开学到现在 -------------------------------------------------
EVENT = words(
    "开栓 供暖 供热 停暖 入冬 入夏 入秋 开春 立冬 立秋 开学 放假 放寒假 放暑假 入住 搬来 搬进来 搬家 过完年 过年"
    " 上冻 下雪 装修 装上 安上 交房 收房 过户 开业 投产 开工 停工 换届 改造完 换完 办卡 报名 上学 入伏 数九 秋收"
    " 签合同 签约 出院 住院 退休 结婚 离职 入职 上班 封路 修路"
)
THAT_TIME = words("那天 那会儿 那阵子 那阵 那年 当天 当时")
NOW = words("现在 目前 今天 今日 至今 如今 这会儿 眼下 今儿 当下 今")
BEGINNING = words("开始 开始就 起 起就 以来 以后 之后 过后 后就 一直")
HAPPENING = rf"(?:刚{EVENT}|{EVENT}(?:{THAT_TIME}|期间|的时候))"
AGO = rf"{LENGTH}(?:左右)?(?:之|以)?前"
START = either(POINT, AGO, rf"{EVENT}{maybe(THAT_TIME)}", SEASON, rf"{PART}?{CLOCK}", PART)
FROM = words("自从 从 打从 自打 打 自 由 于")

# What comes again -------------------------------------------------------------------------------
OCCASION = words(
    "放学时间 放学时候 放学的时候 上下学时段 上下学时间 上学放学 上下学 早晚高峰 早高峰 晚高峰 高峰期 上下班高峰 饭点 饭口 下雨天 下雪天 雨雪天 阴雨天 大风天 雨天 周末 寒暑假 节假日 双休日 工作日"
)
_WEATHER = words("下雨 刮风 下雪 阴天 刮风天 大风天 雨 雪 风 大风")
_WHENEVER = either(
    "[一-龥]{2,3}(?=就)",
    OCCASION,
    SEASON,
    _WEATHER,
    LUNAR,
    PART,
    "[一-龥]{1,3}风",
    "冬",
    "夏",
    "伏",
)
_EVERY = either(
    rf"(?:每|(?<!一)天)(?:天|到|逢)(?:{OCCASION}|{SEASON}|{_WEATHER})?",
    r"每(?:个)?(?:晚上|夜|晚|日|周|星期|礼拜|月|年|早|学期)(?:[一二三四五六日天末])?",
    r"逢[一二三四五六七八九十]逢[一二三四五六七八九十]",
    rf"一(?:到|下|刮|进)(?:了)?(?:{PART}?{CLOCK}|{_WHENEVER})(?:的时候|天)?",
    "(?:成|整)(?:天|宿|夜|晚)",
    "昼夜|白天黑夜|没日没夜|不分昼夜",
)
HABIT = rf"{_EVERY}(?:的?到?(?:冬天|夏天|周末|下雨天|雨季|饭点))?(?:的?{PART})?(?:{CLOCK})?(?:[一-龥]{{0,2}}(?:到|至){PART}?{CLOCK})?(?:以后|之后|以前|之前|多)?"
VAGUE = either(
    words(
        "三天两头 隔三差五 隔三岔五 最近一段时间 最近这段时间 最近几天 最近两天 最近一直 最近 近期 近来 近日 近几天 近两天"
        " 这些天 这几天 这两天 这几年 这两年 这几个月 这段时间 这阵子 这一阵 这阵 前几天 前两天 前些天 前些日子 前段日子 前阵子"
        " 前一阵子 前一阵 前段时间 前几年 前两年 早些年 前些年 早年 多年来 多年以来 多年 长期以来 本学期 这学期 上学期"
        " 入冬以来 供暖以来 开栓以来 暑假 寒假 刚入冬 开春"
    ),
    "(?:这|上|本)学期(?:开学)?",
    "(?:这|今)(?:一)?(?:整)?(?:个)?(?:冬天|夏天|冬|夏)",
)
