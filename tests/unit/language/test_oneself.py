"""Where callers say who they are; what only looks like it is told on."""

import pytest

from ivr.language.oneself import tells_of_oneself


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("我叫张小明电话13900000000我家住在", ["我叫张小明", "电话13900000000"]),
        ("你好我姓李我叫李大勇我住在浑南", ["我姓李", "我叫李大勇"]),
        (
            "我叫王二我电话是幺三八零零零零零零零零我要投诉",
            ["我叫王二", "我电话是幺三八零零零零零零零零"],
        ),
        ("我的电话是13800000000你记一下我们村", ["我的电话是13800000000你记一下"]),
        ("我身份证号码210102196001010011我想问", ["我身份证号码210102196001010011"]),
        ("领导您好，我叫周建国，今年72岁", ["我叫周建国"]),
        ("我叫王芳孩子上小学", ["我叫王芳"]),
        ("免贵姓诸葛", ["免贵姓诸葛"]),
        ("姓名：王建国 电话：13900000000", ["姓名：王建国", "电话：13900000000"]),
    ],
)
def test_who_calls(words: str, told: list[str]) -> None:
    assert [words[a:b] for a, b in tells_of_oneself(words)] == told


@pytest.mark.parametrize(
    "words",
    [
        "我姓王的邻居天天吵",
        "我叫物业来修他们不来",
        "我叫了救护车",
        "我叫过他们三次",
        "我电话停机三天了",
        "物业电话是13800000000没人接",
        "骗子用电话13800000000打给我",
        "",
    ],
)
def test_what_is_told_of_others(words: str) -> None:
    assert tells_of_oneself(words) == []
