"""Names by their sound, and everyday words left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.language.names import Names, is_name

LIST = "长白湾小区 皇姑区 兴华街道 会元乡 兴城市 红旗乡 鸿熙湾 惠天热电 四平街道 诚世花园"
NAMES = Names(LIST.split())


def corrected(text: str, confidence: float = 1.0) -> str:
    said = text
    for found in NAMES.corrections(text, [confidence] * len(text)):
        assert len(found.name) == found.end - found.start
        said = said[: found.start] + found.name + said[found.end :]
    return said


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("我住在黄姑区兴花街道", "我住在皇姑区兴华街道"),
        ("常白湾小区停水了", "长白湾小区停水了"),
        ("会天热电没人接电话", "惠天热电没人接电话"),
        ("我住在皇姑区", "我住在皇姑区"),
    ],
)
def test_what_sounds_like_a_name_becomes_it(heard: str, said: str) -> None:
    assert corrected(heard) == said


@pytest.mark.parametrize(
    "text",
    [
        "会员享受优惠",  # 会员享 sounds like 会元乡, and cuts 享受 in two
        "想在新城市开户",  # nearly like 兴城市, and the recogniser is sure
        "城市花园停电",  # everyday words, sure
        "红旗想换地方",  # 想 is a plain word
        "十平街道",  # a numeral that was heard stays
        "",
        "abc",
    ],
)
def test_everyday_words_stay(text: str) -> None:
    assert corrected(text) == text


def test_doubt_opens_the_door_to_words_that_are_only_near() -> None:
    assert corrected("红西弯", 0.5) == "鸿熙湾"
    assert corrected("城市花园停电") == "城市花园停电"
    assert corrected("城市花园停电", 0.5) == "诚世花园停电"
    assert corrected("我去新城市", 0.5) == "我去兴城市"


def test_two_names_that_sound_alike_and_fit_equally_replace_nothing() -> None:
    names = Names(["洪福家园", "宏福家园"])
    assert names.corrections("红福家园", [1.0] * 4) == ()


def test_what_cannot_be_a_name_is_left_out() -> None:
    assert not is_name("和平")
    assert not is_name("A区三栋")
    assert len(Names(["和平", "A区三栋", "和平区"])) == 1
    assert Names([]).corrections("皇姑区", [1.0] * 3) == ()
    assert NAMES.corrections("黄姑区", [1.0]) == ()  # figures that do not fit: nothing


@given(st.text(alphabet="会员享受新城市黄姑区在兴花街道红旗想一二三", max_size=12), st.floats(0, 1))
def test_the_length_never_changes(text: str, confidence: float) -> None:
    assert len(corrected(text, confidence)) == len(text)
