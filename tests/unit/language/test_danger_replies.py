"""What is said to 有人受伤，或者有危险吗."""

import pytest

from ivr.language.danger_replies import confirms_danger, denies_danger, is_distressed

NONE = (
    "没有 没 没事 暂时没有 目前还没有 没伤着人 还没砸着人 那倒没有 人倒没事 危险倒没有 受伤没有 "
    "没有危险就是怕它倒 人家养老院叫夕阳红没有危险 没有现在没有"
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
