"""登录 signs people on by name and password, and lets nobody else through.

Without accounts (allowed on loopback only, `ivr check`) nobody has to sign on. A change needs the
session's cookie (SameSite=Strict, so no other site's page sends it), JSON, our own origin, and the
session's token, which only our own pages can read.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web

from ivr.desk.config import Account, WebConfig
from ivr.desk.origin import body_of
from ivr.desk.passwords import hashed, matches
from ivr.desk.sessions import ANYBODY, Person, Sessions, SignedOn, same
from ivr.log import get_logger

log = get_logger("desk")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

COOKIE = "ivr-session"
TOKEN_HEADER = "X-Token"
# What is needed to sign on, and what monitoring asks: no personal data in either.
OPEN = ("/login", "/static/", "/api/session", "/api/health", "/metrics")
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PERSON: web.RequestKey[Person] = web.RequestKey("person")


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of signing on."""

    name: str
    password: str


class SignOn:
    """The door of the pages."""

    def __init__(self, config: WebConfig, *, now: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._accounts = {account.name: account for account in config.accounts}
        self._sessions = Sessions(config.session_hours * 3600)
        self._now = now
        self._one_at_a_time = asyncio.Lock()  # each try costs 32 MiB for a moment
        self._nobody = hashed("")  # so that an unknown name takes as long as a known one

    def add_to(self, app: web.Application) -> None:
        """Routes of signing on and off; the middleware is `guard`."""
        app.add_routes(
            [
                web.get("/api/session", self._show),
                web.post("/api/session", self._begin),
                web.delete("/api/session", self._end),
            ]
        )

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Who asks; refused where they must sign on first."""
        held = self._held(request)
        if self._accounts and held is None and not _is_open(request.path):
            if request.path.startswith(("/api/", "/ws")):
                raise web.HTTPUnauthorized(text="请先登录")
            raise web.HTTPSeeOther("/login")
        if held is not None and request.method in CHANGES and not _signs_on(request):
            if not same(request.headers.get(TOKEN_HEADER, ""), held.token):
                raise web.HTTPForbidden(text="请刷新页面后再试")
            if not held.person.may_change() and request.path != "/api/session":
                raise web.HTTPForbidden(text="您的账号只能查看")
        request[PERSON] = held.person if held else ANYBODY
        return await handler(request)

    def still_on(self, request: web.Request) -> bool:
        """Whether who opened a long-lived connection is signed on yet."""
        return not self._accounts or self._held(request) is not None

    def _held(self, request: web.Request) -> SignedOn | None:
        return self._sessions.find(request.cookies.get(COOKIE, ""), self._now())

    async def _show(self, request: web.Request) -> web.Response:
        held = self._held(request)
        return _answer(held, needed=bool(self._accounts))

    async def _begin(self, request: web.Request) -> web.Response:
        given = await body_of(request, Credentials)
        account = self._accounts.get(given.name)
        if self._sessions.must_wait(given.name, self._now()):
            raise web.HTTPTooManyRequests(text="口令错误次数过多，请一分钟后再试")
        if not await self._right(account, given.password):
            if account is not None:
                self._sessions.was_wrong(account.name, self._now())
            log.warning("sign_on_refused", known=account is not None)
            raise web.HTTPUnauthorized(text="账号或口令不正确")
        assert account is not None
        cookie, held = self._sessions.begin(account, self._now())
        log.info("signed_on", role=str(account.role))
        response = _answer(held, needed=True)
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=int(self._config.session_hours * 3600),
            httponly=True,
            samesite="Strict",
            secure=self._config.https,
        )
        return response

    async def _right(self, account: Account | None, password: str) -> bool:
        kept = account.password if account else self._nobody
        async with self._one_at_a_time:
            fits = await asyncio.to_thread(matches, password, kept)
        return fits and account is not None

    async def _end(self, request: web.Request) -> web.Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        response = web.Response(status=204)
        response.del_cookie(COOKIE, samesite="Strict", httponly=True, secure=self._config.https)
        return response


def person_of(request: web.Request) -> Person:
    """Who asks."""
    return request[PERSON]


def acting_at(request: web.Request, seat: str) -> None:
    """Refuse who acts at somebody else's seat."""
    if not person_of(request).may_sit_at(seat):
        raise web.HTTPForbidden(text="只能操作自己的坐席")


def signing_as(request: web.Request, claimed: str) -> str:
    """By whose name a change is signed: the account's; without accounts, the name claimed."""
    name = person_of(request).name or claimed.strip()
    if not name:
        raise web.HTTPBadRequest(text="请写明由谁操作")
    return name


def _signs_on(request: web.Request) -> bool:
    """Whoever is signed on may sign on as somebody else; the password is asked for anyway."""
    return request.method == "POST" and request.path == "/api/session"


def _is_open(path: str) -> bool:
    return any(path == way or (way.endswith("/") and path.startswith(way)) for way in OPEN)


def _answer(held: SignedOn | None, *, needed: bool) -> web.Response:
    person = held.person if held else ANYBODY
    signed_on = held is not None or not needed
    body = {
        "needed": needed,
        "name": person.name,
        "role": person.role if signed_on else None,
        "token": held.token if held else "",
    }
    return web.Response(body=msgspec.json.encode(body), content_type="application/json")
