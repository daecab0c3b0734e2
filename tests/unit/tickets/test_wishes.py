import pytest

from ivr.tickets.wishes import (
    only_complains,
    wants_justice,
    wished_from,
    wishes,
    wishes_besides,
)


@pytest.mark.parametrize(
    "clause",
    [
        *("我就想让你们找他说说", "我想让他赔我", "要他们赔", "让他赔我墙纸钱", "要退款"),
        *("叫他们给我修好", "我就要他道歉", "必须给我赔钱", "让物业给我换个新的", "得给我个说法"),
        *("我想让老师道歉", "我就要我的钱", "我就要我的补偿款", "我要退费"),
        *("把钱退给我", "退我钱", "让他给我开发票", "你们去查查", "把押金还我呗"),
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
        *("把钱退给我了没", "你们去查了两回", "他把钱退给我一半"),
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
        ("车号我没记住", "得给我个说法"),
        ("说没钱", "你们得给我们做主啊"),
        ("到今天也没退", "给我退了"),
        ("他们说要我赔", ""),
        ("说到现在也没给我退了", ""),
        ("物业说得给我们个说法", ""),
        ("我这种情况能不能给办", ""),
        ("说不要他们赔", ""),
    ],
)
def test_where_a_wish_begins(told: str, wanted: str) -> None:
    assert wished_from(told + wanted) == len(told)


@pytest.mark.parametrize(
    "clause",
    [
        "退还押金",
        "督促开发商交房",
        "处理当班人员",
        "重新选",
        "给家长一个交代",
        "开除这个老师",
        "并责令整改",
        "再赔我五百",
        "不要透露我的信息",
    ],
)
def test_a_wish_goes_on(clause: str) -> None:
    assert wishes_besides(clause)


@pytest.mark.parametrize(
    "clause",
    ["处理了三次", "退还押金的时候他不认", "恢复不了", "开发商是大连润泓置业", "赔偿没到位"],
)
def test_what_is_told_behind_a_wish_is_none(clause: str) -> None:
    assert not wishes_besides(clause)


def test_who_was_refused_wants_it_done() -> None:
    assert wishes("给我退了吧", before="到今天也没退")
    assert not wishes("给我退了", before="找了他两回")


def test_justice_is_wanted_wherever_it_is_said() -> None:
    assert wants_justice("你们得给我们做主啊")
    assert not wants_justice("村里说得给我们做主")


def test_who_only_complains_wants_no_more() -> None:
    assert only_complains("我就投诉她")
    assert not only_complains("我要投诉物业")
