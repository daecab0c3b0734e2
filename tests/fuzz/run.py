"""`python -m tests.fuzz.run --seconds 600`: hostile input to every parser, new every time.

Ends with status 1 and the smallest input that broke something.
"""

import argparse
import itertools
import secrets
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import TARGETS

ROUND = 300  # inputs of one target before the next has its turn


def fuzz(seconds: float) -> Counter[str]:
    """Inputs tried of each target; whatever breaks raises, with the input made small."""
    tried: Counter[str] = Counter()
    until = time.monotonic() + seconds
    for name in itertools.cycle(TARGETS):
        if time.monotonic() >= until:
            return tried
        tried[name] += _round(name, until)
    raise AssertionError("a cycle does not end")


def _round(name: str, until: float) -> int:
    strategy, target = TARGETS[name]
    number, tried = secrets.randbits(64), 0

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    @given(strategy)
    def attempt(hostile: object) -> None:
        nonlocal tried
        if time.monotonic() < until:
            tried += 1
            target(hostile)

    try:
        attempt()
    except BaseException:
        print(f"{name} broke; seed {number}", file=sys.stderr)
        raise
    return tried


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    tried = fuzz(parser.parse_args().seconds)
    print(", ".join(f"{name} {count}" for name, count in tried.items()), "inputs; nothing broke")


if __name__ == "__main__":
    main()
