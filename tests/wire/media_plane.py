"""The media process with its client's events kept, and telephones on loopback."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable

import numpy as np
from rtp_peer import RtpPeer

from bridge.events import LegId
from bridge.media import g711
from bridge.media.client import MediaClient
from bridge.media.config import MediaConfig
from bridge.media.port import PCMA, Codec, MediaAddress, MediaEvent


class Media(MediaClient):
    """The client with its events kept, to wait on."""

    def __init__(self, config: MediaConfig) -> None:
        super().__init__(config)
        self.events: list[MediaEvent] = []
        self._changed = asyncio.Event()
        self.peers: list[RtpPeer] = []
        self.on_event(self._keep)

    def _keep(self, event: MediaEvent) -> None:
        self.events.append(event)
        self._changed.set()

    async def event(self, wanted: Callable[[MediaEvent], bool]) -> MediaEvent:
        """Wait for an event."""
        async with asyncio.timeout(20):
            while True:
                for event in self.events:
                    if wanted(event):
                        return event
                self._changed.clear()
                await self._changed.wait()

    async def leg(self, leg: LegId, codec: Codec = PCMA, ssrc: int = 1) -> RtpPeer:
        """Open a leg with a telephone at its far end."""
        peer = RtpPeer(payload_type=codec.payload_type, ssrc=ssrc)
        self.peers.append(peer)
        address = await self.open_leg(leg)
        peer.remote = (address.host, address.port)
        here = MediaAddress(peer.host, peer.port)
        self.connect(leg, here, codec, dtmf_payload_type=101)
        return peer


def free_ports(count: int) -> tuple[int, int]:
    """A range of ports that is free just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        low = min(probe.getsockname()[1], 65000) & ~1
    return low, low + count - 1


def noise(frames: int, seed: int = 1) -> bytes:
    """Sound whose every frame is different, at moderate level."""
    pcm = np.random.default_rng(seed).integers(-6000, 6000, frames * 160).astype(np.int16)
    return g711.encode(pcm).tobytes()


def in_order(heard: bytes, said: bytes) -> int:
    """How many of the frames said were heard exactly, at one place and in order."""
    heard_frames = {heard[i : i + 160]: i for i in range(0, len(heard), 160)}
    places = [heard_frames.get(said[i : i + 160]) for i in range(0, len(said), 160)]
    found = [p for p in places if p is not None]
    assert found == sorted(found)
    return len(found)


@contextlib.asynccontextmanager
async def running(pairs: int = 100, silence_seconds: float = 0.4) -> AsyncIterator[Media]:
    """A media process with so many port pairs; everything is ended behind it."""
    config = MediaConfig(rtp_ports=free_ports(2 * pairs), silence_seconds=silence_seconds)
    client = Media(config)
    await client.start()
    try:
        yield client
    finally:
        await client.stop()
        for peer in client.peers:
            peer.close()
