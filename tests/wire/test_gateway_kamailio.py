"""The gateway behind Debian's Kamailio with our own configuration: Record-Route, UDP to TCP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from house import SCENARIOS, House, free_port, listens

from bridge.events import Cause, LegAnswered, LegEnded, Side

CONFIG = Path(__file__).parents[2] / "deploy" / "kamailio.cfg"


@asynccontextmanager
async def proxied(folder: Path, trunk: int = 9) -> AsyncIterator[tuple[House, int]]:
    """A house behind Kamailio, and Kamailio's port."""
    async with House() as house:
        port = free_port()
        await house.program(
            *("kamailio", "-DD", "-E", "-f", str(CONFIG), "-Y", str(folder), "-m", "32", "-M", "4"),
            *("-P", str(folder / "pid"), "-A", f"OUTSIDE=udp:127.0.0.1:{port}"),
            *("-A", f"INSIDE=tcp:127.0.0.1:{port}", "-A", f'TRUNK="sip:127.0.0.1:{trunk}"'),
            *("-A", f'GATEWAY="sip:127.0.0.1:{house.port};transport=tcp"'),
            cwd=folder,
        )
        await listens(port)
        await listens(port, tcp=True)
        try:
            yield house, port
        finally:
            kamailio = house._programs[0]
            kamailio.terminate()  # its children end with it
            await kamailio.wait()


async def call_through(house: House, folder: Path, port: int, scenario: str) -> None:
    await house.sipp(folder, "-sf", str(SCENARIOS / f"{scenario}.xml"), to=port)


async def test_a_caller_comes_through_and_hangs_up(tmp_path: Path) -> None:
    async with proxied(tmp_path) as (house, port):
        await call_through(house, tmp_path, port, "routed_caller")
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.NORMAL, Side.THEM)


async def test_we_hang_up_on_a_caller_who_came_through(tmp_path: Path) -> None:
    async with proxied(tmp_path) as (house, port):
        keep = house.gateway._on_event
        house.gateway._on_event = lambda event: (  # type: ignore[method-assign]
            keep(event),
            house.gateway.hang_up(event.leg) if isinstance(event, LegAnswered) else None,
        )
        await call_through(house, tmp_path, port, "routed_caller_waits")
        ended = await house.event(LegEnded)
        assert (ended.cause, ended.by) == (Cause.NORMAL, Side.US)


async def test_we_call_the_trunk_through_it(tmp_path: Path) -> None:
    trunk = free_port()
    async with proxied(tmp_path, trunk) as (house, port):
        scenario = str(SCENARIOS / "routed_callee.xml")
        callee = await house.program(
            *("sipp", "-i", "127.0.0.1", "-p", str(trunk), "-nostdin", "-m", "1", "-sf", scenario),
            cwd=tmp_path,
        )
        await listens(trunk)
        leg = house.gateway.dial(f"sip:110@127.0.0.1:{port};transport=tcp", caller="12345")
        await house.event(LegAnswered, leg=leg)
        house.gateway.hang_up(leg)
        assert (await house.event(LegEnded)).cause is Cause.NORMAL
        assert await callee.wait() == 0
