"""One matter by many becomes one ticket that keeps every caller; who comes back is linked."""

from datetime import timedelta

import pytest
from made import made

from ivr.tickets.life import IllegalMoveError
from ivr.tickets.merging import (
    MergeRefusedError,
    earlier_of,
    merge,
    proposals,
    repeats,
    separate,
)
from ivr.tickets.model import TicketState

BURST = ("供水", "停水", "突发停水")


def test_neighbours_of_one_estate_are_proposed_strangers_are_not() -> None:
    tickets = [
        made("1", category=BURST, detail="万科小区3号楼"),
        made("2", category=BURST, detail="万科小区5号楼二单元"),
        made("3", category=BURST, detail="恒大小区3号楼"),
        made("4", detail="万科小区3号楼"),
        made("5", category=BURST, detail="万科小区1号楼", at="2026-11-29T09:00"),
        made("6", category=BURST, detail="万科小区", district="皇姑区"),
        made("7", category=BURST, detail="万科小区", state=TicketState.CLOSED),
    ]
    assert [(p.lead, p.others) for p in proposals(tickets)] == [("1", ("2",))]


def test_all_callers_are_kept_and_a_wrong_merge_is_undone() -> None:
    one, two, three = made("1"), made("2"), made("3")
    at = one.created + timedelta(hours=1)
    lead, gone = merge(two, [three], by="甲", at=at, why="同一停水")
    lead, *rest = merge(one, [lead], by="甲", at=at, why="同一停水")
    assert {j.caller for j in lead.joined} == {two.caller, three.caller}
    assert rest[0].state is TicketState.MERGED
    assert rest[0].merged_into == "1"
    assert gone.merged_into == "2"
    assert lead.history[-1].why == "并入 2：同一停水"
    left, alone = separate(lead, rest[0], by="乙", at=at, why="两处")
    assert [j.number for j in left.joined] == ["3"]
    assert alone.state is TicketState.ACCEPTED
    assert alone.merged_into is None


def test_who_went_along_is_taken_out_where_the_callers_now_are() -> None:
    one, two, three = made("1"), made("2"), made("3")
    at = one.created + timedelta(hours=1)
    two, three = merge(two, [three, three], by="甲", at=at, why="同一停水")
    assert [j.number for j in two.joined] == ["3"]  # named twice, once a caller
    one, two = merge(one, [two], by="甲", at=at, why="同一停水")
    with pytest.raises(MergeRefusedError, match="已并入 1"):
        separate(two, three, by="乙", at=at, why="两处")
    left, alone = separate(one, three, by="乙", at=at, why="两处")
    assert [j.number for j in left.joined] == ["2"]
    assert alone.state is TicketState.ACCEPTED
    with pytest.raises(MergeRefusedError, match="没有并入"):
        separate(left, alone, by="乙", at=at, why="两处")


def test_what_cannot_be_merged_is_refused_with_the_reason() -> None:
    one, closed = made("1"), made("2", state=TicketState.CLOSED)
    with pytest.raises(MergeRefusedError, match="已办完"):
        merge(closed, [one], by="甲", at=one.created, why="因")
    with pytest.raises(IllegalMoveError, match="不能并单"):
        merge(one, [closed], by="甲", at=one.created, why="因")
    with pytest.raises(MergeRefusedError, match="理由"):
        merge(one, [made("3")], by="甲", at=one.created, why="")
    with pytest.raises(MergeRefusedError, match="其他工单"):
        merge(one, [one], by="甲", at=one.created, why="因")


def test_a_caller_who_comes_back_is_linked() -> None:
    first = made("1", caller="13900000001")
    again = made("2", caller="13900000001", at="2026-11-20T09:00")
    other = made("3", caller="13900000002")
    assert [r.numbers for r in repeats([again, other, first])] == [("1", "2")]
    assert earlier_of(again, [first, again, other]) == ("1",)
    assert earlier_of(first, [first, again, other]) == ()


@pytest.mark.parametrize("caller", ["unknown", "Restricted", "private", "0"])
def test_withheld_numbers_are_nobody_and_never_one_caller(caller: str) -> None:
    first, second = made("01", caller=caller), made("02", caller=caller)
    assert repeats([first, second]) == []
    assert earlier_of(second, [first, second]) == ()
