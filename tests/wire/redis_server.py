"""A real redis-server on a free port, which can die, freeze and come back."""

import asyncio
import signal
import socket
from pathlib import Path


class RedisServer:
    """`async with RedisServer(folder) as server:`; it keeps nothing over a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: asyncio.subprocess.Process

    async def __aenter__(self) -> "RedisServer":
        await self.start()
        return self

    async def __aexit__(self, *_failure: object) -> None:
        await self.kill()

    async def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            *("redis-server", "--port", str(self._port), "--bind", "127.0.0.1", "--save", ""),
            *("--dir", str(self._folder), "--loglevel", "warning"),
            stdout=asyncio.subprocess.DEVNULL,
        )
        for _ in range(400):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
        raise AssertionError("redis-server does not answer")

    async def kill(self) -> None:
        """Gone at once, with all it held."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    def freeze(self) -> None:
        """It takes connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self._process.send_signal(signal.SIGCONT)
