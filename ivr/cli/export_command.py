"""`ivr export`: tickets, calls or journal as CSV or JSON, masked unless somebody allowed asks."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec

from ivr.app.parts import read_ledger
from ivr.cli.common import add_site, settings_of
from ivr.cli.moments import day_of
from ivr.cli.raw_right import add_raw, check_raw
from ivr.clock import CHINA
from ivr.errors import UserError
from ivr.language.mask import mask_fields
from ivr.store.ledger import Ledger


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("what", choices=("tickets", "calls", "journal"), help="what to export")
    parser.add_argument(
        "--format", choices=("csv", "json"), default="csv", help="csv, or JSON lines"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write here (standard output)")
    parser.add_argument("--since", metavar="DATE", help="from this day on")
    parser.add_argument("--until", metavar="DATE", help="up to and including this day")
    add_raw(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Read, mask, write."""
    settings = settings_of(args)
    check_raw(args, settings, f"export {args.what}")
    rows: Iterator[dict[str, Any]] | list[dict[str, Any]] = _rows(read_ledger(settings), args)
    if not args.raw:
        rows = [mask_fields(row) for row in rows]
    rows = list(rows)
    text = _as_csv(rows) if args.format == "csv" else _as_json(rows)
    if args.out is None:
        sys.stdout.write(text)
    else:
        # Excel reads Chinese in a CSV only with the mark at its head.
        args.out.write_text(text, "utf-8-sig" if args.format == "csv" else "utf-8", newline="")
        print(f"{args.out}: {len(rows)}", file=sys.stderr)
    return 0


def _rows(ledger: Ledger, args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    since, until = _day("--since", args.since), _day("--until", args.until)
    if since and until and since > until:
        raise UserError(f"--since {args.since} lies after --until {args.until}")
    if until:
        until += timedelta(days=1)
    if args.what == "tickets":
        for ticket in reversed(ledger.tickets(None, since=since, until=until)):
            yield msgspec.to_builtins(ticket, str_keys=True)
        return
    for record in reversed(ledger.calls(None)):
        if (since and record.started < since) or (until and record.started >= until):
            continue
        if args.what == "calls":
            yield msgspec.to_builtins(record)
        else:
            for entry in ledger.journal(record.call):
                yield msgspec.to_builtins(entry)


def _day(option: str, text: str | None) -> datetime | None:
    return None if text is None else datetime.combine(day_of(option, text), time.min, CHINA)


def _as_json(rows: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _as_csv(rows: Sequence[dict[str, Any]]) -> str:
    flat = [dict(_flat(row)) for row in rows]
    columns = list(dict.fromkeys(key for row in flat for key in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, restval="")
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in flat)
    return written.getvalue()


_LEFT_OUT = frozenset({"evidence", "confidence", "alternatives"})


def _flat(row: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested fields as draft.route.unit; lists of plain values joined, others as JSON."""
    for key, value in row.items():
        if key in _LEFT_OUT:
            continue
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            plain = all(isinstance(item, str | int | float) for item in value)
            joined = "；".join(map(str, value)) if plain else json.dumps(value, ensure_ascii=False)
            yield prefix + key, joined
        else:
            yield prefix + key, "" if value is None else value


def _harmless(value: Any) -> Any:
    """A cell that a spreadsheet would run as a formula starts with a quote instead."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
