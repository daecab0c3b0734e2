"""Transfers over real sockets: baresip with its sound, and a phone that refers with Replaces."""

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import numpy as np
import pytest
from baresip import Baresip, chirp, likeness, write_wav
from desk_phone import DeskPhone, Dialog
from house import House

from bridge.events import LegAnswered, LegEnded, LegHeld, PhoneRegistered, TelephoneEvent
from ivr.calls.config import CallsConfig
from ivr.calls.house import CallSettings, Parts
from ivr.calls.service import CallService
from ivr.flow.config import FlowConfig
from ivr.flow.loader import load_flows
from ivr.linkage.config import LineConfig, LinkageConfig
from ivr.queueing.config import OperatorConfig, OutboundConfig, QueueConfig, Window
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger
from tests.unit.calls.doubles import Answers, Drafting, Listening

DIALPLANS = Path(__file__).parents[2] / "dialplans"
QUIET = np.zeros(20 * 8000)
VOICES = {"13900000000": chirp(2.0), "8001": chirp(1.5, 1400, 300), "8002": chirp(1.5, 500, 1900)}


class SilentVoice:
    """Every sentence is a tenth of a second of silence: what is spoken is tried elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._clip = folder / "silence.al"
        self._clip.write_bytes(b"\xd5" * 800)

    async def clip(self, text: str) -> Path:
        return self._clip


class Hotline(House):
    """The calls of the hotline on a real gateway; people answer first."""

    def __init__(self, folder: Path) -> None:
        super().__init__(answers=False)
        flows, faults = load_flows(DIALPLANS)
        assert not faults
        self.folder = folder
        self.ledger = Ledger(StoreConfig(), folder)
        self.service = CallService(
            Parts(Listening(), SilentVoice(folder), self.ledger, Answers(), Drafting(), flows),
            CallSettings(
                flow=FlowConfig(numbers={"12345": "12345-direct"}),
                calls=CallsConfig(record=False, stop_seconds=1),
                queue=QueueConfig(
                    operators=[OperatorConfig("张敏", "8001"), OperatorConfig("李强", "8002")]
                ),
                outbound=OutboundConfig(windows=[Window(time(0, 0), time(0, 1))]),
                linkage=LinkageConfig([LineConfig(["110"], "公安警务台", "sip:1@127.0.0.1:9")]),
                data=folder,
            ),
        )
        self.service.connect(self.gateway)

    def _on_event(self, event: TelephoneEvent) -> None:
        self.service.on_event(event)
        super()._on_event(event)

    async def __aenter__(self) -> "Hotline":
        await super().__aenter__()
        await self.service.start()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.service.stop()
        await super().__aexit__(*failure)
        self.ledger.close()

    async def phone(self, user: str, **how: bool) -> Baresip:
        folder = self.folder / user
        folder.mkdir()
        write_wav(folder / "says.wav", np.concatenate([VOICES[user], QUIET]))
        phone = Baresip(self, folder, user=user)
        await phone.start(register=user.startswith("800"), **how)
        return phone

    def stages(self) -> list[object]:
        self.ledger.flush().result(5)
        journal = self.ledger.journal(self.ledger.calls(1)[0].call)
        return [e.data["stage"] for e in journal if e.kind is EventKind.TRANSFER]


@pytest.fixture
async def hotline(tmp_path: Path) -> AsyncIterator[Hotline]:
    async with Hotline(tmp_path) as house:
        yield house


async def test_baresip_transfers_its_caller_to_a_colleague(hotline: Hotline) -> None:
    operator = await hotline.phone("8001")
    await hotline.event(PhoneRegistered)
    colleague = await hotline.phone("8002")
    await hotline.event(PhoneRegistered, 2)
    citizen = await hotline.phone("13900000000")
    await citizen.command("dial", "12345")
    await operator.event("CALL_ESTABLISHED")
    await operator.command("transfer", f"sip:8002@127.0.0.1:{hotline.port}")
    await operator.event("CALL_CLOSED")
    await colleague.event("CALL_ESTABLISHED")
    await colleague.has_spoken(3)
    assert hotline.stages() == ["ringing", "passed"]
    await citizen.command("hangup")
    await hotline.event(LegEnded, 3)
    for phone in (citizen, colleague, operator):
        await phone.stop()
    assert likeness(VOICES["8002"], citizen.heard()) > 0.9


async def test_a_caller_survives_a_transfer_in_vain(hotline: Hotline) -> None:
    """baresip hangs up after any transfer: the caller then waits for the next operator."""
    operator = await hotline.phone("8001")
    await hotline.event(PhoneRegistered)
    colleague = DeskPhone("8002", hotline.gateway.address, answers=False)
    await colleague.start()
    await hotline.event(PhoneRegistered, 2)
    citizen = await hotline.phone("13900000000")
    await citizen.command("dial", "12345")
    await operator.event("CALL_ESTABLISHED")
    await operator.command("transfer", f"sip:8002@127.0.0.1:{hotline.port}")
    assert (await operator.event("TRANSFER_FAILED"))["param"] == "486 Busy Here"
    await hotline.event(LegEnded, 2)
    assert hotline.stages() == ["ringing", "returning", "queued"]
    await citizen.command("hangup")
    await hotline.event(LegEnded, 3)
    colleague.close()
    for phone in (citizen, operator):
        await phone.stop()


async def consultation(hotline: Hotline) -> tuple[DeskPhone, Dialog, Dialog, DeskPhone, Baresip]:
    """The operator has put the caller on hold and speaks with a colleague."""
    operator, colleague = (DeskPhone(u, hotline.gateway.address) for u in ("8001", "8002"))
    for number, phone in enumerate((operator, colleague), start=1):
        await phone.start()
        await hotline.event(PhoneRegistered, number)
    citizen = await hotline.phone("13900000000")
    await citizen.command("dial", "12345")
    await hotline.event(LegAnswered, 2)
    (first,) = operator.calls
    operator.hold(first)
    await hotline.event(LegHeld)
    second = operator.dial("8002")
    await operator.until(lambda: second.status)
    assert second.status == 200
    assert hotline.stages() == ["asking", "speaking"]
    assert len(colleague.calls) == 1
    return operator, first, second, colleague, citizen


async def test_refer_with_replaces_leaves_the_two_alone(hotline: Hotline) -> None:
    operator, first, second, colleague, citizen = await consultation(hotline)
    operator.refer(first, "8002", replaces=second)
    await operator.until(lambda: len(first.told) == 2)
    assert first.told == ["SIP/2.0 100 Trying", "SIP/2.0 200 OK"]
    await operator.until(lambda: first.ended and second.ended)
    assert hotline.stages()[-1] == "passed"
    assert not colleague.calls[0].ended
    await citizen.command("hangup")
    await colleague.until(lambda: colleague.calls[0].ended)
    await citizen.stop()
    for phone in (operator, colleague):
        phone.close()


async def test_a_consultation_given_up_leaves_the_caller_with_the_operator(
    hotline: Hotline,
) -> None:
    operator, first, second, colleague, citizen = await consultation(hotline)
    operator.hang_up(second)
    await colleague.until(lambda: colleague.calls[0].ended)
    operator.hold(first, held=False)
    await hotline.event(LegHeld, 2)
    assert hotline.stages()[-1] == "back"
    assert not first.ended
    await citizen.command("hangup")
    await operator.until(lambda: first.ended)
    await citizen.stop()
    for phone in (operator, colleague):
        phone.close()
