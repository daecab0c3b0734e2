"""Shows on every node's page what all nodes do, through the board."""

import asyncio
import os
from collections.abc import Callable
from itertools import islice
from typing import Any

from ivr.calls.live import LiveView
from ivr.store.board import Board, Picture

EVERY_SECONDS = 1.0
MOST_HELD = 1000  # also for a while after a call: its outcome may still be said


class AllNodes:
    """`ivr.desk.live.LiveSource` of the whole hotline: this node now, the others a second ago."""

    def __init__(self, live: LiveView, board: Board) -> None:
        self.node = f"{os.uname().nodename}-{os.getpid()}"
        self._live = live
        self._board = board
        self._others: dict[str, Picture] = {}
        self._held: dict[str, str] = {}  # calls and works of other nodes → the pages there
        self.address = ""  # of our own pages
        self._watchers: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to tell and to look."""
        self._task = asyncio.create_task(self._exchange(), name="board")

    async def stop(self) -> None:
        """Disappear from the others' pages at once."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._board.leave(self.node)

    def picture(self) -> dict[str, Any]:
        """This node's picture with the others' calls and operators beside its own."""
        return merged(self._live.picture(), self._others)

    def elsewhere(self, task: str) -> str:
        """Why a call or work cannot be acted on here, and where it can; empty when it is ours."""
        page = self._held.get(task)
        return f"这个通话在另一台服务器上，请打开 {page}/operator 操作" if page else ""

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` after every change here or there."""
        stop = self._live.subscribe(changed)
        self._watchers.append(changed)

        def stop_both() -> None:
            stop()
            self._watchers.remove(changed)

        return stop_both

    async def _exchange(self) -> None:
        while True:
            await self._board.put(self.node, {**self._live.picture(), "page": self.address})
            others = await self._board.others(self.node)
            if others != self._others:
                self._others = others
                self._held = dict(islice((held_by(others) | self._held).items(), MOST_HELD))
                for watcher in list(self._watchers):
                    watcher()
            await asyncio.sleep(EVERY_SECONDS)


def held_by(others: dict[str, Picture]) -> dict[str, str]:
    """Whose pages lead the calls and the outbound work under way."""
    return {
        task: page
        for picture in others.values()
        if (page := str(picture.get("page", "")).rstrip("/"))
        for task in [
            *(call["call"] for call in picture.get("calls", ())),
            *(work["id"] for work in picture.get("outbound", ()) if work.get("call")),
        ]
    }


def merged(own: dict[str, Any], others: dict[str, Picture]) -> dict[str, Any]:
    """One picture of all nodes; the ledger's health is this node's own."""
    whole = dict(own)
    for picture in others.values():
        whole["calls"] = [*whole["calls"], *picture.get("calls", ())]
        whole["operators"] = _joined(whole["operators"], picture.get("operators", ()), "name")
        whole["outbound"] = _joined(whole["outbound"], picture.get("outbound", ()), "id")
        whole["alerts"] = _joined(whole["alerts"], picture.get("alerts", ()), "id")
        whole["alarms"] = list(dict.fromkeys([*whole["alarms"], *picture.get("alarms", ())]))
        whole["waiting"] += int(picture.get("waiting", 0))
    return whole


def _joined(ours: list[Any], theirs: Any, key: str) -> list[Any]:
    known = {entry.get(key) for entry in ours}
    return [*ours, *(entry for entry in theirs if entry.get(key) not in known)]
