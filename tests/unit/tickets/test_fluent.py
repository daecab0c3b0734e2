"""Danger is heard through stammering, and told in the words that were said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.tickets.fluent import fluent
from ivr.tickets.understanding import Understanding


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我，我家进，进小偷了", "我家进小偷了"),
        ("就在，就在，就在客厅", "就在客厅"),
        ("他 他 摔了 起 起不来", "他摔了起不来"),
        ("门锁着，呃，那个，窗户也锁着", "门锁着，窗户也锁着"),
        ("一转身 就没了", "一转身就没了"),
        ("着火了，快来", "着火了，快来"),
        ("登录 APP 报错", "登录 APP报错"),
        ("", ""),
    ],
)
def test_what_is_said_twice_around_a_pause_counts_once(said: str, meant: str) -> None:
    assert fluent(said)[0] == meant


@given(st.text(alphabet="我家着火了，, 呃那个a", max_size=40))
def test_every_character_that_stays_is_one_that_was_said(text: str) -> None:
    words, places = fluent(text)
    assert [text[place] for place in places] == list(words)
    assert places == sorted(set(places))
    if not set(text) & set("，, "):
        assert words == text


@pytest.mark.parametrize(
    "text",
    [
        "喂，我，我家进小偷了，就在，在客厅呢，我躲，躲卧室里头呢，你们快来",
        "我小孙女 四岁 在 在那个商场玩 一转身 就没了 找半个点儿了",
    ],
)
def test_a_stammered_danger_is_acted_on(understanding: Understanding, text: str) -> None:
    found = understanding.danger(text)[0]
    assert found is not None
    assert text[slice(*found.span)] == found.words
