"""`transcribe` on files of every rate, and an 8 kHz line into a model of another rate."""

import shutil
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ivr.errors import ModelMissing, UserError
from ivr.language.names import Names
from ivr.speech.decoder import Decoder, Model, model_rate
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
    with pytest.raises(ModelMissing):
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
