"""`ivr models`: list, verify, fetch, add and choose speech models."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.prompt import Confirm

from ivr.cli.common import add_json, add_site, console, errors, print_json, settings_of, table
from ivr.errors import UserError
from ivr.speech import models as store
from ivr.speech.download import ChecksumError, add, fetch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="what is known, what is here, what is used")
    verify = actions.add_parser("verify", help="is a model complete, and does vosk load it")
    verify.add_argument("name", nargs="?", default="", metavar="NAME", help="the one in use")
    bring = actions.add_parser("fetch", help="download a public model; continues where it stopped")
    bring.add_argument("name", metavar="NAME", help="as `ivr models list` shows it")
    bring.add_argument("--from", dest="base", default="", metavar="URL", help="folder of a mirror")
    bring.add_argument(
        "--accept-sha256", default="", metavar="HEX", help="your answer when nobody vouches for it"
    )
    by_hand = actions.add_parser("add", help="install a zip that was brought by hand")
    by_hand.add_argument("file", type=Path, metavar="FILE.zip")
    by_hand.add_argument(
        "--accept-sha256",
        default="",
        metavar="HEX",
        help="your answer when it is not the pinned one",
    )
    choose = actions.add_parser("use", help="choose the model, from the next start on")
    choose.add_argument("name", metavar="NAME")
    for action in (listing, verify, bring, by_hand, choose):
        add_json(action)
        add_site(action)


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    folder = settings_of(args).tables.speech.models
    if args.action == "list":
        return _list(folder, as_json=args.json)
    if args.action == "verify":
        return _verify(folder, args.name, as_json=args.json)
    if args.action == "fetch":
        return _fetch(folder, args)
    if args.action == "add":
        return _add(folder, args)
    done = store.use(folder, args.name)
    if args.json:
        print_json({"model": done.name, "folder": str(done)})
    else:
        console.print(f"{done.name} is used from the next start of the service on")
    return 0


def _list(folder: Path, *, as_json: bool) -> int:
    shown = table("Speech models", "name", "here", "used", "rate", "download", "what it is")
    shown.columns[0].no_wrap = True
    shown.columns[0].min_width = max(len(state.name) for state in store.list_models(folder))
    for state in store.list_models(folder):
        entry = state.entry
        if as_json:
            print_json(state)
            continue
        here = "incomplete" if state.missing and state.installed else ""
        shown.add_row(
            state.name,
            here or ("yes" if state.installed else "no"),
            "→" if state.in_use else "",
            f"{entry.rate} Hz" if entry else "",
            f"{entry.download_mb} MB" if entry and entry.download_mb else "",
            entry.title if entry else "added by hand",
        )
    if not as_json:
        console.print(shown)
    return 0


def _verify(folder: Path, name: str, *, as_json: bool) -> int:
    faults = store.verify(folder, name)
    name = name or store.chosen(folder)
    if as_json:
        print_json({"model": name, "good": not faults, "faults": [str(fault) for fault in faults]})
    elif not faults:
        console.print(f"{name}: complete, and vosk loads it")
    for fault in faults:
        _say(str(fault))
    return 1 if faults else 0


def _add(folder: Path, args: argparse.Namespace) -> int:
    def install(accepted: str) -> Path:
        return add(folder, args.file, accept_sha256=accepted)

    return _installed(_asked(install, args), args)


def _fetch(folder: Path, args: argparse.Namespace) -> int:
    def bring(accepted: str) -> Path:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
        )
        with Progress(*columns, console=errors, disable=args.json) as bar:
            task = bar.add_task(args.name, total=None, visible=False)
            try:
                return fetch(
                    folder,
                    args.name,
                    base=args.base,
                    accept_sha256=accepted,
                    progress=lambda got, whole: bar.update(
                        task, completed=got, total=whole, visible=True
                    ),
                    notice=_say,
                )
            except KeyboardInterrupt:
                _say("stopped; what came so far is kept, the same command continues it")
                raise

    return _installed(_asked(bring, args), args)


def _say(line: str) -> None:
    errors.print(line, markup=False, highlight=False, soft_wrap=True)


def _asked(install: Callable[[str], Path], args: argparse.Namespace) -> Path:
    """Install; when nobody vouches for the file, ask whoever sits there, or say how to answer."""
    try:
        return install(args.accept_sha256)
    except ChecksumError as error:
        if args.json or not sys.stdin.isatty():
            raise
        _say(str(error))
        if not Confirm.ask("Install it all the same?", console=errors, default=False):
            raise UserError("nothing was installed; the file is kept") from error
        return install(error.sha256)


def _installed(done: Path, args: argparse.Namespace) -> int:
    if args.json:
        print_json({"model": done.name, "folder": str(done)})
    else:
        console.print(f"{done.name} is installed; `ivr models use {done.name}` chooses it")
    return 0
