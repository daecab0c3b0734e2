"""`ivr transcribe FILE.wav`: recognise sound files through the same pipeline as a call."""

import argparse
from pathlib import Path
from typing import Any

from ivr.app.names import names_of
from ivr.app.parts import model_folder, understanding_of
from ivr.cli.common import add_json, add_site, console, each, plain, settings_of
from ivr.speech.transcribe import transcribe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("file", nargs="+", metavar="FILE", help="WAV files; - reads names")
    parser.add_argument("--model", metavar="NAME", help="model to use (as `ivr models list`)")
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Recognise each file."""
    settings = settings_of(args)
    model = model_folder(settings, args.model)
    names, _ = names_of(settings, understanding_of(settings))

    def make(name: str) -> Any:
        return transcribe(Path(name), model, names)

    return each(args.file, as_json=args.json, make=make, show=_show)


def _show(name: str, made: Any) -> None:
    line = f"[dim]{plain(name)}[/] {plain(made.text or '（没有听到话语）')}"
    console.print(line, highlight=False, soft_wrap=True)
