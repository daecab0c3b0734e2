"""What every command shares: site options, `--json`, input from `-`, tables and error words."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from os import environ
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ivr.errors import UserError, words_of
from ivr.settings.load import Overrides, load
from ivr.settings.model import Settings

_WIDE = 200  # columns of what goes into a file or a pipe: tables are not broken there
console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in environ else _WIDE)
errors = Console(stderr=True)

_encoder = msgspec.json.Encoder()


def add_site(parser: argparse.ArgumentParser) -> None:
    """`--config` and `--data`: which site's files."""
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="main settings (config/hotline.toml)"
    )
    parser.add_argument("--data", metavar="DIR", help="folder of ledger and recordings")


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`: for programs, one object a line."""
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")


def settings_of(args: argparse.Namespace) -> Settings:
    """Read the settings this command was pointed at."""
    overrides = Overrides(
        sip=getattr(args, "sip", None), web=getattr(args, "web", None), data=args.data
    )
    return load(args.config, overrides)


def count(text: str) -> int:
    """For `type=`: a whole number from 1 up."""
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 up")
    return int(text)


def print_json(thing: Any) -> None:
    """One line of JSON on standard output, at once."""
    sys.stdout.write(_encoder.encode(msgspec.to_builtins(thing, str_keys=True)).decode() + "\n")
    sys.stdout.flush()


def items(argument: str) -> Iterator[str]:
    """The argument itself, or the lines of standard input for `-`; what is no UTF-8 becomes �."""
    for line in sys.stdin if argument == "-" else [argument]:
        yield line.rstrip("\r\n").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def each(
    arguments: Iterable[str],
    *,
    as_json: bool,
    make: Callable[[str], Any],
    show: Callable[[str, Any], None],
) -> int:
    """Handle arguments one by one; with `-` or `--json` one JSON object a line.

    One that fails is said and does not hold up the rest; the exit status is 1 then.
    """
    status = 0
    for argument in arguments:
        lines = as_json or argument == "-"
        for item in items(argument):
            try:
                made = make(item)
            except (UserError, OSError) as error:
                status = 1
                words = words_of(error) if isinstance(error, OSError) else str(error)
                if lines:
                    print_json({"input": item, "error": words})
                print(f"ivr: {words}", file=sys.stderr)
                continue
            if lines:
                print_json(made)
            else:
                show(item, made)
    return status


def plain(thing: object) -> str:
    """What people said or wrote, for the terminal: its brackets are no markup."""
    return escape(str(thing))


def table(title: str, *columns: str) -> Table:
    """An empty table in the house's style."""
    made = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made
