"""Linphone's console as a phone: registers or calls, speaks a WAV, writes what it hears."""

import asyncio
import os
import time
from pathlib import Path

import numpy as np
from baresip import read_wav
from house import House, free_port
from numpy.typing import NDArray

_CONFIG = """
[sip]
sip_port=-1
sip_tcp_port=0
sip_tls_port=0
use_ipv6=0
ipv6_migration_done=1
guess_hostname=0
contact=<sip:{user}@127.0.0.1>
register_only_when_network_is_up=0
auto_net_state_mon=0
default_proxy=0
[rtp]
audio_rtp_port={rtp}
[sound]
echocancellation=0
[proxy_0]
reg_proxy=<sip:127.0.0.1:{server}>
reg_identity=<sip:{user}@127.0.0.1>
reg_sendregister={register}
reg_expires=60
[auth_info_0]
username={user}
passwd={password}
realm="12345"
[audio_codec_0]
mime=PCMA
rate=8000
channels=1
enabled=1
[video]
enabled=0
capture=0
display=0
"""


class Linphone:
    """One phone; commands go to its standard input, it answers by itself."""

    def __init__(self, house: House, folder: Path, *, user: str = "8001") -> None:
        self._house = house
        self._user = user
        self._folder = folder
        self._output = b""
        self._news = asyncio.Event()

    async def start(self, *, password: str = "", register: bool = False) -> None:
        """Start it with `says.wav` of its folder."""
        # It keeps a data base of its calls, and ends at once where it finds no room for it.
        (self._folder / ".local/share/linphone").mkdir(parents=True)
        config = self._folder / "linphonerc"
        config.write_text(
            _CONFIG.format(
                rtp=free_port(),
                user=self._user,
                server=self._house.port,
                password=password,
                register=int(register),
            )
        )
        self._program = await self._house.program(
            *("env", f"HOME={self._folder}", "linphonec", "-a", "-c", str(config)),
            *("-l", os.devnull),
            cwd=self._folder,
            stdin=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.create_task(self._read_output())
        await self.command("soundcard use files")
        await self.command(f"play {self._folder / 'says.wav'}")
        await self.command(f"record {self._folder / 'heard.wav'}")

    async def _read_output(self) -> None:
        assert self._program.stdout is not None
        while data := await self._program.stdout.read(4096):
            self._output += data
            self._news.set()

    async def command(self, text: str) -> None:
        """Type a command: call, pause, resume, 5 (a key), terminate."""
        assert self._program.stdin is not None
        self._program.stdin.write(f"{text}\n".encode())
        await self._program.stdin.drain()

    async def says(self, text: str) -> None:
        """Wait until its console says so."""
        async with asyncio.timeout(30):
            while text.encode() not in self._output:
                self._news.clear()
                await self._news.wait()

    async def has_heard(self, seconds: float) -> None:
        """Wait until so much sound was written (it writes that down as it hears it)."""
        await asyncio.to_thread(self._has_heard, 2 * 8000 * seconds)

    def _has_heard(self, size: float) -> None:
        heard, until = self._folder / "heard.wav", time.monotonic() + 30
        while not heard.exists() or heard.stat().st_size < size:
            assert time.monotonic() < until, f"{self._user} hears nothing"
            time.sleep(0.05)

    def heard(self) -> NDArray[np.float64]:
        """What it heard in its last call."""
        return read_wav(self._folder / "heard.wav")

    async def stop(self) -> None:
        """Quit, so that files are written to their end."""
        await self.command("quit")
        await asyncio.wait_for(self._program.wait(), 30)
        await self._reading
