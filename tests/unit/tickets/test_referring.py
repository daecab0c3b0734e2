"""承前: what a second matter of a call takes over from the first, and what it must not."""

from collections.abc import Callable
from datetime import datetime

import pytest

from ivr.tickets.model import TicketDraft
from ivr.tickets.understanding import Understanding

HOME = "沈阳市铁西区启工小区三号楼暖气从昨天开始不热"
SHOP = "我要投诉沈阳市铁西区兴华街老李烧烤店半夜扰民"
VILLAGE = "沈阳市法库县叶茂台镇西头台子村自来水从昨天停了"
After = Callable[[str, str], TicketDraft]


@pytest.fixture
def after(understanding: Understanding, called_at: datetime) -> After:
    def told(first: str, second: str) -> TicketDraft:
        before = understanding.draft(first, called_at=called_at).tickets
        draft = understanding.draft(second, called_at=called_at).tickets[0]
        return understanding.after(draft, before)

    return told


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        (HOME, "我们小区电梯也坏了", "沈阳市铁西区启工小区"),
        (HOME, "还是那个地方，垃圾没人收", "沈阳市铁西区启工小区三号楼"),
        (HOME, "我们楼道灯也不亮", "沈阳市铁西区启工小区三号楼"),
        (HOME, "井盖没了，就在楼门口", "沈阳市铁西区启工小区三号楼"),
        (HOME, "井盖没了，就在我们小区门口那", "沈阳市铁西区启工小区"),
        (VILLAGE, "路灯不亮，就在村口", "沈阳市法库县叶茂台镇西头台子村"),
        (VILLAGE, "还有个事，就我们村那个路灯也不亮", "沈阳市法库县叶茂台镇西头台子村"),
    ],
)
def test_what_points_back_is_where_the_first_one_was(
    after: After, first: str, second: str, place: str
) -> None:
    draft = after(first, second)
    assert (draft.place, draft.carried) == (place, ("place",))
    assert "place" not in draft.to_ask
    assert "place" not in draft.evidence
    assert place in (draft.summary or "")
    assert draft.place_parts is not None
    assert draft.place_parts.city == "沈阳市"


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        (SHOP, "我们小区电梯也坏了", None),  # nobody lives in the shop
        (HOME, "我们村路灯不亮", None),
        (SHOP, "井盖没了，就在楼门口", None),
        (HOME, "井盖没了，就在学校门口", None),
        (HOME, "路灯也不亮", None),  # nothing points back
        (HOME, "村长不管我们路灯", None),
        (HOME, "皇姑区泰山路路灯也不亮，还是那个地方", "沈阳市皇姑区泰山路"),
    ],
)
def test_nothing_else_is_taken_over(
    after: After, first: str, second: str, place: str | None
) -> None:
    draft = after(first, second)
    assert (draft.place, draft.carried) == (place, ())


def test_who_did_it(after: After) -> None:
    draft = after(SHOP, "也是他家，油烟还大")
    assert "老李烧烤店" in (draft.respondent or "")
    assert draft.carried == ("respondent", "place")
    assert after(HOME, "也是他家，油烟还大").respondent is None
    assert after(SHOP, "我邻居养狗，他家狗总叫").carried == ()


ROAD = "沈阳市辽中区中心街路灯从昨天不亮"


@pytest.mark.parametrize(
    ("second", "place"),
    [
        ("垃圾没人收，也是中心街这疙瘩六十号门口", "沈阳市辽中区中心街六十号门口"),
        ("中心街六十号门口垃圾没人收", "沈阳市辽中区中心街六十号门口"),
        ("沈河区中心街六十号门口垃圾没人收", "沈阳市沈河区中心街六十号门口"),
    ],
)
def test_the_same_street_is_in_the_district_told_before(
    after: After, second: str, place: str
) -> None:
    draft = after(ROAD, second)
    assert draft.place == place
    assert "city" not in draft.to_ask


def test_another_street_may_be_anywhere(after: After) -> None:
    place = after(ROAD, "保工街六十号门口垃圾没人收").place
    assert place is not None
    assert "辽中" not in place
