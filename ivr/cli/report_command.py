"""`ivr report`: hot topics of the last hours or of the day, as a page and as alert lines."""

import argparse
from pathlib import Path

import msgspec

from ivr.app.parts import read_ledger
from ivr.cli.common import add_json, add_site, console, plain, print_json, settings_of, table
from ivr.cli.moments import moment_of
from ivr.clock import now
from ivr.errors import UserError
from ivr.language.mask import mask_text
from ivr.log import get_logger
from ivr.tickets.topic_page import page
from ivr.tickets.topics import TopicReport, alert_line, first_hour, topics

log = get_logger("report")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--hours", type=int, default=4, metavar="N", help="1 to 24 (4; a day: 24)")
    parser.add_argument("--at", metavar="TIME", help="up to then, 2026-11-20T08:00 (now)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report as HTML")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Count, write the page, print the alerts."""
    if not 1 <= args.hours <= 24:
        raise UserError(f"--hours {args.hours} — give 1 to 24")
    end = moment_of("--at", args.at) if args.at is not None else now()
    ledger = read_ledger(settings_of(args))
    tickets = ledger.tickets(None, since=first_hour(end, args.hours), until=end)
    report = topics(tickets, end, args.hours)
    told = {t.number: mask_text(t.draft.summary or "") for t in tickets}
    if args.out:
        args.out.write_text(page(report, told), "utf-8")
    for topic in report.alerts:
        log.warning("hot_topic", matter="/".join(topic.matter), count=topic.count)
    if args.json:
        alerts = [alert_line(topic, args.hours) for topic in report.alerts]
        print_json({**msgspec.to_builtins(report), "alerts": alerts})
    else:
        _show(report, args.hours)
    return 0


def _show(report: TopicReport, hours: int) -> None:
    for topic in report.alerts:
        console.print(
            f"[bold red]{plain(alert_line(topic, hours))}[/]", highlight=False, soft_wrap=True
        )
    shown = table(f"近 {hours} 小时 {report.total} 件", "事项", "件数", "平时", "集中地点")
    for topic in report.topics[:20]:
        shown.add_row(
            "／".join(topic.matter),
            str(topic.count),
            "—" if topic.usual is None else f"{topic.usual:.1f}",
            plain(" ".join(f"{name} {n}件" for name, n in topic.places) or "—"),
        )
    console.print(shown)
