"""Telephones and ticket numbers are read however they are said; whose they are is heeded."""

import pytest

from ivr.language.said_digits import in_figures
from ivr.tickets.said_numbers import find_references, find_telephone

CITIZEN = "13900001234"  # plainly invented


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("电话是幺三九零零零零幺二三四", CITIZEN),
        ("打幺三九，零零零零，幺二三四", CITIZEN),
        ("幺三九 四个零 幺二三四", CITIZEN),
        ("139-0000-1234", CITIZEN),
        ("139，0000，1234", CITIZEN),
        ("一百三十九零零零零一二三四", CITIZEN),
        ("幺三九，你记一下，零零零零，记好了吗，幺二三四", CITIZEN),
        ("幺三九……零零零零……幺二三四", CITIZEN),
        ("一三九双零双零一二三四", CITIZEN),
        ("幺三九洞洞洞洞幺两三四", CITIZEN),
        ("幺三九，中间四位零零零零，最后四位幺二三四", CITIZEN),
        ("幺三九零零零零幺二三五不对是幺三九零零零零幺二三四", CITIZEN),
        ("幺三九零零零零幺二三五，不对，幺二三四", CITIZEN),
        ("座机零二四二三八六四四幺零", "02423864410"),
        ("打二三八六四四幺零找我", "23864410"),
        ("身份证二幺零幺零二幺九六五零三幺五四零幺二", None),
        ("户号是二三八六四四幺零", None),
        ("物业电话幺三九零零零零幺二三四没人接", None),
        ("骗子用幺三九零零零零幺二三四打给我", None),
        ("电话幺三九零零零零", None),
        ("欠了一万三千五百块", None),
    ],
)
def test_the_number_to_ring_the_caller_at(said: str, number: str | None) -> None:
    span = find_telephone(said)
    assert (in_figures(said[slice(*span)]) if span else None) == number


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("我的工单号是二六幺幺二幺零零零幺", ("2611210001",)),
        ("单子号是二六 幺幺 二幺 零零零幺没人管", ("2611210001",)),
        ("受理号二六幺幺二幺，三个零幺", ("2611210001",)),
        ("工单号2611213个01", ("2611210001",)),
        ("工单号码是SY2611210001", ("SY2611210001",)),
        ("投诉12345没人接", ()),
        ("我要投诉，电话13900001234", ()),
    ],
)
def test_earlier_tickets_are_read(said: str, numbers: tuple[str, ...]) -> None:
    assert find_references(said) == numbers
