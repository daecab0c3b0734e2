"""The gateway and Linphone, as operator's phone and as citizen, with sound."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from baresip import chirp, likeness, read_wav, write_wav
from house import House
from linphone import Linphone

from bridge.events import (
    CallArrived,
    Cause,
    KeyPressed,
    LegAnswered,
    LegEnded,
    LegHeld,
    PhoneRegistered,
    PlayEnded,
    Side,
)
from bridge.media import g711

pytestmark = pytest.mark.skipif(
    not shutil.which("linphonec"), reason="linphone-cli is not installed (make setup-test)"
)
SAYS = chirp(2.0)
HEARS = chirp(1.5, 1400, 300)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_wav(tmp_path / "says.wav", np.concatenate([SAYS, np.zeros(15 * 8000)]))
    (tmp_path / "clip.al").write_bytes(g711.encode(HEARS.astype(np.int16)).tobytes())
    return tmp_path


async def test_as_an_operators_phone(folder: Path) -> None:
    async with House(trusted=("10.0.0.0/8",), accounts={"8001": "secret"}) as house:
        phone = Linphone(house, folder)
        await phone.start(password="secret", register=True)
        await house.event(PhoneRegistered)
        leg = house.gateway.dial("8001", caller="13900000000", display="热线")
        await house.event(LegAnswered, leg=leg)
        house.gateway.record(leg, folder / "recorded.wav")
        house.gateway.play(leg, folder / "clip.al")
        assert (await house.event(PlayEnded)).completed
        await phone.has_heard(3)
        await phone.command("terminate")
        over = await house.event(LegEnded)
        assert (over.cause, over.by) == (Cause.NORMAL, Side.THEM)
        await phone.stop()
    assert likeness(HEARS, phone.heard()) > 0.9
    assert likeness(SAYS[:8000], read_wav(folder / "recorded.wav", 0)) > 0.9


async def test_as_a_citizen(folder: Path) -> None:
    async with House() as house:
        phone = Linphone(house, folder, user="13900000000")
        await phone.start()
        await phone.command(f"call sip:12345@127.0.0.1:{house.port}")
        arrived = await house.event(CallArrived)
        assert (arrived.caller, arrived.called) == ("13900000000", "12345")
        await house.event(LegAnswered)
        await phone.says("Media streams established")
        for number, key in enumerate("1#", start=1):
            await phone.command(key)
            assert (await house.event(KeyPressed, number)).key == key
        await phone.command("pause")
        assert (await house.event(LegHeld)).held
        await phone.says("paused")
        await phone.command("resume")
        assert not (await house.event(LegHeld, 2)).held
        house.gateway.hang_up(arrived.leg)
        await phone.says("ended")
        await phone.stop()
        assert [(e.cause, e.by) for e in house.endings()] == [(Cause.NORMAL, Side.US)]
