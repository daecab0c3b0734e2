"""Buttons of an operator's call: what they ask of the switchboard, and why they are refused."""

from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest

from ivr.desk.alert_pages import AlertPages
from ivr.desk.config import WebConfig
from ivr.desk.outbound_pages import REFUSALS as PARK_REFUSALS
from ivr.desk.outbound_pages import TOO_LATE, OutboundPages
from ivr.desk.server import DeskServer
from ivr.desk.transfer_pages import REFUSALS, TransferPages
from ivr.linkage.transfer import How, Input
from ivr.linkage.transfer import Refusal as TransferRefusal
from ivr.queueing.parking import Refusal
from ivr.store.config import StoreConfig
from ivr.store.ledger import Ledger
from tests.unit.desk.test_server import Present

ELSEWHERE = defaultdict(str, {"c9": "在另一台", "f9": "在另一台"})


class Calls:
    """Remembers what was asked; refuses what the test says."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.refuses: TransferRefusal | None = None
        self.refuses_parking: Refusal | None = None
        self.knows = True

    def transfer(self, call: str, operator: str, target: str, how: How) -> TransferRefusal | None:
        self.asked.append((call, operator, target, how))
        return self.refuses

    def transfer_wish(self, call: str, operator: str, wish: Input) -> TransferRefusal | None:
        self.asked.append((call, operator, wish))
        return self.refuses

    def wish_to_park(self, work_id: str, operator: str) -> Refusal | None:
        self.asked.append((work_id, operator))
        return self.refuses_parking

    def outcome(self, work_id: str, operator: str, rating: int, remark: str) -> bool:
        self.asked.append((work_id, operator, rating, remark))
        return self.knows

    def postpone(self, work_id: str, operator: str) -> bool:
        self.asked.append((work_id, operator))
        return self.knows

    def seen(self, alert: str, by: str) -> bool:
        self.asked.append((alert, by))
        return self.knows


class Desk(NamedTuple):
    url: str
    calls: Calls
    browser: aiohttp.ClientSession

    async def post(self, path: str, **body: object) -> tuple[int, str]:
        async with self.browser.post(self.url + "api/" + path, json=body) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    ledger, calls = Ledger(StoreConfig(), tmp_path), Calls()
    offered = [{"sort": "desk", "title": "公安警务台"}]
    pages = [
        TransferPages(calls, lambda: offered, ELSEWHERE.__getitem__),
        OutboundPages(calls, calls, ELSEWHERE.__getitem__),
        AlertPages(calls.seen),
    ]
    server = DeskServer(WebConfig(port=0), ledger, Present(), lambda: "", pages)
    await server.start()
    async with aiohttp.ClientSession() as browser:
        yield Desk(server.url, calls, browser)
    await server.stop()
    ledger.close()


async def test_a_transfer_is_begun_and_led(desk: Desk) -> None:
    async with desk.browser.get(desk.url + "api/destinations") as answer:
        assert await answer.json() == [{"sort": "desk", "title": "公安警务台"}]
    body = {"operator": "张敏", "target": "公安警务台", "how": "attended"}
    assert await desk.post("calls/c1/transfer", **body) == (204, "")
    assert await desk.post("calls/c1/transfer/wish", operator="张敏", wish="join") == (204, "")
    assert desk.calls.asked == [
        ("c1", "张敏", "公安警务台", How.ATTENDED),
        ("c1", "张敏", Input.JOIN),
    ]
    for refusal, words in REFUSALS.items():
        desk.calls.refuses = refusal
        assert await desk.post("calls/c1/transfer", **body) == (409, words)
    assert set(REFUSALS) == set(TransferRefusal)
    assert (await desk.post("calls/c1/transfer", **{**body, "how": "shout"}))[0] == 400


async def test_parking_and_the_outcome(desk: Desk) -> None:
    assert await desk.post("outbound/f1/park", operator="张敏") == (204, "")
    given = {"operator": "张敏", "rating": 1, "remark": " 没有人来 "}
    assert await desk.post("outbound/f1/outcome", **given) == (204, "")
    assert await desk.post("outbound/f1/postpone", operator="张敏") == (204, "")
    assert desk.calls.asked == [("f1", "张敏"), ("f1", "张敏", 1, "没有人来"), ("f1", "张敏")]
    for refusal, words in PARK_REFUSALS.items():
        desk.calls.refuses_parking = refusal
        assert await desk.post("outbound/f1/park", operator="张敏") == (409, words)
    assert set(PARK_REFUSALS) == set(Refusal)
    desk.calls.knows = False
    assert await desk.post("outbound/f1/outcome", **given) == (409, TOO_LATE)
    assert await desk.post("outbound/f1/postpone", operator="张敏") == (409, TOO_LATE)
    assert (await desk.post("outbound/f1/outcome", **{**given, "rating": 9}))[0] == 400


async def test_an_alert_is_seen_by_a_name(desk: Desk) -> None:
    assert (await desk.post("alerts/c1-self_harm/seen"))[0] == 400
    assert (await desk.post("alerts/c1-self_harm/seen", by="李班长"))[0] == 204
    assert desk.calls.asked == [("c1-self_harm", "李班长")]
    desk.calls.knows = False
    assert (await desk.post("alerts/c1-self_harm/seen", by="李班长"))[0] == 409


async def test_what_another_node_has_is_refused_with_its_address(desk: Desk) -> None:
    desk.calls.refuses, desk.calls.knows = TransferRefusal.NOT_TALKING, False
    desk.calls.refuses_parking = Refusal.NOT_TALKING
    there = (409, "在另一台")
    wish = {"operator": "张敏", "target": "公安警务台", "how": "attended"}
    assert await desk.post("calls/c9/transfer", **wish) == there
    assert await desk.post("calls/c9/transfer/wish", operator="张敏", wish="join") == there
    assert await desk.post("outbound/f9/park", operator="张敏") == there
    assert await desk.post("outbound/f9/outcome", operator="张敏", rating=5) == there
    assert await desk.post("outbound/f9/postpone", operator="张敏") == there
    desk.calls.refuses_parking = Refusal.NOBODY_WAITS  # the board is one: that is true there too
    words = PARK_REFUSALS[Refusal.NOBODY_WAITS]
    assert await desk.post("outbound/f9/park", operator="张敏") == (409, words)
