"""外呼名单 who is to be rung: in the ledger, and from there on the board."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Any

import msgspec

from ivr.calls.house import House
from ivr.calls.switchboard import Switchboard
from ivr.errors import StoreError
from ivr.language.mask import mask_number
from ivr.log import get_logger
from ivr.queueing import life
from ivr.queueing.tasks import FollowUp, RingBack
from ivr.queueing.world import Work, WorkKind, WorkState

log = get_logger("outbound")

KINDS = {WorkKind.FOLLOW_UP: "回访", WorkKind.RING_BACK: "回拨"}

STATES = {
    WorkState.DUE: "待呼",
    WorkState.DIALLING: "呼叫",
    WorkState.RINGING: "振铃",
    WorkState.CANCELLING: "让行",
    WorkState.ANSWERED: "通话",
    WorkState.PARKED: "寄存",
    WorkState.RETURNING: "取回",
}


def new_work(
    number: str, about: FollowUp | RingBack, due: datetime, *, by_robot: bool = True
) -> Work:
    """A citizen to be rung; save it with `Ledger.save_outbound(work.id, work.due, work)`.

    A call is rung back once, whoever of several nodes finds that it must be.
    """
    if isinstance(about, RingBack):
        kind, work_id = WorkKind.RING_BACK, f"r{about.call}"
    else:
        kind, work_id = WorkKind.FOLLOW_UP, f"f{due:%y%m%d%H%M%S}{secrets.token_hex(3)}"
    return Work(
        id=work_id,
        kind=kind,
        number=number,
        due=due,
        by_robot=by_robot,
        about=about,
    )


class OutboundList:
    """Puts work on the list, keeps it in the ledger, and takes over what others put there."""

    def __init__(self, house: House, switchboard: Switchboard) -> None:
        self.house = house
        self.switchboard = switchboard
        self._finished: set[str] = set()  # done, though the ledger may not have written it yet

    def start(self) -> None:
        """Take the list over from the ledger; what was under way when we died is due again."""
        self._take(self._read())

    async def refresh(self) -> None:
        """Take over what others (`ivr followup add`) have put on the list meanwhile."""
        self._take(await asyncio.to_thread(self._read))

    def _read(self) -> list[Work]:
        try:
            bodies = self.house.parts.records.open_outbound()
        except StoreError as error:
            log.error("outbound_unreadable", error=str(error))
            return []
        works = []
        for body in bodies:
            try:
                works.append(msgspec.convert(body, Work))
            except msgspec.ValidationError as error:
                log.error("outbound_work_unreadable", error=str(error))
        return works

    def _take(self, works: list[Work]) -> None:
        node = self.switchboard.node
        fresh = [
            replace(work, state=WorkState.DUE, operator=None, told_waiting=False, node=node)
            for work in works
            if work.id not in self._finished and self.switchboard.world.work(work.id) is None
        ]
        if fresh:
            self.switchboard.happened(lambda world: reduce(life.work_added, fresh, world))

    # -- putting on ------------------------------------------------------------------------

    def add_follow_up(
        self, number: str, ticket: str, summary: str, *, due: datetime | None = None
    ) -> str:
        """回访 Put a citizen on the list."""
        return self._add(number, FollowUp(ticket, summary), due, robot=True)

    def add_ring_back(self, number: str, call: str, reason: str) -> str:
        """回拨 Put a caller whom nobody served on the list; a person rings back if one is there."""
        robot = not self.house.settings.queue.operators
        return self._add(number, RingBack(call, reason), None, robot=robot)

    def _add(
        self,
        number: str,
        about: FollowUp | RingBack,
        due: datetime | None,
        *,
        robot: bool,
    ) -> str:
        work = new_work(number, about, due or self.house.now(), by_robot=robot)
        if work.id not in self._finished and self.switchboard.world.work(work.id) is None:
            self.save(work)
            self._take([work])
        return work.id

    def again(self, work: Work) -> bool:
        """What is done stays done: another piece of work, which knows of the attempts before."""
        now, attempts = self.house.now(), work.attempts + 1
        about = work.about
        if not isinstance(about, FollowUp) or attempts >= self.house.settings.outbound.max_attempts:
            return False
        fresh = new_work(work.number, about, now, by_robot=False)
        again = replace(fresh, attempts=attempts, last_attempt=now)
        self.save(again)
        self._take([again])
        return True

    # -- keeping ---------------------------------------------------------------------------

    def save(self, work: Work, *, done: bool = False) -> None:
        """Into the ledger, as it stands."""
        self.house.parts.records.save_outbound(work.id, work.due, work, done=done)

    def attempted(self, before: Work, after: Work | None) -> None:
        """An attempt is over: the work is on the list as `after`, or off it for good."""
        self.save(after or before, done=after is None)
        if after is None:
            self._finished.add(before.id)

    def show(self, call_of: Callable[[str], str]) -> list[dict[str, Any]]:
        """For the pages; `call_of` knows the call of a work that is under way."""
        return [
            {
                "id": w.id,
                "kind": KINDS[w.kind],
                "number": mask_number(w.number),
                "whole": w.number,
                "state": STATES[w.state],
                "attempts": w.attempts,
                "about": w.about.summary if isinstance(w.about, FollowUp) else "",
                "ticket": w.about.ticket if isinstance(w.about, FollowUp) else "",
                "earlier": w.about.call if isinstance(w.about, RingBack) else "",
                "operator": w.operator or "",
                "call": call_of(w.id),
            }
            for w in self.switchboard.world.works
        ]
