"""The one fact that is asked, and what of an answer tells it."""

import pytest

from ivr.language.asked_facts import telling
from ivr.language.asked_ways import as_a_whole
from ivr.language.elliptic import grieved

FULL = (
    "请本人尽快到公安机关户籍窗口办理挂失申报，带上户口簿，现场核对身份。不在户籍地的，可以在居住地的异地受理点办理。"
    "补领工本费四十元，证件最长六十日内制发，急用可同时申领临时身份证，家人也可代为领取。咨询可拨打一二三四五。"
)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            "在哪办",
            "请本人尽快到公安机关户籍窗口办理挂失申报；不在户籍地的，可以在居住地的异地受理点办理",
        ),
        ("要钱不", "补领工本费四十元"),
        ("几天能下来", "证件最长六十日内制发"),
        ("电话多少", "咨询可拨打一二三四五"),
        ("我儿子能替我取吗", "家人也可代为领取"),
        ("外地的呢", "不在户籍地的，可以在居住地的异地受理点办理"),
        ("网上能办不", ""),
        ("能选号吗", ""),
    ],
)
def test_what_tells_it(asked: str, told: str) -> None:
    part = telling(FULL, asked)
    assert part.startswith(told) if told else part == ""


def test_children_who_travel_free_are_no_price() -> None:
    assert telling("儿童免费的身高按本地规定。", "要钱吗") == ""


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("身份证补办得多少钱", "身份证怎么补办"),
        ("社保卡补办要钱吗", "社保卡怎么补办"),
        ("养老认证儿子能代办吗", "养老认证怎么办"),
        ("灵活就业社保在哪交", "灵活就业社保怎么交"),
        ("护照怎么办", ""),
        ("多少钱", ""),
        ("我家停水了", ""),
    ],
)
def test_asked_as_a_whole(text: str, whole: str) -> None:
    assert as_a_whole(text) == whole


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("公司拖欠工资我该找谁", "公司拖欠工资"),
        ("老板欠我工资找谁要", "老板欠我工资"),
        ("宽带装不上咋投诉", "宽带装不上"),
        ("出租车拒载我上哪投诉", "出租车拒载"),
        ("学校乱收补课费合法吗", "学校乱收补课费"),
        ("楼上漏水物业不管怎么办", "楼上漏水物业不管"),
        ("怎么投诉", ""),
        ("投诉电话是多少", ""),
        ("请问养鸡合法吗", ""),
        ("土地确权证丢了咋办", ""),
        ("护照怎么办理", ""),
    ],
)
def test_a_grievance_told_as_a_question(text: str, told: str) -> None:
    assert grieved(text) == told


@pytest.mark.parametrize(
    ("answer", "asked", "told"),
    [
        ("老人免费乘车。儿童免费的身高年龄按本地规定", "多大岁数能办", ""),
        ("年满六十五周岁的免费。儿童按身高", "多大岁数能办", "年满六十五周岁的免费"),
        (
            "停工留薪期一般不超过十二个月。鉴定结论自收到申请之日起六十日内作出",
            "多长时间出结果",
            "鉴定结论自收到申请之日起六十日内作出",
        ),
        ("要参加学习。考试合格后发还", "不学行不行", "要参加学习"),
        ("每年认证一次。因未认证暂停的，认证后补发", "不认证会咋样", "因未认证暂停的，认证后补发"),
        ("工本费四十元。现场拍照", "要照相不", "现场拍照"),
        ("在校生在学校报名。一般在十月", "那什么时候报名", "一般在十月"),
        ("单位应当申请。单位不报的，本人可以申请", "我自己去哪报", "单位不报的，本人可以申请"),
    ],
)
def test_the_point_and_nothing_beside_it(answer: str, asked: str, told: str) -> None:
    assert telling(answer, asked) == told
