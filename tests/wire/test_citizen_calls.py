"""The citizen calls the real gateway: SIP, RTP, media process, recogniser, voice, all real."""

import asyncio
from pathlib import Path

from house import House

from bridge.events import CallArrived, Cause, KeyPressed, LegAnswered, LegEnded, PlayEnded, Side
from ivr.phone import Citizen, EndedBy, Manners, Press, Say
from ivr.speech.config import SpeechConfig, VoiceConfig
from ivr.speech.results import Final, SpeechResult
from ivr.speech.service import SpeechService
from ivr.speech.transcribe import transcribe
from ivr.speech.voice import Voice

PROMPT = "请问有什么可以帮您"
WISH = "我家暖气不热已经三天了"


async def test_a_conversation(tmp_path: Path, speech_model: Path) -> None:
    voice = Voice(VoiceConfig(cache=tmp_path / "cache", prompts=tmp_path / "prompts"))
    speech = SpeechService(SpeechConfig(model=str(speech_model), workers=1, threads=1))
    heard: list[SpeechResult] = []
    await voice.start()
    await speech.start()
    try:
        prompt, wish = await voice.clip(PROMPT), await voice.clip(WISH)
        async with House() as house:
            record = tmp_path / "heard.wav"
            citizen = Citizen("127.0.0.1", house.port, user="13900005678")
            call = asyncio.create_task(
                asyncio.to_thread(
                    citizen.call,
                    "12345",
                    [Say(wish, WISH), Press("0")],
                    manners=Manners(pause=0.6, patience=2.0, linger=20.0),
                    record=record,
                )
            )
            arrived = await house.event(CallArrived)
            assert (arrived.caller, arrived.called) == ("13900005678", "12345")
            await house.event(LegAnswered)
            house.gateway.listen(arrived.leg, 1, speech.open(1, heard.append))
            house.gateway.play(arrived.leg, prompt)
            assert (await house.event(PlayEnded)).completed
            pressed = await house.event(KeyPressed)
            assert pressed.key == "0"
            house.gateway.hang_up(arrived.leg)
            ended = await house.event(LegEnded)
            assert (ended.cause, ended.by) == (Cause.NORMAL, Side.US)
            report = await call
        speech.close(1)
        await speech.idle()
    finally:
        await speech.stop()
        await voice.stop()
    assert report.answered
    assert report.registered == 200
    assert report.ended_by is EndedBy.THEM
    assert report.unsaid == 0
    finals = [result for result in heard if isinstance(result, Final)]
    assert "".join(final.raw for final in finals) == WISH
    assert "3天" in finals[-1].text
    # What the citizen heard is the prompt, sound enough to be recognised again.
    assert transcribe(record, speech_model).raw == PROMPT


async def test_the_citizen_gives_up_while_it_rings() -> None:
    async with House(answers=False) as house:
        citizen = Citizen("127.0.0.1", house.port)
        call = asyncio.create_task(asyncio.to_thread(citizen.call, "12345", ring_seconds=30.0))
        arrived = await house.event(CallArrived)
        house.gateway.ring(arrived.leg)
        citizen.hang_up()
        assert (await house.event(LegEnded)).cause is Cause.CANCELLED
        assert (await call).status == 487


async def test_the_citizen_hangs_up_in_the_middle_of_a_prompt(tmp_path: Path) -> None:
    silence = tmp_path / "long.al"
    silence.write_bytes(b"\xd5" * 80_000)
    async with House() as house:
        citizen = Citizen("127.0.0.1", house.port)
        call = asyncio.create_task(asyncio.to_thread(citizen.call, "12345"))
        answered = await house.event(LegAnswered)
        house.gateway.play(answered.leg, silence)
        citizen.hang_up()
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.NORMAL, Side.THEM)
        assert (await call).ended_by is EndedBy.US
