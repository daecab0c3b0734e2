"""演示: three simulated citizens call the real service on loopback.

The police desk and the citizens are processes of their own (`ivr operator`, `ivr call`); nothing
on the service's side knows that they are simulated. What each call must come to is written here
beside what the citizen says, and is judged by the ledger's record, not by the citizen's word.
"""

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from ivr.app.service import HotlineService
from ivr.errors import HotlineError
from ivr.linkage.config import LineConfig, LinkageConfig
from ivr.settings.model import Settings
from ivr.store.record import CallRecord, Outcome

CALL_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Scene:
    """One citizen: what is said, and what must come of it."""

    title: str
    number: str  # the citizen's, plainly invented
    says: tuple[str, ...]
    wanted: str
    fits: Callable[[CallRecord], bool]


SCENES = (
    Scene(
        title="张三咨询：常见问题，即时答复",
        number="02400000001",
        says=("你好，我想问一下，身份证丢了怎么补办？", "没有了，谢谢。"),
        wanted="即时答复，不立工单",
        fits=lambda r: r.outcome is Outcome.ANSWERED and not r.tickets,
    ),
    Scene(
        title="李四求助：暖气不热、路灯不亮，两件事两张工单",
        number="02400000002",
        says=(
            "我家住在沈阳市铁西区建设中路三号楼，家里暖气不热，已经三天了，希望派人来修。"
            "还有一个事，小区门口的路灯坏了，从上周开始就不亮，希望尽快修好。",
            "没有了。",
            "对。",
            "对。",
            "没有了，谢谢。",
        ),
        wanted="两张工单",
        fits=lambda r: r.outcome is Outcome.TICKET and len(r.tickets) == 2,
    ),
    Scene(
        title="王五报警：紧急情况，一键转接警务台",
        number="02400000003",
        says=("快来人，有人拿刀打架，就在我家楼下！", "在铁西区建设中路三号楼楼下。"),
        wanted="接通警务台",
        fits=lambda r: r.outcome is Outcome.POLICE and r.emergency == "110",
    ),
)


@dataclass(frozen=True, slots=True)
class Played:
    """How one scene went."""

    scene: Scene
    record: CallRecord | None
    report: dict[str, Any]  # the citizen's own (`ivr call --json`)

    @property
    def good(self) -> bool:
        """Answered, everything said, ended by hanging up, and what came of it is what must."""
        return (
            self.record is not None
            and self.record.ended is not None
            and self.record.cause == "normal"
            and not self.record.faults
            and bool(self.report.get("answered"))
            and not self.report.get("unsaid")
            and self.scene.fits(self.record)
        )


class Demo:
    """The service with the police desk's phone beside it."""

    def __init__(self, settings: Settings, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._tell = tell
        self._desk: asyncio.subprocess.Process | None = None
        self._desk_lines: asyncio.Task[None] | None = None
        self.service: HotlineService

    async def start(self) -> None:
        """Start the desk's phone, then the service that knows where to ring it."""
        self._desk = await _ivr(
            "operator",
            *("--simulate", "--json", "--name", "警务台", "--talk", "30", "--pause", "9"),
            *("--say", "警务台收到。", "情况已记录，请您注意自身安全，民警马上出警。"),
            *("--record", str(self._settings.data / "desk")),
        )
        address = await self._desk_address(self._desk)
        self._desk_lines = asyncio.create_task(self._follow_desk(self._desk))
        line = LineConfig(
            services=["110", "122", "police"],
            title="公安警务台",
            target=f"sip:110@{address}",
        )
        tables = msgspec.structs.replace(self._settings.tables, linkage=LinkageConfig(lines=[line]))
        self.service = HotlineService(replace(self._settings, tables=tables))
        await self.service.start()

    async def stop(self) -> None:
        """Stop both; idempotent."""
        if hasattr(self, "service"):
            await self.service.stop()
        if self._desk_lines:
            self._desk_lines.cancel()
        if self._desk and self._desk.returncode is None:
            self._desk.terminate()
            await self._desk.wait()

    async def play(self, scene: Scene) -> Played:
        """One citizen calls; waits until the call is over and written down."""
        host, port = self.service.gateway.address
        before = {record.call for record in self.service.ledger.calls(100)}
        citizen = await _ivr(
            "call",
            *("--to", f"sip:12345@{host}:{port}", "--user", scene.number),
            *("--say", *scene.says, "--json", "--quiet"),
            *("--record", str(self._settings.data / f"citizen-{scene.number}.wav")),
        )
        try:
            out, _ = await asyncio.wait_for(citizen.communicate(), CALL_SECONDS)
        except (TimeoutError, asyncio.CancelledError):
            with suppress(ProcessLookupError):
                citizen.kill()
            raise
        report = msgspec.json.decode(out) if out.strip() else {}
        await self._settled()
        await asyncio.wrap_future(self.service.ledger.flush())
        new = [r for r in self.service.ledger.calls(100) if r.call not in before]
        return Played(scene, new[0] if len(new) == 1 else None, report)

    async def _settled(self) -> None:
        """Until the service has seen the end of the call too."""
        gone = asyncio.Event()
        live = self.service.calls.live

        def look() -> None:
            if not live.picture()["calls"]:
                gone.set()

        stop = live.subscribe(look)
        look()
        with suppress(TimeoutError):
            await asyncio.wait_for(gone.wait(), 15.0)
        stop()

    async def _desk_address(self, desk: asyncio.subprocess.Process) -> str:
        assert desk.stdout
        line = await desk.stdout.readline()
        if not line.strip():
            raise HotlineError("the simulated police desk did not start; its words stand above")
        return str(msgspec.json.decode(line)["ready"])

    async def _follow_desk(self, desk: asyncio.subprocess.Process) -> None:
        assert desk.stdout
        async for line in desk.stdout:
            self._tell(f"警务台 {msgspec.json.decode(line)['event']}")


async def _ivr(*words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ivr.cli.main", *words),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path.cwd(),
    )
