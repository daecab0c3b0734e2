"""WAV in any usual form to mono samples; the standard `wave` module knows only whole-number PCM."""

import struct
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

from ivr.errors import UserError
from ivr.speech import g711

Sound = NDArray[np.float32]

EXTENSIBLE = 0xFFFE
CANCELLED = 0.01  # of the power of the loudest channel: 20 dB less is no mix
HINT = "convert it first, for instance: ffmpeg -i IN -ac 1 OUT.wav"


class _Format(NamedTuple):
    tag: int
    channels: int
    rate: int
    bits: int


def read_wav(path: Path) -> tuple[Sound, int]:
    """The file's sound, mixed down to one channel (full scale is 1.0), and its rate."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    if not data:
        raise UserError(f"{path}: the file is empty")
    if len(data) < 12 or data[:4] not in (b"RIFF", b"RF64") or data[8:12] != b"WAVE":
        raise UserError(f"{path}: not a WAV file; {HINT}")
    chunks = _chunks(data)
    if b"fmt " not in chunks or b"data" not in chunks or len(chunks[b"fmt "]) < 16:
        raise UserError(f"{path}: a damaged WAV file: no format or no sound in it; {HINT}")
    form = _read_format(chunks[b"fmt "])
    if not 1 <= form.channels <= 64 or not 1000 <= form.rate <= 768_000:
        raise UserError(f"{path}: a damaged WAV file: {form.channels} channels, {form.rate} Hz")
    samples = _samples(chunks[b"data"], form)
    if samples is None:
        raise UserError(
            f"{path}: WAV with sound format {form.tag}, {form.bits} bits is not known; {HINT}"
        )
    whole = len(samples) - len(samples) % form.channels
    table = samples[:whole].reshape(-1, form.channels)
    return _mono(np.nan_to_num(table, posinf=1.0, neginf=-1.0)), form.rate


def _mono(channels: NDArray[np.float32]) -> Sound:
    """The mean of all channels, or the loudest where they cancel each other out."""
    mixed: Sound = channels.mean(axis=1, dtype=np.float32)
    power = np.einsum("ij,ij->j", channels, channels)
    if len(mixed) and float(mixed @ mixed) < CANCELLED * float(power.max()):
        mixed = np.ascontiguousarray(channels[:, int(power.argmax())])
    return mixed


def resample(sound: Sound, rate: int, to: int) -> Sound:
    """The same sound at another rate."""
    if rate == to or not len(sound):
        return sound
    changed: Sound = soxr.resample(sound, rate, to, quality="HQ")
    return changed


def to_pcm(sound: Sound) -> NDArray[np.int16]:
    """16-bit samples; what is louder than full scale is clipped."""
    return (np.clip(sound, -1.0, 32767 / 32768) * 32768).astype("<i2")


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """The first chunk of each name; a size that runs past the end means "to the end"."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        found.setdefault(name, data[at + 8 : at + 8 + size])
        at += 8 + size + (size & 1)
    return found


def _read_format(chunk: bytes) -> _Format:
    tag, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if tag == EXTENSIBLE and len(chunk) >= 26:
        tag = struct.unpack_from("<H", chunk, 24)[0]
    return _Format(tag, channels, rate, bits)


def _samples(data: bytes, form: _Format) -> Sound | None:
    width = form.bits // 8
    if width == 0:
        return None
    data = data[: len(data) - len(data) % width]
    match form.tag, form.bits:
        case (1, 8):
            return _scaled(np.frombuffer(data, np.uint8).astype(np.int16) - 128, 2**7)
        case (1, 16):
            return _scaled(np.frombuffer(data, "<i2"), 2**15)
        case (1, 24):
            narrow = np.frombuffer(data, np.uint8).reshape(-1, 3)
            wide = np.zeros((len(narrow), 4), np.uint8)
            wide[:, 1:] = narrow
            return _scaled(wide.view("<i4")[:, 0], 2**31)
        case (1, 32):
            return _scaled(np.frombuffer(data, "<i4"), 2**31)
        case (3, 32):
            return _scaled(np.frombuffer(data, "<f4"), 1)
        case (3, 64):
            return _scaled(np.frombuffer(data, "<f8"), 1)
        case (6, 8):
            return _scaled(g711.decode(data), 2**15)
        case (7, 8):
            return _scaled(g711.decode_mulaw(data), 2**15)
    return None


def _scaled(values: NDArray[Any], full: float) -> Sound:
    return values.astype(np.float32) / np.float32(full)
