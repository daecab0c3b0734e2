"""The voice: text to clips of headerless 8 kHz A-law, cached by content."""

import asyncio
import hashlib
from collections.abc import Iterable
from pathlib import Path

from ivr.errors import Fault, VoiceError
from ivr.language.numbers import spoken
from ivr.speech.clip import to_alaw, write_atomically
from ivr.speech.command_engine import CommandEngine
from ivr.speech.config import VoiceConfig
from ivr.speech.engine import Engine, Pyttsx3Engine
from ivr.speech.prompts import load_prompts, same_words
from ivr.speech.speakable import fault_of
from ivr.speech.wav import read_wav

RECIPE = "3"  # raise it when the way from sound to clip changes: old clips are then left alone


def engine_of(config: VoiceConfig) -> Engine:
    """The engine that the site chose."""
    return CommandEngine(config) if config.command else Pyttsx3Engine(config)


class Voice:
    """Speaks Mandarin through an engine outside of this process; recordings win over it."""

    def __init__(self, config: VoiceConfig, engine: Engine | None = None) -> None:
        self._config = config
        self._engine: Engine = engine or engine_of(config)
        self._prompts, self._prompt_faults = load_prompts(config.prompts)
        self._rendering: dict[Path, asyncio.Task[Path]] = {}

    async def start(self) -> None:
        """Start the engine's process and wait until it speaks; `VoiceError` when it does not."""
        await self._engine.start()

    async def stop(self) -> None:
        """End it; idempotent."""
        for task in list(self._rendering.values()):
            task.cancel()
        await asyncio.gather(*self._rendering.values(), return_exceptions=True)
        await self._engine.stop()

    async def clip(self, text: str) -> Path:
        """The `.al` file that says `text`; `VoiceError` when it cannot be spoken."""
        recording = self._prompts.get(same_words(text))
        source = spoken(text) if recording is None else ""
        path = self._cached(recording, source)
        if path.is_file():
            return path
        if recording is None and (reason := fault_of(text)):
            raise VoiceError(f"cannot be spoken: {reason[0]}; {reason[1]}")
        task = self._rendering.get(path)
        if task is None:  # two callers may want the same words at once
            task = asyncio.create_task(self._make(path, recording, source))
            self._rendering[path] = task
            task.add_done_callback(lambda _: self._rendering.pop(path, None))
        return await asyncio.shield(task)

    def faults(self, texts: Iterable[tuple[str, int | None, str]]) -> list[Fault]:
        """What of (file, line, text) cannot be spoken, and what is wrong with the recordings."""
        found = list(self._prompt_faults)
        for file, line, text in texts:
            if same_words(text) in self._prompts:
                continue
            if reason := fault_of(text):
                found.append(Fault(file, line, *reason))
        return found

    def _cached(self, recording: Path | None, source: str) -> Path:
        digest = hashlib.sha256(f"{RECIPE} {self._config.level}\n".encode())
        if recording is None:
            digest.update(f"{self._engine.identity}\n{source}".encode())
        else:
            digest.update(recording.read_bytes())
        return self._config.cache.absolute() / f"{digest.hexdigest()}.al"

    async def _make(self, path: Path, recording: Path | None, source: str) -> Path:
        if recording is None:
            sound, rate = await self._engine.render(source)
        else:
            sound, rate = await asyncio.to_thread(read_wav, recording)
        data = await asyncio.to_thread(to_alaw, sound, rate, self._config.level)
        if not data:
            raise VoiceError("no sound came out of the engine")
        try:
            await asyncio.to_thread(write_atomically, path, data)
        except OSError as error:
            raise VoiceError(f"{path}: the clip cannot be written: {error.strerror}") from error
        return path
