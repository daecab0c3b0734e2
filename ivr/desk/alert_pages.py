"""告警 on the pages: the duty manager says that a sensitive matter has been seen."""

from collections.abc import Callable

import msgspec
from aiohttp import web

from ivr.desk.config import Role
from ivr.desk.origin import body_of
from ivr.desk.sign_on import person_of, signing_as


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who has seen it."""

    by: str = ""


class AlertPages:
    """One route; `seen` is `ivr.calls.house.House.alert_seen`."""

    def __init__(self, seen: Callable[[str, str], bool]) -> None:
        self._seen = seen

    def add_to(self, app: web.Application) -> None:
        """Seen."""
        app.add_routes([web.post("/api/alerts/{alert}/seen", self._mark)])

    async def _mark(self, request: web.Request) -> web.Response:
        given = await body_of(request, Seen)
        if person_of(request).role is not Role.MANAGER:
            raise web.HTTPForbidden(text="请由值班长处理")
        if not self._seen(request.match_info["alert"], signing_as(request, given.by)):
            raise web.HTTPConflict(text="这条告警已有人处理")
        return web.Response(status=204)
