"""Writes `docs/REFERENCE.md`: every command with its options, every setting with its default.

    .venv/bin/python -m tools.reference

A test compares the file with what this makes, so that the page never lies.
"""

import argparse
import importlib
import typing
from pathlib import Path
from typing import Any

import msgspec

from ivr.cli.main import COMMANDS
from ivr.settings.model import Tables

PAGE = Path(__file__).parent.parent / "docs" / "REFERENCE.md"

HEAD = """# Reference

Made by `python -m tools.reference` from the code; do not edit by hand.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, "## Commands\n", *_commands(), "## Settings\n", *_settings()]) + "\n"


def _commands() -> list[str]:
    lines = ["`ivr COMMAND --help` says the same in the terminal.\n"]
    for name, what in COMMANDS.items():
        parser = argparse.ArgumentParser(prog=f"ivr {name}")
        module = importlib.import_module(f"ivr.cli.{name}_command")
        module.add_arguments(parser)
        lines += [f"### ivr {name}\n", f"{what[0].upper()}{what[1:]}.\n", *_options(parser), ""]
    return lines


def _options(parser: argparse.ArgumentParser) -> list[str]:
    rows: list[str] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for name, sub in action.choices.items():
                rows.append(f"- `{name}` — {helps.get(name) or ''}")
                rows += [f"  {row}" for row in _options(sub)]
        elif action.dest != "help":
            rows.append(f"- `{_shown(action)}`" + (f" — {action.help}" if action.help else ""))
    return rows


def _shown(action: argparse.Action) -> str:
    metavar = action.metavar or action.dest.upper()
    value = metavar if isinstance(metavar, str) else " ".join(metavar)
    if not action.option_strings:
        return value
    return action.option_strings[-1] + (f" {value}" if action.nargs != 0 else "")


def _settings() -> list[str]:
    lines = [
        "The tables of `config/*.toml`; every one, and every key, may be left out.",
        "`ivr check` names file and line of what is wrong.\n",
    ]
    for field in msgspec.structs.fields(Tables):
        lines += _table(field.name, field.type)
    return lines


def _table(name: str, kind: Any) -> list[str]:
    struct = _struct_in(kind)
    if struct is None:
        return [f"### [{name}]\n", "Free: names and texts of your own.\n"]
    heading = f"[[{name}]]" if struct is not kind else f"[{name}]"
    lines = [f"### {heading}\n", f"{(struct.__doc__ or '').strip().splitlines()[0]}\n"]
    lines += ["| key | type | default |", "|---|---|---|"]
    inner: list[tuple[str, Any]] = []
    for field in msgspec.structs.fields(struct):
        if _struct_in(field.type) is not None:
            inner.append((f"{name}.{field.name}", field.type))
        else:
            lines.append(f"| {field.name} | {_type(field.type)} | {_default(field)} |")
    lines.append("")
    for inner_name, inner_type in inner:
        lines += _table(inner_name, inner_type)
    return lines


def _struct_in(kind: Any) -> Any:
    """The struct a type is, or is a list of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    if typing.get_origin(kind) in (list, tuple):
        return next(filter(None, map(_struct_in, typing.get_args(kind))), None)
    return None


def _type(kind: Any) -> str:
    plain = isinstance(kind, type) and not typing.get_args(kind)
    return (kind.__name__ if plain else str(kind)).replace("|", "or")


def _default(field: Any) -> str:
    if field.required:
        return "must be given"
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if value in ("", [], {}, ()):
        return "empty"
    return f"`{value}`".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
