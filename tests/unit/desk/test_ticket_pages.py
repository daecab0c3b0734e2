"""A ticket on its page: masked, its legal steps, corrections; everything on record."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest

from ivr.clock import CHINA
from ivr.desk.config import WebConfig
from ivr.desk.server import DeskServer
from ivr.desk.ticket_pages import TicketPages
from ivr.store.config import PrivacyConfig, StoreConfig
from ivr.store.journal import EventKind
from ivr.store.ledger import Ledger
from ivr.tickets.additions import with_addition
from ivr.tickets.life import Move
from ivr.tickets.model import Ticket
from ivr.tickets.understanding import Understanding
from tests.unit.desk.test_server import Present

AT = datetime(2026, 11, 20, 8, 0, tzinfo=CHINA)
SAID = (
    "我叫张三丰电话13900000000我家住在沈阳市铁西区建设中路3号楼家里暖气不热已经三天了希望派人来修"
)
SECRETS = ("张三丰", "13900000000", "02400000001", "路3号楼")


class Desk(NamedTuple):
    url: str
    ledger: Ledger
    data: Path
    browser: aiohttp.ClientSession

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.browser.get(self.url + path) as answer:
            return answer.status, await _content(answer)

    async def post(self, path: str, body: object) -> tuple[int, Any]:
        async with self.browser.post(self.url + path, json=body) as answer:
            return answer.status, await _content(answer)


async def _content(answer: aiohttp.ClientResponse) -> Any:
    is_json = answer.content_type == "application/json"
    return await answer.json() if is_json else await answer.text()


@pytest.fixture(scope="module")
def tables() -> Understanding:
    return Understanding.load(Path("knowledge_base"))[0]


@pytest.fixture
async def desk(tmp_path: Path, tables: Understanding) -> AsyncIterator[Desk]:
    ledger = Ledger(StoreConfig(), tmp_path)
    draft = tables.draft(SAID, called_at=AT).tickets[0]
    for number in ("2611200001", "2611200002"):
        ledger.save_ticket(Ticket(number, f"c{number[-1]}", AT, "02400000001", draft))
    await asyncio.wrap_future(ledger.flush())
    pages = TicketPages(ledger, tables, PrivacyConfig(raw_by=("李班长",)), tmp_path)
    server = DeskServer(WebConfig(port=0), ledger, Present(), lambda: "", [pages])
    await server.start()
    async with aiohttp.ClientSession() as browser:
        yield Desk(server.url, ledger, tmp_path, browser)
    await server.stop()
    ledger.close()


ONE = "api/tickets/2611200001"


async def test_nothing_personal_is_on_the_page(desk: Desk) -> None:
    for path in ("api/tickets", ONE):
        status, shown = await desk.get(path)
        assert status == 200
        text = json.dumps(shown, ensure_ascii=False)
        assert [secret for secret in SECRETS if secret in text] == []
    assert shown["draft"]["route"]["unit"].startswith("沈阳市铁西区")
    assert shown["number"] == "2611200001"


async def test_the_legal_steps_are_buttons_and_the_others_are_refused(desk: Desk) -> None:
    _, shown = await desk.get(ONE)
    assert [step["label"] for step in shown["next"]] == ["受理", "作废", "并单"]
    assert await desk.post(ONE + "/steps", {"move": "close", "by": "张敏"}) == (
        409,
        "工单 2611200001 待确认，不能办结；可以：受理、作废、并单",
    )
    assert await desk.post(ONE + "/steps", {"move": "cancel", "by": "张敏"}) == (
        409,
        "作废要写明理由",
    )
    assert (await desk.post(ONE + "/steps", {"move": "accept"}))[0] == 400  # nobody's name
    assert (await desk.post(ONE + "/steps", {"move": "dance", "by": "张敏"}))[0] == 400
    status, after = await desk.post(ONE + "/steps", {"move": "accept", "by": "张敏"})
    assert (status, after["state"]) == (200, "accepted")
    assert [(s["by"], s["label"]) for s in after["history"]] == [("张敏", "受理")]
    entries = [e for e in desk.ledger.journal("c1") if e.kind is EventKind.TICKET_STEP]
    assert [(e.data["by"], e.data["action"]) for e in entries] == [("张敏", "accept")]


async def test_an_extension_and_its_days(desk: Desk) -> None:
    for move in ("accept", "route", "take_up"):
        assert (await desk.post(ONE + "/steps", {"move": move, "by": "张敏"}))[0] == 200
    wish = {"move": "extend", "by": "张敏", "why": "等配件"}
    assert (await desk.post(ONE + "/steps", {**wish, "days": 99}))[0] == 409
    status, after = await desk.post(ONE + "/steps", {**wish, "days": 5})
    assert (status, after["extension_days"]) == (200, [5])
    assert "extend" in [step["move"] for step in after["next"]]


async def test_two_tickets_of_one_matter_become_one_and_two_again(desk: Desk) -> None:
    wish = {"by": "张敏", "why": "同一件事", "other": "2611200002"}
    status, after = await desk.post(ONE + "/steps", {"move": "merge", **wish})
    assert (status, after["state"], after["merged_into"]) == (200, "merged", "2611200002")
    status, after = await desk.post(ONE + "/steps", {"move": "separate", **wish})
    assert (status, after["state"]) == (200, "accepted")
    missing = {**wish, "move": "merge", "other": "2611209999"}
    assert await desk.post(ONE + "/steps", missing) == (409, "没有工单 2611209999")


async def test_what_is_sent_back_masked_is_unchanged(desk: Desk) -> None:
    _, shown = await desk.get(ONE)
    fields = {name: shown["draft"][name] for name in ("kind", "time", "place", "course", "summary")}
    assert "**" in fields["place"]
    status, after = await desk.post(
        ONE + "/corrections", {"by": "张敏", **fields, "request": "希望今天修好"}
    )
    assert (status, after["draft"]["request"]) == (200, "希望今天修好")
    kept = desk.ledger.ticket("2611200001")
    assert kept is not None
    assert kept.draft.place == "沈阳市铁西区建设中路3号楼"
    assert kept.history[-1].why == "诉求：希望派人来修→希望今天修好"
    status, why = await desk.post(
        ONE + "/corrections", {"by": "张敏", "place": fields["place"] + "东侧"}
    )
    assert (status, why) == (409, "地点里有被遮盖的内容，请写完整或不改")


async def test_raw_only_by_right_and_on_record(desk: Desk) -> None:
    assert (await desk.post(ONE + "/raw", {"by": "李班长", "why": " "}))[0] == 400
    assert (await desk.post(ONE + "/raw", {"by": "张敏", "why": "核实地址"}))[0] == 403
    status, raw = await desk.post(ONE + "/raw", {"by": "李班长", "why": "核实地址"})
    assert (status, raw["caller"], raw["draft"]["text"]) == (200, "02400000001", SAID)
    lines = (desk.data / "raw-access.jsonl").read_text("utf-8").splitlines()
    seen = [(one["by"], one["allowed"], one["what"]) for one in map(json.loads, lines)]
    assert seen == [
        ("张敏", False, "ticket 2611200001"),
        ("李班长", True, "ticket 2611200001"),
    ]


async def test_there_is_no_such_ticket(desk: Desk) -> None:
    assert (await desk.get("api/tickets/9"))[0] == 404
    assert (await desk.post("api/tickets/9/steps", {"move": "accept", "by": "张敏"}))[0] == 409
    status, categories = await desk.get("api/categories")
    assert status == 200
    assert ["供热", "室温不达标", "家中不热"] in categories


async def test_what_the_caller_added_stands_on_the_page_masked(desk: Desk) -> None:
    def added(held: list[Ticket]) -> list[Ticket]:
        said = "打我13900000001，张三丰这名字别写"
        return [with_addition(held[0], said, Move.CONFIDE, by="智能助手", at=AT)]

    desk.ledger.change_tickets(["2611200001"], added, AT)
    _, shown = await desk.get(ONE)
    (said,) = shown["additions"]
    assert (said["label"], said["by"]) == ("要求保密", "智能助手")
    assert "别写" in said["why"]
    assert "张三丰" not in said["why"]
    assert "13900000001" not in said["why"]
    assert shown["history"][-1]["why"] == said["why"]
