import pytest

from ivr.tickets.wishes import wished_from, wishes


@pytest.mark.parametrize(
    "clause",
    [
        *("我就想让你们找他说说", "我想让他赔我", "要他们赔", "让他赔我墙纸钱", "要退款"),
        *("叫他们给我修好", "我就要他道歉", "必须给我赔钱", "让物业给我换个新的", "得给我个说法"),
        *("我想让老师道歉", "我就要我的钱", "我要退费"),
        *("我要他把押金退我", "退钱就行", "我要双倍赔偿", "希望尽快修", "我要求退一赔三"),
    ],
)
def test_amends_are_wanted_in_plain_words(clause: str) -> None:
    assert wishes(clause)


@pytest.mark.parametrize(
    "clause",
    [
        *("让他们修了三回", "我要退休了", "要求我们再交一份", "我让他赔他不赔", "让他修他也不修"),
        *("要换煤气表", "要退款他们不给", "他要我赔他钱", "我要补办身份证", "他们让我退"),
        *("退款没到账", "退休金没发", "要停水三天", "叫他们来修了好几回", "我要还钱给银行"),
    ],
)
def test_what_was_tried_or_is_told_of_others_is_no_wish(clause: str) -> None:
    assert not wishes(clause)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("修车花了六千", "要他们赔"),
        ("我的车被砸了", "我要他赔"),
        ("我爷爷瘫痪在床没人照顾", "能不能给申请个护工"),
        ("他们说要我赔", ""),
        ("我这种情况能不能给办", ""),
        ("说不要他们赔", ""),
    ],
)
def test_where_a_wish_begins(told: str, wanted: str) -> None:
    assert wished_from(told + wanted) == len(told)
