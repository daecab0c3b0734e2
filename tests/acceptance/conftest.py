"""The whole service as its own process; telephones and sound of the wire tests are used again.

What takes long in real time and little work (the demo, the morning, `@beside`) is started first
and goes on beside the other tests, in the one event loop of the session.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

sys.path.insert(0, str(Path(__file__).parents[1] / "wire"))

from beside import playing
from morning import Morning, run_morning
from program import IVR, Program


@pytest_asyncio.fixture(scope="session", loop_scope="session", autouse=True)
async def started(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Any]]:
    """What runs beside the tests, as far as tests that want it were chosen."""
    wanted = {item.path.stem for item in request.session.items}
    things: dict[str, Any] = {}
    demo = Program("the demo", str(IVR), "demo", "--json", "--no-keep", "--data")
    if "test_the_demo" in wanted:
        demo = Program(
            "the demo",
            *(str(IVR), "demo", "--json", "--no-keep"),
            *("--data", str(tmp_path_factory.mktemp("demo"))),
        )
        await demo.start()
        things["demo"] = demo
    morning: asyncio.Task[None] | None = None
    if "test_the_morning" in wanted:
        done: asyncio.Future[Morning] = asyncio.get_running_loop().create_future()
        morning = asyncio.create_task(run_morning(tmp_path_factory.mktemp("morning"), done))
        morning.add_done_callback(lambda task: _pass_on(task, done))
        things["morning"] = done
    async with playing(request.session.items, tmp_path_factory) as tasks:
        yield {**things, **tasks}
    await demo.sweep()
    if morning is not None:
        if not morning.done() and done.done():
            done.result().over.set()
        else:
            morning.cancel()
        await asyncio.gather(morning, return_exceptions=False)


def _pass_on(task: "asyncio.Task[None]", done: "asyncio.Future[Morning]") -> None:
    """A morning that failed fails the tests that wait for it."""
    if not done.done() and not task.cancelled() and (error := task.exception()):
        done.set_exception(error)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def morning(started: dict[str, Any]) -> Morning:
    """The morning, once it is over."""
    done = started["morning"]
    assert isinstance(done, asyncio.Future)
    result: Morning = await done
    return result
