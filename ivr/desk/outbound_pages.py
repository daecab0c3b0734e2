"""外呼 at an operator's page: park the citizen for who waits, say how the follow-up went."""

from collections.abc import Callable
from typing import Protocol

import msgspec
from aiohttp import web

from ivr.desk.origin import body_of
from ivr.desk.sign_on import acting_at
from ivr.queueing.parking import Refusal
from ivr.tickets.life import RATINGS

REFUSALS = {
    Refusal.NOT_TALKING: "您现在没有在这个外呼通话中",
    Refusal.NOBODY_WAITS: "现在没有您可以接听的来电在等待",
    Refusal.LEAVING: "您将在本次通话后签出，不能寄存",
}
TOO_LATE = "这不是您正在或刚刚进行的外呼"
MOST_REMARK = 200


class Work(Protocol):
    """Who performs it: `ivr.calls.seat_work.SeatWork`."""

    def wish_to_park(self, work_id: str, operator: str) -> Refusal | None: ...

    def outcome(self, work_id: str, operator: str, rating: int, remark: str) -> bool: ...


class List(Protocol):
    """Who puts work back on the list: `ivr.calls.outbound.OutboundDesk`."""

    def postpone(self, work_id: str, operator: str) -> bool: ...


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """寄存 or 改日再访."""

    operator: str


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How content the citizen is, and what they said."""

    operator: str
    rating: int
    remark: str = ""


class OutboundPages:
    """Routes of an operator's outbound call."""

    def __init__(
        self,
        seats: Work,
        works: List,
        elsewhere: Callable[[str], str] = lambda _work: "",  # why, if it is another node's
    ) -> None:
        self._elsewhere = elsewhere
        self._seats = seats
        self._works = works

    def add_to(self, app: web.Application) -> None:
        """One route a button."""
        one = "/api/outbound/{work}"
        app.add_routes(
            [
                web.post(one + "/park", self._park),
                web.post(one + "/outcome", self._outcome),
                web.post(one + "/postpone", self._postpone),
            ]
        )

    async def _park(self, request: web.Request) -> web.Response:
        wish = await body_of(request, Wish)
        acting_at(request, wish.operator)
        work = request.match_info["work"]
        refusal = self._seats.wish_to_park(work, wish.operator)
        if refusal is not None:
            away = self._elsewhere(work) if refusal is Refusal.NOT_TALKING else ""
            raise web.HTTPConflict(text=away or REFUSALS[refusal])
        return web.Response(status=204)

    async def _outcome(self, request: web.Request) -> web.Response:
        given = await body_of(request, Outcome)
        acting_at(request, given.operator)
        if given.rating not in RATINGS:
            raise web.HTTPBadRequest(text="评分是 1（不满意）到 5（满意）")
        remark = given.remark.strip()[:MOST_REMARK]
        work = request.match_info["work"]
        return self._known(work, self._seats.outcome(work, given.operator, given.rating, remark))

    async def _postpone(self, request: web.Request) -> web.Response:
        wish = await body_of(request, Wish)
        acting_at(request, wish.operator)
        work = request.match_info["work"]
        return self._known(work, self._works.postpone(work, wish.operator))

    def _known(self, work: str, done: bool) -> web.Response:
        if not done:
            raise web.HTTPConflict(text=self._elsewhere(work) or TOO_LATE)
        return web.Response(status=204)
