"""`Gateway`: every command the house may give its telephone; events come back through a callback."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bridge.events import Cause, LegId, PlayId, TelephoneEvent
from bridge.gateway.config import GatewayConfig
from bridge.media.port import MediaPlane
from bridge.rooms import Role, RoomId


class Gateway:
    """Commands never block and never raise for a leg that is already gone: they do nothing then."""

    def __init__(
        self,
        config: GatewayConfig,
        media: MediaPlane,
        on_event: Callable[[TelephoneEvent], None],
    ) -> None:
        raise NotImplementedError

    @property
    def address(self) -> tuple[str, int]:
        """The SIP address really bound."""
        raise NotImplementedError

    async def start(self) -> None:
        """Bind the sockets and start the media plane."""

    async def stop(self) -> None:
        """Say BYE to every leg, wait shortly for the answers, close; idempotent."""

    def ring(self, leg: LegId) -> None:
        """Let the caller hear ringing (180)."""

    def answer(self, leg: LegId) -> None:
        """Pick up (200); `LegAnswered` follows the ACK, failures come as `LegEnded`."""

    def refuse(self, leg: LegId, cause: Cause) -> None:
        """Turn an arrived call away."""

    def hang_up(self, leg: LegId) -> None:
        """End the leg in whatever state it is; `LegEnded` follows."""

    def dial(
        self,
        target: str,
        *,
        caller: str,
        display: str = "",
        ring_seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> LegId:
        """Call `sip:user@ip:port` or a registered user; every outcome comes as events."""
        raise NotImplementedError

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        """Queue a clip; `PlayEnded` follows."""
        raise NotImplementedError

    def stop_play(self, leg: LegId) -> None:
        """Silence the leg's clips at once."""

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        """Send the leg's sound to a recogniser."""

    def unlisten(self, leg: LegId, stream: int) -> None:
        """Stop that."""

    def record(self, leg: LegId, path: Path) -> None:
        """Record the leg from now on."""

    def talk(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        """Say who is in the room; an empty mapping ends it."""

    def send_keys(self, leg: LegId, keys: str) -> None:
        """Press keys towards the far end."""

    def registered(self) -> dict[str, str]:
        """User to contact of every phone registered now."""
        raise NotImplementedError
