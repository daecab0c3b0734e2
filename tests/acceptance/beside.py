"""Tests that take long in real time and little work are played beside the others.

`@beside` marks one; the session's fixture starts all chosen ones first, a few at a time, and the
test itself only waits for its own. One that fails beside others on a busy machine is played once
more in its turn, and said to have been: that time it must hold.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

AT_ONCE = 2
Body = Callable[[Path], Awaitable[None]]


def beside(body: Body) -> Callable[..., Awaitable[None]]:
    """A test whose body is given a folder of its own."""

    async def test(started: dict[str, Any], tmp_path: Path) -> None:
        try:
            await started[body.__name__]
        except Exception as failure:
            print(f"failed beside others, is played again: {failure!r}", file=sys.__stderr__)
            await body(tmp_path)

    test.__name__, test.__doc__ = body.__name__, body.__doc__
    test.__module__ = body.__module__
    test.body = body  # type: ignore[attr-defined]
    return test


@asynccontextmanager
async def playing(
    items: list[pytest.Item], folders: pytest.TempPathFactory
) -> AsyncIterator[dict[str, "asyncio.Task[None]"]]:
    """Start the bodies of the chosen tests."""
    places = asyncio.Semaphore(AT_ONCE)

    async def play(body: Body) -> None:
        async with places:
            await body(folders.mktemp(body.__name__))

    bodies = [body for item in items if (body := getattr(_function(item), "body", None))]
    tasks = {body.__name__: asyncio.create_task(play(body)) for body in bodies}
    try:
        yield tasks
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


def _function(item: pytest.Item) -> object:
    return getattr(item, "function", None)
