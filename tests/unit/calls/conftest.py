"""A whole call service on doubles of telephone, voice and recogniser, with the real ledger."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path

import pytest

from bridge.events import LegId
from ivr.calls.config import CallsConfig
from ivr.calls.house import CallSettings, Parts
from ivr.calls.service import CallService
from ivr.calls.session import Session
from ivr.flow.config import FlowConfig
from ivr.flow.loader import load_flows
from ivr.linkage.config import LineConfig, LinkageConfig
from ivr.queueing.config import OperatorConfig, OutboundConfig, QueueConfig, Window
from ivr.store.config import StoreConfig
from ivr.store.journal import EventKind, JournalEntry
from ivr.store.ledger import Ledger
from tests.unit.calls.doubles import Answers, Board, Drafting, Listening, Telephone, Voice

DIALPLANS = Path(__file__).parents[3] / "dialplans"
DESK = "sip:110@127.0.0.1:5110"
OPERATOR = "sip:8001@127.0.0.1:5801"
SECOND = "sip:8002@127.0.0.1:5802"


@dataclass
class Site:
    """Everything a test needs."""

    service: CallService
    telephone: Telephone
    listening: Listening
    voice: Voice
    ledger: Ledger
    board: Board

    def session(self) -> Session:
        """The only live call."""
        (session,) = self.service._sessions.values()
        return session

    async def answered(self, caller: str = "02412345678", called: str = "12345") -> LegId:
        """A call that hears the open question."""
        leg = self.telephone.arrive(caller, called)
        await self.said(leg, "请问有什么可以帮您")
        return leg

    async def said(self, leg: LegId, words: str) -> None:
        """Wait until a leg heard the words."""
        await self.board.until(lambda: any(words in t for t in self.telephone.heard_by(leg)))

    async def dialled(self, target: str, count: int = 1) -> LegId:
        """Wait until we have dialled a target so often; gives the newest leg."""
        await self.board.until(lambda: len(self.dials(target)) >= count)
        return self.dials(target)[-1]

    def dials(self, target: str) -> list[LegId]:
        return [d.leg for d in self.telephone.dialled if d.target == target]

    async def over(self) -> None:
        """Wait until no call is live."""
        await self.board.until(lambda: not self.service._sessions)

    def journal(self, call: str | None = None) -> list[JournalEntry]:
        """What is on disk of a call, of the newest one by default."""
        self.ledger.flush().result(5)
        return self.ledger.journal(call or self.ledger.calls(1)[0].call)

    def kinds(self, call: str | None = None) -> list[EventKind]:
        return [e.kind for e in self.journal(call)]


Make = Callable[..., CallService]


@pytest.fixture
async def site(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Site]:
    """Marked `operators(n)` for how many are signed in, `flow(name)` for another flow."""
    flows, faults = load_flows(DIALPLANS)
    assert not faults
    operators = request.node.get_closest_marker("operators")
    flow = request.node.get_closest_marker("flow")
    people = [OperatorConfig("张敏", OPERATOR), OperatorConfig("李强", SECOND)]
    people = people[: operators.args[0] if operators else 0]
    names = {"12345": flow.args[0] if flow else "12345"}
    board, voice, listening = Board(), Voice(), Listening()
    telephone = Telephone(board)
    ledger = Ledger(StoreConfig(), tmp_path)
    service = CallService(
        Parts(listening, voice, ledger, Answers(), Drafting(), flows),
        CallSettings(
            flow=FlowConfig(numbers=names),
            calls=CallsConfig(record=False, stop_seconds=1),
            queue=QueueConfig(
                operators=[OperatorConfig(p.name, p.target, signed_in=True) for p in people]
            ),
            outbound=OutboundConfig(
                trunk="sip:{number}@127.0.0.1:5900",
                reserve_operators=0,
                windows=[Window(time(0, 0), time(23, 59))],
            ),
            linkage=LinkageConfig([LineConfig(["110", "119", "police"], "公安警务台", DESK)]),
            data=tmp_path,
        ),
        now=lambda: board.now,
        tick_seconds=0.02,
    )
    telephone.on_event = service.on_event
    service.connect(telephone)
    service.live.subscribe(board.changed.set)
    await service.start()
    yield Site(service, telephone, listening, voice, ledger, board)
    await service.stop()
    assert ledger.close()
