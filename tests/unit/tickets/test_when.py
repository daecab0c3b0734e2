"""Times resolved against the day of the call, a Saturday: 2026-11-21, 10 o'clock."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.tickets.when import find_times

DAY = "2026-11-"


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("三天前开始没水", "三天前开始", DAY + "18", None),
        ("停了一个来礼拜了", "一个来礼拜了", DAY + "14", None),
        ("明天上午停水吗", "明天上午", DAY + "22", DAY + "22"),
        ("昨个儿晚上就没来", "昨个儿晚上", DAY + "20", DAY + "20"),
        ("三天前没的水", "三天前", DAY + "18", DAY + "18"),
        ("上个月十五号停电", "上个月十五号", "2026-10-15", "2026-10-15"),
        (
            "昨天半夜两点有人放炮",
            "昨天半夜两点",
            "2026-11-20T02:00+08:00",
            "2026-11-20T02:00+08:00",
        ),
        ("从十一月一号到现在不热", "从十一月一号到现在", DAY + "01", None),
        ("从11月1号到现在不热", "从11月1号到现在", DAY + "01", None),
        ("我家停水三天了", "三天了", DAY + "18", None),
        ("半夜打桩连着三宿了", "连着三宿了", DAY + "18", None),
        ("已停水四十余天", "四十余天", "2026-10-12", None),
        ("镜子裂了一年有余了", "一年有余了", "2025-11-21", None),
        ("贷款批了俩月了", "俩月了", "2026-09-21", None),
        ("三天停了四回电", "三天", DAY + "18", None),
        ("上周三报修的", "上周三", DAY + "11", DAY + "11"),
        (
            "前天下午三点左右",
            "前天下午三点左右",
            "2026-11-19T15:00+08:00",
            "2026-11-19T15:00+08:00",
        ),
        ("十二月三号停的电", "十二月三号", "2025-12-03", "2025-12-03"),
        ("二零二五年十二月三号", "二零二五年十二月三号", "2025-12-03", "2025-12-03"),
        ("上周五晚上打车", "上周五晚上", "2026-11-13", "2026-11-13"),
        ("今年三月份", "今年三月份", "2026-03-01", "2026-03-31"),
        ("上个月底", "上个月底", "2026-10-21", "2026-10-31"),
        ("三年前买的房子上个月开始漏水", "上个月开始", "2026-10-01", None),
        ("昨天给物业打过电话从前天开始漏", "从前天开始", DAY + "19", None),
        ("双十一那天买的鞋", "双十一那天", DAY + "11", DAY + "11"),
        ("国庆节期间一直停水", "国庆节期间", "2026-10-01", "2026-10-07"),
        ("中秋节前后闹的", "中秋节前后", "2026-09-25", "2026-09-27"),
        ("二十三号停的电", "二十三号", "2026-10-23", "2026-10-23"),
        ("三十一号停的电", "三十一号", "2026-10-31", "2026-10-31"),
        ("十一月三十号停的电", "十一月三十号", "2025-11-30", "2025-11-30"),
        ("从八月份跑到现在", "从八月份跑到现在", "2026-08-01", None),
        ("从早上六点停到现在", "从早上六点停到现在", "2026-11-21T06:00+08:00", None),
        ("晚上八点有人砸门", "晚上八点", "2026-11-20T20:00+08:00", "2026-11-20T20:00+08:00"),
        ("前晚有人砸门", "前晚", DAY + "19", DAY + "19"),
        ("都两个半月了还没装", "两个半月了", "2026-09-06", None),
        ("去年底公示的", "去年底", "2025-12-01", "2025-12-31"),
        ("上半年说发到现在没发", "上半年", "2026-01-01", "2026-06-30"),
        ("周六周日没有大夫", "周六周日", DAY + "21", DAY + "21"),
        ("从下个月开始涨房租", "从下个月开始", "2026-12-01", None),
        ("去年双十一在店里买的车，今年一月电池就鼓包", "今年一月", "2026-01-01", "2026-01-31"),
        ("自国庆节后锁门停用", "自国庆节后", "2026-10-08", None),
        ("腊月二十三那天扎的针", "腊月二十三", "2026-02-10", "2026-02-10"),
        ("除夕夜里有人放炮", "除夕夜里", "2026-02-16", "2026-02-16"),
        ("去年年底物业就撤了", "去年年底", "2025-12-01", "2025-12-31"),
        ("今年第三季度停发了", "今年第三季度", "2026-07-01", "2026-09-30"),
        (
            "11月1日晚9时30分送到医院",
            "11月1日晚9时30分",
            "2026-11-01T21:30+08:00",
            "2026-11-01T21:30+08:00",
        ),
        (
            "昨天半夜十二点一刻打车",
            "昨天半夜十二点一刻",
            "2026-11-21T00:15+08:00",
            "2026-11-21T00:15+08:00",
        ),
        ("去年冬天也这样", "去年冬天", "2025-12-01", "2026-02-28"),
    ],
)
def test_resolved(called_at: datetime, text: str, words: str, start: str, end: str | None) -> None:
    best = find_times(text, called_at)[0]
    assert text[slice(*best.span)] == words
    assert best.resolved is not None
    assert (best.resolved.start, best.resolved.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每天晚上十点以后施工", "每天晚上十点以后"),
        ("夏天一到就支炉子", "夏天一到"),
        ("一过半夜就放音响", "一过半夜"),
        ("每逢下大雨桥洞就淹", "每逢下大雨"),
        ("每天夜里十二点一过就往外放烟", "每天夜里十二点一过"),
        ("自军训起长期被人欺负", "自军训起"),
        ("下大雨那两天路上全是水", "下大雨那两天"),
        ("最近老是停电", "最近"),
        ("二月三十号交的钱", "二月三十号"),
        ("一到下雨天就积水", "一到下雨天"),
        ("学校门口每天早晚堵死", "每天早晚"),
        ("一到后半夜就放烟", "一到后半夜"),
        ("种了一夏天了", "一夏天了"),
        ("流浪好些天了", "好些天了"),
        ("从开栓那天就不热", "从开栓那天"),
        ("这一冬天都没热过", "这一冬天"),
        ("闹了好几宿了", "好几宿了"),
        ("过户那天又让我多拿钱", "过户那天"),
        ("入秋以后饭菜就馊", "入秋以后"),
        ("刚入冬就停水", "刚入冬"),
        ("每天唱到凌晨两点", "每天唱到凌晨两点"),
        ("一到刮南风的时候白灰满天飞", "一到刮南风的时候"),
        ("放学时间让学生进去打游戏", "放学时间"),
        ("逢五逢十都堵车", "逢五逢十"),
        ("三天两头停电", "三天两头"),
        ("自打那个地铁施工以后墙就裂了", "自打那个地铁施工以后"),
        ("本学期开学以来没有课后托管", "本学期开学以来"),
        ("牛吃完当天晚上就死了那是十月初七的事", "十月初七"),
        ("最近网约车扎堆我们每天少挣一百多", "最近"),
        ("下雪天台阶太滑", "下雪天"),
        ("春节前说好的", "春节前"),
        ("初三来拜年的", "初三"),
        ("前两个礼拜铺的", "前两个礼拜"),
        ("去冬以来锅炉熄火三次", "去冬以来"),
        ("一化雪墙角就渗水", "一化雪"),
        ("刮风时整条街黑乎乎", "刮风时"),
        ("一到放假就排长队", "一到放假"),
        ("浇地那阵儿电压低", "浇地那阵儿"),
        ("从供暖头一天起就没超过十五度", "从供暖头一天起就"),
        ("从晌午头儿就没电了", "从晌午头儿"),
        ("这都第四天了还是凉的", "这都第四天了"),
        ("道路自雨污分流工程完工后一直未恢复", "自雨污分流工程完工后"),
        ("一做菜满屋子烟", "一做菜"),
        ("井盖一宿一宿的响", "一宿一宿"),
        ("风一大树杈就晃", "风一大"),
    ],
)
def test_said_but_no_date(called_at: datetime, text: str, words: str) -> None:
    best = find_times(text, called_at)[0]
    assert text[slice(*best.span)] == words
    assert best.resolved is None


@pytest.mark.parametrize(
    "text",
    [
        "三号楼二单元",
        "一零一路公交",
        "二十三号线",
        "希望三天内解决",
        "五一路",
        "小区建了二十年了",
        "白菜两块五一斤",
        "八十一岁",
        "交了十四年社保",
        "每月只有一百多",
        "打供热公司电话",
        "停车停了四十分钟收我九十六",
        "过了三天不给退",
        "这都立冬了",
        "通知上写的二十号之前",
        "到今儿也没补",
        "剩下十九万六一拖再拖",
        "一周三次透析",
        "想不干了得提前几天跟单位说",
        "首府一号的房子",
        "我们小区是1996年建的",
        "合同明明到明年三月",
    ],
)
def test_no_time(called_at: datetime, text: str) -> None:
    assert [f for f in find_times(text, called_at) if f.weight > 1] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("喇叭夜夜都响", "夜夜"),
        ("松树死了一排，每场雪后都这样", "每场雪后"),
        ("每逢集日停在加油站旁边", "每逢集日"),
        ("大伙房水库东岸天一黑", "天一黑"),
        ("遛鸟的一大早往树上挂", "一大早"),
        ("天不亮就往外拉煤气罐", "天不亮"),
    ],
)
def test_what_comes_again_has_no_day(called_at: datetime, text: str, words: str) -> None:
    best = find_times(text, called_at)[0]
    assert (text[slice(*best.span)], best.resolved) == (words, None)


CHINA = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(
    datetime.fromisoformat("2019-01-01"),
    datetime.fromisoformat("2031-12-31"),
    timezones=st.just(CHINA),
)
PAST = """
    大前天 前天晚上八点 昨天半夜 上周三 上上个礼拜天 上个月十五号
    上上个月底 星期五 周末那天 十二月三号 三月份 二月底 31号
    三十号 五号下午 去年冬天 去年国庆节 前年八月 国庆节 春节 中秋节
    元旦 五一期间 双十一 三天前 两个半月前 一年半前 三个小时前
    晚上十一点 凌晨两点 连着三宿了 俩月了 二十天了 月底 下半年
    从十一月一号到现在 从十二月二十号开始 自去年9月起 从早上六点停到现在
    从元旦到五一 从十月三号到十号
""".split()  # noqa: SIM905


@given(now=MOMENTS, words=st.sampled_from(PAST))
def test_what_has_been_never_lies_ahead(now: datetime, words: str) -> None:
    """Over year ends, leap days and the short months; and no range ends before it begins."""
    for found in find_times(words + "没暖气", now):
        if found.resolved is None:
            continue
        start, end = found.resolved.start, found.resolved.end
        assert start <= now.isoformat(timespec="minutes")
        assert end is None or start <= end


@given(now=MOMENTS, days=st.integers(1, 300))
def test_days_ago_are_counted(now: datetime, days: int) -> None:
    best = find_times(f"{days}天前漏的水", now)[0]
    assert best.resolved is not None
    assert date.fromisoformat(best.resolved.start) == now.date() - timedelta(days=days)


@given(
    now=MOMENTS, words=st.text("一二三十年月日号天周前昨去上从到至点半0123456789个的", max_size=14)
)
def test_any_words_of_time_are_valid(now: datetime, words: str) -> None:
    for found in find_times(words, now):
        assert 0 <= found.span[0] < found.span[1] <= len(words)


@pytest.mark.parametrize(
    "text",
    ["患者是周国庆", "出生日期是一九六五年三月十五日", "门牌号是一百二十三号", "碧波园二十七号"],
)
def test_a_name_a_birthday_a_number_is_no_time(called_at: datetime, text: str) -> None:
    assert find_times(text, called_at) == []
