"""`Gateway`: what the house may tell its telephone; events come back through a callback."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bridge.errors import UsageError
from bridge.events import (
    CallArrived,
    Cause,
    LegAnswered,
    LegEnded,
    LegId,
    PlayId,
    Side,
    TelephoneEvent,
)
from bridge.gateway.config import GatewayConfig
from bridge.gateway.ids import SystemIds
from bridge.gateway.sockets import Sockets, allow_many_files, bind, bind_both, bind_stream
from bridge.gateway.sound import Sound
from bridge.gateway.streams import client_context, server_context
from bridge.media.port import MediaAddress, MediaPlane
from bridge.rooms import Role, RoomId
from bridge.sip.agent import UserAgent
from bridge.sip.causes import status_for
from bridge.sip.config import AgentConfig
from bridge.sip.events import Answered, SessionAgreed, SipEvent, TrunkChanged
from bridge.sip.ids import IdSource

log = logging.getLogger("bridge.gateway")
_GOODBYE_SECONDS: Final = 2.0


@dataclass(slots=True)
class _Leg:
    """What the gateway itself remembers of a leg; the rest is in the SIP core and in `Sound`."""

    answering: bool = False
    stands: bool = False  # the far end and we both picked up
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
        self._on_event = on_event
        self._ids = ids or SystemIds()
        self._legs: dict[LegId, _Leg] = {}
        self._sound = Sound(media, config.dead_seconds, self._tell, self._lose)
        self._tasks: set[asyncio.Task[None]] = set()
        self._address = (config.sip_host, config.sip_port)
        self.tls_port = 0  # the one really bound; 0: TLS is not spoken
        self._agent: UserAgent | None = None
        self._sockets: Sockets | None = None

    @property
    def address(self) -> tuple[str, int]:
        """The SIP address really bound."""
        return self._address

    async def start(self) -> None:
        """Bind the sockets and start the media plane."""
        config = self._config
        allow_many_files()
        with contextlib.ExitStack() as bound:  # all are closed again if one fails
            udp, tcp = self._bind(bound)
            tls: socket.socket | None = None
            if config.tls_certificate:
                inward = server_context(config.tls_certificate, config.tls_key)
                outward = client_context(config.tls_authorities)
                tls = bound.enter_context(bind_stream(config.sip_host, config.tls_port))
            await self._sound.start()
            bound.pop_all()
        self._address = udp.getsockname()[:2]
        host = config.sip_host if config.sip_host not in ("0.0.0.0", "::") else config.media_host
        settings = AgentConfig(
            host=host,
            media_host=config.media_host,
            port=self._address[1],
            tls_port=tls.getsockname()[1] if tls else 0,
            product=config.user_agent,
            realm=config.realm,
            trusted=config.trusted,
            accounts=config.accounts,
            credentials=config.credentials,
            registrations=config.registrations,
            max_calls=config.max_calls,
            calls_per_second=config.calls_per_second,
        )
        self._agent = UserAgent(settings, self._ids)
        self._sockets = Sockets(self._agent, udp, self._from_sip)
        if tcp is not None:
            await self._sockets.listen_tcp(tcp)
        if tls is not None:
            self.tls_port = tls.getsockname()[1]
            await self._sockets.listen_tls(tls, inward, outward)
        self._sip(UserAgent.register)

    def _bind(self, bound: contextlib.ExitStack) -> tuple[socket.socket, socket.socket | None]:
        host, port = self._config.sip_host, self._config.sip_port
        if not self._config.tcp:
            return bound.enter_context(bind(host, port)), None
        udp, tcp = bind_both(host, port)
        return bound.enter_context(udp), bound.enter_context(tcp)

    async def stop(self) -> None:
        """Say BYE to every leg, wait shortly for the answers, close; idempotent."""
        if self._agent is None or self._sockets is None:
            return
        sockets = self._sockets
        for leg in list(self._legs):
            self._end(leg, Cause.SHUTDOWN, Side.US)
        self._sip(UserAgent.unregister)
        await sockets.quiet(_GOODBYE_SECONDS)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._agent = self._sockets = None
        await sockets.close()
        await self._sound.stop()

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

    def transferred(self, leg: LegId, failed: Cause | None = None) -> None:
        """Answer a `TransferAsked`: its phone learns the true outcome (it may then hang up)."""
        status = 200 if failed is None else status_for(failed)
        self._sip(lambda agent, now: agent.report_transfer(leg, status, now))

    def transfer_rings(self, leg: LegId) -> None:
        """The phone that asked for a transfer learns that the target rings."""
        self._sip(lambda agent, now: agent.report_transfer(leg, 180, now))

    def registered(self) -> dict[str, str]:
        """User to contact of every phone registered now."""
        return self._agent.registered() if self._agent else {}

    def trunks(self) -> dict[str, bool]:
        """Server of every trunk we register with, and whether it holds our registration now."""
        return self._agent.trunks() if self._agent else {}

    # -- sound --

    def play(self, leg: LegId, clip: Path, *, loop: bool = False) -> PlayId:
        """Queue a clip; `PlayEnded` follows."""
        return self._sound.play(leg, clip, loop=loop)

    def stop_play(self, leg: LegId) -> None:
        """Silence the leg's clips at once."""
        self._sound.stop_play(leg)

    def hold_play(self, leg: LegId, *, held: bool) -> None:
        """Keep the leg's clips where they are, or go on a little before that."""
        self._sound.hold_play(leg, held=held)

    def listen(self, leg: LegId, stream: int, socket_path: str) -> None:
        """Send the leg's sound to a recogniser."""
        self._sound.listen(leg, stream, socket_path)

    def unlisten(self, leg: LegId, stream: int) -> None:
        """Stop that."""
        self._sound.unlisten(leg, stream)

    def record(self, leg: LegId, path: Path) -> None:
        """Record the leg from now on."""
        self._sound.record(leg, path)

    def send_keys(self, leg: LegId, keys: str) -> None:
        """Press keys towards the far end."""
        self._sound.send_keys(leg, keys)

    def talk(self, room: RoomId, members: Mapping[LegId, Role]) -> None:
        """Say who is in the room; an empty mapping ends it."""
        self._sound.talk(room, members)

    # -- inside --

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
        address = await self._sound.open(leg)
        if address is None:
            self._lose(leg)
        elif leg not in self._legs:
            self._sound.close(leg)
            return None
        return address

    def _lose(self, leg: LegId) -> None:
        """There is no sound for the leg any more."""
        if leg in self._legs:
            self._end(leg, Cause.MEDIA_LOST, Side.NOBODY)

    def _end(self, leg: LegId, cause: Cause, by: Side) -> None:
        """End a leg whatever it is doing; what SIP does not know yet ends here."""
        self._sip(lambda agent, now: agent.hang_up(leg, now, cause, by))
        known = self._legs.get(leg)  # also while another event is being told: SIP's comes later
        if known is not None:
            early = cause is Cause.NORMAL and not known.stands
            self._over(LegEnded(leg, Cause.CANCELLED if early else cause, by))

    def _over(self, event: LegEnded) -> None:
        known = self._legs.pop(event.leg, None)
        if known is None:
            return  # told already: every leg ends once
        if known.ring_limit is not None:
            known.ring_limit.cancel()
        self._sound.close(event.leg)
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
            self._sound.connect(event.leg, event.session)
        elif isinstance(event, Answered):
            self._answered(event.leg)
        elif isinstance(event, TrunkChanged):
            level = logging.INFO if event.registered else logging.ERROR
            fields = {"server": event.server, "status": event.status}
            log.log(level, "trunk registered" if event.registered else "trunk lost", extra=fields)
        else:
            self._tell(event)

    def _answered(self, leg: LegId) -> None:
        known = self._legs.get(leg)
        if known is None:
            return
        if known.ring_limit is not None:
            known.ring_limit.cancel()
            known.ring_limit = None
        known.stands = True
        self._tell(LegAnswered(leg))
