"""`ivr replay --check`: whether a day of the journal keeps 呼入电话优先, and what does not."""

from datetime import date, datetime, time, timedelta

import msgspec

from ivr import clock
from ivr.app.parts import read_ledger
from ivr.cli.common import console, print_json
from ivr.cli.moments import day_of
from ivr.queueing.config import rules_of
from ivr.queueing.world import Work
from ivr.settings.model import Settings
from ivr.store.audit import Audit, Breach, audit

RULES = {
    "I1": "有人等待或余量不足时不外呼",
    "I2": "来电排队时振铃的外呼让行",
    "I3": "已接通的外呼不中断",
    "I4": "外呼不丢失、不重复、不超时段与次数",
    "I5": "来电按次序接听",
    "I6": "外呼积压会报警",
}


def check_day(settings: Settings, day: str | None, *, as_json: bool) -> int:
    """Print what breaks a rule; 1 when something does."""
    wanted = day_of("--day", day) if day else clock.now().date()
    begin = datetime.combine(wanted, time.min, clock.CHINA)
    ledger = read_ledger(settings)
    done_before = ledger.outbound_done()  # the service may be running: the journal is read after it
    entries = ledger.journal_of_all(begin, begin + timedelta(days=1))
    found = audit(entries, rules_of(settings.tables.queue, settings.tables.outbound))
    listed = {work: done_before.get(work, False) for work in ledger.outbound_done()}
    lost = found.works_left(listed)
    due = [msgspec.convert(body, Work).due for body in ledger.open_outbound()]
    untold = found.untold(due, clock.now()) if wanted == clock.now().date() else 0
    if as_json:
        print_json({**_summary(found, lost, len(entries)), "starving_untold": untold})
    else:
        _show(found, lost, len(entries), wanted)
        if untold:
            console.print(f"  [red]{untold} 件外呼积压过久而没有报警[/]")
    return 1 if found.breaches or lost or untold else 0


def _summary(found: Audit, lost: list[str], entries: int) -> dict[str, object]:
    return {
        "entries": entries,
        "checked": found.checked,
        "gave_way_after": sorted(found.gave_way_after),
        "breaches": [
            {
                "rule": b.rule,
                "call": b.entry.call,
                "seq": b.entry.seq,
                "at": b.entry.at,
                "says": b.says,
            }
            for b in found.breaches
        ],
        "works_lost": lost,
    }


def _show(found: Audit, lost: list[str], entries: int, day: date) -> None:
    console.print(f"{day}：{entries} 条流水")
    for rule, words in RULES.items():
        broken = [b for b in found.breaches if b.rule == rule]
        tested = found.checked.get(rule, 0)
        console.print(f"{rule} {words}：核对 {tested} 次，违规 {len(broken)} 次")
        for breach in broken:
            console.print(f"  [red]{_place(breach)}[/] {breach.says}", highlight=False)
    if found.gave_way_after:
        slowest = max(found.gave_way_after) * 1000
        console.print(f"让行：{len(found.gave_way_after)} 次，最慢 {slowest:.0f} 毫秒发出取消")
    for work in lost:
        console.print(f"  [red]{work}[/] 已外呼，但既未办结也不在待呼名单")


def _place(breach: Breach) -> str:
    entry = breach.entry
    return f"#{entry.seq} {entry.at:%H:%M:%S.%f} {entry.call} {entry.kind}"
