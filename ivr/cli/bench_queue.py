"""`ivr bench queue`: a day of callers with and without follow-ups, played against the policy."""

import argparse
import random
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.clock import CHINA
from ivr.queueing.day import DAY_SECONDS, Habits, Played, compare, plan
from ivr.queueing.day_picture import draw
from ivr.queueing.world import Rules
from ivr.settings.model import Settings

# DOMAIN.md: Shenyang 37,000 calls a month; the province 1.769 million in eight months
VOLUMES = {"shenyang": 37_000 / 30, "province": 1_769_000 / 243}
MORNING = datetime(2026, 11, 20, tzinfo=CHINA)
LINES = 500  # the trunk of these volumes; not what is measured here


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command line."""
    parser.add_argument("--volume", choices=sorted(VOLUMES), default="shenyang")
    parser.add_argument("--days", type=int, default=5, metavar="N", help="how many days (5)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the first day (0)")
    parser.add_argument("--reserve", type=int, metavar="N", help="operators kept free (as set)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="draw the first day's lanes (SVG)")


def measure(settings: Settings, args: argparse.Namespace) -> list[dict[str, Any]]:
    """One row a kind of day, and what follow-ups cost those who wait."""
    outbound = settings.tables.outbound
    reserve = outbound.reserve_operators if args.reserve is None else args.reserve
    rules = Rules(
        reserve_operators=reserve,
        reserve_share=outbound.reserve_share,
        lines=LINES,
        windows=tuple((w.begin, w.end) for w in outbound.windows),
        demand_share=outbound.demand_share,
    )
    days: list[tuple[Played, Played]] = []
    listed = 0
    for day in range(max(args.days, 1)):
        chance = random.Random(args.seed + day)
        calls = VOLUMES[args.volume]
        planned = plan(calls, MORNING, rules, Habits(), chance, follow_ups=True)
        listed += len(planned.follow_ups)
        days.append(compare(planned))
    if args.out:
        title = f"{args.volume}: 一天的呼入、等待与外呼 (seed {args.seed}, reserve {reserve})"
        lanes = days[0][1].lanes
        moments = [m for m in lanes if m.second < DAY_SECONDS and m.second % 120 == 0]
        args.out.write_text(draw(moments, title), encoding="utf-8")
    alone = _row("without follow-ups", [a for a, _ in days], 0)
    both = _row("with follow-ups", [b for _, b in days], listed)
    worse = both["mean wait s"] / alone["mean wait s"] - 1
    return [{**alone, "worse %": 0.0}, {**both, "worse %": worse * 100}]


def _row(name: str, days: list[Played], listed: int) -> dict[str, Any]:
    waits = sorted(wait for day in days for wait in day.waits.values())
    return {
        "day": name,
        "wanted a person": len(waits),
        "mean wait s": sum(waits) / len(waits),
        "p50 s": waits[len(waits) // 2],
        "p95 s": waits[int(len(waits) * 0.95)],
        "abandoned": sum(day.abandoned for day in days),
        "follow-ups made": f"{sum(day.follow_ups for day in days)}/{listed}",
        "gave way": sum(day.cancelled for day in days),
    }
