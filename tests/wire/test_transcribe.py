"""`transcribe` on files of every rate, and an 8 kHz line into a model of another rate."""

import asyncio
import shutil
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ivr.errors import ModelMissingError, UserError
from ivr.language.names import Names
from ivr.speech import g711
from ivr.speech.config import VoiceConfig
from ivr.speech.decoder import Decoder, Model, model_rate
from ivr.speech.engine import Pyttsx3Engine
from ivr.speech.transcribe import recognise, transcribe
from ivr.speech.wav import Sound, resample, to_pcm

SENTENCE = "我家暖气不热"


def _write(path: Path, sound: Sound, rate: int, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(to_pcm(sound), channels).tobytes())
    return path


@pytest.mark.parametrize(
    ("rate", "channels", "gain"), [(8000, 1, 1), (16000, 1, 1), (44100, 2, 1), (48000, 1, 0.01)]
)
def test_any_wav(
    tmp_path: Path,
    speech_model: Path,
    say: Callable[[str], Sound],
    rate: int,
    channels: int,
    gain: float,
) -> None:
    sound = resample(say(SENTENCE) * np.float32(gain), 8000, rate)
    transcript = transcribe(_write(tmp_path / "a.wav", sound, rate, channels), speech_model)
    assert transcript.raw == SENTENCE
    assert transcript.file.endswith("a.wav")
    assert "".join(word.text for word in transcript.words) == SENTENCE
    assert all(0 <= word.confidence <= 1 for word in transcript.words)
    assert 0 <= transcript.words[0].start < transcript.words[-1].end <= len(sound) / rate + 0.1


@pytest.fixture(scope="module")
def full_band() -> tuple[Sound, int]:
    """The sentence as the engine makes it: 22 kHz, with all that a telephone cuts away."""

    async def render() -> tuple[Sound, int]:
        engine = Pyttsx3Engine(VoiceConfig())
        await engine.start()
        try:
            return await engine.render(SENTENCE)
        finally:
            await engine.stop()

    return asyncio.run(render())


def _pcm24(sound: Sound) -> bytes:
    wide = (np.clip(sound, -1, 1) * (2**31 - 1)).astype("<i4")
    return wide.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()


def _mulaw(sound: Sound) -> bytes:
    """By looking up the nearest of the 256 values."""
    values = g711.decode_mulaw(bytes(range(256))).astype(np.int32)
    order = np.argsort(values, kind="stable")
    places = np.searchsorted(values[order], to_pcm(sound)).clip(0, 255)
    return order[places].astype(np.uint8).tobytes()


@pytest.mark.parametrize(
    ("rate", "channels", "tag", "bits"),
    [
        (16000, 1, 1, 16),  # what most Mandarin recordings are
        (44100, 2, 1, 24),
        (48000, 2, 3, 32),
        (8000, 1, 7, 8),
        (8000, 2, 6, 8),
        (11025, 1, 1, 8),
    ],
)
def test_a_recording_of_any_kind_goes_into_the_telephone_model(
    tmp_path: Path,
    speech_model: Path,
    full_band: tuple[Sound, int],
    rate: int,
    channels: int,
    tag: int,
    bits: int,
) -> None:
    coded = {
        (1, 16): lambda s: to_pcm(s).tobytes(),
        (1, 24): _pcm24,
        (3, 32): lambda s: s.astype("<f4").tobytes(),
        (7, 8): _mulaw,
        (6, 8): lambda s: g711.encode(to_pcm(s)),
        (1, 8): lambda s: (np.clip(s * 128 + 128, 0, 255)).astype(np.uint8).tobytes(),
    }[tag, bits]
    sound = np.repeat(resample(*full_band, rate), channels).astype(np.float32)
    data, block = coded(sound), channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * block, block, bits)
    chunks = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(data)) + data
    file = tmp_path / "a.wav"
    file.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    assert transcribe(file, speech_model).raw == SENTENCE


def test_numbers_are_written(
    tmp_path: Path, speech_model: Path, say: Callable[[str], Sound]
) -> None:
    file = _write(tmp_path / "a.wav", say("三号楼二单元四零二"), 8000)
    transcript = transcribe(file, speech_model)
    assert (transcript.raw, transcript.text) == ("三号楼二单元四零二", "3号楼2单元402")


def test_a_name_the_model_does_not_know_comes_from_the_list(
    tmp_path: Path, speech_model: Path, say: Callable[[str], Sound]
) -> None:
    file = _write(tmp_path / "a.wav", say("我住在鸿熙湾小区三号楼"), 8000)
    without = transcribe(file, speech_model)
    assert "鸿熙湾" not in without.text
    named = transcribe(file, speech_model, Names(["鸿熙湾小区"]))
    assert named.text == "我住在鸿熙湾小区3号楼"
    assert named.raw == without.raw
    assert [w.start for w in named.words] == [w.start for w in without.words]
    assert [w.confidence for w in named.words] == [w.confidence for w in without.words]


def test_nothing_usable_is_said_in_words(tmp_path: Path, speech_model: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3 and so on")
    with pytest.raises(UserError, match="not a WAV"):
        transcribe(tmp_path / "a.mp3", speech_model)
    with pytest.raises(UserError, match="no sound"):
        transcribe(_write(tmp_path / "b.wav", np.zeros(0, np.float32), 8000), speech_model)
    with pytest.raises(ModelMissingError):
        transcribe(_write(tmp_path / "c.wav", np.zeros(800, np.float32), 8000), tmp_path)


def test_silence_has_no_words(tmp_path: Path, speech_model: Path) -> None:
    quiet = np.zeros(16000, np.float32)
    assert transcribe(_write(tmp_path / "a.wav", quiet, 8000), speech_model).words == ()


def test_a_model_of_another_rate_is_fed_resampled(
    tmp_path: Path, speech_model: Path, say: Callable[[str], Sound]
) -> None:
    """The shipped model told to take 16 kHz and to come down itself, as vosk's 16 kHz models take
    it: vosk refuses 8 kHz sound for it, we resample."""
    folder = tmp_path / "wide"
    shutil.copytree(speech_model, folder)
    conf = folder / "conf" / "mfcc.conf"
    conf.chmod(0o644)
    text = conf.read_text().replace("--sample-frequency=8000", "--sample-frequency=16000")
    conf.write_text(text)
    assert model_rate(folder) == 16000
    model = Model(folder)
    decoder = Decoder(model)
    pcm = to_pcm(say(SENTENCE)).tobytes()
    for _ in range(2):  # times begin anew with each turn
        decoder.begin()
        for at in range(0, len(pcm), 960):
            decoder.accept(pcm[at : at + 960])
        words = decoder.finish()
        assert words
        assert all(0 <= word.start <= word.end <= len(pcm) / 16000 + 0.3 for word in words)
    assert recognise(say(SENTENCE), model)


def test_a_model_without_configuration_is_taken_as_wide(tmp_path: Path) -> None:
    assert model_rate(tmp_path) == 16000
