"""One morning: seven citizens call about at once; two operators and two desks take calls."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotline import Hotline, Phones, SimulatedPhone, line, operator

from ivr.store.journal import EventKind

QUESTION, MATTERS, KEY, HUMAN = "02400000011", "02400000012", "02400000013", "02400000014"
DANGER, FIRE, BRIEFLY = "02400000015", "02400000016", "02400000017"
OPERATOR_SAYS = "您好，我是话务员，请讲。"
DESK_SAYS = "情况已记录，民警马上出警。"
CITIZEN_SAYS = "我家的暖气不热，请派人来修。"
CITIZEN_STANDS = "在铁西区建设中路三号楼楼下。"

SCRIPTS = {
    QUESTION: ("--say", "你好，我想问一下，身份证丢了怎么补办？", "没有了，谢谢。"),
    MATTERS: (
        *("--say", "我家住在沈阳市铁西区建设中路三号楼，家里暖气不热，已经三天了，希望派人来修。"),
        "还有一个事，小区门口的路灯坏了，从上周开始就不亮，希望尽快修好。",
        *("没有了。", "对。", "对。", "没有了，谢谢。"),
    ),
    KEY: ("--press", "0", "--say", CITIZEN_SAYS),
    HUMAN: ("--say", "我家暖气不热，已经三天了。", "转人工。"),
    DANGER: (
        *("--say", "快来人，有人拿刀打架，就在我家楼下！"),
        *(CITIZEN_STANDS, CITIZEN_STANDS),  # somebody else may speak at the first
    ),
    FIRE: ("--say", "快来人，我家楼下着火了！"),
    BRIEFLY: ("--say", "身份证丢了怎么补办？"),
}
STAYS = {BRIEFLY: 1.0}  # hangs up over the answer


@dataclass
class Morning:
    """What is left when all have hung up."""

    hotline: Hotline
    reports: dict[str, dict[str, Any]]
    operators: list[SimulatedPhone]
    desk: SimulatedPhone
    over: asyncio.Event  # set it to close the hotline


async def run_morning(folder: Path, done: "asyncio.Future[Morning]") -> None:
    """Play it; what came of it goes to `done`, and the service stays until `over` is set."""
    async with Phones(folder) as phones:
        first, second, busy, desk = await asyncio.gather(
            phones.add("first", "--say", OPERATOR_SAYS, "--talk", "14"),
            phones.add("second", "--say", OPERATOR_SAYS, "--talk", "14"),
            phones.add("busy", "--refuse"),
            phones.add("desk", "--say", "请讲。", DESK_SAYS, "--pause", "9", "--talk", "30"),
        )
        async with Hotline(
            folder,
            operators=[operator("甲", first), operator("乙", second)],
            lines=[
                line("市局一线", busy, "110", "police"),
                line("市局二线", desk, "110", "police"),
                line("消防", busy, "119"),
            ],
        ) as hotline:
            citizens = [
                await hotline.citizen(number, *script, stay=STAYS.get(number), record=True)
                for number, script in SCRIPTS.items()
            ]
            reports = await asyncio.gather(*(citizen.report(240) for citizen in citizens))
            for number in SCRIPTS:
                await hotline.until(lambda n=number: hotline.found(n, EventKind.ENDED))
            over = asyncio.Event()
            told = dict(zip(SCRIPTS, reports, strict=True))
            done.set_result(Morning(hotline, told, [first, second], desk, over))
            await over.wait()
