"""What an earlier question leaves for later words; trouble, questions and places told apart."""

import pytest

from ivr.language.earlier import (
    asks_of_trouble,
    is_mere_question,
    only_asks,
    only_says_where,
    parted,
    tells_of_trouble,
    tells_of_wrong,
    told_before,
    wants_number,
    without_tag,
)
from ivr.language.misdialled import is_misdialled, regrets_the_call
from ivr.language.questions import asked_of_us

BEFORE = {
    "年假怎么算": "年假",
    "身份证丢了咋补啊": "身份证丢了",
    "种地补贴一亩多少钱": "种地补贴",
    "饭店吃出虫子了我能要求赔多少": "饭店吃出虫子了",
    "我想问问工地半夜还施工让不让": "工地半夜还施工",
    "社保断缴有什么影响": "社保断缴",
}
WRONGED = (
    "公司不给休",
    "我申请半年了没人给个信",
    "收了我六十块钱",
    "派出所让我交二百块钱",
    "老师打孩子",
)
TROUBLE = ("我家才十五度", "我在医院呢刷不了", "今天早上停的", "电梯坏了")
NONE = ("网上行不", "我们是租房的", "孩子才三岁", "我家九十平", "皇姑区黄河大街那", "要带户口本不")
ASKED = ("那卖的人交啥税", "网上行不", "出生证明让我给弄丢了咋整", "有没有规划", "要带户口本不")
NOT_ASKED = ("公司不给休咋办", "我家没电了咋整", "我一个月就几百块钱", "你们凭啥停水")
WHERE = ("我家大东区东塔街的", "皇姑区黄河大街那", "铁西区云峰街丽都小区", "我在建设银行")
NOT_WHERE = ("大东区东塔街路灯坏了", "隔壁小区跳广场舞", "我家在小区门口卖东西", "孩子在学校")


@pytest.mark.parametrize(("asked", "left"), BEFORE.items())
def test_what_stands_in_front_is_the_subject_in_the_callers_words(asked: str, left: str) -> None:
    assert told_before(asked) == left


def test_trouble_is_told_or_not() -> None:
    assert [text for text in WRONGED if not tells_of_wrong(text)] == []
    assert [text for text in (*WRONGED, *TROUBLE) if not tells_of_trouble(text)] == []
    assert [text for text in NONE if tells_of_trouble(text)] == []


def test_a_question_may_have_trouble_behind_it() -> None:
    assert asks_of_trouble("快递丢了找谁赔")
    assert asks_of_trouble("工地半夜施工让不让")
    assert not asks_of_trouble("停水通知在哪查")
    assert not asks_of_trouble("护照怎么办理")


def test_questions_and_places_are_no_trouble() -> None:
    assert [text for text in ASKED if not only_asks(text)] == []
    assert [text for text in NOT_ASKED if only_asks(text)] == []
    assert [text for text in WHERE if not only_says_where(text)] == []
    assert [text for text in NOT_WHERE if only_says_where(text)] == []


def test_what_a_goodbye_leaves_unwritten() -> None:
    assert is_mere_question("那卖的人交啥税，嗯")
    assert not is_mere_question("楼上天天半夜蹦")
    assert not is_mere_question("我家停水了，啥时候来")


def test_a_question_is_parted_from_where_the_caller_is() -> None:
    assert parted("那我上哪个街道啊我住铁东区和平街道") == (
        "那我上哪个街道啊",
        "我住铁东区和平街道",
    )
    assert parted("退费咋退") == ("退费咋退", "")
    assert without_tag("收了我六十块钱合理吗") == "收了我六十块钱"


def test_numbers_that_are_wanted_and_calls_that_went_astray() -> None:
    assert wants_number("我想打物业电话")
    assert not wants_number("我想投诉骚扰电话")
    assert is_misdialled("这不是移动客服吗")
    assert not is_misdialled("这是市长热线吗")
    assert regrets_the_call("不好意思打错了")
    assert not regrets_the_call("你们记错了地址")
    assert asked_of_us("你们几点下班")
    assert not asked_of_us("退费咋退")
