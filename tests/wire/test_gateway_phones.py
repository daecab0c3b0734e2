"""The gateway and real phones: baresip and pyVoIP, with sound; and a media process that dies."""

import asyncio
import os
import signal
import threading
from pathlib import Path

import numpy as np
import pytest
from baresip import Baresip, chirp, likeness, read_wav, write_wav
from house import SCENARIOS, House, free_port
from pyVoIP.VoIP import CallState, VoIPPhone

from bridge.events import (
    CallArrived,
    Cause,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegRinging,
    LegSilent,
    MediaRestarted,
    PhoneRegistered,
    PlayEnded,
    Side,
)
from bridge.media import g711
from bridge.rooms import TALKER, RoomId

SAYS = chirp(2.0)
HEARS = chirp(1.5, 1400, 300)
QUIET = np.zeros(15 * 8000)  # baresip hangs up at the end of its file
OUTSIDE = ("10.0.0.0/8",)  # loopback is not trusted then: phones need their account


def clip(folder: Path, samples: np.ndarray) -> Path:
    path = folder / "clip.al"
    path.write_bytes(g711.encode(samples.astype(np.int16)).tobytes())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_wav(tmp_path / "says.wav", np.concatenate([SAYS, QUIET]))
    return tmp_path


async def test_an_operators_phone_registers_is_rung_and_heard(folder: Path) -> None:
    async with House(trusted=OUTSIDE, accounts={"8001": "secret"}) as house:
        phone = Baresip(house, folder)
        await phone.start(password="secret", register=True)
        await house.event(PhoneRegistered)
        assert list(house.gateway.registered()) == ["8001"]

        leg = house.gateway.dial("8001", caller="13900000000", display="热线")
        await house.event(LegRinging, leg=leg)
        await house.event(LegAnswered, leg=leg)
        house.gateway.record(leg, folder / "recorded.wav")
        play = house.gateway.play(leg, clip(folder, HEARS))
        ended = await house.event(PlayEnded)
        assert (ended.play, ended.completed) == (play, True)
        await phone.has_spoken(3)
        house.gateway.hang_up(leg)
        over = await house.event(LegEnded)
        assert (over.cause, over.by) == (Cause.NORMAL, Side.US)
        await phone.stop()
        assert likeness(HEARS, phone.heard()) > 0.98
    assert likeness(SAYS[:8000], read_wav(folder / "recorded.wav", 0)) > 0.98
    assert likeness(HEARS, read_wav(folder / "recorded.wav", 1)) > 0.98


async def test_wrong_password_is_no_phone(folder: Path) -> None:
    async with House(trusted=OUTSIDE, accounts={"8001": "secret"}) as house:
        phone = Baresip(house, folder)
        await phone.start(password="wrong", register=True)
        await phone.event("REGISTER_FAIL")
        assert house.gateway.registered() == {}
        await phone.stop()


async def test_a_citizen_calls_holds_and_hangs_up(folder: Path) -> None:
    async with House() as house:
        phone = Baresip(house, folder, user="13900000000")
        await phone.start()
        await phone.command("dial", "12345")
        arrived = await house.event(CallArrived)
        assert (arrived.caller, arrived.called) == ("13900000000", "12345")
        await house.event(LegAnswered)
        await phone.command("hold")
        assert (await house.event(LegHeld)).held
        await phone.command("resume")
        assert not (await house.event(LegHeld, 2)).held
        await phone.command("hangup")
        over = await house.event(LegEnded)
        assert (over.cause, over.by) == (Cause.NORMAL, Side.THEM)
        await phone.stop()


async def test_two_phones_talk_in_a_room(tmp_path: Path) -> None:
    async with House() as house:
        folders = [tmp_path / "a", tmp_path / "b"]
        phones = []
        for number, sound in enumerate((SAYS, HEARS)):
            folders[number].mkdir()
            write_wav(folders[number] / "says.wav", np.concatenate([QUIET[:8000], sound, QUIET]))
            phone = Baresip(house, folders[number], user=f"800{number}")
            await phone.start(register=True)
            phones.append(phone)
        await house.event(PhoneRegistered, 2)
        legs = [house.gateway.dial(f"800{number}", caller="12345") for number in range(2)]
        for leg in legs:
            await house.event(LegAnswered, leg=leg)
        house.gateway.talk(RoomId("r"), dict.fromkeys(legs, TALKER))
        for phone in phones:
            await phone.has_spoken(4)
        for leg in legs:
            house.gateway.hang_up(leg)
        await house.event(LegEnded, 2)
        for phone in phones:
            await phone.stop()
    assert likeness(HEARS, phones[0].heard()) > 0.9
    assert likeness(SAYS, phones[1].heard()) > 0.9


def _upstream_call(port: int, own_port: int) -> list[str]:
    phone = VoIPPhone(
        "127.0.0.1", port, "8001", "secret", myIP="127.0.0.1", sipPort=own_port,
        rtpPortLow=24000, rtpPortHigh=24100,
    )  # fmt: skip
    states = []
    ready = threading.Event()
    phone.start()
    try:
        ready.wait(1.2)  # pyVoIP reads its socket one second after the start
        call = phone.call("12345")
        for _ in range(600):
            states.append(str(call.state))
            if call.state == CallState.ANSWERED:
                call.hangup()
                ready.wait(0.2)
                break
            ready.wait(0.05)
    finally:
        phone.stop()  # a socket left open would be another test's failure
    return states


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("trusted", [("127.0.0.0/8",), OUTSIDE])
async def test_pyvoip_as_it_comes(trusted: tuple[str, ...]) -> None:
    """With its signalling untouched: registers, calls, hangs up; with and without credentials."""
    async with House(trusted=trusted, accounts={"8001": "secret"}) as house:
        states = await asyncio.to_thread(_upstream_call, house.port, free_port())
        assert states[-1] == "CallState.ANSWERED"
        over = await house.event(LegEnded)
        assert (over.cause, over.by) == (Cause.NORMAL, Side.THEM)
        assert [e.expires for e in house.events if isinstance(e, PhoneRegistered)] == [120, 0]


async def test_the_media_process_dies_and_the_house_goes_on(tmp_path: Path) -> None:
    async with House() as house:
        port = await house.sipp_answers(tmp_path, "-sn", "uas")
        leg = house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345")
        await house.event(LegAnswered)
        assert house.media.pid is not None
        os.kill(house.media.pid, signal.SIGKILL)
        over = await house.event(LegEnded)
        assert (over.leg, over.cause, over.by) == (leg, Cause.MEDIA_LOST, Side.NOBODY)
        await house.event(MediaRestarted)
        assert isinstance(house.events[-1], MediaRestarted)
        await house.sipp(tmp_path, "-sf", str(SCENARIOS / "late_offer.xml"))
        assert (await house.event(LegEnded, 2)).cause is Cause.NORMAL


async def test_a_leg_without_sound_is_ended(tmp_path: Path) -> None:
    async with House(silence=0.5, dead_seconds=1.0) as house:
        port = await house.sipp_answers(tmp_path, "-sn", "uas")
        house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345")
        over = await house.event(LegEnded)
        assert over.cause is Cause.MEDIA_LOST
        assert any(isinstance(event, LegSilent) for event in house.events)


async def test_stopping_says_goodbye(tmp_path: Path) -> None:
    async with House() as house:
        port = await house.sipp_answers(tmp_path, "-sn", "uas")
        house.gateway.dial(f"sip:1@127.0.0.1:{port}", caller="12345")
        await house.event(LegAnswered)
        await house.gateway.stop()
        assert [(e.cause, e.by) for e in house.endings()] == [(Cause.SHUTDOWN, Side.US)]
        assert await house._programs[0].wait() == 0  # sipp saw its call end well


async def test_dialling_over_tcp(tmp_path: Path) -> None:
    async with House() as house:
        port = await house.sipp_answers(tmp_path, "-sn", "uas", "-t", "t1")
        leg = house.gateway.dial(f"sip:1@127.0.0.1:{port};transport=tcp", caller="12345")
        await house.event(LegAnswered, leg=leg)
        house.gateway.hang_up(leg)
        assert await house._programs[0].wait() == 0


@pytest.mark.parametrize(
    "target", ["nobody", "sip:x@example.com", "sip:1@127.0.0.1:1;transport=tcp"]
)
async def test_who_cannot_be_reached(target: str) -> None:
    async with House() as house:
        leg = house.gateway.dial(target, caller="12345")
        over = await house.event(LegEnded)
        assert (over.leg, over.cause, over.by) == (leg, Cause.UNREACHABLE, Side.NOBODY)
