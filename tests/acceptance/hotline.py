"""The service under test: own site, own process, free ports; told from outside what it does."""

import asyncio
import json
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import aiohttp
from program import IVR, ROOT, Program, command_line, family

from ivr.errors import StoreError
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind, JournalEntry
from ivr.store.ledger import Ledger, replay
from ivr.store.record import CallRecord
from ivr.tickets.model import Ticket

FoundT = TypeVar("FoundT")
FEW_WORDS = {"flow": {"variables": {"notice": "您好。", "greeting": "您请讲。"}}}  # short prompts
Tables = Mapping[str, Mapping[str, Any]]
NO_TABLES: Tables = MappingProxyType({})


class Hotline:
    """`ivr run` on loopback. `async with Hotline(folder, operators=…, lines=…) as hotline:`"""

    def __init__(
        self,
        folder: Path,
        *,
        operators: Sequence[Mapping[str, Any]] = (),
        lines: Sequence[Mapping[str, Any]] = (),
        tables: Tables = NO_TABLES,
    ) -> None:
        self.folder = folder
        self.config = write_site(folder, operators=operators, lines=lines, tables=tables)
        self.data = folder / "data"
        self.pictures: list[dict[str, Any]] = []  # every live picture the page was sent
        self._programs: list[Program] = []
        self._changed = asyncio.Event()

    # -- starting and stopping -------------------------------------------------------------

    async def __aenter__(self) -> "Hotline":
        self.service = Program(
            "the service",
            str(IVR),
            *("run", "--sip", "127.0.0.1:0", "--web", "127.0.0.1:0", "--json"),
            *("--data", str(self.data), "--config", str(self.config)),
        )
        try:
            await self.service.start()
            ready = await self.service.until(lambda: next(iter(self.service.objects()), None), 60)
            assert ready["ready"] is True
            self.port = int(ready["sip"].rpartition(":")[2])
            self.web = str(ready["web"]).rstrip("/")
            self.pid = self.service.process.pid
            self.ledger = Ledger(StoreConfig(), self.data, read_only=True)
            self._http = aiohttp.ClientSession()
            self._page = asyncio.create_task(self._watch())
        except BaseException:
            await self.service.sweep()
            raise
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None and self.service.process.returncode is None:
                await self.stop()
        finally:
            self._page.cancel()
            await asyncio.gather(self._page, return_exceptions=True)
            await self._http.close()
            for program in [*self._programs, self.service]:
                await program.sweep()
            self.ledger.close()
            if kind is not None:
                print(self.service.tail())

    async def stop(self, seconds: float = 30.0) -> None:
        """Ctrl-C: it ends in order, and nothing of it is left."""
        children = family(self.pid)
        assert children, "the service has no media, voice and recogniser processes"
        status = await self.service.end(signal.SIGINT, seconds)
        assert status == 0, self.service.tail()
        left = {pid: command_line(pid) for pid in children if command_line(pid)}
        assert not left, f"still running: {left}"
        traced = any("Traceback" in line for line in self.service.errors)
        assert not traced, "\n".join(self.service.errors)

    async def program(self, *words: str, cwd: Path) -> asyncio.subprocess.Process:
        """A program whose output its starter reads (baresip of the wire tests)."""
        process = await asyncio.create_subprocess_exec(
            *words,
            cwd=cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "TERM": "dumb"},
            start_new_session=True,
        )
        keeper = Program(words[0])
        keeper.process = process
        self._programs.append(keeper)
        return process

    # -- telephones ------------------------------------------------------------------------

    async def citizen(
        self,
        number: str,
        *script: str,
        called: str = "12345",
        stay: float | None = None,
        record: bool = False,
    ) -> "Citizen":
        """`ivr call`, started; `script` is what `--say` and `--press` are given."""
        words = ["--to", f"sip:{called}@127.0.0.1:{self.port}", "--user", number, "--json"]
        words += ["--config", str(self.config), *script]
        words += ["--stay", str(stay)] if stay is not None else []
        heard = self.folder / f"heard-{number}.wav"
        words += ["--record", str(heard)] if record else []
        citizen = Citizen(f"citizen {number}", str(IVR), "call", *words)
        citizen.number, citizen.heard = number, heard
        self._programs.append(citizen)
        await citizen.start()
        return citizen

    def call_of(self, number: str) -> str | None:
        """The newest call of a citizen's number."""
        return next((r.call for r in self.records() if r.caller == number), None)

    def sounds_to(self, number: str) -> list[Path]:
        """What a citizen heard: as their telephone and as the service recorded it.

        A telephone that gets no time on a busy machine records holes.
        """
        ours = (self.data / "recordings").rglob(f"{self.call_of(number)}.wav")
        return [self.folder / f"heard-{number}.wav", *ours]

    # -- what it tells ---------------------------------------------------------------------

    def records(self) -> list[CallRecord]:
        """Every call's record, the newest first."""
        try:
            return self.ledger.calls(200)
        except StoreError:  # locked just now
            return []

    def record(self, number: str) -> CallRecord:
        """The newest record of a citizen's number; complete and as the journal tells it."""
        call = self.call_of(number)
        assert call is not None, f"{number} left no record"
        record = self.ledger.call(call)
        assert record is not None
        entries = self.journal(number)
        assert replay(entries) == record
        assert [e.kind for e in entries].count(EventKind.ENDED) == 1
        assert record.ended is not None
        assert record.cause
        return record

    def journal(self, number: str) -> list[JournalEntry]:
        """The entries of a number's newest call."""
        call = self.call_of(number)
        return self.ledger.journal(call) if call else []

    def found(self, number: str, kind: EventKind, **fields: object) -> list[JournalEntry]:
        """Entries of one kind whose data holds the fields."""
        return [
            e
            for e in self.journal(number)
            if e.kind is kind and all(e.data.get(k) == v for k, v in fields.items())
        ]

    def tickets(self, number: str) -> list[Ticket]:
        """The tickets of a citizen's newest call, in the order they were written."""
        tickets = self.ledger.tickets(50, self.call_of(number))
        return sorted(tickets, key=lambda ticket: ticket.number)

    @property
    def picture(self) -> dict[str, Any]:
        """The newest live picture."""
        return self.pictures[-1] if self.pictures else {"calls": [], "outbound": []}

    async def get(self, path: str) -> tuple[int, Any]:
        """Status and JSON of the HTTP interface."""
        async with self._http.get(self.web + path) as answer:
            return answer.status, await answer.json(content_type=None)

    async def until(self, find: Callable[[], FoundT | None], seconds: float = 60.0) -> FoundT:
        """Wait until something is found; looked for at every change the page is told of."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := find()):
                    assert self.service.process.returncode is None, self.service.tail()
                    self._changed.clear()
                    with suppress(TimeoutError):  # the disk follows the picture
                        await asyncio.wait_for(self._changed.wait(), 0.2)
        except TimeoutError:
            raise AssertionError(f"it never happened\n{self.story()}") from None
        return found

    async def ended(self, number: str, seconds: float = 30.0) -> CallRecord:
        """Wait until the number's call is over and written down."""
        await self.until(lambda: self.found(number, EventKind.ENDED), seconds)
        return self.record(number)

    def story(self) -> str:
        """The journals of all calls, for a failure's message."""
        told = []
        for record in self.records():
            told.append(f"{record.call} {record.caller} {record.outcome}")
            told += [f"  {e.at:%M:%S.%f} {e.kind} {dict(e.data)}" for e in _entries(self, record)]
        return "\n".join([*told, self.service.tail()])

    async def _watch(self) -> None:
        async with self._http.ws_connect(f"{self.web}/ws") as socket:
            async for message in socket:
                self.pictures.append(json.loads(message.data))
                self._changed.set()


class Citizen(Program):
    """A pyVoIP telephone with a script."""

    number: str
    heard: Path

    async def says(self, words: str, seconds: float = 60.0) -> None:
        """Wait for a live line: 接通, 市民说, 按键, 挂断."""
        await self.until(lambda: [line for line in self.errors if words in line], seconds)

    async def report(self, seconds: float = 170.0) -> dict[str, Any]:
        """Wait until the call is over; the citizen's own account."""
        await self.end(None, seconds)
        assert self.objects(), self.tail()
        return self.objects()[-1]

    async def hang_up(self) -> dict[str, Any]:
        """Hang up now."""
        self.process.send_signal(signal.SIGINT)
        return await self.report(30)


class SimulatedPhone(Program):
    """`ivr operator --simulate`: an operator's, a desk's or a citizen's telephone."""

    address: str
    folder: Path

    @property
    def events(self) -> list[str]:
        """What it told, in order."""
        return [str(line["event"]) for line in self.objects() if "event" in line]

    async def tells(self, words: str, times: int = 1, seconds: float = 60.0) -> None:
        """Wait until it has told something so often."""

        def found() -> bool:
            return sum(words in event for event in self.events) >= times

        await self.until(found, seconds)

    def recordings(self) -> list[Path]:
        """What it recorded, call by call."""
        return sorted(self.folder.glob("*.wav"), key=lambda path: path.stat().st_mtime)


class Phones:
    """Simulated phones, ended together. Start them before the service that rings them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._phones: list[SimulatedPhone] = []
        self._config = write_site(folder / "phones")

    async def __aenter__(self) -> "Phones":
        return self

    async def __aexit__(self, *_failure: object) -> None:
        for phone in self._phones:
            await phone.sweep()

    async def add(self, name: str, *options: str) -> SimulatedPhone:
        """Start one more and wait until it can be rung."""
        folder = self._folder / "phones" / name
        phone = SimulatedPhone(
            name,
            str(IVR),
            *("operator", "--simulate", "--json", "--name", name, "--record", str(folder)),
            *("--config", str(self._config), "--data", str(folder), *options),
        )
        phone.folder = folder
        self._phones.append(phone)
        await phone.start()
        ready = await phone.until(lambda: next(iter(phone.objects()), None), 60)
        phone.address = str(ready["ready"])
        return phone


def write_site(
    folder: Path,
    *,
    operators: Sequence[Mapping[str, Any]] = (),
    lines: Sequence[Mapping[str, Any]] = (),
    tables: Tables = NO_TABLES,
) -> Path:
    """A site's settings: what ships, follow-ups all day, hardly any wrap-up."""
    site: dict[str, dict[str, Any]] = {
        "folders": {
            "dialplans": str(ROOT / "dialplans"),
            "knowledge_base": str(ROOT / "knowledge_base"),
        },
        "speech": {"models": str(ROOT / "asr_models")},
        "voice": {
            "cache": str(ROOT / ".cache" / "voice"),
            "prompts": str(ROOT / "dialplans" / "prompts"),
        },
        "queue": {"wrap_up_seconds": 0.5, "operators": list(operators)},
        "linkage": {"lines": list(lines)},
        "outbound": {"windows": [{"begin": "00:00:00", "end": "23:59:59.999"}]},
        "log": {"level": "warning"},
    }
    for name, table in tables.items():
        site[name] = {**site.get(name, {}), **table}
    file = folder / "config" / "hotline.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(_table(name, table) for name, table in site.items()), "utf-8")
    return file


def operator(name: str, phone: "SimulatedPhone | None", **more: Any) -> dict[str, Any]:
    """A signed-in operator whose phone is this one."""
    target = f"sip:8001@{phone.address}" if phone else "sip:8001@127.0.0.1:9"
    return {"name": name, "target": target, "signed_in": True, **more}


def line(title: str, phone: SimulatedPhone, *services: str, **more: Any) -> dict[str, Any]:
    """A line of the linkage."""
    target = f"sip:110@{phone.address}"
    return {"title": title, "target": target, "services": list(services), **more}


def in_order(entries: list[JournalEntry], kinds: Sequence[str]) -> bool:
    """Whether the kinds come in this order, with anything between."""
    ahead = iter(str(entry.kind) for entry in entries)
    return all(kind in ahead for kind in kinds)


def _table(name: str, table: Mapping[str, Any]) -> str:
    return "\n".join([f"[{name}]", *(f"{key} = {_value(v)}" for key, v in table.items()), ""])


def _value(value: Any) -> str:
    """A value in TOML; texts and numbers are written as in JSON."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _entries(hotline: Hotline, record: CallRecord) -> list[JournalEntry]:
    try:
        return hotline.ledger.journal(record.call)
    except StoreError:
        return []
