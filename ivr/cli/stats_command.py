"""`ivr stats`: the figures a hotline is judged by, from the ledger."""

import argparse
from datetime import timedelta
from typing import Any

import msgspec

from ivr import clock
from ivr.app.parts import read_ledger
from ivr.cli.common import add_json, add_site, console, count, print_json, settings_of, table
from ivr.cli.moments import day_of
from ivr.errors import UserError
from ivr.store.figures import SHARES, Figures, Seconds, Share, by, figures

MOST_CALLS = 500_000
MOST_DAYS = 3660
LABELS = {
    "answered": "接通率",
    "answered_promptly": "15秒应答",
    "person_promptly": "15秒人工",
    "abandoned": "排队放弃",
    "instant": "直接答复率",
    "follow_ups": "有效回访率",
    "ring_backs": "回拨完成",
    "satisfied": "满意率",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="the (last) day (today)")
    parser.add_argument("--days", type=count, default=1, metavar="N", help="how many days (1)")
    parser.add_argument("--by", choices=["hour", "line", "both"], help="a row each")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Count and show."""
    last = day_of("--day", args.day) if args.day else clock.now().date()
    if args.days > MOST_DAYS:
        raise UserError(f"--days {args.days} — at most {MOST_DAYS}")
    first = last - timedelta(days=args.days - 1)
    records = [
        record
        for record in read_ledger(settings_of(args)).calls(MOST_CALLS)
        if first <= record.started.date() <= last
    ]
    if args.by:
        rows = by(records, line=args.by in ("line", "both"), hour=args.by in ("hour", "both"))
    else:
        rows = [figures(records)]
    if args.json:
        for row in rows:
            print_json(_with_values(row))
        return 0
    title = f"{first} 至 {last}" if first != last else str(last)
    shown = table(f"指标 {title}", "时段 / 号码", *(_name(row) for row in rows))
    shown.add_row("呼入 / 呼出", *(f"{row.inbound} / {row.outbound}" for row in rows))
    for name in SHARES:
        shown.add_row(LABELS[name], *(_share(getattr(row, name)) for row in rows))
    shown.add_row("等待 p50 / p95", *(_waiting(row.waiting) for row in rows))
    shown.add_row("人工通话均时", *(_mean(row.handling) for row in rows))
    console.print(shown)
    return 0


def _name(row: Figures) -> str:
    hour = f"{row.hour[5:]} 时" if row.hour else ""
    return " ".join(part for part in (hour, row.line) if part) or "全部"


def _share(share: Share) -> str:
    if share.value is None:
        return "—"
    left_out = f"，不计 {share.excluded}" if share.excluded else ""
    return f"{share.value:.1%}（{share.numerator}/{share.denominator}{left_out}）"


def _waiting(took: Seconds) -> str:
    return "—" if took.p50 is None else f"{took.p50:.0f} / {took.p95:.0f} 秒"


def _mean(took: Seconds) -> str:
    return "—" if took.mean is None else f"{took.mean:.0f} 秒（{took.count} 通）"


def _with_values(row: Figures) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.to_builtins(row)
    for name in SHARES:
        body[name]["value"] = getattr(row, name).value
    for name in ("waiting", "handling"):
        body[name]["mean"] = getattr(row, name).mean
    return body
