"""Whether one sound is in another: the sentences the service's own voice makes, and recordings."""

import asyncio
from pathlib import Path

import numpy as np
from baresip import likeness, likenesses, read_wav
from numpy.typing import NDArray
from program import ROOT

from ivr.flow.config import NOTICE
from ivr.speech import g711
from ivr.speech.config import VoiceConfig
from ivr.speech.voice import Voice

Sound = NDArray[np.float64]
PIECE, SLIP = 6000, 480  # samples of 8 kHz


async def clips(*texts: str) -> list[Sound]:
    """The sound of sentences, as citizens, phones and the service speak them."""
    voice = Voice(
        VoiceConfig(
            cache=ROOT / ".cache" / "voice",
            prompts=ROOT / "dialplans" / "prompts",
        )
    )
    await voice.start()
    try:
        paths = [await voice.clip(text) for text in texts]
    finally:
        await voice.stop()
    return [g711.decode(path.read_bytes()).astype(float) for path in paths]


async def heard(text: str, *recordings: Path) -> float:
    """How surely a sentence is in any channel of the recordings: 0 to 1.

    The whole of it gives 1, the whole under another voice about 0.5, another sentence below 0.3.
    """
    (clip,) = await clips(text)
    return await heard_sound(clip, *recordings)


async def heard_sound(clip: Sound, *recordings: Path) -> float:
    """The same for any sound."""
    return max(
        [_held(clip, channel) for path in recordings for channel in await _channels(path)],
        default=0.0,
    )


def _held(clip: Sound, channel: Sound) -> float:
    """How well the pieces of a clip lie in a channel one after the other.

    Telephones slip by a packet now and then: a piece may lie a little off its place.
    """
    around = np.zeros(len(clip))
    channel = np.concatenate([around, channel, around])
    places = len(channel) - len(clip) + 1
    found = [
        _best_within(likenesses(piece, channel), SLIP)[start : start + places]
        for start, piece in _pieces(clip)
    ]
    return float(np.max(np.mean(found, axis=0)))


def _best_within(values: Sound, reach: int) -> Sound:
    """Each value becomes the largest of those at most so far from it."""
    best, span = np.pad(values, reach, constant_values=-1.0), 1
    while span <= 2 * reach:
        step = min(span, 2 * reach + 1 - span)
        best, span = np.maximum(best[:-step], best[step:]), span + step
    return best


def _pieces(clip: Sound) -> list[tuple[int, Sound]]:
    """Up to six pieces of 0.75 s that are not silence, and where each begins."""
    cut = [(at, clip[at : at + PIECE]) for at in range(0, len(clip) - PIECE + 1, PIECE)]
    loud = [(at, piece) for at, piece in cut if np.sqrt(np.mean(piece**2)) > 300]
    return loud[:6] or [(0, clip)]


async def likeness_of_greeting(payload: bytes, *, alaw: bool) -> float:
    """How much received G.711 sound holds the first words of the service."""
    (clip,) = await clips(NOTICE)
    samples = (g711.decode(payload) if alaw else _mu_law(payload)).astype(float)
    return float(np.mean([likeness(piece, samples) for _, piece in _pieces(clip)[:2]]))


def _mu_law(payload: bytes) -> NDArray[np.int32]:
    """ITU-T G.711, table 2a."""
    code = ~np.frombuffer(payload, np.uint8)
    magnitude = ((((code & 15).astype(np.int32) << 3) + 132) << ((code >> 4) & 7)) - 132
    return np.where(code & 0x80, -magnitude, magnitude)


async def _channels(path: Path) -> list[Sound]:
    return await asyncio.to_thread(_read, path)


def _read(path: Path) -> list[Sound]:
    found = []
    for number in range(2):
        try:
            found.append(read_wav(path, number))
        except IndexError:
            break
    return found
