"""baresip as a phone: registers or waits, answers by itself, speaks a WAV, writes what it hears."""

import asyncio
import json
import time
import wave
from pathlib import Path

import numpy as np
from house import House, free_port, listens
from numpy.typing import NDArray

_CONFIG = """
sip_listen 127.0.0.1:{port}
sip_trans_def udp
audio_player aufile,{folder}/played.wav
audio_source aufile,{folder}/says.wav
audio_alert aufile,/dev/null
audio_srate 8000
audio_channels 1
rtp_ports {rtp}-{rtp_end}
module_path /usr/lib/baresip/modules
module account.so
module g711.so
module aufile.so
module sndfile.so
module ausine.so
module_app menu.so
module ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
snd_path {folder}
net_interface 127.0.0.1
"""


class Baresip:
    """One phone; its control port speaks netstrings of JSON."""

    def __init__(self, house: House, folder: Path, *, user: str = "8001") -> None:
        self._house = house
        self._user = user
        self.folder = folder
        self.port = free_port()
        self._control = free_port()
        self.output = b""
        self._events: asyncio.Queue[dict[str, object]] = asyncio.Queue()

    async def start(
        self, *, password: str = "", register: bool = False, answers: bool = True
    ) -> None:
        """Start it and wait until it listens."""
        rtp = free_port()
        (self.folder / "config").write_text(
            _CONFIG.format(
                port=self.port, folder=self.folder, control=self._control, rtp=rtp, rtp_end=rtp + 10
            )
        )
        settings = f";regint={60 if register else 0};audio_codecs=PCMA,PCMU"
        settings += ";answermode=auto" if answers else ";answermode=manual"
        settings += f";auth_pass={password}" if password else ""
        account = f"<sip:{self._user}@127.0.0.1:{self._house.port}>{settings}"
        (self.folder / "accounts").write_text(account + "\n")
        self.program = await self._house.program("baresip", "-f", str(self.folder), cwd=self.folder)
        self._reading = asyncio.create_task(self._read_output())
        await listens(self.port)
        await listens(self._control, tcp=True)
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._control)

    async def _read_output(self) -> None:
        assert self.program.stdout is not None
        while data := await self.program.stdout.read(4096):
            self.output += data

    async def command(self, name: str, params: str = "") -> None:
        """Give a command of the menu: dial, hangup, hold, resume, transfer."""
        text = json.dumps({"command": name, "params": params})
        self._writer.write(f"{len(text)}:{text},".encode())
        await self._writer.drain()

    async def event(self, kind: str) -> dict[str, object]:
        """Wait for an event such as CALL_ESTABLISHED."""
        async with asyncio.timeout(30):
            while True:
                length = await self._reader.readuntil(b":")
                text = await self._reader.readexactly(int(length[:-1]) + 1)
                message = json.loads(text[:-1])
                if message.get("event") and message.get("type") == kind:
                    return dict(message)

    async def has_spoken(self, seconds: float) -> None:
        """Wait until so much of its WAV was spoken (it writes that down as it speaks)."""
        await asyncio.to_thread(self._has_spoken, 2 * 8000 * seconds)

    def _has_spoken(self, size: float) -> None:
        until = time.monotonic() + 20
        while sum(path.stat().st_size for path in self.folder.glob("dump-*-enc.wav")) < size:
            assert time.monotonic() < until, f"{self._user} does not speak"
            time.sleep(0.05)

    def heard(self) -> NDArray[np.float64]:
        """What it heard in its first call."""
        return read_wav(min(self.folder.glob("dump-*-dec.wav")))

    async def stop(self) -> None:
        """Quit, so that files are written to their end."""
        await self.command("quit")
        await asyncio.wait_for(self.program.wait(), 20)
        await self._reading
        self._writer.close()


def chirp(seconds: float, low: float = 300, high: float = 1500) -> NDArray[np.float64]:
    """A sweep: correlates with nothing but itself."""
    t = np.arange(int(8000 * seconds)) / 8000
    return 9000 * np.sin(2 * np.pi * (low + (high - low) * t / (2 * seconds)) * t)


def write_wav(path: Path, samples: NDArray[np.float64]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(samples.astype("<i2").tobytes())


def read_wav(path: Path, channel: int = 0) -> NDArray[np.float64]:
    with wave.open(str(path)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return data.reshape(-1, file.getnchannels())[:, channel].astype(float)


PIECE = 2400  # samples


def likeness(signal: NDArray[np.float64], heard: NDArray[np.float64]) -> float:
    """The best normalised correlation of the signal's pieces with any stretch of what was heard.

    The middle one of pieces of 0.3 s: a telephone that stood still for a moment, on a machine that
    had other things to do, spoils the piece in which it did.
    """
    starts = range(0, max(1, len(signal) - PIECE + 1), PIECE)
    pieces = [signal[at : at + PIECE] for at in starts]
    return float(np.median([np.max(likenesses(piece, heard)) for piece in pieces]))


def likenesses(signal: NDArray[np.float64], heard: NDArray[np.float64]) -> NDArray[np.float64]:
    """The normalised correlation of the signal with each stretch of what was heard."""
    if len(heard) < len(signal):
        heard = np.concatenate([heard, np.zeros(len(signal) - len(heard))])
    size = 1 << (len(heard) + len(signal)).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(signal, size))
    products = np.fft.irfft(spectrum, size)[: len(heard) - len(signal) + 1]
    energy = np.concatenate([[0.0], np.cumsum(heard**2)])
    window = np.sqrt(np.maximum(energy[len(signal) :] - energy[: -len(signal)], 0.0))
    return products / (np.linalg.norm(signal) * np.maximum(window, 1e-9) + 1e-9)
