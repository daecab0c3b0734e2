"""What no word of a list foresees is found by its likeness to whole sentences."""

from ivr.tickets.likeness import Likeness, features

COLD, WATER = "cold", "water"
KNOWN = Likeness(
    [
        ("屋里冷得伸不出手", COLD, 1.0),
        ("暖气片是冰凉的", COLD, 1.0),
        ("水龙头里一滴水都没有", WATER, 1.0),
        ("自来水放出来是黄的", WATER, 1.0),
    ]
)


def test_the_most_like_class_is_first() -> None:
    like = KNOWN.of("屋子里冰凉冰凉的手都伸不出来")
    assert like[COLD] > like[WATER]
    assert KNOWN.of("龙头没有水")[WATER] > KNOWN.of("龙头没有水")[COLD]


def test_what_only_sounds_alike_counts_too() -> None:
    assert KNOWN.of("暖其骗是冰良的")[COLD] > 0


def test_short_and_foreign_texts_are_like_nothing_much() -> None:
    assert KNOWN.of("") == {}
    assert KNOWN.of("hello") == {} or max(KNOWN.of("hello").values()) == 0
    assert max(KNOWN.of("水").values()) < max(KNOWN.of("水龙头里一滴水都没有").values())
    assert Likeness[str]([]).of("暖气") == {}


def test_features_stay_within_a_clause() -> None:
    assert "气水" not in features("暖气，水管")
    assert "暖气" in features("暖气，水管")
