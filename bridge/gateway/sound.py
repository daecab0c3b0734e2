"""The sound of legs: ports, clips, rooms, silence, and a media process that may die."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bridge.errors import MediaPlaneError
from bridge.events import (
    LegId,
    LegSilent,
    MediaRestarted,
    PlayEnded,
    PlayId,
    RecordingBehind,
    RecordingFailed,
    TelephoneEvent,
)
from bridge.gateway.conversations import Conversations
from bridge.media.port import Codec, MediaAddress, MediaDied, MediaEvent, MediaPlane
from bridge.rooms import Role, RoomId
from bridge.sip.offer import Session

log = logging.getLogger("bridge.gateway")
_PATIENCE: Final = 5.0  # seconds that a caller waits for a new plane
_RESTART_SECONDS: Final = (0.0, 0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class _Stream:
    """What must be remembered of a leg that has ports."""

    receives: bool = True  # the far end means to send sound
    silent: float = 0.0  # seconds without sound, as far as was reported
    silent_at: float = 0.0


class Sound:
    """Commands for a leg without ports do nothing; a clip for it ends at once."""

    def __init__(
        self,
        media: MediaPlane,
        dead_seconds: float,
        tell: Callable[[TelephoneEvent], None],
        lose: Callable[[LegId], None],
    ) -> None:
        self._media = media
        self._dead_seconds = dead_seconds
        self._tell = tell
        self._lose = lose
        self._streams: dict[LegId, _Stream] = {}
        self._runs = asyncio.Event()  # clear while the plane is dead
        self._conversations = Conversations(media)
        self._no_plays = itertools.count(-1, -1)
        self._restarting: asyncio.Task[None] | None = None
        self._stopping = False
        media.on_event(self._on_event)

    async def start(self) -> None:
        """Start the media plane."""
        self._stopping = False
        await self._media.start()
        self._runs.set()

    async def stop(self) -> None:
        """End it."""
        self._stopping = True
        if self._restarting is not None:
            self._restarting.cancel()
            await asyncio.gather(self._restarting, return_exceptions=True)
        await self._media.stop()

    # -- ports --

    async def open(self, leg: LegId) -> MediaAddress | None:
        """Ports for a leg; None when the plane cannot give any.

        Who comes while the plane is dead waits for the next one: it is there in a moment.
        """
        try:
            try:
                address = await self._media.open_leg(leg)
            except MediaPlaneError:
                await asyncio.sleep(0)  # if the plane is dead, it is told in this moment
                address = await asyncio.wait_for(self._open_later(leg), _PATIENCE)
        except (MediaPlaneError, TimeoutError) as error:
            log.error("no sound for a leg", extra={"leg": leg, "reason": str(error)})
            return None
        self._streams[leg] = _Stream()
        return address

    async def _open_later(self, leg: LegId) -> MediaAddress:
        await self._runs.wait()
        return await self._media.open_leg(leg)

    def connect(self, leg: LegId, session: Session) -> None:
        """Let sound flow as the session says."""
        stream = self._streams.get(leg)
        if stream is None:
            return
        stream.receives = session.receive
        self._media.connect(
            leg,
            MediaAddress(session.host, session.port),
            Codec(session.codec, session.payload_type),
            dtmf_payload_type=session.event_type,
            send=session.send,
            receive=session.receive,
        )

    def close(self, leg: LegId) -> None:
        """The leg is over."""
        self._conversations.leave(leg)
        if self._streams.pop(leg, None) is not None:
            self._media.close_leg(leg)

    # -- what is heard --

    def play(self, leg: LegId, clip: Path, *, loop: bool) -> PlayId:
        """Queue a clip."""
        if leg in self._streams:
            return self._media.play(leg, clip, loop=loop)
        play = PlayId(next(self._no_plays))
        ended = PlayEnded(leg, play, completed=False)
        asyncio.get_running_loop().call_soon(self._tell, ended)
        return play

    def stop_play(self, leg: LegId) -> None:
        """Silence its clips."""
        if leg in self._streams:
            self._media.stop_play(leg)

    def hold_play(self, leg: LegId, *, held: bool) -> None:
        """Keep its clips where they are, or go on."""
        if leg in self._streams:
            self._media.hold_play(leg, held=held)

    def send_keys(self, leg: LegId, keys: str) -> None:
        """Press keys."""
        if leg in self._streams:
            self._media.send_keys(leg, keys)

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        """Begin sending its sound to a recogniser."""
        if leg in self._streams:
            self._media.listen(leg, stream, socket_path)

    def unlisten(self, leg: LegId, stream: int) -> None:
        """End that."""
        if leg in self._streams:
            self._media.unlisten(leg, stream)

    def record(self, leg: LegId, path: Path) -> None:
        """Record it."""
        if leg in self._streams:
            self._media.record(leg, path)

    def talk(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        """Arrange a room; legs without ports are left out."""
        here = {leg: role for leg, role in members.items() if leg in self._streams}
        self._conversations.arrange(room, here)

    # -- what the plane tells --

    def _on_event(self, event: MediaEvent) -> None:
        if isinstance(event, MediaDied):
            self._died(event)
        elif isinstance(event, LegSilent):
            self._silent(event)
        elif isinstance(event, RecordingBehind):
            level = logging.ERROR if event.seconds or event.lost else logging.INFO
            fields = {"seconds": round(event.seconds, 1), "lost": event.lost}
            what = "recordings wait for the disk" if event.seconds else "recordings caught up"
            log.log(level, what, extra=fields)
            self._tell(event)
        elif event.leg in self._streams:
            if isinstance(event, RecordingFailed):
                log.error("recording failed", extra={"leg": event.leg, "reason": event.reason})
            self._tell(event)

    def _silent(self, event: LegSilent) -> None:
        """The plane reports each further stretch of silence; stretches that touch are one."""
        stream = self._streams.get(event.leg)
        if stream is None:
            return
        now = asyncio.get_running_loop().time()
        touches = now - stream.silent_at < 1.5 * event.seconds
        stream.silent = event.seconds + (stream.silent if touches else 0.0)
        stream.silent_at = now
        self._tell(LegSilent(event.leg, stream.silent))
        if self._dead_seconds and stream.receives and stream.silent >= self._dead_seconds:
            self._lose(event.leg)

    def _died(self, event: MediaDied) -> None:
        log.error("media process died", extra={"exit_status": event.exit_status})
        lost = list(self._streams)
        self._streams.clear()
        self._runs.clear()
        for leg in lost:
            self._lose(leg)
        if not self._stopping:
            self._restarting = asyncio.create_task(self._restart())

    async def _restart(self) -> None:
        for pause in itertools.chain(_RESTART_SECONDS, itertools.repeat(_RESTART_SECONDS[-1])):
            await asyncio.sleep(pause)
            try:
                await self._media.start()
            except (MediaPlaneError, OSError) as error:
                log.error("media process does not start", extra={"reason": str(error)})
                continue
            self._runs.set()
            self._tell(MediaRestarted())
            return
