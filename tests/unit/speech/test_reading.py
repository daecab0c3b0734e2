"""Characters with several readings, read as the word wants."""

import pytest

from ivr.speech.reading import readable


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("重新", "chong2 xin1"),
        ("银行", "yin2 hang2"),
        ("行走", "xing2 zou3"),
        ("大夫", "dai4 fu5"),
        ("长江街", "chang2 jiang1 jie1"),
        ("供热", "gong1 re4"),
        ("还款", "huan2 kuan3"),
        ("绿化", "lv4 hua4"),
        ("一个", "yi2 ge4"),
        ("不是", "bu2 shi4"),
        ("您好，请讲。", "nin2 hao3 ， qing3 jiang3 。"),
        ("OK", "OK"),
    ],
)
def test_readable(text: str, read: str) -> None:
    assert readable(text) == read
