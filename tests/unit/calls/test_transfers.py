"""Transfers on the real switchboard: who talks with whom, who is free, what the phone is told."""

from dataclasses import replace

import msgspec
import pytest

from bridge.events import CallArrived, Cause, LegHeld, LegId, TransferAsked
from ivr.linkage.transfer import How, Input, Refusal, Stage
from ivr.store.journal import EventKind
from tests.unit.calls.conftest import DESK, OPERATOR, SECOND, Site
from tests.unit.calls.test_seats import seat

pytestmark = pytest.mark.operators(2)


async def talk(site: Site) -> tuple[LegId, LegId, str]:
    """Caller and first operator talk: their legs and the operator's name."""
    leg = await site.answered()
    site.listening.hear("人工")
    await site.board.until(lambda: site.dials(OPERATOR) or site.dials(SECOND))
    dialled = site.telephone.dialled[-1]
    site.telephone.picks_up(dialled.leg)
    await site.board.until(lambda: site.telephone.talking(leg, dialled.leg))
    return leg, dialled.leg, "张敏" if dialled.target == OPERATOR else "李强"


def colleague(name: str) -> tuple[str, str]:
    """Name and target of the other operator."""
    return ("李强", SECOND) if name == "张敏" else ("张敏", OPERATOR)


def begin(site: Site, name: str, target: str, how: How) -> Refusal | None:
    return site.service.switchboard.transfer(site.session().call, name, target, how)


def wish(site: Site, name: str, what: Input) -> Refusal | None:
    return site.service.switchboard.transfer_wish(site.session().call, name, what)


def stages(site: Site) -> list[object]:
    return [e.data["stage"] for e in site.journal() if e.kind is EventKind.TRANSFER]


def waits_with(site: Site, leg: LegId, sound: str) -> bool:
    """The caller hears this and nobody."""
    return site.telephone.heard_by(leg)[-1] == sound and leg in site.telephone.loops


async def test_blind_to_a_colleague(site: Site) -> None:
    leg, phone, name = await talk(site)
    other, target = colleague(name)
    assert begin(site, name, other, How.BLIND) is None
    assert waits_with(site, leg, "ringing")
    assert seat(site, other)["does"] == "ringing"
    second = await site.dialled(target)
    site.telephone.picks_up(second)
    assert site.telephone.talking(leg, second)
    assert leg not in site.telephone.loops
    assert phone in site.telephone.hung_up
    await site.board.until(lambda: seat(site, name)["does"] == "wrap_up")
    assert seat(site, other)["does"] == "talking"
    assert stages(site) == ["ringing", "passed"]
    site.telephone.ends(second)
    await site.said(leg, "感谢您的来电")  # the flow goes on as after any talk
    await site.board.until(lambda: seat(site, other)["does"] == "wrap_up")


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER, Cause.REFUSED, Cause.UNREACHABLE])
async def test_a_blind_transfer_that_fails_comes_back(site: Site, cause: Cause) -> None:
    leg, phone, name = await talk(site)
    other, target = colleague(name)
    site.telephone.tell(TransferAsked(phone, other, None))
    second = await site.dialled(target)
    site.telephone.rings(second)
    assert site.telephone.rung == [phone]
    site.telephone.ends(second, cause)
    assert site.telephone.transfers == [(phone, cause)]
    assert site.telephone.talking(leg, phone)
    assert leg not in site.telephone.loops
    assert seat(site, name)["does"] == "talking"
    assert stages(site) == ["ringing", "returning"]
    assert begin(site, name, "110", How.BLIND) is None  # to somebody else, at once
    assert stages(site) == ["ringing", "returning", "back", "ringing"]


async def test_a_phone_that_hangs_up_after_a_transfer_in_vain_loses_no_caller(site: Site) -> None:
    leg, phone, name = await talk(site)
    other, target = colleague(name)
    site.telephone.tell(TransferAsked(phone, "110", None))
    site.telephone.ends(await site.dialled(DESK), Cause.NO_ANSWER)
    site.telephone.ends(phone)  # some phones do, whatever the NOTIFY says
    assert stages(site) == ["ringing", "returning", "queued"]
    site.telephone.picks_up(await site.dialled(target))
    assert seat(site, other)["does"] == "talking"
    assert leg not in site.telephone.hung_up


async def test_the_operator_hangs_up_and_the_target_does_not_come(site: Site) -> None:
    leg, phone, name = await talk(site)
    assert begin(site, name, "110", How.BLIND) is None
    desk = await site.dialled(DESK)
    site.telephone.ends(phone)
    assert waits_with(site, leg, "ringing")
    site.telephone.ends(desk, Cause.NO_ANSWER)
    await site.said(leg, "对方暂时没有接听")
    other, target = colleague(name)
    third = await site.dialled(target)  # the free colleague is rung at once
    site.telephone.picks_up(third)
    assert site.telephone.talking(leg, third)
    assert stages(site) == ["ringing", "ringing_alone", "queued"]
    assert seat(site, other)["does"] == "talking"


async def test_who_was_transferred_in_vain_waits_before_who_came_later(site: Site) -> None:
    leg, phone, name = await talk(site)
    other, _ = colleague(name)
    assert begin(site, name, "110", How.BLIND) is None
    site.service.switchboard.pause(other, "用餐")
    site.board.passed(60)
    await site.answered("13900000002")
    site.listening.hear("人工")
    board = site.service.switchboard
    await site.board.until(lambda: len(board.world.waiting()) == 1)
    site.telephone.ends(phone)
    site.telephone.ends(await site.dialled(DESK), Cause.BUSY)
    waiting = [caller.number for caller in board.world.waiting()]
    assert waiting == ["02412345678", "13900000002"]
    await site.board.until(lambda: leg in site.telephone.loops)


async def test_attended_then_passed_on(site: Site) -> None:
    leg, phone, name = await talk(site)
    assert begin(site, name, "公安警务台", How.ATTENDED) is None
    assert waits_with(site, leg, "hold")
    assert site.telephone.heard_by(phone)[-1] == "ringing"
    desk = await site.dialled(DESK)
    site.telephone.picks_up(desk)
    assert site.telephone.talking(phone, desk)
    assert phone not in site.telephone.loops
    (room,) = site.telephone.rooms.values()
    assert not room[leg].hears
    assert wish(site, name, Input.PASS) is None
    assert site.telephone.talking(leg, desk)
    assert phone in site.telephone.hung_up
    assert stages(site) == ["asking", "speaking", "passed"]
    site.telephone.ends(desk)
    await site.said(leg, "感谢您的来电")


async def test_attended_then_joined_then_one_leaves(site: Site) -> None:
    leg, phone, name = await talk(site)
    begin(site, name, "110", How.ATTENDED)
    desk = await site.dialled(DESK)
    site.telephone.picks_up(desk)
    assert wish(site, name, Input.JOIN) is None
    assert site.telephone.talking(leg, phone, desk)
    site.telephone.ends(phone)
    assert site.telephone.talking(leg, desk)
    site.telephone.ends(leg)
    await site.over()
    assert desk in site.telephone.hung_up
    assert site.telephone.rooms == {}


async def test_attended_then_taken_back(site: Site) -> None:
    leg, phone, name = await talk(site)
    other, target = colleague(name)
    begin(site, name, other, How.ATTENDED)
    second = await site.dialled(target)
    site.telephone.picks_up(second)
    assert wish(site, name, Input.TAKE_BACK) is None
    assert second in site.telephone.hung_up
    assert site.telephone.talking(leg, phone)
    assert seat(site, other)["does"] == "wrap_up"
    assert wish(site, name, Input.JOIN) is Refusal.NOT_TALKING
    assert begin(site, name, "110", How.THREE_WAY) is None  # and again


async def test_three_way_goes_on_without_the_target(site: Site) -> None:
    leg, phone, name = await talk(site)
    begin(site, name, "110", How.THREE_WAY)
    assert site.telephone.talking(leg, phone)  # while it rings
    desk = await site.dialled(DESK)
    site.telephone.picks_up(desk)
    assert site.telephone.talking(leg, phone, desk)
    site.telephone.ends(desk)
    assert site.telephone.talking(leg, phone)
    assert stages(site) == ["inviting", "three_way", "back"]


@pytest.mark.parametrize("how", list(How))
@pytest.mark.parametrize("answered", [False, True])
async def test_a_caller_who_hangs_up_frees_everybody(site: Site, how: How, answered: bool) -> None:
    leg, phone, name = await talk(site)
    other, target = colleague(name)
    begin(site, name, other, how)
    second = await site.dialled(target)
    if answered and how is not How.BLIND:
        site.telephone.picks_up(second)
    site.telephone.ends(leg)
    await site.over()
    assert {phone, second} <= set(site.telephone.hung_up)
    assert site.telephone.rooms == {}
    assert seat(site, other)["does"] in ("wrap_up", "ready", "outbound")
    assert seat(site, name)["does"] in ("wrap_up", "outbound")


async def test_what_cannot_be_rung_at_all_leaves_the_talk_as_it_is(site: Site) -> None:
    leg, phone, name = await talk(site)
    site.telephone.dead_targets.add(DESK)
    assert begin(site, name, "110", How.BLIND) is None
    assert site.telephone.talking(leg, phone)
    assert stages(site) == ["ringing", "returning"]


async def test_nobody_but_destinations_of_the_site_is_rung(site: Site) -> None:
    """盗打: what a phone asks for is looked up, never dialled as it stands."""
    leg, phone, name = await talk(site)
    other, _ = colleague(name)
    dialled = len(site.telephone.dialled)
    for wanted in ("sip:x@198.51.100.7", "00990000000", "13900000009", "", name):
        site.telephone.tell(TransferAsked(phone, wanted, None))
        assert site.telephone.transfers[-1] == (phone, Cause.REFUSED)
        assert begin(site, name, wanted, How.BLIND) is Refusal.UNKNOWN
    site.telephone.tell(TransferAsked(leg, other, None))  # the citizen's phone asks
    assert site.telephone.transfers[-1] == (leg, Cause.REFUSED)
    assert len(site.telephone.dialled) == dialled
    house = site.service.house
    house.settings.linkage = _allowing(house.settings.linkage, "1390000")
    assert begin(site, name, "13900000009", How.BLIND) is None
    await site.dialled("sip:13900000009@127.0.0.1:5900")


def _allowing(linkage, *beginnings):
    return msgspec.structs.replace(linkage, outside=list(beginnings))


async def test_a_colleague_who_is_not_free_is_busy(site: Site) -> None:
    leg, phone, name = await talk(site)
    other, _ = colleague(name)
    site.service.switchboard.pause(other, "用餐")
    site.telephone.tell(TransferAsked(phone, other, None))
    assert site.telephone.transfers == [(phone, Cause.BUSY)]
    assert begin(site, other, name, How.BLIND) is Refusal.NOT_TALKING
    assert begin(site, name, "110", How.BLIND) is None
    assert begin(site, name, "110", How.BLIND) is Refusal.ALREADY
    assert wish(site, name, Input.JOIN) is Refusal.NOT_NOW
    assert site.service.switchboard.transfers.under_way(site.session().call) is Stage.RINGING
    assert leg in site.telephone.loops


async def test_on_hold_the_caller_hears_a_tune(site: Site) -> None:
    leg, phone, _ = await talk(site)
    site.telephone.tell(LegHeld(phone, True))
    assert waits_with(site, leg, "hold")
    assert not site.telephone.rooms[next(iter(site.telephone.rooms))][leg].hears
    site.telephone.tell(LegHeld(phone, False))
    assert leg not in site.telephone.loops
    assert site.telephone.talking(leg, phone)


async def consult(site: Site, name: str, called: str) -> LegId:
    """The operator's phone calls somebody through us."""
    own = OPERATOR if name == "张敏" else SECOND
    leg = site.telephone._leg("in")
    number, _, source = own.removeprefix("sip:").partition("@")
    site.telephone.tell(CallArrived(leg, number, called, source, f"id-{leg}"))
    return leg


async def test_a_citizen_from_the_operators_exchange_is_a_citizen(site: Site) -> None:
    """Behind an exchange citizens and operators come from the same address."""
    _, _, name = await talk(site)
    own = OPERATOR if name == "张敏" else SECOND
    leg = site.telephone._leg("in")
    source = own.partition("@")[2]
    site.telephone.tell(CallArrived(leg, "02412340000", "8002", source, f"id-{leg}"))
    assert leg in site.telephone.answered
    assert len(site.service._sessions) == 2


async def test_the_phone_consults_and_refers_with_replaces(site: Site) -> None:
    leg, phone, name = await talk(site)
    other, target = colleague(name)
    site.telephone.tell(LegHeld(phone, True))
    ear = await consult(site, name, target.partition(":")[2].partition("@")[0])
    assert len(site.service._sessions) == 1  # no citizen's call
    second = await site.dialled(target)
    assert ear not in site.telephone.answered
    site.telephone.picks_up(second)
    await site.board.until(lambda: ear in site.telephone.answered)
    assert site.telephone.talking(ear, second)
    assert waits_with(site, leg, "hold")
    site.telephone.tell(TransferAsked(phone, other, ear))
    assert site.telephone.transfers == [(phone, None)]
    assert site.telephone.talking(leg, second)
    assert {phone, ear} <= set(site.telephone.hung_up)
    assert seat(site, other)["does"] == "talking"
    site.telephone.tell(TransferAsked(second, name, None))  # and back again, from the new phone
    assert site.telephone.transfers[-1] == (second, Cause.BUSY)  # who is in wrap-up


@pytest.mark.parametrize("answered", [False, True])
async def test_a_consultation_hung_up_keeps_the_caller(site: Site, answered: bool) -> None:
    leg, phone, name = await talk(site)
    _, target = colleague(name)
    site.telephone.tell(LegHeld(phone, True))
    ear = await consult(site, name, target.partition(":")[2].partition("@")[0])
    second = await site.dialled(target)
    if answered:
        site.telephone.picks_up(second)
    site.telephone.ends(ear)
    assert second in site.telephone.hung_up
    assert waits_with(site, leg, "hold")  # until the phone takes the caller off hold
    site.telephone.tell(LegHeld(phone, False))
    assert site.telephone.talking(leg, phone)


async def test_a_consultation_nobody_answers_tells_the_phone_why(site: Site) -> None:
    leg, phone, name = await talk(site)
    _, target = colleague(name)
    site.telephone.tell(LegHeld(phone, True))
    ear = await consult(site, name, target.partition(":")[2].partition("@")[0])
    site.telephone.ends(await site.dialled(target), Cause.BUSY)
    assert ear in site.telephone.refused
    assert waits_with(site, leg, "hold")
    stranger = await consult(site, name, "00990000000")
    assert stranger in site.telephone.refused
    assert len(site.telephone.dialled) == 2
    assert phone not in site.telephone.hung_up


async def test_hanging_up_the_first_call_passes_the_caller_on(site: Site) -> None:
    leg, phone, name = await talk(site)
    _, target = colleague(name)
    site.telephone.tell(LegHeld(phone, True))
    ear = await consult(site, name, target.partition(":")[2].partition("@")[0])
    second = await site.dialled(target)
    site.telephone.picks_up(second)
    site.telephone.ends(phone)
    assert site.telephone.talking(leg, second)
    assert ear in site.telephone.hung_up


async def test_a_registered_phone_is_recognised_by_its_registration(site: Site) -> None:
    board = site.service.switchboard
    _, _, name = await talk(site)
    other, target = colleague(name)
    operators = [
        replaced if replaced.name != name else _with_phone(replaced)
        for replaced in site.service.house.settings.queue.operators
    ]
    site.service.house.settings.queue = _with_operators(site, operators)
    leg = site.telephone._leg("in")
    event = CallArrived(leg, "8055", target.partition(":")[2].partition("@")[0], "10.0.0.9:1", "id")
    site.telephone.tell(replace(event, phone="8055"))
    assert board.transfers.under_way(next(iter(site.service._sessions))) is Stage.ASKING
    assert seat(site, other)["does"] == "ringing"


def _with_phone(who):
    return msgspec.structs.replace(who, target="8055")


def _with_operators(site, operators):
    return msgspec.structs.replace(site.service.house.settings.queue, operators=operators)


@pytest.mark.operators(0)
async def test_a_police_desk_that_holds_leaves_nobody_in_silence(site: Site) -> None:
    leg = await site.answered()
    site.listening.partial("有人拿刀砍人")
    desk = await site.dialled(DESK)
    site.telephone.picks_up(desk)
    await site.board.until(lambda: site.telephone.talking(leg, desk))
    site.telephone.tell(LegHeld(desk, True))
    await site.board.until(lambda: leg in site.telephone.loops)
    site.telephone.tell(LegHeld(desk, False))
    assert leg not in site.telephone.loops
