"""`ivr calls`: the newest calls, from the ledger."""

import argparse

import msgspec

from ivr.app.parts import read_ledger
from ivr.cli.common import add_json, add_site, console, count, plain, print_json, settings_of, table
from ivr.cli.raw_right import add_raw, check_raw
from ivr.labels import OUTCOMES
from ivr.language.mask import mask_fields
from ivr.store.record import CallRecord


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="how many (20)")
    add_raw(parser)
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """List calls."""
    settings = settings_of(args)
    check_raw(args, settings, "calls")
    records = read_ledger(settings).calls(args.limit)
    shown = table("通话")
    for column in ("通话编号", "来电", "结果", "工单与最后听到"):
        shown.add_column(column, overflow="fold", no_wrap=column != "工单与最后听到")
    for record in records:
        if not args.raw:
            record = msgspec.convert(mask_fields(msgspec.to_builtins(record)), CallRecord)
        caller = record.caller
        if args.json:
            print_json({**_fields(record), "caller": caller})
            continue
        length = f"{record.seconds:.0f} 秒" if record.seconds is not None else "通话中"
        shown.add_row(
            f"{record.call}\n[dim]{record.started:%m-%d %H:%M:%S}[/]",
            f"{plain(caller or '—')}\n[dim]→ {plain(record.called)}[/]",
            f"{OUTCOMES[record.outcome]}\n[dim]{length}[/]",
            f"{'、'.join(record.tickets) or '—'}\n[dim]{plain(record.last_heard or '—')}[/]",
        )
    if not args.json:
        console.print(shown)
    return 0


def _fields(record: object) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(record)
    return fields
