"""What the voice can say."""

import pytest

from ivr.speech.speakable import fault_of


@pytest.mark.parametrize(
    "text",
    [
        "您好，12345政务服务便民热线平台。请问有什么可以帮您？",
        "室温低于18℃可以报修，费用5元/平方米。",
        "请在3-5个工作日内办理ETC。",
        "A座3楼，约5km。",
        "“放管服”改革（试行）——第2条：不予受理；",
    ],
)
def test_can_be_spoken(text: str) -> None:
    assert fault_of(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing to speak"),
        ("……。", "nothing to speak"),
        ("您好😀", "GRINNING FACE"),
        ("请访问 hello 网站", "hello"),
        ("您的工单号是{number}", "{number}"),
        ("您好$name", "$name"),
        ("请发到 a@b", "sign @"),
        ("见https://例子", "sign https:"),
        ("请问<姓名>", "<姓名>"),
        ("坏字\ufffd", "REPLACEMENT"),
    ],
)
def test_cannot_be_spoken(text: str, words: str) -> None:
    reason = fault_of(text)
    assert reason is not None
    assert words in reason[0]
