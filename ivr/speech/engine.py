"""The synthetic voice's process as the control process keeps it; another engine fits in here."""

import asyncio
import contextlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from ivr.errors import VoiceError
from ivr.log import get_logger
from ivr.speech.config import VoiceConfig
from ivr.speech.reading import readable
from ivr.speech.wav import Sound, read_wav

log = get_logger("voice")

ATTEMPTS = 2
CONTROL_CHARACTERS = dict.fromkeys(range(32), " ")


class Engine(Protocol):
    """A port for a voice: text in, sound out."""

    @property
    def identity(self) -> str:
        """Names engine and settings; clips of another identity are rendered anew."""

    async def start(self) -> None:
        """Make ready."""

    async def stop(self) -> None:
        """Release everything; idempotent."""

    async def render(self, text: str) -> tuple[Sound, int]:
        """The sound of a text and its rate; `VoiceError` when that fails."""


class Pyttsx3Engine:
    """pyttsx3 (espeak-ng) in a process of its own; a hanging or dead one is replaced."""

    def __init__(self, config: VoiceConfig) -> None:
        self._config = config
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0
        self.restarts = 0

    @property
    def identity(self) -> str:
        config = self._config
        return f"pyttsx3 {config.engine_voice} {config.rate} {config.pitch}"

    async def start(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ivr-voice-")
        try:
            await self.render("您好")
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        async with self._lock:
            await self._end_process()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def render(self, text: str) -> tuple[Sound, int]:
        if self._folder is None:
            raise VoiceError("the voice is not started")
        async with self._lock:
            reason = ""
            for _ in range(ATTEMPTS):
                try:
                    async with asyncio.timeout(self._config.timeout):
                        return await self._render_once(text, Path(self._folder.name))
                except (TimeoutError, VoiceError, OSError, ValueError) as error:
                    reason = str(error) or "no answer in time"
                    self.restarts += 1
                    log.warning("voice_engine_failed", error=type(error).__name__)
                    await self._end_process()
            raise VoiceError(
                f"the voice cannot speak: {reason}. Is espeak-ng installed? "
                "Debian: apt-get install espeak-ng"
            )

    async def _render_once(self, text: str, folder: Path) -> tuple[Sound, int]:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "ivr.speech.voice_worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        self._count += 1
        file = folder / f"{self._count}.wav"
        request = {
            "id": self._count,
            "text": readable(text.translate(CONTROL_CHARACTERS)),
            "file": str(file),
            "voice": self._config.engine_voice,
            "rate": self._config.rate,
            "pitch": self._config.pitch,
            "timeout": self._config.timeout,
        }
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        if not line:
            raise VoiceError(f"its process ended with status {await process.wait()}")
        reply = json.loads(line)
        if reply["id"] != self._count or not reply["ok"]:
            raise VoiceError(reply.get("error", "no sound came out of the engine"))
        try:
            return read_wav(file)
        finally:
            file.unlink()

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        # The pipe's transport would otherwise be closed by the garbage collector, with a warning.
        transport = getattr(process, "_transport", None)
        if transport is not None:
            transport.close()
