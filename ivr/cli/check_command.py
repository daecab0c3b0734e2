"""`ivr check`: settings, dialplans, knowledge base and models; every fault with file and line."""

import argparse

from ivr.app.checking import check_site
from ivr.cli.common import add_json, add_site, console, print_json, settings_of
from ivr.errors import ConfigError, Fault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    add_json(parser)
    add_site(parser)


def run(args: argparse.Namespace) -> int:
    """Check everything; 1 when something must be mended."""
    try:
        settings = settings_of(args)
    except ConfigError as error:
        return _report(args.json, {"error": error.faults}, "")
    found = check_site(settings)
    summary = f"{len(found.flows)} flows, {len(found.knowledge) if found.knowledge else 0} articles"
    faults = {"error": found.errors, "left out": found.left_out, "notice": found.notices}
    return _report(args.json, faults, summary)


def _report(as_json: bool, faults: dict[str, list[Fault]], summary: str) -> int:
    colours = {"error": "red", "left out": "yellow", "notice": "dim"}
    for severity, found in faults.items():
        for fault in found:
            if as_json:
                print_json(
                    {
                        "severity": severity,
                        "file": fault.file,
                        "line": fault.line,
                        "message": fault.message,
                        "remedy": fault.remedy,
                    }
                )
            else:
                colour = colours[severity]
                console.print(f"[{colour}]{severity}[/]", end=" ")
                console.print(str(fault), markup=False, highlight=False, soft_wrap=True)
    bad = sum(len(found) for severity, found in faults.items() if severity != "notice")
    if not as_json:
        verdict = f"[red]{bad} fault{'s' if bad > 1 else ''}[/]" if bad else "[green]no fault[/]"
        console.print(f"{verdict} {summary}".rstrip())
    return 1 if bad else 0
