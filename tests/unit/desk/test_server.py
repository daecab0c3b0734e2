"""The pages over real HTTP: masked numbers, live pushes, and no look-in from other origins."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from ivr.clock import CHINA
from ivr.desk.config import WebConfig
from ivr.desk.server import DeskServer
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger

START = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)


class Present:
    """A live view that is changed by hand."""

    def __init__(self) -> None:
        self.now: dict[str, Any] = {"calls": [], "lists": 0}
        self.watchers: list[Callable[[], None]] = []

    def picture(self) -> dict[str, Any]:
        return self.now

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        self.watchers.append(changed)
        return lambda: self.watchers.remove(changed)

    def change(self, **fields: Any) -> None:
        self.now = {**self.now, **fields}
        for watcher in self.watchers:
            watcher()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[tuple[str, Ledger, Present]]:
    ledger = Ledger(StoreConfig(), tmp_path)
    present = Present()
    server = DeskServer(WebConfig(port=0), ledger, present, lambda: "calls_total 3\n")
    await server.start()
    yield server.url, ledger, present
    await server.stop()
    assert present.watchers == []
    ledger.close()


async def test_a_page_and_its_parts_are_served(desk: tuple[str, Ledger, Present]) -> None:
    url = desk[0]
    async with aiohttp.ClientSession() as browser:
        for path, kind in (("", "text/html"), ("static/desk.js", "text/javascript")):
            async with browser.get(url + path) as answer:
                assert answer.status == 200
                assert answer.content_type == kind
                assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        async with browser.get(url + "static/..%2Fserver.py") as answer:
            assert answer.status == 404
        async with browser.get(url + "metrics") as answer:
            assert await answer.text() == "calls_total 3\n"


async def test_numbers_leave_the_process_masked(desk: tuple[str, Ledger, Present]) -> None:
    url, ledger, _ = desk
    ledger.record("c1", EventKind.ARRIVED, {"caller": "02400000001", "called": "12345"}, START)
    ledger.record("c1", EventKind.HEARD, {"text": "我电话是13900000000"}, START)
    await asyncio.wrap_future(ledger.flush())
    async with aiohttp.ClientSession() as browser:
        async with browser.get(url + "api/calls") as answer:
            (listed,) = await answer.json()
        assert listed["caller"] == "024****0001"
        assert listed["last_heard"] == "我电话是139****0000"
        async with browser.get(url + "api/calls/c1") as answer:
            text = await answer.text()
        assert "13900000000" not in text
        assert "02400000001" not in text
        async with browser.get(url + "api/calls/none") as answer:
            assert answer.status == 404
        async with browser.get(url + "api/calls?limit=many") as answer:
            assert answer.status == 400


async def test_the_live_view_is_pushed(desk: tuple[str, Ledger, Present]) -> None:
    url, _, present = desk
    async with aiohttp.ClientSession() as browser, browser.ws_connect(url + "ws") as socket:
        assert (await socket.receive_json())["calls"] == []
        present.change(calls=[{"call": "c1"}])
        assert (await socket.receive_json())["calls"] == [{"call": "c1"}]


async def test_another_origin_may_not_look_in(desk: tuple[str, Ledger, Present]) -> None:
    async with aiohttp.ClientSession() as browser:
        headers = {"Origin": "http://elsewhere.invalid"}
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(desk[0] + "ws", headers=headers)
