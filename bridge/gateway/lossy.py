"""A line that loses: UDP through here to a server and back, some of it on each way; for proofs."""

import asyncio
import random
from collections.abc import Callable
from types import TracebackType

Address = tuple[str, int]


class LossyLine:
    """`async with LossyLine(port, 0.05) as line:` callers send to `line.port` instead."""

    def __init__(self, server: int, share: float, *, seed: int = 1) -> None:
        self._server = ("127.0.0.1", server)
        self._share = share
        self._chance = random.Random(seed)
        self._inward: dict[Address, asyncio.DatagramTransport] = {}
        self._opening: dict[Address, list[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.carried = self.lost = 0

    async def __aenter__(self) -> "LossyLine":
        loop = asyncio.get_running_loop()
        self._outward, _ = await loop.create_datagram_endpoint(
            lambda: _End(self._from_caller), local_addr=("127.0.0.1", 0)
        )
        self.port = self._outward.get_extra_info("sockname")[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for end in (self._outward, *self._inward.values()):
            end.close()

    def _passes(self) -> bool:
        lost = self._chance.random() < self._share
        self.lost += lost
        self.carried += not lost
        return not lost

    def _from_caller(self, data: bytes, caller: Address) -> None:
        if not self._passes():
            return
        end = self._inward.get(caller)
        if end is not None:
            end.sendto(data)
        elif caller in self._opening:
            self._opening[caller].append(data)
        else:
            self._opening[caller] = [data]
            task = asyncio.create_task(self._open(caller))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _open(self, caller: Address) -> None:
        """The server sees every caller at an address of its own."""

        def back(data: bytes, _server: Address) -> None:
            if self._passes():
                self._outward.sendto(data, caller)

        loop = asyncio.get_running_loop()
        end, _ = await loop.create_datagram_endpoint(lambda: _End(back), remote_addr=self._server)
        self._inward[caller] = end
        for data in self._opening.pop(caller):
            end.sendto(data)


class _End(asyncio.DatagramProtocol):
    def __init__(self, take: Callable[[bytes, Address], None]) -> None:
        self._take = take

    def datagram_received(self, data: bytes, address: Address) -> None:
        self._take(data, address)
