"""Barge-in over the wire: a prompt gives way to speech at once, and goes on after mere noise.

`IVR_LONG=1` measures more often and prints the delays; from the first loud packet of the citizen
to the last loud one of the prompt.
"""

import asyncio
import os
import statistics
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from beside import beside
from hotline import Hotline
from rtp_peer import ALAW_SILENCE, RtpPeer
from sip_caller import SipCaller, offer
from sounds import clips

from ivr.speech import g711
from ivr.store.journal import EventKind

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(400)]

LONG = os.environ.get("IVR_LONG") == "1"
A_LAW = 8
GREETING = (
    "您好，这里是政务服务便民热线平台，我可以为您解答社会保险、医疗保险、住房公积金、"
    "户籍身份证件和供暖供水供电方面的问题，也可以为您登记投诉和建议，请问有什么可以帮您？"
)
TABLES = {"flow": {"variables": {"notice": "您好。", "greeting": GREETING}}}
SAID = "你好我想问一下身份证丢了怎么补办"
LOUD = 300.0  # of a packet of speech; the line itself is far below
GREETING_PLAYS = 60  # packets of it, before the citizen begins
LISTENING = 4.0  # seconds of silence in which the line waits for words
TIMES = 20 if LONG else 2
MOST_SECONDS = 1.0  # on a busy machine; measured on a calm one: docs/CALLS.md


@beside
async def test_interrupting(tmp_path: Path) -> None:
    """Whoever speaks hears the greeting no longer; whoever coughs hears it to its end."""
    (speech, greeting) = await clips(SAID, GREETING)
    spoken, told = (g711.encode(sound.astype(np.int16)) for sound in (speech, greeting))
    assert len(spoken) / 160 + GREETING_PLAYS < len(told) / 160, "it would end by itself"
    whole = sum(is_loud(packet) for packet in _packets(told))
    async with Hotline(tmp_path, tables=TABLES) as hotline:
        await asyncio.gather(_words(hotline, spoken), _noise(hotline, whole))


async def _words(hotline: Hotline, spoken: bytes) -> None:
    took = [await _interrupt(hotline, f"024000009{n:02d}", spoken) for n in range(TIMES)]
    shown = [round(seconds * 1000) for seconds in took]
    print(f"greeting silent after {shown} ms, median {statistics.median(shown)} ms")
    assert max(took) <= MOST_SECONDS, shown


async def _noise(hotline: Hotline, whole: int) -> None:
    for seed in range(TIMES // 2):
        number = f"024000008{seed:02d}"
        heard, paused = await _coughs(hotline, number, cough(seed))
        print(f"cough {seed}: silent for {paused:.2f} s, {heard} of {whole} packets heard")
        assert heard > whole * 0.9, hotline.story()  # it would be a third
        assert not hotline.found(number, EventKind.HEARD), hotline.story()


async def _coughs(hotline: Hotline, number: str, sound: bytes) -> tuple[int, float]:
    """One call; how many loud packets of the greeting came, and the longest pause among them."""
    peer = TimedPeer(payload_type=A_LAW)
    try:
        async with SipCaller(hotline.port, number) as caller:
            answer = await caller.invite(offer(peer.port, A_LAW))
            caller.acknowledge(answer)
            peer.remote = ("127.0.0.1", answer.media.port)
            begun = await _hears_the_greeting(hotline, number, peer)
            await peer.talk(sound)
            quiet = asyncio.create_task(peer.talk(ALAW_SILENCE * 2500))
            await hotline.until(lambda: len(hotline.found(number, EventKind.SAID)) > 2)
            quiet.cancel()
            await asyncio.gather(quiet, return_exceptions=True)
            await caller.bye(answer)
    finally:
        peer.close()
    times = [at for at, loud in peer.levels[begun:] if loud]
    pauses = [after - before for before, after in pairwise(times)]
    last = next((n for n, pause in enumerate(pauses) if pause > LISTENING), len(pauses))
    return last + 1, max(pauses[:last])


def cough(seed: int) -> bytes:
    """Two bursts of breath without a voice in them, as loud as speech."""
    chance = np.random.default_rng(seed)
    bursts = []
    for seconds in (0.18, 0.12):
        at = np.arange(int(8000 * seconds)) / 8000
        breath = np.convolve(chance.normal(0, 1, len(at)), np.ones(3) / 3, "same")
        bursts += [6000 * breath * np.exp(-at / (seconds / 3)), np.zeros(1200)]
    return g711.encode(np.clip(np.concatenate(bursts), -32000, 32000).astype(np.int16))


async def _interrupt(hotline: Hotline, number: str, spoken: bytes) -> float:
    """One call; how long after the onset the greeting was still to be heard, in seconds."""
    peer = TimedPeer(payload_type=A_LAW)
    try:
        async with SipCaller(hotline.port, number) as caller:
            answer = await caller.invite(offer(peer.port, A_LAW))
            caller.acknowledge(answer)
            peer.remote = ("127.0.0.1", answer.media.port)
            await _hears_the_greeting(hotline, number, peer)
            onset = asyncio.get_running_loop().time() + _quiet_before(spoken)
            await peer.talk(spoken)
            await caller.bye(answer)
    finally:
        peer.close()
    still = [at for at, loud in peer.levels if at > onset and loud]
    return (still[-1] - onset) if still else 0.0


async def _hears_the_greeting(hotline: Hotline, number: str, peer: "TimedPeer") -> int:
    """The notice is over, and the greeting has been playing for a while; packets before it."""
    keeps_quiet = asyncio.create_task(peer.talk(ALAW_SILENCE * 1000))
    try:
        await hotline.until(lambda: hotline.found(number, EventKind.STEP, sort="listen"))
        begun, said = len(peer.levels), peer.count_loud
        await peer.until(lambda _: peer.count_loud >= said + GREETING_PLAYS, 20)
    finally:
        keeps_quiet.cancel()
        await asyncio.gather(keeps_quiet, return_exceptions=True)
    return begun


def _quiet_before(spoken: bytes) -> float:
    """Seconds before the first loud packet of a sound."""
    return next(n for n, packet in enumerate(_packets(spoken)) if is_loud(packet)) * 0.02


def _packets(sound: bytes) -> list[bytes]:
    return [sound[at : at + 160] for at in range(0, len(sound), 160)]


def is_loud(payload: bytes) -> bool:
    """Speech or music, not the line."""
    return float(np.sqrt(np.mean(g711.decode(payload).astype(float) ** 2))) > LOUD


class TimedPeer(RtpPeer):
    """Notes when each packet came and whether it was loud."""

    def __init__(self, payload_type: int) -> None:
        self.levels: list[tuple[float, bool]] = []
        super().__init__(payload_type=payload_type)

    def _read(self) -> None:
        seen = len(self.packets)
        super()._read()
        at = asyncio.get_running_loop().time()
        self.levels += [(at, is_loud(packet[12:])) for packet in self.packets[seen:]]

    @property
    def count_loud(self) -> int:
        """Loud packets so far."""
        return sum(loud for _, loud in self.levels)
