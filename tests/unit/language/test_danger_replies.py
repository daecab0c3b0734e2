"""What is said to 有人受伤，或者有危险吗."""

import pytest

from ivr.language.danger_replies import (
    confirms_danger,
    denies_danger,
    happened_today,
    is_distressed,
    is_fraud,
    is_long_over,
    is_weary_of_life,
)

NONE = (
    "没有 没 没事 暂时没有 目前还没有 没伤着人 还没砸着人 那倒没有 人倒没事 危险倒没有 受伤没有 "
    "没有危险就是怕它倒 好的没有了 人家养老院叫夕阳红没有危险 没有现在没有"
)
SOME = "有 有的 是 是啊 对 对有 有人受伤 伤了 快来 快不行了 有个老头 有一家三口在里头 马上要塌了"
TOLD_ON = (
    "人家养老院叫夕阳红 天天吵到半夜 是夕阳红养老院 对面那家 快餐店 快三年了 有两年了 有家饭店 "
    "没有人管 没人敢过去 没办法 在铁西区"
)
UNEASY = (
    "不知道 我不敢说话 没法说 有没有危险我不知道 没受伤但是出不来 没有受伤就是困住了 没有呼吸了 "
    "没人来救 刚才没人受伤现在有一个 怎么办啊 老危险了"
)


@pytest.mark.parametrize("text", NONE.split())
def test_nobody_is_in_danger(text: str) -> None:
    assert denies_danger(text)


@pytest.mark.parametrize("text", SOME.split())
def test_somebody_is(text: str) -> None:
    assert confirms_danger(text)
    assert not denies_danger(text)


@pytest.mark.parametrize("text", TOLD_ON.split())
def test_what_only_tells_on_is_neither(text: str) -> None:
    judged = [denies_danger(text), confirms_danger(text), is_distressed(text)]
    assert judged == [False, False, False]


@pytest.mark.parametrize("text", UNEASY.split())
def test_who_cannot_say_so_is_in_distress(text: str) -> None:
    assert is_distressed(text)
    assert not denies_danger(text)


LONG_OVER = "昨天的事 前天我就看见了 上周末 上个月十号摔的 三天前 十月十二号"
NOT_OVER = (
    "今早七点加的 就刚才 昨天到现在没回来 前天就不吃饭了现在叫不醒 "
    "昨天摔的现在还疼 昨天开始的 沈阳市和平区"
)


@pytest.mark.parametrize("text", LONG_OVER.split())
def test_what_was_yesterday_is_over(text: str) -> None:
    assert is_long_over(text)
    assert not is_long_over(text, "孩子找不着了")


@pytest.mark.parametrize("text", NOT_OVER.split())
def test_what_goes_on_since_is_not(text: str) -> None:
    assert not is_long_over(text)


@pytest.mark.parametrize(
    "text", ["我让人骗了", "被骗了三千", "他们让我转了两万", "转到安全账户了", "骗走我五千块钱"]
)
def test_money_is_gone_by_fraud(text: str) -> None:
    assert is_fraud(text)


@pytest.mark.parametrize("text", ["被骗到山上去了", "有人受伤", "树要倒了", "转到别的学校"])
def test_other_doubts_are_none(text: str) -> None:
    assert not is_fraud(text)


@pytest.mark.parametrize(
    "text", ["对", "是的", "刚刚", "今天上午", "二十分钟", "就是今天", "这会儿正转呢", "要"]
)
def test_it_was_today(text: str) -> None:
    assert happened_today(text)


@pytest.mark.parametrize(
    "text", ["是昨天", "上个月", "要求退钱", "对面那家", "快三年了", "和平区", "不是"]
)
def test_it_was_not_today(text: str) -> None:
    assert not happened_today(text)


@pytest.mark.parametrize("text", ["活着没意思", "说活着真没啥意思", "活着还有啥盼头", "我活够了"])
def test_life_is_worth_nothing_to_somebody(text: str) -> None:
    assert is_weary_of_life(text)


@pytest.mark.parametrize("text", ["干这活没意思", "上学没意思", "树要倒了", "快活不下去"])
def test_other_words_of_weariness_are_none(text: str) -> None:
    assert not is_weary_of_life(text)
