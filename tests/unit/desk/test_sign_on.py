"""登录: who is nobody sees nothing; who is signed on does what the role allows, and nothing else
does it in their name."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from ivr.desk import passwords
from ivr.desk.config import Account, Role, WebConfig
from ivr.desk.live import seen_by
from ivr.desk.operators import SeatPages
from ivr.desk.server import DeskServer
from ivr.desk.sessions import ANYBODY, TRIES, WAIT_SECONDS, Person, Sessions
from ivr.store.config import StoreConfig
from ivr.store.ledger import Ledger
from tests.unit.desk.test_operators import Seats
from tests.unit.desk.test_server import Present

PASSWORD = "一个很长的口令 1"
KEPT = passwords.hashed(PASSWORD)
ACCOUNTS = [
    Account("张敏", KEPT, Role.OPERATOR),
    Account("李班长", KEPT, Role.MANAGER),
    Account("王质检", KEPT, Role.AUDITOR),
]
CALLS = [
    {"call": "c1", "caller": "024****0001", "whole": "02400000001", "operator": "张敏"},
    {"call": "c2", "caller": "024****0002", "whole": "02400000002", "operator": "赵磊"},
    {"call": "c3", "caller": "024****0003", "whole": "02400000003", "operator": ""},
]
WORKS = [{"id": "w1", "number": "139****0001", "whole": "13900000001", "operator": "张敏"}]
PRIVATE = ("api/calls", "api/calls/c1", "api/live", "api/labels", "api/operators", "ws")


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    ledger = Ledger(StoreConfig(), tmp_path)
    config = WebConfig(port=0, accounts=ACCOUNTS)
    present = Present()
    present.change(calls=CALLS, outbound=WORKS)
    server = DeskServer(config, ledger, present, lambda: "figures\n", [SeatPages(Seats())])
    await server.start()
    yield server.url
    await server.stop()
    ledger.close()


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # a literal address
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


async def sign_on(
    browser: aiohttp.ClientSession, url: str, name: str, password: str = PASSWORD
) -> tuple[int, str]:
    body = {"name": name, "password": password}
    async with browser.post(url + "api/session", json=body) as answer:
        if answer.status != 200:
            return answer.status, await answer.text()
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        return 200, (await answer.json())["token"]


async def change(browser: aiohttp.ClientSession, url: str, name: str, token: str) -> int:
    headers = {"X-Token": token}
    body = {"name": name}
    async with browser.post(url + "api/operators/ready", json=body, headers=headers) as answer:
        return answer.status


async def test_nobody_sees_nothing(browser: aiohttp.ClientSession, url: str) -> None:
    for path in PRIVATE:
        async with browser.get(url + path) as answer:
            assert answer.status == 401, path
    for path in ("", "operator"):
        async with browser.get(url + path, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/login")
    assert await change(browser, url, "张敏", "") == 401
    for path in ("login", "static/login.js", "api/health", "metrics"):
        async with browser.get(url + path) as answer:
            assert answer.status == 200, path
    async with browser.get(url + "api/session") as answer:
        shown = await answer.json()
        assert (shown["needed"], shown["role"]) == (True, None)


async def test_an_operator_acts_at_the_own_seat_only(
    browser: aiohttp.ClientSession, url: str
) -> None:
    _, token = await sign_on(browser, url, "张敏")
    assert await change(browser, url, "张敏", token) == 204
    assert await change(browser, url, "李四", token) == 403
    async with browser.get(url + "api/live") as answer:
        assert answer.status == 200


async def test_the_manager_acts_everywhere_the_auditor_nowhere(
    browser: aiohttp.ClientSession, url: str
) -> None:
    _, token = await sign_on(browser, url, "李班长")
    assert await change(browser, url, "张敏", token) == 204
    status, token = await sign_on(browser, url, "王质检")
    assert status == 200
    assert await change(browser, url, "张敏", token) == 403
    async with browser.get(url + "api/operators") as answer:
        assert await answer.json() == []


async def test_the_cookie_alone_changes_nothing(browser: aiohttp.ClientSession, url: str) -> None:
    """CSRF: what a browser sends by itself is not enough."""
    _, token = await sign_on(browser, url, "张敏")
    assert await change(browser, url, "张敏", "") == 403
    assert await change(browser, url, "张敏", "x" * len(token)) == 403


async def test_signing_off_ends_it(browser: aiohttp.ClientSession, url: str) -> None:
    _, token = await sign_on(browser, url, "张敏")
    headers = {"X-Token": token}
    async with browser.delete(url + "api/session", headers=headers) as answer:
        assert answer.status == 204
    async with browser.get(url + "api/live") as answer:
        assert answer.status == 401


async def test_an_open_page_is_closed_when_its_reader_signs_off(
    browser: aiohttp.ClientSession, tmp_path: Path
) -> None:
    ledger, present = Ledger(StoreConfig(), tmp_path), Present()
    server = DeskServer(WebConfig(port=0, accounts=ACCOUNTS), ledger, present, lambda: "")
    await server.start()
    try:
        _, token = await sign_on(browser, server.url, "张敏")
        async with browser.ws_connect(server.url + "ws") as socket:
            await socket.receive_json()
            headers = {"X-Token": token}
            async with browser.delete(server.url + "api/session", headers=headers):
                pass
            present.change(calls=[{"call": "c1"}])
            closed = await socket.receive()
            assert (closed.type, closed.data) == (aiohttp.WSMsgType.CLOSE, 1008)
    finally:
        await server.stop()
        ledger.close()


async def test_wrong_passwords_are_refused_alike_and_then_have_to_wait(
    browser: aiohttp.ClientSession, url: str
) -> None:
    wrong = (401, "账号或口令不正确")
    assert await sign_on(browser, url, "无此人", "x") == wrong
    for _ in range(TRIES):
        assert await sign_on(browser, url, "张敏", "x") == wrong
    assert (await sign_on(browser, url, "张敏"))[0] == 429
    assert (await sign_on(browser, url, "李班长"))[0] == 200


def test_a_session_and_a_wait_end_by_themselves() -> None:
    sessions = Sessions(100.0)
    cookie, held = sessions.begin(ACCOUNTS[0], 0.0)
    assert sessions.find(cookie, 99.0) is held
    assert sessions.find(cookie, 100.0) is None
    for _ in range(TRIES):
        sessions.was_wrong("张敏", 0.0)
    assert sessions.must_wait("张敏", WAIT_SECONDS - 1)
    assert not sessions.must_wait("张敏", WAIT_SECONDS)


def test_only_the_password_matches_its_hash() -> None:
    assert passwords.matches(PASSWORD, KEPT)
    assert not passwords.matches(PASSWORD + " ", KEPT)
    assert passwords.hashed(PASSWORD) != KEPT  # salted
    assert PASSWORD not in KEPT


@pytest.mark.parametrize(
    "kept",
    ["", "secret", "scrypt:x:8:3:aa:bb", KEPT[:-40], f"scrypt:{2**24}:8:3:{KEPT[16:]}"],
    ids=["empty", "plain", "no number", "cut short", "too costly"],
)
def test_what_is_no_hash_is_found(kept: str) -> None:
    with pytest.raises(passwords.BadHashError):
        passwords.parsed(kept)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("张敏", ["02400000001", "024****0002", "024****0003", "13900000001"]),
        ("李班长", ["02400000001", "02400000002", "02400000003", "13900000001"]),
        ("王质检", ["024****0001", "024****0002", "024****0003", "139****0001"]),
    ],
)
async def test_whole_numbers_are_for_the_own_call_and_for_managers(
    browser: aiohttp.ClientSession, url: str, name: str, seen: list[str]
) -> None:
    await sign_on(browser, url, name)
    async with browser.get(url + "api/live") as answer:
        asked = await answer.json()
    async with browser.ws_connect(url + "ws") as socket:
        pushed = await socket.receive_json()
    for picture in (asked, pushed):
        numbers = [c["caller"] for c in picture["calls"]]
        assert numbers + [w["number"] for w in picture["outbound"]] == seen
        assert "whole" not in str(picture)


async def test_without_accounts_every_number_is_masked() -> None:
    shown = seen_by(ANYBODY, {"calls": CALLS, "outbound": WORKS, "waiting": 1})
    assert not [c for c in shown["calls"] + shown["outbound"] if "0000000" in str(c)]
    assert shown["waiting"] == 1


def test_what_is_said_in_other_peoples_calls_is_masked() -> None:
    said = {"lines": [{"who": "市民", "text": "我叫王建国，电话13900000001"}],
            "partial": "住在阳光小区三号楼六零一", "drafts": ["您反映王建国家不热。"]}  # fmt: skip
    calls = [{**CALLS[0], **said}, {**CALLS[1], **said}]
    picture = {"calls": calls, "outbound": []}
    own, other = seen_by(Person("张敏", Role.OPERATOR), picture)["calls"]
    assert "王建国" in str(own)
    assert "三号楼六零一" in own["partial"]
    for secret in ("建国", "13900000001", "六零一"):
        assert secret not in str(other)
    assert other["lines"][0]["who"] == "市民"
    assert all(
        "王建国" in str(c) for c in seen_by(Person("李班长", Role.MANAGER), picture)["calls"]
    )
