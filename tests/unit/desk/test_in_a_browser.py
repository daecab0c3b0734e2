"""The pages in a real browser, wide and on a telephone: nothing sticks out, nothing for programs.

Nightly only, and only where Debian's chromium is: a browser is too much for every run.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from ivr.desk.config import WebConfig
from ivr.desk.server import DeskServer
from ivr.desk.ticket_pages import TicketPages
from ivr.store.config import PrivacyConfig, StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger
from ivr.tickets.model import Ticket
from ivr.tickets.understanding import Understanding
from tests.unit.desk.test_server import Present
from tests.unit.desk.test_ticket_pages import AT, SAID

BROWSER = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(
    not (BROWSER and os.environ.get("IVR_LONG")), reason="nightly, where chromium is"
)
UNTIL = """new Promise((done) => {{ const look = () => ({what})
    ? done(true) : setTimeout(look, 50); look(); }})"""


class Browser:
    """One page of a headless chromium, told what to do over its debugging socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._count = 0
        self._width = 0

    async def tell(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        await self._socket.send_json({"id": self._count, "method": method, "params": parameters})
        async with asyncio.timeout(60):
            while (answer := await self._socket.receive_json()).get("id") != self._count:
                pass
        assert "error" not in answer, answer
        return answer["result"]

    async def value(self, script: str) -> Any:
        answer = await self.tell(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return answer["result"].get("value")

    async def until(self, what: str) -> None:
        assert await self.value(UNTIL.format(what=what))

    async def size(self, width: int) -> None:
        self._width = width
        await self.tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844,
            deviceScaleFactor=1,
            mobile=width < 500,
        )

    async def sticks_out(self) -> int:
        return int(await self.value("document.documentElement.scrollWidth")) - self._width


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    process = await asyncio.create_subprocess_exec(
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", "--remote-debugging-port=0"),
        *(f"--user-data-dir={tmp_path / 'profile'}", "about:blank"),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while not (
                found := re.search(rb"127\.0\.0\.1:(\d+)/", await process.stderr.readline())
            ):
                pass
            async with http.get(f"http://127.0.0.1:{int(found[1])}/json") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            async with http.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Browser(socket)
    finally:
        process.terminate()
        await process.wait()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[tuple[str, Present]]:
    tables = Understanding.load(Path("knowledge_base"))[0]
    ledger = Ledger(StoreConfig(), tmp_path)
    draft = tables.draft(SAID, called_at=AT).tickets[0]
    ledger.save_ticket(Ticket("2611200001", "c1", AT, "02400000001", draft))
    heard = {"text": SAID, "words": [[2, 0.1, 0.4, 0.98, False], [1, 0.4, 0.6, 1.0, False]]}
    for n, (kind, data) in enumerate(
        (
            (EventKind.ARRIVED, {"caller": "02400000001", "called": "12345"}),
            (EventKind.STEP, {"step": "open_question", "sort": "listen"}),
            (EventKind.HEARD, heard),
            (EventKind.ENDED, {"cause": "normal", "by": "us"}),
        )
    ):
        ledger.record("c1", kind, data, AT + timedelta(seconds=n))
    present = Present()
    present.now = {
        "now": AT.isoformat(),
        "calls": [],
        "operators": [],
        "outbound": [],
        "waiting": 0,
    }
    pages = [TicketPages(ledger, tables, PrivacyConfig(), tmp_path)]
    server = DeskServer(WebConfig(port=0), ledger, present, lambda: "", pages)
    await server.start()
    await asyncio.wrap_future(ledger.flush())
    yield server.url, present
    await server.stop()
    ledger.close()


@pytest.mark.parametrize("width", [1280, 390])
async def test_nothing_sticks_out(desk: tuple[str, Present], browser: Browser, width: int) -> None:
    url, present = desk
    await browser.size(width)
    await browser.tell("Page.navigate", url=url)
    await browser.until("document.querySelectorAll('#ticket-rows tr[tabindex]').length")
    for view in ("tickets", "calls"):
        await browser.value(f"document.querySelector('[data-view={view}]').click()")
        assert await browser.sticks_out() <= 0
        await browser.value(f"document.querySelector('#{view} tbody tr').click()")
        await browser.until("document.querySelector('dialog[open] #detail-body *')")
        assert await browser.sticks_out() <= 0
        told = await browser.value("document.querySelector('#detail-body').innerText")
        assert "false" not in told
        assert "环节" not in told
        await browser.value("document.querySelector('dialog').close()")
    await browser.value("document.querySelector('[data-view=live]').click()")
    present.change(alarms=["录音磁盘写得太慢，通话不受影响。"])
    await browser.until("document.querySelector('#alarm').innerText.includes('录音磁盘')")
    assert await browser.sticks_out() <= 0
