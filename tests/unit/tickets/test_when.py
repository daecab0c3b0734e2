"""Times resolved against the day of the call, a Saturday: 2026-11-21, 10 o'clock."""

from datetime import datetime

import pytest

from ivr.tickets.when import find_times

DAY = "2026-11-"


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("三天前开始没水", "三天前", DAY + "18", DAY + "18"),
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
        ("最近老是停电", "最近"),
        ("二月三十号交的钱", "二月三十号"),
        ("一到下雨天就积水", "一到下雨天"),
        ("学校门口每天早晚堵死", "每天早晚"),
        ("一到后半夜就放烟", "一到后半夜"),
        ("双十一那天买的鞋", "双十一那天"),
        ("种了一夏天了", "一夏天了"),
        ("流浪好些天了", "好些天了"),
        ("从开栓那天就不热", "从开栓那天"),
        ("这一冬天都没热过", "这一冬天"),
        ("闹了好几宿了", "好几宿了"),
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
    ],
)
def test_no_time(called_at: datetime, text: str) -> None:
    assert [f for f in find_times(text, called_at) if f.weight > 1] == []
