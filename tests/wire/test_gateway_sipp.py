"""The gateway against sipp: its built-in caller and callee, and own scenarios for the races."""

from pathlib import Path

import pytest
from house import SCENARIOS, House

from bridge.events import (
    CallArrived,
    Cause,
    KeyPressed,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegRinging,
    Side,
)


def scenario(name: str) -> tuple[str, str]:
    return "-sf", str(SCENARIOS / f"{name}.xml")


@pytest.mark.parametrize("transport", ["u1", "t1"])
async def test_the_built_in_caller(tmp_path: Path, transport: str) -> None:
    async with House() as house:
        await house.sipp(
            tmp_path, "-sn", "uac", "-t", transport, "-r", "50", "-d", "100", calls=100
        )
        await house.until(lambda: len(house.endings()) == 100)
        assert {(end.cause, end.by) for end in house.endings()} == {(Cause.NORMAL, Side.THEM)}


async def test_callers_on_a_line_that_loses(tmp_path: Path) -> None:
    async with House() as house:
        caller = scenario("keeps_transactions_apart")
        await house.sipp(tmp_path, *caller, "-r", "20", "-lost", "5", calls=150)
        await house.until(lambda: len(house.endings()) == 150)
        assert {(end.cause, end.by) for end in house.endings()} == {(Cause.NORMAL, Side.THEM)}


@pytest.mark.parametrize("name", ["late_offer", "hold", "keys_by_info"])
async def test_callers_scenarios(tmp_path: Path, name: str) -> None:
    async with House() as house:
        await house.sipp(tmp_path, *scenario(name))
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.NORMAL, Side.THEM)
        keys = [e.key for e in house.events if isinstance(e, KeyPressed)]
        held = [e.held for e in house.events if isinstance(e, LegHeld)]
        assert keys == (["1", "*", "0"] if name == "keys_by_info" else [])
        assert held == ([True, False] if name == "hold" else [])
        assert len(house.endings()) == 1


async def test_no_codec_in_common(tmp_path: Path) -> None:
    async with House() as house:
        await house.sipp(tmp_path, *scenario("no_codec"))
        assert house.events == []


async def test_cancelled_while_ringing(tmp_path: Path) -> None:
    async with House(answers=False) as house:
        house.gateway._on_event = lambda event: (  # type: ignore[method-assign]
            house._on_event(event),
            house.gateway.ring(event.leg) if isinstance(event, CallArrived) else None,
        )
        await house.sipp(tmp_path, *scenario("cancel"))
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.CANCELLED, Side.THEM)


async def test_we_hang_up(tmp_path: Path) -> None:
    """sipp's caller ends with BYE after 5 s; ours comes first and is answered with 200."""
    async with House() as house:
        port = await house.sipp_answers(tmp_path, "-sn", "uas")
        leg = house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345", display="热线")
        await house.event(LegRinging, leg=leg)
        await house.event(LegAnswered, leg=leg)
        house.gateway.hang_up(leg)
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.NORMAL, Side.US)


@pytest.mark.parametrize(
    ("name", "cause", "by"),
    [("busy", Cause.BUSY, Side.THEM), ("answers_and_ends", Cause.NORMAL, Side.THEM)],
)
async def test_called_scenarios(tmp_path: Path, name: str, cause: Cause, by: Side) -> None:
    async with House() as house:
        port = await house.sipp_answers(tmp_path, *scenario(name))
        leg = house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345")
        ended = await house.event(LegEnded)
        assert (ended.leg, ended.cause, ended.by) == (leg, cause, by)
        process = house._programs[0]
        assert await process.wait() == 0


@pytest.mark.parametrize(("user", "follows"), [("1", True), ("0019005551234", False)])
async def test_a_phone_that_sends_us_on(tmp_path: Path, user: str, follows: bool) -> None:
    """To the same number elsewhere; to another one, which somebody would have to pay, never."""
    async with House() as house:
        there = await house.sipp_answers(tmp_path, "-sn", "uas")
        contact = ("-key", "contact", f"sip:{user}@127.0.0.1:{there}")
        here = await house.sipp_answers(tmp_path, *scenario("moved"), *contact)
        leg = house.gateway.dial(f"sip:1@127.0.0.1:{here}", caller="12345")
        if follows:
            await house.event(LegAnswered, leg=leg)
            house.gateway.hang_up(leg)
        ended = await house.event(LegEnded)
        expected = (Cause.NORMAL, Side.US) if follows else (Cause.REFUSED, Side.THEM)
        assert (ended.leg, ended.cause, ended.by) == (leg, *expected)
        assert await house._programs[1].wait() == 0
        if follows:
            assert await house._programs[0].wait() == 0


@pytest.mark.parametrize("name", ["rings_forever", "crosses_cancel"])
async def test_a_dialled_phone_is_cancelled(tmp_path: Path, name: str) -> None:
    async with House() as house:
        port = await house.sipp_answers(tmp_path, *scenario(name))
        leg = house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345")
        await house.event(LegRinging, leg=leg)
        house.gateway.hang_up(leg)
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.CANCELLED, Side.US)
        assert await house._programs[0].wait() == 0


async def test_a_phone_that_nobody_picks_up(tmp_path: Path) -> None:
    async with House() as house:
        port = await house.sipp_answers(tmp_path, *scenario("rings_forever"))
        house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345", ring_seconds=0.5)
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.NO_ANSWER, Side.NOBODY)
        assert await house._programs[0].wait() == 0
