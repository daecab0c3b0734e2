"""The glue between SIP and sound: whatever crosses, every leg ends once. The plane is a double."""

import asyncio
import socket
from pathlib import Path

import pytest

from bridge.errors import MediaPlaneError
from bridge.events import (
    CallArrived,
    Cause,
    LegAnswered,
    LegEnded,
    LegId,
    MediaRestarted,
    PhoneRegistered,
    PlayEnded,
    PlayId,
    Side,
)
from bridge.gateway import Gateway, GatewayConfig, sockets
from bridge.gateway.conversations import Conversations
from bridge.gateway.sockets import bind, bind_stream
from bridge.media.port import MediaAddress, MediaDied
from bridge.rooms import LISTENER, ON_HOLD, TALKER, RoomId, whisperer
from bridge.sip.config import RegistrationConfig


class Plane:
    """Opens ports when `gate` lets it; keeps what it was told."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False
        self.starts = 0
        self.told: list[tuple[object, ...]] = []
        self.ports = 30000
        self.changed = asyncio.Event()

    async def start(self) -> None:
        self.starts += 1

    async def stop(self) -> None:
        pass

    def on_event(self, callback) -> None:
        self.tell = callback

    async def open_leg(self, leg):
        await self.gate.wait()
        if self.broken:
            raise MediaPlaneError("no ports")
        self.ports += 2
        self.told.append(("open", leg))
        return MediaAddress("127.0.0.1", self.ports)

    def play(self, leg, clip, *, loop=False):
        return PlayId(1)

    def __getattr__(self, name):
        def keep(*args, **named):
            self.told.append((name, *args))
            self.changed.set()

        return keep

    async def once(self, name):
        async with asyncio.timeout(20):
            while not self.of(name):
                self.changed.clear()
                await self.changed.wait()

    def of(self, name):
        return [entry[1:] for entry in self.told if entry[0] == name]


class Side2:
    """A gateway on loopback and what it told."""

    def __init__(self, **config) -> None:
        self.plane = Plane()
        self.events = []
        self.changed = asyncio.Event()
        self.gateway = Gateway(
            GatewayConfig(sip_port=0, **config), self.plane, self._keep  # type: ignore[arg-type]
        )  # fmt: skip

    def _keep(self, event) -> None:
        self.events.append(event)
        self.changed.set()

    async def event(self, kind):
        async with asyncio.timeout(20):
            while not (found := [e for e in self.events if isinstance(e, kind)]):
                self.changed.clear()
                await self.changed.wait()
        return found[-1]

    @property
    def target(self) -> str:
        return f"sip:12345@127.0.0.1:{self.gateway.address[1]}"

    def ends(self):
        return [(e.cause, e.by) for e in self.events if isinstance(e, LegEnded)]


@pytest.fixture
async def sides():
    us, them = Side2(), Side2()
    await us.gateway.start()
    await them.gateway.start()
    yield us, them
    await us.gateway.stop()
    await them.gateway.stop()


async def call(us, them) -> tuple[LegId, LegId]:
    leg = us.gateway.dial(them.target, caller="12345", display="热线")
    there = (await them.event(CallArrived)).leg
    them.gateway.answer(there)
    await us.event(LegAnswered)
    await them.event(LegAnswered)
    return leg, there


async def test_a_call_opens_connects_and_closes_sound(sides):
    us, them = sides
    leg, there = await call(us, them)
    us.gateway.hang_up(leg)
    await them.event(LegEnded)
    assert us.ends() == [(Cause.NORMAL, Side.US)]
    assert them.ends() == [(Cause.NORMAL, Side.THEM)]
    assert us.plane.of("close_leg") == [(leg,)]
    assert them.plane.of("close_leg") == [(there,)]
    connected = them.plane.of("connect")[0]
    assert (connected[1].port, connected[2].name) == (30002, "PCMA")


async def test_a_leg_that_is_hung_up_when_another_one_ends(sides):
    us, them = sides
    first, _ = await call(us, them)
    us.events.clear()
    them.events.clear()
    second, _ = await call(us, them)
    keep = us.gateway._on_event
    us.gateway._on_event = lambda event: (
        keep(event),
        us.gateway.hang_up(second) if getattr(event, "leg", None) == first else None,
    )
    us.gateway.hang_up(first)
    assert us.ends() == [(Cause.NORMAL, Side.US)] * 2


async def test_a_dead_phone_is_unreachable_at_once_and_harms_no_other_call(sides):
    us, them = sides
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    leg, _ = await call(us, them)
    dead = us.gateway.dial(f"sip:1@127.0.0.1:{nobody}", caller="12345", ring_seconds=20)
    ended = await us.event(LegEnded)
    assert (ended.leg, ended.cause, ended.by) == (dead, Cause.UNREACHABLE, Side.NOBODY)
    us.gateway.hang_up(leg)
    assert (await them.event(LegEnded)).cause is Cause.NORMAL


async def test_a_trunk_is_registered_with_and_signed_off():
    trunk = Side2(accounts={"line": "secret"}, trusted=())
    await trunk.gateway.start()
    server = f"sip:127.0.0.1:{trunk.gateway.address[1]}"
    entry = RegistrationConfig(server=server, user="line", password="secret")
    us = Side2(registrations=(entry,))
    await us.gateway.start()
    registered = await trunk.event(PhoneRegistered)
    assert (registered.user, registered.expires) == ("line", 3600)
    assert trunk.gateway.registered().keys() == {"line"}
    await us.gateway.stop()
    assert us.gateway.trunks() == {}
    assert trunk.gateway.registered() == {}
    await trunk.gateway.stop()


async def test_the_caller_gives_up_while_ports_are_opened(sides):
    us, them = sides
    them.plane.gate.clear()
    leg = us.gateway.dial(them.target, caller="12345")
    there = (await them.event(CallArrived)).leg
    them.gateway.answer(there)
    them.gateway.answer(there)  # twice is once
    us.gateway.hang_up(leg)
    assert (await them.event(LegEnded)).cause is Cause.CANCELLED
    them.plane.gate.set()
    await them.plane.once("close_leg")
    assert them.plane.of("open") == them.plane.of("close_leg") == [(there,)]
    assert len(them.ends()) == 1


async def test_hanging_up_before_the_invite_is_out(sides):
    us, them = sides
    us.plane.gate.clear()
    leg = us.gateway.dial(them.target, caller="12345")
    us.gateway.hang_up(leg)
    us.gateway.hang_up(leg)
    assert us.ends() == [(Cause.CANCELLED, Side.US)]
    us.plane.gate.set()
    await us.plane.once("close_leg")
    assert them.events == []


async def test_no_ports_for_an_arrived_call(sides):
    us, them = sides
    them.plane.broken = True
    us.gateway.dial(them.target, caller="12345")
    them.gateway.answer((await them.event(CallArrived)).leg)
    assert (await us.event(LegEnded)).status == 500
    assert them.ends() == [(Cause.MEDIA_LOST, Side.NOBODY)]


async def test_no_ports_for_a_dialled_call(sides):
    us, them = sides
    us.plane.broken = True
    us.gateway.dial(them.target, caller="12345")
    assert (await us.event(LegEnded)).cause is Cause.MEDIA_LOST
    assert them.events == []


async def test_the_plane_dies_every_leg_ends_and_it_is_started_again(sides):
    us, them = sides
    await call(us, them)
    us.plane.tell(MediaDied(-9))
    await us.event(MediaRestarted)
    assert us.ends() == [(Cause.MEDIA_LOST, Side.NOBODY)]
    assert isinstance(us.events[-1], MediaRestarted)
    assert us.plane.starts == 2
    await them.event(LegEnded)


async def test_who_comes_while_the_plane_is_dead_waits_for_the_next_one(sides):
    us, them = sides
    starts, again = them.plane.start, asyncio.Event()

    async def start_later():
        await again.wait()
        them.plane.broken = False
        await starts()

    them.plane.start, them.plane.broken = start_later, True
    them.plane.tell(MediaDied(-9))
    leg = us.gateway.dial(them.target, caller="12345")
    them.gateway.answer((await them.event(CallArrived)).leg)
    again.set()
    await us.event(LegAnswered)
    assert them.ends() == []
    us.gateway.hang_up(leg)
    await them.event(LegEnded)


async def test_the_plane_dies_while_it_opens_ports(sides):
    us, them = sides
    them.plane.gate.clear()
    us.gateway.dial(them.target, caller="12345")
    them.gateway.answer((await them.event(CallArrived)).leg)
    them.plane.broken = True
    them.plane.gate.set()  # the request fails, and then the death is told
    asyncio.get_running_loop().call_soon(them.plane.tell, MediaDied(-9))
    them.plane.start = _mend(them.plane)
    await us.event(LegAnswered)
    assert them.ends() == []


def _mend(plane):
    async def start():
        plane.broken = False

    return start


async def test_a_callback_that_fails_harms_nobody(sides, caplog):
    us, them = sides

    def fail(event):
        them.events.append(event)
        them.changed.set()
        raise RuntimeError("the house is on fire")

    them.gateway._on_event = fail
    leg = us.gateway.dial(them.target, caller="12345")
    them.gateway.answer((await them.event(CallArrived)).leg)
    await us.event(LegAnswered)
    us.gateway.hang_up(leg)
    await them.event(LegEnded)
    assert "the house is on fire" in caplog.text


async def test_commands_for_nobody_do_nothing(sides):
    us, _ = sides
    gateway, gone = us.gateway, LegId("gone")
    gateway.ring(gone)
    gateway.answer(gone)
    gateway.refuse(gone, Cause.BUSY)
    gateway.hang_up(gone)
    gateway.stop_play(gone)
    gateway.listen(gone, 1, "/nowhere")
    gateway.unlisten(gone, 1)
    gateway.record(gone, Path("/nowhere"))
    gateway.send_keys(gone, "1")
    gateway.talk(RoomId("r"), {gone: TALKER})
    play = gateway.play(gone, Path("/nowhere"))
    assert await us.event(PlayEnded) == PlayEnded(gone, play, completed=False)
    assert us.plane.told == []


async def test_before_the_start_and_after_the_stop_nothing_happens():
    side = Side2()
    side.gateway.hang_up(LegId("x"))
    assert side.gateway.registered() == {}
    await side.gateway.stop()
    await side.gateway.start()
    leg = side.gateway.dial("8001", caller="12345")
    assert (await side.event(LegEnded)).leg == leg
    await side.gateway.stop()
    await side.gateway.stop()


async def test_a_port_that_is_taken_is_said_before_anything_starts(sides):
    us, _ = sides
    other = Side2()
    config = GatewayConfig(sip_port=us.gateway.address[1])
    other.gateway = Gateway(config, other.plane, other._keep)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="in use"):
        await other.gateway.start()
    assert other.plane.starts == 0


async def test_a_number_that_tcp_already_has_leaves_nothing_open(sides):
    with bind_stream("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        us = Side2()
        us.gateway = Gateway(GatewayConfig(sip_port=port, tcp=True), us.plane, us._keep)  # type: ignore[arg-type]
        with pytest.raises(OSError, match="in use"):
            await us.gateway.start()
    assert us.plane.starts == 0
    with bind("127.0.0.1", port) as again:  # UDP was given back
        assert again.getsockname()[1] == port


def test_a_drawn_number_is_free_for_udp_and_tcp(monkeypatch):
    with bind_stream("127.0.0.1", 0) as taken:
        draws = [taken.getsockname()[1], 0]
        monkeypatch.setattr(sockets, "bind", lambda host, _: bind(host, draws.pop(0)))
        udp, tcp = sockets.bind_both("127.0.0.1", 0)
        with udp, tcp:
            assert udp.getsockname() == tcp.getsockname() != taken.getsockname()
        assert not draws


# -- rooms --


def test_rooms_turn_into_who_hears_whom():
    plane = Plane()
    rooms = Conversations(plane)  # type: ignore[arg-type]
    a, b, c = LegId("a"), LegId("b"), LegId("c")
    rooms.arrange(RoomId("r"), {a: TALKER, b: TALKER})
    assert plane.of("hear") == [(a, {b: 1.0}), (b, {a: 1.0})]
    plane.told.clear()
    rooms.arrange(RoomId("r"), {a: TALKER, b: TALKER, c: LISTENER})
    assert plane.of("hear") == [(c, {a: 1.0, b: 1.0})]
    plane.told.clear()
    rooms.arrange(RoomId("other"), {a: ON_HOLD, b: TALKER})  # both leave the first room
    assert (a, {}) in plane.of("hear")
    plane.told.clear()
    rooms.leave(b)
    rooms.arrange(RoomId("r"), {})
    rooms.arrange(RoomId("other"), {})
    rooms.leave(a)
    assert rooms._rooms == {}
    assert rooms._where == {}


def test_whispering_to_somebody_who_left_harms_nobody():
    plane = Plane()
    rooms = Conversations(plane)  # type: ignore[arg-type]
    a, b, c = LegId("a"), LegId("b"), LegId("c")
    rooms.arrange(RoomId("r"), {a: TALKER, b: TALKER, c: whisperer(b)})
    rooms.leave(b)
    assert plane.of("hear")[-1] != (a, {c: 1.0})
    assert rooms._rooms[RoomId("r")].keys() == {a, c}
