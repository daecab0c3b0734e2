"""回访落单 writes what a follow-up brought into its ticket, without keeping the call waiting."""

import asyncio

from ivr.calls.house import House
from ivr.calls.session import Session
from ivr.errors import StoreError
from ivr.queueing.tasks import FollowUp
from ivr.queueing.world import Work
from ivr.tickets.follow_up import followed_up
from ivr.tickets.model import Ticket

BY_ROBOT = "智能回访"


class FollowUpTickets:
    """The ticket goes on: 已回访, or 督办 for who is not content."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._tasks: set[asyncio.Task[None]] = set()

    def rated(self, work: Work, session: Session, rating: int, remark: str, by: str) -> None:
        """The citizen of this work said how content they are."""
        if isinstance(work.about, FollowUp):
            change = self._change(work.about.ticket, session.call, rating, remark, by)
            task = asyncio.get_running_loop().create_task(change)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _change(self, number: str, call: str, rating: int, remark: str, by: str) -> None:
        at = self.house.now()

        def change(held: list[Ticket]) -> list[Ticket]:
            return [followed_up(held[0], rating, remark, by=by, at=at)]

        try:
            await asyncio.to_thread(self.house.parts.records.change_tickets, [number], change, at)
        except (StoreError, LookupError, ValueError) as error:
            self.house.fault(call, f"follow-up of ticket {number}", error)
