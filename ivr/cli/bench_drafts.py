"""`ivr bench understanding`, its last rows: what a step costs while a long call goes on."""

import gc
import random
import time
from collections.abc import Iterator
from typing import Any

from ivr.tickets.bench import CALLED_AT
from ivr.tickets.understanding import MOST_CHARACTERS, Understanding

BAR = 20.0  # milliseconds of processor time for every step: the draft is there while they speak
_STEPS = (5, 20)  # characters that are heard between two drafts
_SEED = 1


def steps(understanding: Understanding, texts: list[str]) -> list[float]:
    """Milliseconds of processor time of each draft, on a call that grows to its full length.

    The call is as dense as can be: one labelled utterance after another, with nothing between.
    """
    call = "".join(texts)[:MOST_CHARACTERS]
    took = []
    gc.collect()
    gc.freeze()  # as `ivr run` does once all is loaded
    try:
        for end in _ends(len(call)):
            start = time.process_time()
            understanding.draft(call[:end], called_at=CALLED_AT)
            took.append((time.process_time() - start) * 1000)
    finally:
        gc.unfreeze()
    return took


def rows(understanding: Understanding, texts: list[str]) -> list[dict[str, Any]]:
    """Median, 99th percentile and longest, beside the bar."""
    took = sorted(steps(understanding, texts))
    told = {"median": took[len(took) // 2], "p99": took[int(len(took) * 0.99)], "longest": took[-1]}
    part = f"{len(took)} steps of a call"
    return [
        {
            "part": part,
            "measure": f"ms a step, {name}",
            "right/judged": f"{value:.1f}",
            "share": "-" if name == "longest" else f"bar {BAR:.0f}",
        }
        for name, value in told.items()
    ]


def _ends(length: int) -> Iterator[int]:
    chance = random.Random(_SEED)
    end = 0
    while end < length:
        end = min(length, end + chance.randint(*_STEPS))
        yield end
