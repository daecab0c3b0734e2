"""WAV in every usual form, clips, G.711."""

import struct
import warnings
from pathlib import Path

import numpy as np
import pytest

from ivr.errors import UserError
from ivr.speech import g711
from ivr.speech.clip import to_alaw, write_atomically
from ivr.speech.prompts import load_prompts
from ivr.speech.wav import read_wav, resample, to_pcm

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(8000) / 8000)).astype(np.float32)


def _riff(tag: int, channels: int, rate: int, bits: int, data: bytes, extra: bytes = b"") -> bytes:
    align = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits) + extra
    chunks = b"LIST" + struct.pack("<I", 3) + b"abc\0"  # an odd chunk with its pad byte
    chunks += b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _extensible(tag: int) -> bytes:
    guid = b"\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"
    return struct.pack("<HHI", 22, 16, 4) + struct.pack("<I", tag) + guid


def _int24(sound: np.ndarray) -> bytes:
    return (sound * 2**23).astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


PCM16 = to_pcm(TONE).tobytes()


@pytest.mark.parametrize(
    "content",
    [
        _riff(1, 1, 8000, 8, (TONE * 127 + 128).astype(np.uint8).tobytes()),
        _riff(1, 1, 8000, 16, PCM16),
        _riff(1, 1, 8000, 24, _int24(TONE)),
        _riff(1, 1, 8000, 32, (TONE.astype(np.float64) * 2**31).astype("<i4").tobytes()),
        _riff(3, 1, 8000, 32, TONE.astype("<f4").tobytes()),
        _riff(3, 1, 8000, 64, TONE.astype("<f8").tobytes()),
        _riff(6, 1, 8000, 8, audioop.lin2alaw(PCM16, 2)),
        _riff(7, 1, 8000, 8, audioop.lin2ulaw(PCM16, 2)),
        _riff(1, 2, 8000, 16, np.repeat(to_pcm(TONE), 2).tobytes()),
        _riff(1, 2, 8000, 16, to_pcm(np.stack([TONE, -TONE], 1)).tobytes()),  # they cancel out
        _riff(0xFFFE, 1, 8000, 16, PCM16, _extensible(1)),
        _riff(1, 1, 8000, 16, PCM16 + b"\x01"),  # half a sample at the end
        _riff(1, 1, 8000, 16, PCM16).replace(
            b"data" + struct.pack("<I", len(PCM16)), b"data\xff\xff\xff\xff"
        ),  # written to a pipe
    ],
)
def test_every_usual_wav_reads_the_same(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(content)
    sound, rate = read_wav(file)
    assert rate == 8000
    assert len(sound) == len(TONE)
    assert float(np.max(np.abs(sound - TONE))) < 0.02


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"ID3" + bytes(100), "not a WAV"),
        (b"RIFF\x04\x00\x00\x00WAVE", "damaged"),
        (_riff(1, 0, 8000, 16, PCM16), "damaged"),
        (_riff(1, 1, 0, 16, PCM16), "damaged"),
        (_riff(0x55, 1, 8000, 16, PCM16), "format 85"),
    ],
)
def test_anything_else_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(content)
    with pytest.raises(UserError, match=words):
        read_wav(file)


def test_a_missing_file_is_a_user_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_wav(tmp_path / "nothing.wav")


def test_alaw_is_the_alaw_of_an_independent_implementation() -> None:
    samples = np.arange(-32768, 32768).astype("<i2")
    assert g711.encode(samples) == audioop.lin2alaw(samples.tobytes(), 2)
    codes = bytes(range(256))
    assert g711.decode(codes).tobytes() == audioop.alaw2lin(codes, 2)
    assert g711.decode_mulaw(codes).tobytes() == audioop.ulaw2lin(codes, 2)


def test_a_clip_is_trimmed_even_and_whole_frames() -> None:
    quiet = np.concatenate([np.zeros(8000, np.float32), TONE / 50, np.zeros(8000, np.float32)])
    clip = g711.decode(to_alaw(quiet, 8000, -20.0)).astype(float) / 32768
    assert len(clip) % 160 == 0
    assert 1.05 < len(clip) / 8000 < 1.15
    assert abs(20 * np.log10(np.sqrt(np.mean(clip[800:8000] ** 2))) + 20) < 1.0


def test_a_loud_level_never_clips() -> None:
    clip = g711.decode(to_alaw(TONE, 8000, 0.0)).astype(float) / 32768
    assert float(np.max(np.abs(clip))) < 0.75


def test_silence_makes_no_clip() -> None:
    assert to_alaw(np.zeros(8000, np.float32), 8000, -20.0) == b""


def test_resampling_keeps_the_length_in_time() -> None:
    assert abs(len(resample(TONE, 8000, 22050)) - 22050) <= 2


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "a.al", b"one")
    write_atomically(tmp_path / "deep" / "a.al", b"two")
    assert [p.read_bytes() for p in (tmp_path / "deep").iterdir()] == [b"two"]


def test_prompts_need_their_words(tmp_path: Path) -> None:
    wav = _riff(1, 1, 8000, 16, PCM16)
    (tmp_path / "greeting.wav").write_bytes(wav)
    (tmp_path / "greeting.txt").write_text("您好，请讲。")
    (tmp_path / "silent.wav").write_bytes(wav)
    (tmp_path / "double.wav").write_bytes(wav)
    (tmp_path / "double.txt").write_text("您好请讲")
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    (tmp_path / "bad.txt").write_text("再见")
    prompts, faults = load_prompts(tmp_path)
    assert len(prompts) == 1
    assert sorted(Path(fault.file).name for fault in faults) == [
        "bad.wav",
        "greeting.txt",
        "silent.wav",
    ]
