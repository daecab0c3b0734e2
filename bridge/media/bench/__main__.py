"""`python -m bridge.media.bench`: the bars as JSON, without the rest of the house."""

import argparse
import asyncio
import json
import sys

from bridge.media.bench.bars import figures, measure


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args()
    bars = asyncio.run(measure(options.seconds, lambda step: print(step, file=sys.stderr)))  # noqa: T201
    json.dump(figures(bars), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
