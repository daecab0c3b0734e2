"""`ivr flow check | draw | try`: call flows without a telephone."""

import argparse
from pathlib import Path

from ivr.app.checking import Checked, check_site
from ivr.cli.common import add_json, add_site, console, print_json, settings_of
from ivr.cli.flow_trial import talk
from ivr.errors import ConfigError, UserError
from ivr.flow.drawing import mermaid
from ivr.flow.model import Flow
from ivr.flow.svg import svg


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="check every flow, with file and line")
    draw = actions.add_parser("draw", help="draw a flow: SVG for a FILE.svg, else Mermaid")
    draw.add_argument("name", metavar="FLOW", help="name of the flow")
    draw.add_argument("--out", metavar="FILE", type=Path, help="write it there")
    trial = actions.add_parser("try", help="talk to a flow in the terminal")
    trial.add_argument("name", metavar="FLOW", nargs="?", default="12345", help="name (12345)")
    for action in (check, draw, trial):
        add_json(action)
        add_site(action)


def run(args: argparse.Namespace) -> int:
    """Do what was asked."""
    settings = settings_of(args)
    found = check_site(settings)
    if args.action == "check":
        return _check(found, as_json=args.json)
    flow = _named(found, args.name)
    faults = [fault for fault in found.errors if fault.file == flow.file]
    if faults:
        raise ConfigError(faults)
    if args.action == "draw":
        drawn_as_svg = args.out is not None and args.out.suffix == ".svg"
        text = svg(flow) if drawn_as_svg else mermaid(flow)
        if args.out:
            args.out.write_text(text, encoding="utf-8")
        else:
            console.print(text, markup=False, highlight=False)
        return 0
    return talk(flow, found, settings)


def _check(found: Checked, *, as_json: bool) -> int:
    faults = [fault for fault in found.errors if fault.file.endswith(".yaml")]
    for fault in faults:
        if as_json:
            print_json(fault)
        else:
            console.print(str(fault), markup=False, highlight=False, soft_wrap=True)
    if not as_json:
        names = ", ".join(found.flows)
        console.print(f"{len(found.flows)} flows ({names}), {len(faults)} faults")
    return 1 if faults else 0


def _named(found: Checked, name: str) -> Flow:
    if name not in found.flows:
        raise UserError(f"there is no flow {name!r}; flows: {', '.join(found.flows) or 'none'}")
    return found.flows[name]
