"""Two wordings of a field: what an operator would sign for the other, and what not."""

from datetime import datetime

import pytest

from ivr.tickets.sameness import same


@pytest.mark.parametrize(
    ("field", "want", "got"),
    [
        ("respondent", "烧烤店", "楼下那个烧烤店"),
        ("respondent", "物业", "我们小区的物业"),
        ("respondent", "物业", "物业公司"),
        ("respondent", "司机", "出租车司机"),
        ("respondent", "煤气公司的人", "煤气公司"),
        ("respondent", "售后", "售后那帮人"),
        ("respondent", "房东", "房东姓吴"),
        ("respondent", "派出所的两位民警", "丹东市公安局振兴分局站前派出所的两位民警"),
        ("respondent", None, None),
        ("time", "上礼拜五", "从上礼拜五开始"),
        ("time", "三天", "已经三天了"),
        ("time", "上周三", "上个礼拜三"),
        ("time", "11月15日", "十一月十五号"),
        ("place", "抚顺顺城区长春街", "抚顺市顺城区这个长春街"),
    ],
)
def test_same(called_at: datetime, field: str, want: str | None, got: str | None) -> None:
    assert same(field, want, got, called_at)
    assert same(field, got, want, called_at) or field == "respondent"


@pytest.mark.parametrize(
    ("field", "want", "got"),
    [
        ("respondent", "鑫源饭店", "饭店"),
        ("respondent", "建设中路小学", "学校"),
        ("respondent", "楼上邻居", "邻居"),
        ("respondent", "房东姓吴", "房东"),
        ("respondent", "物业", "供热公司"),
        ("respondent", "补习班", "老师在外头办补习班"),
        ("respondent", "物业", None),
        ("respondent", None, "物业"),
        ("time", "上个月十五号", "上个月"),
        ("time", "昨天晚上", "晚上"),
        ("time", "三天前", "三个月前"),
        ("time", None, "最近"),
        ("place", "铁西区建设大道", "铁西区"),
    ],
)
def test_not_the_same(called_at: datetime, field: str, want: str | None, got: str | None) -> None:
    assert not same(field, want, got, called_at)
