"""`ivr replay CALL`: a call step by step, as its journal holds it."""

import argparse
from collections.abc import Mapping
from dataclasses import replace

from ivr.app.parts import read_ledger
from ivr.cli.audit_lines import check_day
from ivr.cli.common import add_json, add_site, console, plain, print_json, settings_of
from ivr.cli.raw_right import add_raw, check_raw
from ivr.errors import UserError
from ivr.labels import JOURNAL
from ivr.language.mask import mask_fields
from ivr.store.journal import JournalEntry
from ivr.store.ledger import Ledger, replay


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument(
        "call", metavar="CALL", nargs="?", help="a call's id (`ivr calls`), or `last`"
    )
    parser.add_argument(
        "--check", action="store_true", help="check a day of all calls against I1 to I6 instead"
    )
    parser.add_argument("--day", metavar="YYYY-MM-DD", help="with --check: the day (today)")
    add_raw(parser)
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Print every entry, then the record the entries fold into."""
    settings = settings_of(args)
    if args.check:
        return check_day(settings, args.day, as_json=args.json)
    if not args.call:
        raise UserError("which call? — give its id, `last`, or --check for all of a day")
    check_raw(args, settings, f"replay {args.call}")
    ledger = read_ledger(settings)
    call = _newest(ledger) if args.call == "last" else args.call
    entries = ledger.journal(call)
    if not entries:
        raise UserError(f"the journal has no call {call} — `ivr calls` lists them")
    if not args.raw:
        entries = [replace(entry, data=mask_fields(dict(entry.data))) for entry in entries]
    start = entries[0].at
    for entry in entries:
        if args.json:
            print_json(entry)
        else:
            seconds = (entry.at - start).total_seconds()
            console.print(f"[dim]{seconds:7.2f}[/] {_line(entry)}", highlight=False, soft_wrap=True)
    record = replay(entries)
    if record and not args.json:
        length = f"{record.seconds:.1f} 秒" if record.seconds is not None else "尚未结束"
        console.print(
            f"[bold]{record.outcome}[/] {length} 工单 {'、'.join(record.tickets) or '无'}"
        )
    return 0


def _newest(ledger: Ledger) -> str:
    calls = ledger.calls(1)
    if not calls:
        raise UserError("there are no calls yet")
    return calls[0].call


def _line(entry: JournalEntry) -> str:
    return f"[bold]{JOURNAL.get(entry.kind, entry.kind)}[/] {_words(entry.data)}"


def _words(data: Mapping[str, object]) -> str:
    """The fields of an entry on one line; long lists and objects by their size."""
    shown = []
    for key, value in data.items():
        if value is None or value == "":
            continue
        if isinstance(value, (list, tuple, dict)) and len(str(value)) > 80:
            shown.append(f"[dim]{key}[/]={len(value)} 项")
        else:
            shown.append(f"[dim]{key}[/]={plain(value)}")
    return " ".join(shown)
