"""`ivr taxonomy check|import`: the responsibility list, and a site's own in its place."""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from ivr.app.sheets import read_rows, sheets_of
from ivr.cli.common import add_site, console, settings_of
from ivr.clock import now
from ivr.errors import ConfigError, Fault
from ivr.tickets.asks import FILE as ASKS
from ivr.tickets.model import Level
from ivr.tickets.taxonomy import Taxonomy, load_taxonomy
from ivr.tickets.taxonomy_check import notices
from ivr.tickets.taxonomy_import import read_list


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    commands = parser.add_subparsers(dest="do", metavar="WHAT", required=True)
    check = commands.add_parser("check", help="check the three tables and say what to look at")
    check.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="these tables")
    add_site(check)
    bring = commands.add_parser("import", help="put a site's own list (CSV, XLSX) in their place")
    bring.add_argument("file", type=Path, metavar="FILE", help="one row a manifestation")
    bring.add_argument("--sheet", metavar="NAME", help="sheet of the XLSX (the first)")
    levels = [level.value for level in Level]
    bring.add_argument("--level", choices=levels, help="level of all, if the list has no 层级")
    bring.add_argument("--to", type=Path, metavar="FOLDER", help="write there (the site's tables)")
    bring.add_argument("--dry-run", action="store_true", help="only check")
    add_site(bring)


def run(args: argparse.Namespace) -> int:
    """Check, or check and import."""
    in_use = settings_of(args).knowledge_base / "taxonomy"
    if args.do == "check":
        taxonomy, faults = load_taxonomy(args.folder or in_use)
        if faults:
            raise ConfigError(faults)
        _say(taxonomy)
        return 0
    known, _faults = load_taxonomy(in_use)
    rows = read_rows(args.file, args.sheet)
    tables, faults = read_list(
        rows, str(args.file), known, Level(args.level) if args.level else None
    )
    if faults:
        raise ConfigError([_with_sheets(fault, args) for fault in faults])
    target: Path = args.to or in_use
    with tempfile.TemporaryDirectory() as made:
        for name, text in tables.as_csv().items():
            (Path(made) / name).write_text(text, "utf-8")
        if (target / ASKS).exists():  # it stays, and holds for what the new list shares with it
            shutil.copyfile(target / ASKS, Path(made) / ASKS)
        taxonomy, faults = load_taxonomy(Path(made))
        if faults:  # read_list lets nothing through that load_taxonomy refuses
            raise ConfigError(faults)
        _say(taxonomy)
        _say_changes(known, taxonomy)
        if args.dry_run:
            return 0
        _put(Path(made), target, tuple(tables.as_csv()))
    return 0


def _with_sheets(fault: Fault, args: argparse.Namespace) -> Fault:
    """A workbook may begin with a cover: the remedy of a missing head names the other sheets."""
    names = sheets_of(args.file) if fault.line is None and args.sheet is None else []
    if len(names) < 2:
        return fault
    return replace(fault, remedy=f"{fault.remedy}; or name the sheet: --sheet {'｜'.join(names)}")


def _put(made: Path, target: Path, names: tuple[str, ...]) -> None:
    """The new tables in their place; the old ones are kept beside them."""
    target.mkdir(parents=True, exist_ok=True)
    kept = target / f"before-{now():%Y%m%d-%H%M%S}"
    old = [target / name for name in names if (target / name).exists()]
    if old:
        kept.mkdir()
        for file in old:
            shutil.copy2(file, kept / file.name)
    for name in names:
        new = target / f".{name}.new"
        shutil.copyfile(made / name, new)
        os.replace(new, target / name)
    print(f"{target}" + (f" (before: {kept})" if old else ""), file=sys.stderr)


def _say(taxonomy: Taxonomy) -> None:
    shape = "行业领域 {}、问题类型 {}、问题表现 {}、权责 {}".format(*taxonomy.shape())
    console.print(shape, highlight=False)
    for notice in notices(taxonomy):
        console.print(f"  notice {notice}", highlight=False, soft_wrap=True)


def _say_changes(before: Taxonomy, after: Taxonomy) -> None:
    old = {m.category for m in before.manifestations}
    new = {m.category for m in after.manifestations}
    console.print(
        f"问题表现 against the list in use: {len(new - old)} new, {len(old - new)} gone, "
        f"{len(new & old)} the same",
        highlight=False,
        soft_wrap=True,
    )
