"""Another voice by its command line: one run a sentence, text in on standard input, WAV out."""

import asyncio
import contextlib
import tempfile
from pathlib import Path

from ivr.errors import UserError, VoiceError
from ivr.speech.config import VoiceConfig
from ivr.speech.wav import Sound, read_wav

FILE = "{file}"  # in the command: where the program is to write, if not to standard output


class CommandEngine:
    """`[voice] command`: any program that speaks Mandarin; no shell is between."""

    def __init__(self, config: VoiceConfig) -> None:
        self._config = config

    @property
    def identity(self) -> str:
        return " ".join(("command", *self._config.command))

    async def start(self) -> None:
        await self.render("您好")

    async def stop(self) -> None:
        """Nothing runs between two sentences."""

    async def render(self, text: str) -> tuple[Sound, int]:
        with tempfile.TemporaryDirectory(prefix="ivr-voice-") as folder:
            file = Path(folder) / "speech.wav"
            command = [part.replace(FILE, str(file)) for part in self._config.command]
            said = await self._run(command, text)
            if command == list(self._config.command):
                file.write_bytes(said)
            try:
                return read_wav(file)
            except UserError as error:
                raise VoiceError(f"{command[0]} wrote no usable sound: {error}") from error

    async def _run(self, command: list[str], text: str) -> bytes:
        """What the program writes to standard output."""
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, stderr=pipe
            )
        except OSError as error:
            raise VoiceError(f"{command[0]} cannot be run: {error.strerror}") from error
        try:
            async with asyncio.timeout(self._config.timeout):
                out, complaint = await process.communicate(text.encode())
        except TimeoutError as error:
            raise VoiceError(f"{command[0]} did not answer in time") from error
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode:
            last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
            raise VoiceError(f"{command[0]} ended with status {process.returncode}: {last}")
        return out
