"""热线服务: builds every part from the settings, starts them in order, stops them in reverse.

Whatever fails while starting is undone before the error goes on, so that nothing is left running.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from errno import EACCES, EADDRINUSE, EADDRNOTAVAIL
from os import strerror

from bridge.gateway import Gateway
from bridge.media.client import MediaClient
from ivr.app.alarms import RecogniserBehind
from ivr.app.checking import Checked, check_site
from ivr.app.data_folder import keep
from ivr.app.metrics import Metrics
from ivr.app.nodes import AllNodes
from ivr.app.pages import pages_of
from ivr.app.parts import knowledge_of
from ivr.calls.house import CallSettings, Parts
from ivr.calls.service import CallService
from ivr.desk.server import DeskServer
from ivr.errors import ConfigError, Fault
from ivr.log import get_logger
from ivr.settings.model import Settings
from ivr.speech.service import SpeechService
from ivr.speech.voice import Voice
from ivr.store.ledger import Ledger
from ivr.store.redis_board import open_board

log = get_logger("app")
_REMEDIES = {  # why an address cannot be had
    EADDRINUSE: "end the program that has it",
    EADDRNOTAVAIL: "this machine does not have the address: write one of its own",
    EACCES: "a port below 1024 needs rights: start with them",
}


class HotlineService:
    """One node of the hotline."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stack = AsyncExitStack()
        self.calls: CallService
        self.ledger: Ledger
        self.gateway: Gateway
        self.desk: DeskServer

    async def start(self) -> None:
        """Check the site, then start every part; `ConfigError` when something must be mended."""
        try:
            kept = await asyncio.to_thread(
                keep, self.settings.data, self.settings.tables.board.node
            )
            self._on_stop(_in_thread(kept.close))
            await self._start_parts(await self._checked())
        except BaseException:
            await self.stop()
            raise

    async def _checked(self) -> Checked:
        checked = await asyncio.to_thread(check_site, self.settings)
        if checked.errors:
            raise ConfigError(checked.errors)
        for fault in checked.left_out:
            log.warning("article_left_out", fault=str(fault))
        for missing in checked.unstaffed:
            log.warning("skill_without_operator", fault=str(missing.fault))
        if checked.notices:
            log.info("notices", count=len(checked.notices), see="ivr check")
        return checked

    async def _start_parts(self, checked: Checked) -> None:
        tables = self.settings.tables
        assert checked.knowledge is not None
        assert checked.understanding is not None
        self.ledger = Ledger(tables.store, self.settings.data, node=tables.board.node)
        self._on_stop(_in_thread(self.ledger.close))
        voice = Voice(tables.voice)
        await voice.start()
        self._on_stop(voice.stop)
        speech = SpeechService(tables.speech, checked.names)
        await speech.start()
        self._on_stop(speech.stop)
        media = MediaClient(tables.media)
        self.calls = CallService(
            Parts(
                listening=speech,
                voice=voice,
                records=self.ledger,
                answers=checked.knowledge,
                drafting=checked.understanding,
                flows=checked.flows,
            ),
            CallSettings(
                flow=tables.flow,
                calls=tables.calls,
                queue=tables.queue,
                outbound=tables.outbound,
                linkage=tables.linkage,
                board=tables.board,
                data=self.settings.data,
            ),
        )
        self.gateway = Gateway(tables.telephone, media, self.calls.on_event)
        self.calls.connect(self.gateway)
        telephone = tables.telephone
        await _bound(self.gateway.start(), "--sip", telephone.sip_host, telephone.sip_port)
        self._on_stop(self.gateway.stop)
        board = open_board(tables.board.url, tables.board.lease_seconds)
        self._on_stop(board.close)
        if tables.board.node:
            self.calls.share(board)
        await self.calls.start()
        self._on_stop(self.calls.stop)
        metrics = Metrics(self.ledger, self.calls, speech)
        nodes = AllNodes(self.calls.live, board)
        nodes.start()
        self._on_stop(nodes.stop)
        alerts = self.calls.live.alerts
        alerts.add_alarm(RecogniserBehind(speech.stats))
        for missing in checked.unstaffed:
            alerts.add_alarm(missing.words)
        understanding = checked.understanding
        pages = pages_of(self.settings, self.ledger, understanding, self.calls, nodes.elsewhere)
        self.desk = DeskServer(tables.web, self.ledger, nodes, metrics.text, pages)
        await _bound(self.desk.start(), "--web", tables.web.host, tables.web.port)
        nodes.address = tables.web.address or self.desk.url
        self._on_stop(self.desk.stop)

    async def reload_knowledge(self) -> int:
        """Read the articles anew and use them from the next call on; how many there are.

        Calls that run keep what they began with. A knowledge base that holds nothing is not taken.
        """
        knowledge, faults = await asyncio.to_thread(knowledge_of, self.settings)
        for fault in faults:
            log.warning("check", fault=str(fault))
        if len(knowledge):
            self.calls.house.parts.answers = knowledge
        log.info("knowledge_reloaded", articles=len(knowledge), taken=bool(len(knowledge)))
        return len(knowledge)

    async def stop(self) -> None:
        """Tell the callers, finish the records, write everything down; idempotent."""
        await self._stack.aclose()

    def _on_stop(self, stop: Callable[[], Awaitable[object]]) -> None:
        self._stack.push_async_callback(stop)


async def _bound(starting: Awaitable[None], option: str, host: str, port: int) -> None:
    """Start what listens on an address; say which one when it cannot be had."""
    try:
        await starting
    except OSError as error:
        if error.errno not in _REMEDIES:
            raise
        message = f"cannot listen on {host}:{port}: {strerror(error.errno)}"
        remedy = f"{_REMEDIES[error.errno]}, or give another address with {option}"
        raise ConfigError([Fault(option, None, message, remedy)]) from error


def _in_thread(close: Callable[[], object]) -> Callable[[], Awaitable[object]]:
    async def closed() -> object:
        return await asyncio.to_thread(close)

    return closed
