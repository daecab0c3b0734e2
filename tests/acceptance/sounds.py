"""Whether one sound is in another: the sentences the service's own voice makes, and recordings."""

import asyncio
from pathlib import Path

import numpy as np
from baresip import likeness, read_wav
from numpy.typing import NDArray
from program import ROOT

from ivr.flow.config import NOTICE
from ivr.speech import g711
from ivr.speech.config import VoiceConfig
from ivr.speech.voice import Voice

Sound = NDArray[np.float64]


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
    """How surely a sentence is in any channel of the recordings: 0 to 1, from 0.6 on it is.

    Its pieces are looked for one by one, because telephones slip by a packet now and then.
    """
    (clip,) = await clips(text)
    return await heard_sound(clip, *recordings)


async def heard_sound(clip: Sound, *recordings: Path) -> float:
    """The same for any sound."""
    pieces = _pieces(clip)
    found = [
        float(np.mean([likeness(piece, channel) for piece in pieces]))
        for path in recordings
        for channel in await _channels(path)
    ]
    return max(found, default=0.0)


def _pieces(clip: Sound) -> list[Sound]:
    """Up to six pieces of 0.75 s that are not silence."""
    size = 6000
    cut = [clip[at : at + size] for at in range(0, len(clip) - size + 1, size)] or [clip]
    return [piece for piece in cut if np.sqrt(np.mean(piece**2)) > 300][:6]


async def likeness_of_greeting(payload: bytes, *, alaw: bool) -> float:
    """How much received G.711 sound holds the first words of the service."""
    (clip,) = await clips(NOTICE)
    samples = g711.decode(payload) if alaw else _mu_law(payload)
    return float(np.mean([likeness(piece, samples.astype(float)) for piece in _pieces(clip)[:2]]))


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
