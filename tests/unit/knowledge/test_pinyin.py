"""What sounds alike on a bad line."""

from ivr.language.pinyin import fold, folded, sounds_alike, syllables


def test_polyphones_are_read_in_their_word() -> None:
    assert syllables("银行") == ("yin", "hang")
    assert syllables("行驶证") == ("xing", "shi", "zheng")
    assert syllables("") == ()
    assert len(syllables("A4纸")) == 3


def test_what_an_accent_confuses_is_one() -> None:
    for a, b in (("zhi", "zi"), ("chi", "ci"), ("shi", "si"), ("nan", "lan"), ("ming", "min")):
        assert fold(a) == fold(b)
    assert fold("zheng") == fold("zen")
    assert fold("ba") != fold("pa")
    assert folded("身份证") == folded("森份增")


def test_likeness_is_between_nought_and_one() -> None:
    assert sounds_alike("异地就医", "异地就一") == 1.0
    assert sounds_alike("公积金提取", "公基金提去") == 1.0
    assert sounds_alike("身份证", "天然气") < 0.4
