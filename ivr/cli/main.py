"""The command `ivr`: finds the module of a command, runs it, turns errors into words and a status.

Exit status: 0 done; 1 it failed (the words on standard error say why and what to do); 2 called
wrongly; 130 stopped by Ctrl-C.
"""

import argparse
import difflib
import importlib
import importlib.metadata
import os
import sys
from typing import Protocol

from ivr import log
from ivr.errors import ConfigError, HotlineError, UserError, words_of

COMMANDS = {
    "run": "start the service",
    "demo": "three simulated citizens call the service on loopback",
    "check": "check settings, dialplans, knowledge base and models",
    "call": "be a simulated citizen: call, speak, press keys, record",
    "probe": "dial test: call, speak, judge; again and again with --every",
    "operator": "be a simulated operator's or desk's phone",
    "ask": "what the knowledge base would answer",
    "draft": "the draft tickets of a text",
    "transcribe": "recognise sound files",
    "tickets": "list tickets, or show one",
    "report": "hot topics of the last hours or the day, with charts and alerts",
    "export": "tickets, calls or journal as CSV or JSON, masked",
    "purge": "remove what has been kept long enough, and prove it",
    "calls": "list calls",
    "stats": "the figures the hotline is judged by",
    "replay": "show a call step by step from its journal",
    "followup": "put citizens on the list of follow-up calls",
    "password": "what stands in [[web.accounts]] for a password",
    "models": "list, verify, fetch, add and choose speech models",
    "flow": "check, draw and try call flows",
    "kb": "check and search the knowledge base",
    "taxonomy": "check the responsibility list, or import a site's own",
    "bench": "measure speech, answers, understanding and media",
}


class Command(Protocol):
    """A module `ivr.cli.NAME_command`."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command line."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and give the exit status."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; Ctrl-C ends it quietly, also while its modules are still being loaded."""
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        return 130


def _run(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="ivr",
        description="Voice gateway of a 12345 hotline. `ivr COMMAND --help` explains a command.",
    )
    version = importlib.metadata.version("ivr12345")
    parser.add_argument("--version", action="version", version=f"ivr {version}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in words if not word.startswith("-")), None)
    if wanted is not None and wanted not in COMMANDS:
        print(f"ivr: {_unknown(wanted)}", file=sys.stderr)
        return 2
    for name, what in COMMANDS.items():
        sub = subparsers.add_parser(name, help=what, description=what)
        if name == wanted:
            command = _load(name)
            command.add_arguments(sub)
            sub.set_defaults(run=command.run)
    if not words:
        parser.print_help(sys.stderr)
        return 2
    args = parser.parse_args(words)
    log.set_up("warning")
    try:
        return int(args.run(args))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except ConfigError as error:
        count = len(error.faults)
        print(f"ivr: {count} fault{'s' if count > 1 else ''}:", file=sys.stderr)
        for fault in error.faults:
            print(f"  {fault}", file=sys.stderr)
        return 1
    except UserError as error:
        print(f"ivr: {error}", file=sys.stderr)
        return 2
    except HotlineError as error:
        print(f"ivr: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"ivr: {words_of(error)}", file=sys.stderr)
        return 1


def _unknown(command: str) -> str:
    near = difflib.get_close_matches(command, COMMANDS, n=2)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"there is no command {command!r}{meant} — `ivr --help` lists them"


def _load(name: str) -> Command:
    module: Command = importlib.import_module(f"ivr.cli.{name}_command")
    return module


if __name__ == "__main__":
    sys.exit(main())
