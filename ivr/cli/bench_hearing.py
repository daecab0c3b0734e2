"""`ivr bench kb --hear`: what recognisers make of the labelled questions, spoken over a telephone.

Ours was taught the very matters it hears; of a synthetic voice it misses next to nothing. So the
lines are heard by an untaught one, too (`python -m tools.asr_train.untaught`): it knows general
words only, hears voices that it never learnt, and noise under them. What was heard is kept in
heard.tsv, so that the bench itself is quick; only lines that are not in it are spoken.
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np

from ivr.app.parts import model_folder
from ivr.errors import UserError, VoiceError
from ivr.knowledge.labelled import Heard, write_heard
from ivr.language.numbers import written
from ivr.settings.model import Settings
from ivr.speech.accuracy import pink_under
from ivr.speech.config import VoiceConfig
from ivr.speech.wav import Sound

# Variants that the shipped model never heard in training, slow and quick, high and low.
STRANGERS = (
    {"engine_voice": "sit/cmn-latn-pinyin+f3", "rate": 180, "pitch": 55},
    {"engine_voice": "sit/cmn-latn-pinyin+m5", "rate": 210, "pitch": 40},
    {"engine_voice": "sit/cmn-latn-pinyin+belinda", "rate": 190, "pitch": 50},
    {"engine_voice": "sit/cmn-latn-pinyin+steph2", "rate": 200, "pitch": 60},
    {"engine_voice": "sit/cmn-latn-pinyin+paul", "rate": 220, "pitch": 45},
)
_EDGE = 2400  # samples of the line before and after what is said
_EVERY = 200  # lines are kept


@dataclass(frozen=True, slots=True)
class Ear:
    """One way to hear the lines."""

    name: str  # of the texts, as the bench calls them
    taught: bool  # by our recogniser, which knows these matters
    noise: float | None = None  # pink, so many dB under the speech


TAUGHT = "as heard"
EARS = (
    Ear(TAUGHT, True),
    Ear("untaught", False),
    Ear("untaught, 10 dB", False, 10.0),
    Ear("untaught, 5 dB", False, 5.0),
)


def hear(
    settings: Settings,
    texts: Sequence[str],
    known: Heard,
    file: Path,
    untaught: Path | None,
    told: Callable[[str], None],
) -> None:
    """Speak and recognise every text that is not known yet; keep what was heard."""
    found: Heard = {text: dict(known.get(text, {})) for text in dict.fromkeys([*known, *texts])}
    names = [ear.name for ear in EARS]
    untold = [text for text in texts if any(name not in found[text] for name in names)]
    if untold and untaught is None:
        raise UserError(
            f"{len(untold)} lines wait for the untaught ear: make its model by "
            "`python -m tools.asr_train.untaught FOLDER` and name it by --untaught FOLDER"
        )
    for at in range(0, len(untold), _EVERY):
        for ear in EARS:
            told(f"{ear.name}: {at} of {len(untold)}")
            folder = untaught if untaught and not ear.taught else model_folder(settings)
            some = [t for t in untold[at : at + _EVERY] if ear.name not in found[t]]
            heard = asyncio.run(_heard(settings.tables.voice, folder, some, ear))
            for text, words in zip(some, heard, strict=True):
                found[text][ear.name] = words
        write_heard(file, names, found)


async def _heard(voice: VoiceConfig, folder: Path, texts: Sequence[str], ear: Ear) -> list[str]:
    """What an ear makes of some texts, as many at once as there are cores."""
    from ivr.speech.transcribe import model_of, recognise

    sounds = await _spoken([voice] if ear.taught else _strangers(voice), texts)
    model, free = model_of(folder), asyncio.Semaphore(os.cpu_count() or 1)

    async def listen(text: str) -> str:
        if text not in sounds:  # a foreign language, only digits: as it stands
            return text
        sound = _over_the_line(sounds[text], ear.noise, crc32(text.encode()))
        async with free:
            words = await asyncio.to_thread(recognise, sound, model)
        return written("".join(word.text for word in words))

    return list(await asyncio.gather(*map(listen, texts)))


def _strangers(voice: VoiceConfig) -> list[VoiceConfig]:
    return [msgspec.structs.replace(voice, command=(), **changes) for changes in STRANGERS]


async def _spoken(configs: Sequence[VoiceConfig], texts: Sequence[str]) -> Mapping[str, Sound]:
    """The texts as sound, each always in the same one of the voices."""
    from ivr.speech.g711 import decode
    from ivr.speech.voice import Voice

    found: dict[str, Sound] = {}
    for place, config in enumerate(configs):
        voice = Voice(config)
        await voice.start()
        try:
            for text in (t for t in texts if crc32(t.encode()) % len(configs) == place):
                try:
                    clip = await voice.clip(text)
                except VoiceError:
                    continue
                found[text] = decode(clip.read_bytes()).astype(np.float32) / np.float32(32768)
        finally:
            await voice.stop()
    return found


def _over_the_line(sound: Sound, noise: float | None, seed: int) -> Sound:
    if noise is None:
        return sound
    line = np.pad(sound, _EDGE)
    return line + pink_under(sound, noise, len(line), np.random.default_rng(seed))
