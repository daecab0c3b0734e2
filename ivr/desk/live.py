"""实时画面 what the pages show of the present, pushed when it changes, at most five times a second.

A slow page never holds the others or the calls: it gets the newest picture when it is ready for
one, never a queue of old ones.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, Protocol

import msgspec
from aiohttp import WSCloseCode, web

from ivr.clock import now
from ivr.desk.sessions import Person
from ivr.language.mask import mask_text

EVERY_SECONDS = 0.2


class LiveSource(Protocol):
    """Who knows what is going on: `ivr.calls.live.LiveView`."""

    def picture(self) -> dict[str, Any]:
        """Everything the live page draws: numbers masked, and as `whole` unmasked."""

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` after every change; gives the way to stop it."""


class LiveFeed:
    """Every open page and the task that feeds it."""

    def __init__(self, source: LiveSource) -> None:
        self._source = source
        self._pages: dict[web.WebSocketResponse, asyncio.Event] = {}
        self._unsubscribe: Callable[[], None] | None = None

    def snapshot(self, person: Person) -> dict[str, Any]:
        """The picture now, with our clock, so that pages count seconds rightly."""
        return {**seen_by(person, self._source.picture()), "now": now().isoformat()}

    @contextmanager
    def joined(
        self,
        socket: web.WebSocketResponse,
        person: Person,
        allowed: Callable[[], bool] = lambda: True,
    ) -> Iterator[None]:
        """Feed a page for as long as it stays, and its reader may look."""
        if self._unsubscribe is None:
            self._unsubscribe = self._source.subscribe(self._changed)
        dirty = asyncio.Event()
        dirty.set()
        self._pages[socket] = dirty
        task = asyncio.create_task(self._feed(socket, person, dirty, allowed))
        try:
            yield
        finally:
            self._pages.pop(socket, None)
            task.cancel()

    async def close(self) -> None:
        """Tell every page that the service stops."""
        if self._unsubscribe:
            self._unsubscribe()
            self._unsubscribe = None
        for socket in list(self._pages):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"service stops")

    def _changed(self) -> None:
        for dirty in self._pages.values():
            dirty.set()

    async def _feed(
        self,
        socket: web.WebSocketResponse,
        person: Person,
        dirty: asyncio.Event,
        allowed: Callable[[], bool],
    ) -> None:
        with suppress(ConnectionError, RuntimeError):
            while not socket.closed:
                await dirty.wait()
                dirty.clear()
                if not allowed():
                    await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"signed off")
                    return
                await socket.send_str(msgspec.json.encode(self.snapshot(person)).decode())
                await asyncio.sleep(EVERY_SECONDS)


_NUMBERS = {"calls": "caller", "outbound": "number"}  # the field that is masked in each


def seen_by(person: Person, picture: dict[str, Any]) -> dict[str, Any]:
    """脱敏 whole numbers, and words with names and addresses, only for who may see them."""
    return {
        key: [_shown(entry, _NUMBERS[key], person) for entry in value] if key in _NUMBERS else value
        for key, value in picture.items()
    }


def _shown(entry: dict[str, Any], field: str, person: Person) -> dict[str, Any]:
    shown = {key: value for key, value in entry.items() if key != "whole"}
    allowed = person.may_see_number(entry.get("operator", ""))
    if entry.get("whole") and allowed:
        shown[field] = entry["whole"]
    if person.name and not allowed:  # somebody else's call: what is said is masked too
        return {key: _masked(value) if key in _SAID else value for key, value in shown.items()}
    return shown


_SAID = frozenset({"lines", "partial", "drafts", "emergency", "doubt"})
_remembered = lru_cache(maxsize=2048)(mask_text)  # the same lines come five times a second


def _masked(said: Any) -> Any:
    if isinstance(said, str):
        return _remembered(said)
    if isinstance(said, dict):
        return {key: _masked(value) for key, value in said.items()}
    return [_masked(value) for value in said]
