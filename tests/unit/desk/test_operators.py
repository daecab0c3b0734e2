"""Operators act through the pages: JSON from our own pages only, and each refusal says why."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from ivr.desk.config import WebConfig
from ivr.desk.operators import SeatPages
from ivr.desk.server import DeskServer
from ivr.store.config import StoreConfig
from ivr.store.ledger import Ledger
from tests.unit.desk.test_server import Present


class Seats:
    """Remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.talking = False

    def sign_in(self, name: str) -> bool:
        self.asked.append(("sign-in", name))
        return True

    def sign_out(self, name: str) -> bool:
        self.asked.append(("sign-out", name))
        return True

    def ready(self, name: str) -> bool:
        self.asked.append(("ready", name))
        return True

    def pause(self, name: str, reason: str) -> bool:
        self.asked.append(("pause", name, reason))
        return not self.talking

    def roster(self) -> list[dict[str, str]]:
        return [{"name": "张敏", "number": "8001"}]


Desk = tuple[str, Seats]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    ledger = Ledger(StoreConfig(), tmp_path)
    seats = Seats()
    server = DeskServer(WebConfig(port=0), ledger, Present(), lambda: "", [SeatPages(seats)])
    await server.start()
    yield server.url, seats
    await server.stop()
    ledger.close()


async def post(url: str, action: str, body: object, **headers: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser:
        address = f"{url}api/operators/{action}"
        async with browser.post(address, json=body, headers=headers) as answer:
            return answer.status, await answer.text()


async def test_an_operator_signs_in_pauses_and_leaves(desk: Desk) -> None:
    url, seats = desk
    for action in ("sign-in", "ready", "sign-out"):
        assert (await post(url, action, {"name": "张敏"}))[0] == 204
    assert (await post(url, "pause", {"name": "张敏", "reason": " 用餐 "}))[0] == 204
    assert seats.asked[-1] == ("pause", "张敏", "用餐")
    async with aiohttp.ClientSession() as browser, browser.get(url + "api/operators") as answer:
        assert await answer.json() == [{"name": "张敏", "number": "8001"}]
    async with aiohttp.ClientSession() as browser, browser.get(url + "operator") as answer:
        assert "坐席工作台" in await answer.text()


async def test_what_cannot_be_done_is_said(desk: Desk) -> None:
    url, seats = desk
    seats.talking = True
    assert await post(url, "pause", {"name": "张敏", "reason": "用餐"}) == (
        409,
        "通话中或未签入，不能示忙",
    )
    assert await post(url, "pause", {"name": "张敏"}) == (400, "示忙须写明原因")
    assert await post(url, "ready", {"name": "无此人"}) == (409, "没有这个坐席")
    assert (await post(url, "ready", {"name": 3}))[0] == 400
    assert (await post(url, "dance", {"name": "张敏"}))[0] == 404


async def test_another_site_can_do_nothing(desk: Desk) -> None:
    url, seats = desk
    body = {"name": "张敏"}
    assert (await post(url, "sign-out", body, Origin="http://elsewhere.invalid"))[0] == 403
    assert (await post(url, "sign-in", body, Origin=url.rstrip("/")))[0] == 204
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(url + "api/operators/sign-out", data='{"name": "张敏"}') as answer,
    ):
        assert answer.status == 415
    assert seats.asked == [("sign-in", "张敏")]
