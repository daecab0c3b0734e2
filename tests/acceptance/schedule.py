"""A schedule of arrivals, follow-ups and talk times, replayed against the running service over SIP.

# second  what       who          how
0.0       seat       8001         answers 0.3
0.0       follow_up  13900000001  ignores
0.0       by_seat    13900000002  answers 1 talks 3
2.0       calls      02400000101  stays 9
"""

import asyncio
import random
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from answering_phones import AnsweringPhones, Manner
from hotline import Hotline
from sip_caller import SipCaller, offer

from ivr.calls.outbound_list import new_work
from ivr.clock import now
from ivr.queueing.tasks import FollowUp
from ivr.store.config import StoreConfig
from ivr.store.ledger import Ledger

SDP = offer(9000, 8)
ALL_DAY = [{"begin": "00:00:00", "end": "23:59:59.999"}]


@dataclass(frozen=True)
class Caller:
    """One inbound call."""

    at: float
    number: str
    stays: float  # hangs up after so long, served or not


@dataclass(frozen=True)
class Due:
    """One citizen to be rung."""

    at: float
    number: str
    by_robot: bool


@dataclass
class Schedule:
    """What is going to happen."""

    phones: dict[str, Manner] = field(default_factory=dict)
    seats: list[str] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return max([c.at + c.stays for c in self.callers] + [d.at for d in self.due])

    def operators(self, phones: AnsweringPhones) -> list[dict[str, Any]]:
        """The settings of the seats."""
        return [
            {
                "name": f"坐席{seat}",
                "target": f"sip:{seat}@127.0.0.1:{phones.port}",
                "signed_in": True,
            }
            for seat in self.seats
        ]

    def tables(self, phones: AnsweringPhones, **more: Any) -> dict[str, dict[str, Any]]:
        """The other settings: people first, short patience with who does not answer."""
        outbound = {
            "trunk": f"sip:{{number}}@127.0.0.1:{phones.port}",
            "windows": ALL_DAY,
            "after_cancel_seconds": 1.0,
            "retry_minutes": 0.05,
            "ring_seconds": 5.0,
            **more.pop("outbound", {}),
        }
        queue = {"wrap_up_seconds": 0.3, "no_answer_pause_seconds": 3.0, "ring_seconds": 4.0}
        flow = {"numbers": {"12345": "12345-direct"}}
        return {"outbound": outbound, "queue": queue, "flow": flow, **more}


def read_schedule(text: str) -> Schedule:
    """Lines of second, what, who and how."""
    found = Schedule()
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        at, what, who, *rest = words
        how = {k: float(v) for k, v in zip(rest[::2], rest[1::2], strict=False)}
        manner = Manner(how.get("answers"), how.get("talks"))
        if what == "seat":
            found.seats.append(who)
            found.phones[who] = manner
        elif what in ("follow_up", "by_seat"):
            found.due.append(Due(float(at), who, what == "follow_up"))
            found.phones[who] = manner
        else:
            found.callers.append(Caller(float(at), who, how["stays"]))
    return found


def random_schedule(seed: int, seconds: float, *, seats: int, callers: int, due: int) -> Schedule:
    """Arrivals in bursts; seats that sometimes do not answer; citizens of every kind."""
    chance = random.Random(seed)
    found = Schedule()
    for number in range(seats):
        name = f"80{number:02d}"
        found.seats.append(name)
        found.phones[name] = Manner(chance.uniform(0.1, 1.0))
    found.phones[found.seats[-1]] = Manner(None)  # the last one never answers
    for number in range(callers):
        burst = chance.choice((0.2, 0.5, 0.8)) * seconds
        at = min(max(chance.gauss(burst, seconds / 12), 0.0), seconds)
        stays = 6.0 + chance.expovariate(1 / 8.0)
        found.callers.append(Caller(at, f"0240001{number:04d}", min(stays, 40.0)))
    for number in range(due):
        who = f"1390001{number:04d}"
        found.due.append(Due(chance.uniform(0, seconds), who, chance.random() < 0.5))
        answers = chance.choice((None, 0.5, 2.0))
        found.phones[who] = Manner(answers, chance.uniform(1.0, 6.0) if answers else None)
    return found


def list_due(data: Path, schedule: Schedule) -> list[str]:
    """Put the follow-ups on the ledger's list, due when the schedule says; their ids."""
    ledger = Ledger(StoreConfig(), data)
    ids = []
    begin = now()
    for number, due in enumerate(schedule.due):
        about = FollowUp(f"26112000{number:02d}", "路灯不亮")
        at = begin + timedelta(seconds=due.at)
        work = new_work(due.number, about, at, by_robot=due.by_robot)
        ledger.save_outbound(work.id, work.due, work)
        ids.append(work.id)
    assert ledger.close()
    return ids


async def play(schedule: Schedule, *hotlines: Hotline) -> None:
    """Every caller in their time, on one node after the other, until the last has hung up."""
    tasks: list[Awaitable[None]] = [
        _call(caller, hotlines[number % len(hotlines)].port)
        for number, caller in enumerate(schedule.callers)
    ]
    await asyncio.gather(*tasks)


async def _call(caller: Caller, port: int) -> None:
    """Ring, stay, hang up; who is hung up on, or whose service dies, leaves as well."""
    await asyncio.sleep(caller.at)  # the schedule's own time, not a wait for the service
    async with SipCaller(port, caller.number) as phone:
        phone.ring(SDP)
        try:
            answer = await phone.final("INVITE", 10.0)
        except TimeoutError:
            return
        phone.acknowledge(answer)
        if answer.status != 200:
            return
        try:
            await phone.asked("BYE", caller.stays)
        except TimeoutError:
            try:
                await phone.bye(answer)
            except TimeoutError:
                return
