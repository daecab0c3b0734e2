"""The voice: text to clips of headerless 8 kHz A-law, cached by content."""

from collections.abc import Iterable
from pathlib import Path

from ivr.errors import Fault
from ivr.speech.config import VoiceConfig


class Voice:
    """Speaks Mandarin through pyttsx3 in a process of its own; recordings win over it."""

    def __init__(self, config: VoiceConfig) -> None:
        self._config = config

    async def start(self) -> None:
        """Start the engine's process and wait until it speaks."""
        raise NotImplementedError

    async def stop(self) -> None:
        """End it; idempotent."""
        raise NotImplementedError

    async def clip(self, text: str) -> Path:
        """The `.al` file that says `text`; `VoiceError` when it cannot be spoken."""
        raise NotImplementedError

    def faults(self, texts: Iterable[tuple[str, int | None, str]]) -> list[Fault]:
        """What of (file, line, text) cannot be spoken."""
        raise NotImplementedError
