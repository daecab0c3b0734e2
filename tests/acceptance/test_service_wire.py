"""Any telephone can call the service: sipp, baresip, and hand-written SIP with odd offers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from baresip import Baresip, write_wav
from hotline import Hotline
from rtp_peer import RtpPeer
from sip_caller import SipCaller, offer
from sounds import heard, likeness_of_greeting

from ivr.flow.config import NOTICE
from ivr.store.journal import EventKind

pytestmark = pytest.mark.asyncio(loop_scope="session")
A_LAW, MU_LAW, G729 = 8, 0, 18


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hotline(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hotline]:
    async with Hotline(tmp_path_factory.mktemp("wire")) as service:
        yield service


async def test_sipps_built_in_caller(hotline: Hotline, tmp_path: Path) -> None:
    """It sends back what it hears, so our recording of the caller holds our own greeting."""
    process = await hotline.program(
        *("sipp", "-sn", "uac", f"127.0.0.1:{hotline.port}", "-i", "127.0.0.1"),
        *("-s", "12345", "-m", "1", "-d", "7000", "-rtp_echo", "-nostdin", "-trace_err"),
        *("-timeout", "40", "-timeout_error"),
        cwd=tmp_path,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-3000:]
    record = await hotline.ended("sipp")
    assert (record.cause, record.ended_by) == ("normal", "them")
    recording = next((hotline.data / "recordings").rglob(f"{record.call}.wav"))
    assert await heard(NOTICE, recording) > 0.7


async def test_baresip_hears_the_greeting(hotline: Hotline, tmp_path: Path) -> None:
    phone = Baresip(hotline, tmp_path, user="02400000021")
    write_wav(tmp_path / "says.wav", np.zeros(8000 * 40))  # it hangs up at the end of its file
    await phone.start()
    await phone.command("dial", f"sip:12345@127.0.0.1:{hotline.port}")
    await phone.event("CALL_ESTABLISHED")
    await hotline.until(
        lambda: len(hotline.found("02400000021", EventKind.STEP)) >= 2, 40
    )  # the notice was played to its end
    await phone.command("hangup")
    await hotline.ended("02400000021")
    await phone.stop()
    assert await heard(NOTICE, *sorted(tmp_path.glob("dump-*-dec.wav"))) > 0.7  # noqa: ASYNC240


@pytest.mark.parametrize(
    ("offered", "taken"),
    [((MU_LAW, A_LAW), A_LAW), ((A_LAW,), A_LAW), ((MU_LAW,), MU_LAW), ((G729, MU_LAW), MU_LAW)],
)
async def test_the_codec(hotline: Hotline, offered: tuple[int, ...], taken: int) -> None:
    """A-law when it is offered (China's), else mu-law; and that is what the sound then is."""
    peer = RtpPeer(payload_type=taken)
    try:
        async with SipCaller(hotline.port) as caller:
            answer = await caller.invite(offer(peer.port, *offered))
            assert answer.status == 200
            assert answer.media.formats[0] == taken
            caller.acknowledge(answer)
            await peer.until(lambda p: len(p.payloads()) > 150, 20)
            await caller.bye(answer)
    finally:
        peer.close()
    assert {packet[1] & 0x7F for packet in peer.packets} == {taken}
    assert await likeness_of_greeting(peer.heard(), alaw=taken == A_LAW) > 0.7


async def test_no_codec_in_common(hotline: Hotline) -> None:
    async with SipCaller(hotline.port) as caller:
        answer = await caller.invite(offer(9, G729))
        assert answer.status == 488
        caller.acknowledge(answer)
    assert await _still_answers(hotline)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"\r\n\r\n",
        b"\x00\xff" * 700,
        b"INVITE sip:12345@127.0.0.1 SIP/2.0\r\n\r\n",
        b"INVITE\r\nVia: x\r\n\r\n",
        b"INVITE sip:12345@127.0.0.1 SIP/2.0\r\nContent-Length: -5\r\n\r\n",
        b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n\r\n",
        b"INVITE sip:12345@127.0.0.1 SIP/9.0\r\nVia: SIP/9.0/UDP 127.0.0.1:9\r\n\r\n",
    ],
)
async def test_nonsense(hotline: Hotline, nonsense: bytes) -> None:
    async with SipCaller(hotline.port) as caller:
        caller.send(nonsense)
        assert await _still_answers(hotline)
        assert all(400 <= answer.status < 600 for answer in caller.answers)


async def test_broken_sdp(hotline: Hotline) -> None:
    for body in (b"v=0\r\nm=audio x RTP/AVP 8\r\n", b"\xff\xfe", b"m=video 9 RTP/AVP 96\r\n"):
        async with SipCaller(hotline.port) as caller:
            answer = await caller.invite(body)
            assert 400 <= answer.status < 500
            caller.acknowledge(answer)
    assert await _still_answers(hotline)


async def test_many_at_once_and_nothing_is_left(hotline: Hotline) -> None:
    """Twenty callers who hang up at once leave twenty complete records and no live call."""

    async def call(number: str) -> None:
        async with SipCaller(hotline.port, number) as caller:
            answer = await caller.invite(offer(9000, A_LAW))
            assert answer.status == 200
            caller.acknowledge(answer)
            await caller.bye(answer)

    numbers = [f"0240000{n:04}" for n in range(300, 320)]
    await asyncio.gather(*(call(number) for number in numbers))
    for number in numbers:
        record = await hotline.ended(number)
        assert (record.cause, record.ended_by) == ("normal", "them")
    await hotline.until(lambda: not hotline.picture["calls"])


async def _still_answers(hotline: Hotline) -> bool:
    async with SipCaller(hotline.port) as caller:
        answer = await caller.request("OPTIONS")
        return answer.status == 200
