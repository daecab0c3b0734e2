"""`ivr tickets --due` and its sisters: what must be looked at, each list from a pure rule."""

import argparse
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from ivr.cli.common import console, plain, print_json, table
from ivr.cli.moments import day_of
from ivr.clock import CHINA, now
from ivr.labels import CHECK_LEVELS, LIMITS, STANDINGS, TICKET_STATES
from ivr.language.mask import mask_number
from ivr.settings.model import Settings
from ivr.store.ledger import Ledger
from ivr.tickets import due, merging, spot_checks
from ivr.tickets.model import Ticket

Rows = Sequence[dict[str, Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the lists."""
    lists = parser.add_argument_group("what must be looked at")
    for option, what in (
        ("due", "临期超期: limits that are near or past"),
        ("same-day", "日接日清: taken today or before and not yet sent on"),
        ("repeats", "重复诉求: callers who came back with the same matter"),
        ("merges", "并单建议: tickets that tell of one matter at one site"),
        ("spot-check", "三级抽查: draw the tickets of this day to look at again"),
    ):
        lists.add_argument(
            f"--{option}", dest="list", action="store_const", const=option, help=what
        )
    lists.add_argument("--on", metavar="DATE", help="as of this day (today)")
    lists.add_argument("--seed", type=int, metavar="N", help="draw the same spot checks again")


def run(args: argparse.Namespace, settings: Settings, ledger: Ledger) -> int:
    """Print one list."""
    today = day_of("--on", args.on) if args.on else now().date()
    until = datetime(today.year, today.month, today.day, tzinfo=CHINA) + timedelta(days=1)
    rows: Rows
    if args.list == "due":
        rows = _due(ledger.tickets(None, until=until), today)
    elif args.list == "same-day":
        rows = _same_day(ledger.tickets(None, until=until), today)
    elif args.list == "repeats":
        since = until - merging.REPEAT_WITHIN
        rows = _repeats(ledger.tickets(None, since=since, until=until), raw=args.raw)
    elif args.list == "merges":
        rows = _merges(ledger.tickets(None, since=until - timedelta(days=30), until=until))
    else:
        every = ledger.tickets(None, until=until)
        wrong = spot_checks.went_wrong_on(every, today)
        day = [t for t in every if t.created >= until - timedelta(days=1)]
        rows = _spot_checks(day, wrong, settings.tables.tickets.spot_checks, args.seed)
    if args.json:
        for row in rows:
            print_json(row)
    elif not rows:
        console.print("没有")
    else:
        shown = table("", *rows[0])
        for row in rows:
            shown.add_row(*(plain(value) for value in row.values()))
        console.print(shown)
    return 0


def _due(tickets: Sequence[Ticket], today: date) -> Rows:
    units = {t.number: t.draft.route.unit if t.draft.route else "—" for t in tickets}
    return [
        {
            "工单号": d.number,
            "期限": LIMITS[d.limit],
            "日期": f"{d.day}" + ("" if d.certain else "（推算）"),
            "情况": STANDINGS[d.standing],
            "剩余工作日": due.days_left(d.day, today),
            "承办": units[d.number],
        }
        for d in due.warnings(tickets, today)
    ]


def _same_day(tickets: Sequence[Ticket], today: date) -> Rows:
    return [
        {
            "工单号": t.number,
            "受理时间": f"{t.created.astimezone(CHINA):%m-%d %H:%M}",
            "状态": TICKET_STATES[t.state],
            "承办": t.draft.route.unit if t.draft.route else "—",
        }
        for t in due.not_cleared(tickets, today)
    ]


def _repeats(tickets: Sequence[Ticket], *, raw: bool) -> Rows:
    return [
        {
            "来电": r.caller if raw else mask_number(r.caller),
            "事项": " / ".join(r.matter),
            "次数": len(r.numbers),
            "工单号": " ".join(r.numbers),
        }
        for r in merging.repeats(tickets)
    ]


def _merges(tickets: Sequence[Ticket]) -> Rows:
    return [
        {
            "主单": p.lead,
            "可并入": " ".join(p.others),
            "事项": " / ".join(p.matter),
            "地点": "".join(p.site),
        }
        for p in merging.proposals(tickets)
    ]


def _spot_checks(
    tickets: Sequence[Ticket],
    gone_wrong: Sequence[Ticket],
    shares: Sequence[float],
    seed: int | None,
) -> Rows:
    chance = random.Random(seed).random
    oldest_first = sorted(tickets, key=lambda t: t.number)
    return [
        {"级别": CHECK_LEVELS[c.level], "工单号": c.number, "缘由": c.why}
        for c in spot_checks.choose(oldest_first, shares, chance, gone_wrong)
    ]
