"""The voice with the real engine in its real process."""

import asyncio
import os
import signal
import stat
import wave
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest

from ivr.errors import VoiceError
from ivr.speech import g711
from ivr.speech.config import VoiceConfig
from ivr.speech.engine import Pyttsx3Engine
from ivr.speech.voice import Voice, engine_of
from ivr.speech.wav import Sound

SENTENCE = "您好，12345政务服务便民热线平台。"


class Counted(Pyttsx3Engine):
    """The real engine, counting."""

    rendered = 0

    async def render(self, text: str) -> tuple[Sound, int]:
        self.rendered += 1
        return await super().render(text)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid


@pytest.fixture
def engine(tmp_path: Path) -> Counted:
    return Counted(_config(tmp_path))


@pytest.fixture
async def voice(engine: Counted, tmp_path: Path) -> AsyncIterator[Voice]:
    made = Voice(_config(tmp_path), engine)
    await made.start()
    yield made
    await made.stop()


def _config(tmp_path: Path) -> VoiceConfig:
    return VoiceConfig(cache=tmp_path / "cache", prompts=tmp_path / "prompts", timeout=20)


async def test_a_sentence_becomes_a_clip_once(voice: Voice, engine: Counted) -> None:
    before = engine.rendered
    first, second = await asyncio.gather(voice.clip(SENTENCE), voice.clip(SENTENCE))
    third = await voice.clip(SENTENCE)
    assert first == second == third
    assert first.suffix == ".al"
    assert first.is_absolute()
    assert engine.rendered == before + 1
    sound = g711.decode(first.read_bytes()).astype(float) / 32768
    assert 3 < len(sound) / 8000 < 8
    loud = sound[np.abs(sound) > 0.01]
    assert abs(20 * np.log10(np.sqrt(np.mean(loud**2))) + 20) < 2


async def test_one_clip_after_the_other_is_whole(voice: Voice) -> None:
    """pyttsx3 may return before the file is written: length grows with the text, always."""
    lengths = [(await voice.clip("好" * n)).stat().st_size for n in range(1, 25)]
    assert all(b > a for a, b in pairwise(lengths))


async def test_a_dead_engine_is_replaced(voice: Voice, engine: Counted) -> None:
    os.kill(engine.pid, signal.SIGKILL)
    assert (await voice.clip("再见")).is_file()
    assert engine.restarts == 1


async def test_a_hanging_engine_is_replaced(tmp_path: Path) -> None:
    config = VoiceConfig(cache=tmp_path / "c", prompts=tmp_path / "p", timeout=1.5)
    engine = Counted(config)
    await engine.start()
    try:
        os.kill(engine.pid, signal.SIGSTOP)
        assert len((await engine.render("再见"))[0]) > 0
        assert engine.restarts == 1
    finally:
        await engine.stop()


async def test_a_recording_wins(engine: Counted, tmp_path: Path) -> None:
    prompts = tmp_path / "prompts"
    prompts.mkdir()
    with wave.open(str(prompts / "bye.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        tone = 5000 * np.sin(2 * np.pi * 1000 * np.arange(16000) / 16000)
        file.writeframes(tone.astype("<i2").tobytes())
    (prompts / "bye.txt").write_text("感谢来电，再见！\n")
    voice = Voice(_config(tmp_path), engine)
    clip = await voice.clip("感谢来电再见")  # the engine need not even run
    assert engine.rendered == 0
    assert abs(clip.stat().st_size - 8000) < 200


async def test_what_cannot_be_spoken_is_an_error_and_a_fault(voice: Voice) -> None:
    with pytest.raises(VoiceError, match="placeholder"):
        await voice.clip("您的工单号是{number}")
    faults = voice.faults([("a.yaml", 3, "好😀"), ("a.yaml", 4, "好的")])
    assert [(f.file, f.line) for f in faults] == [("a.yaml", 3)]
    assert faults[0].remedy


async def test_a_cache_that_cannot_be_written_is_an_error_not_a_hang(
    voice: Voice, tmp_path: Path
) -> None:
    if os.geteuid() == 0:
        (tmp_path / "cache").write_text("a file where a folder should be")
    else:
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache").chmod(stat.S_IRUSR)
    with pytest.raises(VoiceError, match="cannot be written"):
        await voice.clip("你好")


async def test_start_without_an_engine_says_what_to_install(tmp_path: Path) -> None:
    voice = Voice(VoiceConfig(engine_voice="no/such-voice", cache=tmp_path, prompts=tmp_path))
    with pytest.raises(VoiceError, match="espeak-ng"):
        await voice.start()


ESPEAK = ("espeak-ng", "-v", "cmn-latn-pinyin", "--stdin")


@pytest.mark.parametrize("way", [("--stdout",), ("-w", "{file}")])
async def test_another_engine_is_a_command(tmp_path: Path, way: tuple[str, ...]) -> None:
    config = msgspec.structs.replace(_config(tmp_path), command=(*ESPEAK, *way))
    voice = Voice(config)
    await voice.start()
    short, long = [await voice.clip(text) for text in ("您好", SENTENCE)]
    assert 2000 < short.stat().st_size < long.stat().st_size
    assert engine_of(config).identity != engine_of(_config(tmp_path)).identity
    await voice.stop()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("no-such-program",), "cannot be run"),
        (("false",), "ended with status 1"),
        (("true",), "is empty"),
        (("echo", "hello"), "not a WAV"),
        (("sleep", "60"), "in time"),
    ],
)
async def test_a_command_that_fails_says_why(
    tmp_path: Path, command: tuple[str, ...], words: str
) -> None:
    config = msgspec.structs.replace(_config(tmp_path), command=command, timeout=1.0)
    with pytest.raises(VoiceError, match=f"{command[0]}.*{words}"):
        await Voice(config).start()
