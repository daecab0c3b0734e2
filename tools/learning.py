"""What the tools that learn have in common: `python -m tools.learn_… [--check]`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from ivr.tickets.understanding import Understanding

FOLDER = Path(__file__).parents[1] / "knowledge_base"


def run(doc: str | None, learn: Callable[[Understanding, bool], None]) -> int:
    """Loads what there is and hands it on, with whether to judge instead of writing."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="judge instead of writing")
    check_only = parser.parse_args().check
    understanding, faults = Understanding.load(FOLDER)
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    learn(understanding, check_only)
    return 0
