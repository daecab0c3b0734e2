"""转接 from an operator's page: whom a caller can be transferred to, and the operator's wishes."""

from collections.abc import Callable
from typing import Protocol

import msgspec
from aiohttp import web

from ivr.desk.origin import body_of
from ivr.desk.reply import as_json
from ivr.desk.sign_on import acting_at
from ivr.linkage.transfer import How, Input, Refusal

REFUSALS = {
    Refusal.NOT_TALKING: "您没有在和这位市民通话",
    Refusal.UNKNOWN: "没有这个转接对象，或不允许转到这个号码",
    Refusal.BUSY: "对方坐席现在不空闲",
    Refusal.ALREADY: "正在转接中",
    Refusal.NOT_NOW: "现在不能这样操作",
}


class Transferring(Protocol):
    """Who performs it: `ivr.calls.switchboard.Switchboard`. None: it has begun, or is done."""

    def transfer(self, call: str, operator: str, target: str, how: How) -> Refusal | None: ...

    def transfer_wish(self, call: str, operator: str, wish: Input) -> Refusal | None: ...


class Begin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """转接, 咨询 or 三方."""

    operator: str
    target: str
    how: How


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """三方 (join), 转出 (pass) or 取回 (take_back)."""

    operator: str
    wish: Input


class TransferPages:
    """Routes of transfers."""

    def __init__(
        self,
        switchboard: Transferring,
        destinations: Callable[[], list[dict[str, str]]],
        elsewhere: Callable[[str], str] = lambda _call: "",  # why, if it is another node's
    ) -> None:
        self._elsewhere = elsewhere
        self._switchboard = switchboard
        self._offered = destinations

    def add_to(self, app: web.Application) -> None:
        """The list of destinations, the beginning, and the wishes."""
        app.add_routes(
            [
                web.get("/api/destinations", self._destinations),
                web.post("/api/calls/{call}/transfer", self._begin),
                web.post("/api/calls/{call}/transfer/wish", self._wish),
            ]
        )

    async def _destinations(self, _request: web.Request) -> web.Response:
        return as_json(self._offered())

    async def _begin(self, request: web.Request) -> web.Response:
        wish = await body_of(request, Begin)
        acting_at(request, wish.operator)
        call = request.match_info["call"]
        done = self._switchboard.transfer(call, wish.operator, wish.target, wish.how)
        return self._done(call, done)

    async def _wish(self, request: web.Request) -> web.Response:
        wish = await body_of(request, Wish)
        acting_at(request, wish.operator)
        call = request.match_info["call"]
        return self._done(call, self._switchboard.transfer_wish(call, wish.operator, wish.wish))

    def _done(self, call: str, refusal: Refusal | None) -> web.Response:
        if refusal is not None:
            raise web.HTTPConflict(text=self._elsewhere(call) or REFUSALS[refusal])
        return web.Response(status=204)
