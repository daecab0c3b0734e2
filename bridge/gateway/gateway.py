"""`Gateway`: what the house may tell its telephone; events come back through a callback."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bridge.errors import MediaPlaneError, UsageError
from bridge.events import (
    CallArrived,
    Cause,
    LegAnswered,
    LegEnded,
    LegId,
    LegSilent,
    MediaRestarted,
    PlayEnded,
    PlayId,
    Side,
    TelephoneEvent,
)
from bridge.gateway.config import GatewayConfig
from bridge.gateway.conversations import Conversations
from bridge.gateway.ids import SystemIds
from bridge.gateway.sockets import Sockets, bind
from bridge.media.port import Codec, MediaAddress, MediaDied, MediaEvent, MediaPlane
from bridge.rooms import Role, RoomId
from bridge.sip.agent import UserAgent
from bridge.sip.config import AgentConfig
from bridge.sip.events import Answered, SessionAgreed, SipEvent
from bridge.sip.ids import IdSource

log = logging.getLogger("bridge.gateway")
_GOODBYE_SECONDS: Final = 2.0
_RESTART_SECONDS: Final = (0.0, 0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class _Leg:
    """What the gateway itself must remember of a leg; the rest is in the SIP core and the plane."""

    sound: bool = False  # the media plane has opened it
    answering: bool = False
    receives: bool = True  # the far end means to send sound
    silent: float = 0.0  # seconds without sound, as far as was reported
    silent_at: float = 0.0
    ring_limit: asyncio.TimerHandle | None = None


class Gateway:
    """Commands never block and never raise for a leg that is already gone: they do nothing then."""

    def __init__(
        self,
        config: GatewayConfig,
        media: MediaPlane,
        on_event: Callable[[TelephoneEvent], None],
        *,
        ids: IdSource | None = None,
    ) -> None:
        self._config = config
        self._media = media
        self._on_event = on_event
        self._ids = ids or SystemIds()
        self._legs: dict[LegId, _Leg] = {}
        self._conversations = Conversations(media)
        self._tasks: set[asyncio.Task[None]] = set()
        self._no_plays = itertools.count(-1, -1)
        self._address = (config.sip_host, config.sip_port)
        self._agent: UserAgent | None = None
        self._sockets: Sockets | None = None
        self._stopping = False
        media.on_event(self._from_media)

    @property
    def address(self) -> tuple[str, int]:
        """The SIP address really bound."""
        return self._address

    async def start(self) -> None:
        """Bind the sockets and start the media plane."""
        config = self._config
        udp = bind(config.sip_host, config.sip_port)
        try:
            await self._media.start()
        except BaseException:
            udp.close()
            raise
        self._address = udp.getsockname()[:2]
        self._stopping = False
        host = config.sip_host if config.sip_host not in ("0.0.0.0", "::") else config.media_host
        settings = AgentConfig(
            host=host,
            port=self._address[1],
            product=config.user_agent,
            realm=config.realm,
            trusted=config.trusted,
            accounts=config.accounts,
            max_calls=config.max_calls,
            calls_per_second=config.calls_per_second,
        )
        self._agent = UserAgent(settings, self._ids)
        self._sockets = Sockets(self._agent, udp, self._from_sip)
        if config.tcp:
            await self._sockets.listen_tcp(config.sip_host, self._address[1])

    async def stop(self) -> None:
        """Say BYE to every leg, wait shortly for the answers, close; idempotent."""
        if self._agent is None or self._sockets is None:
            return
        self._stopping = True
        sockets = self._sockets
        for leg in list(self._legs):
            self._end(leg, Cause.SHUTDOWN, Side.US)
        await sockets.quiet(_GOODBYE_SECONDS)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._agent = self._sockets = None
        await sockets.close()
        await self._media.stop()

    # -- calls --

    def ring(self, leg: LegId) -> None:
        """Let the caller hear ringing (180)."""
        self._sip(lambda agent, now: agent.ring(leg, now))

    def answer(self, leg: LegId) -> None:
        """Pick up (200); `LegAnswered` follows the ACK, failures come as `LegEnded`."""
        known = self._legs.get(leg)
        if known is not None and not known.answering:
            known.answering = True
            self._spawn(self._answer(leg))

    async def _answer(self, leg: LegId) -> None:
        address = await self._open_sound(leg)
        if address is not None:
            self._sip(lambda agent, now: agent.accept(leg, address.host, address.port, now))

    def refuse(self, leg: LegId, cause: Cause) -> None:
        """Turn an arrived call away."""
        self._sip(lambda agent, now: agent.refuse(leg, cause, now))

    def hang_up(self, leg: LegId) -> None:
        """End the leg in whatever state it is; `LegEnded` follows."""
        if leg in self._legs:
            self._end(leg, Cause.NORMAL, Side.US)

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
        leg = LegId(f"leg-{self._ids.token()[:12]}")
        self._legs[leg] = _Leg(answering=True)
        seconds = self._config.ring_seconds if ring_seconds is None else ring_seconds
        self._spawn(self._dial(leg, target, caller, display, seconds, dict(headers or {})))
        return leg

    async def _dial(
        self,
        leg: LegId,
        target: str,
        caller: str,
        display: str,
        seconds: float,
        headers: dict[str, str],
    ) -> None:
        if self._agent is None or not self._agent.reachable(target):
            self._over(LegEnded(leg, Cause.UNREACHABLE, Side.NOBODY))
            return
        address = await self._open_sound(leg)
        if address is None or self._agent is None:
            return
        media = (address.host, address.port)
        try:
            self._sip(
                lambda agent, now: agent.dial(
                    leg, target, caller=caller, display=display, media=media,
                    headers=headers, now=now,
                )
            )  # fmt: skip
        except UsageError:  # the phone went away while the ports were opened
            self._over(LegEnded(leg, Cause.UNREACHABLE, Side.NOBODY))
            return
        if leg in self._legs:
            loop = asyncio.get_running_loop()
            limit = loop.call_later(seconds, self._end, leg, Cause.NO_ANSWER, Side.NOBODY)
            self._legs[leg].ring_limit = limit

    def registered(self) -> dict[str, str]:
        """User to contact of every phone registered now."""
        return self._agent.registered() if self._agent else {}

    # -- sound --

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        """Queue a clip; `PlayEnded` follows."""
        if self._has_sound(leg):
            return self._media.play(leg, clip, loop=loop)
        play = PlayId(next(self._no_plays))
        ended = PlayEnded(leg, play, completed=False)
        asyncio.get_running_loop().call_soon(self._tell, ended)
        return play

    def stop_play(self, leg: LegId) -> None:
        """Silence the leg's clips at once."""
        if self._has_sound(leg):
            self._media.stop_play(leg)

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        """Send the leg's sound to a recogniser."""
        if self._has_sound(leg):
            self._media.listen(leg, stream, socket_path)

    def unlisten(self, leg: LegId, stream: int) -> None:
        """Stop that."""
        if self._has_sound(leg):
            self._media.unlisten(leg, stream)

    def record(self, leg: LegId, path: Path) -> None:
        """Record the leg from now on."""
        if self._has_sound(leg):
            self._media.record(leg, path)

    def send_keys(self, leg: LegId, keys: str) -> None:
        """Press keys towards the far end."""
        if self._has_sound(leg):
            self._media.send_keys(leg, keys)

    def talk(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        """Say who is in the room; an empty mapping ends it."""
        known = {leg: role for leg, role in members.items() if self._has_sound(leg)}
        self._conversations.arrange(room, known)

    # -- inside --

    def _has_sound(self, leg: LegId) -> bool:
        known = self._legs.get(leg)
        return known is not None and known.sound

    def _sip(self, command: Callable[[UserAgent, float], None]) -> None:
        if self._agent is not None and self._sockets is not None:
            try:
                command(self._agent, self._sockets.now)
            finally:
                self._sockets.pump()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open_sound(self, leg: LegId) -> MediaAddress | None:
        """Ports for the leg; None when it ended meanwhile, or when there is no media plane."""
        try:
            address = await self._media.open_leg(leg)
        except MediaPlaneError as error:
            log.error("no sound for a leg", extra={"leg": leg, "reason": str(error)})
            self._end(leg, Cause.MEDIA_LOST, Side.NOBODY)
            return None
        known = self._legs.get(leg)
        if known is None:
            self._media.close_leg(leg)
            return None
        known.sound = True
        return address

    def _end(self, leg: LegId, cause: Cause, by: Side) -> None:
        """End a leg whatever it is doing; what SIP does not know yet ends here."""
        self._sip(lambda agent, now: agent.hang_up(leg, now, cause, by))
        if leg in self._legs:
            before_sip = Cause.CANCELLED if cause is Cause.NORMAL else cause
            self._over(LegEnded(leg, before_sip, by))

    def _over(self, event: LegEnded) -> None:
        known = self._legs.pop(event.leg, None)
        if known is None:
            return  # told already: every leg ends once
        if known.ring_limit is not None:
            known.ring_limit.cancel()
        self._conversations.leave(event.leg)
        if known.sound:
            self._media.close_leg(event.leg)
        self._tell(event)

    def _tell(self, event: TelephoneEvent) -> None:
        try:
            self._on_event(event)
        except Exception:  # the telephone goes on whatever the house does
            log.exception("telephone event failed", extra={"event_type": type(event).__name__})

    # -- events --

    def _from_sip(self, event: SipEvent) -> None:
        if isinstance(event, CallArrived):
            self._legs[event.leg] = _Leg()
            self._tell(event)
        elif isinstance(event, LegEnded):
            self._over(event)
        elif isinstance(event, SessionAgreed):
            self._connect(event)
        elif isinstance(event, Answered):
            self._answered(event.leg)
        else:
            self._tell(event)

    def _connect(self, event: SessionAgreed) -> None:
        if not self._has_sound(event.leg):
            return
        session = event.session
        self._legs[event.leg].receives = session.receive
        self._media.connect(
            event.leg,
            MediaAddress(session.host, session.port),
            Codec(session.codec, session.payload_type),
            dtmf_payload_type=session.event_type,
            send=session.send,
            receive=session.receive,
        )

    def _answered(self, leg: LegId) -> None:
        known = self._legs.get(leg)
        if known is None:
            return
        if known.ring_limit is not None:
            known.ring_limit.cancel()
            known.ring_limit = None
        self._tell(LegAnswered(leg))

    def _from_media(self, event: MediaEvent) -> None:
        if isinstance(event, MediaDied):
            self._media_died(event)
            return
        known = self._legs.get(event.leg)
        if known is None:
            return
        if isinstance(event, LegSilent):
            self._silent(event, known)
        else:
            self._tell(event)

    def _silent(self, event: LegSilent, known: _Leg) -> None:
        """The plane reports each further stretch of silence; stretches that touch are one."""
        now = asyncio.get_running_loop().time()
        touches = now - known.silent_at < 1.5 * event.seconds
        known.silent = event.seconds + (known.silent if touches else 0.0)
        known.silent_at = now
        self._tell(LegSilent(event.leg, known.silent))
        limit = self._config.dead_seconds
        if limit and known.receives and known.silent >= limit:
            self._end(event.leg, Cause.MEDIA_LOST, Side.NOBODY)

    def _media_died(self, event: MediaDied) -> None:
        log.error("media process died", extra={"exit_status": event.exit_status})
        for leg, known in list(self._legs.items()):
            if known.sound or known.answering:
                known.sound = False
                self._end(leg, Cause.MEDIA_LOST, Side.NOBODY)
        if not self._stopping:
            self._spawn(self._restart_media())

    async def _restart_media(self) -> None:
        for pause in itertools.chain(_RESTART_SECONDS, itertools.repeat(_RESTART_SECONDS[-1])):
            await asyncio.sleep(pause)
            try:
                await self._media.start()
            except (MediaPlaneError, OSError) as error:
                log.error("media process does not start", extra={"reason": str(error)})
                continue
            self._tell(MediaRestarted())
            return
