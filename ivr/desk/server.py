"""页面服务: the aiohttp application of the pages, their WebSocket and the HTTP interface.

Reads the ledger for what was and the live view for what is; what people may change is added by the
other modules (`pages`). Callers' numbers are masked here, once, before anything leaves the process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import Protocol

from aiohttp import WSMsgType, web

from ivr.desk.config import WebConfig
from ivr.desk.live import LiveFeed, LiveSource
from ivr.desk.origin import refuse_other_origins
from ivr.desk.reply import as_json, limit_of
from ivr.desk.sign_on import PERSON, SignOn
from ivr.labels import (
    JOURNAL,
    JOURNAL_FIELDS,
    JOURNAL_VALUES,
    KINDS,
    OUTCOMES,
    TICKET_STATES,
)
from ivr.language.mask import mask_fields, mask_number, mask_text
from ivr.store.ledger import Ledger

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LEDGER: web.AppKey[Ledger] = web.AppKey("ledger", Ledger)
FEED: web.AppKey[LiveFeed] = web.AppKey("feed", LiveFeed)
METRICS: web.AppKey[Callable[[], str]] = web.AppKey("metrics")
SIGN_ON: web.AppKey[SignOn] = web.AppKey("sign-on", SignOn)

SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STATIC = files("ivr.desk") / "static"
PAGES = {"/": "index.html", "/operator": "operator.html", "/login": "login.html"}
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}


class Pages(Protocol):
    """Routes that a part of the desk adds."""

    def add_to(self, app: web.Application) -> None: ...


class DeskServer:
    """The pages on one address."""

    def __init__(
        self,
        config: WebConfig,
        ledger: Ledger,
        live: LiveSource,
        metrics: Callable[[], str],
        pages: Sequence[Pages] = (),
    ) -> None:
        self._config = config
        self._app = build(config, ledger, live, metrics, pages)
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1.0)
        self._site: web.TCPSite | None = None

    async def start(self) -> None:
        """Bind and serve."""
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, self._config.host, self._config.port)
        await self._site.start()

    @property
    def url(self) -> str:
        """Where the pages really are."""
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    async def stop(self) -> None:
        """Say goodbye to the pages; idempotent."""
        await self._app[FEED].close()
        await self._runner.cleanup()


def build(
    config: WebConfig,
    ledger: Ledger,
    live: LiveSource,
    metrics: Callable[[], str],
    pages: Sequence[Pages] = (),
) -> web.Application:
    """The application without an address."""
    door = SignOn(config)
    app = web.Application(middlewares=[_secure, door.guard])
    app[LEDGER] = ledger
    app[FEED] = LiveFeed(live)
    app[METRICS] = metrics
    app[SIGN_ON] = door
    app.add_routes(
        [
            *(web.get(path, _page) for path in PAGES),
            web.get("/static/{name}", _static),
            web.get("/ws", _socket),
            web.get("/api/calls", _calls),
            web.get("/api/calls/{call}", _call),
            web.get("/api/live", _live),
            web.get("/api/labels", _labels),
            web.get("/api/health", _health),
            web.get("/metrics", _metrics),
        ]
    )
    for part in (door, *pages):
        part.add_to(app)
    return app


@web.middleware
async def _secure(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        refusal.headers.update(SECURITY)
        raise
    if not response.prepared:
        response.headers.update(SECURITY)
    return response


async def _page(request: web.Request) -> web.Response:
    return _file(PAGES[request.path])


async def _static(request: web.Request) -> web.Response:
    return _file(request.match_info["name"])


def _file(name: str) -> web.Response:
    known = {entry.name: entry for entry in STATIC.iterdir()}
    if name not in known:
        raise web.HTTPNotFound
    kind = TYPES[name.rpartition(".")[2]]
    return web.Response(text=known[name].read_text("utf-8"), content_type=kind, charset="utf-8")


async def _calls(request: web.Request) -> web.Response:
    records = await asyncio.to_thread(request.app[LEDGER].calls, limit_of(request))
    return as_json(
        [
            replace(
                record, caller=mask_number(record.caller), last_heard=mask_text(record.last_heard)
            )
            for record in records
        ]
    )


async def _call(request: web.Request) -> web.Response:
    entries = await asyncio.to_thread(request.app[LEDGER].journal, request.match_info["call"])
    if not entries:
        raise web.HTTPNotFound(text="没有这个通话")
    return as_json([replace(entry, data=mask_fields(entry.data)) for entry in entries])


async def _live(request: web.Request) -> web.Response:
    return as_json(request.app[FEED].snapshot(request[PERSON]))


async def _labels(_request: web.Request) -> web.Response:
    return as_json(
        {
            "kinds": KINDS,
            "outcomes": OUTCOMES,
            "states": TICKET_STATES,
            "journal": JOURNAL,
            "fields": JOURNAL_FIELDS,
            "values": JOURNAL_VALUES,
        }
    )


async def _health(request: web.Request) -> web.Response:
    health = request.app[LEDGER].health
    return as_json(health, 200 if health.ok else 503)


async def _metrics(request: web.Request) -> web.Response:
    return web.Response(text=request.app[METRICS](), content_type="text/plain", charset="utf-8")


async def _socket(request: web.Request) -> web.StreamResponse:
    """Live view; a page of another origin may not look in."""
    refuse_other_origins(request)
    socket = web.WebSocketResponse(heartbeat=20.0, max_msg_size=4096)
    await socket.prepare(request)
    still_on = partial(request.app[SIGN_ON].still_on, request)
    with request.app[FEED].joined(socket, request[PERSON], still_on):
        async for message in socket:
            if message.type is WSMsgType.ERROR:
                break
    return socket
