"""坐席台 operators sign in and out, are ready, pause with a reason."""

from typing import Protocol

import msgspec
from aiohttp import web

from ivr.desk.origin import body_of
from ivr.desk.reply import as_json
from ivr.desk.sign_on import acting_at, person_of
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


MOST_REASON = 40

REFUSED = {
    "sign-in": "没有这个坐席",
    "sign-out": "没有这个坐席",
    "ready": "请先签入",
    "pause": "通话中或未签入，不能示忙",
}


class SeatPages:
    """Lets the pages act for operators."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats

    def add_to(self, app: web.Application) -> None:
        """The roster, and one route an action."""
        app.add_routes(
            [
                web.get("/api/operators", self._roster),
                web.post("/api/operators/{action:sign-in|sign-out|ready|pause}", self._act),
            ]
        )

    async def _roster(self, request: web.Request) -> web.Response:
        """Whose seats the person may act at."""
        person = person_of(request)
        return as_json([who for who in self._seats.roster() if person.may_sit_at(who["name"])])

    async def _act(self, request: web.Request) -> web.Response:
        wish = await body_of(request, Wish)
        action, reason = request.match_info["action"], wish.reason.strip()[:MOST_REASON]
        if action == "pause" and not reason:
            raise web.HTTPBadRequest(text="示忙须写明原因")
        acting_at(request, wish.name)
        known = any(who["name"] == wish.name for who in self._seats.roster())
        if not known or not self._perform(action, wish.name, reason):
            raise web.HTTPConflict(text=REFUSED[action] if known else "没有这个坐席")
        log.info("operator", action=action, reason=reason)
        return web.Response(status=204)

    def _perform(self, action: str, name: str, reason: str) -> bool:
        match action:
            case "sign-in":
                return self._seats.sign_in(name)
            case "sign-out":
                return self._seats.sign_out(name)
            case "ready":
                return self._seats.ready(name)
            case _:
                return self._seats.pause(name, reason)
