"""Words about the call itself: waiting, readiness, hearing checks; and their look-alikes."""

import pytest

from ivr.language.call_talk import (
    asks_if_heard,
    asks_to_wait,
    bids_go_on,
    is_not_ready,
    is_ready,
)

WAITS = (
    "等一下 等等我拿个笔 停一下 我记一下 稍等我看一下门牌号 等我一下 你等会儿 我找张纸记一下 "
    "你慢点说我记一下 我没带笔 等一下我问问我老伴 让我想想 我看看 别着急说我记一下 "
    "有人敲门等一下 我关一下电视 拿笔记一下 先别说 太快了我记一下 "
    "等会儿等会儿我孩子哭了 等一下锅开了 稍等有人叫我 等等我哄一下孩子 先等会儿快递到了"
)
NO_WAITS = (
    "等一下还有个事 等一下我说错了 你慢点说 停水了 我等一下再打 等了三天没人来 我记住了 "
    "我记下来了 我想问一下 等电话 找材料 停一下车罚不罚款 我要换身份证 取户口本 我看病 "
    "有人敲门一宿 别说了 没有了 好的"
)
READY = "好了你说吧 继续 好了 说吧 我准备好了你念吧 找到了你说 接着说"
NOT_READY = "好像是三号 没有了 我家停水了 记错了 好的谢谢 我说错了"
CHECKS = (
    "喂 喂喂 能听见吗 听得到吗 有人吗 咋没声呢 喂能听见吗 你能听见我说话吗 还在吗 人呢 "
    "你说话啊 怎么没声音 听见没"
)
NO_CHECKS = (
    "喂你好 孩子没声了 没人管 老人没动静了 有人 听不见 电视没声音 暖气没动静 有人打我 楼上有人吗"
)


@pytest.mark.parametrize("text", WAITS.split())
def test_who_is_busy_asks_us_to_wait(text: str) -> None:
    assert asks_to_wait(text)


@pytest.mark.parametrize("text", NO_WAITS.split())
def test_what_only_begins_so_does_not(text: str) -> None:
    assert not asks_to_wait(text)


@pytest.mark.parametrize("text", READY.split())
def test_who_is_ready(text: str) -> None:
    assert is_ready(text)


@pytest.mark.parametrize("text", NOT_READY.split())
def test_who_says_something_else_is_not(text: str) -> None:
    assert not is_ready(text)


@pytest.mark.parametrize("text", CHECKS.split())
def test_who_asks_whether_anybody_is_there(text: str) -> None:
    assert asks_if_heard(text)


@pytest.mark.parametrize("text", NO_CHECKS.split())
def test_who_tells_of_somebody_else_does_not(text: str) -> None:
    assert not asks_if_heard(text)


def test_who_bids_us_go_on() -> None:
    assert all(bids_go_on(t) for t in ("你说吧", "继续", "接着说", "你说吧我记一下"))
    assert not any(bids_go_on(t) for t in ("你说啥", "我说", "来修吧", "再说", "没说"))


def test_no_is_not_yet_where_it_was_asked() -> None:
    assert is_not_ready("没有", asked=True)
    assert is_not_ready("马上", asked=False)
    assert not is_not_ready("没有了", asked=True)
