"""What the gateway asks of the media plane; `bridge.media.client` fulfils it over a socket.

Sound is anchored here. The one mixing primitive is *who hears whom*: `hear(a, {b: 1.0})` lets
leg `a` hear leg `b` at full gain. Rooms (two-party talk, three-way call, whisper, listen-in)
are arrangements of that primitive and live in `bridge.rooms`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bridge.events import (
    KeyPressed,
    LegId,
    LegSilent,
    PlayEnded,
    PlayId,
    RecordingBehind,
    RecordingFailed,
)


@dataclass(frozen=True, slots=True)
class Codec:
    """One RTP payload format."""

    name: str  # PCMA, PCMU
    payload_type: int
    clock_rate: int = 8000


PCMA = Codec("PCMA", 8)
PCMU = Codec("PCMU", 0)


@dataclass(frozen=True, slots=True)
class MediaAddress:
    """A literal IP address and an RTP port (RTCP is the next, odd, port)."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class MediaDied:
    """The media process ended without being asked to."""

    exit_status: int | None


MediaEvent = KeyPressed | PlayEnded | LegSilent | RecordingFailed | RecordingBehind | MediaDied


class MediaPlane(Protocol):
    """Commands take effect at the next 20 ms tick, in the order given; none of them blocks."""

    async def start(self) -> None:
        """Start the process and wait until it answers."""

    async def stop(self) -> None:
        """End the process; idempotent."""

    def on_event(self, callback: Callable[[MediaEvent], None]) -> None:
        """Set who hears of keys, ended clips, silence and faults; called on the event loop."""

    async def open_leg(self, leg: LegId) -> MediaAddress:
        """Bind an RTP/RTCP port pair for the leg and say where it is."""

    def connect(
        self,
        leg: LegId,
        remote: MediaAddress,
        codec: Codec,
        *,
        dtmf_payload_type: int | None,
        send: bool = True,
        receive: bool = True,
    ) -> None:
        """Point the leg at what the SDP agreed on; again after a re-INVITE (hold: send False)."""

    def close_leg(self, leg: LegId) -> None:
        """Release the ports; plays on it end silently."""

    def hear(self, leg: LegId, sources: Mapping[LegId, float]) -> None:
        """Replace whom this leg hears; gains are linear. Its own clips are always heard."""

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        """Play a headerless 8 kHz A-law file (`.al`) to this leg; clips queue behind each other."""

    def stop_play(self, leg: LegId) -> None:
        """Stop every clip of this leg at once (barge-in)."""

    def hold_play(self, leg: LegId, *, held: bool) -> None:
        """Keep this leg's clips where they are, or go on a little before that."""

    def send_keys(self, leg: LegId, keys: str) -> None:
        """Send RFC 4733 telephone events."""

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        """Send the leg's decoded sound to a listener (format: `bridge.media.listener`)."""

    def unlisten(self, leg: LegId, stream: int) -> None:
        """Stop that listener."""

    def record(self, leg: LegId, path: Path) -> None:
        """Write one WAV a call as it happens: left what the leg says, right what it hears.

        `RecordingFailed` tells when it cannot be written (any more), `RecordingBehind` when the
        disk does not keep up.
        """
