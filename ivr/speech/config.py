"""Settings of listening and speaking."""

from pathlib import Path

import msgspec


class EndpointConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a turn of speech begins and ends; seconds and decibels."""

    onset: float = 0.08  # this much sound above the line's noise begins a turn
    trailing_silence: float = 0.7  # this much quiet after speech ends it
    short_trailing_silence: float = 1.0  # the same while hardly anything was said yet
    short_turn: float = 0.5  # ... "hardly anything"
    stale: float = 2.5  # sound goes on, but no new word for this long: noise, the turn ends
    max_turn: float = 30.0  # a turn is cut here, whatever is said
    min_speech: float = 0.2  # less sound than this, and no word or a doubtful one: noise
    above_noise: float = 9.0  # dB over the noise floor that count as sound
    quietest: float = -52.0  # dBFS under which nothing counts as sound


class SpeechConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The recogniser service."""

    models: Path = Path("asr_models")  # the folder of models, with manifest.toml
    model: str = ""  # a name under `models` or a folder; empty: what `ivr models use` chose
    lexicon: Path = Path("config/lexicon.txt")  # the site's own names, one a line; may be absent
    workers: int = 0  # processes, each with its own copy of the model; 0: by cores
    threads: int = 0  # decoding threads of a worker; 0: by cores
    glimpse: float = (
        0.32  # seconds after an onset at which a turn without words is glimpsed; 0: not
    )
    partial_every: float = 0.2  # seconds of sound between two partial results
    batch: int = 2  # 20 ms frames handed to the decoder at once
    pre_roll: float = 0.4  # seconds before an onset that are decoded with the turn
    behind: float = 0.5  # seconds of undecoded sound at which partials are shed
    backlog: float = 30.0  # seconds of undecoded sound at which the oldest is dropped
    start_timeout: float = 120.0  # a big model takes long to load
    endpoint: EndpointConfig = EndpointConfig()


class VoiceConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The voice that speaks to citizens."""

    command: tuple[str, ...] = ()  # another engine: a program, text in, WAV out; see docs/SPEECH.md
    engine_voice: str = "sit/cmn-latn-pinyin"  # reads hanzi; plain `cmn` reads them as English
    rate: int = 195  # words a minute, as espeak counts
    pitch: int = 45
    level: float = -20.0  # dBFS of speech in a clip
    cache: Path = Path(".cache/voice")
    prompts: Path = Path("dialplans/prompts")  # recordings that win over the engine
    timeout: float = 20.0  # a text not rendered by then: the engine is restarted
