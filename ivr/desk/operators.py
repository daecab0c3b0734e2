"""坐席台 operators sign in and out, are ready, pause with a reason: POST with JSON, same origin.

JSON is required because a form of another site can send anything but that without being asked.
"""

from typing import Protocol

import msgspec
from aiohttp import web

from ivr.desk.origin import refuse_other_origins
from ivr.log import get_logger

log = get_logger("desk")


class Seats(Protocol):
    """Who performs it: `ivr.calls.switchboard.Switchboard`. False: not possible now."""

    def sign_in(self, name: str) -> bool: ...

    def sign_out(self, name: str) -> bool: ...

    def ready(self, name: str) -> bool: ...

    def pause(self, name: str, reason: str) -> bool: ...

    def roster(self) -> list[dict[str, str]]: ...


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of every POST."""

    name: str
    reason: str = ""  # of a pause


SEATS: web.AppKey[Seats] = web.AppKey("seats")
MOST_BYTES = 2048
MOST_REASON = 40

REFUSED = {
    "sign-in": "没有这个坐席",
    "sign-out": "没有这个坐席",
    "ready": "请先签入",
    "pause": "通话中或未签入，不能示忙",
}


def add_operators(app: web.Application, seats: Seats) -> None:
    """Let the pages act for operators."""
    app[SEATS] = seats
    app.add_routes(
        [
            web.get("/api/operators", _roster),
            web.post("/api/operators/{action:sign-in|sign-out|ready|pause}", _act),
        ]
    )


async def _roster(request: web.Request) -> web.Response:
    body = msgspec.json.encode(request.app[SEATS].roster())
    return web.Response(body=body, content_type="application/json")


async def _act(request: web.Request) -> web.Response:
    refuse_other_origins(request)
    wish = await _wish(request)
    action = request.match_info["action"]
    seats = request.app[SEATS]
    known = any(who["name"] == wish.name for who in seats.roster())
    if not known or not _perform(seats, action, wish):
        raise web.HTTPConflict(text=REFUSED[action] if known else "没有这个坐席")
    log.info("operator", action=action, reason=wish.reason)
    return web.Response(status=204)


async def _wish(request: web.Request) -> Wish:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send application/json")
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
    try:
        wish = msgspec.json.decode(await request.read(), type=Wish)
    except msgspec.DecodeError as error:
        raise web.HTTPBadRequest(text=str(error)) from None
    if request.match_info["action"] == "pause" and not wish.reason.strip():
        raise web.HTTPBadRequest(text="示忙须写明原因")
    return msgspec.structs.replace(wish, reason=wish.reason.strip()[:MOST_REASON])


def _perform(seats: Seats, action: str, wish: Wish) -> bool:
    match action:
        case "sign-in":
            return seats.sign_in(wish.name)
        case "sign-out":
            return seats.sign_out(wish.name)
        case "ready":
            return seats.ready(wish.name)
        case _:
            return seats.pause(wish.name, wish.reason)
